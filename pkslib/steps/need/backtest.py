"""How the model would have carried each waiting list over its own last year."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from pkslib.methods.waiting_futures import Lists
from pkslib.methods.waiting_list import DAYS, EVEN
from pkslib.steps.need.waits import Known, lately, misfit, parts, weeks_of
from pkslib.tables.results import RESULTS

_YEAR = 365


def backtests(known: Mapping[tuple[str, str], Known], model: pd.DataFrame) -> pd.DataFrame:
    """Return for each list with history how the model would have carried it over the last year.

    Parameters
    ----------
    known : mapping
        What is known of each list, by need and unit.
    model : pandas.DataFrame
        The table waiting_model.

    Returns
    -------
    pandas.DataFrame
        The table waiting_backtest.
    """
    rows = []
    for row in model.to_dict("records"):
        own = known[row["need"], row["unit"]]
        days = own.totals.index.to_numpy()
        past = days[days <= days[-1] - _YEAR + DAYS]
        if len(past) and not pd.isna(row["limit"]):
            rows.append(_backtest(own, int(past[-1]), row))
    return pd.DataFrame(rows, columns=[*RESULTS["waiting_backtest"].columns])


def _backtest(known: Known, cut: int, row: Mapping[Any, Any]) -> dict[str, object]:
    """Carry the list of a day to the latest: with what was known then, and with the year's flows.

    The inflow is that which came, so that the list is judged and not the forecast. What then is
    wrong with its size is how many more or fewer were treated than in the year before.
    """
    then, last = known.until(cut), int(known.totals.index[-1])
    own = parts({("", ""): misfit(then)}, None)["in_order"].iloc[0]
    limit = float(row["limit"])
    places = pd.DataFrame({
        "limit": limit, "leaving": known.leaving, "in_order": [own, row["in_order"]]
    })  # fmt: skip
    days = last - cut
    weeks = -(-days // DAYS)
    flows = np.repeat(known.treated().clip(min=0) / np.diff(known.totals.index),
                      np.diff(known.totals.index))[cut:]  # fmt: skip
    done = weeks_of([lately(then, days + DAYS), flows], weeks)
    new = weeks_of([known.inflow[cut:]] * 2, weeks)
    start = then.latest()
    lists = Lists(places, date.min, {EVEN: np.array([start, start])}, new)
    end = {EVEN: lists.carried(done, days)[EVEN]}
    late = 1 - Lists(places, date.min, end, new).within(places["limit"].to_numpy())[EVEN]
    seen = Lists(places, date.min, {EVEN: np.array([start, known.latest()])}, new)
    seen_late = 1 - seen.within(places["limit"].to_numpy())[EVEN]
    day = [known.bands["as_of"].min(), known.bands["as_of"].max()]
    from_day = (date.fromisoformat(day[0]) + timedelta(days=cut)).isoformat()
    year_before = known.inflow[cut - _YEAR : cut] if cut >= _YEAR else np.array([np.nan])
    return {
        "need": row["need"], "unit": row["unit"], "from_day": from_day, "to_day": day[1],
        "inflow": known.inflow[cut : cut + days].sum(), "inflow_before": year_before.sum(),
        "treated": flows[:days].sum(), "treated_lately": lately(then, days).sum(),
        "before": start.sum(), "expected": end[EVEN][0].sum(), "seen": known.latest().sum(),
        "late_before": seen_late[0], "late_expected": late[0], "late_with_flows": late[1],
        "late_seen": seen_late[1],
    }  # fmt: skip

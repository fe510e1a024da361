"""The forecast itself, each need treated as the scenario wants."""

from __future__ import annotations

import pandas as pd

from pkslib.forecast import forecast_tables
from pkslib.forecast.decided import Known
from pkslib.forecast.prepare import Options
from pkslib.settings import Demand, Treatment


def tables(
    known: Known, ahead: int, how: Demand, expectation: pd.DataFrame | None
) -> dict[str, pd.DataFrame]:
    """Return every table of the forecast.

    All needs are forecast together, so that each borrows from the season of the others; also
    those whose treatment switches calendar or models off.

    Parameters
    ----------
    known : pkslib.forecast.decided.Known
        History and options.
    ahead : int
        Periods ahead.
    how : pkslib.settings.Demand
        The scenario's part.
    expectation : pandas.DataFrame, optional
        What the population alone gives, when it is to drive the forecast.

    Returns
    -------
    dict of str to pandas.DataFrame
        As from :func:`pkslib.forecast.forecast_tables`, sorted as there.
    """
    options: Options = {**known.options, "expectation": expectation}
    parts: list[dict[str, pd.DataFrame]] = []
    for (calendar, models), needs in _by_way(known.history["series"], how).items():
        own: Options = options if calendar else {**options, "country": None}
        tier = how.tier if models else "fast"
        made = forecast_tables(known.history, ahead, tier=tier, **own)
        parts.append({name: rows[rows["series"].isin(needs)] for name, rows in made.items()})
    return {name: _joined([part[name] for part in parts]) for name in parts[0]}


def _by_way(series: pd.Series, how: Demand) -> dict[tuple[bool, bool], list[str]]:
    """Return the needs by whether calendar and models are let in."""
    found: dict[tuple[bool, bool], list[str]] = {}
    for need in series.unique():
        one = how.treatments.get(need, Treatment())
        found.setdefault((one.calendar, one.models), []).append(need)
    return found


def _joined(parts: list[pd.DataFrame]) -> pd.DataFrame:
    if len(parts) == 1:
        return parts[0].reset_index(drop=True)
    keys = [name for name in ("series", "period") if name in parts[0]]
    return pd.concat(parts).sort_values(keys, kind="stable", ignore_index=True)

"""Which decisions close the shortage of the years ahead, and by when they have to be taken."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.settings import Balance
from pkslib.tables.inputs.capacity import IMPROVE, PRIORITISE
from pkslib.tables.lead_times import DAYS_A_WEEK, least_weeks
from pkslib.tables.results.need import SCOPES

_PLACE = ["unit", "capacity", "period"]
_DAYS_A_MONTH = 365.25 / 12
# Nobody decides on less than this share of a year's need.
_LITTLE = 0.005


def years_decisions(
    asked: pd.DataFrame,
    measures: pd.DataFrame,
    hospital: pd.Series,
    year: int,
    *,
    settings: Balance,
    first: date,
) -> pd.DataFrame:
    """Return the measures that close each later year's shortage, in the order of the ladder.

    Parameters
    ----------
    asked : pandas.DataFrame
        The result table years_asked.
    measures : pandas.DataFrame
        The input table. Steps 2 to 4, cheapest first; each is offered once a year, also after its
        last day, as something to renew. Improvement work that is not realised is told and closes
        nothing.
    hospital : pandas.Series
        Hospital by unit.
    year : int
        Planning year.
    settings : Balance
        Its least weeks from decision to effect.
    first : datetime.date
        The first day on which anything can still be decided.

    Returns
    -------
    pandas.DataFrame
        The table years_decisions. A decision is needed as long before the tightest quarter as
        the measure takes to full effect; where that day has passed, at once, and no day is told.
        What no measure closes has a row of its own: it is this
        year's question whatever it will take.
    """
    lacks = asked[(asked["scope"] == SCOPES[0]) & (asked["period"].astype(int) > year)]
    lacks = lacks[lacks["lacking"] > _LITTLE * lacks["need"]].rename(columns={"place": "unit"})
    offers = _offers(measures, hospital, settings)
    rows = lacks[[*_PLACE, "lacking", "tightest"]].merge(offers, on=["unit", "capacity"])
    rows = rows.sort_values([*_PLACE, "step", "cost", "measure"], ignore_index=True)
    before = rows.groupby(_PLACE)["offered"].cumsum() - rows["offered"]
    short = (rows["lacking"] - before).clip(lower=0.0)
    used = rows.assign(lacking=short, gives=np.minimum(short, rows["offered"]))
    used = used[used["lacking"] > 0]
    chosen = used.assign(
        cost=used["gives"] * used["cost"],
        renewed=used["last"] < used["period"],
        decide_by=_by(used),
    )
    passed = chosen["decide_by"] < first.isoformat()
    chosen = chosen.assign(
        this_year=chosen["decide_by"] < f"{year + 1:04d}",
        decide_by=chosen["decide_by"].mask(passed),
    )
    return pd.concat([chosen, _left(lacks, used)], ignore_index=True)


def with_effect(measures: pd.DataFrame, reach: pd.DataFrame) -> pd.DataFrame:
    """Return the measures but those that something else at the unit leaves no room for.

    Parameters
    ----------
    measures, reach : pandas.DataFrame
        The input table, and the result table measure_reach of the planning year. Who would be
        hired beside a full consulting room adds nothing in the years after either: what limits is
        what has to be decided on.
    """
    without = reach.loc[reach["why"] == "no_effect", "measure"]
    return measures[~measures["measure"].isin(without)]


def _offers(measures: pd.DataFrame, hospital: pd.Series, settings: Balance) -> pd.DataFrame:
    """Return what each measure may give in a year at the hospital that it helps."""
    rows = measures[(measures["step"] >= IMPROVE) & (measures["step"] < PRIORITISE)]
    improves = rows["step"] == IMPROVE
    weeks = rows["lead_weeks"].clip(lower=least_weeks(rows, settings))
    rows = rows.assign(
        unit=rows["unit"].map(hospital).fillna(rows["unit"]),
        offered=rows["max_amount"].where(~improves, 0.0),
        promised=(rows["max_amount"] * (1 - rows["realised"])).where(improves, 0.0),
        last=rows["end"].str[:4],
        ahead=weeks * DAYS_A_WEEK + rows["ramp_months"] * _DAYS_A_MONTH,
    )
    return rows[~improves | (rows["promised"] > 0)]


def _by(rows: pd.DataFrame) -> pd.Series:
    """Return the last day on which each measure can be decided and be at full effect in time."""
    days = [
        date.fromordinal(periods.start(quarter).toordinal() - round(ahead)).isoformat()
        for quarter, ahead in zip(rows["tightest"], rows["ahead"], strict=True)
    ]
    return pd.Series(days, rows.index, dtype="str")


def _left(lacks: pd.DataFrame, used: pd.DataFrame) -> pd.DataFrame:
    """Return what no measure that is known closes."""
    given = used.groupby(_PLACE)["gives"].sum()
    rows = lacks[[*_PLACE, "need", "lacking"]].join(given, on=_PLACE)
    rows = rows.assign(
        lacking=rows["lacking"] - rows["gives"].fillna(0.0), gives=0.0, promised=0.0, cost=0.0
    )
    large = rows["lacking"] > _LITTLE * rows["need"]
    return pd.DataFrame(rows[large]).assign(renewed=False, this_year=True)

"""What is true in the invented data and stands in none of its tables: for tests of the follow-up.

Some improvement work has given what it says, some nothing; some needs have come to a new level.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from pkslib.demo import needs
from pkslib.demo.calendar import HISTORY, LAST, Values
from pkslib.demo.regions import Region

# Operations and examinations that come to a new level in a region, when and to what; invented.
_SHIFTS, _SINCE, _TO = 2, ("2025-09", "2025-11", "2026-02"), (0.88, 1.12, 1.15)
# How often improvement work that says it has given something has given nothing; invented.
_NOTHING = 0.4


def shifts(place: Region) -> pd.DataFrame:
    """Return the needs of a region that have come to a new level.

    Returns
    -------
    pandas.DataFrame
        region, need, since (month), factor [ratio to before].
    """
    chance = place.chance("planted shifts")
    planned = [
        code
        for code in needs.codes(place.needs)
        if needs.NEEDS[code].guarantee == "treatment" and needs.NEEDS[code].priority > 1
    ]
    chosen = chance.permutation(planned)[:_SHIFTS]
    return pd.DataFrame(
        {
            "region": place.code,
            "need": chosen.astype(str),
            "since": chance.choice(_SINCE, len(chosen)),
            "factor": chance.choice(_TO, len(chosen)),
        }
    )


def levels(place: Region, codes: tuple[str, ...]) -> Values:
    """Return by what each need's patients are multiplied, shape (needs, months of the history)."""
    found = np.ones((len(codes), len(HISTORY)))
    told = shifts(place)
    for need, since, factor in zip(told["need"], told["since"], told["factor"], strict=True):
        found[codes.index(need), HISTORY.index(since) :] = factor
    return found


def effects(place: Region, measures: pd.DataFrame, need: pd.Series) -> pd.DataFrame:
    """Return what the improvement work under way has truly given.

    Parameters
    ----------
    place : Region
    measures : pandas.DataFrame
        The region's table measures.
    need : pandas.Series
        Capacity need of a year by unit, which sets what share of its work a measure is.

    Returns
    -------
    pandas.DataFrame
        region, measure, unit, capacity, kind, since (month), promised and effect [share of the
        unit's work].
    """
    chance = place.chance("planted effects")
    work = measures[(measures["realised"] > 0) & (measures["start"] <= LAST)]
    work = work[work["to_unit"].isna()].drop_duplicates("unit")
    promised = (work["max_amount"] * work["realised"] / work["unit"].map(need)).round(4)
    given = chance.random(len(work)) >= _NOTHING
    columns = ["measure", "unit", "capacity", "kind"]
    return work[columns].assign(
        region=place.code, since=work["start"], promised=promised, effect=promised.where(given, 0.0)
    )


def left(truth: pd.DataFrame, units: pd.Series, months: list[str], kind: str) -> Values:
    """Return what is left of each row's work by month, shape (rows, months).

    Parameters
    ----------
    truth : pandas.DataFrame
        As :func:`effects` returns it.
    units : pandas.Series
        Unit of each row.
    months : list of str
    kind : str
        Kind of measure: ``"fewer_activities"`` or ``"shorter_time"``.
    """
    mine = truth[truth["kind"] == kind].set_index("unit")
    told = mine.reindex(units).fillna({"effect": 0.0, "since": "9999-12"})
    effect, since = (told[[each]].to_numpy() for each in ("effect", "since"))
    result: Values = 1 - effect * (np.array(months)[None, :] >= since)
    return result

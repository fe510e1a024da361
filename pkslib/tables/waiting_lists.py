"""The waiting list as it stands: of each need and unit the latest list that was taken.

Units seldom take their lists on the same day, and all of their patients wait. A list without a
unit is that of the whole region: where a need has lists of both kinds, those of the kind taken
last count, so that nobody is counted twice.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

_NEED = ["region", "need"]
_LIST = [*_NEED, "unit"]


def latest(waiting: pd.DataFrame) -> pd.DataFrame:
    """Return the bands of the latest list of each need and unit.

    Parameters
    ----------
    waiting : pandas.DataFrame
        The table waiting.

    Returns
    -------
    pandas.DataFrame
        The rows of it that count, whatever the days on which the units took their lists.

    Examples
    --------
    Unit B took its list a month before A, and A's former list is past:

    >>> lists = pd.DataFrame({
    ...     "region": "06", "need": "hip", "unit": ["A", "A", "B"], "days_from": 0,
    ...     "as_of": ["2026-09-30", "2026-10-31", "2026-09-30"], "patients": [90.0, 100.0, 60.0],
    ... })
    >>> latest(lists)["patients"].tolist()
    [100.0, 60.0]
    """
    whole = waiting["unit"].isna().rename("whole")
    by_list = waiting.groupby(_LIST, dropna=False)["as_of"].transform("max")
    by_kind = waiting.groupby([*(waiting[key] for key in _NEED), whole])["as_of"].transform("max")
    by_need = waiting.groupby(_NEED)["as_of"].transform("max")
    found: pd.DataFrame = waiting[(waiting["as_of"] == by_list) & (by_kind == by_need)]
    return found


def with_limits(waiting: pd.DataFrame, needs: pd.DataFrame) -> pd.DataFrame:
    """Return the bands that count with the days within which each need has to be met.

    Parameters
    ----------
    waiting, needs : pandas.DataFrame
        The tables.

    Returns
    -------
    pandas.DataFrame
        The rows of :func:`latest` with limit [days], missing for a need without a care guarantee.
    """
    limits = needs[["need", "guarantee_days"]].astype({"guarantee_days": float})
    return latest(waiting).merge(limits.rename(columns={"guarantee_days": "limit"}), on="need")


def dated(waiting: pd.DataFrame) -> pd.DataFrame:
    """Return of which days the lists are that count for each need.

    Parameters
    ----------
    waiting : pandas.DataFrame
        The table waiting.

    Returns
    -------
    pandas.DataFrame
        region, need, as_of and oldest: the days of the latest and of the oldest list that counts.
    """
    days = latest(waiting).groupby(_NEED, as_index=False)["as_of"]
    found: pd.DataFrame = days.max().assign(oldest=days.min()["as_of"])
    return found


def course(waiting: pd.DataFrame) -> pd.DataFrame:
    """Return how many waited on each day on which a unit took its list.

    Parameters
    ----------
    waiting : pandas.DataFrame
        The table waiting.

    Returns
    -------
    pandas.DataFrame
        region, need, as_of, patients: on each of the days the sum that :func:`latest` would have
        given then, in order.

    Examples
    --------
    Until B takes its next list, the one before stands:

    >>> lists = pd.DataFrame({
    ...     "region": "06", "need": "hip", "unit": ["A", "B", "A"],
    ...     "as_of": ["2026-08-31", "2026-09-30", "2026-10-31"], "patients": [90.0, 60.0, 100.0],
    ... })
    >>> course(lists)["patients"].tolist()
    [90.0, 150.0, 160.0]
    """
    rows = waiting.assign(whole=waiting["unit"].isna(), unit=waiting["unit"].fillna(""))
    days = rows.pivot_table(
        index="as_of", columns=[*_NEED, "whole", "unit"], values="patients", aggfunc="sum"
    )
    # The number of the day on which each list was last taken, and those of its kind.
    day = days.notna().mul(np.arange(len(days)), axis=0).where(days.notna())
    by_kind = day.T.groupby([*_NEED, "whole"]).transform("max").T.ffill()
    by_need = by_kind.T.groupby(_NEED).transform("max").T
    known = days.ffill().where(by_kind == by_need)
    sums = known.T.groupby(_NEED).sum().T.where(days.notna().T.groupby(_NEED).any().T)
    found = sums.melt(ignore_index=False, value_name="patients").dropna(subset=["patients"])
    return found.reset_index()[[*_NEED, "as_of", "patients"]]

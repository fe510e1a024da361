"""Feedback: what systematic errors say the next forecast and capacity assumptions should be."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pkslib.methods.control import by_chance, tracking_signal, verdict
from pkslib.tables.results.follow_up import ASSUMPTIONS, PROPOSED, PROPOSED_SETTINGS

FORECAST, TIMES, AVAILABLE, WORK = ASSUMPTIONS
_LEVEL_CHANGED, _REGULARLY_OTHER, _TIMES_DIFFER, _NOT_REALISED = PROPOSED
_LEVEL_SHIFT, _MARGIN = PROPOSED_SETTINGS
_PAIR = ["unit", "capacity"]


def proposals(
    verdicts: pd.DataFrame,
    need: pd.DataFrame,
    parts: pd.DataFrame,
    improvements: pd.DataFrame,
    smallest: float,
) -> pd.DataFrame:
    """Return a proposal for each forecast or assumption that was systematically wrong.

    Parameters
    ----------
    verdicts : pandas.DataFrame
        The result table.
    need : pandas.DataFrame
        The result table need_follow_up: the window tells from when the error holds.
    parts : pandas.DataFrame
        The result table deviation_parts.
    improvements : pandas.DataFrame
        The result table improvement_follow_up.
    smallest : float
        Change below which nothing is proposed [share].

    Returns
    -------
    pandas.DataFrame
        Rows of the table proposals, now and proposed over the window [patients or capacity's
        measure]; setting is empty where a table of the data set is what to change. What chance
        explains least stands first.

    References
    ----------
    .. [1] Socialstyrelsen (2024), Uppföljning på taktisk nivå: systematic errors are corrected,
       random ones normally are not.
    """
    wrong = verdicts[(verdicts["verdict"] == "systematic") & (verdicts["planned"] > 0)]
    rows = pd.concat(
        [
            _of_forecasts(wrong[wrong["subject"] == "need"], str(need["period"].min())),
            _of_capacity(wrong[wrong["subject"] == "capacity"]),
            _of_times(parts),
            _of_work(improvements),
        ],
        ignore_index=True,
    )
    rows = rows.assign(change=rows["proposed"] / rows["now"].where(rows["now"] > 0) - 1)
    rows = rows[rows["change"].abs() >= smallest]
    return rows.sort_values("by_chance", kind="stable")


def _of_forecasts(wrong: pd.DataFrame, first: str) -> pd.DataFrame:
    """Propose that a need is forecast from the level it has had since the window began."""
    return wrong.assign(
        what=FORECAST, now=wrong["planned"], proposed=wrong["outcome"], why=_LEVEL_CHANGED,
        setting=_LEVEL_SHIFT, period=first, value=np.nan,
    )  # fmt: skip


def _of_capacity(wrong: pd.DataFrame) -> pd.DataFrame:
    """Propose the capacity there was; what is regularly lacking can be planned as a margin."""
    margin = wrong["planned"] / wrong["outcome"].where(wrong["outcome"] > 0) - 1
    lacks = margin > 0
    return wrong.assign(
        what=AVAILABLE, now=wrong["planned"], proposed=wrong["outcome"], why=_REGULARLY_OTHER,
        setting=np.where(lacks, _MARGIN, ""), period=None, value=margin.where(lacks),
    )  # fmt: skip


def _of_times(parts: pd.DataFrame) -> pd.DataFrame:
    """Propose other activity times where care has taken longer or shorter month after month."""
    known = parts.dropna(subset=["treatment_time"])
    groups = known.groupby(_PAIR)
    sums = groups[["outcome", "treatment_time"]].sum().reset_index()
    errors = [rows.to_numpy(dtype=float) for _, rows in groups["treatment_time"]]
    sums = sums.assign(
        now=sums["outcome"] - sums["treatment_time"],
        proposed=sums["outcome"],
        verdict=[verdict(series) for series in errors],
        by_chance=[by_chance(tracking_signal(series), len(series)) for series in errors],
    )
    found = sums[(sums["verdict"] == "systematic") & (sums["now"] > 0)]
    return _of_table(found, TIMES, _TIMES_DIFFER)


def _of_work(improvements: pd.DataFrame) -> pd.DataFrame:
    """Propose to count on what improvement work has given, not on what was hoped for."""
    short = improvements[improvements["realised"] < improvements["expected"]]
    sums = short.groupby(_PAIR, as_index=False)
    found = sums.agg(now=("expected", "sum"), proposed=("realised", "sum"))
    return _of_table(found.assign(by_chance=np.nan), WORK, _NOT_REALISED)


def _of_table(rows: pd.DataFrame, what: str, why: str) -> pd.DataFrame:
    """Return proposals to change a table of the data set, by unit and capacity."""
    return rows.rename(columns={"unit": "place", "capacity": "item"}).assign(
        what=what, why=why, setting="", period=None, value=np.nan
    )

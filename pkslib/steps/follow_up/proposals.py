"""Feedback: what systematic errors say the next forecast and capacity assumptions should be."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pkslib.language import number, percent, text
from pkslib.methods.control import by_chance, tracking_signal, verdict
from pkslib.tables.results.follow_up import ASSUMPTIONS

FORECAST, TIMES, AVAILABLE, WORK = ASSUMPTIONS
_COLUMNS = ["what", "place", "item", "now", "proposed", "change", "by_chance", "why", "scenario"]
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
        Rows of the table verdicts.
    need : pandas.DataFrame
        Rows of the table need_follow_up: the window tells from when the error holds.
    parts : pandas.DataFrame
        Rows of the table deviation_parts.
    improvements : pandas.DataFrame
        Rows of the table improvement_follow_up.
    smallest : float
        Change below which nothing is proposed [share].

    Returns
    -------
    pandas.DataFrame
        what, place, item; now and proposed over the window [patients or capacity's measure];
        change [share]; by_chance [share]; why in words; scenario, the text that makes it so in a
        scenario, empty where a table of the data set is what to change. What chance explains
        least stands first.

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
    return rows.reindex(columns=_COLUMNS).sort_values("by_chance", kind="stable")


def _of_forecasts(wrong: pd.DataFrame, first: str) -> pd.DataFrame:
    """Propose that a need is forecast from the level it has had since the window began."""
    share = wrong["outcome"] / wrong["planned"] - 1
    why = [
        text("{share} in all against the forecast; the level has changed.", share=_signed(value))
        for value in share
    ]
    lines = [
        f'[demand.treatments.{item}.periods]\n"{first}" = "level shift"' for item in wrong["item"]
    ]
    return wrong.assign(
        what=FORECAST, now=wrong["planned"], proposed=wrong["outcome"], why=why, scenario=lines
    )


def _of_capacity(wrong: pd.DataFrame) -> pd.DataFrame:
    """Propose the capacity there was; what is regularly lacking can be planned as a margin."""
    share = wrong["outcome"] / wrong["planned"] - 1
    why = [
        text("{share} against what was forecast, period after period.", share=_signed(value))
        for value in share
    ]
    lines = [
        f"[units.{unit}.{capacity}]\nmargin = {1 / (1 + value) - 1:.2f}" if value < 0 else ""
        for unit, capacity, value in zip(wrong["place"], wrong["item"], share, strict=True)
    ]
    return wrong.assign(
        what=AVAILABLE, now=wrong["planned"], proposed=wrong["outcome"], why=why, scenario=lines
    )


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
    why = [
        text("{share} per activity against the table activity_times.", share=_signed(value))
        for value in found["proposed"] / found["now"] - 1
    ]
    return found.rename(columns={"unit": "place", "capacity": "item"}).assign(
        what=TIMES, why=why, scenario=""
    )


def _of_work(improvements: pd.DataFrame) -> pd.DataFrame:
    """Propose to count on what improvement work has given, not on what was hoped for."""
    short = improvements[improvements["realised"] < improvements["expected"]]
    why = [
        text("{name}: {realised} of {expected} realised; count on no more until it shows.",
             name=name, realised=number(float(realised)), expected=number(float(expected)))
        for name, realised, expected in zip(
            short["measure"], short["realised"], short["expected"], strict=True)
    ]  # fmt: skip
    sums = short.assign(why=why).groupby(_PAIR, as_index=False)
    found = sums.agg(now=("expected", "sum"), proposed=("realised", "sum"), why=("why", " ".join))
    return found.rename(columns={"unit": "place", "capacity": "item"}).assign(
        what=WORK, by_chance=np.nan, scenario=""
    )


def _signed(share: float) -> str:
    return ("+" if share > 0 else "") + percent(share, 1)

"""Large deviations of the latest period, which are reported at once."""

from __future__ import annotations

import pandas as pd

from pkslib.settings import FollowUp

# What may be large by itself; a queue or a cost is judged over the window.
_SUBJECTS = ("hours", "capacity")
_KEYS = ["subject", "place", "item"]


def large_deviations(measured: pd.DataFrame, settings: FollowUp) -> pd.DataFrame:
    """Return the units that were far from plan in the latest period, the farthest first.

    Parameters
    ----------
    measured : pandas.DataFrame
        Rows of the table deviations, of which the subjects hours and capacity are read.
    settings : FollowUp
        Its large: the share of plan from which a deviation is large.

    Returns
    -------
    pandas.DataFrame
        subject, place, item, period, planned, outcome, deviation [capacity's measure], share,
        rule (of the control chart, empty where none fired), helper (the unit with most of the
        same capacity to spare then) and spare [capacity's measure]: where more capacity may be
        found first. A helper is told where production or capacity fell below plan.

    References
    ----------
    .. [1] Socialstyrelsen (2024), Uppföljning på taktisk nivå: larger deviations are reported at
       once.
    """
    mine = measured[measured["subject"].isin(_SUBJECTS)]
    mine = mine.dropna(subset=["outcome"]).sort_values("period", kind="stable")
    latest = mine[mine["period"] == mine["period"].max()]
    share = latest["deviation"] / latest["planned"].where(latest["planned"] > 0)
    far = latest.assign(share=share)[share.abs() >= settings.large]
    found = far.merge(_spare(latest), on="item", how="left")
    helps = (found["deviation"] < 0) & (found["helper"] != found["place"])
    found = found.assign(helper=found["helper"].where(helps), spare=found["spare"].where(helps))
    ranked = found.assign(size=found["share"].abs())
    rows: pd.DataFrame = ranked.sort_values("size", ascending=False, kind="stable")
    return rows.reset_index(drop=True)


def _spare(latest: pd.DataFrame) -> pd.DataFrame:
    """Return, for each capacity, the unit that used least of what it had, and what was left."""
    had = latest[latest["subject"] == "capacity"].set_index(["place", "item"])["outcome"]
    used = latest[latest["subject"] == "hours"].set_index(["place", "item"])["outcome"]
    left = (had - used).rename("spare").reset_index().rename(columns={"place": "helper"})
    left = left[left["spare"] > 0].sort_values("spare", ascending=False, kind="stable")
    found: pd.DataFrame = left.drop_duplicates("item")[["item", "helper", "spare"]]
    return found

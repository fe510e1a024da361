"""What has been decided, what awaits a decision, and what outcomes are held against."""

from __future__ import annotations

import pandas as pd

from pkslib.language import number, text
from pkslib.show.report import Sentences


def measured_against(need: pd.DataFrame, production: pd.DataFrame) -> Sentences:
    """Say what the outcomes are held against: decided figures, or for want of them others.

    Parameters
    ----------
    need, production : pandas.DataFrame
        The result tables need_follow_up and production_follow_up.
    """
    forecast, plan = _decided(need), _decided(production)
    if not len(forecast) and not len(plan):
        return Sentences([
            text("No round was decided for these periods: outcomes are held against a forecast "
                 "made as it would have been made then, and against the plan that the data tell.")
        ])  # fmt: skip
    return Sentences([
        text("{decided} of {all} forecasts are those that were decided ({rounds}); the others are "
             "made as they would have been made then.", decided=number(len(forecast)),
             all=number(len(need)), rounds=_rounds(forecast)),
        text("{decided} of {all} plans are those that were decided ({rounds}); the others are the "
             "plan that the data tell.", decided=number(len(plan)), all=number(len(production)),
             rounds=_rounds(plan)),
    ])  # fmt: skip


def _decided(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["basis"] == "decided"]


def _rounds(rows: pd.DataFrame) -> str:
    """Return the rounds in words."""
    if rows.empty:
        return text("no round")
    known = ", ".join(str(int(each)) for each in sorted(rows["round"].dropna().unique()))
    return text("round {rounds}", rounds=known)

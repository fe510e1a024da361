"""Systematic forecast errors: what the back-test finds, and what the scenario lets be corrected."""

from __future__ import annotations

import pandas as pd

from pkslib.forecast.decided import RULE, SCENARIO
from pkslib.forecast.moves import corrections, moved
from pkslib.settings import Settings, Treatment, decision


def judged(tested: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Return the verdict on each need, the correction found, and whether it is applied.

    Parameters
    ----------
    tested : pandas.DataFrame
        As from :func:`pkslib.forecast.proof.tested`.
    settings : pkslib.settings.Settings
        ``demand.correct_bias``, and that of the need's treatment, which goes before it.

    Returns
    -------
    pandas.DataFrame
        The columns of :func:`pkslib.forecast.moves.corrections`, applied, decided (``"rule"`` or
        ``"scenario"``) and by (the role that the scenario names).
    """
    found = corrections(tested)
    wished = [_wish(settings, need) for need in found["series"]]
    applied = [
        wish and size != 0 for (wish, *_), size in zip(wished, found["correction"], strict=True)
    ]
    decided, by = ([row[at] for row in wished] for at in (1, 2))
    return found.assign(applied=applied, decided=decided, by=by)


def _wish(settings: Settings, need: str) -> tuple[bool, str, str]:
    """Return whether a need's forecast is to be corrected, what says so, and the role named."""
    own = settings.demand.treatments.get(need, Treatment()).correct_bias
    common = own is None
    name = "demand.correct_bias" if common else f"demand.treatments.{need}.correct_bias"
    wish = settings.demand.correct_bias if common else bool(own)
    role = decision(settings, name)
    decided = SCENARIO if wish or role or not common else RULE
    return wish, decided, role.by if role else ""


def taken_out(periods: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Return the forecast moved by the corrections that are applied.

    Parameters
    ----------
    periods : pandas.DataFrame
        series, period, mean and bounds [patients].
    found : pandas.DataFrame
        As from :func:`judged`.
    """
    size = found[found["applied"].astype(bool)].set_index("series")["correction"]
    return moved(periods, periods["series"].map(size).astype(float).fillna(0.0))

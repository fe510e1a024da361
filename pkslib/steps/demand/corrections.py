"""Systematic forecast errors: what the back-test finds, and what the scenario lets be corrected."""

from __future__ import annotations

import pandas as pd

from pkslib.forecast.bias import corrections
from pkslib.forecast.moves import moved
from pkslib.language import text
from pkslib.settings import Settings, Treatment, decision


def judged(tested: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Return the verdict on each need, the correction found, and whether it is applied.

    Parameters
    ----------
    tested : pandas.DataFrame
        As from :func:`pkslib.forecast.tested.table`.
    settings : pkslib.settings.Settings
        ``demand.correct_bias``, and that of the need's treatment, which goes before it.

    Returns
    -------
    pandas.DataFrame
        The columns of :func:`pkslib.forecast.bias.corrections`, applied, and by (who decided;
        empty for the rule).
    """
    found = corrections(tested)
    wished = [_wish(settings, need) for need in found["series"]]
    applied = [
        wish and size != 0 for (wish, _), size in zip(wished, found["correction"], strict=True)
    ]
    return found.assign(applied=applied, by=[by for _, by in wished])


def _wish(settings: Settings, need: str) -> tuple[bool, str]:
    """Return whether a need's forecast is to be corrected, and who said so."""
    own = settings.demand.treatments.get(need, Treatment()).correct_bias
    if own is None:
        name, wish = "demand.correct_bias", settings.demand.correct_bias
        role = decision(settings, name)
        return wish, role.by if role else ""
    role = decision(settings, f"demand.treatments.{need}.correct_bias")
    return own, role.by if role else text("the scenario")


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

"""From a history frame to fitted panels: the one road that every form of forecast takes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TypedDict

import numpy as np
import pandas as pd

from pkslib.errors import InputError
from pkslib.forecast import driver, engine, faults, findings, models
from pkslib.forecast.arrays import Flags
from pkslib.forecast.fit import Fitted, with_models, with_named
from pkslib.forecast.panel import Panel, panels
from pkslib.language import text

TIERS = ("full", "fast")


class Options(TypedDict, total=False):
    """How a history is read, the same for every form of forecast.

    Attributes
    ----------
    exclude : tuple of (str, str) or None
        First and last period kept out of the seasonal pattern; default the pandemic, 2020-03 to
        2021-12. A period belongs to it when more than half of its days do: 2020-Q1 does not, the
        years 2020 and 2021 do.
    fill : {None, "none", "zero", "interpolate"}
        Periods not reported: leave out (default), count as zero, straight line.
    country : str or None
        Country of the holidays, default ``"SE"``; None leaves the calendar out.
    treatments : pandas.DataFrame or None
        Rows as from :func:`pkslib.forecast.marks` with the treatment wanted, which overrules the
        one found for the same series, period and kind.
    expectation : pandas.DataFrame or None
        As from :func:`pkslib.forecast.driver.expectation`: what the population alone gives each
        series, year by year. With it the population drives the forecast.
    no_calendar : collection of str
        Series forecast without working days and holidays. They are forecast with all the others
        even so, so that none loses the group's season.
    model : mapping of str to str
        Series whose forecast is a single one's: ``pooled``, without models of their own, or one of
        :data:`pkslib.forecast.models.NAMES`, proven and measured by its own back-test.
    progress : bool
        Show a progress bar while models are fitted series by series.
    """

    exclude: tuple[str, str] | None
    fill: str | None
    country: str | None
    treatments: pd.DataFrame | None
    expectation: pd.DataFrame | None
    no_calendar: Collection[str]
    model: Mapping[str, str]
    progress: bool


def prepared(history: pd.DataFrame, horizon: int, tier: str, options: Options) -> list[Fitted]:
    """Return the fitted panels of a history.

    Raises
    ------
    InputError
        For a faulty history, horizon, tier or option.
    """
    faults.raise_all([*faults.wrong_horizon(horizon), *faults.wrong_tier(tier, TIERS)])
    found = panels(history, options.get("fill"))
    expectation = options.get("expectation")
    if expectation is None:
        return _fits(found, horizon, tier, options)
    population = [driver.of(panel, horizon, expectation) for panel in found]
    alone = [one.taken_out(panel) for one, panel in zip(population, found, strict=True)]
    fits = _fits(alone, horizon, tier, options)
    both = zip(population, fits, found, strict=True)
    return [one.put_back(fit, panel) for one, fit, panel in both]


def _fits(found: Sequence[Panel], horizon: int, tier: str, options: Options) -> list[Fitted]:
    """Return the fits of panels."""
    treated = [_treated(panel, options) for panel in found]
    fits = engine.fitted(treated, horizon, options.get("country", "SE"))
    plain = [among(panel, options.get("no_calendar", ())) for panel in found]
    if any(rows.any() for rows in plain):
        others = engine.fitted(treated, horizon)
        each = zip(fits, plain, others, strict=True)
        fits = [fit.exchanged(rows, other) for fit, rows, other in each]
    named = options.get("model", {})
    if tier != "fast":
        wanted = [~among(panel, named) for panel in found]
        watched = options.get("progress", False)
        pairs = zip(fits, wanted, strict=True)
        fits = [with_models(fit, rows, progress=watched) for fit, rows in pairs]
    for name in models.NAMES:
        chosen = [series for series, model in named.items() if model == name]
        if chosen:
            fits = [with_named(fit, among(fit.panel, chosen), name) for fit in fits]
    return fits


def among(panel: Panel, names: Collection[str]) -> Flags:
    """Return which series of a panel are among the names, shape (n,)."""
    return np.array([name in names for name in panel.series], dtype=bool)


def treated_history(history: pd.DataFrame, options: Options) -> pd.DataFrame:
    """Return what the level of every series follows: for sums that are no forecast.

    Parameters
    ----------
    history : pandas.DataFrame
        As for :func:`pkslib.forecast.forecast`.
    options : Options
        How it is read.

    Returns
    -------
    pandas.DataFrame
        Columns series, period and value: without what is left out, and before a level shift at
        the latest level [unit of the history].
    """
    parts = [
        pd.DataFrame(part.until(len(part.panel.labels))[0], columns=part.panel.labels)
        .assign(series=part.panel.series)
        .melt("series", var_name="period")
        for part in treated_panels(history, options)
    ]
    return pd.concat(parts, ignore_index=True).dropna(ignore_index=True)


def treated_panels(history: pd.DataFrame, options: Options) -> list[findings.Treated]:
    """Return the panels of a history with what was found in them."""
    return [_treated(panel, options) for panel in panels(history, options.get("fill"))]


def _treated(panel: Panel, options: Options) -> findings.Treated:
    exclude = options.get("exclude", findings.PANDEMIC)
    return findings.treated(panel, exclude, options.get("treatments"))


def checked_levels(levels: Sequence[float]) -> tuple[float, ...]:
    """Return the interval levels [per cent], narrowest first.

    Raises
    ------
    InputError
        For a level outside 0 to 100.
    """
    wrong = [level for level in levels if not 0 < level < 100]
    if wrong:
        raise InputError(
            text("levels {found}: give per cent above 0 and below 100", found=repr(wrong))
        )
    return tuple(sorted(levels))

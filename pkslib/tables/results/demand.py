"""Result tables: the forecast of demand and how good it is."""

from __future__ import annotations

from typing import Any

from pkslib.language import mark
from pkslib.tables.declaration import Column, column, table
from pkslib.tables.results.columns import (
    codes,
    integer,
    interval,
    key,
    number,
    period,
    share,
    words,
)
from pkslib.tables.results.follow_up import VERDICTS

MARKS = (
    "pandemic", "outlier", "level shift", "gap", "closed", "not_delivered", "low", "not_begun",
    "too_short", "range", "ended",
)  # fmt: skip
TREATMENTS = (
    "kept", "left_out_of_season", "left_out", "rescaled", "filled", "earlier_left_out",
    "forecast_none", "until_lasting", "not_forecast",
)  # fmt: skip
MODELS = codes("pooled", mark("exponential smoothing"), "theta", "sarima", mark("last year"))
METHODS = (
    *MODELS, "pooled and models", "short", "intermittent", "constant", "zero", "closed",
)  # fmt: skip
LEVELS = (mark("acute"), mark("elective"), mark("region"))
_PATIENTS = mark("patients")


def _method() -> Column:
    """Declare how a series was forecast, as pkslib.forecast.engine names it."""
    return column(mark("Method"), "choice", choices=METHODS)


def _decided() -> dict[str, Any]:
    """Declare what a treatment rests on, and the role that the scenario names."""
    return {
        "decided": column(mark("Decided by"), "choice", choices=(mark("rule"), mark("scenario"))),
        "by": words(mark("Role")),
    }


def _gain(label: str) -> Column:
    """Declare the share of the error that a part of the calendar took away; empty if not kept."""
    return number(label, mark("share"), signed=True, empty=True)


def _levels() -> dict[str, Any]:
    """Declare a whole's forecast from above and from below."""
    return {
        "above": number(mark("From above"), _PATIENTS),
        "below": number(mark("From below"), _PATIENTS),
        "agreed": number(mark("Agreed on"), _PATIENTS),
        "error_above": number(mark("Mean error from above"), _PATIENTS, empty=True),
        "error_below": number(mark("Mean error from below"), _PATIENTS, empty=True),
    }


forecast = table(
    "forecast",
    mark("Demand forecast"),
    mark("Forecast new patients per need and period with prediction intervals."),
    region=key(mark("Region")),
    need=key(mark("Need")),
    period=period(mark("Period")),
    **interval(mark("patients")),
    method=_method(),
)
forecast_sums = table(
    "forecast_sums",
    mark("Demand forecast, sums"),
    mark("Forecast sums per year and quarter with intervals of their own."),
    region=key(mark("Region")),
    need=key(mark("Need")),
    period=period(mark("Period")),
    **interval(mark("patients")),
)
accuracy = table(
    "accuracy",
    mark("Forecast accuracy"),
    mark("Rolling back-test per need against last year's same period."),
    region=key(mark("Region")),
    need=key(mark("Need")),
    mase=number(mark("MASE"), "", empty=True),
    mase_naive=number(mark("MASE, last year's same period"), "", empty=True),
    bias=number(mark("Bias"), mark("share"), signed=True, empty=True),
    coverage_80=share(mark("Coverage of the 80% interval"), high=1),
    coverage_95=share(mark("Coverage of the 95% interval"), high=1),
    method=_method(),
    calendar_days=_gain(mark("Taken away by weekdays and weekends")),
    calendar_holidays=_gain(mark("Taken away by holidays")),
    calendar_each=_gain(mark("Taken away by each holiday for itself")),
    note=column(mark("Note"), "choice", choices=("", "no_backtest")),
)
models = table(
    "models",
    mark("Models side by side"),
    mark("Back-test of the pooled forecast and of each named model, and what it would give."),
    region=key(mark("Region")),
    need=key(mark("Need")),
    model=column(mark("Model"), "choice", key=True, choices=MODELS),
    patients=number(mark("Patients in the planning year"), _PATIENTS),
    mase=number(mark("MASE"), "", empty=True),
    mase_naive=number(mark("MASE, last year's same period"), "", empty=True),
    coverage_80=share(mark("Coverage of the 80% interval"), high=1),
    coverage_95=share(mark("Coverage of the 95% interval"), high=1),
    method=_method(),
)
marks = table(
    "marks",
    mark("Marked periods"),
    mark("Periods of the history that were treated apart, and how."),
    region=key(mark("Region")),
    need=key(mark("Need")),
    period=period(mark("Period")),
    kind=column(mark("Kind"), "choice", key=True, choices=MARKS),
    treatment=column(mark("Treatment"), "choice", choices=TREATMENTS),
    **_decided(),
    why=words(mark("Why")),
)
backtest = table(
    "backtest",
    mark("Back-test"),
    mark("What the forecast would have said at earlier times, beside what came."),
    region=key(mark("Region")),
    need=key(mark("Need")),
    origin=period(mark("Made after")),
    period=period(mark("Period")),
    forecast=number(mark("Forecast"), _PATIENTS),
    outcome=number(mark("Outcome"), _PATIENTS),
    error=number(mark("Forecast error"), _PATIENTS, signed=True),
)
seasons = table(
    "seasons",
    mark("Seasonal patterns"),
    mark("Each need's own pattern over the year, the group's, and what the forecast takes."),
    region=key(mark("Region")),
    need=key(mark("Need")),
    place=column(mark("Month, quarter or week"), "integer", key=True, low=1),
    own=number(mark("Own"), mark("share"), signed=True, empty=True),
    pooled=number(mark("The group's"), mark("share"), signed=True),
    used=number(mark("In the forecast"), mark("share"), signed=True),
)
corrections = table(
    "corrections",
    mark("Systematic forecast errors"),
    mark("Verdict on the latest back-test, and what the forecast may be moved by."),
    region=key(mark("Region")),
    need=key(mark("Need")),
    verdict=column(mark("Verdict"), "choice", choices=VERDICTS),
    tracking_signal=number(mark("Tracking signal"), "", signed=True, empty=True),
    error=number(mark("Mean error per period"), _PATIENTS, signed=True, empty=True),
    years=integer(mark("Back-tests that agree")),
    correction=number(mark("Correction per period"), _PATIENTS, signed=True),
    applied=column(mark("Applied"), "flag"),
    **_decided(),
)
driver = table(
    "driver",
    mark("Population as driver"),
    mark("Back-test error without and with the population as driver of the forecast."),
    region=key(mark("Region")),
    need=key(mark("Need")),
    plain=number(mark("MASE without"), "", empty=True),
    driven=number(mark("MASE with"), "", empty=True),
    growth=number(mark("Change that the population gives"), mark("share"), signed=True, empty=True),
    used=column(mark("In use"), "flag"),
    note=column(mark("Note"), "choice", choices=("off", "no_population", "worse", "better", "on")),
)
forecast_years = table(
    "forecast_years",
    mark("Strategic forecast"),
    mark("Patients per year over four years, without and with the population as driver."),
    region=key(mark("Region")),
    need=key(mark("Need")),
    period=period(mark("Year")),
    **interval(_PATIENTS),
    plain=number(mark("Without the population"), _PATIENTS),
    driven=number(mark("With the population"), _PATIENTS, empty=True),
)
forecast_levels = table(
    "forecast_levels",
    mark("Forecast from above and from below"),
    mark("Flows and region forecast as wholes, the sum of their needs, and what they agree on."),
    region=key(mark("Region")),
    level=column(mark("Level"), "choice", key=True, choices=LEVELS),
    period=period(mark("Period")),
    **_levels(),
)
forecast_units = table(
    "forecast_units",
    mark("Demand forecast per unit"),
    mark("Patients by the unit they come to; the units of a need add up to its forecast."),
    region=key(mark("Region")),
    unit=column(mark("Unit (empty = elsewhere)"), "code", key=True, empty=True),
    need=key(mark("Need")),
    period=period(mark("Period")),
    **interval(_PATIENTS),
)
unit_levels = table(
    "unit_levels",
    mark("Units forecast from above and from below"),
    mark("Units and hospitals forecast as wholes, the sum of their needs, and what they agree on."),
    region=key(mark("Region")),
    unit=key(mark("Unit")),
    period=period(mark("Period")),
    **_levels(),
)
weekday_profile = table(
    "weekday_profile",
    mark("Weekday profile"),
    mark("What each weekday gets of an average day, and where that is known from."),
    region=key(mark("Region")),
    need=key(mark("Need")),
    day=column(mark("Weekday (1 = Monday, 0 = holiday)"), "integer", key=True, low=0, high=7),
    weight=number(mark("Weight"), mark("average days")),
    source=column(
        mark("Source"), "choice", choices=("history", "arrivals", "working_days", "every_day")
    ),
)
hour_profile = table(
    "hour_profile",
    mark("Hour profile"),
    mark("How a weekday's patients fall over its hours."),
    region=key(mark("Region")),
    need=key(mark("Need")),
    day=column(mark("Weekday (1 = Monday, 0 = holiday)"), "integer", key=True, low=0, high=7),
    hour=column(mark("Hour"), "integer", key=True, low=0, high=23),
    share=share(mark("Share of the day"), empty=False, high=1),
)
forecast_weeks = table(
    "forecast_weeks",
    mark("Tactical forecast, weeks"),
    mark("The forecast by week to the end of the planning year; weeks add up to the periods."),
    region=key(mark("Region")),
    need=key(mark("Need")),
    period=period(mark("Week")),
    days=integer(mark("Days of the week in the forecast"), mark("days")),
    **interval(_PATIENTS),
)

"""Reasons in words: result tables hold a code and its values, here it becomes a sentence.

One mapping for all tables. A sentence's fields are columns of the row that the code stands in.
"""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter
from typing import Any

import numpy as np
import pandas as pd

from pkslib import language
from pkslib.language import mark, number, percent, text
from pkslib.show.amounts import decimals
from pkslib.show.names import CODES, Names
from pkslib.tables import scenarios
from pkslib.tables.declaration import Column
from pkslib.tables.results import RESULTS
from pkslib.tables.results.follow_up import LEVEL_SHIFT

NUMERIC = ("integer", "number")
# In a sentence: what the row's capacity is measured in.
MEASURED = "measured_in"
_VERDICTS = {
    "systematic": mark("systematic"),
    "random": mark("random"),
    "too few": mark("too few"),
}
# Where the tracking signal's verdict and the flag differ both are said.
_BOTH = {
    ("systematic", "chance"): mark("systematic, but may be chance among so many"),
    ("systematic", "small"): mark("systematic, but too small to matter"),
    ("random", "look"): mark("evens out by its signal, yet look at it"),
    ("random", "small"): mark("evens out by its signal, not by chance, but small"),
}
# Codes that are no words.
_SHORT = {"drg": mark("DRG points")}
# Why a shortage is left.
_LEFT = {
    "none_stated": mark("No measure is stated for it."),
    "budget": mark("The budget for measures is used up."),
    "used_up": mark("Every measure that works then is used in full."),
    "no_effect": mark(
        "The measures do not work when capacity is lacking, or their least block is more than "
        "what is left."
    ),
}
# What keeps a unit from giving all of a need itself, in a word.
_RESTRICTED = {
    "none": mark("no restriction"),
    "bought": mark("bought from others"),
    "strain": mark("above the target level"),
    "gives_way": mark("limited or cancelled"),
    "unsolved": mark("lacks capacity"),
}
# (table, column) -> code -> English sentence; the column is a choice of just these codes.
REASONS: dict[tuple[str, str], dict[str, str]] = {
    ("accuracy", "note"): {
        "no_backtest": mark("history too short for a back-test"),
    },
    ("driver", "note"): {
        "off": mark("switched off in the scenario"),
        "no_population": mark("no population, or no projection to the end of the planning year"),
        "worse": mark(
            "not in use for the planning year, as the back-test was no better with it; the years "
            "after it go with the population as far as it is projected"
        ),
        "better": mark("in use: the back-test was better with it"),
        "on": mark("switched on in the scenario"),
    },
    ("marks", "kind"): {
        "pandemic": mark("pandemic"),
        "outlier": mark("outlier"),
        "level shift": mark("level shift"),
        "gap": mark("gap"),
        "closed": mark("closed"),
        "not_delivered": mark("not delivered"),
        "low": mark("low"),
        "not_begun": mark("not begun"),
        "too_short": mark("too short"),
        "range": mark("a range"),
        "ended": mark("ended"),
    },
    ("marks", "treatment"): {
        "kept": mark("kept"),
        "left_out_of_season": mark("left out of the season"),
        "left_out": mark("left out"),
        "rescaled": mark("earlier history rescaled"),
        "filled": mark("filled"),
        "earlier_left_out": mark("earlier history left out"),
        "forecast_none": mark("forecast as none"),
        "until_lasting": mark("left out until it has lasted three periods"),
        "not_forecast": mark("not forecast"),
    },
    ("weekday_profile", "source"): {
        "history": mark("daily history"),
        "arrivals": mark("the table arrivals"),
        "working_days": mark("no daily history: working days alike"),
        "every_day": mark("no daily history: every day alike"),
    },
    ("prioritised", "reason"): {
        "own": mark("The planned load would pass the ceiling here; with this it is {load}."),
        "follows": mark("Goes with the operation or the bed that is lacking."),
        "unseen": mark("Has no patient: the first visit before it is not given."),
    },
    ("ladder", "why"): {
        "surplus": mark("Surplus elsewhere in the region, or later in the year, fills the gap"),
        "realised": mark("Improvement work, counted as far as it is realised"),
        "own_first": mark(
            "The gap that is left is met by more capacity of our own, cheapest first"
        ),
        "bought_last": mark("Our own capacity does not suffice; care is bought, cheapest first"),
        "priority": mark("The ceiling is reached; care of the lowest medical priority gives way"),
    },
    ("unmanned", "why"): {
        "next_shift": mark("Laid on the next shift with staff, within {wait_hours} hours."),
        "no_shift": mark("Has no shift: it may wait {limit_hours} hours, not {wait_hours}."),
        "not_known": mark("May have to wait {wait_hours} hours; its medical limit is not given."),
    },
    ("stops", "kind"): {
        "inversion": mark(
            "{amount} patients of the priority give way, while a lower one gives a smaller share."
        ),
        "no_target": mark("A need of {amount} activities, and a target of none."),
        "first_waits": mark(
            "Acute care, or care of the highest priority, is put off or gives "
            "way: {amount} of its capacity's measure."
        ),
        "no_shift": mark(
            "{amount} acute activities a year come in a shift for which nobody is "
            "named. They may not wait the {value} hours until the next."
        ),
        "not_known": mark(
            "{amount} acute activities a year come in a shift for which nobody is "
            "named, up to {value} hours before the next. Their medical limit in "
            "hours is not given."
        ),
        "unmanned": mark("Shifts with a minimum line above zero and nobody scheduled: {amount}."),
        "crowded": mark(
            "Periods in which acute care alone takes more than all that there is: {amount}."
        ),
        "doubted": mark(
            "{amount} patients give way, but by the same stays and times the latest outcome took "
            "{value} times all that there was. Check them, and what is available, first."
        ),
    },
    ("inversion_options", "option"): {
        "staff": mark(
            "{amount} hours of {item} cross over; lower priorities take {there} hours "
            "of them at other units."
        ),
        "money": mark("{cost} SEK for {amount} more by {item}."),
        "places": mark("{item}, at another hospital, has room for {amount}; offered, not counted."),
        "no_way": mark("The data show no way: no staff, measure or other hospital to turn to."),
    },
    ("gap_options", "option"): {
        "shorter_stay": mark("Mean stay {amount} days shorter than the {now} of today."),
        "shorter_time": mark("{amount} minutes less for each, of {now} today."),
        "not_by_work": mark(
            "{amount} less of the {now} of today for each: improvement work alone does not "
            "close it."
        ),
        "fewer": mark("{amount} fewer, of {now}, in the periods with a shortage."),
        "shift": mark("{amount} activities at level {item}, where there is room for {room}."),
        "opening": mark("The opening extended by {amount} {measured_in}."),
        "posts": mark("{amount} full-time posts more: {item}, for {cost} SEK."),
        "money": mark("{cost} SEK for more of the cheapest measure of its own: {item}."),
    },
    ("measure_reach", "why"): {
        "no_gap": mark("Nothing is lacking where and when it works."),
        "no_effect": mark("No effect: {limited_by} limits the capacity, and it does not add that."),
        "limited": mark("{limited_by} limits it: there is room for {room} of the {lacks} lacking."),
        "used_up": mark("All of it is used."),
        "held_back": mark(
            "Not all of it is used though capacity is lacking: its budget, least block or shortest "
            "time holds it back."
        ),
        "enough": mark("Less of it is enough."),
    },
    ("unsolved", "why"): {
        "below_block": mark("Less than {value}, too little to plan for."),
        "last_step": mark("The scenario ends the ladder at step {value}."),
        "stop": mark("No more of a need, or of an activity at a unit, may give way in a year."),
        "unmanned": mark("Acute care that may not wait, and no one is named for its shift."),
        "never": mark(
            "Acute care, care of the highest medical priority and what is bought never give way."
        ),
    },
    ("unsolved", "measures"): _LEFT,
    ("awaiting", "why"): _LEFT,
    ("plan_change", "factor"): {
        "latest_plan": mark("Latest year's plan"),
        "need": mark("Production need above it"),
        "prioritised": mark("Gives way"),
        "bought": mark("Bought from others"),
        "rounding": mark("Rounding"),
    },
    ("catalogue", "restriction"): {
        "none": mark("None"),
        "bought": mark("{share} is bought from others"),
        "strain": mark("Strain: {share} of all the unit's care is above its target level"),
        "gives_way": mark("{share} gives way"),
        "unsolved": mark("{share} of the capacity need is unsolved, most in {worst_period}"),
    },
    ("decided_change", "restriction_then"): _RESTRICTED,
    ("decided_change", "restriction_now"): _RESTRICTED,
    ("sensitivity", "case"): {
        "as_planned": mark("As planned"),
        "higher_need": mark("Need that one year of ten exceeds"),
        "more_absence": mark("5% more absence"),
        "higher_wages": mark("1% higher wages"),
        "dearer_agency": mark("Agency staff 20% dearer"),
        "half_effect": mark("Measures give half of what they promise"),
    },
    ("sensitivity", "why"): {
        "dearer_instead": mark(
            "Costs more and closes less: what is cheap gives less, and dearer measures are used "
            "instead."
        ),
    },
    ("money_bridge", "part"): {
        "opening": mark("Outcome, or what the year before closes with"),
        "index": mark("Prices and wages"),
        "volume": mark("More or less care"),
        "measures": mark("New measures"),
        "lasting": mark("Measures begun before: full year, or ended"),
        "closing": mark("The year's cost"),
        "frame": mark("Budget frame"),
        "left": mark("Left of the frame (lacking below zero)"),
    },
    ("change", "factor"): {
        "latest_year": mark("Latest twelve months"),
        "population": mark("Population"),
        "rate": mark("Patients per inhabitant"),
        "patients": mark("Patients"),
        "target_level": mark("Target level above the forecast"),
        "waiting_list": mark("Waiting list worked down"),
        "utilisation": mark("Target utilisation in the scenario"),
        "margin": mark("Margin in the scenario"),
        "together": mark("Several factors together"),
    },
    ("waiting_ahead", "future"): {
        "carried": mark("until the start"),
        "as_lately": mark("as lately"),
        "plan": mark("by plan"),
        "guarantee": mark("for the guarantee"),
    },
    ("list_reviews", "state"): {
        "not_begun": mark("not begun"),
        "under_way": mark("under way"),
        "done": mark("done"),
        "unplanned": mark("struck off beside any measure"),
    },
    ("waiting_goal", "rule"): {
        "today": mark("rules of today"),
        "stricter": mark("stricter rules"),
    },
    ("rounds", "change"): {
        "now_agreed": mark("now agreed"),
        "no_longer_agreed": mark("no longer agreed"),
        "still_not_agreed": mark("still not agreed"),
    },
    ("surplus", "proposal"): {
        "check_data": mark(
            "No proposal: by the data the unit would be in use to {claim}, which is hardly so. "
            "Check its stays, pathways and available capacity first."
        ),
        "margin": mark("Keep as a margin for variation."),
        "shorten_waits": mark(
            "Shorten waits faster than planned: {waiting} patients in the region wait for "
            "elective care that uses this capacity."
        ),
        "even_out": mark("Move working time from periods with a surplus to those with a gap."),
        "offer": mark("Offer the capacity to units in the region that lack it in some periods."),
        "develop": mark(
            "Use the time for development work that improves methods or the quality of care."
        ),
    },
    ("parameters", "parameter"): {
        "first": mark("First visits"),
        "return": mark("Return visits"),
        "acute": mark("Acute visits"),
        "visit": mark("Visits of a kind not told"),
        "operation": mark("Operations"),
        "examination": mark("Examinations"),
        "digital": mark("Digital contacts"),
        "admission": mark("Admissions"),
        "bed_days": mark("Bed days"),
        "drg_points": mark("DRG points"),
        "by_week": mark("Weekly follow-up"),
        "waiting": mark("Patients waiting"),
        "median_wait": mark("Median wait so far [days]"),
        "within_guarantee": mark("Within the care guarantee"),
        "capacity_used": mark("Capacity used of what there was"),
        "time_taken": mark("Time taken of what there was"),
        "scheduled": mark("Scheduled of the persons needed"),
        "patients_per_person": mark("Patients per scheduled person"),
        "staff_per_bed_day": mark("Staff hours per bed day"),
        "cost": mark("Cost [SEK]"),
        "cost_per_point": mark("Cost per DRG point [SEK]"),
    },
    ("parameters", "missing"): {
        "contact": mark("Not known: column contact in the table activities."),
        "operations": mark("Not known: operations in the table production."),
        "admissions": mark("Not known: admissions in the table production."),
        "drg": mark("Not known: column drg in the table production."),
        "waiting": mark("Not known: table waiting."),
        "guarantee_days": mark("Not known: column guarantee_days in the table needs."),
        "capacity_outcome": mark("Not known: table capacity_outcome."),
        "recipes": mark("Not known: tables resources and recipes."),
        "staffing": mark("Not known: tables schedule and staffing."),
        "patients_per_person": mark("Not known: column patients_per_person in the table staffing."),
        "cost": mark("Not known: column cost in the table production."),
        "cost_and_drg": mark("Not known: columns cost and drg in the table production."),
        "weeks": mark("Not known: production by week."),
    },
    ("plan_change", "kind"): {
        "admission": mark("Admissions"),
        "operation": mark("Operations"),
        "visit": mark("Visits"),
        "examination": mark("Examinations"),
        "digital": mark("Digital contacts"),
        "day_case": mark("Day cases"),
    },
    ("action_list", "part"): {
        "volume": mark("A: more or fewer patients"),
        "profile": mark("A: other course over time"),
        "case_mix": mark("A: heavier or lighter needs"),
        "treatment_time": mark("A: longer or shorter times"),
        "available": mark("B: available capacity"),
        "improvement": mark("C: improvement work"),
    },
    ("improvement_follow_up", "unjudged"): {
        "not_begun": mark("It has not begun."),
        "no_series": mark("There are no outcomes to see it in."),
        "few_periods": mark("Fewer than three periods before it, or with its full effect."),
        "few_others": mark("Fewer than two units did nothing about the same capacity."),
        "at_once": mark("Something else began at the unit at the same time."),
    },
    ("proposals", "why"): {
        "level_changed": mark("{change} in all against the forecast; the level has changed."),
        "regularly_other": mark("{change} against what was forecast, period after period."),
        "absence_other": mark(
            "{change} hours against what was forecast: absence {value}, not {value_now}, in the "
            "table resources; where it is vacancies or new posts, the number of posts instead."
        ),
        "staff_other": mark(
            "{change} hours against what was forecast: {value} posts, not {value_now}, in the "
            "table resources."
        ),
        "times_differ": mark("{change} per activity against the table activity_times."),
        "not_realised": mark("{proposed} of {now} realised; count on no more until it shows."),
    },
}


def sentence(
    table: str, column: str, row: Mapping[Any, Any] | pd.Series, names: Names = CODES
) -> str:
    """Return what a code in a result table says, in the language in use.

    Parameters
    ----------
    table, column : str
        Where the code stands; :data:`REASONS` has an entry for it.
    row : mapping of str to value
        The row: the code, and the columns that its sentence mentions.
    names : Names
        Names that stand for codes.

    Returns
    -------
    str
        Each value written by its declared unit; nothing where there is no code.

    Examples
    --------
    >>> row = {"proposal": "shorten_waits", "waiting": 1234}
    >>> with language.using("en"):
    ...     sentence("surplus", "proposal", row)[:46]
    'Shorten waits faster than planned: 1,234 patie'
    >>> sentence("surplus", "proposal", {"proposal": ""})
    ''
    """
    code = row[column]
    if pd.isna(code) or code == "":
        return ""
    template, declared = REASONS[table, column][code], RESULTS[table].columns
    values = {
        # What may fall below zero is a change, which is told with its sign.
        name: written(row[name], declared[name], names, signed=declared[name].low is None)
        for name in fields(template)
        if name != MEASURED
    } | {name: names.in_all(row["capacity"]) for name in fields(template) if name == MEASURED}
    return text(template, **values)


def sentences(table: str, column: str, frame: pd.DataFrame, names: Names = CODES) -> list[str]:
    """Return a column of codes as sentences, row by row.

    Parameters
    ----------
    table, column, names
        As for :func:`sentence`.
    frame : pandas.DataFrame
        Rows of the table, with the columns that its sentences mention.
    """
    said = {name for template in REASONS[table, column].values() for name in fields(template)}
    mentioned = {"capacity" if name == MEASURED else name for name in said}
    rows = frame[[column, *(mentioned - {column})]].to_dict("records")
    return [sentence(table, column, row, names) for row in rows]


def judged(verdict: str, flag: str) -> str:
    """Return a verdict in words, with the flag where the two differ.

    Examples
    --------
    >>> with language.using("en"):
    ...     judged("systematic", "look"), judged("systematic", "small")
    ('systematic', 'systematic, but too small to matter')
    """
    return text(_BOTH.get((verdict, flag), _VERDICTS[verdict]))


def setting(row: Mapping[Any, Any]) -> str:
    """Return what makes a proposal so in a scenario, to paste there; nothing where a table does.

    Parameters
    ----------
    row : mapping of str to value
        A row of the result table proposals.

    Examples
    --------
    >>> row = {"setting": "level_shift", "item": "hip", "period": "2026-01"}
    >>> print(setting(row))
    [demand.treatments.hip.periods]
    2026-01 = "level shift"
    """
    if row["setting"] == LEVEL_SHIFT:
        of_need = ("demand", "treatments", row["item"], "periods", row["period"])
        return scenarios.setting(of_need, "level shift")
    return ""


def fields(template: str) -> list[str]:
    """Return the names of the columns that a sentence mentions."""
    return [name for _, name, _, _ in Formatter().parse(template) if name]


def written(value: Any, declared: Column, names: Names, *, signed: bool = False) -> str:
    """Return one value as people write it, by its declared kind and unit; nothing for none.

    Parameters
    ----------
    value : object
        What stands in the cell.
    declared : pkslib.tables.declaration.Column
        The declaration of its column.
    names : Names
        Names that stand for codes.
    signed : bool
        A number above zero has a plus.
    """
    kind, share = declared.kind, declared.unit == "share"
    if kind in NUMERIC:
        amount = np.nan if pd.isna(value) else float(value)
        places = 0 if kind == "integer" else decimals(np.array([amount]), share=share)
        write = percent if share else number
        return write(amount, places, signed=signed)
    if kind == "flag":
        return text("yes") if value else text("no")
    if pd.isna(value):
        return ""
    if kind == "period":
        return language.period(str(value))
    if kind == "code":
        return names.of(declared.name, str(value))
    # A choice is one of our codes, a text is the user's own.
    return word(str(value)) if kind == "choice" else str(value)


def word(code: str) -> str:
    """Return the word of a code of ours, which may have ``_`` for its spaces."""
    if code in _SHORT:
        return text(_SHORT[code])
    known = text(code)
    return text(code.replace("_", " ")) if known == code else known

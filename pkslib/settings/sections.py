"""The settings, section by section: each with its default, unit, source and range."""

from __future__ import annotations

import datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic.config import JsonDict
from pydantic_core import PydanticCustomError

from pkslib import periods
from pkslib.language import mark

# What the balance is made in where purchasers order production from providers.
PRODUCTION = "production"
_GUIDANCE = "Socialstyrelsen, Stöd för produktions- och kapacitetsstyrning"
_FOLLOW_UP = "Socialstyrelsen, Uppföljning på taktisk nivå (2024)"
_KNOWN_BEST = mark("the activity's own knowledge")
_PROFILE = mark("invented profile of usual shape; measure on the region's own wards")
_Period = Annotated[str, AfterValidator(periods.canonical)]
_Ceiling = Annotated[float, Field(gt=0, le=1.2)]


def _setting(default: Any, label: str, unit: str, source: str, **limits: Any) -> Any:
    """Declare one setting: default, English label and unit marked for translation, source."""
    facts: JsonDict = {"unit": unit, "source": source}
    return Field(default, title=label, json_schema_extra=facts, **limits)


class Section(BaseModel):
    """Settings that belong together; unknown names are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Treatment(Section):
    """What those who know better say about the history of one need; empty means as found."""

    pandemic: Literal["keep", "drop"] | None = _setting(
        None, mark("Pandemic periods in the seasonal pattern"), "", _KNOWN_BEST
    )
    outliers: Literal["keep", "drop"] | None = _setting(
        None, mark("Outliers that were found"), "", _KNOWN_BEST
    )
    level_shifts: Literal["keep", "rescale"] | None = _setting(
        None, mark("Level shifts that were found"), "", _KNOWN_BEST
    )
    periods: dict[_Period, Literal["keep", "drop", "level shift"]] = _setting(
        {}, mark("Single periods: keep, drop, or level shift from there"), "", _KNOWN_BEST
    )
    history_from: _Period | None = _setting(None, mark("Use the history from"), "", _KNOWN_BEST)
    calendar: bool = _setting(True, mark("Let the calendar in where it helps"), "", _KNOWN_BEST)
    model: (
        Literal["pooled", "exponential_smoothing", "theta", "sarima", "last_year"] | None
    ) = _setting(
        None, mark("Model that makes the forecast (empty = as the back-test weighs them)"), "",
        _KNOWN_BEST,
    )  # fmt: skip
    correct_bias: bool | None = _setting(
        None, mark("Correct a systematic forecast error"), "", _KNOWN_BEST
    )

    @model_validator(mode="before")
    @classmethod
    def _model_instead_of_models(cls, said: Any) -> Any:
        if isinstance(said, dict) and "models" in said:
            raise PydanticCustomError("model_instead", "models has become model")
        return said


class Demand(Section):
    """How the care need is forecast."""

    exclude_from: str = _setting(
        "2020-03", mark("Pandemic from"), "", mark("the pandemic's waves in Sweden"),
        pattern=r"^\d{4}-\d{2}$|^$",
    )  # fmt: skip
    exclude_to: str = _setting(
        "2021-12", mark("Pandemic to"), "", mark("the pandemic's waves in Sweden"),
        pattern=r"^\d{4}-\d{2}$|^$",
    )  # fmt: skip
    tier: Literal["full", "fast"] = _setting(
        "full", mark("Forecasting tier"), "", mark("the tool's back-tests")
    )
    quantile: float | None = _setting(
        None, mark("Target level as forecast quantile (empty = mean)"), mark("share"),
        mark("decided per region"), ge=0.5, le=0.99,
    )  # fmt: skip
    correct_bias: bool = _setting(
        False, mark("Correct a systematic forecast error"), "", mark("the tool's back-tests")
    )
    driver: str = _setting(
        "auto", mark("Population as driver: auto, off or on"), "", mark("the tool's back-tests"),
        pattern="^(auto|off|on)$",
    )  # fmt: skip
    reconcile: str = _setting(
        "least_squares", mark("Whom to trust when levels disagree"), "",
        mark("the tool's back-tests"), pattern="^(least_squares|bottom_up|top_down)$",
    )  # fmt: skip
    treatments: dict[str, Treatment] = Field(default_factory=dict)


class Limit(Section):
    """A limit that is to hold for a need from a day on, in place of the care guarantee's."""

    need: str
    days: int = Field(ge=0)
    valid_from: datetime.date


class Queue(Section):
    """Whether and how fast waiting lists are worked down."""

    work_down: bool = _setting(
        False, mark("Work waiting lists down to their target"), "", mark("decided per region")
    )
    factor: float = _setting(
        4.0, mark("Target wait over mean wait"), "", "Fong et al. 2022", ge=1, le=10
    )
    within: float = _setting(
        0.9, mark("Share of those waiting to be within the care guarantee"), mark("share"),
        mark("decided per region"), ge=0.5, le=0.999,
    )  # fmt: skip
    by: datetime.date | None = _setting(
        None, mark("Share to be reached by (empty = end of the year, towards the target queue)"),
        "", mark("decided per region"),
    )  # fmt: skip
    in_order: float | None = _setting(
        None, mark("Part treated in queue order; the rest by medical need (empty = measured)"),
        mark("share"), mark("decided per region"), ge=0, le=1,
    )  # fmt: skip
    leaving: float | None = _setting(
        None, mark("Part of the list that leaves untreated each week (empty = measured)"),
        mark("share"), mark("decided per region"), ge=0, lt=0.5,
    )  # fmt: skip
    stricter: tuple[Limit, ...] = ()

    def stricter_limits(self, day: datetime.date) -> dict[str, int]:
        """Return the stricter limits of needs that hold on a day [days]."""
        known = sorted(self.stricter, key=lambda each: each.valid_from)
        return {each.need: each.days for each in known if each.valid_from <= day}


class Level(Section):
    """Occupancy target, margin and preparedness; empty means as in the table capacities.

    A risk takes the margin's place: capacity is then asked for so that the need exceeds it with
    that probability only.
    """

    utilisation: float | None = _setting(
        None, mark("Target utilisation"), mark("share"), _GUIDANCE, gt=0, le=1
    )
    margin: float | None = _setting(
        None, mark("Margin"), mark("share"), mark("decided per region"), ge=0, le=2
    )
    risk: float | None = _setting(
        None, mark("Risk that the need exceeds the target level (instead of a margin)"),
        mark("share"), mark("decided per region"), gt=0, le=0.5,
    )  # fmt: skip
    preparedness: float | None = _setting(
        None, mark("Preparedness on top"), mark("share"), mark("decided per region"), ge=0, le=1
    )
    ceiling: float | None = _setting(
        None, mark("Planned load that care may not pass (ceiling)"), mark("share"),
        mark("decided per region"), gt=0, le=1.2,
    )  # fmt: skip
    ceilings: dict[_Period, _Ceiling] | None = _setting(
        None, mark("Ceiling in single periods"), mark("share"), mark("decided per region")
    )

    @model_validator(mode="after")
    def _one_margin(self) -> Level:
        if self.margin is not None and self.risk is not None:
            raise PydanticCustomError("margin_or_risk", "a margin and a risk")
        return self


class Risk(Section):
    """What is accepted of full wards and queues, and how uncertainty is drawn."""

    refused: float = _setting(
        0.05, mark("Largest share turned away from a ward"), mark("share"),
        "de Bruin et al. 2010", gt=0, lt=1,
    )  # fmt: skip
    waits: float = _setting(
        0.2, mark("Largest share made to wait for a theatre or a visit"), mark("share"),
        mark("decided per region"), gt=0, lt=1,
    )  # fmt: skip
    open_hours: float = _setting(
        8.0, mark("Open hours of a theatre or clinic team on a working day"), mark("hours"),
        mark("decided per region"), gt=0, le=24,
    )  # fmt: skip
    draws: int = _setting(
        500, mark("Possible futures drawn"), "", mark("the tool's choice"), ge=100, le=10_000
    )
    seed: int = _setting(1, mark("Seed of the draws"), "", mark("the tool's choice"), ge=0)


_Weight = Annotated[float, Field(ge=0)]
_Week = Annotated[tuple[_Weight, ...], Field(min_length=7, max_length=7)]
_Day = Annotated[tuple[_Weight, ...], Field(min_length=24, max_length=24)]


class Census(Section):
    """When patients come to a ward and go home, where the data do not tell."""

    acute_weekdays: _Week = _setting(
        (1.10, 1.03, 1.02, 1.01, 1.03, 0.91, 0.90), mark("Acute admissions, Monday to Sunday"),
        mark("weight"), _PROFILE,
    )  # fmt: skip
    acute_hours: _Day = _setting(
        (2, 2, 2, 1, 1, 1, 1, 2, 3, 4, 6, 7, 7, 7, 7, 7, 7, 7, 6, 6, 5, 4, 3, 2),
        mark("Acute admissions, by hour"), mark("weight"), _PROFILE,
    )  # fmt: skip
    elective_weekdays: _Week = _setting(
        (1.3, 1.3, 1.2, 1.2, 0.8, 0, 0.1), mark("Planned admissions, Monday to Sunday"),
        mark("weight"), _PROFILE,
    )  # fmt: skip
    elective_hours: _Day = _setting(
        (0, 0, 0, 0, 0, 0, 4, 8, 4, 2, 2, 2, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0),
        mark("Planned admissions, by hour"), mark("weight"), _PROFILE,
    )  # fmt: skip
    discharge_weekdays: _Week = _setting(
        (1.0, 1.05, 1.05, 1.05, 1.35, 0.8, 0.7), mark("Discharges, Monday to Sunday"),
        mark("weight"), _PROFILE,
    )  # fmt: skip
    discharge_hours: _Day = _setting(
        (0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.2, 1, 2, 4, 5, 5, 6, 6, 5, 4, 3, 2, 1, 0.5, 0.2,
         0.1, 0.1),
        mark("Discharges, by hour"), mark("weight"), _PROFILE,
    )  # fmt: skip


class Staff(Section):
    """What a full-time equivalent is."""

    annual_hours: float = _setting(
        1980, mark("Paid hours per full-time year where no resource table tells them"),
        mark("hours"),
        mark("38.25 hours a week, 52 weeks; local agreements differ"), gt=0, le=2600,
    )  # fmt: skip
    absence: float = _setting(
        0.22, mark("Absence where no resource table tells it"), mark("share of paid time"),
        mark("holiday and sickness; decide locally"), ge=0, lt=1,
    )  # fmt: skip


class Balance(Section):
    """How gaps are closed."""

    last_step: int = _setting(5, mark("Last step of the ladder to use"), "", _GUIDANCE, ge=0, le=5)
    against: str = _setting(
        "capacity", mark("Balance in capacity, or in production (purchaser and provider)"), "",
        _GUIDANCE, pattern="^(capacity|production)$",
    )  # fmt: skip
    move_between: bool = _setting(
        True, mark("Move capacity between units of the region"), "", _GUIDANCE
    )
    move_cost: float = _setting(
        100.0, mark("Cost of moving one unit of capacity between hospitals"), "SEK",
        mark("decided per region"), ge=0,
    )  # fmt: skip
    move_time: bool = _setting(True, mark("Move elective care over time"), "", _GUIDANCE)
    blocks: dict[str, _Weight] = _setting(
        {"bed_day": 5.0, "hour": 4.0, "slot": 5.0},
        mark("Least that is moved, bought or gives way in a month, by measure"), "",
        mark("decided per region"),
    )  # fmt: skip
    most_given: float = _setting(
        0.2, mark("Most of a need, or of an activity at a unit, that gives way in a year"),
        mark("share"), mark("decided per region"), ge=0, le=1,
    )  # fmt: skip
    strain_refused: float = _setting(
        0.1, mark("Share without a free place from which strain needs a decision"),
        mark("share"), mark("decided per region"), gt=0, lt=1,
    )  # fmt: skip
    strain_share: float = _setting(
        0.05, mark("Share of the need above the target level from which strain needs a decision"),
        mark("share"), mark("a unit that is a whole hospital hides its wards; decided per region"),
        gt=0, lt=1,
    )  # fmt: skip
    strain_decided: tuple[str, ...] = _setting(
        ("intensive_bed_day",), mark("Capacities whose strain always needs a decision"), "",
        mark("intensive care has no queue to put anyone in"),
    )  # fmt: skip
    recruit_weeks: float = _setting(
        17.0, mark("From decision until someone recruited works, at least"), mark("weeks"),
        mark("three months' notice (AB, section 33) and a month to advertise and choose; others "
             "take up to six months"), ge=0, le=156,
    )  # fmt: skip
    agency_weeks: float = _setting(
        4.0, mark("From decision until agency staff work, at least"), mark("weeks"),
        mark("order on an agreement there is; decided per region"), ge=0, le=156,
    )  # fmt: skip
    procure_weeks: float = _setting(
        26.0, mark("From decision until care procured is given, at least"), mark("weeks"),
        mark("thirty days to tender and ten of standstill (LOU 11:2, 20:1) with the work around "
             "them; decided per region"), ge=0, le=156,
    )  # fmt: skip
    measures: dict[str, _Weight] = _setting(
        {}, mark("Most of a measure, by measure (0 = not used; else as in the data)"), "",
        mark("decided per region"),
    )  # fmt: skip
    weights: dict[str, Annotated[float, Field(gt=0)]] = _setting(
        {}, mark("What a unit of gap counts for, by capacity (1 where none is given)"), "",
        mark("decided per region"),
    )  # fmt: skip


class Plan(Section):
    """How production is laid out over the year."""

    level: float = _setting(
        0.5, mark("Levelling: 0 follows the need, 1 is even"), mark("share"), _GUIDANCE, ge=0, le=1
    )
    summer_from: int = _setting(26, mark("Summer closing from week"), "", "", ge=1, le=53)
    summer_to: int = _setting(31, mark("Summer closing to week"), "", "", ge=1, le=53)
    summer_share: float = _setting(
        0.6, mark("Elective care kept open in summer"), mark("share"),
        mark("decided per region"), ge=0, le=1,
    )  # fmt: skip


class Money(Section):
    """How costs change."""

    index: float = _setting(
        0.03, mark("Prices and wages from a year to the next"), mark("share"),
        mark("our assumption until the region decides; use SKR's latest LPIK forecast"),
        ge=-0.1, le=0.3,
    )  # fmt: skip


class FollowUp(Section):
    """How deviations are judged."""

    window: int = _setting(12, mark("Rolling window"), mark("months"), _FOLLOW_UP, ge=3, le=60)
    baseline_from: _Period | None = _setting(
        None, mark("Control limits rest on periods from (empty = all)"), "",
        mark("decided per region"),
    )  # fmt: skip
    baseline_to: _Period | None = _setting(
        None, mark("Control limits rest on periods to (empty = all)"), "",
        mark("decided per region"),
    )  # fmt: skip
    large: float = _setting(
        0.10, mark("Deviation that is reported at once"), mark("share"),
        mark("decided per region"), gt=0, le=1,
    )  # fmt: skip
    by_chance: float = _setting(
        0.05, mark("Share of false alarms among what is flagged"), mark("share"),
        mark("the usual limit; Benjamini and Hochberg 1995 allow for how many are looked at"),
        gt=0, lt=1,
    )  # fmt: skip
    matters_capacity: float = _setting(
        0.03, mark("Deviation that matters, as a share of a unit's capacity"), mark("share"),
        mark("about one bed of thirty; decided per region"), ge=0, le=1,
    )  # fmt: skip
    matters_queue: float = _setting(
        0.10, mark("Deviation that matters, as a share of the queue"), mark("share"),
        mark("decided per region"), ge=0, le=1,
    )  # fmt: skip
    matters_money: float = _setting(
        0.01, mark("Deviation that matters, as a share of budget or points"), mark("share"),
        mark("about the size of a usual budget surplus; decided per region"), ge=0, le=1,
    )  # fmt: skip
    correct: float = _setting(
        0.02, mark("Smallest systematic error that is corrected"), mark("share"),
        mark("decided per region"), ge=0, le=1,
    )  # fmt: skip


class Outlook(Section):
    """How the weeks ahead are judged."""

    schedule_factor: float = _setting(
        1.10, mark("Schedule target over plan"), "", f"{_FOLLOW_UP}: Jönköping", ge=1, le=2
    )
    reach_weeks: int = _setting(
        12, mark("Goal for how far the schedule reaches"), mark("weeks"),
        f"{_FOLLOW_UP}: Jönköping", ge=1, le=52,
    )  # fmt: skip
    weeks: int = _setting(26, mark("Weeks ahead"), mark("weeks"), _FOLLOW_UP, ge=4, le=78)
    certainty: float = _setting(
        0.9, mark("Probability that the schedule covers the plan"), mark("share"),
        mark("decided per region"), gt=0, lt=1,
    )  # fmt: skip
    unplanned: float = _setting(
        0.3, mark("Part of absence that comes after the schedule is set"), mark("share"),
        mark("sickness is about a third of all absence; decide locally"), ge=0, le=1,
    )  # fmt: skip
    notice_visit: int = _setting(
        2, mark("Least notice of a visit"), mark("weeks"), mark("decided per region"), ge=0, le=26
    )
    notice_operation: int = _setting(
        3, mark("Least notice of an operation"), mark("weeks"), mark("decided per region"),
        ge=0, le=26,
    )  # fmt: skip
    rebook_most: int = _setting(
        50, mark("Patients that a unit rebooks from a week at most"), mark("patients"),
        mark("about a day of calls; decided per region"), ge=0, le=10000,
    )  # fmt: skip
    early: int = _setting(
        4, mark("How long before its target week a patient may be called"), mark("weeks"),
        mark("decided per region"), ge=0, le=26,
    )  # fmt: skip
    block_hours: float = _setting(
        4.0, mark("Length of a block of theatre or clinic time"), mark("hours"),
        mark("decided per region"), gt=0, le=24,
    )  # fmt: skip
    offer_from: float = _setting(
        0.5, mark("Probability of going unused from which a block is offered early"),
        mark("share"), mark("decided per region"), gt=0, le=1,
    )  # fmt: skip
    history_least: int = _setting(
        8, mark("Fewest past weeks that tell what will go unused"), mark("weeks"),
        mark("decided per region"), ge=2, le=104,
    )  # fmt: skip
    notice_schedule: int = _setting(
        14, mark("Days within which a shift is asked for, not scheduled"), mark("days"),
        mark("decided per region"), ge=0, le=90,
    )  # fmt: skip
    lend_most: int = _setting(
        10, mark("Shifts a unit lends to others in a week at most"), mark("shifts"),
        mark("decided per region"), ge=0, le=500,
    )  # fmt: skip
    lend_never: tuple[str, ...] = _setting(
        ("läkare", "kirurg", "endoskopist", "doctor", "physician", "surgeon"),
        mark("Professions that units do not lend to each other"), "",
        mark("competence is a specialty's own; decided per region"),
    )  # fmt: skip
    shift_hours: dict[str, float] = _setting(
        {"day": 8.0, "evening": 8.0, "night": 10.0}, mark("Hours per shift"), mark("hours"),
        mark("decided per region"),
    )  # fmt: skip

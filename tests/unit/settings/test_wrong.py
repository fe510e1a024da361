"""Settings that can't be used: which one, what was found, what is allowed."""

import pytest

from pkslib.errors import InputError
from pkslib.language import using
from pkslib.settings import checked


def _said(language, **raw):
    with using(language), pytest.raises(InputError) as raised:
        checked(raw, "vinter.toml")
    return str(raised.value).splitlines()


def test_in_swedish_with_decimal_comma():
    assert _said("sv", demand={"quantile": 0.2}, plan={"levl": 1}) == [
        "Inställningar i vinter.toml som inte kan användas:",
        "  demand.quantile: funnet 0.2; tillåtet: ett tal minst 0,50, högst 0,99.",
        "  plan.levl: inställningen finns inte. Menade du ”level”?",
    ]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ({"capacities": {"bed_day": {"utilisation": 85}}},
         "capacities.bed_day.utilisation: found 85; allowed: a number above 0, at most 1."),
        ({"outlook": {"weeks": 2.5}},
         "outlook.weeks: found 2.5; allowed: a whole number at least 4, at most 78."),
        ({"risk": {"refused": float("inf")}},
         "risk.refused: found inf; allowed: a number above 0, below 1."),
        ({"queue": {"work_down": "kanske"}},
         "queue.work_down: found 'kanske'; allowed: true, false."),
        ({"demand": {"tier": "slow"}}, "demand.tier: found 'slow'; allowed: full, fast."),
        ({"demand": {"exclude_from": "mars"}},
         "demand.exclude_from: found 'mars'; allowed: a month such as 2027-03, or an empty text."),
        ({"demand": {"treatments": {"hip": {"history_from": "2020-13"}}}},
         "demand.treatments.hip.history_from: found '2020-13'; allowed: 2027, 2027-Q1, 2027-03, "
         "2027-W14 (or 2027-V14), 2027-03-31."),
        ({"outlook": {"shift_hours": {"day": "x"}}},
         "outlook.shift_hours.day: found 'x'; allowed: a number."),
        ({"plan": 5}, "plan: found 5; allowed: a section with settings of its own."),
        ({"title": 5}, "title: found 5; allowed: a text in quotation marks."),
        ({"decisions": [{"setting": "plan.level", "by": "", "on": "2027-01-01", "why": "x"}]},
         "decisions.0.by: found ''; allowed: a text that is not empty."),
        ({"decisions": [{"setting": "plan.level", "by": "x", "on": "2027-13-01", "why": "x"}]},
         "decisions.0.on: found '2027-13-01'; allowed: a date such as 2027-03-31."),
        ({"decisions": [{"setting": "plan.level", "by": "x", "on": "2027-01-01"}]},
         "decisions.0.why: missing; it must be given here."),
        ({"decisions": 1}, "decisions: found 1; allowed: a list of sections."),
    ],
)  # fmt: skip
def test_every_kind_of_fault(raw, said):
    assert _said("en", **raw)[1:] == [f"  {said}"]

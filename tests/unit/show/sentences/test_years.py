import pandas as pd
import pytest

from pkslib.show import sentences
from pkslib.show.names import CODES, Names
from pkslib.tables.declaration import empty
from pkslib.tables.results import RESULTS


def _said(needs, names=CODES, **more):
    rows = [
        {"scope": "region", "place": "S1", "capacity": "bed_day", "period": str(2027 + at),
         "need": need, "available": 900.0, "gap": need - 900, "carried": 1.0}
        for at, need in enumerate(needs)
    ]  # fmt: skip
    asked = [
        {"scope": "region", "place": "S1", "capacity": "bed_day", "period": str(2027 + at),
         "lacking": 0.0, "peak": 0.0, "places": 0, "tightest": None}
        for at in range(len(needs))
    ]  # fmt: skip
    tables = {name: empty(RESULTS[name]) for name in ("years_posts", "years_decisions")}
    tables |= {"four_years": pd.DataFrame(rows), "years_asked": pd.DataFrame(asked)}
    return sentences.four_years(tables | more, 2027, names=names)


@pytest.mark.parametrize(
    ("needs", "still"),
    [
        # A leap day is no growth: 365 to 366 days are 0.27 %.
        ((365.0, 366.0, 365.0, 365.0), True),
        ((365.0, 367.0, 369.0, 371.0), False),
    ],
)
def test_a_need_that_nothing_lets_grow_says_so(english, needs, still):
    assert _said(needs)[0].startswith("The need stands still in all the years") is still


def test_what_does_not_change_is_said_once(english):
    assert (
        "bed_day: from 2027 to 2028 need and available are unchanged. " in _said((900.0, 900.0))[1]
    )
    assert ": from 2027 to 2028 the need grows by 10.0%, and what is" in _said((900.0, 990.0))[0]


@pytest.mark.parametrize(("lacking", "told"), [(364.0, False), (366.0, True)])
def test_nobody_builds_for_less_than_a_bed(english, lacking, told):
    left = {"unit": "H", "capacity": "bed_day", "period": "2030", "measure": None, "step": None,
            "lacking": lacking, "gives": 0.0, "promised": 0.0, "cost": 0.0, "renewed": False,
            "decide_by": None, "this_year": False}  # fmt: skip
    names = Names(measures={"bed_day": "bed_day"})
    said = " ".join(_said((900.0, 950.0), names, years_decisions=pd.DataFrame([left])))
    assert ("has to be built or trained" in said) is told

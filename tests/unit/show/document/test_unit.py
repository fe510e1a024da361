"""A unit's own page: all of a shortage is told of, and what levels say alike is said once."""

import pandas as pd
import pytest

from pkslib.language import using
from pkslib.show.document.region import Region
from pkslib.show.document.unit import Units

UNITS = pd.DataFrame({"unit": ["K", "W"], "name": ["Klinik", "Avdelning"], "region": "99",
                      "parent": [None, "K"], "level": ["clinic", "ward"]})  # fmt: skip
CAPACITIES = pd.DataFrame({"capacity": ["bed"], "name": "Vårddygn", "measure": "bed_day"})
BED = {"unit": "W", "capacity": "bed"}


@pytest.fixture(autouse=True)
def swedish():
    with using("sv"):
        yield


def _units(**tables):
    return Units(Region("99", 2027, {"units": UNITS, "capacities": CAPACITIES} | tables))


def test_all_of_a_shortage_is_closed_strained_gives_way_or_is_unsolved():
    months = {"period": ["2027-01", "2027-02"], "need": [500, 400], "available": [430, 410]}
    gap = pd.DataFrame(BED | months | {"gap": [70.0, -10.0]})
    steps = [(1, None, 12.0), (2, "M1", 20.0), (4, "M2", 5.0), (5, None, 18.0)]
    ladder = pd.DataFrame([BED | dict(zip(("step", "measure", "effect"), row, strict=True))
                           for row in steps])  # fmt: skip
    table = _units(
        gap=gap, ladder=ladder, strain=pd.DataFrame([BED | {"amount": 9.0}]),
        unsolved=pd.DataFrame([BED | {"amount": 6.0}]),
    ).balance("W")  # fmt: skip
    # 70 is short: 12 moved, 20 and 5 by measures; 18 give way; 9 are strain and 6 are left.
    assert table.heads[4:9] == ["Brist", "Täckt", "Ansträngt läge", "Får stå tillbaka", "Olöst"]
    assert table.rows[0][2:] == ["900", "840", "70", "37", "9", "18", "6", "jan"]


def test_what_a_level_says_alike_of_two_activities_is_said_once():
    row = {"unit": "K", "round": 2, "proposal": "Fler nybesök", "agreed": True, "note": None}
    rounds = pd.DataFrame([
        row | {"activity": activity, "level": level, "by": by, "on": "2026-10-16"}
        for activity in (None, "visit")
        for level, by in (("tactical", "chef"), ("strategic", "direktör"))
    ])  # fmt: skip
    table = _units(rounds=rounds).agreement("W")
    assert [row[:2] for row in table.rows] == [["Strategisk", "direktör"], ["Taktisk", "chef"]]
    assert "Säger" not in table.heads
    said = _units(rounds=rounds.assign(note="Begär ny genomgång")).agreement("W")
    assert [row[-1] for row in said.rows] == ["Begär ny genomgång"] * 2

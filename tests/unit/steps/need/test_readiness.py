import pandas as pd
import pytest

from pkslib.steps.need.readiness import acute_hours, readiness, unmanned, with_readiness
from pkslib.tables.declaration import empty, filled
from pkslib.tables.inputs import INPUTS

SHIFTS = {"day": 8.0, "evening": 7.0, "night": 10.0}


def _acute(hours, period="2027-02"):
    return pd.DataFrame({"unit": "A", "resource": "nurse", "period": [period], "hours": [hours]})


def _lines(*rows):
    columns = ["shift", "weekday", "persons"]
    return pd.DataFrame(rows, columns=columns).assign(unit="A", resource="nurse")


def test_a_line_counts_where_it_is_more_than_the_acute_care_of_its_shift_and_weekday():
    # February: 500 hours, 500 / 28 a day, of which 10 of 25 at night: 7.14 of a line of 10 on
    # Mondays and of a line of 5 on Tuesdays. Only the Mondays have anything beyond it.
    found = readiness(_acute(500.0), _lines(("night", 1, 1.0), ("night", 2, 0.5)), SHIFTS)
    row = found.iloc[0]
    night = 500 / 28 * 10 / 25
    assert row["line"] == pytest.approx(4 * 10 + 4 * 5)
    assert row["acute"] == pytest.approx(8 * night)
    assert row["excess"] == pytest.approx(4 * (10 - night))


def test_a_month_has_five_of_some_weekdays():
    # January 2027 has five Fridays and four Thursdays.
    found = readiness(_acute(0.0, "2027-01"), _lines(("day", 4, 1.0), ("day", 5, 1.0)), SHIFTS)
    assert found["excess"].tolist() == [8 * 9]


def test_a_line_never_adds_to_volume_that_is_more():
    found = readiness(_acute(1e6), _lines(*(("day", day, 2.0) for day in range(1, 8))), SHIFTS)
    assert found["excess"].tolist() == [0]


def test_a_shift_of_unknown_length_is_left_out():
    assert readiness(_acute(10.0), _lines(("10:30-19", 1, 1.0)), SHIFTS).empty


def test_only_acute_care_covers_the_line_and_at_what_it_needs_after_utilisation():
    # 40 of 100 raw hours are acute; need is 125 and each takes 1.5 nurse hours: 40 · 1.25 · 1.5.
    cell = {"unit": "A", "capacity": "theatre_hour", "period": "2027-02"}
    use = pd.DataFrame({**cell, "need": ["hip", "hernia"], "raw": [40.0, 60.0]})
    need = pd.DataFrame({**cell, "raw": [100.0], "need": [125.0]})
    tables = {
        "needs": pd.DataFrame({"need": ["hip", "hernia"], "flow": ["acute", "elective"]}),
        "recipes": pd.DataFrame({"capacity": ["theatre_hour"], "resource": "nurse", "amount": 1.5}),
    }
    assert acute_hours(use, need, tables)["hours"].tolist() == pytest.approx([75])


def test_readiness_stands_beside_the_hours_of_care():
    need = _acute(300.0).assign(full_time_equivalents=2.0)
    ready = pd.DataFrame(
        {"unit": ["A", "A", "B"], "resource": "nurse", "shift": ["day", "night", "night"],
         "period": "2027-02", "excess": [10.0, 15.0, 7.0]}
    )  # fmt: skip
    found = with_readiness(need, ready).set_index("unit")
    assert found["hours"].to_dict() == {"A": 300, "B": 0}
    assert found["readiness"].to_dict() == {"A": 25, "B": 7}


WORK = pd.DataFrame(
    {"unit": "OP", "need": ["hip", "hernia"], "activity": "cut", "period": "2027-01",
     "count": [70.0, 700.0]}
)  # fmt: skip


# Shifts that are not among the hours are all day.
ALL_DAY = {"all": 24.0}


def _told(staffed, lines=(), limit=None, kind="operation"):
    needs = pd.DataFrame(
        {"need": ["hip", "hernia"], "name": "x", "flow": ["acute", "elective"], "priority": 2,
         "limit_hours": limit}
    )  # fmt: skip
    staffing = pd.DataFrame(staffed, columns=["weekday", "needed"]).assign(
        unit="OP", resource="nurse", shift="day"
    )
    ready = pd.DataFrame(lines, columns=["weekday", "persons"]).assign(
        unit="OP", resource="nurse", shift="night"
    )
    return {
        "needs": filled(needs, INPUTS["needs"]),
        "activities": pd.DataFrame({"activity": ["cut"], "kind": [kind]}),
        "staffing": filled(staffing, INPUTS["staffing"]),
        "minimum_lines": filled(ready, INPUTS["minimum_lines"]),
    }


def test_a_weekday_that_a_line_names_somebody_for_is_manned():
    weekdays = [(day, 2.0) for day in range(1, 6)]
    assert unmanned(WORK, _told(weekdays, [(6, 0.5), (7, 0.5)]), ALL_DAY).empty
    found = unmanned(WORK, _told(weekdays, [(6, 0.5), (7, 0.0)]), ALL_DAY)
    assert found[["need", "weekday", "count", "wait_hours"]].to_numpy().tolist() == [
        ["hip", 7, 10.0, 24.0]
    ]


def test_a_night_that_nobody_is_named_for_waits_for_the_day():
    # Days of 10 of 25 hours: 9.6 of 24. Nights of Monday to Saturday wait 14.4 hours for the day;
    # who comes on Saturday night waits over the whole of Sunday too. 70 a year are 10 a weekday.
    told = _told([(day, 1.0) for day in range(1, 7)], limit=15)
    found = unmanned(WORK, told, {"day": 10.0, "night": 15.0}).set_index(["weekday", "shift"])
    assert len(found) == 8
    assert found["wait_hours"].loc[[(1, "night"), (6, "night"), (7, "day")]].round(6).tolist() == [
        14.4, 38.4, 24.0,
    ]  # fmt: skip
    assert found["why"].loc[[(1, "night"), (6, "night")]].tolist() == ["next_shift", "no_shift"]
    assert found["count"].loc[[(1, "night"), (7, "day")]].tolist() == [6.0, 4.0]
    assert found["whole_day"].groupby("weekday").any().to_dict() == {
        **dict.fromkeys(range(1, 7), False), 7: True,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("limit", "why"), [(None, "not_known"), (48, "next_shift"), (47, "no_shift")]
)
def test_what_may_not_wait_for_the_next_shift_with_staff_has_none(limit, why):
    found = unmanned(WORK, _told([(day, 1.0) for day in range(1, 6)], limit=limit), ALL_DAY)
    saturday = found.set_index("weekday").loc[6]
    assert saturday[["wait_hours", "why"]].tolist() == [48.0, why]


def test_a_unit_that_tells_nothing_is_not_known_and_visits_keep_to_open_hours():
    assert unmanned(WORK, _told([]), ALL_DAY).empty
    assert unmanned(WORK, _told([(1, 1.0)], kind="visit"), ALL_DAY).empty


def test_no_lines_no_rows():
    assert readiness(_acute(10.0), empty(INPUTS["minimum_lines"]), SHIFTS).empty

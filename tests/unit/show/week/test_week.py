import pandas as pd
import pytest
from matplotlib.axes import Axes

from pkslib.errors import InputError
from pkslib.show import week
from pkslib.show.names import NAMED, Names
from pkslib.show.week.own import dated
from pkslib.show.week.page import page, write
from pkslib.tables import store
from pkslib.tables.declaration import empty
from pkslib.tables.inputs import INPUTS
from pkslib.tables.results import RESULTS, STEP_TABLES

NAMES = Names({"unit": {"A": "Ward A", "B": "Theatre B"}, "need": {"hip": "Hip"}})
FIRST, SECOND = "2026-W47", "2026-W48"


def _rows(name, *rows):
    return pd.DataFrame(rows, columns=list(RESULTS[name].columns))


@pytest.fixture
def ward():
    """Nurses of a ward: one missing on Monday evening, one over by day; week 48 is not laid."""
    tables = {name: empty(RESULTS[name]) for name in STEP_TABLES["08_outlook"]}
    tables |= {name: empty(INPUTS[name]) for name in ("bookings", "waiting")}
    tables |= {name: empty(RESULTS[name]) for name in ("capacity_need", "indicator_follow_up")}
    none = float("nan")
    sums = (1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    return tables | {
        "gap_list": _rows(
            "gap_list",
            ("A", "nurse", FIRST, 1, "day", 4.0, 5.0, 1.0, 0.0),
            ("A", "nurse", FIRST, 1, "evening", 4.0, 3.0, 0.0, 1.0),
            ("A", "nurse", SECOND, 1, "day", 4.0, none, none, none),
        ),
        "gap_sums": _rows(
            "gap_sums",
            ("A", "nurse", FIRST, 8.0, 0.0, 1.0, 1.0, *sums, True),
            ("A", "nurse", SECOND, 4.0, 4.0, 0.0, 0.0, 0.0, *sums[1:], False),
        ),
        "bed_shifts": _rows(
            "bed_shifts",
            ("A", FIRST, 1, "day", 16.0, 14.0, 15.0, 15.0, "nurse", 0.0),
            ("A", FIRST, 1, "evening", 16.0, 14.0, 9.0, 14.0, "nurse", 4.0),
        ),
        "beds_open": _rows(
            "beds_open", ("A", FIRST, 16.0, 14.0, 14.0, 14.0, 1, 9.0, 1, "evening", "nurse", 4.0)
        ),
        "shift_moves": _rows(
            "shift_moves", ("swap", "nurse", FIRST, 1, "evening", "A", 1, "day", "A", 1.0)
        ),
    }


def _titled(sheet, start):
    return next(block for block in sheet.blocks if getattr(block, "title", "").startswith(start))


def test_a_ward_s_sheet_shows_needed_scheduled_beds_and_where_the_schedule_ends(ward, english):
    (sheet,) = week.sheets(ward, names=NAMES)
    assert (sheet.kind, sheet.title) == ("ward", "Ward A, week 47 (16–22 November 2026)")
    gaps = _titled(sheet, "Gap list")
    assert [row[:3] for row in gaps.rows] == [
        ["nurse", "day", "4\xa0/\xa05  +1"],
        ["nurse", "evening", "4\xa0/\xa03  −1"],
    ]
    assert [row[-2:] for row in gaps.rows] == [["1", "0"], ["0", "1"]]
    beds = _titled(sheet, "Fewest beds")
    assert beds.title == "Fewest beds: commission 16, the norm carries 14, usually open 14"
    assert beds.notes == (
        "Weakest is Mon evening: 9. One more nurse there would give 4 more beds.",
    )
    strip = _titled(sheet, "Twelve weeks")
    assert strip.rows == [["nurse", "1", "not\xa0sch."], ["Beds, usual level", "14", "–"]]
    assert strip.notes == ("Worst week: week 47.",)
    assert _titled(sheet, "Swap").rows == [["swap", "nurse", "Mon day", "w. 47 Mon evening", "1"]]


def test_the_beds_expected_to_be_occupied_stand_beside_those_that_can_be_kept_open(ward, english):
    raw = {"raw": [450.0, 620.0, 99.0], "need": 0.0, "unit": ["A", "A", "B"], "capacity": "bed"}
    need = pd.DataFrame({"period": ["2027-11", "2027-12", "2027-11"], **raw})
    ward["capacity_need"] = need
    beds = {"bed": "bed_day"}
    (sheet,) = week.sheets(ward, names=Names({"unit": {"A": "Ward A"}}, beds))
    # 450 bed days in the thirty days of November, where 14 beds are usually open.
    assert _titled(sheet, "Fewest beds").notes[0] == (
        "Expected to be occupied: 15.0 on average in Nov, more than can usually be kept open."
    )


def test_the_latest_known_of_a_unit_stands_on_its_sheet_what_misses_its_goal_first(ward, english):
    known = pd.DataFrame(
        {"place": ["A", "A", "B"], "indicator": ["over_capacity", "overtime", "overtime"],
         "period": "2026-10", "value": [3.5, 40.0, 9.0], "before": [2.5, float("nan"), 8.0],
         "target": [float("nan"), 30.0, 30.0], "standing": ["", "goal_missed", "goal_met"]}
    )  # fmt: skip
    (sheet,) = week.sheets(ward | {"indicator_follow_up": known}, names=NAMES)
    assert _titled(sheet, "Latest known").rows == [
        ["Overtime", "October 2026", "40 hours", "", "30 hours"],
        [
            "Overcrowding",
            "October 2026",
            "3.50 per 100 staffed beds",
            "2.50 per 100 staffed beds",
            "",
        ],
    ]


def test_what_to_do_is_at_most_five_lines_with_the_schedule_last(ward, english):
    (sheet,) = week.sheets(ward, names=NAMES)
    assert [row[0] for row in sheet.actions.rows] == [
        "Swap 1 shift within the unit (list below).",
        "Lay the schedule from week 48: it reaches 1 of 2 weeks.",
    ]


@pytest.mark.parametrize(
    ("asked", "scheduled", "said"),
    [
        (4.0, 40.0, "Ask for 4 shifts that nobody fills within fourteen days."),
        (5.0, 49.0, "Ask for at most 4 shifts of overtime within fourteen days, one in ten of "
                    "those scheduled; close beds or times for the other 1."),
        (5.0, 9.0, "Close beds or times for 5 shifts within fourteen days: nobody is there to "
                   "ask."),
    ],
)  # fmt: skip
def test_no_more_overtime_is_asked_for_than_staff_may_work(ward, english, asked, scheduled, said):
    sums = ward["gap_sums"].iloc[:1]
    # 6 are over, 10 missing, and 3 needed on days without a schedule.
    given = sums.assign(
        needed=scheduled + 7, unscheduled=3.0, plus=6.0, minus=10.0, swapped=0.0, overtime=asked
    )
    (sheet,) = week.sheets(ward | {"gap_sums": given}, names=NAMES)
    assert sheet.actions.rows[0][0] == said


def test_theatres_and_clinics_show_bookings_and_whom_to_call(region, known, english):
    none = {"indicator_follow_up": empty(RESULTS["indicator_follow_up"])}
    tables = region | {"waiting": empty(INPUTS["waiting"])} | none
    found = {sheet.unit: sheet for sheet in week.sheets(tables, names=known)}
    theatre, clinic = found["99-1-OP"], found["99-1-MED"]
    assert (theatre.kind, clinic.kind) == ("theatre", "clinic")
    assert any(isinstance(block, Axes) for block in clinic.blocks)
    weeks = _titled(theatre, "Week by week")
    assert weeks.heads[-3:] == ["Elective operations", "Booked", "Left to book"]
    assert weeks.rows[0][5] == "14 too much"
    # Before its schedule is laid a week is not overbooked: nobody knows yet.
    ahead = tables["weeks_ahead"].assign(scheduled=float("nan"))
    (bare,) = (one for one in week.sheets(tables | {"weeks_ahead": ahead}, names=known)
               if one.unit == "99-1-OP")  # fmt: skip
    assert _titled(bare, "Week by week").rows[0][5] == "14 without a schedule"
    # What is kept for those to rebook is no hour to call anyone to.
    assert weeks.rows[1][5] == "4, and 1 for those to rebook"
    # Two figures of what lacks: one line says why they differ and which of them governs.
    assert _titled(theatre, "Gap list").notes[0].startswith("Persons against the norm here")
    calls = _titled(theatre, "To call")
    assert [row[0] for row in calls.rows] == ["1", "2"]
    assert calls.rows[0][5].endswith("*")
    assert calls.notes == ("Weeks with * are near: ask who can come at short notice.",)
    assert theatre.actions.rows[0][0].startswith("week 45: Rebook 7 patients")
    assert all(len(sheet.actions.rows) <= 5 for sheet in found.values())


def test_the_page_escapes_names_and_says_when_nothing_is_known(ward, english):
    hostile = Names({"unit": {"A": "<b>A"}})
    html = page(week.sheets(ward, names=hostile), title="<i>")
    assert "&lt;b&gt;A" in html
    assert "<b>A" not in html
    assert "<i>" not in html
    bare = {name: frame.iloc[:0] for name, frame in ward.items()}
    assert "Nothing is known about the weeks ahead." in page(week.sheets(bare), title="x")


def test_a_sheet_is_written_from_a_pack_and_the_pack_stays(ward, tmp_path, english):
    pack = tmp_path / "99"
    named = {name: empty(INPUTS[name]) for name in NAMED}
    store.write(pack, **ward, **named)
    before = sorted(path.stat().st_mtime_ns for path in pack.rglob("*"))
    place = write(pack, tmp_path / "sheet.html")
    assert "Fewest beds" in place.read_text(encoding="utf-8")
    assert sorted(path.stat().st_mtime_ns for path in pack.rglob("*")) == before


def test_a_folder_without_an_outlook_is_told(tmp_path, english):
    with pytest.raises(InputError, match="holds no outlook"):
        write(tmp_path)


@pytest.mark.parametrize(
    ("label", "words"),
    [("2026-W47", "week 47 (16–22 November 2026)"),
     ("2026-W53", "week 53 (28 December 2026–3 January 2027)")],
)  # fmt: skip
def test_weeks_have_dates(label, words, english):
    assert dated(label) == words

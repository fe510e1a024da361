"""What the one who prepares a data set is told, and a run is not."""

import datetime

import pytest

from pkslib.tables import intake

MONTHS = ("2025-09", "2025-10", "2025-11", "2025-12", "2026-01", "2026-02")


def _demand(*labels, need="hip", count=30):
    return "".join(f"06;{need};{label};{count}\n" for label in labels)


def _table(*rows):
    return "region;need;period;patients\n" + "".join(rows)


@pytest.mark.parametrize(
    ("today", "codes"),
    [
        ("2026-01-31", ["PKS-409"]),  # February has not begun
        ("2026-02-01", []),
        ("2026-05-01", []),  # 62 days after the end of February
        ("2026-05-02", ["PKS-410"]),
    ],
)
def test_outcomes_to_come_and_old_demand(data_set, today, codes):
    folder = data_set(demand=_table(_demand(*MONTHS)))
    report = intake.check(folder, datetime.date.fromisoformat(today))
    assert [fault.code for fault in report.faults + report.notes] == codes


def test_plans_to_come_are_fine(data_set):
    production = "unit;activity;period;count;planned\nW;stay;2026-02;40;40\nW;stay;2026-03;;40\n"
    folder = data_set(production=production, demand=_table(_demand(*MONTHS)))
    report = intake.check(folder, datetime.date(2026, 2, 1))
    assert report.faults == ()


def test_small_counts_are_told_once_a_table(data_set):
    rows = [_demand(f"2026-{at + 1:02d}", count=at) for at in range(7)]
    folder = data_set(demand=_table(*rows))
    (note,) = intake.check(folder, datetime.date(2026, 7, 31)).notes
    # 1, 2, 3 and 4; nobody is in a zero, and 5 is the limit.
    assert (note.code, note.message[:6]) == ("PKS-411", "4 av 7")
    assert intake.check(folder).notes == ()


def test_a_region_without_a_history_long_enough_is_told(data_set):
    # Six months carry a forecast; one of these was not reported.
    rows = _table(_demand(*MONTHS[:5]), _demand(MONTHS[5], count=".."))
    report = intake.check(data_set(demand=rows), datetime.date(2026, 2, 1))
    assert report.faults == ()
    (told,) = [note.message for note in report.notes if note.code == "PKS-416"]
    assert told == (
        "Inget i region 06 går att prognostisera än: 06 × hip har flest kända perioder, 5, och "
        "minst 6 behövs."
    )
    whole = _table(_demand(*MONTHS))
    assert intake.check(data_set(demand=whole), datetime.date(2026, 2, 1)).notes == ()


def test_one_need_too_short_is_told_and_the_others_go_on(data_set):
    needs = "need;name;flow;priority\nhip;Höft;acute;1\nknee;Knä;acute;1\n"
    rows = _table(_demand(*MONTHS), _demand(*MONTHS[-2:], need="knee"))
    paths = "need;unit;activity;per_patient\nhip;W;stay;1\nknee;W;stay;1\n"
    folder = data_set(demand=rows, needs=needs, pathways=paths)
    report = intake.check(folder, datetime.date(2026, 2, 1))
    assert report.faults == ()
    assert [(note.code, note.message[:9]) for note in report.notes] == [("PKS-415", "06 × knee")]

"""What the one who prepares a data set is told, and a run is not."""

import datetime

import pytest

from pkslib.tables import intake

# As many months as carry a forecast, up to those of the least data set.
HALF_A_YEAR = "region;need;period;patients\n" + "".join(
    f"06;hip;{month};30\n"
    for month in ("2025-09", "2025-10", "2025-11", "2025-12", "2026-01", "2026-02")
)


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
    report = intake.check(data_set(demand=HALF_A_YEAR), datetime.date.fromisoformat(today))
    assert [fault.code for fault in report.faults + report.notes] == codes


def test_plans_to_come_are_fine(data_set):
    production = "unit;activity;period;count;planned\nW;stay;2026-02;40;40\nW;stay;2026-03;;40\n"
    folder = data_set(demand=HALF_A_YEAR, production=production)
    report = intake.check(folder, datetime.date(2026, 2, 1))
    assert report.faults == ()


def test_small_counts_are_told_once_a_table(data_set):
    rows = "".join(f"06;hip;2026-{at + 1:02d};{at}\n" for at in range(7))
    folder = data_set(demand=f"region;need;period;patients\n{rows}")
    (note,) = intake.check(folder, datetime.date(2026, 7, 31)).notes
    # 1, 2, 3 and 4; nobody is in a zero, and 5 is the limit.
    assert (note.code, note.message[:6]) == ("PKS-411", "4 av 7")
    assert intake.check(folder).notes == ()


@pytest.mark.parametrize(
    ("counts", "codes"),
    [
        ([30, 31, 32, 33, 34], ["PKS-415"]),
        ([30, 31, 32, 33, 34, ".."], ["PKS-415"]),  # what was not reported is no outcome
        ([30, 31, 32, 33, 34, 35], []),
    ],
)
def test_a_history_too_short_for_any_forecast_stops_a_run(data_set, counts, codes):
    rows = "".join(f"06;hip;2026-{at + 1:02d};{count}\n" for at, count in enumerate(counts))
    folder = data_set(demand=f"region;need;period;patients\n{rows}06;rare;2026-01;9\n")
    needs = (folder / "needs.csv").read_text("utf-8")
    (folder / "needs.csv").write_text(f"{needs}rare;Sällsynt;acute;1\n", "utf-8")
    told = intake.check(folder, run=True).faults
    assert [fault.code for fault in told] == codes
    assert intake.check(folder, datetime.date(2026, 7, 1)).faults == told
    assert intake.check(folder).faults == ()

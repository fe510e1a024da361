"""Units that change: one history, sums kept, nothing moved that goes on by itself."""

import pandas as pd
import pytest

from pkslib.tables import intake
from pkslib.tables.declaration import empty
from pkslib.tables.inputs import INPUTS
from pkslib.tables.unit_changes import continued


def _changes(*rows):
    return pd.DataFrame(rows, columns=["unit", "to_unit", "from", "share"])


def _done(*rows):
    return pd.DataFrame(rows, columns=["unit", "activity", "period", "count"])


def _moved(done, *rows):
    tables = {"unit_changes": _changes(*rows), "production": done}
    found = continued(tables)["production"]
    return sorted(found.itertuples(index=False, name=None))


def test_a_renamed_unit_takes_its_history_with_it_and_late_rows_too():
    done = _done(("A", "stay", "2026-01", 4.0), ("A", "stay", "2026-03", 1.0))
    assert _moved(done, ("A", "B", "2026-02", 1.0)) == [
        ("B", "stay", "2026-01", 4.0),
        ("B", "stay", "2026-03", 1.0),
    ]


def test_a_split_unit_divides_its_history_only():
    done = _done(("A", "stay", "2026-01", 10.0), ("A", "stay", "2026-02", 7.0))
    assert _moved(done, ("A", "B", "2026-02", 0.3)) == [
        ("A", "stay", "2026-01", 7.0),
        ("A", "stay", "2026-02", 7.0),
        ("B", "stay", "2026-01", 3.0),
    ]


def test_what_stays_may_be_said_as_well():
    done = _done(("A", "stay", "2026-01", 10.0), ("A", "stay", "2026-02", 7.0))
    said = _moved(done, ("A", "B", "2026-02", 0.3), ("A", "A", "2026-02", 0.7))
    assert said == _moved(done, ("A", "B", "2026-02", 0.3))


def test_changes_follow_on_one_another():
    done = _done(("A", "stay", "2025-01", 8.0))
    found = _moved(done, ("B", "C", "2026-02", 0.5), ("A", "B", "2025-06", 1.0))
    assert found == [("B", "stay", "2025-01", 4.0), ("C", "stay", "2025-01", 4.0)]


def test_a_sum_with_a_part_that_was_not_reported_is_not_known():
    done = _done(("A", "stay", "2026-01", None), ("B", "stay", "2026-01", 6.0))
    ((*_, count),) = _moved(done, ("A", "C", "2026-02", 1.0), ("B", "C", "2026-02", 1.0))
    assert pd.isna(count)


def test_hours_per_person_are_weighed_and_persons_added():
    staff = pd.DataFrame(
        {
            "unit": ["A", "B"], "resource": "nurse", "period": "2026-01", "count": [10.0, 30.0],
            "hours": [100.0, 140.0], "absence": [0.1, 0.3],
        }
    )  # fmt: skip
    changes = _changes(("A", "C", "2026-02", 1.0), ("B", "C", "2026-02", 1.0))
    (row,) = continued({"unit_changes": changes, "resources": staff})["resources"].to_dict(
        "records"
    )
    assert (row["unit"], row["count"]) == ("C", 40.0)
    assert row["hours"] == pytest.approx(130.0)  # not 120, the plain mean
    assert row["absence"] == pytest.approx(0.25)


def test_two_bands_of_one_beginning_end_where_the_longer_does():
    lists = empty(INPUTS["waiting"])
    rows = pd.DataFrame(
        {
            "region": "06", "unit": ["A", "B"], "need": "hip", "as_of": "2026-01-31",
            "days_from": 0, "days_to": [30, 60], "patients": [5.0, 7.0],
        }
    )  # fmt: skip
    lists = pd.concat([lists, rows.astype({"days_from": "Int64", "days_to": "Int64"})])
    changes = _changes(("A", "B", "2026-02", 1.0))
    found = continued({"unit_changes": changes, "waiting": lists})["waiting"]
    assert found[["unit", "days_to", "patients"]].to_numpy().tolist() == [["B", 60, 12.0]]


def test_a_former_unit_need_not_be_among_the_units(data_set):
    production = "unit;activity;period;count\nOLD;stay;2026-01;30\nW;stay;2026-02;30\n"
    changes = "unit;to_unit;from\nOLD;W;2026-02\n"
    report = intake.check(data_set(production=production, unit_changes=changes))
    assert [fault.code for fault in report.faults] == []
    assert report.tables["production"]["unit"].tolist() == ["W", "W"]
    assert report.tables["production"]["count"].sum() == 60


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        (["OLD;W;2026-02;0,7", "OLD;H;2026-02;0,6"], "PKS-523"),
        (["OLD;X;2026-02;1"], "PKS-501"),
    ],
)
def test_what_a_change_may_not_say(found, rows, code):
    changes = "unit;to_unit;from;share\n" + "".join(f"{row}\n" for row in rows)
    assert code in [fault[0] for fault in found(unit_changes=changes)]

"""The appendix leaves out columns that are empty and notes that repeat one another."""

import pandas as pd
import pytest

from pkslib.language import using
from pkslib.show.document import appendix
from pkslib.show.document.region import Region

SETTING = {"setting": "staff.absence", "value": "0.22", "base": "0.22", "low": "0", "high": "1",
           "by": "", "on": "", "why": ""}  # fmt: skip
CHANGED = {"by": "HR-direktör", "on": "2026-10-01", "why": "fler är friska"}


def _table(name, *rows):
    with using("en"):
        return getattr(appendix, name)(Region("06", 2027, {
            {"notes": "data_notes"}.get(name, name): pd.DataFrame(rows)
        }))  # fmt: skip


def test_who_decided_has_columns_where_anything_is_changed():
    untouched = _table("assumptions", SETTING)
    assert untouched.heads[-1] == "Source"
    assert untouched.notes == ("Nobody has changed a value: what the tool proposes stands.",)
    changed = _table("assumptions", SETTING, SETTING | CHANGED | {"setting": "risk.refused"})
    assert changed.heads[-3:] == ["Decided by", "Decided on", "Why"]
    assert changed.rows[1][-3] == "HR-direktör"
    assert changed.notes == ()


def test_the_regions_name_is_not_said_on_every_row():
    row = {"region": "06", "need": "hip", "mase": 0.7, "mase_naive": 0.9, "bias": 0.1,
           "coverage_80": 0.8, "coverage_95": 0.9, "method": "pooled", "calendar_days": None,
           "calendar_holidays": 0.003, "calendar_each": None, "note": ""}  # fmt: skip
    shown = _table("accuracy", row)
    assert shown.heads[0] == "Need"
    assert len(shown.heads) == 8


@pytest.mark.parametrize(("count", "shown"), [(4, 4), (6, 4)])
def test_notes_of_one_kind_are_few(count, shown):
    note = {"file": "staffing.csv", "column": "needed", "row": None}
    values = '{"commission": "13", "norm": "9", "resource": "nurse", "shift": "day", "unit": "W"}'
    rows = [note | {"code": "PKS-546", "values": values}] * count
    other = note | {"code": "PKS-302", "values": '{"count": 2}'}
    table = _table("notes", *rows, other)
    assert [row[0] for row in table.rows] == ["PKS-546"] * shown + ["PKS-302"]
    told = (f"{shown + 1} of {count + 1} rows; the workbook has all.",) if count > shown else ()
    assert table.notes == told

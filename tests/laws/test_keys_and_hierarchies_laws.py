"""Laws of keys and hierarchies: every repeated key and every loop is told, and nothing else."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from pkslib.tables.cells import typed
from pkslib.tables.checks.keys import repeated_keys
from pkslib.tables.checks.references import unit_loops
from pkslib.tables.hierarchy import hospital_of, nearest_above
from pkslib.tables.sources.sheet import Sheet

KEYS = ["region", "need", "period"]
# Two spellings of one week among them, and cells that can't be read.
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["06", "12", ""]),
        st.sampled_from(["hip", "knee"]),
        st.sampled_from(["2026-W14", "2026-V14", "2026-W15", "2026-W99"]),
        st.sampled_from(["1", "2", "x"]),
    ),
    max_size=10,
)


def _sheet(table, rows, columns):
    """Return rows as a sheet; the first is row 2, below the header."""
    frame = pd.DataFrame(rows, columns=columns, dtype="str")
    return Sheet(table, f"{table}.csv", frame.set_axis(pd.RangeIndex(2, len(frame) + 2)))


@given(ROWS)
def test_every_row_that_repeats_a_key_is_told_with_the_first_that_has_it(rows):
    sheet, _ = typed(_sheet("demand", rows, [*KEYS, "patients"]))
    first, expected = {}, {}
    for row, (region, need, period, _) in enumerate(rows, start=2):
        key = (region, need, period.replace("V", "W"))
        if region and period != "2026-W99" and first.setdefault(key, row) != row:
            expected[row] = first[key]
    told = {fault.row: fault.message for fault in repeated_keys({"demand": sheet})}
    assert told.keys() == expected.keys()
    assert all(f" {expected[row]}" in told[row] for row in expected)


# Each of six units has one of the six, or none, above it: every shape of tree and loop.
ABOVE = st.lists(st.sampled_from(["", *"ABCDEF"]), min_size=6, max_size=6)


def _way_up(unit, above):
    """Return the units above one, in order, until the top or a unit met before."""
    way = []
    while (unit := above[unit]) and unit not in way:
        way.append(unit)
    return way


def _units(above, levels="ward"):
    rows = [(unit, unit, "06", parent, levels) for unit, parent in above.items()]
    return _sheet("units", rows, ["unit", "name", "region", "parent", "level"])


@given(ABOVE)
def test_every_unit_of_a_loop_is_told_and_no_other(parents):
    above = dict(zip("ABCDEF", parents, strict=True))
    sheet, _ = typed(_units(above))
    told = {fault.row for fault in unit_loops({"units": sheet})}
    assert told == {row for row, unit in enumerate(above, start=2) if unit in _way_up(unit, above)}


@given(ABOVE, st.sets(st.sampled_from("ABCDEF")))
def test_a_unit_belongs_to_the_nearest_hospital_above_it(parents, hospitals):
    # A superior comes earlier in the alphabet, so that there are no loops.
    above = {
        unit: parent if parent < unit else ""
        for unit, parent in zip("ABCDEF", parents, strict=True)
    }
    frame = _units(above).frame.assign(parent=[parent or None for parent in above.values()])
    frame["level"] = ["hospital" if unit in hospitals else "ward" for unit in frame["unit"]]
    nearest, belongs = nearest_above(frame, hospitals), hospital_of(frame)
    for unit in above:
        over = [one for one in (unit, *_way_up(unit, above)) if one in hospitals]
        assert nearest.get(unit, "") == (over[0] if over else "")
        assert belongs[unit] == (over[0] if over else above[unit] or unit)

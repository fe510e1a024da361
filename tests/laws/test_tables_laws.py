"""Laws of the intake: what is written is read, order does not matter, nothing is echoed."""

import io
import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pkslib.language import number, using
from pkslib.tables import declaration, numbers
from pkslib.tables.cells import typed
from pkslib.tables.faults import ordered
from pkslib.tables.identity import HIDDEN, holds_number, masked
from pkslib.tables.inputs import INPUTS
from pkslib.tables.sources.sheet import Sheet, words

FINITE = st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15)


def _read(text):
    values, wrong = numbers.read(pd.Series([text], dtype="str"))
    assert wrong == {}
    return values[0]


@given(FINITE)
def test_a_number_as_text_is_read_back_exactly(value):
    assert _read(words(value)) == value


@given(st.integers(-(10**12), 10**12), st.integers(0, 4))
def test_a_number_as_shown_in_swedish_is_read_back(whole, decimals):
    value = whole / 10**decimals
    with using("sv"):
        assert math.isclose(_read(number(value, decimals)), value, rel_tol=1e-12)


@given(st.text(max_size=12))
def test_any_text_is_a_number_or_a_fault(text):
    values, wrong = numbers.read(pd.Series([text], dtype="str"))
    assert (0 in wrong) != math.isfinite(values[0])


@given(st.from_regex(r"(19|20)?[0-9]{6}[-+]?[0-9]{4}", fullmatch=True), st.text(max_size=5))
def test_no_identity_number_is_left_in_a_masked_text(found, around):
    hidden = masked(f"{around} {found} {around}")
    assert not holds_number(hidden)
    assert found not in hidden
    assert HIDDEN in hidden


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["06", "12", "", "a/b"]),
        st.sampled_from(["hip", "knee"]),
        st.sampled_from(["2026-01", "2026-V14", "2026-13", "2026-Q1", ""]),
        st.sampled_from(["1", "1 234,5", "x", "-3", "", "0,5"]),
    ),
    min_size=1,
    max_size=8,
)
COLUMNS = ["region", "need", "period", "patients"]


def _demand(rows):
    frame = pd.DataFrame(rows, columns=COLUMNS, dtype="str")
    return frame.set_axis(pd.RangeIndex(2, len(frame) + 2))


@given(ROWS, st.randoms(use_true_random=False))
@settings(deadline=None)
def test_the_order_of_rows_does_not_matter(rows, chance):
    frame = _demand(rows)
    shuffled = frame.loc[chance.sample(list(frame.index), len(frame))]
    one, faults = typed(Sheet("demand", "demand.csv", frame))
    other, same = typed(Sheet("demand", "demand.csv", shuffled))
    pd.testing.assert_frame_equal(one.frame, other.frame.sort_index())
    places = [
        {(fault.code, fault.row, fault.column) for fault in found} for found in (faults, same)
    ]
    assert places[0] == places[1]
    assert ordered(faults) == ordered(reversed(faults))


@given(ROWS)
@settings(deadline=None)
def test_every_cell_has_a_value_or_a_fault(rows):
    given = _demand(rows)
    sheet, faults = typed(Sheet("demand", "demand.csv", given))
    wrong = {(fault.row, fault.column) for fault in faults if fault.severity == "error"}
    for column in COLUMNS:
        for row, missing in sheet.frame[column].isna().items():
            # A number of patients that nobody reported is no fault.
            silent = column == "patients" and given.loc[row, column].strip() in ("", "..")
            assert missing == ((row, column) in wrong or silent)


@given(ROWS)
@settings(deadline=None)
def test_what_passes_keeps_every_rule_of_the_declaration(rows):
    sheet, faults = typed(Sheet("demand", "demand.csv", _demand(rows)))
    spoilt = {fault.row for fault in faults if fault.severity == "error"}
    sound = sheet.frame.drop(index=sorted(spoilt)).drop_duplicates(COLUMNS[:3])
    declaration.validate(sound, INPUTS["demand"])


@pytest.mark.parametrize("separator", [";", "\t", ","])
@given(cells=st.lists(st.text(alphabet=st.characters(exclude_categories=["C"])), min_size=1))
@settings(deadline=None)
def test_any_cell_survives_a_csv_file(tmp_path_factory, separator, cells):
    from pkslib.tables.sources.delimited import read_csv

    frame = pd.DataFrame({"need": [f"n{at}" for at in range(len(cells))], "name": cells})
    buffer = io.StringIO()
    frame.to_csv(buffer, sep=separator, index=False, lineterminator="\n")
    path = tmp_path_factory.mktemp("csv") / "needs.csv"
    path.write_text(buffer.getvalue(), encoding="utf-8", newline="")
    sheet, _ = read_csv(path, "needs")
    assert sheet.frame["name"].tolist() == cells

"""Declared tables: what they refuse, and how they order rows."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pkslib.tables.declaration import (
    DeclarationError,
    column,
    empty,
    filled,
    table,
    typed,
    validate,
)
from pkslib.tables.inputs import INPUTS, KEPT

STAYS = table(
    "stays",
    "Stays",
    "A table for tests.",
    unit=column("Unit", "code", key=True),
    period=column("Period", "period", key=True),
    days=column("Days", "number", unit="bed days", low=0),
    beds=column("Beds", "integer", low=0, empty=True, optional=True),
    share=column("Share", "number", above=0, high=1, empty=True, optional=True),
    kind=column("Kind", "choice", choices=("short", "long"), empty=True, optional=True),
)


def _stays(**changes):
    good = {"unit": ["B", "A"], "period": ["2027-01", "2027-01"], "days": [2, 1]}
    return pd.DataFrame(good | changes)


def test_rows_are_ordered_by_key_and_typed():
    found = validate(_stays(), STAYS)
    assert found["unit"].tolist() == ["A", "B"]
    assert found["days"].dtype == float
    assert found.index.tolist() == [0, 1]


@given(
    st.lists(
        st.tuples(st.sampled_from(["A", "B", "C", None]), st.sampled_from(["2027", "2028", None])),
        max_size=4,
    )
)
@settings(max_examples=60, deadline=None)
def test_rows_are_ordered_as_pandas_sorts_them(keys):
    rows = pd.DataFrame(keys, columns=["unit", "period"], dtype="str")
    given = rows.assign(days=range(len(rows)))
    expected = given.sort_values(["unit", "period"], kind="stable")["days"]
    assert typed(given, STAYS)["days"].tolist() == expected.tolist()


@pytest.mark.parametrize("kept", ["python", "pyarrow"])
def test_text_is_kept_as_pandas_is_told_and_faults_are_the_same(kept):
    with pd.option_context("mode.string_storage", kept):
        assert validate(_stays(), STAYS)["unit"].dtype.storage == kept
        with pytest.raises(DeclarationError) as caught:
            validate(_stays(days=[-1, 1]), STAYS)
    assert str(caught.value) == "Table stays:\ndays: -1.0 is below 0"


def test_undeclared_columns_are_left_behind():
    assert "other" not in typed(_stays(other=[1, 2]), STAYS)


@pytest.mark.parametrize(
    "changes",
    [
        {"days": [-1, 1]},
        {"days": [None, 1]},
        {"period": ["2027-13", "2027-01"]},
        {"unit": ["a/b", "A"]},
        {"unit": ["A", "A"]},
        {"beds": [-1, None]},
        {"share": [0.0, 1.0]},
        {"share": [0.5, 1.5]},
        {"kind": ["short", "other"]},
    ],
)
def test_what_breaks_the_declaration_is_refused(changes):
    with pytest.raises(DeclarationError):
        validate(_stays(**changes), STAYS)


def test_every_fault_is_told_at_once():
    wrong = _stays(unit=["a/b", "a/b"], share=[0.0, 1.5], kind=["other", None], beds=[-1, 2])
    with pytest.raises(DeclarationError) as caught:
        validate(wrong.drop(columns="days"), STAYS)
    assert str(caught.value).splitlines() == [
        "Table stays:",
        "unit: not a code: ['a/b']",
        "days: the column is missing",
        "beds: -1.0 is below 0",
        "share: 0.0 is not above 0",
        "share: 1.5 is above 1",
        "kind: not a choice: ['other']",
        "unit, period: repeated keys: [['a/b', '2027-01']]",
    ]


def test_empty_table_has_every_column():
    assert list(empty(STAYS)) == ["unit", "period", "days", "beds", "share", "kind"]
    assert len(validate(empty(STAYS), STAYS)) == 0


def test_a_table_knows_its_key_and_a_column_its_name():
    assert STAYS.key == ["unit", "period"]
    assert STAYS.columns["days"].name == "days"


def test_a_table_without_a_required_column_is_refused():
    with pytest.raises(DeclarationError):
        validate(_stays().drop(columns="days"), STAYS)


def test_what_may_be_left_out_is_filled_as_declared():
    blocks = table(
        "blocks",
        "Blocks",
        "A table for tests.",
        unit=column("Unit", "code", key=True),
        block=column("Block", "number", optional=True, empty=True, default=3.0),
        ready=column("Ready", "flag", optional=True, default=False),
        cost=column("Cost", "number", optional=True, empty=True),
    )
    units = pd.DataFrame({"unit": ["A", "B"]})
    found = filled(units.assign(block=[None, 7.0]), blocks)
    assert found["block"].tolist() == [3.0, 7.0]
    assert found["ready"].tolist() == [False, False]
    assert found["cost"].isna().all()
    assert filled(units, blocks)["block"].tolist() == [3.0, 3.0]
    assert list(typed(units, blocks)) == ["unit"]


def test_what_falls_away_without_a_table_is_told_for_every_one_that_may_be_missing():
    # What `pks decide` keeps of a round comes together; one sentence is enough for all of it.
    together = {schema.name for schema in KEPT} - {"decided_rounds"}
    optional = {name for name, declared in INPUTS.items() if not declared.required} - together
    assert {name for name, declared in INPUTS.items() if declared.without} == optional

"""Declared tables: what they refuse, and how they order rows."""

import pandas as pd
import pandera.errors
import pytest

from pkslib.tables.declaration import column, empty, facts, key_of, table, typed, validate

STAYS = table(
    "stays",
    "Stays",
    "A table for tests.",
    unit=column("Unit", "code", key=True),
    period=column("Period", "period", key=True),
    days=column("Days", "number", unit="bed days", low=0),
    beds=column("Beds", "integer", low=0, empty=True, optional=True),
)


def _stays(**changes):
    good = {"unit": ["B", "A"], "period": ["2027-01", "2027-01"], "days": [2, 1]}
    return pd.DataFrame(good | changes)


def test_rows_are_ordered_by_key_and_typed():
    found = validate(_stays(), STAYS)
    assert found["unit"].tolist() == ["A", "B"]
    assert found["days"].dtype == float
    assert found.index.tolist() == [0, 1]


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
    ],
)
def test_what_breaks_the_declaration_is_refused(changes):
    with pytest.raises(pandera.errors.SchemaErrors):
        validate(_stays(**changes), STAYS)


def test_empty_table_has_every_column():
    assert list(empty(STAYS)) == ["unit", "period", "days", "beds"]
    assert len(validate(empty(STAYS), STAYS)) == 0


def test_key_and_facts_come_from_the_declaration():
    assert key_of(STAYS) == ["unit", "period"]
    assert facts(STAYS.columns["days"])["unit"] == "bed days"

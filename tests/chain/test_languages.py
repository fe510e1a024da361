"""Results hold codes and numbers: a Swedish and an English run write the same bytes."""

from pathlib import Path

import pytest

from pkslib import scenario
from pkslib.language import using
from pkslib.settings import checked
from pkslib.tables import intake, overview, store
from pkslib.tables.declaration import empty
from pkslib.tables.results import RESULTS

EXAMPLE = Path(__file__).parents[2] / "data" / "example"
# What is decided, so that the tables of decisions have rows to tell apart.
DECIDED = checked(
    {
        "title": "Två språk",
        "demand": {
            "tier": "fast",
            "correct_bias": True,
            "treatments": {"stroke": {"pandemic": "keep", "periods": {"2026-03": "drop"}}},
        },
        "capacities": {"bed_day": {"utilisation": 0.9}},
        "decisions": [
            {"setting": "capacities.bed_day", "by": "planeringsledare", "on": "2026-10-01",
             "why": "Prövat i höst: Left, yes och Kvar är bara ord"}
        ],
    },
    "here",
)  # fmt: skip


def _written(language, folder):
    """Write every table that a run in a language gives, and return the files' bytes by name."""
    with using(language):
        report = intake.check(EXAMPLE)
        tables = overview.region_slice(report.tables, "99")
        first = {
            "data_tables": overview.data_tables(tables),
            "data_notes": overview.data_notes(report.notes, tables),
            "assumptions": overview.assumption_rows(DECIDED),
            "assumption_places": empty(RESULTS["assumption_places"]),
        }
        store.write(folder, **first, **scenario.run(tables, DECIDED, 2027))
    return {path.stem: path.read_bytes() for path in (folder / "tables").glob("*.parquet")}


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    return [_written(word, tmp_path_factory.mktemp(word)) for word in ("sv", "en")]


@pytest.mark.parametrize("name", sorted(RESULTS))
def test_the_tables_of_a_swedish_and_an_english_run_are_equal_to_the_byte(both, name):
    swedish, english = both
    assert swedish[name] == english[name]

"""The data dictionary is printed from the declarations and never behind them."""

from pathlib import Path

from pkslib.tables.dictionary import markdown
from pkslib.tables.inputs import INPUTS
from pkslib.tables.results import RESULTS

PRINTED = Path(__file__).parents[3] / "docs" / "data-dictionary.md"


def test_the_printed_dictionary_is_up_to_date():
    assert PRINTED.read_text(encoding="utf-8") == markdown()


def test_every_table_is_in_it_with_both_languages():
    words = markdown()
    for name in [*INPUTS, *RESULTS]:
        assert words.count(f"\n### {name}: ") == 1, name
    assert (
        "| `utilisation` | Målsatt nyttjandegrad | Target utilisation | number | share |" in words
    )

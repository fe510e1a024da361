"""The catalogue of faults: every number has its tests, and the page names them all."""

import re
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[2]
LAST = 95


def _tested():
    """Return the names of the tests by the number they carry: f07 is number 7."""
    found = defaultdict(set)
    for path in (ROOT / "tests" / "faults").glob("test_*.py"):
        for name, number in re.findall(r"^def (test_f(\d\d)_\w+)", path.read_text("utf-8"), re.M):
            found[int(number)].add(name)
    return dict(found)


def _listed():
    """Return the names of the tests by the number of their line on the page."""
    page = (ROOT / "docs" / "faults.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d+) \|.*\|([^|]*)\|$", page, re.M)
    return {int(number): set(re.findall(r"`(test_f\w+)`", tests)) for number, tests in rows}


def test_every_number_of_the_catalogue_is_tested():
    assert sorted(_tested()) == list(range(1, LAST + 1))


def test_the_page_names_every_test_by_its_number():
    assert _listed() == _tested()

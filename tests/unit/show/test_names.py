import pytest

from pkslib.show import names
from pkslib.show.names import CODES, Names


def test_names_are_read_from_the_regions_tables(region):
    known = names.read(region)
    assert known.of("unit", "99-1-OP") == "Operation, Norrsjö"
    assert known.of("worst_unit", "99-1-OP") == "Operation, Norrsjö"
    assert known.of("place", "99") == "Region Exempel"
    assert known.measures["theatre_hour"] == "hour"


def test_tables_that_are_not_there_are_passed_over():
    assert names.read({}) == CODES


@pytest.mark.parametrize(
    ("measure", "over_time", "in_all"),
    [
        ("bed_day", "vårdplatser", "vårddygn"),
        ("hour", "timmar", "timmar"),
        ("slot", "tider", "tider"),
        ("unknown", "kapacitetens mått", "kapacitetens mått"),
    ],
)
def test_measures_have_words(measure, over_time, in_all, swedish):
    known = Names(measures={"c": measure})
    assert (known.per_period("c"), known.in_all("c")) == (over_time, in_all)


def test_shifts_are_words_and_resources_stay_as_they_are(swedish):
    assert CODES.of("shift", "evening") == "kväll"
    assert CODES.of("limiting", "opening") == "öppettider"
    assert CODES.of("resource", "biomedical_analyst") == "biomedical analyst"


@pytest.mark.parametrize(
    ("subject", "name"), [("need", "a need"), ("production", "an activity"), ("capacity", "c")]
)
def test_what_was_followed_up_is_named_by_its_kind(subject, name):
    known = Names({"need": {"c": "a need"}, "activity": {"c": "an activity"}})
    assert known.item(subject, "c") == name

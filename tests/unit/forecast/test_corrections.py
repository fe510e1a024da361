import pandas as pd
import pytest

from pkslib.forecast.moves import corrections

MONTHS = [f"2027-{month:02d}" for month in range(1, 9)]
LOW = [5.0, 6, 4, 5, 6, 4, 5, 5]
TO_AND_FRO = [5.0, -6, 4, -5, 6, -4, 5, -5]


def _tested(*origins):
    parts = [
        pd.DataFrame({"series": "a", "origin": f"{2020 + at}", "period": MONTHS[: len(errors)],
                      "error": errors})
        for at, errors in enumerate(origins)
    ]  # fmt: skip
    return corrections(pd.concat(parts)).iloc[0]


def test_what_is_systematic_every_year_is_moved_by_the_least_of_them():
    # Mean errors 5 and 2.5.
    found = _tested(LOW, [error / 2 for error in LOW])
    assert (found["verdict"], found["years"], found["correction"]) == ("systematic", 2, 2.5)
    assert found["error"] == 2.5


@pytest.mark.parametrize(
    ("origins", "verdict", "years"),
    [
        ((LOW,), "systematic", 1),
        ((TO_AND_FRO, LOW), "systematic", 1),
        ((LOW, TO_AND_FRO), "random", 0),
        ((LOW, [-error for error in LOW]), "systematic", 1),
        (([5.0, 5, 5],), "too few", 0),
    ],
)
def test_one_year_and_years_that_differ_move_nothing(origins, verdict, years):
    found = _tested(*origins)
    assert (found["verdict"], found["years"], found["correction"]) == (verdict, years, 0.0)


def test_a_last_year_of_too_few_periods_is_passed_over():
    found = _tested(LOW, LOW, [9.0, 9])
    assert (found["verdict"], found["correction"]) == ("systematic", 5.0)

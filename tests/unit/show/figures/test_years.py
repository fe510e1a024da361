import pandas as pd

from pkslib.show.figures import years
from pkslib.show.names import Names

NAMES = Names(measures={"hour": "hour"})
TAKEN_OFF = "What realised improvement work gives is taken off what is lacking."


def _four(labels, gaps, realised):
    """Return 1 000 hours needed in each year or quarter of a region, less what is there."""
    ends = dict.fromkeys(["lower_80", "upper_80", "combined_lower", "combined_upper"], float("nan"))
    rows = {"scope": "region", "place": "99", "capacity": "hour", "period": labels, "need": 1000.0}
    gap = pd.Series(gaps)
    return pd.DataFrame(rows | ends | {"realised": realised}).assign(
        gap=gap, available=1000.0 - gap
    )


def _written(axes):
    return axes.get_title(loc="left").replace("\n", " ")


def test_what_lacks_in_a_year_is_told_less_realised_improvement_work(english):
    # 100 and 150 hours lack; realised work gives 30 of them each year.
    axes = years.over_years(
        _four(["2027", "2030"], [100.0, 150.0], 30.0), "99", "hour", names=NAMES
    )
    assert "70 hours are lacking in 2027 and 120 in 2030" in axes.get_title()
    assert TAKEN_OFF in _written(axes)


def test_the_tightest_quarter_is_the_one_after_realised_improvement_work(english):
    # The second quarter lacks more as it stands, the first more when what is realised is taken off.
    rows = _four(["2027-Q1", "2027-Q2"], [90.0, 100.0], [0.0, 40.0])
    axes = years.quarters(rows, "hour", names=NAMES)
    assert "90 hours are lacking at 99 in quarter 1 2027" in axes.get_title()
    assert TAKEN_OFF in _written(axes)

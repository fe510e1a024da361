import pandas as pd
import pytest

from pkslib.show import sentences
from pkslib.tables.declaration import empty
from pkslib.tables.results import RESULTS


def _said(needs):
    rows = [
        {"scope": "region", "place": "S1", "capacity": "bed_day", "period": str(2027 + at),
         "need": need, "available": 900.0, "gap": need - 900, "carried": 1.0}
        for at, need in enumerate(needs)
    ]  # fmt: skip
    asked = [
        {"scope": "region", "place": "S1", "capacity": "bed_day", "period": str(2027 + at),
         "lacking": 0.0, "peak": 0.0, "places": 0, "tightest": None}
        for at in range(len(needs))
    ]  # fmt: skip
    tables = {name: empty(RESULTS[name]) for name in ("years_posts", "years_decisions")}
    tables |= {"four_years": pd.DataFrame(rows), "years_asked": pd.DataFrame(asked)}
    return sentences.four_years(tables, 2027)


@pytest.mark.parametrize(
    ("needs", "still"),
    [
        # A leap day is no growth: 365 to 366 days are 0.27 %.
        ((365.0, 366.0, 365.0, 365.0), True),
        ((365.0, 367.0, 369.0, 371.0), False),
    ],
)
def test_a_need_that_nothing_lets_grow_says_so(english, needs, still):
    assert _said(needs)[0].startswith("The need stands still in all the years") is still

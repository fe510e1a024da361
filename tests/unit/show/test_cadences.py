import numpy as np
import pandas as pd

from pkslib.show.cadences import by_level
from pkslib.show.names import Names
from pkslib.tables.results import RESULTS

NAMES = Names({"region": {"99": "Region Exempel"}, "capacity": {"bed_day": "Vårddygn"}})


def _told(*rows):
    columns = [*RESULTS["parameters"].columns]
    return pd.DataFrame([dict(zip(columns, row, strict=True)) for row in rows])


def _table(*rows):
    return by_level(_told(*rows), "99", names=NAMES)._repr_html_()


def _row(
    group,
    parameter,
    item,
    cadence,
    value,
    plan,
    last_year,
    *,
    upper=np.nan,
    share=False,
    missing="",
):
    amounts = (value, upper, plan, last_year)
    return (group, parameter, item, "99", cadence, *amounts, share, "", missing)


def test_each_level_has_its_column_and_each_cell_its_plan(english):
    page = _table(
        _row("production", "operation", "", "month", 110.0, 100.0, 100.0),
        _row("production", "operation", "", "year", 1200.0, 1250.0, 1000.0),
        _row("utilisation", "capacity_used", "bed_day", "month", 0.91, 0.85,
             0.88, share=True),
    )  # fmt: skip
    assert "Month (tactical)" in page
    assert "Year (strategic)" in page
    assert "Week (operative)" not in page
    assert "110 (+10.0%)" in page
    assert "1,200 (−4.0%)" in page
    # The longest cadence against the year before: 1 200 of 1 000; a share in points.
    assert ">+20.0%<" in page
    assert "Capacity used of what there was, Vårddygn" in page
    assert "91% (plan\N{NO-BREAK SPACE}85%)" in page
    assert ">+3 points<" in page


def test_production_stands_first_and_what_is_missing_is_named_below(swedish):
    page = _table(
        _row("economy", "cost", "", "month", 5e6, np.nan, np.nan),
        _row("production", "operation", "", "month", 9.0, np.nan, np.nan),
        _row("availability", "waiting", "", "month", np.nan, np.nan, np.nan,
             missing="waiting"),
    )  # fmt: skip
    assert page.index("Operationer") < page.index("Kostnad")
    assert "Väntande patienter: Saknas: tabellen waiting." in page


def test_other_places_are_left_out(english):
    rows = _told(_row("production", "operation", "", "month", 9.0, 9.0, 9.0))
    assert "Operations" not in by_level(rows.assign(place="A"), "99", names=NAMES)._repr_html_()


def test_a_share_that_may_lie_anywhere_between_two_is_a_range(swedish):
    row = _row("availability", "within_guarantee", "", "month", 0.45, 1.0, np.nan, upper=0.7,
               share=True)  # fmt: skip
    assert "45–70\xa0% (plan\xa0100\xa0%)" in _table(row)

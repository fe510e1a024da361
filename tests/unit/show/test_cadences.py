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


def _row(group, parameter, item, cadence, value, plan, last_year, *, share=False, missing=""):
    return (group, parameter, item, "99", cadence, value, plan, last_year, share, "", missing)


def test_each_level_has_its_column_and_each_cell_its_plan(english):
    page = _table(
        _row("production", "Operations", "", "month", 110.0, 100.0, 100.0),
        _row("production", "Operations", "", "year", 1200.0, 1250.0, 1000.0),
        _row("utilisation", "Capacity used of what there was", "bed_day", "month", 0.91, 0.85,
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
        _row("economy", "Cost [SEK]", "", "month", 5e6, np.nan, np.nan),
        _row("production", "Operations", "", "month", 9.0, np.nan, np.nan),
        _row("availability", "Patients waiting", "", "month", np.nan, np.nan, np.nan,
             missing="Saknas: tabellen waiting."),
    )  # fmt: skip
    assert page.index("Operationer") < page.index("Kostnad")
    assert "Väntande patienter: Saknas: tabellen waiting." in page


def test_other_places_are_left_out(english):
    rows = _told(_row("production", "Operations", "", "month", 9.0, 9.0, 9.0))
    assert "Operations" not in by_level(rows.assign(place="A"), "99", names=NAMES)._repr_html_()

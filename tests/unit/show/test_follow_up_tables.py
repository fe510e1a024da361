import numpy as np
import pandas as pd

from pkslib.show import follow_up_tables
from pkslib.show.names import Names
from pkslib.tables.results import RESULTS


def test_the_guidances_follow_up_table(english):
    # Socialstyrelsen (2024), Uppföljning på taktisk nivå: January to September 2023 of a window
    # that begins in October 2022; inflow −1 in all and random, production +47 and systematic.
    months = [f"2023-{month:02d}" for month in range(1, 10)]
    forecast = pd.Series([110, 120, 130, 110, 100, 90, 100, 100, 100.0])
    inflow = pd.Series([103, 110, 133, 124, 99, 85, 97, 105, 103.0])
    plan = pd.Series([100, 120, 130, 130, 110, 80, 80, 80, 110.0])
    done = pd.Series([105, 119, 140, 115, 115, 90, 92, 91, 120.0])
    page = follow_up_tables.follow_up(
        pd.DataFrame(
            {"period": months, "forecast": forecast, "outcome": inflow, "error": inflow - forecast}
        ),
        pd.DataFrame({"period": months, "plan": plan, "outcome": done, "deviation": done - plan}),
    )._repr_html_()
    rows = page.replace("\xa0", " ").split("<tr>")
    error = next(row for row in rows if "Forecast error" in row)
    deviation = next(row for row in rows if "Deviation" in row)
    assert error.count("N/A") == 3
    assert ">−1<" in error
    assert "random" in error
    assert ">47<" in deviation
    assert "systematic" in deviation


def test_nothing_to_follow_up_is_an_empty_table(english):
    need = pd.DataFrame({"period": [], "forecast": [], "outcome": [], "error": []})
    made = pd.DataFrame({"period": [], "plan": [], "outcome": [], "deviation": []})
    assert "Production plan" in follow_up_tables.follow_up(need, made)._repr_html_()


def test_every_measure_of_a_unit_with_money_in_millions(english):
    rows = pd.DataFrame(
        {"subject": ["hours", "money", "queue"], "place": "A", "item": ["hour", "cost", "hip"],
         "period": "2026-09", "planned": [10.0, 2e6, 5.0], "outcome": [12.0, 1.5e6, 6.0],
         "deviation": [2.0, -5e5, 1.0]}
    )  # fmt: skip
    page = follow_up_tables.every_measure(rows, "A")._repr_html_()
    cost = next(row for row in page.split("<tr>") if "Cost, million SEK, deviation" in row)
    assert ">−0.5<" in cost
    assert "hour, plan" in page
    assert "hip" not in page
    assert "Follow-up" in follow_up_tables.every_measure(rows, "B")._repr_html_()


NAMES = Names({"region": {"99": "Region Exempel"}, "capacity": {"bed_day": "Vårddygn"}})


def _told(*rows):
    columns = [*RESULTS["parameters"].columns]
    return pd.DataFrame([dict(zip(columns, row, strict=True)) for row in rows])


def _levels(*rows):
    return follow_up_tables.by_level(_told(*rows), "99", names=NAMES)._repr_html_()


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
    page = _levels(
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
    page = _levels(
        _row("economy", "cost", "", "month", 5e6, np.nan, np.nan),
        _row("production", "operation", "", "month", 9.0, np.nan, np.nan),
        _row("availability", "waiting", "", "month", np.nan, np.nan, np.nan,
             missing="waiting"),
    )  # fmt: skip
    assert page.index("Operationer") < page.index("Kostnad")
    assert "Väntande patienter: Saknas: tabellen waiting." in page


def test_other_places_are_left_out(english):
    rows = _told(_row("production", "operation", "", "month", 9.0, 9.0, 9.0))
    page = follow_up_tables.by_level(rows.assign(place="A"), "99", names=NAMES)._repr_html_()
    assert "Operations" not in page


def test_a_share_that_may_lie_anywhere_between_two_is_a_range(swedish):
    row = _row("availability", "within_guarantee", "", "month", 0.45, 1.0, np.nan, upper=0.7,
               share=True)  # fmt: skip
    assert "45–70\xa0% (plan\xa0100\xa0%)" in _levels(row)
    wide = _row("availability", "within_guarantee", "", "month", 0.0, 1.0, np.nan, upper=0.92,
                share=True)  # fmt: skip
    assert "intervallen i väntelistan visar det inte" in _levels(wide)

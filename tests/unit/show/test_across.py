import pandas as pd

from pkslib.show import across


def test_the_guidances_follow_up_table(english):
    # Socialstyrelsen (2024), Uppföljning på taktisk nivå: January to September 2023 of a window
    # that begins in October 2022; inflow −1 in all and random, production +47 and systematic.
    months = [f"2023-{month:02d}" for month in range(1, 10)]
    forecast = pd.Series([110, 120, 130, 110, 100, 90, 100, 100, 100.0])
    inflow = pd.Series([103, 110, 133, 124, 99, 85, 97, 105, 103.0])
    plan = pd.Series([100, 120, 130, 130, 110, 80, 80, 80, 110.0])
    done = pd.Series([105, 119, 140, 115, 115, 90, 92, 91, 120.0])
    page = across.follow_up(
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
    assert "Production plan" in across.follow_up(need, made)._repr_html_()


def test_every_measure_of_a_unit_with_money_in_millions(english):
    rows = pd.DataFrame(
        {"subject": ["hours", "money", "queue"], "place": "A", "item": ["hour", "cost", "hip"],
         "period": "2026-09", "planned": [10.0, 2e6, 5.0], "outcome": [12.0, 1.5e6, 6.0],
         "deviation": [2.0, -5e5, 1.0]}
    )  # fmt: skip
    page = across.every_measure(rows, "A")._repr_html_()
    cost = next(row for row in page.split("<tr>") if "Cost, million SEK, deviation" in row)
    assert ">−0.5<" in cost
    assert "hour, plan" in page
    assert "hip" not in page
    assert "Follow-up" in across.every_measure(rows, "B")._repr_html_()

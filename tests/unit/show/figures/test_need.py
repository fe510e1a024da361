import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_rgba

from pkslib.show import style
from pkslib.show.figures import need


def _words(axes):
    return [text.get_text() for text in axes.texts]


def test_the_guidances_example_comes_out_to_the_figure(swedish):
    # Socialstyrelsen, Stöd för produktions- och kapacitetsstyrning: 1 000 patients of 2 days are
    # 2 000 bed days; / 0,85 = 2 353.
    axes = need.worked_example()
    words = _words(axes)
    assert axes.get_title().replace("\xa0", " ") == (
        "1 000 patienter behöver 2 353 vårddygn vid 85 % beläggning"
    )
    assert {"2\xa0000", "2\xa0353", "× 2", "÷ 0,85"} <= set(words)
    # 2 353 / 365 = 6,4: seven beds.
    assert "7" in words


def test_a_margin_shows_in_the_example(english):
    assert "÷ 0.85 × 1.10" in _words(need.worked_example(margin=0.1))


def test_the_chain_ends_with_occupancy(region, known, english):
    tables = ["care_need", "production_need", "capacity_use", "capacity_need"]
    words = _words(need.chain(*(region[name] for name in tables), "hip_fracture", names=known))
    used = region["capacity_use"].query("need == 'hip_fracture' and capacity == 'bed_day'")
    raw = used["raw"].sum()
    # The invented wards are planned at 85 per cent without margin.
    assert f"{raw:,.0f} bed days" in words
    assert f"{raw / 0.85:,.0f} bed days" in words


def test_small_wards_are_named_with_the_beds_they_need(region, known, english):
    axes = need.refusals(region["ward_risk"], names=known)
    assert axes.get_title().replace("\n", " ").endswith("would be full for more than 5% of them")
    assert any("beds: Medicinkliniken, Söderås" in words for words in _words(axes))


def test_a_limit_that_holds_is_said_so(region, known, english):
    calm = region["ward_risk"].assign(refused=0.01)
    assert need.refusals(calm, names=known).get_title().replace("\n", " ") == (
        "If everybody came at random no ward would be full for more than 5% of them"
    )


@pytest.mark.parametrize(("capacity", "unit"), [("bed_day", "beds"), ("visit_hour", "hours")])
def test_the_axis_says_its_unit(capacity, unit, region, known, english):
    axes = need.over_year(region["capacity_need"], "99-1-MED", capacity, names=known)
    assert axes.get_ylabel() == unit


def test_the_week_s_peak_is_told_with_its_day_and_hour(english):
    rows = [("A", day, hour, 20.0 + (day == 2) * (hour == 9)) for day in range(1, 8)
            for hour in range(24)]  # fmt: skip
    census = pd.DataFrame(rows, columns=["unit", "weekday", "hour", "mean"])
    census = census.assign(period="2027-02", enough=28, basis="default_profile")
    axes = need.census(census, "A")
    assert axes.get_title() == "A: most beds are taken on Tuesday at 09, 21.0; least 20.0"
    assert "28 beds are enough" in axes.get_title(loc="left")


@pytest.mark.parametrize(("most", "share"), [(27.0, 1.4 / 27 / 0.4), (64.0, 1.0)])
def test_a_ward_that_is_as_full_all_week_stays_pale(most, share):
    # 25.6 to 27.0 beds is an eighth of the way to the darkest; 25.6 to 64 all the way.
    rows = [("A", day, hour, most if day == hour == 1 else 25.6) for day in range(1, 8)
            for hour in range(24)]  # fmt: skip
    census = pd.DataFrame(rows, columns=["unit", "weekday", "hour", "mean"])
    axes = need.census(census.assign(period="2027-02", enough=28, basis="x"), "A")
    pale, dark = np.array(to_rgba("#FBEFE9")), np.array(to_rgba(style.SHORTAGE_DARK))
    shown = axes.images[0].get_array()[0, 1]
    np.testing.assert_allclose(shown, (1 - share) * pale + share * dark, atol=1e-6)


def test_units_that_make_too_many_wait_are_counted(english):
    risk = pd.DataFrame(
        {"unit": ["A", "B"], "capacity": "hour", "period": "2027-01", "servers": [2, 9],
         "waits": [0.5, 0.1], "minutes": [40.0, 3.0], "limit": 0.2, "servers_within_limit": [4, 8]}
    )  # fmt: skip
    axes = need.waits(risk)
    assert axes.get_title().startswith("1 of 2 units make more than 20% wait")
    assert [text.get_text() for text in axes.texts] == ["50% wait; 2 → 4", "10% wait; 9 → 8"]

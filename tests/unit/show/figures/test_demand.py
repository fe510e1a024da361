import pandas as pd
import pytest

from pkslib import periods
from pkslib.show.figures import demand


def _demand(labels, patients):
    return pd.DataFrame({"region": "99", "need": "x", "period": labels, "patients": patients})


def _forecast(labels, mean):
    values = {name: mean for name in ("mean", "lower_80", "upper_80", "lower_95", "upper_95")}
    return pd.DataFrame({"region": "99", "need": "x", "period": labels, **values})


def test_the_title_compares_with_the_latest_twelve_months(english):
    past = _demand(periods.between("2025-01", "2026-12"), 100.0)
    ahead = _forecast(periods.within_year(2027, "month"), 110.0)
    axes = demand.fan(past, ahead, "x")
    assert (
        axes.get_title() == "x: 1,320 patients expected in 2027, 10% more than in the latest year"
    )


def test_only_the_planning_year_is_counted(english):
    past = _demand(periods.between("2025-01", "2026-10"), 100.0)
    ahead = _forecast(periods.between("2026-11", "2027-12"), 50.0)
    title = demand.fan(past, ahead, "x").get_title()
    assert title == "x: 600 patients expected in 2027, 50% fewer than in the latest year"


def test_quarters_and_the_pandemic(english):
    past = _demand(periods.between("2019-Q1", "2022-Q4"), 100.0)
    ahead = _forecast(periods.within_year(2023, "quarter"), 100.0)
    marks = pd.DataFrame(
        {"need": "x", "period": ["2020-Q2", "2020-Q3"], "kind": "pandemic", "treatment": ""}
    )
    axes = demand.fan(past, ahead, "x", marks=marks)
    assert axes.get_title().endswith("as many as in the latest year")
    assert "Pandemic" in [text.get_text() for text in axes.texts]
    assert axes.get_title(loc="left").startswith("New patients per quarter")


def test_last_years_value_is_counted_as_better_where_it_is(english):
    accuracy = pd.DataFrame({"need": ["a", "b"], "mase": [0.8, 1.2], "mase_naive": [1.0, 1.0]})
    axes = demand.accuracy(accuracy)
    assert axes.get_title() == "The forecast is closer than last year's value in 1 of 2 cases"
    assert [tick.get_text() for tick in axes.get_yticklabels()] == ["a", "b"]


def test_a_series_too_short_to_test_is_said_so(english):
    accuracy = pd.DataFrame({"need": ["a"], "mase": [None], "mase_naive": [None]}, dtype=object)
    axes = demand.accuracy(accuracy.astype({"mase": float, "mase_naive": float}))
    assert "too short history to test" in [text.get_text() for text in axes.texts]


def test_the_pattern_tells_peak_and_trough(swedish):
    # Mean of the year 100: January 210 is 110 per cent above, July 90 the lowest with −10.
    patients = [210.0, *[90.0] * 11]
    ahead = _forecast(periods.within_year(2027, "month"), 0.0)
    ahead["mean"] = patients
    title = demand.season(_demand([], []), ahead, "x").get_title()
    assert title == "x: flest i januari (+110\xa0%), färst i februari (−10\xa0%)"


def test_rings_and_dashes_are_explained_where_they_are_drawn(english):
    past = _demand(periods.between("2025-01", "2026-12"), 100.0)
    ahead = _forecast(periods.within_year(2027, "month"), 100.0)
    marks = pd.DataFrame({"need": "x", "period": ["2025-05"], "kind": "outlier"})
    with_ring, without = (demand.fan(past, ahead, "x", marks=rows) for rows in (marks, None))
    assert with_ring.get_title(loc="left").endswith("Ring: outlier.")
    assert "Ring" not in without.get_title(loc="left")


@pytest.mark.parametrize(("above", "words"), [(101.0, "1.0% more"), (99.0, "1.0% fewer")])
def test_the_whole_is_compared_with_its_needs(english, above, words):
    rows = {"level": ["region"], "period": "2027-01", "above": above, "below": 100.0}
    title = demand.levels(pd.DataFrame(rows).assign(agreed=100.0)).get_title()
    assert title == f"Region: forecast as a whole, {words} patients in 2027 than need by need"


def test_years_have_no_pattern(english):
    axes = demand.season(_demand(["2024", "2025"], 1.0), _forecast(["2027"], 1.0), "x")
    assert "No data" in [text.get_text() for text in axes.texts]


def test_the_overview_has_the_largest_need_first(region, known, english):
    words = [
        text.get_text()
        for text in demand.overview(region["demand"], region["forecast"], names=known).texts
    ]
    assert words[0] == "Läkarbesök i primärvård"


def test_how_much_of_its_own_pattern_a_need_keeps(english):
    # Own and group differ by 0.4 in all, own and used by 0.1: three quarters are kept.
    seasons = pd.DataFrame(
        {
            "need": "x",
            "place": [1, 2],
            "own": [1.2, 0.8],
            "pooled": [1.0, 1.0],
            "used": [1.15, 0.85],
        }
    )
    title = demand.shrinkage(seasons, "x").get_title()
    assert title == "x: keeps 75% of what sets its pattern apart from the group's"


@pytest.mark.parametrize(("swing", "words"), [(20.0, "100%"), (0.0, "0%")])
def test_how_much_of_the_movement_is_season(english, swing, words):
    # The same twelve months each year and a rise: all is season; without them nothing moves.
    months = periods.between("2022-01", "2026-12")
    wave = [swing * ((place % 12) - 5.5) / 5.5 + place for place in range(60)]
    title = demand.parts(_demand(months, [200 + one for one in wave]), "x").get_title()
    assert title == f"x: {words} of the movement around the trend is season"


def test_a_history_under_two_years_is_not_taken_apart(english):
    axes = demand.parts(_demand(periods.between("2025-01", "2026-11"), 10.0), "x")
    assert "less than two years of history" in [text.get_text() for text in axes.texts]


def test_years_count_only_where_all_of_the_year_is_known(english, bars):
    past = _demand(periods.between("2024-01", "2026-10"), 10.0)
    years = ["2027", "2028", "2029", "2030"]
    ahead = _forecast(years, [100.0, 102, 104, 106]).assign(
        plain=100.0, driven=[100.0, 102, 104, 106]
    )
    axes = demand.years(past, ahead, "x")
    assert axes.get_title() == "x: 106 patients in 2030, +6% from 2027"
    assert [tick.get_text() for tick in axes.get_xticklabels()] == ["2024", "2025", "2026", *years]
    past, coming = axes.collections[:2]
    places = [bar.x0 + 0.35 for bar in (*bars(past), *bars(coming))]
    assert places == pytest.approx([0, 1, 3, 4, 5, 6])


def test_the_week_with_most_patients_is_named(english):
    weeks = pd.DataFrame(
        {"need": "x", "period": ["2027-W01", "2027-W02", "2027-W03"], "days": [3, 7, 7],
         "mean": [1.0, 20.0, 10.0], "lower_80": 0.0, "upper_80": 30.0}
    )  # fmt: skip
    title = demand.weeks(weeks, "x").get_title()
    assert title == "x: most in week 2 2027 (20), fewest in week 3 2027 (10)"


def test_earlier_forecasts_tell_their_mean_miss(english):
    tested = pd.DataFrame(
        {"need": "x", "origin": "2024-12", "period": ["2025-01", "2025-02"],
         "forecast": [90.0, 110.0], "outcome": [100.0, 100.0]}
    )  # fmt: skip
    title = demand.earlier(tested, "x").get_title()
    assert title == "x: forecasts made earlier missed by 10% on average"


def test_the_heading_tells_the_unit_that_grows_most(english):
    months = periods.between("2025-01", "2026-12")
    past = pd.concat(
        [pd.DataFrame({"unit": unit, "need": "x", "period": months, "patients": size})
         for unit, size in (("A", 10.0), ("B", 20.0))]
    )  # fmt: skip
    ahead = pd.DataFrame(
        {"unit": ["A", "B", "H"], "period": "2027", "agreed": [132.0, 228.0, 360.0]}
    )
    ax = demand.units(past, ahead)
    # 120 and 240 patients in 2026; the hospital has none of its own to compare with.
    said = [label.get_text() for label in ax.get_yticklabels()]
    assert said == ["A", "B"]
    assert ax.get_title() == "A: 10.0% more patients in 2027, most of all"
    assert [part.get_text() for part in ax.texts if "%" in part.get_text()] == ["+10%", "−5%"]


def test_what_was_not_reported_is_marked_and_no_zero(english):
    past = _demand(periods.between("2025-01", "2026-12"), 100.0)
    past.loc[[5, 23], "patients"] = [float("nan"), 2.5]
    marks = pd.DataFrame(
        {
            "need": "x", "period": ["2025-06", "2026-12"], "kind": ["gap", "range"],
            "treatment": ["left_out", "kept"],
        }
    )  # fmt: skip
    axes = demand.fan(past, _forecast(["2027-01"], 100.0), "x", marks=marks)
    assert pd.isna(demand.forecasts.history(past)["2025-06"])
    drawn = {line.get_marker(): list(line.get_xdata()) for line in axes.get_lines()}
    assert drawn["x"] == [5]
    assert drawn["|"] == [23]
    words = " ".join(text.get_text() for text in axes.texts + axes.figure.texts)
    assert "Cross: not reported" in words + axes.get_title(loc="left")

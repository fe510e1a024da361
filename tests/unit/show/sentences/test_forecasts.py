import pandas as pd

from pkslib.show import sentences
from pkslib.show.names import Names

NAMES = Names({"need": {"x": "Stroke"}})
CALENDAR = ["calendar_days", "calendar_holidays", "calendar_each"]


def _accuracy(**columns):
    """Return rows of the table accuracy; no part of the calendar is kept unless one is given."""
    numbers = dict.fromkeys(["mase", "mase_naive", "coverage_80", *CALENDAR])
    return pd.DataFrame(numbers | columns).astype(dict.fromkeys(numbers, float))


def _plain(said):
    return [line.replace("\xa0", " ") for line in said]


def test_the_forecast_against_last_years_value(swedish):
    accuracy = _accuracy(
        need=["x", "y"], mase=[0.6, 1.0], mase_naive=[1.0, 1.0], coverage_80=0.8, calendar_each=0.05
    )
    marks = pd.DataFrame(
        {"need": ["x", "x", "y"], "kind": ["pandemic", "pandemic", "outlier"],
         "period": ["2020-03", "2021-12", "2024-05"], "by": ["", "", "enhetschef"],
         "decided": ["rule", "rule", "scenario"], "treatment": "kept"}
    )  # fmt: skip
    # Mean errors 0.8 and 1.0: 20 per cent smaller.
    assert _plain(sentences.demand(accuracy, marks, names=NAMES)) == [
        "Prognosen träffar bättre än förra årets värde för 1 av 2 vårdbehov; "
        "medelfelet är 20 % mindre.",
        "Var försiktig med: y.",
        "80-procentsintervallet rymde 80 % av utfallen i återtestet.",
        "Kalendern hjälper: varje helgdag för sig −5,0 %.",
        "Pandemin, mars 2020 till december 2021, är markerad och behandlas för sig.",
        "Hur historiken behandlas är beslutat (enhetschef) för: y.",
    ]


def test_series_too_short_to_test(english):
    said = sentences.demand(_accuracy(need=["x"]))
    assert said == ("No series is long enough to test the forecast.",)


def test_simple_methods_are_named_with_their_series(swedish):
    made = pd.DataFrame({"need": [*"abcdefg", "x"], "method": [*["zero"] * 7, "pooled"]})
    assert sentences.fallbacks(made, names=NAMES) == (
        "Har inga patienter alls, så prognosen är noll: a, b, c, d, e, och 2 till.",
    )


def test_what_is_systematic_is_told_and_what_is_done(english):
    found = pd.DataFrame(
        {"need": ["x", "y", "z"], "verdict": ["systematic", "systematic", "random"],
         "correction": [2.5, -1.0, 0.0], "applied": [True, False, False]}
    )  # fmt: skip
    assert sentences.corrections(found, names=NAMES) == (
        "In the latest back-test the error was systematic for 2 of 3 needs.",
        "Corrected, patients per period: stroke (2.5).",
        "Systematic in the same direction in every back-test, not corrected: y (−1.0).",
    )


def test_the_levels_are_told_for_the_last_year(english):
    levels = pd.DataFrame(
        {"level": "region", "period": ["2026-12", "2027-01", "2027-02"], "above": [9.0, 110, 110],
         "below": [9.0, 100, 100], "agreed": [9.0, 105, 105], "error_above": 4.0,
         "error_below": 5.0}
    )  # fmt: skip
    assert sentences.levels(levels) == (
        "Region, 2027: 220 from above, 200 from below, 210 agreed on.",
        "In the back-test the forecast from above was closer for 1 of 1 levels.",
    )
    assert len(sentences.levels(levels.iloc[:0])) == 1
    # 230 is above both 220 and 200: a third forecast has drawn it there.
    outside = sentences.levels(levels.assign(agreed=[9.0, 115, 115]))
    assert outside[1] == (
        "What is agreed on may lie outside both: the forecasts of other levels count as well."
    )


def test_units_are_told_by_name_and_the_table_is_asked_for(english):
    rows = pd.DataFrame(
        {"unit": ["w", "v"], "period": "2027", "above": [20.0, 5], "below": [10.0, 5],
         "agreed": [12.0, 5], "error_above": [3.0, 1], "error_below": [2.0, 2]}
    )  # fmt: skip
    names = Names({"unit": {"w": "Ward"}})
    units = pd.DataFrame({"unit": ["w", "v"], "level": "ward"})
    assert sentences.unit_levels(rows, units, names=names) == (
        "Ward, 2027: 20 from above, 10 from below, 12 agreed on.",
        "v, 2027: 5 from above, 5 from below, 5 agreed on.",
        "In the back-test the forecast from above was closer for 1 of 2 levels.",
    )
    (hospital, tested) = sentences.unit_levels(rows, units.assign(level=["hospital", "ward"]))
    assert hospital.startswith("w, 2027")
    assert tested.endswith("0 of 1 levels.")
    assert "unit_demand" in sentences.unit_levels(rows.iloc[:0], units)[0]


def test_the_strategic_level_says_what_drives_and_what_changes_most(english):
    driver = pd.DataFrame(
        {"need": ["x", "y"], "plain": [0.8, 0.6], "driven": [0.7, 0.5], "note": "better"}
    )
    years = pd.DataFrame(
        {"need": ["x", "x", "y", "y"], "period": ["2027", "2030"] * 2, "mean": [100.0, 90, 50, 52]}
    )
    said = sentences.strategic(driver, years, names=NAMES)
    assert said[:2] == (
        "Population: in use: the back-test was better with it.",
        "Mean error in the back-test (MASE): 0.700 without, 0.600 with.",
    )
    assert said[-1] == "Changes most from 2027 to 2030: stroke, −10.0%."


def test_the_calendar_is_told_whether_it_helps_or_not(english):
    accuracy = _accuracy(need=["x"], mase=[0.6], mase_naive=[1.0])
    assert "left out" in sentences.demand(accuracy)[-1]
    kept = accuracy.assign(calendar_holidays=0.02, calendar_days=0.1)
    said = "The calendar helps: weekdays and weekends −10.0%, holidays −2.0%."
    assert sentences.demand(kept)[-1] == said


def test_series_that_end_before_the_others_are_named(english):
    made = pd.DataFrame(
        {"series": ["a", "b", "weekly"], "period": ["2026-11", "2025-05", "2026-W44"]}
    )
    assert list(sentences.early(made)) == [
        "End before the others, and are forecast from their own end as if they went on: b."
    ]
    assert not sentences.early(made.drop(index=1))

import pandas as pd

from pkslib.show import sentences
from pkslib.show.names import Names

NAMES = Names({"need": {"x": "Stroke"}})


def _plain(said):
    return [line.replace("\xa0", " ") for line in said]


def test_the_forecast_against_last_years_value(swedish):
    accuracy = pd.DataFrame(
        {"need": ["x", "y"], "mase": [0.6, 1.0], "mase_naive": [1.0, 1.0], "coverage_80": 0.8}
    )
    marks = pd.DataFrame(
        {"need": ["x", "x", "y"], "kind": ["pandemic", "pandemic", "outlier"],
         "period": ["2020-03", "2021-12", "2024-05"], "by": ["", "", "enhetschef"]}
    )  # fmt: skip
    # Mean errors 0.8 and 1.0: 20 per cent smaller.
    assert _plain(sentences.demand(accuracy, marks, names=NAMES)) == [
        "Prognosen träffar bättre än förra årets värde för 1 av 2 vårdbehov; "
        "medelfelet är 20 % mindre.",
        "Var försiktig med: y.",
        "80-procentsintervallet rymde 80 % av utfallen i återtestet.",
        "Pandemin, mars 2020 till december 2021, är markerad och behandlas för sig.",
        "Hur historiken behandlas är beslutat (enhetschef) för: y.",
    ]


def test_series_too_short_to_test(english):
    accuracy = pd.DataFrame(
        {"need": ["x"], "mase": [None], "mase_naive": [None], "coverage_80": [None]}
    )
    said = sentences.demand(
        accuracy.astype({"mase": float, "mase_naive": float, "coverage_80": float})
    )
    assert said == ("No series is long enough to test the forecast.",)


def test_simple_methods_are_named_with_their_series(swedish):
    made = pd.DataFrame({"need": [*"abcdefg", "x"], "method": [*["zero"] * 7, "pooled"]})
    assert sentences.fallbacks(made, names=NAMES) == (
        "Har inga patienter alls, så prognosen är noll: a, b, c, d, e, och 2 till.",
    )

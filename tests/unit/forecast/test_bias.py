import pandas as pd

from pkslib.forecast.bias import corrected, corrections

PERIODS = [f"2027-{month:02d}" for month in range(1, 13)]


def _errors(name, values):
    return pd.DataFrame({"series": name, "period": PERIODS[: len(values)], "error": values})


def test_only_a_systematic_error_is_corrected():
    errors = pd.concat([
        _errors("always low", [5.0, 6, 4, 5, 6, 4, 5, 5]),
        _errors("to and fro", [5.0, -6, 4, -5, 6, -4, 5, -5]),
        _errors("new", [5.0, 5, 5]),
    ])  # fmt: skip
    found = corrections(errors).set_index("series")
    assert found["verdict"].to_dict() == {
        "always low": "systematic", "new": "too few", "to and fro": "random",
    }  # fmt: skip
    assert found["correction"].to_dict() == {"always low": 5.0, "new": 0.0, "to and fro": 0.0}


def test_the_correction_is_shown_and_can_be_switched_off():
    rows = pd.DataFrame(
        {"series": ["a", "b"], "period": "2028", "mean": [3.0, 9.0], "lower_80": [1.0, 7.0],
         "upper_80": [5.0, 11.0], "method": "pooled"}
    )  # fmt: skip
    moves = pd.DataFrame({"series": ["a"], "verdict": ["systematic"], "correction": [-4.0]})
    found = corrected(rows, moves)
    assert found["mean"].tolist() == [0, 9]
    assert found["upper_80"].tolist() == [1, 11]
    assert found["correction"].tolist() == [-3, 0]
    off = corrected(rows, moves.assign(correction=0.0))
    pd.testing.assert_frame_equal(off.drop(columns="correction"), rows)


def test_only_the_last_twelve_errors_count():
    errors = _errors("a", [50.0])
    longer = pd.concat([errors.assign(period="2026-12"), _errors("a", [5.0] * 12)])
    assert corrections(longer)["correction"].tolist() == [5.0]

"""Periods that were not delivered, told at intake by the rule that the forecast follows."""

import pandas as pd
import pytest

from pkslib.forecast import marks

NEEDS = "need;name;flow;priority\n" + "".join(f"n{at};x;acute;1\n" for at in range(3))
LABELS = [f"{2023 + at // 12}-{at % 12 + 1:02d}" for at in range(36)]
# Three needs, told for three years; a little up and down, so that they have noise.
LEVELS = {"n0": 100, "n1": 60, "n2": 200}


def _rows(change):
    return [
        ("06", need, label, round(level * (1 + 0.02 * (at % 5 - 2)) * change(need, at)))
        for need, level in LEVELS.items()
        for at, label in enumerate(LABELS)
    ]


def _demand(change):
    lines = [";".join(map(str, row)) for row in _rows(change)]
    return "\n".join(["region;need;period;patients", *lines, ""])


def _told(said, change, *codes):
    paths = "need;unit;activity;per_patient\n" + "".join(f"{n};W;stay;0,1\n" for n in LEVELS)
    told = said("en", needs=NEEDS, pathways=paths, demand=_demand(change))
    return [line for line in told if line.startswith(codes)]


@pytest.mark.parametrize(
    ("low", "label"),
    [
        (35, "2025-12"),  # the last one
        (20, "2024-09"),  # the first after a change of system, say
    ],
)
def test_a_month_half_delivered_in_all_series_is_told_and_left_out(said, low, label):
    def half(need, at):
        return 0.5 if at == low else 1.0

    (line,) = _told(said, half, "PKS-413")
    assert label in line
    assert "The forecast leaves it out" in line
    rows = pd.DataFrame(_rows(half), columns=["region", "series", "period", "value"])
    found = marks(rows[["series", "period", "value"]])
    left_out = found[found["kind"] == "not_delivered"]
    assert set(left_out["period"]) == {label}
    assert set(left_out["treatment"]) == {"left_out"}


def test_a_level_that_stays_down_is_no_matter_of_delivery(said):
    assert _told(said, lambda need, at: 0.5 if at >= 20 else 1.0, "PKS-413") == []


def test_one_series_of_three_is_no_table(said):
    assert _told(said, lambda need, at: 0.5 if (need, at) == ("n0", 20) else 1.0, "PKS-413") == []


def test_a_last_month_without_anybody_was_not_delivered(said):
    (line,) = _told(said, lambda need, at: 0.0 if (need, at) == ("n1", 35) else 1.0, "PKS-413")
    assert "06 × n1" in line
    assert "n0" not in line


def test_three_months_of_nobody_are_a_closed_unit(said):
    (line,) = _told(said, lambda need, at: 0.0 if need == "n1" and at >= 33 else 1.0, "PKS-414")
    assert "06 × n1 has had nobody since 2025-10" in line

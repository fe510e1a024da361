"""Laws of what is decided: the last round holds, nothing of a round is lost or made up."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from pkslib import periods
from pkslib.tables import decided

MONTHS = periods.between("2027-01", "2027-04")
DAYS = ["2026-11-15", "2027-01-31", "2027-02-01", "2027-06-30"]
ROWS = st.lists(
    st.tuples(st.integers(1, 3), st.sampled_from(MONTHS), st.integers(0, 99)),
    min_size=1, unique_by=lambda row: row[:2],
)  # fmt: skip


def _kept(rows, days):
    """Return rounds decided one day after another."""
    frame = pd.DataFrame(rows, columns=["round", "period", "target"]).assign(unit="W")
    return frame.assign(on=frame["round"].map(dict(zip((1, 2, 3), sorted(days), strict=True))))


@given(ROWS, st.lists(st.sampled_from(DAYS), min_size=3, max_size=3))
def test_each_period_has_one_figure_that_a_round_decided(rows, days):
    kept = _kept(rows, days)
    found = decided.as_of_each_period(kept, ["unit"])
    assert found["period"].tolist() == sorted(set(kept["period"]))
    assert len(found.merge(kept)) == len(found)


@given(ROWS, st.lists(st.sampled_from(DAYS), min_size=3, max_size=3))
def test_no_round_decided_after_a_period_began_goes_before_one_decided_by_then(rows, days):
    kept = _kept(rows, days)
    for row in decided.as_of_each_period(kept, ["unit"]).to_dict("records"):
        same = kept[kept["period"] == row["period"]]
        known = same[same["on"] <= f"{row['period']}-01"]
        assert row["round"] == (known["round"].max() if len(known) else same["round"].min())


@given(ROWS)
def test_in_force_is_the_last_round_whatever_the_order(rows):
    kept = _kept(rows, DAYS[:3])
    found = decided.in_force(kept, 2027)
    assert set(found["round"]) == {kept["round"].max()}
    again = decided.in_force(kept.iloc[::-1], 2027)
    pd.testing.assert_frame_equal(
        found.sort_values("period", ignore_index=True),
        again.sort_values("period", ignore_index=True),
    )
    assert decided.in_force(kept, 2028).empty

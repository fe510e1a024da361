"""Whatever the counts, no hidden one is known to within less than the limit."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from pkslib.methods.disclosure import hide
from tests.unit.methods.test_disclosure import _table

COUNTS = st.integers(2, 4).flatmap(
    lambda width: st.lists(
        st.lists(st.sampled_from([0, 0, 1, 2, 3, 4, 7, 12, 60]), min_size=width, max_size=width),
        min_size=2, max_size=5,
    )
)  # fmt: skip


def _reach(values, sums, hidden, cell):
    """Attack one cell with all that is shown as bounds of its own: the whole table at once."""
    towards = np.eye(len(values))[cell]
    low = np.where(hidden, 0.0, values)
    high = np.where(hidden, values.sum() + 1000, values)
    ends = [
        milp(sign * towards, constraints=LinearConstraint(sums, 0, 0), integrality=1,
             bounds=Bounds(low, high)).fun
        for sign in (1, -1)
    ]  # fmt: skip
    return -ends[1] - ends[0]


@given(inner=COUNTS, limit=st.sampled_from([3, 5, 10]))
def test_every_hidden_cell_is_left_a_range_of_the_limit(inner, limit):
    values, sums = _table(inner)
    hidden = hide(values, sums, limit)
    assert hidden[(values > 0) & (values < limit)].all()
    for cell in np.flatnonzero(hidden):
        assert _reach(values, sums, hidden, cell) >= limit - 1e-6


@given(inner=COUNTS)
def test_nothing_is_hidden_where_no_count_is_small(inner):
    values, sums = _table(np.asarray(inner) * 100)
    assert not hide(values, sums, 50).any()

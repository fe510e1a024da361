import pytest
from scipy import sparse

from pkslib.methods.programme import best


def test_a_later_aim_decides_only_what_the_first_leaves_free():
    # Two measures of 3 each for a gap of 4. Whatever the cost, 4 is closed; then the cheap one
    # is used in full.
    rows = sparse.csr_array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
    assert best([[-1, -1], [5, 9]], rows, [3, 3, 4]).amounts.tolist() == pytest.approx([3, 1])


def test_without_room_nothing_is_done():
    assert best([[-1.0]], sparse.csr_array([[1.0]]), [0.0]).amounts.tolist() == [0]


def test_an_aim_without_bottom_is_told():
    with pytest.raises(RuntimeError, match="not solved"):
        best([[-1.0, -1.0]], sparse.csr_array([[1.0, 0.0]]), [1.0])

import numpy as np
import pandas as pd

from pkslib.steps.balance.pairs import moved_by, ways_of

ALLOWED = ["unit", "to_unit", "capacity", "cost", "min_block"]


def test_ways_go_from_those_that_have_to_those_that_lack_in_the_same_period(cells):
    rows = cells(
        ("A1", "2027-01", 105, 100), ("A2", "2027-01", 90, 100), ("A2", "2027-02", 90, 100),
        ("B1", "2027-01", 90, 100),
    )  # fmt: skip
    allowed = pd.DataFrame(
        [("A2", "A1", "bed_day", None, None), ("B1", "A1", "bed_day", None, 2.0),
         ("A1", "A2", "bed_day", 5.0, None)], columns=ALLOWED
    )  # fmt: skip
    gap = (rows["need"] - rows["available"]).to_numpy()
    found = ways_of(rows, gap, allowed, usual_cost=100)
    # Within the hospital free of charge, between hospitals at the usual cost.
    assert list(zip(*found, strict=True)) == [(1, 0, 0.0, 0.0), (3, 0, 100.0, 2.0)]


def test_no_ways(cells):
    rows = cells(("A1", "2027-01", 105, 100))
    pairs, cost = moved_by(
        ways_of(rows, np.array([5.0]), pd.DataFrame(columns=ALLOWED), 0.0), np.array([5.0])
    )
    assert not pairs.amount.size
    assert not cost.size

"""Values of other programs as text."""

import datetime
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from pkslib.tables.sources.sheet import text_frame, words


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1e-7, "0,0000001"),
        (123456789.0, "123456789"),
        (np.float32(0.5), "0,5"),
        (Decimal("4.50"), "4,5"),
        (7, "7"),
        (np.True_, "true"),
        (False, "false"),
        (pd.NA, ""),
        (float("nan"), ""),
        (datetime.date(2027, 3, 1), "2027-03-01"),
        (pd.Timestamp("2027-03-01 10:30"), "2027-03-01 10:30:00"),
        ("01", "01"),
    ],
)
def test_words(value, text):
    assert words(value) == text


def test_a_frame_is_numbered_below_its_header():
    frame = text_frame(pd.DataFrame({"a": [1.5, None], "b": ["x", None]}))
    assert frame.index.tolist() == [2, 3]
    assert frame.values.tolist() == [["1,5", "x"], ["", ""]]

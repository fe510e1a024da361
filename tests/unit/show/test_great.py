"""Tables of text come out as great_tables makes them."""

import pandas as pd
import pytest
from great_tables import GT

from pkslib.show.great import TextTable

FRAMES = {
    "wild": pd.DataFrame({"a": ["<b>", "&", "'\""], "b": ["x", None, ""]}, dtype="str"),
    "empty": pd.DataFrame({"a": [], "b": []}, dtype="str"),
    "one cell": pd.DataFrame({"a": ["–"]}, dtype="str"),
}


@pytest.mark.parametrize("name", FRAMES)
@pytest.mark.parametrize("way", ["as_raw_html", "as_latex"])
def test_they_are_great_tables_to_the_byte(name, way):
    frame = FRAMES[name]
    before = frame.copy()
    assert getattr(TextTable(frame, id="t"), way)() == getattr(GT(frame, id="t"), way)()
    pd.testing.assert_frame_equal(frame, before)

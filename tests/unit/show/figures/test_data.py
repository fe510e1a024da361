import pandas as pd

from pkslib.show.figures import data


def test_bars_run_from_first_to_last_period(english):
    tables = pd.DataFrame(
        {
            "table": ["demand", "units", "schedule"],
            "rows": [48, 6, 0],
            "first_period": ["2023-01", "", ""],
            "last_period": ["2026-12", "", ""],
            "present": [True, True, False],
        }
    )
    axes = data.coverage(tables)
    assert axes.get_title() == "2 of 3 tables are there"
    (bar,) = axes.patches
    assert (bar.get_x(), round(bar.get_x() + bar.get_width(), 6)) == (2023, 2027)
    words = [text.get_text() for text in axes.texts]
    assert words == ["", "48", "not bound to time", "6", "missing"]

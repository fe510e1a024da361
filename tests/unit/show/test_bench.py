import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd

from pkslib.show import bench
from pkslib.show.figures import outlook


def test_a_figure_is_shown_before_what_belongs_to_it_and_only_once(english, monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda *values: shown.extend(values))
    axes = outlook.weeks(pd.DataFrame(columns=["unit", "week"]), pd.DataFrame(), "A")
    bench.show(axes, "table")
    assert shown == [axes.get_figure(), "table"]
    assert plt.get_fignums() == []


def test_a_notebook_keeps_text_as_plain_strings(english, tmp_path):
    with pd.option_context("mode.string_storage", "auto"), mpl.rc_context():
        bench.begin(
            region="99", year=2027, data="data/example", output=str(tmp_path),
            scenario="base", language="en",
        )  # fmt: skip
        assert pd.Series(["a"]).dtype.storage == "python"
    assert pd.Series(["a"]).dtype.storage == "pyarrow"

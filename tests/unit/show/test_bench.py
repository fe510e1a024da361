import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
import pytest

from pkslib.errors import InputError
from pkslib.show import bench
from pkslib.show.figures import outlook
from pkslib.steps import follow_up
from pkslib.tables import intake, store
from pkslib.tables.results import RESULTS


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


GIVEN = {
    "region": "99", "year": 2027, "data": "data/example", "scenario": "base", "language": "en",
}  # fmt: skip


def test_a_region_given_as_a_number_is_a_sentence(english, tmp_path):
    # As `papermill -p region 99` gives it.
    with pytest.raises(InputError, match="Parameter region: found 99, which is no text") as told:
        bench.begin(**GIVEN | {"region": 99, "year": "2027"}, output=str(tmp_path))
    assert "papermill takes text by -r region 99" in str(told.value)
    assert "Parameter year: found '2027'. Give a whole number." in str(told.value)


def test_a_scenario_changed_since_the_data_were_read_is_held_against_them(
    english, tmp_path, data_set
):
    data = data_set()
    (data / "scenarios").mkdir()
    file = data / "scenarios" / "mine.toml"
    given = GIVEN | {"data": str(data), "scenario": "mine", "output": str(tmp_path / "out")}
    folder = store.region_folder(given["output"], 2027, "mine", "99")
    tables = intake.load(data)
    store.write(folder, **{name: tables[name] for name in ("needs", "capacities", "activities")})
    # Units of other regions are not in the folder.
    file.write_text("[capacities.bed_day]\nmargin = 0.1\n[units.B.bed_day]\nmargin = 0.1\n")
    with mpl.rc_context():
        assert bench.begin(**given).tables["needs"]["need"].tolist() == ["hip"]
        file.write_text("[capacities.bed_dya]\nmargin = 0.1\n")
        with pytest.raises(InputError, match=r"capacities\.bed_dya.*Did you mean “bed_day”"):
            _ = bench.begin(**given).tables


def test_a_notebook_opened_by_hand_runs_what_is_missing_before_and_says_so(
    english, tmp_path, data_set, monkeypatch
):
    said = []
    monkeypatch.setattr("IPython.display.display", lambda line: said.append(line.data))
    given = GIVEN | {"region": "06", "data": str(data_set()), "output": str(tmp_path / "out")}
    with mpl.rc_context():
        work = bench.begin(**given)
        assert set(work.tables["forecast"]) == set(RESULTS["forecast"].columns)
        again = bench.begin(**given)
        assert again.tables["needs"]["need"].tolist() == ["hip"]
        assert again.tables["accuracy"].equals(work.tables["accuracy"])
    (line,) = said
    assert line.startswith("Not run before: 01_data, 02_demand.")


def test_the_follow_up_can_be_opened_before_any_step_has_run(
    english, tmp_path, data_set, monkeypatch
):
    monkeypatch.setattr("IPython.display.display", lambda line: None)
    given = GIVEN | {"region": "06", "data": str(data_set()), "output": str(tmp_path / "out")}
    with mpl.rc_context():
        work = bench.begin(**given)
        found = follow_up.work_out(work.tables, work.settings, work.year)
    assert found["need_follow_up"]["need"].unique().tolist() == ["hip"]

from concurrent.futures import CancelledError, Future
from concurrent.futures.process import BrokenProcessPool

from pkslib.language import using
from pkslib.run import chain, progress
from pkslib.run.publish import Place


def _finished(value):
    future = Future()
    if isinstance(value, Exception):
        future.set_exception(value)
    else:
        future.set_result(value)
    return future


def test_every_region_comes_out_once_also_one_whose_worker_was_killed(tmp_path, capsys):
    job = chain.Job(Place(str(tmp_path), 2027, "base"), "d", "sv", (tmp_path / "01_a.ipynb",))
    futures = {
        _finished(chain.Outcome("06", {"01_a": 1.5})): "06",
        _finished(BrokenProcessPool("killed")): "07",
        _finished(CancelledError()): "08",
    }
    seen = {outcome.region: outcome for outcome in progress.outcomes(job, futures)}
    assert seen["06"].error == ""
    assert ("killed" in seen["07"].error, seen["07"].machine, seen["07"].lost) == (True,) * 3
    # An error of no words is one as well: as when a scheduler is lost.
    assert "CancelledError" in seen["08"].error
    assert "06" in capsys.readouterr().err


def test_a_remark_of_several_regions_is_said_once(tmp_path, capsys):
    job = chain.Job(Place(str(tmp_path), 2027, "base"), "d", "sv", (tmp_path / "01_a.ipynb",))
    futures = {
        _finished(chain.Outcome(code, {}, remark="Stock kernels.")): code for code in ("06", "07")
    }
    assert len(list(progress.outcomes(job, futures))) == 2
    assert capsys.readouterr().err.count("Stock kernels.") == 1


def test_a_line_names_step_cell_and_error():
    failed = chain.Outcome("06", {}, "03_need", 7, "KeyError: x")
    with using("sv"):
        assert progress.line(failed) == "06: misslyckades i 03_need, cell 7: KeyError: x"
        assert progress.line(chain.Outcome("06", {"a": 1.0, "b": 0.25})) == "06: klar på 1,2 s"


def test_a_line_says_why_steps_were_run_and_how_many_were_not():
    why = {"01_a": "other data: data", "02_b": "other data: demand"}
    with using("en"):
        all_of_them = chain.Outcome("06", {"01_a": 1.0}, why={"01_a": "asked for"})
        assert progress.line(all_of_them) == "06: done in 1.0 s; all steps: asked for"
        some = chain.Outcome("06", {"01_a": 1.0}, why=why, kept=3)
        assert progress.line(some).endswith(
            "01_a: other data: data; 02_b: other data: demand; 3 steps unchanged"
        )

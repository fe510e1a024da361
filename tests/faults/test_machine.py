"""Machine and process: faults 68 to 85."""

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import ipywidgets as widgets
import nbformat
import pytest
from click.testing import CliRunner
from xlsxwriter.exceptions import FileCreateError

from pkslib.cli import main
from pkslib.errors import EnvironmentFault
from pkslib.pack import receipt, workbook
from pkslib.pack.html import About
from pkslib.run import failure, notebook, preflight, publish, runner
from pkslib.run.failure import StepFailed
from pkslib.run.publish import Place
from pkslib.show.document.region import Region
from pkslib.show.explore.guard import guarded

PKS = [sys.executable, "-c", "from pkslib.cli import main; main()"]
PATIENCE = 300
# A step that tells which process runs it, and stays.
STAYS = """
import os, time
from pathlib import Path
Path({flag!r}).write_text(str(os.getpid()))
time.sleep(600)
"""


def _wait(what, seconds=PATIENCE):
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.1)


def _lives(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{process}/stat").read_text().split()[2] != "Z"


@pytest.fixture
def published(run_with):
    """Publish a pack; return where."""
    result, place = run_with("print(1)")
    assert result.exit_code == 0, result.output
    return place


@pytest.fixture
def held(words, tmp_path):
    """Start a run that stays in its first step; return it and the number of its kernel."""
    flag = tmp_path / "flag"
    command = [*PKS, *words(STAYS.format(flag=str(flag)))]
    run = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    _wait(lambda: flag.exists() and flag.read_text())
    yield run, int(flag.read_text())
    if run.poll() is None:
        os.killpg(run.pid, signal.SIGKILL)
        run.wait()


def _files(folder):
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_f68_a_run_that_is_killed_changes_nothing_published(published, held, run_with):
    place, (run, _) = published, held
    before = _files(place)
    run.kill()
    run.wait()
    assert _files(place) == before
    again, _ = run_with("print(2)")
    assert again.exit_code == 0
    assert receipt.verify(place / "06") == {}
    assert not list((place.parents[1] / ".tmp").glob("2027/base/*"))


def test_f69_a_killed_run_leaves_no_kernel(held):
    run, kernel = held
    run.kill()
    run.wait()
    _wait(lambda: not _lives(kernel))


def test_f70_a_kernel_that_is_killed(run_with):
    result, place = run_with("import os, signal", "os.kill(os.getpid(), signal.SIGKILL)")
    assert result.exit_code == 5
    assert (
        "01_one, cell 4: PKS-612 The kernel died, as when the memory is not enough" in result.output
    )
    assert not (place / "06").exists()


def test_f71_a_disk_that_is_full(words, published):
    before = _files(published / "06")
    large = words("print('x' * 2**20)")
    full = subprocess.run(
        [*PKS, *large],
        capture_output=True,
        text=True,
        check=False,
        # No file may grow beyond this, as when so much room is left.
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (2**18, 2**18)),
    )
    assert (full.returncode, "PKS-608" in full.stderr) == (5, True), full.stderr
    assert _files(published / "06") == before


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a full disk to write to: Linux")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_f71_a_disk_that_fills_up_under_the_workbook():
    about = About("Uppsala", {}, "sv")
    with pytest.raises(FileCreateError) as raised:
        workbook.write(Path("/dev/full"), Region("06", 2027, {}), about)
    failed = failure.outside_notebooks(raised.value)
    assert failed.machine
    assert failed.error.startswith("PKS-602 Disken är full.")


def test_f71_too_little_room_is_told_before_anything_is_computed(run_with, monkeypatch):
    monkeypatch.setattr(preflight, "ROOM", 1e18)
    result, place = run_with("print(1)")
    assert result.exit_code == 5
    assert "PKS-601" in result.output
    assert "Make room" in result.output
    assert not place.exists()


def test_f72_a_second_run_on_the_same_output(held, words):
    run, _ = held
    second, took = _timed([*PKS, *words("print(1)"), "--language", "en"])
    assert second.returncode == 4
    assert second.stderr.startswith(f"PKS-621 Another run writes to this output: process {run.pid}")
    # It has read nothing of the data and waited for nobody: what it takes is to load the libraries.
    _, loading = _timed([sys.executable, "-c", f"import {runner.__name__}"])
    assert took < 2 * loading


def _timed(command):
    """Run a command; return how it ended, and its processor time, as others use the machine too."""
    began = os.times()
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    now = os.times()
    return ended, sum(now[2:4]) - sum(began[2:4])


def test_f73_an_output_that_can_not_be_written(words, tmp_path):
    (tmp_path / "out").write_text("a file where the folder should be")
    result = CliRunner().invoke(main, [*words("print(1)"), "--language", "en"])
    assert result.exit_code == 5
    assert result.output.startswith("PKS-608 The machine stopped it: ")
    assert "out" in result.output


def test_f73_paths_too_long_for_the_system(run_with, monkeypatch):
    monkeypatch.setattr(preflight, "LONGEST_PATH", 60)
    result, place = run_with("print(1)")
    assert result.exit_code == 5
    assert result.output.startswith("PKS-604 ")
    assert "shorter path" in result.output
    assert not place.exists()


def test_f74_an_interrupted_run_leaves_a_clean_tree(published, held):
    place, (run, kernel) = published, held
    before = _files(place)
    os.killpg(run.pid, signal.SIGINT)
    _, said = run.communicate(timeout=PATIENCE)
    assert run.returncode == 130, said
    assert said.strip().endswith("Avbrutet; inget halvfärdigt ligger kvar.")
    assert _files(place) == before
    assert not list((place.parents[1] / ".tmp").glob("2027/base/*"))
    _wait(lambda: not _lives(kernel))


@pytest.mark.parametrize("after", [0.1, 0.3])
def test_f74_a_second_interrupt_changes_nothing(held, after):
    run, _ = held
    for _ in range(2):
        os.killpg(run.pid, signal.SIGINT)
        time.sleep(after)
    _, said = run.communicate(timeout=PATIENCE)
    assert (run.returncode, said.splitlines()[-1]) == (
        130,
        "Avbrutet; inget halvfärdigt ligger kvar.",
    )


def test_f74_an_interrupt_while_the_libraries_are_loaded_is_told_in_one_line(words, tmp_path):
    run = subprocess.Popen(
        [*PKS, *words("1")], stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    _wait(lambda: _loading(run.pid))
    os.killpg(run.pid, signal.SIGINT)
    _, said = run.communicate(timeout=PATIENCE)
    assert (run.returncode, said.splitlines()) == (
        130,
        ["Avbrutet; inget halvfärdigt ligger kvar."],
    )


def _loading(run):
    """Tell whether the process that a run's workers are forks of has begun to load libraries."""
    children = Path(f"/proc/{run}/task/{run}/children").read_text().split()
    servers = [
        one for one in children if b"forkserver" in Path(f"/proc/{one}/cmdline").read_bytes()
    ]
    return any("numpy" in Path(f"/proc/{one}/maps").read_text() for one in servers)


def test_f75_a_cell_that_never_ends(tmp_path, write_notebook, monkeypatch):
    monkeypatch.setattr(notebook, "CELL_SECONDS", 2)
    # The first cell of all: on a busy machine another might take as long.
    source = write_notebook(tmp_path / "01_one.ipynb", "while True:\n    pass", parameters=None)
    with pytest.raises(StepFailed, match=r"PKS-613 .* 2 s") as raised:
        notebook.execute(source, tmp_path / "done.ipynb", {}, tmp_path)
    assert raised.value.cell == 2


def test_f76_a_kernel_that_does_not_start(tmp_path, write_notebook, monkeypatch):
    monkeypatch.setattr(notebook, "KERNEL", "no-such-kernel")
    source = write_notebook(tmp_path / "01_one.ipynb", "1")
    with pytest.raises(EnvironmentFault, match="PKS-611 "):
        notebook.execute(source, tmp_path / "done.ipynb", {}, tmp_path)


def test_f77_a_drive_that_goes_away_while_a_step_is_run(published, run_with):
    before = _files(published)
    result, _ = run_with("import shutil", "shutil.rmtree(output)")
    assert (result.exit_code, "PKS-608" in result.output) == (5, True), result.output
    assert _files(published) == before


def test_f78_another_kernel_of_the_same_name(run_with, tmp_path, monkeypatch):
    spec = tmp_path / "jupyter" / "kernels" / "python3"
    spec.mkdir(parents=True)
    wrong = {"argv": ["/bin/false"], "display_name": "Other", "language": "python"}
    (spec / "kernel.json").write_text(json.dumps(wrong))
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "jupyter"))
    result, place = run_with("import sys, pkslib", "print(sys.prefix)")
    assert result.exit_code == 0, result.output
    done = nbformat.read(place / "06" / "notebooks" / "01_one.ipynb", as_version=4)
    assert done.cells[-1].outputs[0].text.strip() == sys.prefix


@pytest.fixture
def pack(tmp_path):
    """Return a maker of packs of one file that were made with some version of pandas."""

    def build(name, pandas):
        folder = tmp_path / name
        (folder / "tables").mkdir(parents=True)
        (folder / "index.html").write_text("page")
        receipt.write(folder, receipt.Sources({"region": "06"}))
        path = folder / receipt.NAME
        said = json.loads(path.read_text())
        path.write_text(json.dumps(said | {"versions": said["versions"] | {"pandas": pandas}}))
        return folder

    return build


def test_f79_packs_made_with_other_versions_of_a_library(pks, pack):
    told = pks("compare", pack("one", "3.0.0"), pack("other", "3.1.0"))
    assert "Made from other versions: pandas" in told.lines


# The order of a set of words depends on the hash seed, which is the kernels' own.
SHOWS = "print(f'{1234.5:n}', {'bed', 'ward', 'theatre', 'clinic', 'shift'}, year)"


@pytest.fixture
def made(words, tmp_path):
    """Make a pack in given surroundings and return its bytes."""

    command = [*PKS, *words(SHOWS)]

    def make(**surroundings):
        subprocess.run(command, env=os.environ | surroundings, check=True, capture_output=True)
        pack = tmp_path / "out" / "2027" / "base" / "06"
        found = [(pack / name).read_bytes() for name in ("index.html", "pack.xlsx")]
        shutil.rmtree(tmp_path / "out")
        return found

    return make


def test_f80_the_same_pack_in_every_time_zone(made):
    assert made(TZ="Pacific/Kiritimati") == made(TZ="America/Los_Angeles")


def test_f81_the_same_pack_whatever_locale_and_hash_seed(made):
    turkish = made(LC_ALL="tr_TR.UTF-8", PYTHONHASHSEED="1")
    assert turkish == made(LC_ALL="C", PYTHONHASHSEED="2")


def test_f82_a_workbook_that_is_open_is_told_before_anything_is_computed(published, run_with):
    (published / "06" / "~$pack.xlsx").write_bytes(b"x")
    before = _files(published)
    result, _ = run_with("print(2)")
    assert result.exit_code == 5
    assert result.output.startswith("PKS-605 ")
    assert "Close" in result.output
    assert _files(published) == before


def test_f82_a_pack_that_is_held_when_the_new_one_is_to_take_its_place(tmp_path, monkeypatch):
    place = Place(str(tmp_path), 2027, "base")
    (place.begin("06") / "index.html").write_text("old")
    place.publish("06")
    (place.begin("06") / "index.html").write_text("new")
    real = Path.replace

    def refuse(self, target):
        if Path(target) == place.published("06"):
            raise PermissionError(13, "held by Excel", str(target))
        return real(self, target)

    # As on Windows, where folders can't change places in one stroke.
    monkeypatch.setattr(publish, "exchange", lambda *_: False)
    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(PermissionError, match="held by Excel"):
        place.publish("06")
    monkeypatch.undo()
    place.sweep()
    assert (place.published("06") / "index.html").read_text() == "old"


def test_f83_an_old_receipt_and_an_edited_pack(pks, pack):
    folder = pack("one", "3.0.0")
    assert pks("verify", folder).status == 0
    (folder / "index.html").write_text("another page")
    edited = pks("verify", folder)
    assert edited.status == 2
    assert edited.lines[0].endswith("index.html: changed")
    (folder / receipt.NAME).write_text('{"files": {}}')
    old = pks("verify", folder)
    assert old.status == 2
    assert "Run the region again" in old.lines[0]


def test_f84_no_engine_for_pdf(words, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    result = CliRunner().invoke(main, [*words("print(1)"), "--pdf", "--language", "en"])
    assert result.exit_code == 0, result.output
    assert "The PDF is passed over: the extra pdf is not installed" in result.output
    pack = tmp_path / "out" / "2027" / "base" / "06"
    made = {path.name for path in pack.iterdir()}
    assert {"index.html", "pack.xlsx", "receipt.json"} <= made
    assert "pack.pdf" not in made


def test_f84_a_pdf_is_made_when_asked_for_and_not_before(words, tmp_path):
    pytest.importorskip("weasyprint", reason="the extra pdf is not installed")
    command = words("print(1)")
    pack = tmp_path / "out" / "2027" / "base" / "06"
    for options, there in (([], False), (["--pdf"], True)):
        result = CliRunner().invoke(main, [*command, *options, "--language", "en"])
        assert result.exit_code == 0, result.output
        assert (pack / "pack.pdf").exists() == there
    assert receipt.verify(pack) == {}


def test_f85_a_slider_whose_callback_fails():
    area, moved = widgets.HTML(), []

    def act():
        moved.append(1)
        if len(moved) < 50:
            raise ValueError("no beds")

    slider = widgets.IntSlider(max=60)
    slider.observe(guarded(area, act), names="value")
    for value in range(1, 50):
        slider.value = value
        assert "no beds" in area.value
    slider.value = 50
    assert area.value == "", "the last result wins"

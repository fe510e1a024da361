"""The ways that Windows takes, forced on any system; on Windows itself they have not been run."""

import ctypes
import os
import subprocess
import sys

import pytest

from pkslib.run.publish import Place, exchange
from pkslib.tables import store

_RUN = "from pkslib.cli import main; main()"
LOOP = "unit;name;region;parent;level\nH;x;06;W;hospital\nW;y;06;H;ward\n"


@pytest.fixture
def no_exchange(monkeypatch):
    """Take away what only Linux has."""

    def none(*_, **__):
        raise TypeError

    monkeypatch.setattr(ctypes, "CDLL", none)


def test_without_an_exchange_of_folders_the_new_pack_takes_the_former_ones_place(
    no_exchange, tmp_path
):
    place = Place(str(tmp_path), 2027, "base")
    for words in ("old", "new"):
        (place.begin("06") / "index.html").write_text(words)
        place.publish("06")
    assert not exchange(place.published("06"), place.published("06"))
    assert (place.published("06") / "index.html").read_text() == "new"
    assert not place.building("06").exists()
    assert list(place.building_root.rglob("*former*")) == []


def test_a_console_in_code_page_1252_shows_what_it_can(data_set):
    # The loop is told with an arrow, which that code page lacks.
    folder = data_set(units=LOOP)
    done = subprocess.run(
        [sys.executable, "-c", _RUN, "check", str(folder)],
        env={**os.environ, "PYTHONIOENCODING": "cp1252"}, capture_output=True, check=False,
    )  # fmt: skip
    told = (done.stdout + done.stderr).decode("cp1252")
    assert done.returncode == 2, told
    assert "PKS-503" in told
    assert "överordnad" in told.casefold() or "överordnade" in told.casefold()


def test_a_path_longer_than_windows_own_limit_is_written_and_read(tmp_path):
    folder = tmp_path.joinpath(*["planering" * 4] * 8)
    assert len(str(folder)) > 260
    rows = store.empty(store.DECLARED["regions"])
    store.write(folder, regions=rows)
    assert store.read(folder, "regions").empty

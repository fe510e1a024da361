"""The same data give the same bytes: whatever the order of rows, locale and hash seed."""

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "data" / "example"


# Made again from what a run has left, in English and as a PDF too.
BUILD = """
import sys
from pathlib import Path
from pkslib.language import using
from pkslib.pack import make, receipt
told = {"region": "99", "year": 2027, "scenario": "base", "language": "en"}
with using("en"):
    make.build(Path(sys.argv[1]), receipt.Sources(told), with_pdf=True)
"""


def _run(*words, **surroundings):
    done = subprocess.run(
        [sys.executable, "-c", *map(str, words)],
        env=os.environ | surroundings,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def _files(folder):
    """Return the bytes of every file; the receipt names those that the data set was read from."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and file.name != "receipt.json"
    }


def _made(data, output, **surroundings):
    """Run the example and return the folder of its pack, moved from where it was made."""
    made = output.with_name("made")
    words = ["run", "--data", data, "--year", "2027", "--output", made, "--force"]
    _run("from pkslib.cli import main; main()", *words, **surroundings)
    made.rename(output)
    return output / "2027" / "base" / "99"


@pytest.fixture(scope="module")
def packs(tmp_path_factory):
    """Return the example's pack made twice: rows shuffled, another locale, another hash seed."""
    folder = tmp_path_factory.mktemp("same")
    data = shutil.copytree(EXAMPLE, folder / "data")
    plain = _made(data, folder / "one", LC_ALL="C", PYTHONHASHSEED="1")
    for table in data.glob("*.csv"):
        heading, *rows = table.read_text(encoding="utf-8-sig").splitlines()
        random.Random(7).shuffle(rows)
        table.write_text("\n".join([heading, *rows]), encoding="utf-8")
    return plain, _made(data, folder / "two", LC_ALL="tr_TR.UTF-8", PYTHONHASHSEED="2")


def test_every_file_of_the_examples_pack_is_the_same(packs):
    plain, other = map(_files, packs)
    assert {"index.html", "pack.xlsx", "notebooks/09_pack.ipynb"} <= plain.keys()
    assert len(plain) > 200
    assert [name for name in plain if plain[name] != other.get(name)] == []
    assert plain.keys() == other.keys()


def test_every_document_of_an_english_pack_is_the_same(packs):
    pytest.importorskip("weasyprint", reason="the extra pdf is not installed")
    for seed, pack in enumerate(packs, start=3):
        _run(BUILD, pack, PYTHONHASHSEED=str(seed), LC_ALL=("C", "tr_TR.UTF-8")[seed - 3])
    one, other = map(_files, packs)
    assert b'lang="en"' in one["index.html"]
    assert [name for name in one if one[name] != other.get(name)] == []
    assert "pack.pdf" in one

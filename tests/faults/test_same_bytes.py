"""The same data give the same bytes: whatever the order of rows, locale and hash seed."""

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "data" / "example"
PKS = [sys.executable, "-c", "from pkslib.cli import main; main()"]


def _made(data, output, **surroundings):
    """Return the bytes of every table, page and workbook of the example's pack."""
    words = ["run", "--data", data, "--year", "2027", "--output", output]
    done = subprocess.run(
        [*PKS, *map(str, words)],
        env=os.environ | surroundings,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    pack = output / "2027" / "base" / "99"
    files = [*pack.glob("tables/*"), pack / "index.html", pack / "pack.xlsx"]
    return {file.name: file.read_bytes() for file in files}


def test_the_examples_pack_is_the_same(tmp_path):
    shuffled = tmp_path / "shuffled"
    shutil.copytree(EXAMPLE, shuffled)
    for table in shuffled.glob("*.csv"):
        heading, *rows = table.read_text(encoding="utf-8-sig").splitlines()
        random.Random(7).shuffle(rows)
        table.write_text("\n".join([heading, *rows]), encoding="utf-8")
    plain = _made(EXAMPLE, tmp_path / "one", LC_ALL="C", PYTHONHASHSEED="1")
    other = _made(shuffled, tmp_path / "two", LC_ALL="tr_TR.UTF-8", PYTHONHASHSEED="2")
    assert len(plain) > 40
    assert [name for name in plain if plain[name] != other.get(name)] == []
    assert plain.keys() == other.keys()

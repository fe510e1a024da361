"""A wheel holds all that a run needs: whoever installs it has no project folder beside it."""

import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_wheel_holds_notebooks_and_reference_tables(tmp_path):
    built = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(built, cwd=ROOT, capture_output=True, check=True)
    names = set(zipfile.ZipFile(next(tmp_path.glob("*.whl"))).namelist())
    inside = {
        f"pkslib/shipped/{path.relative_to(ROOT).as_posix()}"
        for folder in ("data/reference", "notebooks")
        for path in (ROOT / folder).rglob("*.*") if ".ipynb_checkpoints" not in path.parts
    }  # fmt: skip
    assert len(inside) > 15
    assert inside <= names
    assert "pkslib/locale/sv/show.po" in names
    assert not any(name.startswith(("tests/", "output/")) for name in names)

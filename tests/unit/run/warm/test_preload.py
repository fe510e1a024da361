"""What is preloaded leaves the server with its one thread."""

import os
import subprocess
import sys

from pkslib.run.warm import preload


def test_it_starts_no_thread():
    program = (
        "from pkslib.run.warm import preload, server\npreload.everything()\nprint(server.threads())"
    )
    told = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | preload.SURROUNDINGS,
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.split() == ["1"]


def test_an_edition_changes_with_the_library(monkeypatch, tmp_path):
    monkeypatch.setattr(preload.pkslib, "__file__", str(tmp_path / "__init__.py"))
    (tmp_path / "plan.py").write_text("1")
    before = preload.edition()
    assert before == preload.edition()
    (tmp_path / "plan.py").write_text("12")
    assert before != preload.edition()

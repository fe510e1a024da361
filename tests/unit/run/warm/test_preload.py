"""What is preloaded leaves the server with its one thread."""

import os
import subprocess
import sys

from pkslib.run.warm import preload


def test_the_image_has_no_thread_and_is_not_looked_through_again():
    program = (
        "import gc, sys\nfrom pkslib.run.warm import image, server\n"
        "print(server.threads(), '' in image.PATH, gc.get_freeze_count() > 100_000)\n"
        "print('debugpy' in sys.modules, 'papermill' in sys.modules)"
    )
    told = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | preload.SURROUNDINGS,
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.split() == ["1", "False", "True", "False", "True"]


def test_an_edition_changes_with_the_library(monkeypatch, tmp_path):
    monkeypatch.setattr(preload.pkslib, "__file__", str(tmp_path / "__init__.py"))
    (tmp_path / "plan.py").write_text("1")
    before = preload.edition()
    assert before == preload.edition()
    (tmp_path / "plan.py").write_text("12")
    assert before != preload.edition()

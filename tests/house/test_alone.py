"""The project speaks of itself alone: no registry address, no machine path, no large file."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
MOST_BYTES = 1 << 20


def _files():
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).exists()]


def test_no_registry_address_and_no_machine_path():
    wrong = re.compile(rb"https?://[^\s\"']*/(simple|packages)/|/root/|/home/\w+/")
    here = Path(__file__)
    offenders = [path.name for path in _files() if path != here and wrong.search(path.read_bytes())]
    assert offenders == []


def test_no_large_file_is_committed():
    assert [path.name for path in _files() if path.stat().st_size > MOST_BYTES] == []

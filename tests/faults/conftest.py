"""Faults made for real, met as a user meets them: through the command line, in both languages."""

import hashlib
import os
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from pkslib.cli import main

# The data set of these tests is short, grows older and is small; tests of their own ask about it.
ALWAYS = ("PKS-410", "PKS-411", "PKS-416")
NOBODY = 65534


@dataclass(frozen=True)
class Told:
    """What a command answered: exit status, its lines in English and in Swedish, and its output."""

    status: int
    lines: list[str]
    swedish: list[str]
    output: list[str]

    @property
    def codes(self):
        return [line.split()[0] for line in self.lines if line.startswith("PKS-")]

    def line(self, code, place=""):
        """Return the one line with a code that starts with a place."""
        (found,) = [line for line in self.lines if line.startswith(f"{code} {place}")]
        return found


def contents(folder):
    """Return what is in a folder, file by file; the largest by size only."""
    return {
        path: hashlib.sha256(path.read_bytes()).hexdigest()
        if path.stat().st_size < 2**20
        else path.stat().st_size
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def public():
    """Return a folder that every user may look into."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture
def pks(public, monkeypatch):
    """Give a command to pks in both languages; nothing may crash, or appear where it is run."""
    here = public / "here"
    here.mkdir()
    monkeypatch.chdir(here)

    def call(*words):
        answers = []
        for language in ("en", "sv"):
            result = CliRunner().invoke(main, [*map(str, words), "--language", language])
            assert result.exit_code != 1, result.exception
            lines = [line.strip() for line in result.output.splitlines()]
            answers.append([line for line in lines if not line.startswith(ALWAYS)])
        english, swedish = answers
        assert _codes(english) == _codes(swedish)
        if _codes(english):
            assert not set(english) & set(swedish), "each sentence is translated"
        assert list(here.iterdir()) == []
        return Told(result.exit_code, english, swedish, result.stdout.splitlines())

    return call


def _codes(lines):
    return [line.split()[0] for line in lines if line.startswith("PKS-")]


@pytest.fixture
def check(pks, data_set):
    """Check the least data set with some tables spoilt; the data set is left as it was."""

    def look(source=None, **changed):
        source = source or data_set(**changed)
        folder = source if source.is_dir() else source.parent
        before = contents(folder)
        told = pks("check", source)
        assert before == contents(folder)
        return told

    return look


@pytest.fixture
def forecast(pks, tmp_path):
    """Forecast a history given as csv text: what was told, rows without header."""

    def run(words, *options, horizon=3, tier="fast"):
        path = tmp_path / "history.csv"
        path.write_bytes(words if isinstance(words, bytes) else words.encode("utf-8"))
        return pks("forecast", path, "--horizon", horizon, "--tier", tier, *options)

    return run


@pytest.fixture
def without_rights():
    """Return a context in which one is a user without rights; the superuser may do anything."""

    @contextmanager
    def nobody():
        superuser = os.geteuid() == 0
        if superuser:
            os.seteuid(NOBODY)
        try:
            yield
        finally:
            if superuser:
                os.seteuid(0)

    return nobody


@pytest.fixture
def books(tmp_path, write_notebook, network_parameters):
    """Write a chain of one step whose code is given; return the folder."""

    def write(*code):
        write_notebook(tmp_path / "books" / "01_one.ipynb", *code)
        network = tmp_path / "books" / "network.ipynb"
        write_notebook(network, "print(year)", parameters=network_parameters)
        return tmp_path / "books"

    return write


@pytest.fixture
def words(books, data_set, tmp_path):
    """Return the words of a run of a chain of one step over the least data set."""
    data = data_set()

    def build(*code):
        given = ("--data", data, "--year", 2027, "--output", tmp_path / "out", "--jobs", 1)
        return [str(word) for word in ("run", *given, "--notebooks", books(*code))]

    return build


@pytest.fixture
def run_with(words, tmp_path):
    """Run a chain of one step; return the command's result and where packs are published."""

    def run(*code):
        result = CliRunner().invoke(main, [*words(*code), "--language", "en"])
        return result, tmp_path / "out" / "2027" / "base"

    return run

"""Every sentence a user can meet is there in Swedish, with the same values in it."""

import re
import string
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
CATALOGUES = sorted((ROOT / "pkslib" / "locale" / "sv").glob("*.po"))
KEYWORDS = {"text": None, "mark": None}


def _messages():
    return {
        message: f"{file}:{line}"
        for file, line, message, _, _ in extract_from_dir(
            ROOT / "pkslib", method_map=[("**.py", "python")], keywords=KEYWORDS
        )
    }


def _translations():
    found = []
    for path in CATALOGUES:
        with path.open(encoding="utf-8") as file:
            found += [(path.stem, entry) for entry in read_po(file, locale="sv") if entry.id]
    return found


def _fields(message):
    return sorted(name for _, name, _, _ in string.Formatter().parse(message) if name)


def test_every_message_has_a_swedish_translation():
    done = {entry.id for _, entry in _translations() if entry.string and not entry.fuzzy}
    missing = {message: place for message, place in _messages().items() if message not in done}
    assert missing == {}


def test_no_translation_is_left_over():
    used = set(_messages())
    assert [(room, entry.id) for room, entry in _translations() if entry.id not in used] == []


def test_a_message_is_translated_in_one_way():
    ways = {}
    for _, entry in _translations():
        ways.setdefault(entry.id, set()).add(entry.string)
    assert {message: sorted(found) for message, found in ways.items() if len(found) > 1} == {}


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_translations_keep_the_values(path):
    with path.open(encoding="utf-8") as file:
        for entry in read_po(file, locale="sv"):
            if entry.id:
                assert _fields(entry.id) == _fields(entry.string), entry.id


def test_no_user_sentence_bypasses_the_catalogue():
    # Faults gathered elsewhere are joined by line; each came through the catalogue on its own.
    kinds = "InputError|BusyError|RegionError|EnvironmentFault"
    bare = re.compile(rf"""raise ({kinds})\(\s*f?["'](?!\\n["']\.join)""")
    offenders = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "pkslib").rglob("*.py")
        if bare.search(path.read_text(encoding="utf-8"))
    ]
    assert offenders == []

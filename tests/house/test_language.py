"""Every sentence a user can meet is there in Swedish, with the same values in it."""

import json
import re
import string
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from pkslib.language import catalogue, paragraphs, prose, using

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


def _notebook_prose():
    return [
        "".join(cell["source"])
        for path in sorted((ROOT / "notebooks").rglob("*.ipynb"))
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
        if cell["cell_type"] == "markdown"
    ]


def _notebook_titles():
    """Return the headings that notebooks give their tables."""
    return [
        title
        for path in sorted((ROOT / "notebooks").rglob("*.ipynb"))
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
        if cell["cell_type"] == "code"
        for title in re.findall(r'\btitle="([^"]+)"', "".join(cell["source"]))
    ]


def test_every_paragraph_of_a_notebook_has_its_english_and_no_english_is_left_over():
    written = {part for cell in _notebook_prose() for part in paragraphs(cell)}
    written |= set(_notebook_titles())
    assert sorted(written - set(catalogue("en"))) == []
    assert sorted(set(catalogue("en")) - written) == []


def test_english_prose_has_no_swedish_words_but_names_and_titles():
    # Titles of the guidance stand in italics; counties and hospitals keep their names.
    swedish = re.compile(r"\b(och|att|som|inte|för|från|när|där|behov|vård\w*|enhet\w*)\b", re.I)
    with using("en"):
        said = [re.sub(r"\*[^*\n]+\*", "", prose(cell)) for cell in _notebook_prose()]
    assert [cell for cell in said if swedish.search(cell)] == []


def test_english_prose_keeps_headings_code_and_level():
    for swedish in _notebook_prose():
        with using("en"):
            english = prose(swedish)
        marks = [re.findall(r"^#+ ", text, re.M) for text in (swedish, english)]
        assert marks[0] == marks[1], swedish
        assert swedish.count("`") == english.count("`"), swedish

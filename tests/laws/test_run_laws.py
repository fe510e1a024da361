"""Laws of the parameter gate and of paths: what passes is what was written, and lies inside."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from papermill.translators import translate_parameters

from pkslib.errors import InputError
from pkslib.run import gate
from pkslib.run.publish import Place
from pkslib.tables import naming, store

SOUND = {
    "region": "06",
    "year": 2027,
    "data": "d",
    "output": "o",
    "scenario": "base",
    "language": "sv",
}
# No half of a pair of signs, which no file can hold.
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
VALUES = st.one_of(WORDS, st.integers(), st.booleans(), st.floats(), st.none(), st.lists(WORDS))


@pytest.fixture(scope="module")
def notebook(tmp_path_factory, write_notebook):
    return write_notebook(tmp_path_factory.mktemp("gate") / "01_one.ipynb", "1")


@given(st.dictionaries(st.one_of(st.sampled_from(sorted(SOUND)), WORDS), VALUES, max_size=3))
def test_only_declared_names_with_values_of_their_type_pass(notebook, changed):
    given_ = SOUND | changed
    right = given_.keys() == SOUND.keys() and all(
        type(given_[name]) is type(SOUND[name]) for name in SOUND
    )
    assert (list(gate.faults(notebook, given_)) == []) == right


@given(WORDS, st.integers())
def test_what_passes_the_gate_reaches_the_notebook_as_it_was_written(text, year):
    passed = {**dict.fromkeys(SOUND, text), "year": year}
    reached = {}
    exec(translate_parameters("python3", "python", passed, "Parameters"), reached)
    assert {name: reached[name] for name in passed} == passed


@given(st.one_of(WORDS, st.from_regex(r"[.\w/\\:~ -]{1,12}", fullmatch=True)))
def test_a_code_names_a_folder_of_its_own_or_is_refused(code):
    try:
        folder = store.region_folder("/output", 2027, "base", code)
    except InputError:
        return
    assert folder.resolve() == Path("/output").resolve() / "2027" / "base" / code
    assert not re.search(r'[/\\:*?"<>|\0]', code)


# One folder deep in another, with what people and systems put into names.
FOLDER = st.from_regex(
    r"[A-Za-zÅÄÖåäö0-9][A-Za-zÅÄÖåäö0-9 _.()&+-]{0,40}[A-Za-zåäö0-9]", fullmatch=True
)


@given(st.lists(st.one_of(FOLDER, st.just("..")), min_size=1, max_size=4), FOLDER)
def test_a_pack_is_published_whole_wherever_the_output_lies(tmp_path_factory, parts, region):
    root = tmp_path_factory.mktemp("a") / "b" / "c" / "d" / "e"
    place = Place(str(root.joinpath(*parts).resolve()), 2027, "base")
    try:
        naming.plain(region)
    except InputError:
        return
    (place.begin(region) / "index.html").write_text("page", encoding="utf-8")
    place.publish(region)
    assert (place.published(region) / "index.html").read_text(encoding="utf-8") == "page"
    assert place.published(region).is_relative_to(place.output)
    assert not place.building(region).exists()

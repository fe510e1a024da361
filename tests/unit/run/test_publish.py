import shutil
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from pkslib.run import publish
from pkslib.run.publish import Place


class Killed(BaseException):
    """Stands for the death of the process: nothing catches it."""


@pytest.fixture
def place(tmp_path):
    return Place(str(tmp_path), 2027, "base")


def _build(place, words):
    folder = place.begin("06")
    (folder / "index.html").write_text(words)


def _published(place):
    return (place.published("06") / "index.html").read_text()


def test_nothing_is_published_until_it_is_whole(place):
    _build(place, "new")
    assert not place.published_root.exists()
    place.publish("06")
    assert _published(place) == "new"


def test_new_pack_takes_the_place_of_the_former_with_all_its_files(place):
    _build(place, "old")
    (place.building("06") / "gone.txt").write_text("x")
    place.publish("06")
    _build(place, "new")
    place.publish("06")
    assert _published(place) == "new"
    assert not (place.published("06") / "gone.txt").exists()


def test_killed_between_the_two_renames_the_former_pack_comes_back(place):
    _build(place, "old")
    place.publish("06")
    aside = place.building("06").with_name("06.former")
    aside.parent.mkdir(parents=True, exist_ok=True)
    place.published("06").rename(aside)
    place.sweep()
    assert _published(place) == "old"
    assert not place.building("06").parent.exists()


def test_failure_is_kept_until_the_region_succeeds(place):
    for folder in ("old", "newer"):
        (place.begin("06") / "notebooks" / f"{folder}.ipynb").write_text("{}")
        place.keep_failure("06")
    assert [path.name for path in place.failed("06").iterdir()] == ["newer.ipynb"]
    assert place.failures() == {"06"}
    _build(place, "whole")
    place.publish("06")
    assert not place.failed("06").parent.exists()
    assert place.failures() == set()


def test_page_of_all_regions_is_replaced_in_one_stroke(place):
    place.begin("06")
    for words in ("one", "two"):
        place.publish_index(words)
    assert place.index.read_text() == "two"


def test_runs_of_two_scenarios_do_not_write_each_others_page(place, monkeypatch):
    other, move = replace(place, scenario="tight"), Path.replace
    for one in (place, other):
        one.begin("06")

    def other_comes_between(page, target):
        monkeypatch.setattr(Path, "replace", move)
        other.publish_index("other")
        return move(page, target)

    monkeypatch.setattr(Path, "replace", other_comes_between)
    place.publish_index("one")
    assert (place.index.read_text(), other.index.read_text()) == ("one", "other")


@pytest.mark.parametrize("attempt", ["", ".try-1"], ids=["alone", "one of several"])
@pytest.mark.parametrize(
    ("swaps", "survived"), [*((True, n) for n in range(3)), *((False, n) for n in range(5))]
)
def test_killed_at_any_stroke_of_publishing_the_old_or_the_new_pack_stands(
    place, monkeypatch, swaps, survived, attempt
):
    _build(place, "old")
    place.publish("06")
    doing = replace(place, attempt=attempt)
    _build(doing, "new")
    strokes = []

    def mortal(act):
        def stroke(*words, **options):
            strokes.append(act)
            if len(strokes) > survived:
                raise Killed
            return act(*words, **options)

        return stroke

    with monkeypatch.context() as patched:
        swap = publish.exchange if swaps else lambda *_: False
        patched.setattr(publish, "exchange", mortal(swap))
        patched.setattr(Path, "replace", mortal(Path.replace))
        patched.setattr(shutil, "rmtree", mortal(shutil.rmtree))
        with pytest.raises(Killed):
            doing.publish("06")
    place.sweep()
    assert _published(place) in ("old", "new")
    assert sorted(path.name for path in place.published("06").iterdir()) == [
        "index.html",
        "notebooks",
    ]
    assert not place.building("06").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets folders change places")
def test_folders_change_places(tmp_path):
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text(name)
    assert publish.exchange(tmp_path / "one", tmp_path / "other")
    assert (tmp_path / "one" / "file").read_text() == "other"
    assert (tmp_path / "other" / "file").read_text() == "one"


def test_nothing_is_done_where_one_of_them_is_not_there(tmp_path):
    (tmp_path / "one").mkdir()
    assert not publish.exchange(tmp_path / "one", tmp_path / "other")
    assert [path.name for path in tmp_path.iterdir()] == ["one"]

import pytest

from pkslib.errors import EnvironmentFault
from pkslib.language import using
from pkslib.run import preflight
from pkslib.run.publish import Place


@pytest.fixture
def place(tmp_path):
    place = Place(str(tmp_path), 2027, "base")
    place.building_root.mkdir()
    return place


def test_a_run_that_can_publish_is_let_through(place):
    preflight.check(place, ("06", "07"))


def test_all_that_is_in_the_way_is_told_at_once(place, monkeypatch):
    monkeypatch.setattr(preflight, "ROOM", 1e18)
    monkeypatch.setattr(preflight, "LONGEST_PATH", 20)
    place.published("07").mkdir(parents=True)
    (place.published("07") / "~$pack.xlsx").touch()
    with using("en"), pytest.raises(EnvironmentFault) as raised:
        preflight.check(place, ("06", "07"))
    room, path, held = str(raised.value).splitlines()
    assert "MB are free" in room
    assert "20 are allowed" in path
    assert str(place.published("07") / "pack.xlsx") in held


def test_folders_that_can_not_be_written_to_are_told_before_anything_is_computed(
    place, monkeypatch
):
    place.published("06").mkdir(parents=True)
    shut = {place.published_root, place.published("06")}
    monkeypatch.setattr(preflight.os, "access", lambda folder, _right: folder not in shut)
    with using("en"), pytest.raises(EnvironmentFault) as raised:
        # Region 07 has no pack yet, so it is the folder of all packs that counts.
        preflight.check(place, ("06", "07"))
    assert str(raised.value).splitlines() == [
        f"PKS-603 {folder} can't be written to. Ask its owner for the right, or give another "
        "--output."
        for folder in (place.published_root, place.published("06"))
    ]


def test_a_folder_named_by_a_time_is_told_by_its_name(tmp_path, monkeypatch):
    place = Place(str(tmp_path / "out-20261122-1030"), 2027, "base")
    place.building("06").mkdir(parents=True)
    monkeypatch.setattr(preflight, "ROOM", 1e18)
    with using("en"), pytest.raises(EnvironmentFault, match=r"free in .*out-20261122-1030,"):
        preflight.check(place, ("06",))

"""Scenario files beside a data set."""

import datetime

import pytest

from pkslib.errors import InputError
from pkslib.language import using
from pkslib.settings import Decision, Level, Plan, Settings
from pkslib.tables import scenarios

WINTER = Settings(
    title="Vinter",
    plan=Plan(level=0.8),
    capacities={"bed_day": Level(utilisation=0.9)},
    units={"06-1 MED.A": {"bed_day": Level(margin=0.1)}},
    decisions=(
        Decision(
            setting="plan.level",
            by="planeringschef",
            on=datetime.date(2026, 10, 1),
            why='jämnare "vinter"',
        ),
    ),
)


def test_what_is_saved_is_found(tmp_path):
    path = scenarios.save(tmp_path, "vinter", WINTER)
    assert path == tmp_path / "scenarios" / "vinter.toml"
    assert scenarios.find(tmp_path, "vinter") == WINTER
    assert [found.name for found in path.parent.iterdir()] == ["vinter.toml"]


def test_only_what_differs_is_written(tmp_path):
    words = scenarios.save(tmp_path, "vinter", WINTER).read_text(encoding="utf-8")
    assert "level = 0.8" in words
    assert "summer_from" not in words


def test_scenarios_beside_the_folder_and_beside_a_workbook(tmp_path):
    scenarios.save(tmp_path, "vinter", WINTER)
    assert scenarios.find(tmp_path / "data", "vinter") == WINTER
    assert scenarios.find(tmp_path / "data.xlsx", "vinter") == WINTER


def test_base_is_the_defaults_unless_a_file_says_otherwise(tmp_path):
    assert scenarios.find(tmp_path, "base") == Settings()
    scenarios.save(tmp_path, "base", WINTER)
    assert scenarios.find(tmp_path, "base") == WINTER


def test_a_missing_scenario_is_told_with_those_that_are_there(tmp_path):
    scenarios.save(tmp_path, "vinter", WINTER)
    with using("sv"), pytest.raises(InputError, match=r"Scenariot vnter finns inte.*: vinter"):
        scenarios.find(tmp_path / "data", "vnter")


@pytest.mark.parametrize("name", ["../x", "C:\\x", "a/b", "", "x.", "{x}"])
def test_a_name_never_leaves_the_folder(tmp_path, name):
    with pytest.raises(InputError):
        scenarios.save(tmp_path, name, WINTER)
    assert list(tmp_path.iterdir()) == []


def test_a_database_has_its_scenarios_in_the_working_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert scenarios.save("sqlite:///x.db", "vinter", WINTER).parent == tmp_path / "scenarios"
    assert scenarios.find("sqlite:///x.db", "vinter") == WINTER


def test_persons_in_free_text_are_refused_without_being_shown(tmp_path):
    (tmp_path / "scenarios").mkdir()
    decided = 'setting = "plan.level"\nby = "Kim 121212-1212"\non = 2026-01-01\nwhy = "x"\n'
    (tmp_path / "scenarios" / "vinter.toml").write_text(
        f"title = 'ok'\n[[decisions]]\n{decided}", encoding="utf-8"
    )
    with pytest.raises(InputError, match=r"decisions\.0\.by") as raised:
        scenarios.find(tmp_path, "vinter")
    assert "1212" not in str(raised.value)

"""Scenario files: what they may hold, and the errors that say what is wrong."""

import pytest

from pkslib import settings
from pkslib.errors import InputError
from pkslib.language import using


@pytest.fixture
def scenario(tmp_path):
    def write(body):
        path = tmp_path / "winter.toml"
        path.write_text(body, encoding="utf-8")
        return path

    return write


def test_an_empty_scenario_is_the_defaults(scenario):
    assert settings.read(scenario("")) == settings.Settings()


def test_levels_by_capacity_and_unit(scenario):
    read = settings.read(
        scenario(
            "[capacities.bed_day]\nutilisation = 0.9\nmargin = 0.05\n"
            "[units.06-1-MED.bed_day]\nutilisation = 0.8\n"
        )
    )
    own = settings.level(read, "06-1-MED", "bed_day")
    assert (own.utilisation, own.margin) == (0.8, 0.05)
    other = settings.level(read, "06-2-MED", "bed_day")
    assert (other.utilisation, other.margin) == (0.9, 0.05)
    assert settings.level(read, "06-1-MED", "visit").utilisation is None


def test_all_faults_are_named_at_once(scenario):
    path = scenario("typo = 1\n[plan]\nlevel = 2\n[capacities.bed_day]\nutilisation = 85\n")
    with using("en"), pytest.raises(InputError) as raised:
        settings.read(path)
    message = str(raised.value)
    assert all(place in message for place in ("typo", "plan.level", "capacities.bed_day"))


def test_a_missing_scenario_lists_those_that_are_there(scenario):
    path = scenario("")
    with using("en"), pytest.raises(InputError, match="winter"):
        settings.read(path.with_name("sommar.toml"))


def test_broken_toml_is_an_input_error(scenario):
    with pytest.raises(InputError, match="TOML"):
        settings.read(scenario("[plan\n"))


def test_not_a_number_is_refused(scenario):
    with pytest.raises(InputError):
        settings.read(scenario("[plan]\nlevel = nan\n"))


def test_assumptions_tell_who_decided(scenario):
    read = settings.read(
        scenario(
            "[plan]\nlevel = 1.0\n[[decisions]]\nsetting = 'plan.level'\nby = 'planeringschef'\n"
            "on = 2026-10-01\nwhy = 'jämn vecka'\n"
        )
    )
    row = next(row for row in settings.assumptions(read) if row["setting"] == "plan.level")
    assert (row["value"], row["base"], row["low"], row["high"]) == (1.0, 0.5, 0, 1)
    assert (row["by"], row["on"], row["why"]) == ("planeringschef", "2026-10-01", "jämn vecka")


def test_a_margin_and_a_risk_contradict_each_other(scenario):
    path = scenario("[capacities.bed_day]\nmargin = 0.1\nrisk = 0.1\n")
    with using("en"), pytest.raises(InputError, match=r"capacities\.bed_day: .* not both"):
        settings.read(path)


def test_a_unit_s_margin_goes_before_the_risk_of_the_capacity(scenario):
    read = settings.read(
        scenario("[capacities.bed_day]\nrisk = 0.1\n[units.A.bed_day]\nmargin = 0.2\n")
    )
    own, other = (settings.level(read, unit, "bed_day") for unit in "AB")
    assert (own.margin, own.risk, other.margin, other.risk) == (0.2, None, None, 0.1)


@pytest.mark.parametrize("body", ["x = " + "[" * 5000, "[plan", 'a = "' + chr(0)])
def test_no_readable_toml(scenario, body):
    with pytest.raises(InputError):
        settings.read(scenario(body))


def test_a_byte_order_mark_is_no_fault(scenario):
    path = scenario("")
    path.write_bytes(b"\xef\xbb\xbf[plan]\nlevel = 1\n")
    assert settings.read(path).plan.level == 1

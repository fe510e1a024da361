import tomllib

import pandas as pd
import pytest

from pkslib import settings
from pkslib.language import catalogue
from pkslib.show import reasons
from pkslib.show.names import Names
from pkslib.tables.declaration import column
from pkslib.tables.results import RESULTS

EVERY = sorted(reasons.REASONS)


@pytest.mark.parametrize(("table", "name"), EVERY)
def test_every_declared_code_has_its_sentence(table, name):
    declared = RESULTS[table].columns[name]
    assert declared.kind == "choice"
    assert {code for code in declared.choices if code} == set(reasons.REASONS[table, name])


@pytest.mark.parametrize(("table", "name"), EVERY)
def test_sentences_mention_columns_of_their_own_table_and_are_swedish_too(table, name):
    for template in reasons.REASONS[table, name].values():
        known = {*RESULTS[table].columns, reasons.MEASURED}
        assert set(reasons.fields(template)) <= known
        assert template in catalogue("sv")


def test_values_are_written_by_their_declared_units(swedish):
    row = {"proposal": "check_data", "claim": 0.223, "waiting": 0}
    said = reasons.sentence("surplus", "proposal", row)
    assert "utnyttjas till 22\xa0%," in said
    row = {"proposal": "shorten_waits", "claim": None, "waiting": 1234}
    assert "1\xa0234 patienter" in reasons.sentence("surplus", "proposal", row)


def test_a_change_is_told_with_its_sign(swedish):
    row = {"why": "times_differ", "change": 0.034, "now": 2.0, "proposed": 2.07}
    assert reasons.sentence("proposals", "why", row).startswith("+3,4\xa0% per aktivitet")
    row = {"why": "not_realised", "now": 5.0, "proposed": 2.0}
    assert reasons.sentence("proposals", "why", row).startswith("2 av 5 ")


def test_a_column_of_codes_row_by_row(english):
    rows = pd.DataFrame(
        {"proposal": ["margin", "check_data", None], "claim": [None, 0.05, None], "waiting": 0}
    )
    first, second, third = reasons.sentences("surplus", "proposal", rows)
    assert first == "Keep as a margin for variation."
    assert "in use to 5.0%" in second
    assert third == ""


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        ("period", "2027-02", "februari 2027"),
        ("code", "A", "Avdelning A"),
        ("choice", "limit", "begränsa"),
        ("text", "limit", "limit"),
        ("flag", True, "ja"),
        ("integer", 12345, "12\xa0345"),
        ("number", 3.25, "3,25"),
        ("number", None, "–"),
        ("text", None, ""),
    ],
)
def test_a_value_is_written_by_its_kind(swedish, kind, value, said):
    declared = column("Label", kind, name="unit")
    assert reasons.written(value, declared, Names({"unit": {"A": "Avdelning A"}})) == said


@pytest.mark.parametrize("code", ["ÖV-KIR", "Kir 1", "A.1", "A+B & C"])
def test_a_proposal_can_be_pasted_into_a_scenario_whatever_the_codes(code):
    shift = {"setting": "level_shift", "item": code, "period": "2025-11"}
    pasted = settings.checked(tomllib.loads(reasons.setting(shift)), "here")
    assert pasted.demand.treatments[code].periods == {"2025-11": "level shift"}


def test_a_proposal_to_change_a_table_has_no_setting():
    assert reasons.setting({"setting": ""}) == ""


def test_an_amount_is_told_in_what_its_capacity_is_measured_in(swedish):
    row = {"option": "opening", "amount": 77.8, "capacity": "bed_day"}
    said = reasons.sentence("gap_options", "option", row, Names(measures={"bed_day": "bed_day"}))
    assert said == "Öppningen utökas med 77,8 vårddygn."


def test_an_abbreviation_is_no_word_of_small_letters(english):
    assert reasons.word("drg") == "DRG points"
    assert reasons.word("left_to_chance") == "left to chance"

"""The course's planning year: what was promised too early is borne by somebody when it comes."""

from pathlib import Path

import pytest

from pkslib.errors import InputError
from pkslib.show.training.year import Debrief, Round, role_cards, rounds, sums
from pkslib.show.training.year.debrief import debrief
from pkslib.show.training.year.panel import base_tables
from pkslib.show.training.year.rounds import PARTS, Choices
from pkslib.tables import intake, scenarios

SOURCE = Path(__file__).parents[4] / "data" / "course"
WORKS = ("K1", "K4")
EARLY = Choices(0.85, 3_500_000, (*WORKS, "K2", "K5"), promised=True, note="Vi litar på löftet.")
SEEN = Choices(0.85, 3_500_000, (*WORKS, "K2", "K5"), promised=False, told=True)


@pytest.fixture(scope="module")
def base():
    return base_tables(SOURCE)


@pytest.fixture(scope="module")
def years(base):
    """Plan and year that came, for promises counted early and for what was seen; card 2."""
    found = {}
    for name, choices in (("early", EARLY), ("seen", SEEN)):
        tables = rounds.tables_of(base, choices, 0, None)
        told, used = sums.plan(tables, sums.settings_of(choices.target))
        found[name] = (told, sums.come(base, tables, used, 2), used)
    return found


def test_promises_counted_early_make_the_plan_look_better_and_the_year_worse(years):
    (early, early_came, _), (seen, seen_came, _) = years["early"], years["seen"]
    assert early.cost < seen.cost
    assert early.improved > 2 * early_came.improved
    assert seen.improved == pytest.approx(seen_came.improved, rel=0.1)
    assert early_came.refused > seen_came.refused > 0
    assert early_came.given_way > seen_came.given_way
    assert early_came.strained > seen_came.strained


@pytest.mark.parametrize(
    ("guide", "said"),
    [("handledning.md", ("{came} vårddygn i stället för {promised}", "{early} vid 85",
                         "{seen} utan plats")),
     ("guide.md", ("{came} bed days instead of {promised}", "{early} at 85",
                   "no bed for {seen}"))],
)  # fmt: skip
def test_the_guide_tells_what_these_years_give(years, guide, said):
    (early, early_came, _), (_, seen_came, _) = years["early"], years["seen"]
    words = " ".join((SOURCE.parents[1] / "docs" / "training" / guide).read_text("utf-8").split())
    told = {"came": early_came.improved, "promised": early.improved,
            "early": early_came.refused, "seen": seen_came.refused}  # fmt: skip
    rounded = {name: round(value) for name, value in told.items()}
    assert [one for one in said if one.format(**rounded) not in words] == []


def test_of_what_costs_money_there_is_as_much_as_was_planned(base, years):
    _, came, used = years["early"]
    most = base["measures"].set_index("measure")["cost"]
    assert came.cost <= sum(most[code] * amount for code, amount in used.items())


def test_an_event_touches_its_months_alone(base):
    before, after = base["demand"], sums.after_event(base, 1)["demand"]
    told = before["patients"].astype(float) != after["patients"]
    assert set(before.loc[told, "need"]) == {"pneumonia"}
    assert set(before.loc[told, "period"].str[-2:]) == {"01", "02", "03"}
    assert after.loc[told, "patients"].sum() == pytest.approx(
        1.3 * before.loc[told, "patients"].sum()
    )


def test_what_is_new_after_the_event_begins_late(base):
    tables = rounds.tables_of(base, SEEN, 1, Choices(measures=("K1", "K2")))
    starts = tables["measures"].set_index("measure")["start"]
    assert (starts["K1"], starts["K5"]) == ("2027-01", "2027-06")


def test_a_round_is_a_data_set_with_scenario_and_agreements(base, tmp_path, swedish):
    first = rounds.folder_of(tmp_path, "grupp 1", 1)
    choices = Choices(0.88, 2_500_000, ("K1",), True, False, ("strategic",), "Vi börjar så.")
    rounds.keep(SOURCE, first, rounds.tables_of(base, choices, 0, None), choices)
    second = rounds.folder_of(tmp_path, "grupp 1", 2)
    later = Choices(0.86, 2_500_000, ("K1", "K5"), False, True, tuple(PARTS), "Nu vet vi.")
    rounds.keep(SOURCE, second, rounds.tables_of(base, later, 0, None), later)

    assert intake.check(second).faults == ()
    settings = scenarios.find(second, "round_2")
    assert settings.capacities["bed_day"].utilisation == 0.86
    assert settings.decisions[0].why == "Nu vet vi."
    said = intake.load(second)["agreements"]
    assert said.groupby("round")["agreed"].sum().to_dict() == {1: 1, 2: 5}
    assert rounds.read(first)[2] == choices
    assert rounds.read(second)[2] == later
    assert rounds.kept(tmp_path, "grupp 1") == [1, 2]


@pytest.mark.parametrize("name", ["../ute", "", "a/b", "19900101-2385"])
def test_a_group_is_named_plainly(tmp_path, name):
    with pytest.raises(InputError):
        rounds.folder_of(tmp_path, name, 1)


def test_a_round_is_played_kept_and_taken_up_again(tmp_path, swedish):
    panel = Round(1, "grupp 1", 1, SOURCE, tmp_path)
    assert panel.told_back.value == ""
    panel.measures["K1"].value, panel.note.value = True, "Hemgången kommer."
    panel.work_out.click()
    assert "Åtgärderna kostar" in panel.told_back.value
    assert "innan någon har sett dem" in panel.told_back.value
    panel.keep.click()
    assert "0 av 5 säger ja" in panel.told_back.value
    assert panel.fault.value == ""
    again = Round(2, "grupp 1", 1, SOURCE, tmp_path)
    assert again.choices().measures == ("K1",)
    assert again.note.value == ""
    assert Round(1, "grupp 1", 1, SOURCE, tmp_path).note.value == "Hemgången kommer."


def test_the_event_is_turned_up_in_the_last_round(tmp_path, swedish):
    panel = Round(4, "grupp 1", 3, SOURCE, tmp_path)
    panel.work_out.click()
    assert "Sjukfrånvaro" in panel.told_back.value


def test_the_debrief_compares_the_groups(base, tmp_path, swedish):
    assert "Ingen grupp" in debrief(2, SOURCE, tmp_path)
    for group, choices in (("grupp 1", EARLY), ("grupp 2", SEEN)):
        tables = rounds.tables_of(base, choices, 0, None)
        rounds.keep(SOURCE, rounds.folder_of(tmp_path, group, 1), tables, choices)
    panel = Debrief(2, SOURCE, tmp_path)
    panel.button.click()
    assert panel.table.value.count("<tr>") == 3
    assert panel.fault.value == ""


def test_only_the_wards_know_more_than_the_table(swedish):
    private = [name for name, _, known in role_cards() if known]
    assert private == [
        "Enhetschef, medicinavdelningen (operativ)",
        "Enhetschef, ortopedavdelningen (operativ)",
    ]

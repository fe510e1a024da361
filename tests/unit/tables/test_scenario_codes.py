"""What a scenario names is in the data set, or it is refused with the nearest that is."""

import pandas as pd
import pytest

from pkslib.errors import InputError
from pkslib.language import using
from pkslib.settings import checked
from pkslib.tables import declaration, scenario_codes
from pkslib.tables.inputs import INPUTS

HELD = {
    "needs": {"need": ["hip", "stroke"]},
    "units": {"unit": ["KIR", "MED"]},
    "activities": {"activity": ["stay"]},
    "capacities": {"capacity": ["bed_day", "theatre"], "measure": ["bed_day", "hour"],
                   "utilisation": [0.85, 0.8]},
    "pathways": {"need": ["hip"], "unit": ["KIR"], "activity": ["stay"]},
    "activity_times": {"activity": ["stay", "stay"], "unit": [None, "MED"],
                       "capacity": ["bed_day", "theatre"]},
    "resources": {"unit": ["MED"], "resource": ["nurse"]},
    "recipes": {"capacity": ["bed_day"], "resource": ["nurse"]},
    "schedule": {"shift": ["day", "long"]},
}  # fmt: skip


@pytest.fixture
def tables():
    return {name: declaration.empty(schema) for name, schema in INPUTS.items()} | {
        name: pd.DataFrame(columns) for name, columns in HELD.items()
    }


def _said(tables, **sections):
    with using("en"):
        return [str(note) for note in scenario_codes.check(checked(sections, ""), tables, "a.toml")]


@pytest.mark.parametrize(
    ("sections", "words"),
    [
        ({"capacities": {"bed_dya": {"margin": 0.1}}}, r"capacities\.bed_dya.*capacity.*“bed_day”"),
        ({"units": {"KIRR": {}}}, r"units\.KIRR.*unit.*“KIR”"),
        ({"units": {"KIR": {"theater": {}}}}, r"units\.KIR\.theater.*“theatre”"),
        ({"demand": {"treatments": {"strok": {}}}}, r"demand\.treatments\.strok.*need.*“stroke”"),
        ({"balance": {"weights": {"bed_days": 2}}}, r"balance\.weights\.bed_days.*“bed_day”"),
        ({"balance": {"weights": {"bed_day": 2}, "against": "production"}}, "activity"),
        ({"outlook": {"shift_hours": {"nigth": 10}}}, r"shift_hours\.nigth.*“night”"),
    ],
)
def test_a_code_that_the_data_set_lacks_is_refused_with_the_nearest(tables, sections, words):
    with pytest.raises(InputError, match=f"PKS-636 a.toml: .*{words}"):
        _said(tables, **sections)


def test_all_faults_come_at_once(tables):
    with pytest.raises(InputError) as raised:
        _said(tables, capacities={"a": {}, "b": {}}, balance={"weights": {"c": 1}})
    assert len(str(raised.value).splitlines()) == 3


def test_what_the_data_set_has_is_let_through(tables):
    sections = {
        "demand": {"treatments": {"stroke": {"pandemic": "keep"}}},
        "capacities": {"theatre": {"margin": 0.1}},
        "units": {"KIR": {"bed_day": {"margin": 0.2}}, "MED": {"bed_day": {"risk": 0.1}}},
        "balance": {"weights": {"bed_day": 2}},
        "outlook": {"shift_hours": {"evening": 8, "long": 12}},
        "decisions": [
            {"setting": name, "by": "chef", "on": "2026-10-01", "why": "prövat"}
            for name in ("plan", "plan.level", "units.KIR", "units.KIR.bed_day.margin", "demand",
                         "demand.treatments.stroke", "balance.weights.bed_day", "capacities")
        ],
    }  # fmt: skip
    assert _said(tables, **sections) == []


def test_what_nothing_uses_is_said(tables):
    # The time of the stay in theatre is that of MED alone, which nobody is sent to.
    decision = {"setting": "plan.levl", "by": "chef", "on": "2026-10-01", "why": "prövat"}
    said = _said(tables, units={"KIR": {"theatre": {}}}, decisions=[decision])
    assert [line.split(".")[0] for line in said] == [
        "PKS-637 a", "PKS-637 a"
    ]  # fmt: skip
    assert "units.KIR.theatre, which nothing uses" in said[0]
    assert "plan.levl, which nothing uses. Did you mean “plan.level”?" in said[1]


@pytest.mark.parametrize(
    ("level", "said"),
    [
        ({"ceiling": 0.84}, "capacities.bed_day.ceiling can't be 0.84. Allowed: 0.85–1.00"),
        ({"ceiling": 1.1}, "capacities.bed_day.ceiling can't be 1.10. Allowed: 0.85–1.00"),
        ({"utilisation": 0.9, "ceiling": 0.89}, "Allowed: 0.90–1.00"),
        ({"ceilings": {"2027-07": 1.05}}, "capacities.bed_day.ceilings.2027-07 can't be 1.05"),
    ],
)
def test_a_ceiling_is_at_least_the_target_and_no_bed_holds_two(tables, level, said):
    with pytest.raises(InputError, match="PKS-655") as raised:
        _said(tables, capacities={"bed_day": level})
    assert said in str(raised.value)


def test_a_unit_s_own_ceiling_is_held_against_its_own_target(tables):
    shared = {"bed_day": {"utilisation": 0.9, "ceiling": 0.95}}
    assert _said(tables, capacities=shared, units={"KIR": {"bed_day": {"ceiling": 1.0}}}) == []
    with pytest.raises(InputError, match=r"units\.KIR\.bed_day\.ceiling can't be 0\.88"):
        _said(tables, capacities=shared, units={"KIR": {"bed_day": {"ceiling": 0.88}}})
    # Of booked hours some are free again.
    assert _said(tables, capacities={"theatre": {"ceiling": 1.2}}) == []


@pytest.mark.parametrize(
    ("stated", "sections", "said"),
    [
        # The table's ceiling is 0.90, and the scenario says nothing of it.
        (0.9, {"capacities": {"bed_day": {"utilisation": 0.92}}},
         r"capacities\.bed_day\.utilisation is 0\.92, above the ceiling \(0\.90\).*≤ 0\.90\..*"
         r"capacities\.bed_day\.ceiling"),
        (0.9, {"units": {"KIR": {"bed_day": {"utilisation": 0.92}}}},
         r"units\.KIR\.bed_day\.utilisation is 0\.92.*units\.KIR\.bed_day\.ceiling"),
        # The scenario's own ceiling of another section, or of a single month.
        (None, {"capacities": {"bed_day": {"ceiling": 0.9}},
                "units": {"KIR": {"bed_day": {"utilisation": 0.92}}}}, r"ceiling \(0\.90\)"),
        (None, {"capacities": {"bed_day": {"ceilings": {"2027-07": 0.88}}},
                "units": {"KIR": {"bed_day": {"utilisation": 0.92}}}}, r"ceiling \(0\.88\)"),
    ],
)  # fmt: skip
def test_a_target_above_a_ceiling_set_elsewhere_is_refused_and_lifts_nothing(
    tables, stated, sections, said
):
    held = tables | {"capacities": tables["capacities"].assign(ceiling=[stated, 1.0])}
    with pytest.raises(InputError, match=f"PKS-656 a.toml: .*{said}"):
        _said(held, **sections)


def test_a_target_at_its_ceiling_or_with_a_higher_one_of_its_own_is_let_through(tables):
    held = tables | {"capacities": tables["capacities"].assign(ceiling=[0.9, 1.0])}
    assert _said(held, capacities={"bed_day": {"utilisation": 0.9}}) == []
    assert _said(held, capacities={"bed_day": {"utilisation": 0.92, "ceiling": 0.92}}) == []
    unit = {"KIR": {"bed_day": {"utilisation": 0.95, "ceiling": 1.0}}}
    assert _said(held, capacities={"bed_day": {"utilisation": 0.9}}, units=unit) == []

"""The chain from need over activity to capacity."""

import pytest

TWO_NEEDS = "need;name;flow;priority\nhip;x;acute;1\nknee;y;elective;2\n"


def test_a_need_without_pathway_is_a_warning(said):
    demand = "region;need;period;patients\n06;hip;2026-01;3\n06;knee;2026-01;3\n"
    assert said("sv", needs=TWO_NEEDS, demand=demand) == [
        "PKS-504 pathways.csv, kolumn need: Ingen enhet i region 06 tar hand om knee: patienterna "
        "ger ingen produktion. Funnet: knee. Lägg till rader i pathways för vårdbehovet."
    ]


def test_an_activity_without_times_where_it_is_done(found):
    activities = "activity;name;kind\nstay;x;admission\nvisit;y;visit\n"
    pathways = "need;unit;activity;per_patient\nhip;W;stay;1\nhip;W;visit;2\nhip;H;visit;1\n"
    times = "activity;unit;capacity;amount\nstay;;bed_day;9\nvisit;H;bed_day;0\n"
    available = "unit;capacity;period;amount\nW;bed_day;2026-01;4\nH;bed_day;2026-01;4\n"
    changed = {"activities": activities, "pathways": pathways, "available": available}
    assert found(activity_times=times, **changed) == [
        ("PKS-505", "activity_times.csv", None, "activity")
    ]
    assert found(activity_times=times + "visit;W;bed_day;0\n", **changed) == []


def test_a_capacity_that_is_needed_where_none_is_available(said):
    available = "unit;capacity;period;amount\nH;bed_day;2026-01;4\n"
    line, other = said("en", available=available)
    assert other.startswith("PKS-515 available.csv, column capacity: bed_day is available at H")
    assert line.startswith("PKS-506 available.csv, column capacity: bed_day is needed at W, but")


@pytest.mark.parametrize(("unit", "codes"), [("W", []), ("H", ["PKS-506"])])
def test_resources_of_a_recipe_make_a_capacity_available(found, unit, codes):
    resources = f"unit;resource;period;count;hours;absence\n{unit};nurse;2026-01;20;150;0,2\n"
    recipes = "capacity;resource;amount\nbed_day;nurse;4,8\n"
    faults = found(available=None, resources=resources, recipes=recipes)
    assert [fault[0] for fault in faults] == codes


@pytest.mark.parametrize(("step", "codes"), [(1, ["PKS-507"]), (3, [])])
def test_only_a_measure_of_step_1_needs_a_target(found, step, codes):
    measures = (
        "measure;name;step;unit;to_unit;capacity;side;max_amount;cost;start;end;status;realised\n"
        f"M1;x;{step};W;;bed_day;capacity;10;100;2027-01;2027-12;planned;0\n"
    )
    assert [fault[0] for fault in found(measures=measures)] == codes


def test_capacity_that_nothing_needs_is_told(found):
    units = "unit;name;region;parent;level\nW;x;06;;ward\nV;y;06;;ward\n"
    available = "unit;capacity;period;amount\nW;bed_day;2026-01;400\nV;bed_day;2026-01;9\n"
    told = found(units=units, available=available)
    assert told == [("PKS-515", "available.csv", None, "capacity")]


@pytest.mark.parametrize(("opening", "codes"), [("400", []), ("399", ["PKS-518"])])
def test_more_available_than_openings_allow_is_told(found, opening, codes):
    openings = f"unit;capacity;period;amount\nW;bed_day;2026-01;{opening}\n"
    assert [fault[0] for fault in found(openings=openings)] == codes


def test_a_change_of_staff_needs_its_resource(found):
    resources = "unit;resource;period;count;hours;absence\nW;nurse;2026-01;20;150;0,2\n"
    changes = "unit;resource;kind;start;end;count\nW;nurse;agency;2027-01-01;;1\n"
    assert found(resources=resources, staff_changes=changes) == []
    lost = changes.replace("nurse", "doctor")
    assert found(resources=resources, staff_changes=lost) == [
        ("PKS-519", "staff_changes.csv", 2, "resource")
    ]
    backwards = changes.replace("01-01;;", "03-01;2027-02-01;")
    assert found(resources=resources, staff_changes=backwards) == [
        ("PKS-508", "staff_changes.csv", 2, "end")
    ]


@pytest.mark.parametrize(
    ("table", "column"), [("staffing", "needed"), ("minimum_lines", "persons")]
)
def test_acute_care_without_staff_is_told_from_either_table(table, column, found):
    named = f"unit;resource;weekday;shift;{column}\nW;nurse;1;day;2\n"
    assert ("PKS-526", f"{table}.csv", None, "weekday") in found(**{table: named})


def test_a_norm_that_cannot_carry_the_commission(said, found):
    # By day 3 nurses of 4 patients carry 12, at night 2 of 5 only 10 of the 12 beds.
    head = "unit;resource;weekday;shift;needed;beds;patients_per_person\n"
    day, night = "W;nurse;{};day;3;12;4\n", "W;nurse;{};night;{};12;5\n"
    days = "".join(day.format(at) for at in range(1, 8))
    short = "".join(night.format(at, 2 if at == 6 else 3) for at in range(1, 8))
    told = said("en", staffing=head + days + short)
    assert [line for line in told if line.startswith("PKS-546")] == [
        "PKS-546 staffing.csv, column needed: The norm for W carries 10 of 12 beds in its "
        "commission, at the least with nurse on shift night: the others are closed without any "
        "gap. Found: 2.0. Raise the persons needed or the patients per person there, or lower the "
        "commission."
    ]
    enough = found(staffing=head + days + short.replace("night;2", "night;3"))
    assert "PKS-546" not in [code for code, *_ in enough]
    bare = "unit;resource;weekday;shift;needed\n"
    bare += "".join(f"W;nurse;{at};day;1\n" for at in range(1, 8))
    assert "PKS-546" not in [code for code, *_ in found(staffing=bare)]


PLANNED = "need;name;flow;priority;guarantee_days\nhip;x;elective;2;90\nday;y;elective;{};90\n"


@pytest.mark.parametrize(
    ("unit", "other", "per_patient", "codes"),
    [
        # 100 hips are admitted 0.6 times each at the hospital, 100 of the other 0.5 times: 55 %.
        ("H", 3, "0,6", ["PKS-547"]),
        # Exactly half is not over half; wards are no whole hospital; care of priority 1 stands
        # apart.
        ("H", 3, "0,5", []),
        ("W", 3, "0,6", []),
        ("H", 1, "0,6", []),
    ],
)
def test_a_need_so_broad_that_it_may_hold_cancer_is_told(unit, other, per_patient, codes, found):
    paths = f"need;unit;activity;per_patient\nhip;{unit};stay;{per_patient}\nday;{unit};stay;0,5\n"
    demand = "region;need;period;patients\n06;hip;2026-01;100\n06;day;2026-01;100\n"
    told = found(needs=PLANNED.format(other), pathways=paths, demand=demand)
    assert [code for code, *_ in told if code == "PKS-547"] == codes

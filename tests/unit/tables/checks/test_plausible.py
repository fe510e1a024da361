"""Values that can't be so, or hardly."""

import pytest

MEASURE = (
    "measure;name;step;unit;to_unit;capacity;side;max_amount;cost;start;end;status;realised\n"
    "M1;x;3;W;;bed_day;capacity;10;100;{start};{end};planned;0\n"
)


def _waiting(*bands):
    rows = "".join(f"06;W;hip;2026-10-31;{band};5\n" for band in bands)
    return f"region;unit;need;as_of;days_from;days_to;patients\n{rows}"


def test_bands_that_meet_are_sound(found):
    assert found(waiting=_waiting("0;30", "31;90", "91;")) == []


@pytest.mark.parametrize(
    ("bands", "code", "row"),
    [
        (("0;30", "30;90"), "PKS-509", 3),
        (("31;90", "0;40"), "PKS-509", 2),
        (("0;", "31;90"), "PKS-509", 3),
        (("30;0",), "PKS-508", 2),
    ],
)
def test_bands_that_overlap_or_run_backwards(found, bands, code, row):
    assert [fault[:3] for fault in found(waiting=_waiting(*bands))] == [(code, "waiting.csv", row)]


@pytest.mark.parametrize(
    ("start", "end", "codes"),
    [("2027-01", "2027-12", []), ("2027-06", "2027-01", ["PKS-508"]), ("2027-06", "2027", [])],
)
def test_a_measure_ends_after_it_starts(found, start, end, codes):
    faults = found(measures=MEASURE.format(start=start, end=end))
    assert [fault[0] for fault in faults] == codes


@pytest.mark.parametrize(
    ("end", "resource", "codes"),
    # Demand ends in 2026-10 and whom to recruit is decided on 1 November at the earliest: 17 weeks
    # from there are 28 February. Overtime takes no time.
    [("2026-10", "nurse;recruitment", ["PKS-530"]), ("2026-10", "nurse;overtime", []),
     ("2026-10", ";", []), ("2026-08", "nurse;", [])],
)  # fmt: skip
def test_a_measure_that_cannot_work_when_it_is_dated_is_a_warning(found, end, resource, codes):
    demand = f"region;need;period;patients\n06;hip;{end};30\n"
    header = MEASURE.split("\n", maxsplit=1)[0]
    row = "M1;x;3;W;;bed_day;capacity;10;100;2027-01;2027-12;planned;0"
    table = f"{header};resource;kind\n{row};{resource}\n"
    assert [fault[0] for fault in found(demand=demand, measures=table)] == codes


def test_a_stay_of_more_than_a_year_is_a_warning(found):
    times = "activity;unit;capacity;amount\nstay;;bed_day;366\n"
    assert found(activity_times=times) == [("PKS-512", "activity_times.csv", 2, "amount")]


@pytest.mark.parametrize(("hours", "codes"), [("744", []), ("745", ["PKS-513"])])
def test_nobody_works_more_hours_than_a_month_has(found, hours, codes):
    # January: 31 x 24 = 744 hours.
    resources = f"unit;resource;period;count;hours;absence\nW;room;2026-01;2;{hours};0\n"
    assert [fault[0] for fault in found(resources=resources)] == codes


def test_outcomes_after_the_last_demand_are_a_warning(found):
    production = (
        "unit;activity;period;count;planned\nW;stay;2026-02;40;40\nW;stay;2026-03;40;\n"
        "W;stay;2026-04;;40\n"
    )
    assert found(production=production) == [("PKS-405", "production.csv", 3, "count")]


@pytest.mark.parametrize(
    ("first", "second", "codes"),
    [
        ("30", "1800", ["PKS-406"]),  # 60 times: minutes for hours
        ("3000", "30", ["PKS-406"]),  # a hundredth
        ("1", "60", []),  # too few patients to tell
        ("30", "900", []),  # 30 times: growth may be wild
        ("0", "900", []),
    ],
)
def test_leaps_as_when_the_unit_changes(found, first, second, codes):
    demand = f"region;need;period;patients\n06;hip;2026-01;{first}\n06;hip;2026-02;{second}\n"
    assert [fault[0] for fault in found(demand=demand)] == codes


@pytest.mark.parametrize(("kind", "codes"), [("admission", ["PKS-516"]), ("day_case", [])])
def test_an_admission_takes_bed_days(found, kind, codes):
    activities = f"activity;name;kind\nstay;x;{kind}\n"
    times = "activity;unit;capacity;amount\nstay;;bed_day;0\n"
    assert [fault[0] for fault in found(activities=activities, activity_times=times)] == codes


@pytest.mark.parametrize(
    ("measure", "ceiling", "codes"),
    [
        ("bed_day", "0,8", ["PKS-545"]),  # below the target
        ("bed_day", "1,1", ["PKS-545"]),  # no bed holds two
        ("hour", "1,1", []),
        ("bed_day", "0,95", []),
        ("bed_day", "", []),
    ],
)
def test_a_ceiling_is_at_least_the_target_and_above_one_for_what_is_booked_only(
    found, measure, ceiling, codes
):
    capacities = (
        f"capacity;name;measure;utilisation;margin;ceiling\nbed_day;x;{measure};0,85;0;{ceiling}\n"
    )
    assert [fault[0] for fault in found(capacities=capacities)] == codes


JUDGED = (
    "assumption;unit;need;year;role;low;middle;high;reason\n"
    "{assumption};W;;2028;chef;{low};{middle};{high};Dagvård\n"
)


@pytest.mark.parametrize(
    ("assumption", "said", "codes"),
    [
        ("growth", ("-0,1", "0", "0,2"), []),
        ("growth", ("0,1", "0", "0,2"), ["PKS-508"]),
        ("growth", ("0", "0,3", "0,2"), ["PKS-508"]),
        ("stay", ("-0,1", "0", "0,2"), []),
        ("share_shifted", ("-0,1", "0", "0,2"), ["PKS-205"]),
        ("occupancy", ("0", "0,8", "0,9"), ["PKS-205"]),
        ("occupancy", ("0,8", "0,85", "0,9"), []),
    ],
)
def test_a_judgement_rises_and_is_a_share_that_can_be(found, assumption, said, codes):
    low, middle, high = said
    rows = JUDGED.format(assumption=assumption, low=low, middle=middle, high=high)
    assert [fault[0] for fault in found(judgements=rows)] == codes

"""Outcome against what was available: the occupancy that a data set itself claims."""

import pytest

PRODUCTION = "unit;activity;period;count\nW;stay;2026-01;{count}\nW;stay;2026-02;{count}\n"


def _warned(found, **tables):
    return [place for place in found(**tables) if place[0] == "PKS-514"]


# The ward has 400 bed days a month and a stay takes 9.5: 40 stays are 380 of 400, 95 %;
# 20 are 47.5 %, 60 are 142.5 %.
@pytest.mark.parametrize(("count", "warned"), [(40, False), (20, True), (60, True), (0, False)])
def test_far_from_full_or_overfull_is_told(found, count, warned):
    assert bool(_warned(found, production=PRODUCTION.format(count=count))) is warned


def test_a_units_own_stay_goes_before_the_common_one(found):
    # With the ward's own 19 days, 20 stays take 380 of 400 bed days.
    times = "activity;unit;capacity;amount\nstay;;bed_day;9,5\nstay;W;bed_day;19\n"
    assert not _warned(found, activity_times=times, production=PRODUCTION.format(count=20))


def test_nothing_is_said_without_periods_in_common(found):
    production = "unit;activity;period;count\nW;stay;2025-01;20\n"
    assert not _warned(found, production=production)


def test_patients_where_nothing_was_available(found):
    available = "unit;capacity;period;amount\nW;bed_day;2026-01;0\nW;bed_day;2026-02;0\n"
    production = "unit;activity;period;count\nW;stay;2026-01;5\nW;stay;2026-02;0\n"
    told = found(available=available, production=production)
    assert told == [("PKS-517", "available.csv", 2, "amount")]


@pytest.mark.parametrize(
    ("beds", "stay", "guess"),
    [("10", "9,5", "Beds instead of bed days?"), ("300", "228", "Hours instead of days?")],
)
def test_without_production_demand_tells_of_units(said, beds, stay, guess):
    months = "".join(
        f"06;hip;{year}-{month:02d};30\n" for year in (2025, 2026) for month in range(1, 13)
    )
    told = said(
        "en",
        demand=f"region;need;period;patients\n{months}",
        activity_times=f"activity;unit;capacity;amount\nstay;;bed_day;{stay}\n",
        available=f"unit;capacity;period;amount\nW;bed_day;2027-01;{beds}\nW;bed_day;2027-02;{beds}\n",
    )
    (line,) = [line for line in told if line.startswith("PKS-521")]
    assert guess in line


MONTHS = [f"{2025 + at // 12}-{at % 12 + 1:02d}" for at in range(12)]
YEAR = "region;need;period;patients\n" + "".join(f"06;hip;{label};38\n" for label in MONTHS)


def _available(amount, *labels):
    rows = "".join(f"W;bed_day;{label};{amount}\n" for label in labels)
    return "unit;capacity;period;amount\n" + rows


# 38 patients × 1.1 stays × 9.5 days are 397 bed days a month, some 13 a day, in a ward that has
# so many times fewer or more than the 460 a month that it would usually have.
@pytest.mark.parametrize(
    ("amount", "labels", "guess"),
    [
        ("15", MONTHS, "Beds instead of bed days?"),
        ("45", ["2025-Q1", "2025-Q2"], "Beds instead of bed days?"),
        ("5500", MONTHS, "A year's amount in every month?"),
        ("11000", MONTHS, "Hours instead of bed days in available?"),
        ("460000", MONTHS, "Thousands of patients in demand?"),
    ],
)
def test_a_year_of_demand_tells_of_units_whatever_the_periods(said, amount, labels, guess):
    told = said("en", demand=YEAR, available=_available(amount, *labels))
    (doubt,) = [line for line in told if line.startswith("PKS-521")]
    assert guess in doubt


def test_what_fits_is_not_doubted(said):
    told = said("en", demand=YEAR, available=_available("1400", "2025-Q1", "2025-Q2"))
    assert not any(line.startswith("PKS-521") for line in told)


def test_patients_to_come_where_nothing_is_available_at_any_time(found):
    told = found(demand=YEAR, available=_available("0", *MONTHS))
    assert ("PKS-522", "available.csv", 2, "amount") in told


def test_staff_tell_of_units_as_well(said):
    staff = "unit;resource;period;count;hours;absence\nW;nurse;2025-01;1;100;0\n"
    recipes = "capacity;resource;amount\nbed_day;nurse;5\n"
    told = said("en", demand=YEAR, available=None, resources=staff, recipes=recipes)
    (doubt,) = [line for line in told if line.startswith("PKS-521")]
    assert "W" in doubt
    assert "Hours" in doubt or "Beds" in doubt


def test_staff_without_recipes_tell_of_no_capacity(said):
    staff = "unit;resource;period;count;hours;absence\nW;nurse;2025-01;1;100;0\n"
    told = said("en", demand=YEAR, available=None, resources=staff)
    assert not any(line.startswith("PKS-521") for line in told)

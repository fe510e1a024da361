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
    production = "unit;activity;period;count\nW;stay;2026-01;30\nW;stay;2026-02;0\n"
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

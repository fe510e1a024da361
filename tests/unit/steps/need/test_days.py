import pandas as pd
import pytest

from pkslib.steps.need.days import weeks_and_days

# Acute care alike every day of the week, elective care from Monday to Friday.
DAYS = list(range(8))
PROFILE = pd.concat(
    [
        pd.DataFrame({"need": "nail", "day": DAYS, "weight": 1.0}),
        pd.DataFrame({"need": "hip", "day": DAYS, "weight": [0, *[1.4] * 5, 0, 0]}),
    ]
)
NO_BEDS = pd.DataFrame(columns=["unit", "capacity", "weekday", "mean"])
PLACE = {"unit": "OP", "capacity": "theatre", "period": "2027-05"}


def _theatre(**raw):
    """A theatre in May 2027, with 31 days of which 20 are working days; a need twice the use."""
    use = pd.DataFrame([{"need": need, **PLACE, "raw": amount} for need, amount in raw.items()])
    return use, pd.DataFrame([{**PLACE, "raw": sum(raw.values()), "need": 2 * sum(raw.values())}])


def test_acute_care_comes_on_all_days_and_elective_care_on_working_days():
    # Twice 31 acute hours are 2 a day, twice 40 elective ones 4 a working day.
    found = weeks_and_days(*_theatre(nail=31.0, hip=40.0), PROFILE, NO_BEDS)
    days = found["capacity_need_days"].set_index("day")
    assert days["need"].round(9).to_dict() == {0: 2, **dict.fromkeys(range(1, 6), 6), 6: 2, 7: 2}
    # 1 May, Ascension Day (6 May) and Whit Sunday (16 May) are holidays.
    assert days["days"].to_dict() == {0: 3, 1: 5, 2: 4, 3: 4, 4: 3, 5: 4, 6: 4, 7: 4}
    weeks = found["capacity_need_weeks"].set_index("week")
    # Week 18 has three ordinary working days before and one after Ascension Day.
    assert weeks["need"].round(9).to_dict() == {
        "2027-W17": 4, "2027-W18": 4 * 6 + 3 * 2, "2027-W19": 34, "2027-W20": 34,
        "2027-W21": 34, "2027-W22": 6,
    }  # fmt: skip
    assert weeks["days"].tolist() == [2, 7, 7, 7, 7, 1]
    assert weeks["highest"].round(9).tolist() == [2, 6, 6, 6, 6, 6]


def test_beds_follow_the_census_of_their_ward_and_holidays_are_as_sundays():
    # A quarter more than on other days on Wednesdays; May has four: 4 · 1.25 + 27 = 32 shares.
    census = pd.DataFrame({"unit": "OP", "capacity": "theatre", "weekday": range(1, 8)})
    census = census.assign(mean=[8.0, 8.0, 10.0, 8.0, 8.0, 8.0, 8.0])
    found = weeks_and_days(*_theatre(hip=64.0), PROFILE, census)
    days = found["capacity_need_days"].set_index("day")["need"]
    assert days.round(9).to_dict() == {**dict.fromkeys(range(8), 4), 3: 5}


def test_a_need_without_profile_is_even_and_the_fullest_day_tells_its_period():
    use, capacity = _theatre(eye=31.0)
    both = [frame.assign(period="2027-06", raw=15.0) for frame in (use, capacity)]
    use, capacity = (pd.concat(pair) for pair in zip((use, capacity), both, strict=True))
    found = weeks_and_days(use, capacity.assign(need=capacity["raw"]), PROFILE, NO_BEDS)
    monday = found["capacity_need_days"].set_index("day").loc[1]
    # Five Mondays in May at 1 hour, four in June at half an hour.
    assert monday["need"] == pytest.approx(7 / 9)
    assert (monday["highest"], monday["period"]) == (pytest.approx(1.0), "2027-05")


def test_nothing_needed_nothing_spread():
    use, capacity = _theatre(hip=1.0)
    found = weeks_and_days(use.iloc[:0], capacity.iloc[:0], PROFILE, NO_BEDS)
    assert all(frame.empty for frame in found.values())

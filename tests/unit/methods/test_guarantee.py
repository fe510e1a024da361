import datetime
import math

import numpy as np
import pandas as pd
import pytest

from pkslib.errors import InputError
from pkslib.methods.guarantee import last_day, share_range, share_within, within_limits


def _bands(*rows):
    return pd.DataFrame(rows, columns=["days_from", "days_to", "patients"])


@pytest.mark.parametrize(
    ("patients", "per_cent"),
    [
        ((43409, 27545, 17091, 35493), 71),  # April 2019, 123 538 waiting
        ((47615, 23472, 14210, 39506), 68),  # February 2019, 124 803 waiting
        ((38023, 26193, 13548, 31031), 71),  # June 2017, 108 795 waiting
    ],
)
def test_national_shares_within_90_days(patients, per_cent):
    # SKR, vantetider.se: Planerad specialiserad vård – Operation/åtgärd, alla regioner.
    bands = pd.DataFrame(
        {"days_from": [0, 31, 61, 91], "days_to": [30, 60, 90, None], "patients": patients}
    )
    assert 100 * share_within(bands, 90) == pytest.approx(per_cent, abs=0.5)


def test_day_90_is_within_and_day_91_is_not():
    # vantetider.se: "väntat 90 dagar eller kortare".
    for day, within in ((0, 1), (90, 1), (91, 0)):
        assert share_within(_bands((day, day, 3)), 90) == within


def test_a_band_across_the_limit_gives_a_range():
    # 50 within, 10 beyond, and of the 40 who have waited 61–120 days nobody knows: not 70 %.
    bands = _bands((0, 60, 50), (61, 120, 40), (121, None, 10))
    assert share_range(bands, 90) == (0.5, 0.9)
    assert math.isnan(share_within(bands, 90))
    assert share_range(bands, [60, 120]) == (pytest.approx([0.5, 0.9]), pytest.approx([0.5, 0.9]))
    assert share_within(bands, [60, 120]).tolist() == [0.5, 0.9]


def test_a_band_that_begins_on_the_limit_may_be_within():
    assert share_range(_bands((90, 120, 3), (91, 120, 1)), 90) == (0, 0.75)


def test_nobody_in_the_band_across_the_limit_leaves_no_doubt():
    assert share_within(_bands((0, 60, 3), (61, 120, 0), (121, None, 1)), 90) == 0.75


@pytest.mark.parametrize(
    ("months", "weights"),
    [(3, [1, 1, 1, 0, 0]), (2.5, [1, 1, 0.5, 0, 0]), (4.75, [1, 1, 1, 1, 0.75])],
)
def test_a_limit_inside_a_month_counts_part_of_it(months, weights):
    # NHSRtt test-steady_state.R, in months of 100 days: 2.5 months are days 0–249. Which
    # part of the month is not known: none of it, all of it, or, as there, as its days go.
    for month, weight in zip(range(0, 500, 100), weights, strict=True):
        lower, upper = share_range(_bands((month, month + 99, 8)), 100 * months - 1)
        assert (lower, upper) == (math.floor(weight), math.ceil(weight))


def test_an_endless_band_beyond_the_limit_counts_none_and_one_before_it_is_not_told():
    assert share_within(_bands((0, 90, 6), (91, None, 4)), 90) == 0.6
    assert share_range(_bands((0, 30, 6), (31, None, 4)), 90) == (0.6, 1)


def test_each_group_is_held_against_its_own_limit():
    # 5 of 9 surely within 90 days and 7 at most; of the other 3 within 30; the third has none.
    rows = _bands((0, 90, 5), (84, 97, 2), (91, None, 2), (0, 30, 3), (31, 90, 1), (0, 30, 4))
    rows = rows.assign(need=["a"] * 3 + ["b"] * 2 + ["c"], limit=[90] * 3 + [30] * 2 + [None])
    found = within_limits(rows, ["need"]).set_index("need")
    assert found["waiting"].tolist() == [9, 4, 4]
    assert found["promised"].tolist() == [9, 4, 0]
    assert found["share_lower"].tolist()[:2] == pytest.approx([5 / 9, 3 / 4])
    assert found["share_upper"].tolist()[:2] == pytest.approx([7 / 9, 3 / 4])
    assert found.loc["c", ["share_lower", "share_upper"]].isna().all()


def test_no_one_waiting_has_no_share():
    assert math.isnan(share_within(_bands((0, 30, 0)), 90))
    assert math.isnan(share_within(_bands(), 90))
    assert np.isnan(share_range(_bands(), [90, 91])).all()


def test_nullable_whole_numbers_are_read():
    bands = _bands((0, 90, 3), (91, None, 1)).astype("Int64")
    assert share_within(bands, 90) == 0.75


def test_many_limits_at_once():
    assert share_within(_bands((0, 9, 1), (10, 19, 1)), [[9], [19]]).tolist() == [[0.5], [1]]


@pytest.mark.parametrize(
    ("bands", "message"),
    [
        (_bands((0, 30, -1)), "^patients:"),
        (_bands((0, 30, None)), "^patients:"),
        (_bands((None, 30, 1)), "^days_from:"),
        (_bands((0, -5, 1)), "^days_to:"),
        (_bands((0, 30, 1), (61, 31, 1)), "^days_to: .* 2 .* 31, .* 61"),
        (_bands(("a", 30, 1)), "^days_from:"),
        (_bands((0, 30, 1)).drop(columns="patients"), "patients"),
    ],
)
def test_a_fault_in_the_bands_is_named(bands, message):
    with pytest.raises(InputError, match=message):
        share_within(bands, 90)


def test_limit_must_not_be_negative():
    with pytest.raises(InputError, match=r"^days:"):
        share_within(_bands((0, 30, 1)), -1)


def test_the_clock_starts_when_the_referral_is_issued():
    # Issued 1 March, received 12 March, visit 5 June 2024: 96 days, not 85.
    visit = datetime.date(2024, 6, 5)
    assert last_day(datetime.date(2024, 3, 1), 90) == datetime.date(2024, 5, 30)
    assert last_day("2024-03-01", 90) < visit
    assert last_day("2024-03-12", 90) > visit


@pytest.mark.parametrize(
    ("limit", "last"),
    [(0, "2024-02-28"), (3, "2024-03-02"), (90, "2024-05-28")],  # 2024 has a 29 February
)
def test_the_steps_of_the_guarantee(limit, last):
    # Hälso- och sjukvårdsförordningen (2017:80), 6 kap.: contact the same day, assessment in 3
    # days, visit and treatment in 90.
    assert last_day("2024-02-28", limit) == datetime.date.fromisoformat(last)


def test_excluded_days_move_the_last_day():
    assert last_day("2024-03-01", 90, 14) == datetime.date(2024, 6, 13)


@pytest.mark.parametrize(
    "starts",
    [
        [datetime.date(2024, 3, 1), datetime.date(2024, 4, 1)],
        np.array(["2024-03-01", "2024-04-01"], dtype="datetime64[D]"),
        pd.Series(pd.to_datetime(["2024-03-01 23:59", "2024-04-01 00:00"])),
        pd.Series(["2024-03-01", "2024-04-01"]),
    ],
)
def test_many_starts_at_once(starts):
    assert last_day(starts, 90).astype(str).tolist() == ["2024-05-30", "2024-06-30"]


@pytest.mark.parametrize("start", [None, "1 mars", 5, [5.0], ["2024-03-01", None]])
def test_a_start_that_is_no_day_is_refused(start):
    with pytest.raises(InputError, match=r"^start:"):
        last_day(start, 90)


@pytest.mark.parametrize(("limit", "excluded"), [(-1, 0), (90.5, 0), (90, -1), (90, float("nan"))])
def test_days_are_whole_numbers(limit, excluded):
    with pytest.raises(InputError, match="_days:"):
        last_day("2024-03-01", limit, excluded)

import numpy as np
import pandas as pd
import pytest

from pkslib.steps.outlook.guarantee import guarantee, passing_ahead

NEEDS = pd.DataFrame(
    {"need": ["hip", "stroke"], "guarantee_days": pd.array([90, None], dtype="Int64")}
)


def _waiting(*bands, need="hip", as_of="2026-10-31", unit=None):
    rows = pd.DataFrame(bands, columns=["days_from", "days_to", "patients"])
    others = {"patient_chosen": np.nan, "medically_caused": np.nan}
    found = rows.assign(region="99", need=need, unit=unit, as_of=as_of, **others)
    return found.astype({"unit": "str"})


def test_the_published_share_of_april_2019():
    # 43 409 + 27 545 + 17 091 of 123 538 had waited at most 90 days: 71 % (vantetider.se).
    bands = [(0, 30, 43409), (31, 60, 27545), (61, 90, 17091), (91, None, 35493)]
    found = guarantee(_waiting(*bands), NEEDS).iloc[0]
    assert found[["waiting", "within_lower", "within_upper"]].tolist() == [123538, 88045, 88045]
    assert round(found["share_lower"], 2) == 0.71


def test_a_band_across_the_limit_gives_a_range():
    # 50 within, 10 beyond, 40 who have waited 61–120 days: 50 to 90 % within 90, not 70.
    found = guarantee(_waiting((0, 60, 50), (61, 120, 40), (121, None, 10)), NEEDS).iloc[0]
    assert found[["share_lower", "share_upper"]].tolist() == [0.5, 0.9]


def test_fewer_than_five_may_be_one_or_four():
    # 20 within and 2.5 ± 1.5 too; beyond 10 and 2.5 ± 1.5: 21 to 24 of 32 to 38 wait within. At
    # the worst 21 of 21 + 14, at the best 24 of 24 + 11; not 21/35 of 38 or 24/32.
    bands = _waiting((0, 60, 20), (61, 90, 2.5), (91, 180, 10), (181, None, 2.5))
    found = guarantee(bands.assign(width=[0, 1.5, 0, 1.5]), NEEDS).iloc[0]
    assert found[["waiting", "width"]].tolist() == [35, 3]
    assert found[["within_lower", "within_upper"]].tolist() == [21, 24]
    assert found[["share_lower", "share_upper"]].tolist() == pytest.approx([21 / 35, 24 / 35])


def test_the_latest_list_counts_and_only_needs_with_a_guarantee():
    rows = pd.concat(
        [_waiting((0, 90, 50)), _waiting((0, 90, 99), as_of="2026-09-30"),
         _waiting((0, 90, 7), need="stroke")]
    )  # fmt: skip
    assert guarantee(rows, NEEDS)[["need", "waiting"]].to_numpy().tolist() == [["hip", 50]]


def test_lists_of_units_taken_on_other_days_wait_together():
    # 160 wait, 60 of them by a list a month older. The 7 of B pass as if taken when A's was.
    rows = pd.concat([
        _waiting((0, 83, 100), unit="A"),
        _waiting((0, 83, 53), (84, 90, 7), unit="B", as_of="2026-09-30"),
    ])  # fmt: skip
    found = guarantee(rows, NEEDS).iloc[0]
    assert found[["waiting", "as_of", "oldest"]].tolist() == [160, "2026-10-31", "2026-09-30"]
    assert passing_ahead(rows, NEEDS, 2)["passing"].tolist()[0] == pytest.approx(1)


def test_nobody_waiting_has_no_share():
    found = guarantee(_waiting((0, 30, 0)), NEEDS).iloc[0]
    assert found["within_upper"] == 0
    assert np.isnan(found["share_upper"])


def test_who_passes_the_limit_week_by_week():
    # The list is of Saturday 31 October. Those who have waited 84 to 90 days pass 90 on one of
    # the seven days 1 to 7 November: one on Sunday of week 44, six in week 45.
    found = passing_ahead(_waiting((84, 90, 7)), NEEDS, 4)
    assert found["week"].tolist() == ["2026-W44", "2026-W45", "2026-W46", "2026-W47"]
    assert found["passing"].tolist() == pytest.approx([1, 6, 0, 0])


def test_who_waits_from_today_passes_the_day_after_the_limit():
    # Day 0 on 31 October 2026 is day 91 on 30 January 2027, a Saturday of week 4.
    found = passing_ahead(_waiting((0, 0, 5)), NEEDS, 14)
    assert found.set_index("week")["passing"][lambda n: n > 0].to_dict() == {"2027-W04": 5}


def test_who_has_passed_already_does_not_pass_again():
    found = passing_ahead(_waiting((91, 180, 9), (91, None, 9)), NEEDS, 14)
    assert found["passing"].sum() == 0


def test_a_band_across_the_limit_tells_only_between_how_many_pass():
    # 20 who have waited 81 to 100 days: all of them passed already, or all are to pass; 14 of 77
    # to 90 days pass in any case, at the earliest on the first day.
    found = passing_ahead(_waiting((77, 90, 14), (81, 100, 20)), NEEDS, 4)
    assert found["passing"].isna().all()
    assert found["passed_lower"].tolist() == [0, 0, 14, 14]
    assert found["passed_upper"].tolist() == [34, 34, 34, 34]


def test_shares_are_told_with_and_without_who_waits_at_their_own_wish():
    # 60 of 100 within; of the 40 beyond 20 wish to wait and 10 wait on medical grounds: 60 of 70.
    rows = _waiting((0, 90, 60), (91, None, 40)).assign(
        patient_chosen=[0.0, 20.0], medically_caused=[np.nan, 10.0]
    )
    found = guarantee(rows, NEEDS).iloc[0]
    assert found[["share_lower", "excluded"]].tolist() == [0.6, 30]
    assert found[["rest_lower", "rest_upper"]].tolist() == pytest.approx([60 / 70] * 2)
    assert np.isnan(guarantee(_waiting((0, 90, 60)), NEEDS)["rest_lower"].iloc[0])


def test_no_waiting_list():
    assert guarantee(_waiting(), NEEDS).empty
    assert passing_ahead(_waiting(), NEEDS, 4).empty

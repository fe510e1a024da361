"""The 21 Swedish regions."""

import pandas as pd

from pkslib.tables import reference
from pkslib.tables.reference import with_days


def test_there_are_21_with_two_digit_codes():
    regions = reference.regions()
    assert len(regions) == 21
    assert regions["region"].str.fullmatch(r"\d{2}").all()
    assert regions.set_index("region").loc["14", "name"] == "Västra Götalandsregionen"


def test_changing_the_copy_leaves_the_reference():
    mine = reference.regions()
    mine.loc[0, "name"] = "X"
    assert reference.regions().loc[0, "name"] == "Region Stockholm"


def _needs(**columns):
    return pd.DataFrame({"need": ["a", "b", "c"], **columns})


def test_the_four_limits_of_the_care_guarantee():
    # Hälso- och sjukvårdsförordningen (2017:80), 6 kap.: contact the same day, assessment in 3
    # days, first visit and treatment in 90.
    needs = pd.DataFrame({"guarantee": ["contact", "assessment", "visit", "treatment"]})
    assert with_days(needs, "2027-01-01")["guarantee_days"].tolist() == [0, 3, 90, 90]


def test_days_of_one_s_own_go_first_and_none_stay_none():
    needs = _needs(guarantee=["visit", "visit", None], guarantee_days=[30, None, None])
    found = with_days(needs.astype({"guarantee_days": "Int64"}), "2027-01-01")
    assert found["guarantee_days"].tolist() == [30, 90, pd.NA]


def test_before_the_law_there_are_no_days():
    assert with_days(_needs(guarantee="visit"), "2009-01-01")["guarantee_days"].isna().all()


def test_needs_that_name_no_part_keep_their_days():
    needs = _needs(guarantee_days=90)
    assert with_days(needs, "2027-01-01")["guarantee_days"].tolist() == [90, 90, 90]


def test_the_longest_wait_is_the_medical_limit_else_the_guarantee():
    needs = _needs(
        guarantee_days=pd.array([90, 90, None], "Int64"), longest_wait_days=[28, pd.NA, pd.NA]
    )
    found = with_days(needs, "2027-01-01")["longest_wait_days"]
    assert found.tolist() == [28, 90, pd.NA]

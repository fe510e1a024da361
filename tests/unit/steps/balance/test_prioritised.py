import numpy as np
import pandas as pd
import pytest

from pkslib import language
from pkslib.steps.balance.prioritised import in_words, prioritised_of

PLACE = {"unit": "A1", "capacity": "bed_day", "period": "2027-01"}


@pytest.fixture
def away():
    def make(decision, to_period=None, *, lacks=True):
        row = {"need": "hip", "name": "Hip", "decision": decision, "to_period": to_period}
        return pd.DataFrame([PLACE | row | {"amount": 4.0, "use": 2.0, "lacks": lacks}])

    return make


def _why(rows, days=90):
    needs = pd.DataFrame({"need": ["hip"], "priority": [3], "guarantee_days": [days]})
    with language.using("en"):
        return prioritised_of(rows, needs)["why"].iloc[0]


def test_why_care_is_postponed(away):
    rows = away("postpone", "2027-02")
    assert _why(rows) == (
        "There is room in February 2027. It comes within the care guarantee of 90 days."
    )
    assert _why(rows, np.nan) == "There is room in February 2027."


def test_care_that_is_owed_has_to_be_offered_elsewhere(away):
    assert _why(away("cancel")).endswith("the care has to be offered elsewhere.")
    assert "guarantee" not in _why(away("limit"), np.nan)


def test_what_only_follows_says_so_and_is_no_reason_of_its_own(away):
    rows = away("limit", lacks=False)
    assert _why(rows) == "Goes with the operation or the bed that lacks."
    assert in_words(rows).empty


def test_the_needs_of_a_cell_in_words(away):
    with language.using("en"):
        found = in_words(pd.concat([away("postpone", "2027-02"), away("cancel")]))
    assert found["needs"].tolist() == ["postpone Hip to February 2027, cancel Hip"]

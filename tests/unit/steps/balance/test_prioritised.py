import numpy as np
import pandas as pd
import pytest

from pkslib.steps.balance.prioritised import prioritised_of


def _why(decision, days, *, lacks=True):
    row = {"need": "hip", "decision": decision, "to_period": None, "lacks": lacks}
    needs = pd.DataFrame({"need": ["hip"], "priority": [3], "guarantee_days": [days]})
    found = prioritised_of(pd.DataFrame([row]), needs).iloc[0]
    return found["why"], found["guarantee_days"]


@pytest.mark.parametrize(
    ("decision", "free", "promised"),
    [
        ("postpone", "room", "room_in_time"),
        ("limit", "lasting", "lasting_owed"),
        ("cancel", "single", "single_owed"),
    ],
)
def test_why_care_gives_way_with_a_guarantee_and_without(decision, free, promised):
    assert _why(decision, 90) == (promised, 90)
    assert _why(decision, np.nan)[0] == free


def test_what_only_follows_says_so():
    assert _why("limit", 90, lacks=False)[0] == "follows"

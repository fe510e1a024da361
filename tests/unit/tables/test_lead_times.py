from datetime import date

import pandas as pd
import pytest

from pkslib.settings import Balance
from pkslib.tables.declaration import empty, filled
from pkslib.tables.inputs import INPUTS
from pkslib.tables.lead_times import in_time

# Four weeks' lead from 1 February is 1 March 2027.
NURSE = {"measure": "M1", "step": 3, "resource": "nurse", "start": "2027-02", "end": "2027-12",
         "lead_weeks": 4.0, "status": "planned"}  # fmt: skip
FIRST = date(2026, 11, 16)
NONE = empty(INPUTS["decided_measures"])


def _found(kept=NONE, settings=None, first=FIRST, **other):
    rows = filled(pd.DataFrame([NURSE | other]), INPUTS["measures"])
    (row,) = in_time(rows, kept, first, settings or Balance(), 2027).to_dict("records")
    return row["works_from"]


@pytest.mark.parametrize(
    ("other", "works"),
    [
        # 20 weeks from 16 November are 5 April; 3 weeks 7 December, 30 weeks 14 June.
        ({}, "2027-04-05"),
        ({"kind": "recruitment", "resource": None}, "2027-04-05"),
        ({"kind": "agency"}, "2027-03-01"),
        ({"kind": "agency", "start": "2026-12", "lead_weeks": None}, "2026-12-07"),
        # Longer opening and overtime take staff that are there; so does what the table says.
        ({"kind": "overtime"}, "2027-03-01"),
        ({"extends_opening": True}, "2027-03-01"),
        ({"step": 4, "source": "procurement", "resource": None}, "2027-06-14"),
        ({"step": 4, "source": "agreement", "resource": None}, "2027-03-01"),
        # A lead time longer than the least stands.
        ({"lead_weeks": 40.0}, "2027-11-08"),
        # What has begun was decided some time.
        ({"status": "ongoing"}, "2027-03-01"),
        # Nothing planned begins before it can be decided.
        ({"kind": "overtime", "start": "2026-05", "lead_weeks": None}, "2026-11-16"),
    ],
)
def test_nothing_works_before_its_decision_and_the_time_that_takes(other, works):
    weeks = Balance(recruit_weeks=20, agency_weeks=3, procure_weeks=30)
    assert _found(settings=weeks, **other) == works


def test_what_a_round_has_decided_counts_from_that_day():
    # 20 weeks from 1 October are 18 February: the date of the table, 1 March, holds.
    kept = pd.DataFrame({"measure": ["M1", "M1"], "year": 2027, "round": [1, 2],
                         "on": ["2026-09-01", "2026-10-12"]})  # fmt: skip
    assert _found(kept, Balance(recruit_weeks=20)) == "2027-03-01"
    # The last round's day counts: 24 weeks from 12 October.
    assert _found(kept, Balance(recruit_weeks=24)) == "2027-03-29"

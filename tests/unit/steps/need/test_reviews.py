import numpy as np
import pandas as pd
import pytest

from pkslib.steps.need.reviews import list_reviews
from pkslib.tables.declaration import empty, validate
from pkslib.tables.inputs import INPUTS
from pkslib.tables.results import RESULTS

UNITS = pd.DataFrame(
    {"unit": ["H", "OP", "EYE", "X"], "parent": [None, "H", "H", None],
     "level": ["hospital", "ward", "clinic", "hospital"]}
).astype({"parent": "str"})  # fmt: skip
# 40 hips take 100 theatre hours in the year; cataracts take none at OP.
USE = pd.DataFrame(
    {"need": ["hip", "hip", "eye"], "unit": ["OP", "X", "EYE"],
     "capacity": ["theatre", "theatre", "clinic"], "raw": [80.0, 20.0, 50.0]}
)  # fmt: skip
CARE = pd.DataFrame({"need": ["hip", "eye"], "patients": [40.0, 50.0]})


def _lists(*rows):
    found = pd.DataFrame(rows, columns=["need", "unit", "as_of", "patients", "struck_off"])
    return found.assign(region="99").astype({"unit": "str"})


def _followed(lists, start="2026-09", end="2026-10", status="ongoing", measures=True):
    rows = pd.DataFrame({"measure": ["G1"], "kind": "list_review", "unit": "OP", "start": start,
                         "capacity": "theatre", "end": end, "status": status,
                         "max_amount": 30.0})  # fmt: skip
    tables = {"waiting": lists, "units": UNITS,
              "measures": rows if measures else empty(INPUTS["measures"])}  # fmt: skip
    return validate(list_reviews(tables, USE, CARE), RESULTS["list_reviews"])


HIPS = _lists(
    ("hip", None, "2026-08-31", 100.0, 0.0), ("hip", None, "2026-09-30", 90.0, 6.0),
    ("hip", None, "2026-10-31", 92.0, 2.0), ("eye", None, "2026-10-31", 20.0, 0.0),
)  # fmt: skip


def test_capacity_found_is_what_those_struck_off_would_have_taken():
    # Each hip takes 100 / 40 hours, wherever it is done.
    row = _followed(HIPS).squeeze()
    assert row[["measure", "need", "unit", "state"]].tolist() == ["G1", "hip", "", "done"]
    amounts = ["before", "struck_off", "waiting", "hoped", "found"]
    assert row[amounts].tolist() == pytest.approx([100, 8, 92, 30, 20])


@pytest.mark.parametrize(
    ("start", "end", "status", "state", "struck"),
    [
        ("2026-11", "2027-01", "planned", "not_begun", 0),
        ("2026-10", "2027-01", "ongoing", "under_way", 2),
        ("2026-10", "2027-01", "realised", "done", 2),
    ],
)
def test_only_what_was_struck_in_its_time_is_the_measure_s(start, end, status, state, struck):
    found = _followed(HIPS, start, end, status)
    row = found[found["measure"] == "G1"].squeeze()
    assert (row["state"], row["struck_off"]) == (state, struck)
    # What was struck before is told beside it, and nobody is lost.
    assert found["struck_off"].sum() == 8
    assert found.loc[found["measure"] == "", "state"].unique().tolist() == ["unplanned"]


def test_lists_of_other_hospitals_are_not_looked_through():
    lists = _lists(("hip", "X", "2026-10-31", 9.0, 0.0), ("hip", "OP", "2026-10-31", 7.0, 0.0))
    assert _followed(lists)["unit"].tolist() == ["OP"]


def test_who_is_struck_off_beside_any_measure_is_told():
    row = _followed(HIPS, measures=False).squeeze()
    assert (row["state"], row["struck_off"]) == ("unplanned", 8)
    assert np.isnan(row["found"])


def test_nothing_is_looked_through():
    assert _followed(HIPS.assign(struck_off=np.nan), measures=False).empty
    assert _followed(HIPS.iloc[:0]).empty

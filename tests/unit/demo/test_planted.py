import numpy as np
import pandas as pd
import pytest

from pkslib.demo import demand, needs, planted, regions
from pkslib.demo.calendar import HISTORY
from pkslib.demo.data_set import with_truths


@pytest.fixture(scope="module")
def told():
    return with_truths([regions.region(code, 1) for code in ("06", "10")])


def test_some_work_has_given_what_it_says_and_some_nothing(told):
    measures = told[1]["measures"]
    nothing = measures["effect"] == 0
    assert nothing.any()
    assert (~nothing).any()
    assert (measures.loc[~nothing, "effect"] == measures.loc[~nothing, "promised"]).all()
    assert (measures["promised"] > 0).all()


def test_what_is_planted_is_of_the_data_set(told):
    tables, truths = told
    assert set(truths["measures"]["measure"]) <= set(tables["measures"]["measure"])
    assert set(truths["series"]["need"]) <= set(tables["needs"]["need"])
    assert truths["series"].groupby("region").size().to_dict() == {"06": 2, "10": 2}


def test_a_series_comes_to_its_new_level():
    place = regions.region("14", 1)
    patients = demand.arrivals(place)
    for row in planted.shifts(place).itertuples():
        at = patients.needs.index(row.need)
        since = HISTORY.index(row.since)
        level = patients.drawn[at] / patients.mean[at, : len(HISTORY)]
        after, before = level[since:].mean(), level[since - 24 : since].mean()
        # Eight months or more, each some per cent off by chance.
        assert after / before == pytest.approx(row.factor, abs=0.05)
        assert needs.NEEDS[row.need].priority > 1


def test_what_is_left_is_less_from_the_month_that_the_work_began():
    truth = pd.DataFrame(
        {"unit": ["A"], "kind": "shorter_time", "since": "2026-05", "effect": [0.08]}
    )
    months, units = ["2026-04", "2026-05"], pd.Series(["A", "B"])
    found = planted.left(truth, units, months, "shorter_time")
    assert found == pytest.approx(np.array([[1.0, 0.92], [1.0, 1.0]]))
    assert (planted.left(truth, units, months, "fewer_activities") == 1).all()

import numpy as np
import pandas as pd

from pkslib.forecast import seasons
from pkslib.forecast.prepare import prepared


def test_what_is_used_lies_between_own_and_the_groups(wards):
    found = seasons.table(prepared(wards, 12, "fast", {"exclude": None}))
    assert found.groupby("series")["place"].agg(list).map(len).tolist() == [12] * 5
    # The wards are made with 1 + 0.2 cos: January highest, July lowest, mean 1.
    pooled = found[found["series"] == "ward 0"].set_index("place")["pooled"]
    assert (pooled.idxmax(), pooled.idxmin()) == (1, 7)
    np.testing.assert_allclose(found.groupby("series")["used"].mean(), 1, atol=0.01)
    away = (found["used"] - found["pooled"]).abs().mean()
    assert away < (found["own"] - found["pooled"]).abs().mean()


def test_a_short_series_takes_the_groups_season(wards, history):
    short = history("2020-06", new=np.full(19, 30.0))
    both = pd.concat([wards, short])
    found = seasons.table(prepared(both, 12, "fast", {"exclude": None}))
    new = found[found["series"] == "new"]
    assert new["own"].isna().all()
    np.testing.assert_allclose(new["used"], new["pooled"])


def test_years_have_no_season(history):
    assert seasons.table(prepared(history("1990", a=np.arange(20.0) + 5), 2, "fast", {})).empty

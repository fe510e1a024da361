"""Two needs of one region over seven years, with what a region may know beside."""

import math

import pandas as pd
import pytest

from pkslib import language, periods
from pkslib.settings import checked

MONTHS = periods.between("2019-01", "2026-10")


@pytest.fixture(autouse=True)
def _english():
    with language.using("en"):
        yield


def _need(name, level, growth=0.0):
    patients = [
        level * (1 + growth) ** (at / 12) * (1 + 0.2 * math.cos(math.pi * at / 6)) + at % 3
        for at in range(len(MONTHS))
    ]
    return pd.DataFrame({"region": "99", "need": name, "period": MONTHS, "patients": patients})


@pytest.fixture
def tables():
    """Return demand of hip (acute) and cataract (elective), with their flows."""
    flows = {"need": ["hip", "cataract"], "flow": ["acute", "elective"]}
    return {
        "demand": pd.concat([_need("hip", 60.0, 0.04), _need("cataract", 100.0, 0.04)]),
        "needs": pd.DataFrame(flows),
    }


@pytest.fixture
def persons():
    """Return old inhabitants who become four per cent more a year, and young who stay."""
    years = list(range(2018, 2032))
    old = pd.DataFrame({"age_group": "65+", "year": years})
    old["persons"] = [1000 * 1.04**at for at in range(len(years))]
    young = pd.DataFrame({"age_group": "0-64", "year": years, "persons": 4000.0})
    return pd.concat([old, young]).assign(region="99", sex="women")


@pytest.fixture
def rates():
    """Return rates of needs that only the old have."""
    rows = [(need, "women", "65+", 50.0) for need in ("hip", "cataract")]
    return pd.DataFrame(rows, columns=["need", "sex", "age_group", "per_thousand"])


@pytest.fixture
def how():
    """Return a function that makes the fast settings of demand with something changed."""

    def make(**changed):
        return checked({"demand": {"tier": "fast", **changed}}, "test").demand

    return make

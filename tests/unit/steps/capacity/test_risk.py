import pandas as pd
import pytest

from pkslib.steps.capacity.risk import gap_risk
from pkslib.tables.results.need import QUANTILES

UNITS = pd.DataFrame({"unit": ["A", "B"], "region": "99"})


def _spread(place, period="2027-01", scope="unit", centre=100.0):
    """A need whose quantiles are its centre ± half their distance from the middle, in hundreds."""
    values = {name: centre + 100 * (at - 0.5) for name, at in QUANTILES.items()}
    return {"scope": scope, "place": place, "capacity": "bed_day", "period": period, **values}


def _available(*rows):
    frame = pd.DataFrame(rows, columns=["unit", "period", "amount"])
    return frame.assign(capacity="bed_day", amount=frame["amount"].astype(float))


def test_the_risk_is_that_of_the_unit_s_own_available_capacity():
    spread = pd.DataFrame([_spread("A"), _spread("B")])
    found = gap_risk(spread, _available(("A", "2027-01", 130), ("B", "2027-01", 80)), UNITS)
    assert found.set_index("place")["risk"].to_dict() == pytest.approx({"A": 0.2, "B": 0.7})


def test_what_is_needed_and_not_there_is_surely_missing():
    found = gap_risk(pd.DataFrame([_spread("A")]), _available(), UNITS)
    assert found["available"].tolist() == [0]
    assert found["risk"].tolist() == pytest.approx([1], abs=1e-2)


def test_the_region_has_what_its_units_have_together_and_the_year_its_periods():
    # 60 + 70 at two units is 130 in the region; 60 + 50 over two months is 110 in the year.
    spread = pd.DataFrame([_spread("99", scope="region"), _spread("A", period="2027")])
    available = _available(("A", "2027-01", 60), ("B", "2027-01", 70), ("A", "2027-02", 50))
    found = gap_risk(spread, available, UNITS).set_index("place")
    assert found["available"].to_dict() == {"99": 130, "A": 110}
    assert found["risk"].to_dict() == pytest.approx({"99": 0.2, "A": 0.4})


def test_a_year_given_as_a_year_is_not_counted_twice():
    spread = pd.DataFrame([_spread("A", period="2027")])
    found = gap_risk(spread, _available(("A", "2027", 60)), UNITS)
    assert found["available"].tolist() == [60]

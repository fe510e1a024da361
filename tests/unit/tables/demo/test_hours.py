from pkslib.tables.demo import demand, hours
from pkslib.tables.demo.example import EXAMPLE


def test_acute_needs_come_by_day_more_than_by_night():
    patients = demand.arrivals(EXAMPLE)
    found = hours.table(EXAMPLE, patients)
    assert "cataract" not in set(found["need"])
    by_hour = found.groupby("hour")["patients"].sum()
    assert by_hour[11] > 2 * by_hour[4]
    # A year of patients, less or more by chance.
    stroke = patients.drawn[patients.needs.index("stroke"), -12:].sum()
    assert abs(found.query("need == 'stroke'")["patients"].sum() / stroke - 1) < 0.2

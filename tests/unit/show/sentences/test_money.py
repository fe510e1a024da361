import pandas as pd

from pkslib.show import names as naming
from pkslib.show import sentences
from pkslib.tables.declaration import empty
from pkslib.tables.results import RESULTS


def test_without_money_what_lacks_is_told_in_beds_and_a_surplus_elsewhere_does_not_count(english):
    lacks = [("A", "bed_day", "2027-01", 730.0), ("A", "bed_day", "2027-02", -900.0),
             ("B", "bed_day", "2027-01", 365.0), ("A", "hour", "2027-01", 500.0)]  # fmt: skip
    gap = pd.DataFrame(lacks, columns=["unit", "capacity", "period", "gap"])
    names = ("money", "budget_moves", "ladder_limits", "measure_reach")
    tables = {name: empty(RESULTS[name]) for name in names}
    capacities = pd.DataFrame({"capacity": ["bed_day", "hour"], "name": ["Beds", "Theatre"],
                               "measure": ["bed_day", "hour"]})  # fmt: skip
    told = sentences.money(
        {**tables, "gap": gap}, 2027, names=naming.read({"capacities": capacities})
    )
    # (730 + 365) / 365; with the surplus taken off it would be 0.5.
    assert list(told)[1:] == ["Beds: what lacks over the year is 3.0 staffed beds."]

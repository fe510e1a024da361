import pandas as pd

from pkslib.show import pick
from pkslib.show.names import Names
from pkslib.show.sentences import risk

NAMES = Names({"capacity": {"bed_day": "Beds", "hour": "Theatres", "slot": "Scopes"}})


def _risks(scope="region", **risks):
    rows = [(scope, code, period, value) for code, value in risks.items()
            for period in ("2027", "2027-01")]  # fmt: skip
    return pd.DataFrame(rows, columns=["scope", "capacity", "period", "risk"])


def test_what_is_all_but_settled_stands_apart_from_what_is_open(english):
    said = risk(_risks(bed_day=0.99, hour=0.4, slot=0.01), names=NAMES)
    assert said == (
        "Almost certainly the region falls short over the year: beds.",
        "Theatres: the region as a whole lacks some over the year in 40% of the possible futures.",
    )


def test_enough_is_said_too(english):
    assert risk(_risks(bed_day=0.01)) == (
        "Almost certainly the region as a whole has enough over the year.",
    )


def test_units_alone_tell_nothing_of_the_region(english):
    assert len(risk(_risks("unit", bed_day=0.5))) == 1
    assert pick.most_uncertain(_risks("unit", bed_day=0.5)) == []


def test_the_most_uncertain_lie_nearest_to_even():
    assert pick.most_uncertain(_risks(bed_day=0.9, hour=0.3, slot=0.45)) == ["slot", "hour"]

import pandas as pd
import pytest

from pkslib.steps.balance.ladder import climb
from pkslib.steps.balance.offers import offers_of
from pkslib.steps.balance.routes import reached_of

PLACE = {"unit": "A1", "capacity": "bed_day"}


@pytest.fixture
def reached(cells, elective, measures, frame, no_stops):
    """How far measures go at A1, where nurses limit January and the beds February."""

    def make(*rows, budget=None):
        limits = pd.DataFrame(
            [("2027-01", "nurse", 0.0), ("2027-01", "opening", 5.0),
             ("2027-02", "nurse", 3.0), ("2027-02", "opening", 0.0)],
            columns=["period", "resource", "room"],
        ).assign(**PLACE)  # fmt: skip
        lacking = cells(("A1", "2027-01", 112, 100), ("A1", "2027-02", 102, 100))
        lacking = lacking.assign(limiting=["nurse", "opening"])
        offers = offers_of(measures(*rows), 2027)
        bounds = frame(budget=budget)._replace(limits=limits)
        found = climb(lacking, elective(), offers, bounds, no_stops)
        return reached_of(offers, found, limits).set_index("measure")

    return make


def test_what_else_limits_is_named_with_how_far_it_goes(reached):
    # 14 lack. Nurses help January by 5, until the beds are full, and February not at all.
    row = reached({"resource": "nurse", "max_amount": 20}).loc["M1"]
    assert row[["why", "limited_by"]].tolist() == ["limited", "opening"]
    assert row[["lacks", "room", "effect"]].tolist() == pytest.approx([14, 5, 5])


def test_no_effect_names_the_resource_that_lacks(reached):
    # Assistants are not what lacks: nurses stop January, the beds February.
    row = reached({"resource": "assistant", "start": "2027-01", "end": "2027-01"}).loc["M1"]
    assert row[["why", "limited_by"]].tolist() == ["no_effect", "nurse"]
    assert row[["lacks", "room", "effect"]].tolist() == pytest.approx([12, 0, 0])


def test_the_cheapest_route_comes_first_whatever_its_code(reached):
    found = reached(
        {"measure": "M1", "cost": 900, "extends_opening": True},
        {"measure": "M2", "cost": 700, "extends_opening": True, "max_amount": 3},
    )
    assert found["rank"].to_dict() == {"M1": 2, "M2": 1}
    assert found["why"].to_dict() == {"M1": "used_up", "M2": "used_up"}


def test_what_money_holds_back_is_not_told_as_enough(reached):
    # 14 lack; 900 SEK pay for 9 at 100 each of the 20 offered.
    usual = {"extends_opening": True, "max_amount": 20}
    row = reached(usual, budget={"A1": 900.0}).loc["M1"]
    assert row[["why", "effect"]].tolist() == ["held_back", pytest.approx(9)]
    row = reached(usual, budget={"A1": 2000.0}).loc["M1"]
    assert row[["why", "effect"]].tolist() == ["enough", pytest.approx(14)]


def test_nothing_lacks_when_it_works(reached):
    row = reached({"start": "2027-05", "end": "2027-12"}).loc["M1"]
    assert row[["why", "lacks", "effect"]].tolist() == ["no_gap", 0, 0]


def test_what_is_bought_needs_no_room_at_the_unit_and_is_compared_with_the_unit_s_own(reached):
    # Nurses close 5 of the 14; bought days, whatever limits the unit, 6 of the 9 left for 600 SEK.
    own = {"resource": "nurse", "max_amount": 20, "cost": 40}
    bought = {"measure": "M2", "step": 4, "max_amount": 30, "cost": 100}
    found = reached(own, bought, budget={"A1": 800.0})
    assert found["rank"].to_dict() == {"M1": 1, "M2": 2}
    assert found.loc["M2", ["lacks", "room", "effect"]].tolist() == pytest.approx([9, 9, 6])
    assert found["why"].to_dict() == {"M1": "limited", "M2": "held_back"}

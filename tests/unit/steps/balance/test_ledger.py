import pytest

from pkslib.steps.balance.ladder import climb
from pkslib.steps.balance.ledger import balance_of, ladder_of, steps_of
from pkslib.steps.balance.offers import offers_of


@pytest.fixture
def climbed(cells, elective, measures, frame):
    """A1 lacks 20: 5 moved from B1, 4 of 10 improved, the 6 elective give way; 5 remain."""
    rows = cells(("A1", "2027-01", 120, 100), ("B1", "2027-01", 95, 100))
    need = elective((0, "hernia", 4, 90, 4), (0, "hip", 3, 90, 2))
    offers = offers_of(
        measures(
            {"measure": "M1", "step": 2, "status": "ongoing", "realised": 0.4,
             "start": "2027-01", "end": "2027-01"},
            {"measure": "M2", "step": 5, "max_amount": 6, "cost": 50},
        ),
        2027,
    )  # fmt: skip
    return climb(rows, need, offers, frame(move_cost=100)), offers


def test_shortage_before_and_after_each_step(climbed):
    found, offers = climbed
    steps = steps_of(found, offers)
    assert steps["step"].tolist() == [1, 2, 3, 4, 5]
    assert steps["before"].tolist() == pytest.approx([20, 15, 11, 11, 11])
    assert steps["closed"].tolist() == pytest.approx([5, 4, 0, 0, 6])
    assert steps["after"].tolist() == pytest.approx([15, 11, 11, 11, 5])
    assert steps["cost"].tolist() == pytest.approx([500, 400, 0, 0, 300])
    assert steps["unrealised"].tolist() == pytest.approx([0, 6, 0, 0, 0])


def test_the_balance_adds_up(climbed):
    found = balance_of(climbed[0])
    assert found["remaining"].tolist() == pytest.approx([5, 0])


def test_every_step_has_its_reason_and_moves_their_origin(climbed):
    rows = ladder_of(climbed[0])
    assert rows[["step", "why"]].to_numpy().tolist() == [
        [1, "surplus"], [2, "realised"], [5, "priority"]
    ]  # fmt: skip
    assert rows[["measure", "from_unit"]].fillna("").to_numpy().tolist() == [
        ["", "B1"], ["M1", ""], ["M2", ""]
    ]  # fmt: skip

"""Results kept under what they rest on are those of a run, and no step is worked out in vain."""

from pathlib import Path

import pandas as pd
import pytest

from pkslib import scenario
from pkslib.scenario import kept, order
from pkslib.settings import checked
from pkslib.steps import balance
from pkslib.tables import intake, overview

EXAMPLE = Path(__file__).parents[2] / "data" / "example"
FAST = {"demand": {"tier": "fast"}}


def _settings(**changed):
    return checked(FAST | changed, "test")


@pytest.fixture(scope="module")
def tables():
    return overview.region_slice(intake.load(EXAMPLE), "99")


@pytest.fixture(scope="module")
def chain(tables):
    """A chain that has been taken as far as the outlook at the plain settings."""
    made = kept.Chain(tables, 2027)
    assert len(made.at(_settings())["weeks_ahead"]) > 0
    return made


@pytest.fixture
def worked(monkeypatch):
    """Which steps are worked out from now on, by name."""
    names, work = [], order.done

    def told(step, *given):
        part = step.__qualname__
        names.append(order.step_name(step) if part == "work_out" else part)
        return work(step, *given)

    monkeypatch.setattr(order, "done", told)
    return names


CHANGES = {
    "schedule": ({"outlook": {"schedule_factor": 1.2}}, "weeks_ahead", ["outlook"]),
    "level": ({"plan": {"level": 0.3}}, "plan_weeks", ["plan"]),
    "share": ({"queue": {"within": 0.8}}, "waiting_goal", ["waiting"]),
    "target": ({"capacities": {"bed_day": {"utilisation": 0.8}}}, "available_capacity",
               ["taken", "capacity"]),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
def test_a_setting_costs_the_steps_that_read_it(chain, worked, name):
    changed, wanted, steps = CHANGES[name]
    assert len(chain.at(_settings(**changed))[wanted])
    assert worked == steps


def test_results_worked_out_one_by_one_are_those_of_a_run(chain, tables):
    settings = _settings(
        **{part: said for one, _, _ in CHANGES.values() for part, said in one.items()}
    )
    found = chain.at(settings)
    whole = scenario.through("plan", tables, settings, 2027)
    for name in ("capacity_need", "waiting_goal", "prioritised", "plan_weeks"):
        pd.testing.assert_frame_equal(found[name], whole[name])


def test_a_step_back_costs_nothing(chain, worked):
    chain.at(_settings(plan={"level": 0.25}))["plan_weeks"]
    worked.clear()
    assert len(chain.at(_settings())["plan_weeks"])
    assert worked == []


def test_what_the_panel_of_the_balance_shows_is_as_from_the_step(chain):
    found = chain.at(_settings())
    for name, frame in found.of(balance.struck).items():
        pd.testing.assert_frame_equal(frame, found[name])


def test_a_table_that_no_step_writes_is_not_there(chain):
    with pytest.raises(KeyError):
        chain.at(_settings())["four_seasons"]

"""The steps in their order, each of which reads the inputs and the results before it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd

from pkslib.settings import Settings
from pkslib.steps import (
    balance,
    capacity,
    catalogue,
    decisions,
    demand,
    follow_up,
    money,
    need,
    outlook,
    plan,
    stops,
    summary,
    waiting,
)
from pkslib.tables import starters
from pkslib.tables.declaration import filled
from pkslib.tables.inputs import INPUTS
from pkslib.tables.results import as_declared

Tables = Mapping[str, pd.DataFrame]
Step = Callable[[Tables, Settings, int], dict[str, pd.DataFrame]]

# Each with the notebook whose tables it writes.
_WRITES: dict[Step, str] = {
    demand.work_out: "02_demand",
    need.waiting: "03_need",
    need.taken: "03_need",
    capacity.work_out: "04_capacity",
    balance.work_out: "05_balance",
    plan.work_out: "06_plan",
    waiting.work_out: "06_plan",
    catalogue.work_out: "06_plan",
    decisions.work_out: "06_plan",
    stops.work_out: "06_plan",
    money.work_out: "06_plan",
    follow_up.work_out: "07_follow_up",
    outlook.work_out: "08_outlook",
    summary.work_out: "09_pack",
}
STEPS = tuple(_WRITES)


def step_name(step: Step) -> str:
    """Return what a step is called: the name of its module; steps in parts have one name."""
    return step.__module__.rpartition(".")[2]


def writes(notebook: str) -> tuple[Step, ...]:
    """Return the steps that write a notebook's tables, in their order."""
    return tuple(step for step, stem in _WRITES.items() if stem == notebook)


def done(step: Step, tables: Tables, settings: Settings, year: int) -> dict[str, pd.DataFrame]:
    """Return what a step makes of tables, as declared; nothing where it has nothing to work from.

    Parameters
    ----------
    step : callable
        One of ``STEPS``, or a part of one.
    tables : mapping of str to pandas.DataFrame
        The region's filled inputs, and the results of the steps before.
    settings, year
        As for :func:`through`.
    """
    notebook = _WRITES.get(step, "")
    if starters.lacking(notebook, tables):
        return starters.nothing(notebook)
    return as_declared(step(tables, settings, year))


def given(tables: Tables) -> dict[str, pd.DataFrame]:
    """Return a region's tables, the columns that may be left out filled in."""
    return {
        name: filled(frame, INPUTS[name]) if name in INPUTS else frame
        for name, frame in tables.items()
    }


def through(last: str, tables: Tables, settings: Settings, year: int) -> dict[str, pd.DataFrame]:
    """Take a region as far as a step.

    Parameters
    ----------
    last : str
        The step's name: ``"capacity"``, ``"balance"`` and so on.
    tables : mapping of str to pandas.DataFrame
        All input tables of one region; the absent ones without rows.
    settings : Settings
        The scenario.
    year : int
        Planning year.

    Returns
    -------
    dict of str to pandas.DataFrame
        The result tables of the steps.
    """
    inputs, names = given(tables), [step_name(step) for step in STEPS]
    results: dict[str, pd.DataFrame] = {}
    for step in STEPS[: len(names) - names[::-1].index(last)]:
        results |= done(step, {**inputs, **results}, settings, year)
    return results

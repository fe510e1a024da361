"""The balance under the analyst's hand: steps and measures on and off, what gives way, money."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

import ipywidgets as widgets
import pandas as pd

from pkslib.errors import InputError
from pkslib.language import mark, number, text
from pkslib.show import amounts, pick
from pkslib.show.drawing.moving import png
from pkslib.show.explore.controls import Knob, choices, control, offer, setting, share_slider
from pkslib.show.explore.desk import Desk
from pkslib.show.explore.frame import Panel
from pkslib.show.explore.shown import Shown, in_words
from pkslib.show.figures import balance as figures
from pkslib.show.sentences.balancing import became
from pkslib.steps import balance
from pkslib.tables.results import RESULTS

_LOOKS = {"staircase": mark("Ladder"), "units": mark("Units"), "over_year": mark("Over the year")}
_TABLES = {
    "prioritised": mark("What gives way"),
    "ladder": mark("What each measure does"),
    "to_decide": mark("To be decided"),
    "surplus": mark("Surplus"),
    "strain": mark("Strain"),
    "money": mark("Money"),
}
_LAST = {
    0: mark("No measures"),
    1: mark("1 Move"),
    2: mark("2 Improve"),
    3: mark("3 Extend"),
    4: mark("4 Buy"),
    5: mark("5 Prioritise"),
}
_MOST_ROWS = 25


def state(desk: Desk, capacity: str, look: str, table: str) -> Shown:
    """Return what the balance of a capacity looks like at the desk's settings.

    Parameters
    ----------
    desk : Desk
        Its settings tell steps, measures and ceilings.
    capacity : str
        Which.
    look : str
        The picture: ``staircase``, ``units`` or ``over_year``.
    table : str
        The result table below: ``prioritised``, ``ladder``, ``to_decide``, ``surplus``,
        ``strain`` or ``money``; none when empty.
    """
    found = desk.results().of(balance.struck)
    draw = {
        "staircase": partial(figures.staircase, found["ladder_steps"], capacity),
        "units": partial(figures.units, found["gap"], capacity),
        "over_year": partial(figures.over_year, found["gap"], capacity),
    }[look]
    picture = png(lambda ax: draw(ax=ax, names=desk.names))
    said = told(found, capacity, desk)
    if not table:
        return Shown(picture, said)
    shown = desk.results() if table == "money" else found
    return Shown(picture, said, as_table(shown, table, desk, capacity))


def told(found: Mapping[str, pd.DataFrame], capacity: str, desk: Desk) -> list[str]:
    """Return what became of the shortage, who gives way, what it costs and what is over."""
    steps = found["ladder_steps"][found["ladder_steps"]["capacity"] == capacity]
    gap, unit = found["gap"], desk.names.in_all(capacity)
    lacks = gap.loc[gap["capacity"] == capacity, "gap"].clip(lower=0).sum()
    if steps.empty:
        said = [text("No measure is used: {amount} {unit} are missing.", amount=number(lacks),
                     unit=unit)]  # fmt: skip
    else:
        said = [became(capacity, amounts.closing(steps), desk.names)] if lacks > 0 else []
    own = found["prioritised"]
    own = own[(own["capacity"] == capacity) & (own["reason"] == "own")]
    patients = own.groupby("decision")["patients"].sum()
    words = {"postpone": mark("{count} postponed"), "limit": mark("{count} limited"),
             "cancel": mark("{count} cancelled")}  # fmt: skip
    gives = [text(word, count=number(patients[how])) for how, word in words.items()
             if how in patients]  # fmt: skip
    said.append(text("Patients who give way: {parts}.", parts=", ".join(gives)) if gives
                else text("No patient gives way."))  # fmt: skip
    cost = float(steps["cost"].sum())
    over = float(found["surplus"].loc[found["surplus"]["capacity"] == capacity, "amount"].sum())
    said.append(text("The measures cost {cost} SEK. Left over elsewhere: {amount} {unit}.",
                     cost=number(cost), amount=number(over), unit=unit))  # fmt: skip
    return said


def as_table(
    found: Mapping[str, pd.DataFrame], table: str, desk: Desk, capacity: str = ""
) -> pd.DataFrame:
    """Return a result table in words, the rows of a capacity where it has one."""
    rows = found[table]
    if capacity and "capacity" in rows:
        rows = rows[rows["capacity"] == capacity]
    return in_words(rows.head(_MOST_ROWS), RESULTS[table], desk)


class Balance(Panel):
    """Choose a capacity; turn steps and measures on and off and see what it does."""

    title = mark("The balance of need and capacity")

    def make_views(self) -> list[widgets.ValueWidget]:
        """Choose capacity, picture, table and measure."""
        self.capacity = control(widgets.Dropdown, text("Capacity"))
        self.look = control(widgets.Dropdown, text("Picture"), options=choices(_LOOKS))
        self.detail = control(widgets.Dropdown, text("Table"), options=choices(_TABLES))
        self.measure = control(widgets.Dropdown, text("Measure"))
        self.fill_views()
        return [self.capacity, self.look, self.detail, self.measure]

    def fill_views(self) -> None:
        """Offer the region's capacities and measures."""
        gap = self.desk.results().of(balance.struck)["gap"]
        named = partial(self.desk.names.of, "capacity")
        codes = pick.capacities(gap)
        if not codes:
            raise InputError(text("There is nothing to balance: no capacity is needed."))
        offer(self.capacity, [(named(code), code) for code in codes])
        measures = self.desk.tables["measures"]
        self.measure.options = [
            ("–", ""),
            *((f"{row.step}. {row.name}", row.measure) for row in pick.each(measures[_MEASURE])),
        ]
        self.measure.value = ""

    def make_knobs(self) -> list[Knob]:
        """Return the steps, the chosen measure's amount, what may give way and the ceiling."""
        self.last = control(widgets.Dropdown, text("Steps as far as"), options=choices(_LAST))
        self.between = control(widgets.Checkbox, text("Move between units"))
        self.over_time = control(widgets.Checkbox, text("Move over time"))
        self.amount = control(widgets.BoundedFloatText, text("Amount (0: off)"),
                              min=0, max=1e6)  # fmt: skip
        self.given = share_slider(text("Gives way at most"), 0.0, 1.0)
        self.ceiling = share_slider(text("Ceiling"), 0.7, 1.0)
        set_by = partial(setting, lambda: self.desk)
        return [
            set_by(self.last, "balance", "last_step"),
            set_by(self.between, "balance", "move_between"),
            set_by(self.over_time, "balance", "move_time"),
            Knob(self.amount, self._measure, self._most),
            set_by(self.given, "balance", "most_given"),
            Knob(self.ceiling, lambda: [("capacities", self.capacity.value, "ceiling")],
                 self._ceiling),
        ]  # fmt: skip

    def _measure(self) -> list[tuple[str, ...]]:
        chosen = self.measure.value
        return [("balance", "measures", chosen)] if chosen else []

    def _most(self) -> float:
        if not self.measure.value:
            return 0.0
        said = self.desk.value("balance", "measures", self.measure.value)
        stated = self.desk.tables["measures"].set_index("measure")["max_amount"]
        return float(stated[self.measure.value] if said is None else said)

    def _ceiling(self) -> float:
        said = self.desk.value("capacities", self.capacity.value, "ceiling")
        stated = self.desk.tables["capacities"].set_index("capacity")["ceiling"]
        return float(stated.get(self.capacity.value, 1.0) if said is None else said)

    def shown(self, desk: Desk) -> Shown:
        """Draw the capacity's balance at the desk's settings."""
        return state(desk, self.capacity.value, self.look.value, self.detail.value)

    def states(self, desk: Desk) -> Iterator[Shown]:
        """Yield the picture alone first where the table waits for the whole plan."""
        if self.detail.value == "money":
            yield state(desk, self.capacity.value, self.look.value, "")
        yield self.shown(desk)


_MEASURE: list[Any] = ["step", "name", "measure"]

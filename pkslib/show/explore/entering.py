"""What a unit says of itself and agrees to: the maturity ladder, and the rounds of agreement."""

from __future__ import annotations

import abc
import html
from typing import Any

import ipywidgets as widgets
import numpy as np
import pandas as pd

from pkslib.errors import InputError
from pkslib.language import mark, number, text
from pkslib.show import drawing, style
from pkslib.show.drawing.moving import png
from pkslib.show.explore.controls import control, offer
from pkslib.show.explore.desk import Desk
from pkslib.show.explore.frame import Panel
from pkslib.show.explore.shown import Shown, in_words
from pkslib.show.names import Names
from pkslib.tables.entered import enter
from pkslib.tables.inputs import INPUTS
from pkslib.tables.inputs.organisation import MATURITY_STEPS, ROUND_LEVELS

# What the steps and areas are called comes from the data set alone: nothing is invented here.
_STEPS = range(1, MATURITY_STEPS + 1)


def maturity_state(desk: Desk, unit: str, area: str, step: int) -> Shown:
    """Return where a unit stands on the maturity ladder, area by area, and since when.

    Parameters
    ----------
    desk : Desk
        Its tables maturity and maturity_steps.
    unit : str
        Which.
    area : str
        The area that is being assessed.
    step : int
        The step that is about to be entered: the data set's words for it are told.
    """
    maturity, names = desk.tables["maturity"], desk.names
    mine = maturity[maturity["unit"] == unit].sort_values("on")
    last = mine.groupby("area")["step"].last()
    first = mine.groupby("area")["step"].first()
    picture = png(lambda ax: _ladder(ax, mine, unit, names))
    told = [text("No area is assessed yet: choose one and say where you stand.")]
    if len(last):
        low = str(last.idxmin())
        told = [
            text("Next step: {area} stands lowest, on step {step} of {all}.", area=low,
                 step=number(last[low]), all=number(MATURITY_STEPS)),
            text("{up} of {all} areas have risen since the first assessment.",
                 up=number(int((last > first).sum())), all=number(len(last))),
        ]  # fmt: skip
    told += _worded(desk.tables["maturity_steps"], area, step)
    return Shown(picture, told, in_words(mine, INPUTS["maturity"], desk))


def _worded(steps: pd.DataFrame, area: str, step: int) -> list[str]:
    """Return what the step about to be entered means, and the one after it, as the data set has it.

    An area's own words go before those for all areas.
    """
    if steps.empty:
        return [text("What the steps mean: write it in the table maturity_steps, as your network "
                     "has it.")]  # fmt: skip
    of_all = steps[steps["area"].fillna("") == ""].set_index("step")["text"]
    own = steps[steps["area"] == area].set_index("step")["text"]
    words = {**of_all, **own}
    return [text("Step {step}: {means}", step=number(each), means=str(words[each]))
            for each in (step, step + 1) if each in words]  # fmt: skip


def _ladder(ax: Any, mine: pd.DataFrame, unit: str, names: Names) -> None:
    """Draw each area as a line from its first step to its latest."""
    areas = sorted(mine["area"].unique(), reverse=True)
    for at, area in enumerate(areas):
        steps = mine.loc[mine["area"] == area, "step"].astype(float).to_numpy()
        ax.plot([steps[0], steps[-1]], [at, at], color=style.BAND, linewidth=6, zorder=1)
        ax.scatter([steps[0]], [at], color=style.MUTED, s=36, zorder=2)
        ax.scatter([steps[-1]], [at], color=style.NEED, s=90, zorder=3)
    ax.set_yticks(np.arange(len(areas)), areas)
    ax.set_xticks(list(_STEPS))
    ax.set_xlim(0.7, MATURITY_STEPS + 0.3)
    ax.set_ylim(-0.7, max(len(areas), 1) - 0.3)
    drawing.head(ax, text("{unit}: the maturity ladder", unit=names.of("unit", unit)),
                 text("Large dot: latest assessment. Small: the first."))  # fmt: skip
    drawing.plain(ax)


def rounds_state(desk: Desk, unit: str) -> Shown:
    """Return who has agreed to what for a unit, round by round, level by level.

    Parameters
    ----------
    desk : Desk
        Its table agreements.
    unit : str
        Which.
    """
    agreed = desk.tables["agreements"]
    mine = agreed[agreed["unit"] == unit].sort_values(["round", "level"])
    picture = png(lambda ax: _answers(ax, mine, unit, desk.names))
    told = [text("Nothing is agreed on yet for this unit.")]
    if len(mine):
        last = mine[mine["round"] == mine["round"].max()]
        yes = int(last["agreed"].astype(bool).sum())
        told = [text("Round {round}: {yes} of {all} levels have said yes.",
                     round=number(last["round"].iloc[0]), yes=number(yes),
                     all=number(len(ROUND_LEVELS)))]  # fmt: skip
    return Shown(picture, told, in_words(mine, INPUTS["agreements"], desk))


def _answers(ax: Any, mine: pd.DataFrame, unit: str, names: Names) -> None:
    """Draw a square a round and level: filled for yes, open for no."""
    rounds, levels = sorted(mine["round"].unique()), list(ROUND_LEVELS)[::-1]
    for row in mine.itertuples():
        fill = style.NEED if row.agreed else "white"
        ax.scatter([rounds.index(row.round)], [levels.index(str(row.level))], s=420, marker="s",
                   facecolor=fill, edgecolor=style.NEED, linewidth=2)  # fmt: skip
    ax.set_yticks(np.arange(len(levels)), [text(level) for level in levels])
    ax.set_xticks(np.arange(len(rounds)), [text("Round {round}", round=each) for each in rounds])
    ax.set_xlim(-0.6, max(len(rounds), 2) - 0.4)
    ax.set_ylim(-0.6, len(levels) - 0.4)
    drawing.head(ax, text("{unit}: who has agreed", unit=names.of("unit", unit)),
                 text("Filled: yes. Open: no."))  # fmt: skip
    drawing.plain(ax)


class _Entering(Panel):
    """A panel that adds rows to a table of the data set instead of saving a scenario."""

    table_name = ""
    slow = False
    views_above = False
    unit: widgets.Dropdown

    def fill_views(self) -> None:
        """Offer the region's units, those that stand in the table first."""
        names, known = self.desk.names, self.desk.tables[self.table_name]["unit"]
        every = sorted(map(str, self.desk.tables["units"]["unit"]))
        there = set(map(str, known))
        codes = [*(unit for unit in every if unit in there), *(u for u in every if u not in there)]
        offer(self.unit, [(names.of("unit", code), code) for code in codes])

    @abc.abstractmethod
    def row(self) -> dict[str, Any]:
        """Return what is filled in, by column."""

    def _save(self) -> None:
        self.status.value = ""
        path = enter(self.desk.data, self.desk.whole(self.table_name), self.table_name, self.row())
        self.desk.again()
        self._draw()
        self.status.value = html.escape(text("Added to {file}.", file=path.name))

    def _tier(self) -> str:
        return ""

    def show(self) -> widgets.VBox:
        """Return the widget: what is filled in at the left, the picture at the right."""
        self.button.description = text("Add")
        for hidden in (self.scenario, self.compared, self.undo, self.redo, self.full, self.name,
                       self.role, self.why, self.replace):  # fmt: skip
            hidden.layout.display = "none"
        return super().show()


class Maturity(_Entering):
    """Say on which step a unit stands in an area; see the trend and the next step."""

    title, table_name = mark("The maturity ladder"), "maturity"

    def make_views(self) -> list[widgets.ValueWidget]:
        """Choose the unit, and fill in an assessment."""
        self.unit = control(widgets.Dropdown, text("Unit"))
        worded = self.desk.whole("maturity_steps")["area"].dropna()
        areas = sorted({*map(str, self.desk.whole("maturity")["area"]), *map(str, worded)} - {""})
        self.area = control(widgets.Combobox, text("Area"), options=areas, ensure_option=False)
        self.step = control(widgets.Dropdown, text("Step"), options=list(_STEPS))
        self.note = control(widgets.Text, text("Note"))
        self.fill_views()
        return [self.unit, self.area, self.step, self.note]

    def row(self) -> dict[str, Any]:
        """Return the assessment of today."""
        if not self.area.value.strip():
            raise InputError(text("Fill in the area."))
        return {
            "unit": self.unit.value, "area": self.area.value.strip(), "step": self.step.value,
            "note": self.note.value.strip() or None, "on": self._today(),
        }  # fmt: skip

    def shown(self, desk: Desk) -> Shown:
        """Draw the unit's ladder."""
        return maturity_state(desk, self.unit.value, self.area.value.strip(), self.step.value)


class Rounds(_Entering):
    """Enter who agrees to what, round by round; roles, never persons."""

    title, table_name = mark("Who has agreed"), "agreements"

    def make_views(self) -> list[widgets.ValueWidget]:
        """Choose the unit, and fill in an answer."""
        self.unit = control(widgets.Dropdown, text("Unit"))
        self.round = control(widgets.BoundedIntText, text("Round"), min=1, max=20, value=1)
        self.level = control(widgets.Dropdown, text("Planning level"),
                             options=[(text(level), level) for level in ROUND_LEVELS])  # fmt: skip
        self.proposal = control(widgets.Text, text("Proposal"))
        self.agreed = control(widgets.Checkbox, text("Agreed"))
        self.by = control(widgets.Text, text("By (role)"))
        self.on = control(widgets.DatePicker, text("On"), value=self._today())
        self.note = control(widgets.Text, text("Note"))
        self.fill_views()
        self.unit.observe(lambda _: self._silently(self._next), "value")
        return [self.unit, self.round, self.level, self.proposal, self.agreed, self.by, self.on,
                self.note]  # fmt: skip

    def fill_views(self) -> None:
        """Offer the units, and the first answer that the unit's last round lacks."""
        super().fill_views()
        self._next()

    def _next(self) -> None:
        agreed = self.desk.tables["agreements"]
        mine = agreed[agreed["unit"] == self.unit.value]
        last = int(mine["round"].max()) if len(mine) else 1
        answered = set(mine.loc[mine["round"] == last, "level"])
        lacking = [level for level in ROUND_LEVELS if level not in answered]
        self.round.value = last if lacking else last + 1
        self.level.value = (lacking or ROUND_LEVELS)[0]

    def row(self) -> dict[str, Any]:
        """Return the answer that is filled in."""
        if not self.by.value.strip() or self.on.value is None:
            raise InputError(text("Fill in who answers (role) and the date."))
        return {
            "unit": self.unit.value, "round": self.round.value, "level": self.level.value,
            "proposal": self.proposal.value.strip() or None, "agreed": self.agreed.value,
            "by": self.by.value.strip(), "on": self.on.value,
            "note": self.note.value.strip() or None,
        }  # fmt: skip

    def shown(self, desk: Desk) -> Shown:
        """Draw the unit's rounds."""
        return rounds_state(desk, self.unit.value)

"""A round of the planning year on the screen: choose, work out, agree and keep."""

from __future__ import annotations

import html
from collections.abc import Hashable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import ipywidgets as widgets
import pandas as pd

from pkslib.language import number, percent, text
from pkslib.show.explore.guard import on_press
from pkslib.show.training.year import rounds, sums
from pkslib.show.training.year.roles import ROLES, event_card
from pkslib.show.training.year.rounds import EVENT_ROUND, PARTS, Choices
from pkslib.tables import intake

_FRAMES = (1_000_000, 1_500_000, 2_500_000, 3_500_000)
_WIDE = {"width": "52em", "max_width": "100%"}
_LABEL = {"description_width": "16em"}


class Round:
    """The widget of one round.

    Parameters
    ----------
    number_ : int
        Which round, from 1.
    group : str
        The group's name.
    card : int
        The event card, which is turned up in the last round.
    source, output : str or pathlib.Path
        The course's data set, and the folder that groups' rounds are kept in.
    """

    def __init__(
        self, number_: int, group: str, card: int, source: str | Path, output: str | Path
    ) -> None:
        self._number, self._group, self._card = number_, group, card
        self._source, self._output = Path(source), Path(output)
        self._fill(self._begin())
        self.work_out = widgets.Button(
            description=text("Work out the plan"), button_style="primary", layout={"width": "14em"}
        )
        self.keep = widgets.Button(description=text("Keep the round"), layout={"width": "14em"})
        self.told_back, self.fault = widgets.HTML(), widgets.HTML()
        if self._number > 1 and self._number - 1 not in rounds.kept(self._output, group):
            self._say([text(
                "Round {round} is not kept yet. Keep it, and run this cell again (Shift and "
                "Enter): then you go on from there.", round=self._number - 1
            )])  # fmt: skip
        on_press(self.work_out, self.fault, self._work_out, self._controls())
        on_press(self.keep, self.fault, self._keep, self._controls())

    def _fill(self, start: Choices) -> None:
        """Make the controls, as they stand from the start."""
        offers = base_tables(self._source)["measures"].to_dict("records")
        wide = {"style": _LABEL, "layout": {"width": "34em"}}
        self.target = widgets.FloatSlider(
            value=start.target, min=0.75, max=0.95, step=0.01, readout_format=".0%",
            description=text("Target occupancy"), **wide,
        )  # fmt: skip
        self.frame = widgets.Dropdown(
            options=[(_money(one), one) for one in _FRAMES], value=start.frame,
            description=text("What measures may cost"), **wide,
        )  # fmt: skip
        self.measures = {
            str(row["measure"]): _box(_offer(row), row["measure"] in start.measures)
            for row in offers
        }
        self.promised = _box(text("Count improvement work as promised"), start.promised)
        self.told = _box(text("Count with what the wards know"), start.told)
        self.yes = {part: _box(text(ROLES[part]), part in start.yes) for part in PARTS}
        self.note = widgets.Text(
            value=start.note, description=text("Why"), style=_LABEL, layout=_WIDE
        )

    def show(self) -> widgets.VBox:
        """Return the widget to display."""
        return widgets.VBox([
            _heading(text("Hospital management decides")), self.target, self.frame,
            _heading(text("The clinics choose measures")), *self.measures.values(), self.promised,
            _heading(text("The wards tell")), self.told,
            _heading(text("Who says yes?")), *self.yes.values(), self.note,
            widgets.HBox([self.work_out, self.keep]), self.told_back, self.fault,
        ])  # fmt: skip

    def choices(self) -> Choices:
        """Return what is chosen."""
        return Choices(
            target=round(self.target.value, 2),
            frame=self.frame.value,
            measures=tuple(code for code, box in self.measures.items() if box.value),
            promised=self.promised.value,
            told=self.told.value,
            yes=tuple(part for part, box in self.yes.items() if box.value),
            note=self.note.value.strip(),
        )

    def _controls(self) -> list[widgets.ValueWidget]:
        boxes = [*self.measures.values(), *self.yes.values()]
        return [self.target, self.frame, *boxes, self.promised, self.told, self.note]

    def _begin(self) -> Choices:
        """Return what the group kept of this round or, else, of the one before."""
        there = [one for one in rounds.kept(self._output, self._group) if one <= self._number]
        if not there:
            return Choices()
        place = rounds.folder_of(self._output, self._group, there[-1])
        found = rounds.read(place)[2]
        return found if there[-1] == self._number else _again(found)

    def _tables(self) -> dict[str, pd.DataFrame]:
        base, card, before = base_tables(self._source), 0, None
        if self._number == EVENT_ROUND:
            card = self._card
            place = rounds.folder_of(self._output, self._group, EVENT_ROUND - 1)
            before = rounds.read(place)[2] if place.is_dir() else Choices()
        return rounds.tables_of(base, self.choices(), card, before)

    def _work_out(self) -> None:
        told, used = sums.plan(self._tables(), sums.settings_of(self.choices().target))
        lines = [event_card(self._card)] if self._number == EVENT_ROUND else []
        lines += said(told)
        lines.append(
            text("Used of the measures: {used}.", used=_used(used))
            if len(used) else text("No measure is used.")
        )  # fmt: skip
        if self.promised.value and told.improved:
            lines.append(text(
                "{amount} bed days of promised improvement are counted before anybody has seen "
                "them.", amount=number(told.improved)
            ))  # fmt: skip
        self._say(lines)

    def _keep(self) -> None:
        place = rounds.folder_of(self._output, self._group, self._number)
        file = rounds.keep(self._source, place, self._tables(), self.choices())
        yes = len(self.choices().yes)
        self._say([
            text("Round {round} is kept as the scenario {file}.", round=self._number, file=file),
            text("{yes} of {all} say yes.", yes=yes, all=len(PARTS)),
        ])  # fmt: skip

    def _say(self, lines: list[str]) -> None:
        items = "".join(f"<li>{html.escape(line)}</li>" for line in lines)
        self.told_back.value = f'<ul role="status">{items}</ul>'


@lru_cache(maxsize=4)
def base_tables(source: Path) -> dict[str, pd.DataFrame]:
    """Return the course's tables, which are only read."""
    return dict(intake.load(source))


def said(told: sums.Year) -> list[str]:
    """Return what a year gives, in sentences."""
    return [
        text("{count} patients find no bed free, if all come at random.",
             count=number(told.refused)),
        text("{count} patients have to wait or are refused by priority.",
             count=number(told.given_way)),
        text("{count} of 24 ward months are fuller than the target; the fullest is at {load}.",
             count=told.strained, load=percent(told.worst)),
        text("The measures cost {cost}.", cost=_money(told.cost)),
    ]  # fmt: skip


def _money(amount: float) -> str:
    return text("SEK {amount} million", amount=number(amount / 1e6, 1))


def _offer(row: Mapping[Hashable, Any]) -> str:
    return text(
        "{code} {name}: at most {most} bed days, SEK {cost} each",
        code=row["measure"], name=row["name"], most=number(row["max_amount"]),
        cost=number(row["cost"]),
    )  # fmt: skip


def _used(used: pd.Series) -> str:
    return ", ".join(f"{code} {number(amount)}" for code, amount in used.items())


def _box(label: str, value: bool) -> widgets.Checkbox:
    return widgets.Checkbox(value=value, description=label, indent=False, layout=_WIDE)


def _heading(words: str) -> widgets.HTML:
    return widgets.HTML(f"<b>{html.escape(words)}</b>")


def _again(before: Choices) -> Choices:
    """Return the choices of the round before, to be agreed on anew."""
    return Choices(before.target, before.frame, before.measures, before.promised, before.told)

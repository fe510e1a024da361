"""Sliders for occupancy and margin: see beds and gaps move, then save the setting as a scenario."""

from __future__ import annotations

import base64
import datetime
import html
from collections.abc import Callable
from typing import Any

import ipywidgets as widgets
import pandas as pd

from pkslib import language
from pkslib.errors import InputError
from pkslib.language import number, text
from pkslib.settings import Decision, Level, Settings
from pkslib.show import amounts
from pkslib.show.drawing.moving import Picture
from pkslib.show.explore.guard import guarded, on_press
from pkslib.show.names import CODES, Names
from pkslib.show.pick import highest
from pkslib.steps.need import capacity_need as raised

Save = Callable[[str, Settings], object]


def needed(
    capacity_need: pd.DataFrame,
    available_capacity: pd.DataFrame,
    unit: str | None,
    capacity: str,
    utilisation: float,
    margin: float,
) -> pd.DataFrame:
    """Return need, available and gap per period at an occupancy target and margin.

    Parameters
    ----------
    capacity_need : pandas.DataFrame
        Result table: unit, capacity, period, raw.
    available_capacity : pandas.DataFrame
        Result table: unit, capacity, period, amount.
    unit : str or None
        One unit; None for all together.
    capacity : str
        The capacity.
    utilisation, margin : float
        Occupancy target (0–1] and margin [share].

    Returns
    -------
    pandas.DataFrame
        period, need, available, gap [capacity's measure]; what nobody knows counts as zero.

    Examples
    --------
    The guidance's 2 000 bed days at 85 %:

    >>> use = pd.DataFrame({"unit": "A", "capacity": "bed_day", "period": ["2027"], "raw": 2000.0})
    >>> have = pd.DataFrame({"unit": [], "capacity": [], "period": [], "amount": []})
    >>> round(needed(use, have, "A", "bed_day", 0.85, 0)["need"][0])
    2353
    """
    raw = _sums(capacity_need, unit, capacity, "raw")
    have = _sums(available_capacity, unit, capacity, "amount").reindex(raw.index).fillna(0.0)
    need = pd.Series(raised(raw.to_numpy(), utilisation, margin), index=raw.index, dtype=float)
    return pd.DataFrame({"need": need, "available": have, "gap": need - have}).reset_index()


def _sums(table: pd.DataFrame, unit: str | None, capacity: str, column: str) -> pd.Series:
    chosen = table["capacity"] == capacity
    if unit:
        chosen &= table["unit"] == unit
    return table[chosen].groupby("period")[column].sum().astype(float)


class _Panel(widgets.VBox):  # type: ignore[misc]
    """Widgets that leave a still picture where a saved page has lost what moves them."""

    def __init__(self, children: list[widgets.Widget], still: Callable[[], str]) -> None:
        super().__init__(children)
        self._still = still

    def _repr_mimebundle_(self, **given: Any) -> dict[str, Any]:
        # A reader takes the widget where its state is at hand, else the page.
        return {**super()._repr_mimebundle_(**given), "text/html": self._still()}


class Occupancy:
    """The widget: choose unit and capacity, move the sliders, save what was decided.

    Parameters
    ----------
    capacity_need, available_capacity : pandas.DataFrame
        Result tables, as for :func:`needed`; capacity_need also has utilisation and margin,
        where the sliders start.
    save : callable
        Takes the scenario's name and its settings.
    names : Names
        Names and measures.
    settings : Settings
        What the saved scenario builds on.
    today : callable
        Returns the date of the decision.
    """

    def __init__(
        self,
        capacity_need: pd.DataFrame,
        available_capacity: pd.DataFrame,
        save: Save,
        *,
        names: Names = CODES,
        settings: Settings | None = None,
        today: Callable[[], datetime.date] = datetime.date.today,
    ) -> None:
        self._need, self._have = capacity_need, available_capacity
        self._save, self._names, self._today = save, names, today
        self._settings = settings or Settings()
        self._picture = Picture()
        levels = capacity_need.groupby("capacity")[["utilisation", "margin"]].first()
        self._start = {str(code): (row.utilisation, row.margin) for code, row in levels.iterrows()}
        self._levels = dict(self._start)
        self._make_controls()
        self._connect()
        self._redraw(None)

    def show(self) -> widgets.VBox:
        """Return the widget to display."""
        choice = widgets.HBox([self.unit, self.capacity])
        sliders = widgets.HBox([self.utilisation, self.margin])
        decision = widgets.HBox([self.name, self.role])
        return _Panel(
            [choice, sliders, self.image, self.told, decision, self.why, self.button, self.status,
             self.refused, self.fault], self._still
        )  # fmt: skip

    def _still(self) -> str:
        """Return the picture as it is, and what it shows, for a page without sliders."""
        if not self.image.value:
            return str(self.fault.value)
        picture = base64.b64encode(self.image.value).decode("ascii")
        note = text("A still picture: the sliders move where the notebook is open and run.")
        alt = html.escape(text("Need, available and gap per period"))
        return (
            f'<img src="data:image/png;base64,{picture}" alt="{alt}" style="max-width: 800px">'
            f"<p>{self.told.value}</p><p><em>{html.escape(note)}</em></p>"
        )

    def _make_controls(self) -> None:
        wide = {"style": {"description_width": "9em"}, "layout": {"width": "26em"}}
        slider = {"step": 0.01, "readout_format": ".0%", **wide}
        units = sorted({str(code) for code in self._need["unit"]})
        capacities = [(self._names.of("capacity", code), code) for code in self._start]
        self.unit = widgets.Dropdown(
            options=[(text("The region"), ""), *((self._names.of("unit", x), x) for x in units)],
            value="", description=text("Unit"), **wide,
        )  # fmt: skip
        self.capacity = widgets.Dropdown(options=capacities, description=text("Capacity"), **wide)
        self.utilisation = widgets.FloatSlider(
            min=0.5, max=1.0, description=text("Occupancy target"), **slider
        )
        self.margin = widgets.FloatSlider(min=0.0, max=0.5, description=text("Margin"), **slider)
        self.image = widgets.Image(
            format="png", layout={"width": "800px", "max_width": "100%", "align_self": "flex-start"}
        )
        # Room for two lines: what is below must not move while somebody presses it.
        self.told = widgets.HTML(layout={"min_height": "4.5em"})
        # What a press is answered stays until the next, whatever is drawn in between.
        self.status, self.refused, self.fault = widgets.HTML(), widgets.HTML(), widgets.HTML()
        self.name = widgets.Text(description=text("Scenario"), **wide)
        self.role = widgets.Text(description=text("Decided by (role)"), **wide)
        self.why = widgets.Text(
            description=text("Why"), style={"description_width": "9em"}, layout={"width": "52.5em"}
        )
        self.button = widgets.Button(
            description=text("Save as scenario"), button_style="primary", layout={"width": "14em"}
        )
        self._set_sliders()

    def _connect(self) -> None:
        self._redraw = guarded(self.fault, self._draw)
        self.unit.observe(self._redraw, "value")
        self.capacity.observe(guarded(self.fault, self._change_capacity), "value")
        for slider in (self.utilisation, self.margin):
            slider.observe(guarded(self.fault, self._move), "value")
        decided = [self.capacity, self.utilisation, self.margin, self.name, self.role, self.why]
        on_press(self.button, self.refused, self._keep, decided)

    def _set_sliders(self) -> None:
        if self.capacity.value:
            self.utilisation.value, self.margin.value = self._levels[self.capacity.value]

    def _change_capacity(self) -> None:
        # Setting the sliders reports as a move; the level of each capacity stays its own.
        utilisation, margin = self._levels[self.capacity.value]
        self.utilisation.value, self.margin.value = utilisation, margin
        self._levels[self.capacity.value] = (utilisation, margin)
        self._draw()

    def _move(self) -> None:
        self._levels[self.capacity.value] = (self.utilisation.value, self.margin.value)
        self._draw()

    def _draw(self) -> None:
        capacity = self.capacity.value
        if not capacity:
            raise InputError(
                text("There is no capacity need to explore. Run the notebook 03 first.")
            )
        rows = needed(
            self._need, self._have, self.unit.value or None, capacity, *self._levels[capacity]
        )
        if rows.empty:
            raise InputError(text("This unit has no need of this capacity."))
        shown = amounts.per_period(rows, capacity, ["need", "available", "gap"], self._names)
        place = self._names.of("unit", self.unit.value) if self.unit.value else text("The region")
        heading = f"{place}, {self._names.of('capacity', capacity)}"
        unit = self._names.per_period(capacity)
        self.image.value = self._picture.png(shown, heading, unit)
        self.told.value = html.escape(_told(shown, unit))

    def _keep(self) -> None:
        self.status.value = ""
        name, role, why = self.name.value.strip(), self.role.value.strip(), self.why.value.strip()
        if not (name and role and why):
            raise InputError(text("Fill in the scenario's name, who decided (role) and why."))
        changed = {code: at for code, at in self._levels.items() if at != self._start[code]}
        if not changed:
            raise InputError(text("Move a slider first: nothing differs from the plan as it is."))
        self._save(name, self._scenario(changed, role, why))
        self.status.value = html.escape(
            text("Saved as scenario {name}. Use it with: pks run --scenario {name}", name=name)
        )

    def _scenario(self, changed: dict[str, tuple[float, float]], role: str, why: str) -> Settings:
        """Return the settings with the new levels, each with who decided it and why."""
        levels = {code: Level(utilisation=u, margin=m) for code, (u, m) in changed.items()}
        decided = tuple(
            Decision(setting=f"capacities.{code}.{part}", by=role, on=self._today(), why=why)
            for code in changed
            for part in ("utilisation", "margin")
        )
        return self._settings.model_copy(
            update={
                "capacities": self._settings.capacities | levels,
                "decisions": (*self._settings.decisions, *decided),
            }
        )


def _told(rows: pd.DataFrame, unit: str) -> str:
    top = highest(rows, "need")
    said = text("Most is needed in {period}: {need} {unit}.", unit=unit, need=number(top["need"]),
                period=language.period(top["period"]))  # fmt: skip
    short = rows[rows["gap"] >= 0.5]
    if short.empty:
        return said + " " + text("Nothing is missing in any period.")
    worst = highest(short, "gap")
    return said + " " + text(
        "Something is missing in {count} of {all} periods, most in {period}: {gap} {unit}.",
        count=len(short), all=len(rows), period=language.period(worst["period"]),
        gap=number(worst["gap"]), unit=unit,
    )  # fmt: skip

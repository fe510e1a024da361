"""The forecast under the analyst's hand: history, treatments, models, levels of detail."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import ipywidgets as widgets
import pandas as pd

from pkslib.language import mark, number, text
from pkslib.show import sentences
from pkslib.show.drawing.moving import png
from pkslib.show.explore.controls import Knob, choices, control, offer, setting
from pkslib.show.explore.desk import Desk, Place
from pkslib.show.explore.frame import Panel
from pkslib.show.explore.shown import Shown, in_words
from pkslib.show.figures import demand as figures
from pkslib.tables.results import RESULTS

Tables = Mapping[str, pd.DataFrame]

_DETAIL = {
    "forecast": mark("As the data are"),
    "forecast_sums": mark("Quarters and years"),
    "forecast_years": mark("Years ahead"),
    "forecast_weeks": mark("Weeks"),
    "weekday_profile": mark("Weekdays"),
    "models": mark("Models side by side"),
    "marks": mark("What was found in the history"),
}
_LOOKS = {
    "fan": mark("Forecast"),
    "season": mark("Season"),
    "parts": mark("Trend and season"),
    "pooled": mark("Season against the group"),
    "earlier": mark("Forecasts at the time"),
    "models": mark("Models side by side"),
    "years": mark("Years ahead"),
    "weeks": mark("Week by week"),
}
# Nothing set is a choice of its own; a list of choices can't stand on None.
_MODELS = {
    "": mark("As the back-test weighs them"),
    "pooled": mark("Pooled"),
    "exponential_smoothing": mark("Exponential smoothing"),
    "theta": mark("Theta"),
    "sarima": mark("SARIMA"),
    "last_year": mark("As last year"),
}
_KEEP = {"": mark("As found"), "keep": mark("Keep"), "drop": mark("Leave out")}
_SHIFTS = {"": mark("As found"), "keep": mark("Keep"), "rescale": mark("Rescale")}
_SINGLE = _KEEP | {"level shift": mark("Level shift from there")}
_DRIVER = {"auto": mark("Where it helps"), "on": mark("Always"), "off": mark("Never")}


def state(desk: Desk, need: str, look: str, detail: str, horizon: int, unit: str = "") -> Shown:
    """Return what the forecast of a need looks like at the desk's settings.

    Parameters
    ----------
    desk : Desk
        Its settings tell history, treatments, model and driver.
    need : str
        Which need.
    look : str
        The picture: ``fan``, ``season``, ``parts``, ``pooled``, ``earlier``, ``models``, ``years``
        or ``weeks``.
    detail : str
        The table: ``forecast``, ``forecast_sums``, ``forecast_years``, ``forecast_weeks`` or
        ``weekday_profile``.
    horizon : int
        Periods of the picture and the table at most.
    unit : str
        The part of the need at a unit; empty for the region.
    """
    found = desk.results()
    past, ahead = _of(found, need, unit)
    ahead = ahead.sort_values("period").iloc[:horizon]
    picture = png(partial(_drawn, past, ahead, found, need, look, desk))
    tested, marks = (rows[rows["need"] == need] for rows in (found["accuracy"], found["marks"]))
    told = list(sentences.demand(tested, marks, names=desk.names))[:2]
    if detail == "models":
        rows = desk.models(need)
    else:
        rows = ahead if detail == "forecast" else found[detail]
    mine = rows[rows["need"] == need].iloc[:horizon]
    table = in_words(mine, RESULTS[detail], desk, without=("region", "need"))
    return Shown(picture, [*_sums(past, ahead, desk, need), *told], table)


def _of(found: Tables, need: str, unit: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return history and forecast of a need, in the region or at a unit."""
    if not unit:
        past, ahead = found["demand"], found["forecast"]
        return past[past["need"] == need], ahead[ahead["need"] == need]
    past, ahead = (
        rows[(rows["need"] == need) & (rows["unit"] == unit)]
        for rows in (found["unit_demand"], found["forecast_units"])
    )
    return past, ahead.assign(method="")


def _drawn(
    past: pd.DataFrame,
    ahead: pd.DataFrame,
    found: Tables,
    need: str,
    look: str,
    desk: Desk,
    ax: Any,
) -> None:
    draw: dict[str, Callable[..., Any]] = {
        "fan": partial(figures.fan, past, ahead, need, marks=found["marks"]),
        "season": partial(figures.season, past, ahead, need),
        "parts": partial(figures.parts, past, need),
        "pooled": partial(figures.shrinkage, found["seasons"], need),
        "earlier": partial(figures.earlier, found["backtest"], need),
        "models": lambda **how: figures.models(desk.models(need), need, **how),
        "years": partial(figures.years, past, found["forecast_years"], need),
        "weeks": partial(figures.weeks, found["forecast_weeks"], need),
    }
    draw[look](ax=ax, names=desk.names)


def _sums(past: pd.DataFrame, ahead: pd.DataFrame, desk: Desk, need: str) -> list[str]:
    """Say how many come in the planning year, and how it differs from the start's forecast."""
    year = ahead["period"].str[:4] == str(desk.year)
    total = float(ahead.loc[year, "mean"].sum())
    before = desk.with_settings(desk.start).results()["forecast"]
    mine = (before["need"] == need) & before["period"].isin(ahead.loc[year, "period"])
    started = float(before.loc[mine, "mean"].sum())
    said = text("{year}: {patients} patients.", year=desk.year, patients=number(total))
    if desk.changed() and "unit" not in past and abs(total - started) >= 0.5:
        said += " " + text("The settings changed here make it {change} against the start.",
                           change=number(total - started, signed=True))  # fmt: skip
    return [said]


class Demand(Panel):
    """Choose a need; see its forecast, season and back-test at every treatment."""

    title = mark("The forecast of the care need")

    def make_views(self) -> list[widgets.ValueWidget]:
        """Choose need, unit, picture, table and horizon."""
        self.need, self.unit = (control(widgets.Dropdown, text(x))
                                for x in (mark("Need"), mark("Unit")))  # fmt: skip
        self.look = control(widgets.Dropdown, text("Picture"), options=choices(_LOOKS))
        self.detail = control(widgets.Dropdown, text("Table"), options=choices(_DETAIL))
        self.horizon = control(widgets.IntSlider, text("Horizon"), min=3, max=18, value=14)
        self.marked = control(widgets.Dropdown, text("Single period"))
        self.fill_views()
        self.need.observe(lambda _: self._silently(self._fill_need), "value")
        return [self.need, self.unit, self.look, self.detail, self.horizon, self.marked]

    def fill_views(self) -> None:
        """Offer the region's needs."""
        codes = sorted(map(str, self.desk.tables["demand"]["need"].unique()))
        offer(self.need, [(self.desk.names.of("need", code), code) for code in codes])
        self._fill_need()

    def _fill_need(self) -> None:
        need, found = self.need.value, self.desk.results()
        units = found["forecast_units"]
        here = sorted(map(str, units.loc[units["need"] == need, "unit"].unique()))
        named = [(self.desk.names.of("unit", unit), unit) for unit in here]
        self.unit.options = [(text("The region"), ""), *named]
        past = self.desk.tables["demand"]
        known = sorted(past.loc[past["need"] == need, "period"], reverse=True)
        self.marked.options = [("–", ""), *((label, label) for label in known)]
        self.unit.value, self.marked.value = "", ""

    def make_knobs(self) -> list[Knob]:
        """Return what is said of the history, and how the forecast is made."""
        past = self.desk.tables["demand"]["period"]
        years = sorted({str(label)[:4] for label in past})
        begins = [(text("All history"), ""), *((year, f"{year}-01") for year in years[1:])]
        return [
            self._knob("history_from", text("History from"), begins),
            self._knob("pandemic", text("Pandemic"), choices(_KEEP)),
            self._knob("outliers", text("Outliers"), choices(_KEEP)),
            self._knob("level_shifts", text("Level shifts"), choices(_SHIFTS)),
            self._single(),
            self._calendar(),
            self._knob("model", text("Model"), choices(_MODELS)),
            self._driver(),
        ]

    def _place(self, *part: str) -> Place:
        return ("demand", "treatments", self.need.value, *part)

    def _knob(self, part: str, label: str, options: list[tuple[str, Any]]) -> Knob:
        choice = control(widgets.Dropdown, label, options=options)
        setattr(self, part, choice)
        return self._choice(choice, lambda: [self._place(part)])

    def _choice(self, widget: widgets.Dropdown, places: Callable[[], list[Place]]) -> Knob:
        """Return a list of choices of which one, the empty one, sets nothing."""
        return Knob(
            widget, places, lambda: (self.desk.value(*places()[0]) if places() else None) or "",
            lambda chosen: chosen or None,
        )  # fmt: skip

    def _single(self) -> Knob:
        self.single = control(widgets.Dropdown, text("In that period"), options=choices(_SINGLE))

        def places() -> list[Place]:
            return [self._place("periods", self.marked.value)] if self.marked.value else []

        return self._choice(self.single, places)

    def _calendar(self) -> Knob:
        self.calendar = control(widgets.Checkbox, text("Calendar"), value=True)
        return Knob(
            self.calendar, lambda: [self._place("calendar")],
            lambda: self.desk.value(*self._place("calendar")) is not False,
            lambda on: None if on else False,
        )  # fmt: skip

    def _driver(self) -> Knob:
        self.driver = control(widgets.Dropdown, text("Population"), options=choices(_DRIVER))
        return setting(lambda: self.desk, self.driver, "demand", "driver")

    def shown(self, desk: Desk) -> Shown:
        """Draw the need at the desk's settings."""
        return state(
            desk, self.need.value, self.look.value, self.detail.value, self.horizon.value,
            self.unit.value,
        )  # fmt: skip

"""Occupancy, margin, risk, preparedness and ceiling: one level is what is set, and all it moves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import ipywidgets as widgets
import numpy as np
import pandas as pd

from pkslib import language, periods
from pkslib.errors import InputError
from pkslib.language import mark, number, percent, text
from pkslib.methods.queueing import erlang_b
from pkslib.settings import level
from pkslib.show import amounts
from pkslib.show.drawing.moving import Picture
from pkslib.show.explore.controls import Knob, control, offer, share_slider
from pkslib.show.explore.desk import Desk, Place
from pkslib.show.explore.frame import Panel
from pkslib.show.explore.shown import Shown
from pkslib.show.names import Names
from pkslib.show.pick import each, highest
from pkslib.steps.need import drawn_use
from pkslib.steps.need.capacity import places, resource_need
from pkslib.steps.need.levels import at_levels
from pkslib.tables.hierarchy import nearest_above

_PLACE = ["unit", "capacity", "period"]
_MEANS = ["hours", "posts", "cost"]
_AMOUNTS = ["need", "available", "gap", "shortage"]


class Ground(NamedTuple):
    """What levels stand on and do not move: use, its draws, what is available, the ceilings."""

    sums: pd.DataFrame
    draws: pd.DataFrame
    available: pd.DataFrame
    takes: pd.DataFrame


def ground(desk: Desk) -> Ground:
    """Return what a desk's levels stand on; its results are those of the settings as they are.

    Parameters
    ----------
    desk : Desk
        The need is taken at its forecast.
    """
    found = desk.results()
    _, use, draws = drawn_use(found, desk.settings, desk.year)
    sums = use.groupby(_PLACE, as_index=False)[["raw", "expected", "count"]].sum()
    have = found["available_capacity"][[*_PLACE, "amount"]].rename(columns={"amount": "available"})
    return Ground(sums, draws, have, _takes(sums, desk))


def _takes(sums: pd.DataFrame, desk: Desk) -> pd.DataFrame:
    """Return the hours, posts and cost of one unit of need, by unit, capacity and period."""
    paid = desk.tables["resources"].dropna(subset=["price"]).sort_values("period")
    price = paid.groupby(["unit", "resource"])["price"].last().rename("price").reset_index()
    found = []
    for capacity, rows in sums.groupby("capacity"):
        asked = resource_need(rows.assign(need=1.0), desk.tables, desk.settings.staff)
        asked = asked.merge(price, on=["unit", "resource"], how="left")
        asked["cost"] = asked["hours"] * asked["price"].astype(float)
        asked["posts"] = asked["full_time_equivalents"]
        mine = asked.groupby(["unit", "period"], as_index=False)[_MEANS].sum(min_count=1)
        found.append(mine.assign(capacity=capacity))
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=_PLACE + _MEANS)


def by_ward(stands: Ground, desk: Desk, units: Sequence[str], capacity: str) -> pd.DataFrame:
    """Return need, available capacity and shortage of units at the desk's levels.

    Parameters
    ----------
    stands : Ground
        As from :func:`ground`.
    desk : Desk
        Its settings tell the levels.
    units : sequence of str
        Which.
    capacity : str
        The capacity.

    Returns
    -------
    pandas.DataFrame
        unit, capacity, period → raw, need, available, gap, shortage [capacity's measure],
        utilisation, margin, preparedness, ceiling [shares], measure, and hours, posts and cost of
        one unit of need. What nobody knows to be available counts as zero.
    """
    mine = stands.sums
    mine = mine[(mine["capacity"] == capacity) & mine["unit"].isin(units)]
    if mine.empty:
        raise InputError(text("This unit has no need of this capacity."))
    capacities = desk.tables["capacities"]
    rows = at_levels(mine.reset_index(drop=True), stands.draws, capacities, desk.settings)
    rows = rows.merge(stands.available, on=_PLACE, how="left").fillna({"available": 0.0})
    rows = rows.merge(stands.takes, on=_PLACE, how="left")
    gap = rows["need"] - rows["available"]
    usual = capacities.set_index("capacity")["ceiling"].get(capacity, 1.0)
    own = {unit: level(desk.settings, unit, capacity).ceiling for unit in rows["unit"].unique()}
    ceiling = rows["unit"].map(own).astype(float).fillna(usual)
    return rows.assign(gap=gap, shortage=gap.clip(lower=0.0), ceiling=ceiling)


def per_period(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the wards' amounts added up per period; shortages are added, never netted.

    Examples
    --------
    One ward lacks 10 and the other has 10 over: 10 are missing, though the net is nothing.

    >>> ward = {"period": "2027", "need": [30.0, 10.0], "available": [20.0, 20.0]}
    >>> rows = pd.DataFrame({**ward, "gap": [10.0, -10.0], "shortage": [10.0, 0.0]})
    >>> per_period(rows)[["gap", "shortage"]].to_dict("list")
    {'gap': [0.0], 'shortage': [10.0]}
    """
    return rows.groupby("period", as_index=False)[_AMOUNTS].sum()


class Beside(NamedTuple):
    """What a level means beside the picture: refusals, hours, posts and money a year."""

    refused: float
    hours: float
    posts: float
    cost: float


def beside(rows: pd.DataFrame) -> Beside:
    """Return the share turned away (mean of wards by use), hours, posts and cost of the need.

    Parameters
    ----------
    rows : pandas.DataFrame
        As from :func:`by_ward`.

    Returns
    -------
    Beside
        refused [share; missing where there are no beds], hours and cost [SEK] of the year, posts
        [full-time, mean of the periods].
    """
    refused = np.nan
    beds = rows[(rows["measure"] == "bed_day") & (rows["raw"] > 0)]
    if len(beds):
        days = beds["period"].map(periods.days).astype(int)
        occupied, room = beds["raw"] / days, places(beds["need"], days).astype(int)
        refused = float(np.average(erlang_b(occupied, room), weights=occupied))
    taken = rows[_MEANS].mul(rows["need"], axis=0).sum(min_count=1)
    posts = taken["posts"] / rows["period"].nunique()
    return Beside(refused, float(taken["hours"]), float(posts), float(taken["cost"]))


def told(rows: pd.DataFrame, means: Beside, capacity: str, names: Names) -> list[str]:
    """Return what a state of the levels says, in sentences.

    Parameters
    ----------
    rows : pandas.DataFrame
        As from :func:`by_ward`.
    means : Beside
        As from :func:`beside`.
    capacity, names
        What it is about, and its words.
    """
    shown = amounts.per_period(per_period(rows), capacity, _AMOUNTS, names)
    unit, top = names.per_period(capacity), highest(shown, "need")
    said = [text("Most is needed in {period}: {need} {unit}.", unit=unit, need=number(top["need"]),
                 period=language.period(top["period"]))]  # fmt: skip
    short = shown[shown["shortage"] >= 0.5]
    if short.empty:
        said.append(text("Nothing is missing in any period."))
    else:
        worst = highest(short, "shortage")
        said.append(
            text("Something is missing in {count} of {all} periods, most in {period}: {gap} "
                 "{unit}.",
                 count=len(short), all=len(shown), period=language.period(worst["period"]),
                 gap=number(worst["shortage"]), unit=unit)
            + " " + _netted(rows, float(worst["gap"]), unit)
        )  # fmt: skip
    return [" ".join(said), _means(rows, means)]


def _netted(rows: pd.DataFrame, net: float, unit: str) -> str:
    if rows["unit"].nunique() < 2:
        return ""
    if net > 0:
        return text("If wards could lend each other all they have, {gap} {unit} would be missing.",
                    gap=number(net), unit=unit)  # fmt: skip
    return text("If wards could lend each other all they have, nothing would be missing.")


def _means(rows: pd.DataFrame, means: Beside) -> str:
    over = rows[rows["raw"] > rows["ceiling"] * rows["available"] + 1e-9]
    parts = [text("The need takes {hours} hours a year, {posts} full-time posts.",
                  hours=number(means.hours), posts=number(means.posts, 1))]  # fmt: skip
    if np.isfinite(means.cost):
        parts.append(text("They cost {cost} million SEK.", cost=number(means.cost / 1e6, 1)))
    if np.isfinite(means.refused):
        parts.append(text("At this target {share} find the ward full.",
                          share=percent(means.refused, 1)))  # fmt: skip
    parts.append(
        text("Above the ceiling in {count} of {all} periods of the wards: there care gives way.",
             count=len(over), all=len(rows))
        if len(over) else text("Never above the ceiling.")
    )  # fmt: skip
    return " ".join(parts)


_PARTS = {
    "utilisation": (mark("Occupancy target"), 0.5, 1.0, 0.01),
    "margin": (mark("Margin"), 0.0, 0.5, 0.01),
    "risk": (mark("Risk instead of margin"), 0.0, 0.5, 0.01),
    "preparedness": (mark("Preparedness on top"), 0.0, 0.3, 0.01),
    "ceiling": (mark("Ceiling"), 0.7, 1.0, 0.01),
}


class Occupancy(Panel):
    """Choose region, hospital or ward; move its levels and see need, shortage, people and money."""

    title = mark("Need, available and gap per period")
    slow = False
    _stands: tuple[tuple[Any, ...], Ground] | None = None

    def make_views(self) -> list[widgets.ValueWidget]:
        """Choose the place and the capacity."""
        self._picture = Picture()
        self.unit = control(widgets.Dropdown, text("Unit"))
        self.capacity = control(widgets.Dropdown, text("Capacity"))
        self.fill_views()
        self.capacity.observe(lambda _: self._silently(self._fill_units), "value")
        return [self.capacity, self.unit]

    def fill_views(self) -> None:
        """Offer the region, its hospitals and the wards with a need."""
        need, units = self._ground().sums, self.desk.tables["units"]
        wards = sorted(map(str, need["unit"].unique()))
        hospitals = set(units.loc[units["level"] == "hospital", "unit"].map(str))
        above = nearest_above(units, hospitals).to_dict()
        self._below = {h: [u for u in wards if above.get(u) == h] for h in sorted(hospitals)}
        self._below = {h: below for h, below in self._below.items() if below and below != [h]}
        self._below |= {unit: [unit] for unit in wards} | {"": wards}
        codes = list(dict.fromkeys(need["capacity"]))
        if not codes:
            raise InputError(text("The data set has no capacity need to explore."))
        offer(self.capacity, [(self.desk.names.of("capacity", code), code) for code in codes])
        self._fill_units()

    def _fill_units(self) -> None:
        """Offer the places that need the capacity; stay at the place where that is one."""
        need = self._ground().sums
        wards = set(need.loc[need["capacity"] == self.capacity.value, "unit"])
        self._having = {
            place: mine for place, below in self._below.items()
            if (mine := [unit for unit in below if unit in wards])
        }  # fmt: skip
        named = [(self.desk.names.of("unit", unit), unit) for unit in self._having if unit]
        offer(self.unit, [(text("The region"), ""), *named])

    def make_knobs(self) -> list[Knob]:
        """Return a slider for each part of a level."""
        return [self._knob(part, *facts) for part, facts in _PARTS.items()]

    def _knob(self, part: str, label: str, low: float, high: float, step: float) -> Knob:
        slider = share_slider(text(label), low, high, step)
        setattr(self, part, slider)
        other = {"margin": "risk", "risk": "margin"}.get(part)
        off: Callable[[Any], Any] = (lambda value: value or None) if part == "risk" else _as_is
        return Knob(
            slider, lambda: self._places(part), lambda: self._level(part), off,
            lambda: self._places(other) if other else [],
        )  # fmt: skip

    def _places(self, part: str) -> list[Place]:
        """Return what a slider writes: the region's level, or that of each ward that is shown."""
        code = self.capacity.value
        if not self.unit.value:
            return [("capacities", code, part)]
        return [("units", unit, code, part) for unit in self._having[self.unit.value]]

    def _level(self, part: str) -> float:
        """Return a part of the level that the slider stands for now."""
        code, unit = self.capacity.value, self._having[self.unit.value][0]
        settings = self.desk.settings
        aimed = level(settings, unit if self.unit.value else "", code)
        usual = self.desk.tables["capacities"].set_index("capacity").loc[code]
        own = getattr(aimed, part)
        return float(own if own is not None else usual.get(part, 0.0) if part != "risk" else 0.0)

    def _ground(self) -> Ground:
        said, desk = self.desk.settings, self.desk
        rests = (desk.region, desk.year, desk.full, id(desk.tables), said.demand, said.queue,
                 said.risk, said.staff)  # fmt: skip
        if self._stands is None or self._stands[0] != rests:
            self._stands = rests, ground(desk)
        return self._stands[1]

    def shown(self, desk: Desk) -> Shown:
        """Draw the place's need against what it has, at the desk's levels."""
        stands = self._ground() if desk is self.desk else ground(desk)
        unit, capacity, names = self.unit.value, self.capacity.value, desk.names
        rows = by_ward(stands, desk, self._having[unit], capacity)
        shown = amounts.per_period(per_period(rows), capacity, _AMOUNTS, names)
        place = names.of("unit", unit) if unit else text("The region")
        picture = self._picture if desk is self.desk else Picture()
        png = picture.png(
            shown, f"{place}, {names.of('capacity', capacity)}", names.per_period(capacity)
        )
        said = told(rows, beside(rows), capacity, names) + self._keep_their_own()
        return Shown(png, said, _as_table(shown))

    def _keep_their_own(self) -> list[str]:
        """Say which wards have levels of their own, that the region's slider leaves alone."""
        own = [unit for unit, parts in self.desk.settings.units.items()
               if self.capacity.value in parts]  # fmt: skip
        if self.unit.value or not own:
            return []
        wards = ", ".join(self.desk.names.of("unit", unit) for unit in own)
        return [text("Levels of their own, which the region's do not move: {units}.", units=wards)]


def _as_is(value: Any) -> Any:
    return value


def _as_table(shown: pd.DataFrame) -> pd.DataFrame:
    """Return the picture's figures under words, to copy."""
    words = {"period": text("Period"), "need": text("Capacity need"),
             "available": text("Available"), "shortage": text("Shortage"),
             "gap": text("Net")}  # fmt: skip
    rows = shown.assign(period=[language.period(row.period) for row in each(shown)])
    return rows[list(words)].round(1).rename(columns=words)

"""The plan's levelling and summer, the waiting lists, and the weeks ahead, under one's hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

import ipywidgets as widgets
import pandas as pd

from pkslib.errors import InputError
from pkslib.language import mark, number, text
from pkslib.show import pick, sentences
from pkslib.show.drawing.moving import png
from pkslib.show.explore.balance import as_table
from pkslib.show.explore.controls import Knob, choices, control, offer, setting, share_slider
from pkslib.show.explore.desk import Desk
from pkslib.show.explore.frame import Panel
from pkslib.show.explore.shown import Shown
from pkslib.show.figures import outlook as outlook_figures
from pkslib.show.figures import plan as plan_figures
from pkslib.show.figures import waiting as waiting_figures

_WAITS = {
    "waiting_goal": mark("What the goal takes"),
    "expected_waits": mark("Expected waits"),
    "queue": mark("Target queue"),
}
_CARRIED = ("waiting", "waiting_model", "waiting_ahead", "waiting_by_plan")
_AHEAD = {
    "schedule_reach": mark("How far the schedule reaches"),
    "weeks_ahead": mark("Week by week"),
    "overbooked": mark("Overbooked weeks"),
    "gap_sums": mark("Shifts that lack people"),
}


def plan_state(desk: Desk, unit: str, activity: str) -> Shown:
    """Return what an activity's weeks look like at the desk's levelling and summer.

    Parameters
    ----------
    desk : Desk
        Its settings tell how level the plan is, and the summer closing.
    unit, activity : str
        Which.
    """
    found, plan = desk.results(), desk.settings.plan
    weeks = found["plan_weeks"]
    mine = weeks[(weeks["unit"] == unit) & (weeks["activity"] == activity)]
    draw = partial(
        plan_figures.weeks, weeks, unit, activity, production_need=found["production_need"],
        summer=(plan.summer_from, plan.summer_to),
    )  # fmt: skip
    picture = png(lambda ax: draw(ax=ax, names=desk.names))
    week = mine["week"].str[-2:].astype(int)
    closed = week.between(plan.summer_from, plan.summer_to)
    # The first and the last week of the year are mostly no whole ones.
    by_week = mine.loc[~closed, "target"].iloc[1:-1].astype(float)
    told = text("Outside the summer {low} to {high} a week; in the summer weeks {summer} in all.",
                low=number(by_week.min()), high=number(by_week.max()),
                summer=number(mine.loc[closed, "target"].sum()))  # fmt: skip
    rows = (
        mine[["week", "target"]]
        .astype({"target": "Int64"})
        .rename(columns={"week": text("Week"), "target": text("Target")})
    )
    return Shown(picture, [told], rows)


def waiting_state(desk: Desk, need: str, table: str, *, planned: bool = True) -> Shown:
    """Return where a need's waiting list goes at the desk's pace, date and share.

    Parameters
    ----------
    desk : Desk
        Its settings tell whether the list is worked down, how far and by when.
    need : str
        Which.
    table : str
        The result table below: ``waiting_goal``, ``expected_waits`` or ``queue``.
    planned : bool
        With the future by plan, for which need is balanced and planned anew when lists are worked
        down.
    """
    found = desk.results()
    ahead = found["waiting_ahead"]
    if planned:
        ahead = pd.concat([ahead, found["waiting_by_plan"]], ignore_index=True)
    picture = png(lambda ax: waiting_figures.futures(ahead, need, ax=ax, names=desk.names))
    goal = found["waiting_goal"]
    told = []
    if planned:
        mine = {name: found[name][found[name]["need"] == need] for name in _CARRIED}
        told = list(sentences.waiting(mine, names=desk.names))[:2]
    for row in pick.each(goal[goal["need"] == need].head(1)):
        told.append(
            text("{share} within {days} days takes {needed} treated a week; lately {lately}.",
                 share=number(100 * row.share) + " %", days=number(row.limit),
                 needed=number(row.needed, 1), lately=number(row.lately, 1))
        )  # fmt: skip
    return Shown(picture, told, as_table(_only(found, table, "need", need), table, desk))


def outlook_state(desk: Desk, unit: str, table: str) -> Shown:
    """Return what a unit's weeks ahead look like, schedule over plan.

    Parameters
    ----------
    desk : Desk
        Its settings tell the schedule's target, goal and certainty.
    unit : str
        Which.
    table : str
        The result table below: ``schedule_reach``, ``weeks_ahead``, ``overbooked`` or
        ``gap_sums``.
    """
    found = desk.results()
    draw = partial(outlook_figures.weeks, found["weeks_ahead"], found["schedule_reach"], unit)
    picture = png(lambda ax: draw(ax=ax, names=desk.names))
    mine = _only(found, table, "unit", unit)
    told = [text("In the whole region:"), *list(sentences.outlook(found, names=desk.names))[:3]]
    return Shown(picture, told, as_table(mine, table, desk))


def _only(
    found: Mapping[str, pd.DataFrame], table: str, column: str, code: str
) -> Mapping[str, pd.DataFrame]:
    rows = found[table]
    return {table: rows[rows[column] == code] if column in rows else rows}


class Levelling(Panel):
    """Choose an activity; level the plan and close for summer."""

    title = mark("The plan week by week")

    def make_views(self) -> list[widgets.ValueWidget]:
        """Choose unit and activity."""
        self.activity = control(widgets.Dropdown, text("Activity"))
        self.fill_views()
        return [self.activity]

    def fill_views(self) -> None:
        """Offer what is planned, most first."""
        weeks, names = self.desk.results()["plan_weeks"], self.desk.names
        pairs = pick.busiest_activities(weeks, count=60)
        if not pairs:
            raise InputError(text("There is no plan to level: the data set has no activities."))
        offer(self.activity, [
            (f"{names.of('unit', unit)}: {names.of('activity', activity)}", (unit, activity))
            for unit, activity in pairs
        ])  # fmt: skip

    def make_knobs(self) -> list[Knob]:
        """Return the levelling and the summer."""
        self.level = share_slider(text("Levelling"), 0.0, 1.0, 0.05)
        self.summer_share = share_slider(text("Elective care kept open"), 0.0, 1.0, 0.05)
        week: dict[str, Any] = {"min": 1, "max": 53}
        self.summer_from = control(widgets.BoundedIntText, text("Summer from week"), **week)
        self.summer_to = control(widgets.BoundedIntText, text("Summer to week"), **week)
        parts = ("level", "summer_from", "summer_to", "summer_share")
        return [setting(lambda: self.desk, getattr(self, part), "plan", part) for part in parts]

    def shown(self, desk: Desk) -> Shown:
        """Draw the activity's weeks."""
        return plan_state(desk, *self.activity.value)


class Waiting(Panel):
    """Choose a need; set pace, date and share, and see where its list goes."""

    title = mark("Where the waiting list goes")

    def make_views(self) -> list[widgets.ValueWidget]:
        """Choose need and table."""
        self.need = control(widgets.Dropdown, text("Need"))
        self.detail = control(widgets.Dropdown, text("Table"), options=choices(_WAITS))
        self.fill_views()
        return [self.need, self.detail]

    def fill_views(self) -> None:
        """Offer the needs that somebody waits for."""
        ahead = self.desk.results()["waiting_ahead"]
        codes = sorted(map(str, ahead["need"].unique()))
        if not codes:
            raise InputError(text("Nobody waits in this data set: the table waiting is empty."))
        offer(self.need, [(self.desk.names.of("need", code), code) for code in codes])

    def make_knobs(self) -> list[Knob]:
        """Return pace, date and share."""
        self.work_down = control(widgets.Checkbox, text("Work the list down"))
        self.within = share_slider(text("Share within the limit"), 0.5, 0.99)
        self.by = control(widgets.DatePicker, text("Reached by"))
        self.factor = control(widgets.FloatSlider, text("Limit / mean wait"),
                              min=1.0, max=10.0, step=0.5)  # fmt: skip
        self.leaving = control(widgets.BoundedFloatText, text("Leave weekly (0: measured)"),
                               min=0.0, max=0.49, step=0.01)  # fmt: skip
        parts = ("work_down", "within", "by", "factor")
        knobs = [setting(lambda: self.desk, getattr(self, part), "queue", part) for part in parts]
        leaving = Knob(
            self.leaving, lambda: [("queue", "leaving")],
            lambda: self.desk.value("queue", "leaving") or 0.0, lambda value: value or None,
        )  # fmt: skip
        return [*knobs, leaving]

    def shown(self, desk: Desk) -> Shown:
        """Draw the list's futures."""
        return waiting_state(desk, self.need.value, self.detail.value)

    def states(self, desk: Desk) -> Iterator[Shown]:
        """Yield the futures without the plan first where the plan takes seconds."""
        if desk.settings.queue.work_down:
            yield waiting_state(desk, self.need.value, self.detail.value, planned=False)
        yield self.shown(desk)


class Outlook(Panel):
    """Choose a unit; see its schedule over its plan week by week."""

    title = mark("The weeks ahead")

    def make_views(self) -> list[widgets.ValueWidget]:
        """Choose unit and table."""
        self.unit = control(widgets.Dropdown, text("Unit"))
        self.detail = control(widgets.Dropdown, text("Table"), options=choices(_AHEAD))
        self.fill_views()
        return [self.unit, self.detail]

    def fill_views(self) -> None:
        """Offer the units whose weeks ahead are known."""
        ahead = self.desk.results()["weeks_ahead"]
        codes = sorted(map(str, ahead["unit"].unique()))
        if not codes:
            raise InputError(text("Nothing is known about the weeks ahead."))
        offer(self.unit, [(self.desk.names.of("unit", code), code) for code in codes])

    def make_knobs(self) -> list[Knob]:
        """Return the schedule's target over the plan, its goal and how sure it must be."""
        self.schedule_factor = control(widgets.FloatSlider, text("Schedule over plan"),
                                       min=1.0, max=1.5, step=0.05)  # fmt: skip
        self.reach_weeks = control(widgets.IntSlider, text("Schedule to reach (weeks)"),
                                   min=1, max=26)  # fmt: skip
        self.certainty = share_slider(text("Certainty that it covers"), 0.5, 0.99)
        self.unplanned = share_slider(text("Absence that comes late"), 0.0, 1.0)
        parts = ("schedule_factor", "reach_weeks", "certainty", "unplanned")
        return [setting(lambda: self.desk, getattr(self, part), "outlook", part) for part in parts]

    def shown(self, desk: Desk) -> Shown:
        """Draw the unit's weeks."""
        return outlook_state(desk, self.unit.value, self.detail.value)

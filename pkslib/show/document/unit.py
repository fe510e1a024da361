"""A unit's own page, for its head: need, targets, measures, follow-up, schedule, agreement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

import pandas as pd

from pkslib import language
from pkslib.language import mark, number, percent, text
from pkslib.show.document.region import Picture, Region, by_when, day, listing
from pkslib.show.pick import each, highest
from pkslib.show.report import Report, Sentences
from pkslib.show.sentences.decisions import shifted
from pkslib.show.unit_pages import alone, chart
from pkslib.tables.inputs.capacity import PRIORITISE
from pkslib.tables.inputs.organisation import MATURITY_STEPS, ROUND_LEVELS

_MEASURES, _ACTIVITIES, _ROUNDS, _ASSESSED = 8, 12, 4, 3
# Of the outcome's letters, which are read on a phone too, and of its picture [pixels].
_LETTERS, _WIDE = 13, 460
_SEEN = 0.5  # of a capacity over a year: less is told as 0
_QUARTERS = ("Q1", "Q2", "Q3", "Q4")
# Under no unit's code stands a parted table without rows.
_NO_UNIT = ""
# Where to look: what chance hardly explains and matters for capacity, queue or money.
_FLAGS = {
    "look": mark("Needs a review"),
    "small": mark("Keeps to one side, but too small to matter"),
    "chance": mark("Within chance"),
    "too_few": mark("Too few periods to tell"),
}


def _learnt(row: Any) -> str:
    """Say what earlier measures of the kind gave of what they promised."""
    if row is None or not row.earlier > 0 or pd.isna(row.share):
        return "–"
    return text("{share} of what was promised ({count})", share=percent(row.share),
                count=row.earlier)  # fmt: skip


def _told(known: pd.DataFrame) -> str:
    """Say for who can't see it when the outcome was highest and lowest."""
    at = known.set_index("period")["outcome"]
    high, low = str(at.idxmax()), str(at.idxmin())
    return text("Highest {most} in {high}, lowest {least} in {low}.", most=number(float(at[high])),
                least=number(float(at[low])), high=language.period(high),
                low=language.period(low))  # fmt: skip


class Units:
    """What is said of each unit of a region; every table is parted by unit once.

    Parameters
    ----------
    region : Region
        Whose units.
    """

    def __init__(self, region: Region) -> None:
        self._region = region
        self._parted: dict[str, Mapping[str, pd.DataFrame]] = {}

    def listed(self) -> Iterator[str]:
        """Yield the units with a capacity or a target of their own, as the organisation goes."""
        own = set(self._region["gap"]["unit"]) | set(self._region["targets"]["unit"])
        for unit in self._region["units"]["unit"]:
            if unit in own:
                yield str(unit)

    def _of(self, name: str, unit: str, column: str = "unit") -> pd.DataFrame:
        """Return a unit's rows of a table."""
        if name not in self._parted:
            rows = self._region[name]
            parted = {str(key): mine for key, mine in rows.groupby(column)}
            self._parted[name] = {_NO_UNIT: rows.head(0)} | parted
        return self._parted[name].get(unit, self._parted[name][_NO_UNIT])

    @cached_property
    def _parents(self) -> Mapping[str, Any]:
        units = self._region["units"]
        return dict(zip(units["unit"], units["parent"], strict=True))

    def balance(self, unit: str) -> Report | None:
        """Return need and available of each of the unit's capacities, and what becomes of the gap.

        A shortage is closed by moves and measures, strain, gives way or is unsolved: all of it.
        """
        region, rows = self._region, []
        for capacity, gap in self._of("gap", unit).groupby("capacity"):
            code = str(capacity)
            worst = highest(gap, "gap")
            rows.append([
                region.names.of("capacity", code), region.names.in_all(code),
                number(gap["need"].sum()), number(gap["available"].sum()),
                number(gap["gap"].clip(lower=0).sum()), number(self._closed(unit, code, True)),
                number(self._left("strain", unit, code)), number(self._closed(unit, code, False)),
                number(self._left("unsolved", unit, code)),
                language.period(str(worst["period"]), short=True) if worst["gap"] > 0 else "–",
            ])  # fmt: skip
        heads = [text("Capacity"), text("In"), text("Capacity need"), text("Available"),
                 text("Shortage"), text("Closed"), text("Strain"), text("Gives way"),
                 text("Unsolved"), text("Worst in")]  # fmt: skip
        return listing(text("Need and capacity in the planning year"), heads, rows, range(2, 9))

    def _closed(self, unit: str, capacity: str, gained: bool) -> float:
        """Return what moves and measures close of a shortage, or what gives way of it."""
        steps = self._of("ladder", unit)
        steps = steps[(steps["capacity"] == capacity) & ((steps["step"] < PRIORITISE) == gained)]
        return float(steps["effect"].sum())

    def _left(self, name: str, unit: str, capacity: str) -> float:
        rows = self._of(name, unit)
        return float(rows.loc[rows["capacity"] == capacity, "amount"].sum())

    def targets(self, unit: str) -> Report | None:
        """Return the unit's production targets of the year and its quarters."""
        region, rows = self._region, self._of("targets", unit)
        year = rows[rows["period"] == region.label].nlargest(_ACTIVITIES, "target")
        by_period = {(row.activity, row.period): row.target for row in each(rows)}
        shown = [
            [region.names.of("activity", row.activity), number(row.target),
             *(number(by_period.get((row.activity, f"{region.label}-{quarter}"), float("nan")))
               for quarter in _QUARTERS)]
            for row in each(year)
        ]  # fmt: skip
        quarters = [language.period(f"{region.label}-{each}", short=True) for each in _QUARTERS]
        heads = [text("Activity"), text("The year"), *quarters]
        return listing(text("Production targets"), heads, shown, range(1, 6))

    def measures(self, unit: str) -> Report | None:
        """Return the measures used at the unit, what they give and cost, and their status."""
        region, rows = self._region, self._of("ladder", unit)
        rows = rows[rows["measure"].notna()]
        sums = rows.groupby(["measure", "capacity"], as_index=False)[["effect", "cost"]].sum()
        status = self._of("status", unit).set_index("item")["status"].to_dict()
        like = {row.measure: row for row in each(self._of("lessons", unit))}
        works = self._of("measure_reach", unit).set_index("measure")["works_from"].to_dict()
        shown = [
            [region.names.of("measure", row.measure), region.measured(row.capacity, row.effect),
             number(row.cost / 1000), text(status.get(row.measure, "proposal")),
             day(works.get(row.measure)),
             _learnt(like.get(row.measure))]
            for row in each(sums.nlargest(_MEASURES, "effect"))
        ]  # fmt: skip
        heads = [text("Measure"), text("Gives"), text("Cost, thousand SEK"), text("Status"),
                 text("Works from"), text("Earlier ones of the kind gave")]  # fmt: skip
        return listing(text("Measures in the plan"), heads, shown, (1, 2))

    def shifted(self, unit: str) -> Sentences:
        """Say what becomes of the unit's care that is to go to another level, if any is."""
        rows = self._of("measures", unit)
        if not ((rows["side"] == "need") & rows["to_unit"].notna()).any():
            return Sentences()
        return shifted(self._of("shifts", unit), rows, names=self._region.names)

    def looking_back(self, unit: str) -> Report | None:
        """Return plan and outcome over the latest year, and what is out of the usual."""
        region, rows = self._region, self._of("verdicts", unit, "place")
        rows = rows[rows["subject"].isin(("hours", "drg", "money"))]
        shown = []
        for row in each(rows):
            scale = 1e6 if row.subject == "money" else 1.0
            name = region.names.item(row.subject, row.item)
            if row.subject == "money":
                name = text("Cost, million SEK")
            share = row.outcome / row.planned - 1 if row.planned > 0 else float("nan")
            shown.append([
                name, number(row.planned / scale, int(scale > 1)),
                number(row.outcome / scale, int(scale > 1)), percent(share, 1, signed=True),
                text(_FLAGS[row.flag]),
            ])  # fmt: skip
        heads = [text("The latest year"), text("Plan"), text("Outcome"), text("Deviation"),
                 text("Verdict")]  # fmt: skip
        return listing(text("Follow-up"), heads, shown, (1, 2, 3))

    def outcome(self, unit: str) -> Picture | None:
        """Return the outcome of the capacity that the unit has most of, period by period."""
        rows = self._of("deviations", unit, "place")
        rows = rows[rows["subject"] == "hours"].sort_values("period")
        known = rows.dropna(subset=["outcome", "planned"])
        if known.empty:
            return None
        item = str(known.groupby("item")["planned"].sum().idxmax())
        rows, known = rows[rows["item"] == item], known[known["item"] == item]
        below = int((known["outcome"] < known["planned"]).sum())
        statement = text("{capacity}: below plan in {below} of {all} periods",
                         capacity=self._region.names.of("capacity", item), below=below,
                         all=len(known))  # fmt: skip
        detail = text("Outcome [{measure}] before the plan in grey, striped below it; the highest "
                      "bar is {most}.", measure=self._region.names.in_all(item),
                      most=number(float(known[["planned", "outcome"]].max().max())))  # fmt: skip
        drawn = chart(list(rows["period"]), list(rows["planned"]), list(rows["outcome"]),
                      statement, size=_LETTERS)  # fmt: skip
        return Picture(statement, detail, alone(drawn), _told(known), _WIDE)

    def ahead(self, unit: str) -> Sentences:
        """Say how far the unit's schedule reaches, and what lacks in its first week."""
        said = [
            text("The schedule covers the plan {reach} weeks ahead; the goal is {goal}.",
                 reach=number(row.reach), goal=number(row.goal))
            for row in each(self._of("schedule_reach", unit))
        ]  # fmt: skip
        sums = self._of("gap_sums", unit)
        if len(sums):
            week = str(sums["week"].min())
            first = sums[(sums["week"] == week) & (sums["left"] > 0)]
            parts = "; ".join(
                text("{resource} {count} shifts",
                     resource=self._region.names.of("resource", row.resource),
                     count=number(row.left))
                for row in each(first)
            )  # fmt: skip
            if parts:
                said.append(
                    text(
                        "Shifts unfilled in {week}: {parts}.",
                        week=language.period(week),
                        parts=parts,
                    )
                )
        return Sentences(said)

    def awaiting(self, unit: str) -> Sentences:
        """Say which of the unit's lines await a decision, by whom and when."""
        region, rows = self._region, self._of("awaiting", unit)
        return Sentences(
            text("To be decided by {who}, {day}: {what}.", who=region.unit(row.decides),
                 day=by_when(row, alone=False), what=self._line(unit, row))
            for row in each(rows[rows["choice"].isna() | (rows["choice"] == "escalate")])
        )  # fmt: skip

    def _line(self, unit: str, row: Any) -> str:
        if row.kind == "budget":
            return text("money for measures is used up")
        words = (
            mark("strain, {amount} above the target level")
            if row.kind == "strain" else mark("unsolved, {amount} above the ceiling")
        )  # fmt: skip
        said = text(words, amount=self._region.measured(row.capacity, row.amount))
        rest = self._left(row.kind, unit, str(row.capacity)) - row.amount
        if rest < _SEEN:
            return said
        return said + " " + text("(the other {rest} are too little to decide on)",
                                 rest=number(rest))  # fmt: skip

    def agreement(self, unit: str) -> Report | None:
        """Return what each level has said of the latest proposal to the unit, or to those above.

        What a level says alike of several activities is said once.
        """
        rows = self._latest_round(unit)
        order = {level: at for at, level in enumerate(ROUND_LEVELS)}
        rows = rows.assign(at=rows["level"].map(order)).sort_values("at", kind="stable")
        rows = rows.drop_duplicates(["level", "by", "agreed", "on", "note"]).head(_ROUNDS)
        shown = [
            [text(row.level).capitalize(), row.by, text("yes") if row.agreed else text("no"),
             day(row.on), row.note if isinstance(row.note, str) else ""]
            for row in each(rows)
        ]  # fmt: skip
        proposal = str(rows["proposal"].iloc[0]) if len(rows) else ""
        heads = [text("Level"), text("Role"), text("Agrees"), text("On"), text("Says")]
        if not any(row[-1] for row in shown):
            heads, shown = heads[:-1], [row[:-1] for row in shown]
        return listing(text("Agreement: {proposal}", proposal=proposal or "–"), heads, shown)

    def maturity(self, unit: str) -> Report | None:
        """Return the unit's steps on the maturity ladder, an area a column, a day a row."""
        rows = self._of("maturity", unit)
        if rows.empty:
            return None
        steps = rows.assign(on=rows["on"].astype(str).str[:10]).pivot_table(
            values="step", index="on", columns="area", aggfunc="last"
        )
        shown = [
            [day(on), *(number(step) for step in steps.loc[on])]
            for on in [*steps.index][-_ASSESSED:]
        ]  # fmt: skip
        heads = [text("Assessed"), *map(str, steps.columns)]
        title = text("Steps 1 to {most} of the maturity ladder, by the unit itself",
                     most=MATURITY_STEPS)  # fmt: skip
        table = listing(title, heads, shown, range(1, len(heads)))
        return table and table.noted(*self._next_step(steps.ffill().iloc[-1]))

    def _next_step(self, now: pd.Series) -> list[str]:
        """Say what the step above the lowest means, in the words of the region."""
        told, area = self._region["maturity_steps"], str(now.idxmin())
        mine = told[(told["step"] == now.min() + 1) & told["area"].fillna("").isin(["", area])]
        if mine.empty:
            return []
        own = mine.sort_values("area", na_position="first").iloc[-1]
        return [text("Next step, {area}: {means}", area=area, means=str(own["text"]))]

    def _latest_round(self, unit: str) -> pd.DataFrame:
        """Return the latest round of the unit, or of the nearest above that has one."""
        above: Any = unit
        rows = self._region["rounds"].head(0)
        while isinstance(above, str):
            rows = self._of("rounds", above)
            if len(rows):
                break
            above = self._parents.get(above)
        latest: pd.DataFrame = rows[rows["round"] == rows["round"].max()]
        return latest

"""Who does what when: levels and roles, guiding principles, the planning year, rounds.

What a region has not stated itself stands as the guidance has it.
"""

from __future__ import annotations

import math
import re
from html import escape
from typing import NamedTuple

import pandas as pd

from pkslib import language
from pkslib.language import mark, number, text
from pkslib.show import sentences, style
from pkslib.show.document.region import Picture, Region, by_when, listing, open_lines
from pkslib.show.pick import each
from pkslib.show.report import Report, Sentences
from pkslib.tables.inputs.organisation import ROUND_LEVELS

_STRATEGIC, _TACTICAL, _OPERATIVE = ROUND_LEVELS
# Socialstyrelsen (2024), Strategisk nivå – centrala roller och ansvarsområden: levels, the
# functions that usually stand there, and what they do.
_ROLES = (
    (_STRATEGIC, mark("The region's or the hospital's top management, with its staff"),
     mark("Sets aims, frames and roles; sees to forecast, balance and follow-up; decides on "
          "targets with budgets that are realistic; keeps the dialogue with the political level.")),
    (_TACTICAL, mark("Management of a clinic or a primary care centre"),
     mark("Makes next year's production plan from the targets; keeps the dialogue with the "
          "levels above and below; follows the plan up by month or week.")),
    (_OPERATIVE, mark("Management of a ward, a section or a unit"),
     mark("Knows its own care in detail; carries the plan out by schedule and daily steering; "
          "follows it up by week or day.")),
)  # fmt: skip
# The same: examples of principles that an organisation may agree on.
_PRINCIPLES = (
    mark("We start from patients' need of care."),
    mark("We keep to medical priority."),
    mark("Capacity is balanced against need on every level, for a good working environment."),
    mark("We even production out where it can be done."),
    mark("The production plan steers; it is not a mere forecast."),
    mark("We work by agreements between all levels."),
    mark("We follow production up on every level, and act on deviations on the right one."),
)
# Follow-up by level as the guidance has it (Uppföljning på taktisk nivå); which months the plan
# takes is an example of ours, as the guidance leaves it to the region.
_EVERY = tuple(range(1, 13))
# The wheel's width, its hub, and the width of a ring [pixels]; a colour a level, inside out.
_WIDE, _HUB, _RING = 420, 45, 42
_COLOURS = (style.NEED, style.AVAILABLE, style.ACCENT)
_NEXT = 10
_SPAN = re.compile(r"(\d+)(?:\s*[-–]\s*(\d+))?")
_CADENCE = (
    (_STRATEGIC, mark("Forecast of care need, four years"), (3, 4)),
    (_STRATEGIC, mark("Balance, budget and targets"), (5, 6, 9)),
    (_STRATEGIC, mark("Follow-up by quarter"), (1, 4, 7, 10)),
    (_TACTICAL, mark("Production plan, agreements in rounds"), (9, 10, 11)),
    (_TACTICAL, mark("Follow-up by month"), _EVERY),
    (_OPERATIVE, mark("Schedule twelve weeks ahead"), _EVERY),
    (_OPERATIVE, mark("Gap list and weekly sheet, every week"), _EVERY),
)


class Turn(NamedTuple):
    """What a level does in which months of the planning year."""

    level: str
    activity: str
    months: tuple[int, ...]


def roles(region: Region) -> Report | None:
    """Return which function does what on which level, the strategic first."""
    own = _by_level(region["roles"])
    rows = (
        [[text(row.level).capitalize(), row.function, row.tasks] for row in each(own)]
        if len(own)
        else [[text(part).capitalize() for part in row[:1]] + [text(part) for part in row[1:]]
              for row in _ROLES]
    )  # fmt: skip
    table = listing(text("Levels and roles"), [text("Level"), text("Function"), text("Does")], rows)
    return table if len(own) or table is None else table.noted(_as_guided())


def _by_level(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows with those of the strategic level first, else in their order."""
    order = {level: at for at, level in enumerate(ROUND_LEVELS)}
    return rows.sort_values("level", key=lambda level: level.map(order), kind="stable")


def principles(region: Region) -> Sentences:
    """Return the guiding principles."""
    own = region["principles"]
    said = own.sort_values("order")["text"].tolist() if len(own) else [*map(text, _PRINCIPLES)]
    return Sentences([*said, *([] if len(own) else [_as_guided()])])


def _as_guided() -> str:
    return text("As in Socialstyrelsen's guidance; the region has not stated its own.")


def turns(region: Region) -> list[Turn]:
    """Return what each level does in which months."""
    own = region["cadence"]
    if own.empty:
        return [Turn(level, text(words), months) for level, words, months in _CADENCE]
    return [Turn(row.level, row.activity, _months(row.months)) for row in each(_by_level(own))]


def _months(written: str) -> tuple[int, ...]:
    """Return the months of a list of their numbers, ranges among them (``"1, 4-6"``)."""
    found = set()
    for first, last in _SPAN.findall(written):
        found |= set(range(int(first), int(last or first) + 1))
    return tuple(sorted(found & set(_EVERY)))


def wheel(region: Region) -> Picture | None:
    """Return the planning year as a wheel: a ring a level, a sector a month, numbered as below."""
    there = list(enumerate(turns(region), start=1))
    if not there:
        return None
    rings = [
        [[at for at, turn in there if turn.level == level and month in turn.months]
         for month in _EVERY]
        for level in ROUND_LEVELS
    ]  # fmt: skip
    steady = [at for at, turn in there if turn.months == _EVERY]
    detail = text("Innermost the strategic level, outermost the operative; the numbers are those "
                  "of the table below.")  # fmt: skip
    if steady:
        detail += " " + text("Every month: {numbers}.", numbers=", ".join(map(str, steady)))
    names = [language.period(f"2000-{month:02d}", short=True) for month in _EVERY]
    return Picture(text("The planning year as a wheel"), detail, _drawn(rings, names, steady),
                   text("What is done each month stands in the table below."), _WIDE)  # fmt: skip


def _drawn(rings: list[list[list[int]]], months: list[str], steady: list[int]) -> str:
    """Return rings of twelve sectors, coloured where something is done; steady has no number."""
    parts = []
    for ring, colour in zip(range(len(rings)), _COLOURS, strict=True):
        inner, outer = _HUB + ring * _RING, _HUB + (ring + 1) * _RING
        for month, numbers in enumerate(rings[ring]):
            parts.append(_sector(month, inner, outer, colour if numbers else style.FIELD))
            ink = style.PAPER if colour == style.NEED else style.INK
            told = ", ".join(str(at) for at in numbers if at not in steady)
            parts += [_written(month, (inner + outer) / 2, told, ink)] if told else []
    rim = _HUB + len(rings) * _RING + _RING / 2
    parts += [_written(at, rim, name, style.INK) for at, name in enumerate(months)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDE}" height="{_WIDE}" '
        f'viewBox="0 0 {_WIDE} {_WIDE}" font-family="sans-serif" font-size="15" '
        f'text-anchor="middle">{"".join(parts)}</svg>'
    )


def _at(month: float, radius: float) -> tuple[float, float]:
    """Return a place on the wheel; January begins at the top, and the year goes clockwise."""
    angle = 2 * math.pi * month / len(_EVERY)
    return _WIDE / 2 + radius * math.sin(angle), _WIDE / 2 - radius * math.cos(angle)


def _sector(month: int, inner: float, outer: float, colour: str) -> str:
    ends = [_at(month, inner), _at(month, outer), _at(month + 1, outer), _at(month + 1, inner)]
    a, b, c, d = (f"{x:.1f} {y:.1f}" for x, y in ends)
    return (
        f'<path d="M{a} L{b} A{outer} {outer} 0 0 1 {c} L{d} A{inner} {inner} 0 0 0 {a}" '
        f'fill="{colour}" stroke="{style.PAPER}" stroke-width="2"/>'
    )


def _written(month: int, radius: float, words: str, colour: str) -> str:
    x, y = _at(month + 0.5, radius)
    return f'<text x="{x:.1f}" y="{y + 5:.1f}" fill="{colour}">{escape(words)}</text>'


def months(region: Region) -> Report | None:
    """Return the planning year: what each level does, month by month."""
    heads = [text("No."), text("Level"), text("What"), *(str(month) for month in _EVERY)]
    rows = [
        [str(at), text(turn.level).capitalize(), turn.activity,
         *("●" if month in turn.months else "" for month in _EVERY)]
        for at, turn in enumerate(turns(region), start=1)
    ]  # fmt: skip
    table = listing(text("The planning year, month by month"), heads, rows)
    if len(region["cadence"]) or table is None:
        return table
    return table.noted(
        text("How often each level follows up is the guidance's; the months of plan and balance "
             "are an example that the region replaces.")
    )  # fmt: skip


def rounds(region: Region) -> Sentences:
    """Say how far the units have agreed."""
    rows = region["rounds"]
    return sentences.rounds(rows, names=region.names) if len(rows) else Sentences()


def next_days(region: Region) -> Report | None:
    """Return on which days who has to decide, soonest first; a day is said once."""
    still = open_lines(region)
    keys = ["decide_by", "reaches"]
    rows = [
        [by_when(row := each(lines)[0]),
         language.period(row.reaches) if isinstance(row.reaches, str) else "–",
         _deciders(region, lines["decides"]), number(len(lines))]
        for _, lines in still.sort_values(keys).groupby(keys, dropna=False, sort=False)
    ]  # fmt: skip
    heads = [text("By when"), text("With effect from"), text("Who decides, and how many lines"),
             text("Lines")]  # fmt: skip
    return listing(text("Next decisions"), heads, rows[:_NEXT], (3,))


def _deciders(region: Region, decides: pd.Series) -> str:
    """Name who decides on lines, most lines first, with how many each."""
    counts = decides.value_counts().rename_axis("unit").reset_index(name="lines")
    order = counts.sort_values(["lines", "unit"], ascending=[False, True])
    return "; ".join(f"{region.unit(row.unit)} ({number(row.lines)})" for row in each(order))

"""What the game tells: the year's plan, the quarters played, the players' places."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence

import pandas as pd

from pkslib.language import mark, number, percent, period, text
from pkslib.show.training.game.plan import Plan
from pkslib.show.training.game.quarter import Outcome
from pkslib.show.training.game.rules import ELECTIVE, FIRST, PER_NURSE, WARDS, Region
from pkslib.show.training.game.score import MEASURES

_SHIFTS: Mapping[str, str] = {
    "day": mark("day"), "evening": mark("evening"), "night": mark("night"),
}  # fmt: skip

# A widget's own page has no style for tables.
_CELL = "text-align:right;white-space:nowrap;padding:0 8px;line-height:1.6"
_HEAD = "text-align:right;vertical-align:bottom;padding:0 8px;line-height:1.25"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table as html; the first cell of a row is its heading."""
    top = "".join(f'<th scope="col" style="{_HEAD}">{html.escape(one)}</th>' for one in head)
    body = "".join(
        f'<tr><th scope="row" style="{_CELL};text-align:left">{html.escape(row[0])}</th>'
        + "".join(f'<td style="{_CELL}">{html.escape(one)}</td>' for one in row[1:])
        + "</tr>"
        for row in rows
    )  # fmt: skip
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"


def quarter_name(quarter: int) -> str:
    """Return a quarter's name, from 0."""
    return text("{year} Q{quarter}", year=FIRST + quarter // 4, quarter=quarter % 4 + 1)


def plan_told(region: Region, plan: Plan, quarter: int) -> str:
    """Return a year's plan by quarter, as html.

    Parameters
    ----------
    region : Region
        Where.
    plan : Plan
        The year's.
    quarter : int
        The year's first.
    """
    names = _wards(region)
    head = [text("quarter")]
    for name in names:
        head += [
            text("{ward}: beds wanted", ward=name), text("usual"), text("the ladder opens"),
        ]  # fmt: skip
    head.append(text("the ladder buys, operations"))
    rows = []
    for at in range(4):
        row = [quarter_name(quarter + at)]
        for ward in range(len(WARDS)):
            cells = (plan.wanted[ward, at], region.usual[ward, at], plan.extra[ward, at])
            row += [number(one, 1) for one in cells]
        rows.append([*row, number(plan.bought[at] / region.stay[ELECTIVE])])
    counted = text(
        "The plan counts {amount} bed days of improvement work in the year.",
        amount=number(float(plan.counted.sum())),
    )  # fmt: skip
    return f"{table(head, rows)}<p>{html.escape(counted)}</p>"


def _wards(region: Region) -> list[str]:
    names = region.tables["units"].set_index("unit")["name"]
    return [str(names[ward]) for ward in WARDS]


def quarters_told(outcomes: Sequence[Outcome]) -> str:
    """Return what the quarters gave, a row each, as html."""
    head = [
        text("quarter"), text("no bed: priority 1"), text("no bed: priority 2"),
        text("put off: priority 3"), text("within the care guarantee"), text("waiting"),
        text("overtime, hours"), text("cost, million SEK"), text("promised, not come, bed days"),
        text("fullness of the wards"),
    ]  # fmt: skip
    rows = [
        [
            quarter_name(at), number(one.crowded), number(one.elsewhere), number(one.put_off),
            percent(one.within), number(one.waiting), number(one.overtime),
            number(one.costs.total / 1e6, 1), number(one.early),
            " / ".join(percent(share) for share in one.occupancy),
        ]
        for at, one in enumerate(outcomes)
    ]  # fmt: skip
    return table(head, rows)


def gaps_told(region: Region, listed: pd.DataFrame) -> str:
    """Return the gap list of the week in which most was missing, by ward and shift, as html.

    Parameters
    ----------
    region : Region
        Where.
    listed : pandas.DataFrame
        As the table gap_list.
    """
    short = listed.groupby("week")["minus"].sum()
    week = listed[listed["week"] == short.idxmax()]
    sums = week.groupby(["unit", "shift"])[["needed", "plus", "minus"]].sum()
    found = sums.to_dict("index")
    head = [
        text("gap list, {week}", week=period(str(short.idxmax()))), text("shift"),
        text("needed"), text("plus"), text("minus"),
    ]  # fmt: skip
    rows = [
        [name, text(_SHIFTS[shift]), *map(number, found[ward, shift].values())]
        for ward, name in zip(WARDS, _wards(region), strict=True) for shift in PER_NURSE
    ]  # fmt: skip
    return table(head, rows)


def places_told(ranked: pd.DataFrame, names: Mapping[str, str]) -> str:
    """Return the players' places, as html.

    Parameters
    ----------
    ranked : pandas.DataFrame
        As from :func:`pkslib.show.training.game.score.ranked`.
    names : mapping of str to str
        What a player is called, where not by its own name.
    """
    head = [text("player"), *(text(said) for said, _ in MEASURES.values()), text("sum of places")]
    rows = [
        [
            names.get(player, player),
            *(
                text("{value} (place {place})", value=_value(name, row[name]),
                     place=number(row[f"place_{name}"]))
                for name in MEASURES
            ),
            number(row["places"]),
        ]
        for player, row in zip(map(str, ranked.index), ranked.to_dict("records"), strict=True)
    ]  # fmt: skip
    return table(head, rows)


def _value(name: str, value: float) -> str:
    if name == "within":
        return percent(value)
    return number(value / 1e6, 1) if name == "cost" else number(value)

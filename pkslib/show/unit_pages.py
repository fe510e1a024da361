"""One page per unit that its head reads in a minute, in a list that opens where one looks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from itertools import zip_longest
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from pkslib import language
from pkslib.language import mark, number, percent, text
from pkslib.show import style
from pkslib.show.figures.follow_up.parts import NEED_SIDE, Part, capacity_side
from pkslib.show.names import CODES, Names
from pkslib.show.pick import each
from pkslib.show.reasons import judged, sentence, word
from pkslib.show.report import Pages

_SUBJECTS = {
    "hours": mark("Production, {item} [{measure}]"),
    "capacity": mark("Available, {item} [{measure}]"),
    "drg": mark("DRG points"),
    "money": mark("Cost [million SEK]"),
}
_PARTS = [*NEED_SIDE, "available", "improvement", "used_fully"]
_MILLION = 1e6
_WIDE, _HIGH, _BELOW = 460.0, 110.0, 16.0
# Part of a period's room that the outcome's bar takes; the plan takes all.
_BAR = 0.6
# Bars below plan are striped, so that they stand out in black and white too.
_BELOW_PLAN = (
    '<defs><pattern id="pks-below" width="5" height="5" patternUnits="userSpaceOnUse" '
    f'patternTransform="rotate(45)"><rect width="5" height="5" fill="{style.BELOW}"/>'
    '<line x1="0" y1="0" x2="0" y2="5" stroke="white" stroke-width="2"/></pattern></defs>'
)
_STRIPES = (
    f'<svg width="0" height="0" style="position:absolute" aria-hidden="true">{_BELOW_PLAN}</svg>'
)


def unit_pages(results: Mapping[str, pd.DataFrame], *, names: Names = CODES) -> Pages:
    """Return every unit's page in a list, those that chance explains least first.

    Parameters
    ----------
    results : mapping of str to pandas.DataFrame
        The result tables verdicts, deviations, deviation_parts, available_parts and proposals.
    names : Names
        Names of units and capacities.

    Returns
    -------
    Pages
        A line per unit with how production stands to plan; opened, outcome before plan period by
        period, plan and outcome in every measure with verdict, what the deviation consists of,
        and what is proposed.
    """
    verdicts = results["verdicts"].sort_values("chance", kind="stable")
    keys = ["unit", "capacity"]
    parts = results["deviation_parts"].groupby(keys)[_PARTS]
    staff = results["available_parts"].groupby([*keys, "resource"])[["effect"]]
    hours = results["deviations"][results["deviations"]["subject"] == "hours"]
    # Plain rows by unit: slicing frames for each unit would take ten times as long.
    own = _Own(
        _by_unit(verdicts, "place"),
        _by_unit(hours.sort_values("period"), "place"),
        _by_unit(parts.sum(min_count=1).reset_index(), "unit"),
        _by_unit(staff.sum().reset_index(), "unit"),
        _by_unit(results["proposals"], "place"),
    )
    order = verdicts["place"][verdicts["subject"] == "hours"].unique()
    pages = [_page(own, str(unit), names) for unit in order]
    if not pages:
        nothing = text("There is nothing to follow up yet.")
        return Pages(f"<p>{escape(nothing)}</p>")
    return Pages(_STRIPES + "".join(pages))


class _Own(NamedTuple):
    """Rows of the tables, by unit."""

    verdicts: dict[str, list[Any]]
    hours: dict[str, list[Any]]
    parts: dict[str, list[Any]]
    staff: dict[str, list[Any]]
    proposals: dict[str, list[Any]]


def _by_unit(frame: pd.DataFrame, column: str) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in each(frame):
        found.setdefault(getattr(row, column), []).append(row)
    return found


def _page(own: _Own, unit: str, names: Names) -> str:
    """Return one unit's page, closed: its line in the list, and what it opens to."""
    verdicts, periods = own.verdicts[unit], own.hours.get(unit, [])
    hours = [row for row in verdicts if row.subject == "hours"]
    line = "; ".join(_standing(row, names) for row in hours)
    body = "".join([
        *(_chart([row for row in periods if row.item == verdict.item], verdict.item, names)
          for verdict in hours),
        _measures(verdicts, names),
        *(_consists(row, own.staff.get(unit, []), names) for row in own.parts.get(unit, [])),
        _proposed(own.proposals.get(unit, [])),
    ])  # fmt: skip
    return (
        f"<details><summary><b>{escape(names.of('unit', unit))}</b>: {escape(line)}</summary>"
        f"{body}</details>"
    )


def _standing(row: Any, names: Names) -> str:
    """Say in a few words how production stands to plan."""
    item = names.within("capacity", row.item)
    if not row.planned > 0:
        return text("{item}: no plan to compare with", item=item)
    return text("{item} {share} against plan, {verdict}", item=item,
                share=percent(row.outcome / row.planned - 1, 1, signed=True),
                verdict=judged(row.verdict, row.flag))  # fmt: skip


def _chart(rows: list[Any], capacity: str, names: Names) -> str:
    title = text("{item} per period [{measure}]: plan as a grey field, outcome as bars, striped "
                 "below plan", item=names.of("capacity", capacity),
                 measure=names.in_all(capacity))  # fmt: skip
    drawn = chart(
        [row.period for row in rows], [row.planned for row in rows],
        [row.outcome for row in rows], title,
    )  # fmt: skip
    return f"<p>{escape(title)}.</p>{drawn}"


def _measures(verdicts: list[Any], names: Names) -> str:
    """Return plan, outcome and verdict in every measure known of the unit."""
    head = (mark("Over the window"), mark("Plan"), mark("Outcome"), mark("Deviation"),
            mark("Verdict"), mark("By chance, among so many"))  # fmt: skip
    rows = [_row(row, names) for subject in _SUBJECTS for row in verdicts if row.subject == subject]
    return _table([text(word) for word in head], rows)


def _row(row: Any, names: Names) -> list[str]:
    scale = _MILLION if row.subject == "money" else 1.0
    decimals = 1 if scale > 1 else 0
    label = text(_SUBJECTS[row.subject], item=names.of("capacity", row.item),
                 measure=names.in_all(row.item))  # fmt: skip
    share = row.outcome / row.planned - 1 if row.planned > 0 else float("nan")
    deviation = number(row.deviation / scale, decimals, signed=True)
    return [
        label,
        number(row.planned / scale, decimals),
        number(row.outcome / scale, decimals),
        f"{deviation} ({percent(share, 1, signed=True)})",
        judged(row.verdict, row.flag),
        percent(row.chance),
    ]


def _consists(parts: Any, staff: list[Any], names: Names) -> str:
    """Return what the unit's deviation in a capacity consists of, its two sides side by side."""
    effects = {row.resource: row.effect for row in staff if row.capacity == parts.capacity}
    need = [Part(text(words), getattr(parts, name)) for name, words in NEED_SIDE.items()]
    had = capacity_side(parts._asdict(), effects, names)
    sides = [
        [(part.words, number(part.value, signed=True)) for part in side] for side in (need, had)
    ]
    cells = [[*left, *right] for left, right in zip_longest(*sides, fillvalue=("", ""))]
    measure = names.in_all(parts.capacity)
    head = [text("The need's side [{measure}]", measure=measure), "",
            text("The capacity's side [{measure}]", measure=measure), ""]  # fmt: skip
    return _mostly(need, had) + _table(head, cells)


def _mostly(need: list[Part], had: list[Part]) -> str:
    """Say which part of either side is largest."""
    said = []
    for side in (need, had):
        known = [part for part in side if not part.inner and not np.isnan(part.value)]
        if known:
            most = max(known, key=lambda part: abs(part.value))
            said.append(f"{most.words} ({number(most.value, signed=True)})")
    if not said:
        return ""
    words = text("Largest parts of the deviation: {parts}.", parts="; ".join(said))
    return f"<p>{escape(words)}</p>"


def _proposed(proposals: list[Any]) -> str:
    if not proposals:
        return ""
    said = [f"{word(row.what)}: {_why(row)}" for row in proposals]
    lines = [f"<li>{escape(line)}</li>" for line in said]
    head = text("For the next plan:")
    return f"<p>{escape(head)}</p><ul>{''.join(lines)}</ul>"


def _why(row: Any) -> str:
    return sentence("proposals", "why", row._asdict())


def _table(head: list[str], rows: list[list[str]]) -> str:
    """Return a plain table, the first column words and the rest figures."""
    top = "".join(f"<th>{escape(word)}</th>" for word in head)
    lines = "".join(
        f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>" for cells in rows
    )
    return f"<table><tr>{top}</tr>{lines}</table>"


def alone(svg: str) -> str:
    """Return a chart as a picture of its own, with the stripes it fills bars with."""
    head, _, rest = svg.partition(">")
    return f'{head} xmlns="http://www.w3.org/2000/svg">{_BELOW_PLAN}{rest}'


def chart(
    labels: Sequence[str],
    planned: Sequence[float],
    outcome: Sequence[float],
    title: str,
    *,
    size: int = 10,
) -> str:
    """Return outcome per period before the plan as a grey field: green above it, striped below.

    Parameters
    ----------
    labels : sequence of str
        Periods.
    planned, outcome : sequence of float
        Amounts from 0 up; missing ones leave a gap.
    title : str
        What is drawn, for those who cannot see it.
    size : int
        Of its letters [pixels].

    Returns
    -------
    str
        An svg element.

    Examples
    --------
    >>> drawn = chart(["2026-01", "2026-02"], [10.0, 10.0], [8.0, float("nan")], "Visits")
    >>> drawn.count("<rect"), 'url(#pks-below)' in drawn
    (3, True)
    """
    both = np.array([planned, outcome], dtype=float)
    top = float(np.nanmax(both, initial=0.0)) or 1.0
    room = _WIDE / max(len(labels), 1)
    parts = []
    for at, label in enumerate(labels):
        plan, done = both[:, at]
        parts.append(_rect(at * room, room, plan / top, style.FIELD))
        colour = style.ABOVE if np.isnan(plan) or done >= plan else "url(#pks-below)"
        inset = room * (1 - _BAR) / 2
        parts.append(_rect(at * room + inset, room * _BAR, done / top, colour))
        parts.append(
            f'<text x="{(at + 0.5) * room:.0f}" y="{_HIGH + 12:.0f}">'
            f"{escape(language.period(label, short=True))}</text>"
        )
    return (
        f'<svg role="img" aria-label="{escape(title)}" width="{_WIDE:.0f}" '
        f'height="{_HIGH + _BELOW:.0f}" viewBox="0 0 {_WIDE:.0f} {_HIGH + _BELOW:.0f}" '
        f'font-size="{size}" fill="{style.MUTED}" text-anchor="middle">{"".join(parts)}</svg>'
    )


def _rect(left: float, width: float, share: float, colour: str) -> str:
    """Return a bar from the ground up, nothing for a missing value."""
    if np.isnan(share):
        return ""
    high = share * _HIGH
    return (
        f'<rect x="{left:.1f}" y="{_HIGH - high:.1f}" width="{width:.1f}" height="{high:.1f}" '
        f'fill="{colour}"/>'
    )

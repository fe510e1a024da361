"""What a region and its units tell each other: who acts on what, and what a unit itself expects."""

from __future__ import annotations

from typing import Any

import pandas as pd

from pkslib.language import number, percent, text
from pkslib.show import pick
from pkslib.show.document.region import Region, counted, day, listing
from pkslib.show.names import Names, small
from pkslib.show.pick import each
from pkslib.show.reasons import word
from pkslib.show.report import Report

_FEW = 6
_NONE = "–"


def acting(region: Region) -> Report | None:
    """Return who acts on what by when and how the deviation stands now, what is overdue first."""
    listed = region["action_list"]
    rows = pick.acting(listed[listed["measure"].notna()])
    shown = [[region.unit(row.unit), *_action(row, region.names)] for row in each(rows.head(_FEW))]
    table = listing(text("Who acts on what, and by when"), [text("Unit"), *_heads()], shown)
    return counted(table, len(shown), len(rows))


def acted_on(region: Region, unit: str) -> Report | None:
    """Return a unit's own actions, and its flagged deviations that nobody acts on yet."""
    listed = region["action_list"]
    rows = pick.acting(listed[listed["unit"] == unit])
    shown = [_action(row, region.names) for row in each(rows)]
    return listing(text("Who acts on what, and by when"), _heads(), shown)


def expected(region: Region, unit: str) -> Report | None:
    """Return what a unit itself expects beside what is calculated, and who came nearer before."""
    rows = region["unit_forecasts_compared"]
    rows = rows[rows["unit"] == unit]
    shown = [
        [_about(row, region.names), row.by,
         *(number(value) for value in (row.own_ahead, row.calculated_ahead, row.own_error,
                                       row.calculated_error)),
         word(row.nearer) or _NONE]
        for row in each(rows)
    ]  # fmt: skip
    heads = [text("Need or activity"), text("By (role)"), text("Unit's forecast ahead"),
             text("Calculated ahead"), text("Unit's mean error"), text("Calculated mean error"),
             text("Nearer was")]  # fmt: skip
    return listing(text("The unit's own forecasts beside the calculated ones"), heads, shown,
                   range(2, 6))  # fmt: skip


def _about(row: Any, names: Names) -> str:
    return names.of("need", row.need) if row.need else names.of("activity", row.activity)


def _heads() -> list[str]:
    return [text("Deviation now"), text("Cause"), text("Action"), text("Who"), text("By"),
            text("Standing")]  # fmt: skip


def _action(row: Any, names: Names) -> list[str]:
    """Return what an action is about, how far from plan that is now, and who does what by when."""
    about = names.item(row.subject, row.item) if row.subject else str(row.item)
    if row.subject == "capacity":
        about = text("Available, {item}", item=small(about))
    now = about if pd.isna(row.share) else f"{about} {percent(row.share, 1, signed=True)}"
    said = [_NONE if pd.isna(told) else str(told) for told in (row.cause, row.measure, row.role)]
    return [now, *said, _NONE if pd.isna(row.due) else day(row.due), word(row.standing)]

"""What is said of readiness: acute care without staff or room, and dips that follow supply."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import pandas as pd

from pkslib import language
from pkslib.language import mark, number, percent, text
from pkslib.show.names import CODES, Names
from pkslib.show.report import Sentences

_MOST = 4
# Less than half is written as nothing.
_SEEN = 0.5
_BED = "bed_day"


def stand_ready(
    readiness: pd.DataFrame,
    unmanned: pd.DataFrame,
    supply_dips: pd.DataFrame,
    *,
    names: Names = CODES,
) -> Sentences:
    """Say who stands ready, which acute work nobody is named for, and which dips follow supply.

    Parameters
    ----------
    readiness, unmanned, supply_dips, names
        The result tables, and names of units and needs.
    """
    excess = float(readiness["excess"].sum())
    said = []
    if excess >= _SEEN:
        said.append(
            text(
                "{hours} hours stand ready beyond what acute care takes. They are set aside before "
                "planned care, and are neither patients nor margin.",
                hours=number(excess),
            )
        )
    said += [*_without_staff(unmanned, names), *_dips(supply_dips, names)]
    return Sentences(said)


def _without_staff(unmanned: pd.DataFrame, names: Names) -> list[str]:
    """Say at which units acute work comes in shifts for which nobody is named."""
    units = unmanned.groupby("unit")["count"].sum().sort_values(ascending=False, kind="stable")
    of_why = unmanned.groupby(["unit", "why"])["count"].sum().to_dict()
    return [
        _unmanned(
            names.of("unit", str(unit)),
            count,
            of_why.get((unit, "no_shift"), 0.0),
            of_why.get((unit, "not_known"), 0.0),
        )
        for unit, count in units[:_MOST].items()
    ]


def _unmanned(unit: str, count: float, late: float, unknown: float) -> str:
    """Say how much acute work comes when nobody is named, and how much of it may not wait."""
    if late >= _SEEN:
        return text(
            "{unit}: {count} acute activities a year come in shifts for which nobody is named; "
            "{late} of them may not wait and have no shift.",
            unit=unit, count=number(count), late=number(late),
        )  # fmt: skip
    if unknown >= _SEEN:
        return text(
            "{unit}: {count} acute activities a year come in shifts for which nobody is named. "
            "Their medical limit in hours is not given, so it is not known whether they may wait.",
            unit=unit, count=number(count),
        )  # fmt: skip
    return text(
        "{unit}: {count} acute activities a year come in shifts for which nobody is named; "
        "all of them may wait for the next shift with staff.",
        unit=unit, count=number(count),
    )  # fmt: skip


def _dips(supply_dips: pd.DataFrame, names: Names) -> list[str]:
    """Say which needs of the highest priority fall as care closes, where the region has not."""
    asked = supply_dips[supply_dips["said"] != "no"]
    return [
        text(
            "{need} is {share} of a mean month in July, year after year. If the dip follows "
            "supply, it is no fall in need: it is not closed in the summer.",
            need=names.of("need", row["need"]), share=percent(row["index_july"]),
        )
        for row in asked.head(_MOST).to_dict("records")
    ]  # fmt: skip


def acute_above(above: pd.DataFrame, *, names: Names = CODES) -> Sentences:
    """Say where acute care alone takes more than all of a unit's capacity, and when it is worst.

    Parameters
    ----------
    above, names
        The result table acute_above, and names of units and capacities.
    """
    if above.empty:
        return Sentences([text("Acute care fits in every unit and period.")])
    worst = above.sort_values("load", ascending=False, na_position="first")
    worst = worst.drop_duplicates(["unit", "capacity"]).head(_MOST)
    count = above.groupby(["unit", "capacity"])["period"].nunique()
    return Sentences([_above(row, int(count[row["unit"], row["capacity"]]), names)
                      for row in worst.to_dict("records")])  # fmt: skip


def _above(row: dict[Hashable, Any], count: int, names: Names) -> str:
    values = {
        "unit": names.of("unit", row["unit"]), "count": number(count),
        "capacity": names.within("capacity", row["capacity"]),
        "period": language.period(row["period"]),
    }  # fmt: skip
    if pd.isna(row["load"]):
        return text("{unit}: acute care has no {capacity} at all in {period}.", **values)
    said = text("{unit}: acute care alone takes {load} of {capacity} in {period}",
                load=percent(row["load"]), **values)  # fmt: skip
    if count > 1:
        said += text(", and more than all of it in {count} periods", **values)
    bed = names.measures.get(str(row["capacity"])) == _BED
    means = (
        mark("crowding, or patients placed elsewhere")
        if bed else mark("longer waits for those who come, or overtime")
    )  # fmt: skip
    return said + ". " + text("It is planned in full: {means}.", means=text(means))

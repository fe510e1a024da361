"""Questions about periods not delivered in full or at all, by the forecast's own rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.language import number
from pkslib.methods import delivery
from pkslib.settings import Demand
from pkslib.tables.faults import Fault
from pkslib.tables.kinds import of_tables
from pkslib.tables.sources.sheet import Sheet

# Tables with series over time: what names a series, and what is counted.
SERIES = (
    ("demand", ("region", "need"), "patients"),
    ("unit_demand", ("unit", "need"), "patients"),
    ("production", ("unit", "activity"), "count"),
)
# Demand seldom falls by more than a third within a year; half a month is half.
_WHOLE = 0.6
# Small counts halve by chance.
_LEAST_JUDGED = 100
# Lengths of period in which a whole table is judged together, as the forecast does.
_JUDGED = ("quarter", "month")
_LISTED = 6


def not_delivered(sheets: Mapping[str, Sheet]) -> Iterator[Fault]:
    """Yield a warning for each period that a table has in part, and for each series that closed.

    The rule is that of the forecast, so that what is told here is what is left out there.
    """
    for name, keys, value in SERIES:
        for region, wide in _wide(sheets, name, keys, value):
            turn = periods.season(periods.resolution(wide.columns[0]))
            values = wide.to_numpy(float)
            found = delivery.ends(values, turn)
            low = _low(wide, turn)
            silent = found.undelivered.any(axis=0)
            for at in np.flatnonzero(silent | low):
                label = wide.columns[at]
                some = wide.index[found.undelivered[:, at]] if silent[at] else wide.index
                yield sheets[name].fault(
                    of_tables.NOT_DELIVERED,
                    column="period",
                    found=label,
                    region=region,
                    period=label,
                    series=_listed(some),
                    share=_share(wide, at) if low[at] else 0.0,
                )
            for row in np.flatnonzero(found.closed.any(axis=1)):
                yield sheets[name].fault(
                    of_tables.CLOSED_SERIES,
                    column=value,
                    region=region,
                    series=_listed(wide.index[[row]]),
                    first=wide.columns[int(found.closed[row].argmax())],
                )


def latest_not_whole(sheets: Mapping[str, Sheet]) -> Iterator[Fault]:
    """Yield a warning for each region whose latest demand is far below that of a year before.

    For those with too few series to be judged together.
    """
    for region, wide in _wide(sheets, "demand", ("region", "need"), "patients"):
        turn = periods.season(periods.resolution(wide.columns[0]))
        if len(wide.columns) <= turn or _low(wide, turn)[-1]:
            continue
        last, before = wide.columns[-1], wide.columns[-1 - turn]
        now, then = wide[last].sum(), wide[before].sum()
        if then >= _LEAST_JUDGED and now < _WHOLE * then:
            yield sheets["demand"].fault(
                of_tables.NOT_WHOLE_PERIOD,
                column="patients",
                region=region,
                last=last,
                before=before,
                share=float(now / then),
            )


def _wide(
    sheets: Mapping[str, Sheet], name: str, keys: tuple[str, str], value: str
) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield each region's series of a table as rows, every period from first to last a column."""
    if name not in sheets or ("unit" in keys and "units" not in sheets):
        return
    rows = sheets[name].frame[[*keys, "period", value]].dropna(subset=[*keys, "period"])
    known = rows.dropna(subset=[value]).drop_duplicates([*keys, "period"])
    if known.empty or len({periods.resolution(label) for label in known["period"].unique()}) > 1:
        return
    place = known[keys[0]]
    if keys[0] == "unit":
        units = sheets["units"].frame.drop_duplicates("unit").set_index("unit")
        place = place.map(units["region"])
    for region, part in known.groupby(place):
        wide = part.pivot_table(index=[*keys], columns="period", values=value, aggfunc="first")
        calendar = periods.between(wide.columns.min(), wide.columns.max())
        yield str(region), wide.reindex(columns=calendar)


def _low(wide: pd.DataFrame, turn: int) -> np.ndarray:
    """Tell which periods the whole table has in part; the pandemic is no matter of delivery."""
    if periods.resolution(wide.columns[0]) not in _JUDGED:
        return np.zeros(len(wide.columns), dtype=bool)
    usual = Demand()
    first, last = periods.start(usual.exclude_from), periods.end(usual.exclude_to)
    plague = [periods.end(at) >= first and periods.start(at) <= last for at in wide.columns]
    values = wide.to_numpy(float, copy=True)
    values[:, plague] = np.nan
    low = delivery.half_delivered(delivery.without_season(values, turn))
    low[-1] &= bool((values[:, -1] > 0).any())
    return low


def _share(wide: pd.DataFrame, at: int) -> float:
    """Return a period's sum as a share of the mean of those before it."""
    before = wide.iloc[:, max(at - delivery.BEFORE, 0) : at].sum()
    return float(wide.iloc[:, at].sum() / before.mean())


def _listed(series: pd.MultiIndex) -> str:
    words = [" × ".join(map(str, place)) for place in series]
    more = f" (+ {number(len(words) - _LISTED)})" if len(words) > _LISTED else ""
    return ", ".join(words[:_LISTED]) + more

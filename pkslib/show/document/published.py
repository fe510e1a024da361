"""What leaves a region, as its page shows it: hidden cells look alike, whatever they hide."""

from __future__ import annotations

import pandas as pd

from pkslib import language, periods
from pkslib.language import mark, number, percent, text
from pkslib.show.document.region import Region, capital, listing
from pkslib.show.pick import each
from pkslib.show.reasons import sentence
from pkslib.show.report import Report, Sentences
from pkslib.tables.published import ALL, HIDDEN, PARTS, PUBLISHED

_NONE = "–"
_PARTS = {
    "need": mark("Need"),
    "available": mark("Available"),
    "shortage": mark("Shortage"),
    "closed": mark("of which met by measures"),
    "strain": mark("of which carried under strain"),
    "gives_way": mark("of which gives way"),
    "unsolved": mark("of which without solution"),
}
_SHORT = 3


def about(region: Region) -> Sentences:
    """Return how much was hidden, and why."""
    tables = [region[name] for name in PUBLISHED]
    hidden = sum(int(rows["hidden"].sum()) for rows in tables)
    return Sentences([
        text("This is what of the planning pack may leave the region, and nothing else of it."),
        text("{hidden} of {rows} rows hold a hidden figure, shown as {mark}: small counts, and "
             "others without which those could be worked out. Which is which is not told.",
             hidden=number(hidden), rows=number(sum(map(len, tables))), mark=HIDDEN),
        text("What is worked out from a hidden count, as a share, a wait or a forecast, is hidden "
             "with it."),
    ])  # fmt: skip


def capacities(region: Region) -> Report | None:
    """Return the year of each capacity."""
    rows = region["published_capacities"]
    if rows.empty:
        return None
    wide = _cells(rows, ["capacity"], "part", "amount", list(PARTS))
    shown = [
        [capital(region.names.of("capacity", code)), region.names.in_all(code), *cells]
        for (code,), cells in wide
    ]  # fmt: skip
    heads = [text("Capacity"), text("Measured in"), *(text(_PARTS[part]) for part in PARTS)]
    return listing(_title("published_capacities"), heads, shown, range(2, len(heads)))


def need(region: Region) -> Report | None:
    """Return the patients of whole years with the forecast of the planning year."""
    rows = region["published_need"]
    if rows.empty:
        return None
    years = _years(rows)
    ahead = {row.need: row for row in each(region["published_forecast"])}
    shown = [
        [_name(region, "need", code), *cells, *_ahead(ahead.get(code))]
        for (code,), cells in _cells(rows, ["need"], "period", "patients", years)
    ]
    heads = [text("Care need"), *years, text("Forecast {year}", year=region.label),
             text("80% interval")]  # fmt: skip
    return listing(_title("published_need"), heads, shown, range(1, len(heads)))


def _ahead(row: object) -> list[str]:
    """Return a forecast and its interval as text."""
    if row is None:
        return [_NONE, _NONE]
    if row.hidden:  # type: ignore[attr-defined]
        return [HIDDEN, HIDDEN]
    interval = f"{number(row.lower_80)}–{number(row.upper_80)}"  # type: ignore[attr-defined]
    return [number(row.mean), interval]  # type: ignore[attr-defined]


def waiting(region: Region) -> Report | None:
    """Return the waiting lists by days waited, with the share within the guarantee."""
    rows = region["published_waiting"]
    if rows.empty:
        return None
    bands = sorted(set(rows["days"]) - {ALL}, key=lambda days: int(days.partition("–")[0]))
    within = {row.need: row for row in each(region["published_guarantee"])}
    shown = [
        [_name(region, "need", code), *cells, _share(within.get(code))]
        for (code,), cells in _cells(rows, ["need"], "days", "patients", [*bands, ALL])
    ]
    named = [text("{days} days", days=days if days[-1] != "–" else days[:-1] + "+")
             for days in bands]  # fmt: skip
    heads = [text("Care need"), *named, text("All"), text("Within the guarantee")]
    return listing(_title("published_waiting"), heads, shown, range(1, len(heads)))


def _share(row: object) -> str:
    """Return a share within the guarantee, or its range, as text."""
    if row is None:
        return _NONE
    if row.hidden:  # type: ignore[attr-defined]
        return HIDDEN
    both = [row.share_lower, row.share_upper]  # type: ignore[attr-defined]
    return "–".join(dict.fromkeys(percent(share) for share in both if share >= 0)) or _NONE


def plan(region: Region) -> Report | None:
    """Return the targets of the region and its hospitals by quarter."""
    rows = _sums(region, "published_plan")
    return None if rows.empty else _by_unit(region, rows, "published_plan", "target",
                                            sorted(set(rows["period"]), key=_in_order))  # fmt: skip


def production(region: Region) -> Report | None:
    """Return the outcome of the region and its hospitals by year."""
    rows = _sums(region, "published_production")
    if rows.empty:
        return None
    return _by_unit(region, rows, "published_production", "count", _years(rows))


def _by_unit(
    region: Region, rows: pd.DataFrame, table: str, value: str, labels: list[str]
) -> Report | None:
    shown = [
        [_name(region, "unit", unit), region.names.of("activity", activity), *cells]
        for (unit, activity), cells in _cells(rows, ["unit", "activity"], "period", value, labels)
    ]
    heads = [text("Unit"), text("Activity"), *(capital(language.period(label)) for label in labels)]
    found = listing(_title(table), heads, shown, range(2, len(heads)))
    return found and found.noted(text("Every unit stands in the table {table}.", table=table))


def _sums(region: Region, table: str) -> pd.DataFrame:
    """Return the rows of the region and of its hospitals; a region without sums has its units."""
    rows, units = region[table], region["units"]
    hospitals = set(units.loc[units["level"] == "hospital", "unit"])
    return rows[rows["unit"].isin({ALL} | hospitals)]


def catalogue(region: Region) -> Report | None:
    """Return the service catalogue."""
    shown = [
        [region.names.of("need", row.need), region.unit(row.unit),
         region.names.of("activity", row.activity), *_promise(row)]
        for row in each(region["published_catalogue"])
    ]  # fmt: skip
    heads = [text("Care need"), text("Unit"), text("Activity"), text("Target of the year"),
             text("Restriction"), text("Expected wait, new patients")]  # fmt: skip
    return listing(_title("published_catalogue"), heads, shown, (3, 5))


def _promise(row: object) -> list[str]:
    """Return target, restriction and wait as text; which wait is missing is not told apart."""
    values = row._asdict()  # type: ignore[attr-defined]
    if pd.isna(values["target"]):
        return [HIDDEN] * _SHORT
    wait = values["expected_wait"]
    days = text("{days} days", days=number(wait)) if wait >= 0 else _NONE
    said = sentence("decided_change", "restriction_now", {"restriction_now": values["restriction"]})
    return [number(values["target"]), said, HIDDEN if values["hidden"] else days]


def _cells(
    rows: pd.DataFrame, keys: list[str], across: str, value: str, labels: list[str]
) -> list[tuple[tuple[str, ...], list[str]]]:
    """Return the cells of each row of keys as text; sums come first."""
    hidden, found = rows["hidden"], rows[value]
    words = [HIDDEN if gone else number(each) for gone, each in zip(hidden, found, strict=True)]
    wide = rows.assign(words=words).pivot_table("words", keys, across, aggfunc="first")
    wide = wide.reindex(columns=labels).dropna(how="all").fillna(_NONE)
    return [
        (key if isinstance(key, tuple) else (key,), [str(cell) for cell in cells])
        for key, cells in zip(wide.index, wide.to_numpy().tolist(), strict=True)
    ]


def _years(rows: pd.DataFrame) -> list[str]:
    return sorted(label for label in set(rows["period"]) if periods.resolution(label) == "year")


def _in_order(label: str) -> tuple[bool, str]:
    """Return what puts quarters before their year."""
    return periods.resolution(label) == "year", label


def _name(region: Region, kind: str, code: str) -> str:
    return text("All") if code == ALL else region.names.of(kind, code)


def _title(name: str) -> str:
    return text(PUBLISHED[name].label)

"""Up to six packs side by side: need, gap, what gives way and money, year by year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

from pkslib.errors import InputError
from pkslib.language import mark, number, text
from pkslib.pack import receipt
from pkslib.show.figures import several as figures
from pkslib.show.names import NAMED, Names
from pkslib.show.names import read as read_names
from pkslib.tables import store
from pkslib.tables.results import RESULTS
from pkslib.tables.results.need import SCOPES

_ENDINGS = (".svg", ".png", ".pdf")
# More lines than these are told apart by nobody.
MOST = 6
QUANTITIES = {
    "need": mark("Capacity need"),
    "gap": mark("Missing (to spare below zero)"),
    "gives_way": mark("Care that gives way"),
    "unsolved": mark("Unsolved"),
    "cost": mark("Plan and measures"),
}
_MILLION = 1e6


def side_by_side(folders: Sequence[Path]) -> pd.DataFrame:
    """Return what packs come to, year by year.

    Parameters
    ----------
    folders : sequence of pathlib.Path
        Regions' folders, at most six.

    Returns
    -------
    pandas.DataFrame
        quantity, capacity (empty for cost), period [year], and a column a pack, named by
        :func:`labels`: need and gap of all four years; gives_way and unsolved [units of capacity
        need] and cost [million SEK] of the planning year. Missing where a pack does not tell.

    Raises
    ------
    InputError
        When a folder is no planning pack, or there are more than six.
    """
    if len(folders) > MOST:
        raise InputError(
            text("{count} packs can't be held side by side; choose at most {most}.",
                 count=len(folders), most=MOST)
        )  # fmt: skip
    named = labels(folders)
    parts = {name: _told(folder) for name, folder in zip(named, folders, strict=True)}
    wide = pd.concat(parts, axis=1)
    order = {name: at for at, name in enumerate(QUANTITIES)}
    return wide.sort_index(
        key=lambda index: index.map(order) if index.name == "quantity" else index
    ).reset_index()


def labels(folders: Sequence[Path]) -> list[str]:
    """Return a name for each pack: its scenario, with region and year where scenarios are alike.

    Parameters
    ----------
    folders : sequence of pathlib.Path
        Regions' folders.
    """
    made = [receipt.read(folder)["parameters"] for folder in folders]
    told = (["scenario"], ["region", "scenario"], ["region", "scenario", "year"])
    ways = [[" ".join(str(one.get(k, "")) for k in keys).strip() for one in made] for keys in told]
    for names in ways:
        if max(Counter(names).values()) == 1 and all(names):
            return names
    return [f"{at}: {name}" for at, name in enumerate(ways[-1], start=1)]


def whole(tables: store.Tables, name: str) -> pd.DataFrame:
    """Return a result table of a pack.

    Parameters
    ----------
    tables : pkslib.tables.store.Tables
        Of the pack.
    name : str
        Declared name.

    Raises
    ------
    InputError
        When the pack was made by a version of the library that knew fewer columns.
    """
    frame = tables[name]
    lacking = [column for column in RESULTS[name].columns if column not in frame]
    if lacking:
        raise InputError(
            text("Table {name} of a pack has no {columns}: it was made by another version of PKS "
                 "Workbench. Make that pack again.", name=name, columns=", ".join(lacking))
        )  # fmt: skip
    return frame


def own_money(tables: store.Tables) -> pd.DataFrame:
    """Return the rows of a pack's table money that are units' own, which add up to the region's."""
    rows = whole(tables, "money")
    return rows[rows["own"].astype(bool)]


def _told(folder: Path) -> pd.Series:
    """Return a pack's figures by quantity, capacity and period."""
    tables = store.Tables(folder)
    four = whole(tables, "four_years")
    years = four[(four["scope"] == SCOPES[1]) & (four["period"].str.len() == len("2027"))]
    long = years.melt(["capacity", "period"], ["need", "gap"], var_name="quantity")
    first = str(receipt.read(folder)["parameters"].get("year", ""))
    kept = whole(tables, "summary").melt(
        ["capacity"], ["gives_way", "unsolved"], var_name="quantity"
    )
    own = own_money(tables)
    measures = (own["measures"] - own["held"]).sum()
    paid = float(own["plan_cost"].sum(min_count=1) + measures) / _MILLION
    cost = pd.DataFrame({"quantity": ["cost"], "capacity": "", "value": [paid]})
    rows = pd.concat([long, kept.assign(period=first), cost.assign(period=first)])
    return rows.set_index(["quantity", "capacity", "period"])["value"].astype(float)


def change_between(one: Path, other: Path, capacity: str) -> pd.DataFrame:
    """Return what takes one pack's need of a capacity to another's.

    Parameters
    ----------
    one, other : pathlib.Path
        Regions' folders.
    capacity : str
        Code.

    Returns
    -------
    pandas.DataFrame
        factor (of the table change) and effect [capacity's measure]: first one's need, then for
        each factor how much more it moves the other's; together they are the other's need.
    """
    before, after = (
        rows[rows["capacity"] == capacity].set_index("factor")["effect"].astype(float)
        for rows in (store.Tables(folder)["change"] for folder in (one, other))
    )
    factors = [*dict.fromkeys([*before.index, *after.index])]
    more = after.reindex(factors).fillna(0.0) - before.reindex(factors).fillna(0.0)
    start = pd.DataFrame({"factor": [""], "effect": [before.sum()]})
    return pd.concat(
        [start, pd.DataFrame({"factor": factors, "effect": more.to_numpy()})], ignore_index=True
    )


def lines(folders: Sequence[Path]) -> Iterator[str]:
    """Yield packs side by side in words, a line a quantity, capacity and year.

    Parameters
    ----------
    folders : sequence of pathlib.Path
        As for :func:`side_by_side`.
    """
    rows = side_by_side(folders)
    names = names_of(folders)
    packs = [*rows.columns[3:]]
    heads = [text("Quantity"), text("Capacity"), text("Year"), *packs]
    body = [heads]
    for row in rows.to_dict("records"):
        values = [row[pack] for pack in packs]
        if np.isfinite(values).any():
            places = int(row["quantity"] == "cost")
            capacity = names.of("capacity", row["capacity"]) if row["capacity"] else ""
            unit = names.in_all(row["capacity"]) if row["capacity"] else text("million SEK")
            told = f"{text(QUANTITIES[row['quantity']])} [{unit}]"
            body.append([told, capacity, row["period"], *(number(v, places) for v in values)])
    wide = [max(len(line[at]) for line in body) for at in range(len(heads))]
    for line in body:
        left = [word.ljust(wide[at]) for at, word in enumerate(line[:3])]
        right = [word.rjust(wide[at]) for at, word in enumerate(line[3:], start=3)]
        yield "  ".join([*left, *right]).rstrip()


def names_of(folders: Sequence[Path]) -> Names:
    """Return the names of all packs' codes, the first pack's before the others'.

    Parameters
    ----------
    folders : sequence of pathlib.Path
        Regions' folders.
    """
    named: dict[str, dict[str, str]] = {}
    measures: dict[str, str] = {}
    for tables in map(store.Tables, reversed(folders)):
        known = read_names({name: tables[name] for name in NAMED if name in set(tables)})
        measures |= known.measures
        for kind, codes in known.named.items():
            named[kind] = named.get(kind, {}) | dict(codes)
    return Names(named, measures)


def widest(rows: pd.DataFrame) -> str:
    """Return the capacity in which the packs' needs differ most, as a share.

    Parameters
    ----------
    rows : pandas.DataFrame
        As from :func:`side_by_side`.

    Raises
    ------
    InputError
        When no pack has any need.
    """
    need = (
        rows[rows["quantity"] == "need"].set_index("capacity").drop(columns=["quantity", "period"])
    )
    spread = ((need.max(axis=1) - need.min(axis=1)) / need.max(axis=1)).fillna(0.0)
    if spread.empty:
        raise InputError(text("The packs have no need to hold side by side."))
    return str(spread.groupby(level=0).max().idxmax())


def draw(folders: Sequence[Path], path: Path, capacity: str | None = None) -> None:
    """Write the picture of packs side by side; of two also what takes one's need to the other's.

    Parameters
    ----------
    folders : sequence of pathlib.Path
        As for :func:`side_by_side`.
    path : pathlib.Path
        Its ending tells the format: svg, png or pdf.
    capacity : str, optional
        What is drawn; else where the needs differ most.

    Raises
    ------
    InputError
        When the packs have no such capacity, or the ending is another.
    """
    rows = side_by_side(folders)
    known = sorted(set(rows["capacity"]) - {""})
    chosen = capacity or widest(rows)
    if chosen not in known:
        raise InputError(text("No pack has the capacity {capacity}; there are {known}.",
                              capacity=chosen, known=", ".join(known)))  # fmt: skip
    if path.suffix.lower() not in _ENDINGS:
        raise InputError(text("{path}: end the name of the picture with {endings}.", path=path,
                              endings=", ".join(_ENDINGS)))  # fmt: skip
    two = len(folders) == 2
    change = change_between(folders[0], folders[1], chosen) if two else None
    figure = figures.side_by_side(rows, chosen, change, names=names_of(folders))
    figure.savefig(path)
    plt.close(figure)

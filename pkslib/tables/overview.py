"""A region's part of a data set, and what is known about it: tables, notes, assumptions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
from pydantic import TypeAdapter

from pkslib import periods
from pkslib.errors import InputError
from pkslib.settings import Settings, assumptions
from pkslib.tables.deliveries import believed
from pkslib.tables.faults import Fault
from pkslib.tables.inputs import INPUTS
from pkslib.tables.kinds import of_runs
from pkslib.tables.reference import with_days
from pkslib.tables.results import RESULTS

# Holds all regions side by side, for each to be read beside the others.
_PUBLISHED = "national"


def regions(tables: Mapping[str, pd.DataFrame]) -> list[str]:
    """Return the codes of the regions that have demand, or wait where there is none, in order.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        As :func:`pkslib.tables.intake.load` returns them.
    """
    told = tables["waiting"] if tables["demand"].empty else tables["demand"]
    return sorted(told["region"].unique())


def region_slice(tables: Mapping[str, pd.DataFrame], region: str) -> dict[str, pd.DataFrame]:
    """Return the part of every table that concerns one region.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        As :func:`pkslib.tables.intake.load` returns them.
    region : str
        Its code.

    Returns
    -------
    dict of str to pandas.DataFrame
        Rows of the region or its units. What has neither (needs, activities, capacities, recipes,
        times for all units) is shared and whole. Waiting lists that cannot be are left out. Needs
        that name their part of the care guarantee have the days in force when the data were taken.

    Raises
    ------
    InputError
        When the region has no demand, or nobody waits where that is all there is.
    """
    known = regions(tables)
    if region not in known:
        raise InputError(str(of_runs.UNKNOWN_REGIONS.at(unknown=region, known=", ".join(known))))
    units = tables["units"]
    own = set(units.loc[units["region"] == region, "unit"])
    found = {
        name: tables[name] if name == _PUBLISHED else _part(tables[name], region, own)
        for name in INPUTS
    }
    found["waiting"] = believed(found["waiting"])
    latest = sorted(found["demand"]["period"].unique())[-1:]
    days = [*found["waiting"]["as_of"], *(periods.end(label).isoformat() for label in latest)]
    return found | {"needs": with_days(found["needs"], max(days))}


def _part(frame: pd.DataFrame, region: str, units: set[str]) -> pd.DataFrame:
    if "from" in frame:
        # The former unit need not be there any more.
        return frame[frame["to_unit"].isin(units)].reset_index(drop=True)
    if "region" in frame:
        # A goal may name its unit alone, or neither: it is then everybody's.
        of_units = _of_units(frame, units) if "unit" in frame else False
        mine = (frame["region"] == region) | (frame["region"].isna() & of_units)
        return frame[mine].reset_index(drop=True)
    if "unit" in frame:
        return frame[_of_units(frame, units)].reset_index(drop=True)
    return frame


def _of_units(frame: pd.DataFrame, units: set[str]) -> pd.Series:
    """Tell which rows are of some units, or of none."""
    return frame["unit"].isin(units) | frame["unit"].isna()


def data_tables(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return what a data set, or a region's part of it, holds.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Input tables.

    Returns
    -------
    pandas.DataFrame
        The table data_tables: rows, first and last period, whether the table is there.
    """
    rows = []
    for name, schema in INPUTS.items():
        frame = tables[name]
        dated = [
            column
            for column, declared in schema.columns.items()
            if declared.kind in ("period", "date") or column == "year"
        ]
        times = pd.concat(
            [frame[column].dropna().astype("str") for column in dated[:2]]
            or [pd.Series(dtype="str")]
        )
        rows.append(
            {
                "table": name,
                "rows": len(frame),
                "first_period": times.min() if len(times) else None,
                "last_period": times.max() if len(times) else None,
                "present": len(frame) > 0,
            }
        )
    return pd.DataFrame(rows)


def data_notes(notes: Iterable[Fault], tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return what a reader of a region's plan should know about the data.

    Parameters
    ----------
    notes : iterable of Fault
        As a report has them; repairs that changed nothing for the reader are left out, as are
        notes about other regions' units.
    tables : mapping of str to pandas.DataFrame
        The region's part of the data set.

    Returns
    -------
    pandas.DataFrame
        The table data_notes, a row a note.
    """
    own = {"", *regions(tables), *tables["units"]["unit"]}
    rows = [
        (note.code, note.file or note.table, note.row, note.column, note.values)
        for note in notes
        if note.severity == "warning" and note.concerns in own
    ]
    frame = pd.DataFrame(rows, columns=[*RESULTS["data_notes"].columns])
    return frame.drop_duplicates(ignore_index=True)


def assumption_rows(settings: Settings) -> pd.DataFrame:
    """Return every setting of a plan as a row.

    Parameters
    ----------
    settings : pkslib.settings.Settings

    Returns
    -------
    pandas.DataFrame
        The table assumptions; values as JSON, empty for none.
    """
    return pd.DataFrame(
        row | {name: _kept(row[name]) for name in ("value", "base", "low", "high")}
        for row in assumptions(settings)
    )


def _kept(value: Any) -> str:
    """Return a setting's value as the table keeps it, the same in every language."""
    plain = TypeAdapter(Any).dump_python(value, mode="json")
    return "" if value is None else json.dumps(plain, ensure_ascii=False)

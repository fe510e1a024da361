"""Report tables: declared frames as text in the reader's language, and as great_tables."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pandera.pandas as pa

from pkslib import language
from pkslib.language import number, percent, text
from pkslib.show.names import CODES, Names
from pkslib.tables.declaration import facts

if TYPE_CHECKING:
    from great_tables import GT

_MEASURE = "capacity's measure"
_NUMERIC = ("integer", "number")
_INK = "#22313F"


def cells(
    frame: pd.DataFrame,
    schema: pa.DataFrameSchema,
    *,
    names: Names = CODES,
    columns: Sequence[str] | None = None,
) -> pd.DataFrame:
    """Return a declared table as text: numbers, periods, choices and names as people write them.

    Parameters
    ----------
    frame : pandas.DataFrame
        The table.
    schema : pandera.pandas.DataFrameSchema
        Its declaration.
    names : Names
        Names that stand for codes.
    columns : sequence of str, optional
        Columns wanted, in order; without it all.

    Returns
    -------
    pandas.DataFrame
        Text; a missing number is a dash, other missing cells are empty. Not escaped for html.

    Examples
    --------
    A share is shown as per cent, a period in words:

    >>> from pkslib.tables.results import RESULTS
    >>> row = pd.DataFrame({"period": ["2027-02"], "utilisation": [0.85]})
    >>> with language.using("en"):
    ...     cells(row, RESULTS["capacity_need"]).iloc[0].tolist()
    ['February 2027', '85%']
    """
    wanted = [name for name in (columns or schema.columns) if name in frame.columns]
    shown = {name: _column(frame[name], schema.columns[name], names) for name in wanted}
    if "capacity" in shown:
        shown["capacity"] = capacities(frame, schema, names)
    if {"subject", "item"} <= set(shown):
        both = zip(frame["subject"], frame["item"], strict=True)
        shown["item"] = [names.item(subject, item) for subject, item in both]
    if {"parameter", "item"} <= set(shown):
        shown |= _parameters(frame, schema, [*shown], names)
    return pd.DataFrame(shown, columns=wanted, dtype="str")


def _parameters(
    frame: pd.DataFrame, schema: pa.DataFrameSchema, wanted: Sequence[str], names: Names
) -> dict[str, list[str]]:
    """Return amounts with the decimals of their own parameter, and names of capacities."""
    shown = {"item": [names.of("capacity", code) if code else "" for code in frame["item"]]}
    of_parameter = frame.reset_index(drop=True).groupby("parameter", sort=False)
    for name in (name for name in wanted if facts(schema.columns[name])["kind"] == "number"):
        parts = [
            pd.Series(_column(rows[name], schema.columns[name], names), rows.index)
            for _, rows in of_parameter
        ]
        shown[name] = pd.concat(parts).sort_index().tolist() if parts else []
    return shown


def capacities(frame: pd.DataFrame, schema: pa.DataFrameSchema, names: Names) -> list[str]:
    """Return the column capacity in words; where rows are in different measures each tells its own.

    Parameters
    ----------
    frame, schema, names
        As for :func:`cells`; the frame has the column.
    """
    measured = any(facts(declared)["unit"] == _MEASURE for declared in schema.columns.values())
    codes = frame["capacity"].tolist()
    known = {code: names.of("capacity", code) for code in set(codes) if not pd.isna(code)}
    if measured and names.measures and len(known) > 1:
        known = {code: f"{name}, {names.in_all(code)}" for code, name in known.items()}
    return [known.get(code, "") for code in codes]


def _column(values: pd.Series, declared: pa.Column, names: Names) -> list[str]:
    about = facts(declared)
    kind = about["kind"]
    if kind in _NUMERIC:
        amounts = values.astype(float).to_numpy()
        places = 0 if kind == "integer" else decimals(amounts, share=about["unit"] == "share")
        write = percent if about["unit"] == "share" else number
        return [write(float(value), places) for value in amounts]
    if kind == "flag":
        return [text("yes") if value else text("no") for value in values]
    return [
        "" if pd.isna(value) else _word(str(value), declared.name, kind, names) for value in values
    ]


def _word(value: str, column: str, kind: str, names: Names) -> str:
    if kind == "period":
        return language.period(value)
    if kind == "code":
        return names.of(column, value)
    # Steps write some reasons and factors in English source words, which are translated here.
    return text(value)


def decimals(amounts: np.ndarray, *, share: bool) -> int:
    """Return how many decimals tell a column's numbers apart without noise.

    Parameters
    ----------
    amounts : array
        The numbers, missing ones among them.
    share : bool
        They are shown in per cent.
    """
    top = float(np.nanmax(np.abs(amounts))) if np.isfinite(amounts).any() else 0.0
    if share:
        return int(top < 0.1)
    if np.allclose(np.nan_to_num(amounts) % 1, 0) or top >= 100:
        return 0
    return 1 if top >= 10 else 2


def headings(
    frame: pd.DataFrame, schema: pa.DataFrameSchema, *, names: Names = CODES
) -> dict[str, str]:
    """Return each column's heading: label and unit in the language in use.

    Parameters
    ----------
    frame : pandas.DataFrame
        The table; when it is about one capacity, its measure stands as the unit.
    schema : pandera.pandas.DataFrameSchema
        Its declaration.
    names : Names
        Measures of the capacities.

    Returns
    -------
    dict of str to str
        Column to heading.

    Examples
    --------
    >>> from pkslib.tables.results import RESULTS
    >>> with language.using("en"):
    ...     headings(pd.DataFrame(), RESULTS["care_need"])["patients"]
    'Patients [patients]'
    """
    found = set(frame["capacity"].dropna()) if "capacity" in frame.columns else set()
    measure = names.in_all(found.pop()) if len(found) == 1 else ""
    return {name: _heading(declared, measure) for name, declared in schema.columns.items()}


def _heading(declared: pa.Column, measure: str) -> str:
    unit = facts(declared)["unit"]
    shown = measure if unit == _MEASURE else text(unit) if unit and unit != "share" else ""
    label = text(declared.title)
    return f"{label} [{shown}]" if shown else label


def report(
    frame: pd.DataFrame,
    schema: pa.DataFrameSchema,
    *,
    names: Names = CODES,
    columns: Sequence[str] | None = None,
    limit: int | None = None,
    title: str = "",
) -> GT:
    """Return a declared table ready to show in a notebook or a page.

    Parameters
    ----------
    frame, schema, names, columns
        As for :func:`cells`.
    limit : int, optional
        Rows shown at most; a line below tells how many there are.
    title : str
        Heading; without it the table's own label.

    Returns
    -------
    great_tables.GT
        It escapes every text for html.
    """
    rows = frame if limit is None else frame.head(limit)
    shown = cells(rows, schema, names=names, columns=columns)
    heads = headings(frame, schema, names=names)
    wanted = [str(name) for name in shown]
    numeric = [name for name in wanted if facts(schema.columns[name])["kind"] in _NUMERIC]
    table = styled(
        shown, {name: heads[name] for name in wanted}, numeric, title or text(schema.title)
    )
    if frame.empty:
        return table.tab_source_note(text("No rows."))
    if len(rows) < len(frame):
        return table.tab_source_note(
            text("{shown} of {all} rows.", shown=number(len(rows)), all=number(len(frame)))
        )
    return table


def plain(rows: Sequence[Sequence[str]], heads: Sequence[str], title: str) -> GT:
    """Return rows of text as a table in the house's style.

    Parameters
    ----------
    rows : sequence of sequence of str
        Cells; escaped for html.
    heads : sequence of str
        Headings of the columns.
    title : str
        Heading of the table.
    """
    columns = [str(at) for at in range(len(heads))]
    shown = pd.DataFrame(rows, columns=columns, dtype="str")
    return styled(shown, dict(zip(columns, heads, strict=True)), [], title)


def styled(shown: pd.DataFrame, heads: dict[str, str], numeric: Sequence[str], title: str) -> GT:
    """Return a table in the house's style from text cells.

    Parameters
    ----------
    shown : pandas.DataFrame
        Text.
    heads : dict of str to str
        Column to heading.
    numeric : sequence of str
        Columns that are set to the right.
    title : str
        Heading of the table.
    """
    from great_tables import GT  # costs a third of a second; figures do without

    return (
        GT(shown, id=_id(shown, title))
        .cols_label(cases=dict(heads))
        .cols_align("left")
        .cols_align("right", columns=list(numeric))
        .tab_header(title)
        .opt_align_table_header("left")
        .tab_options(
            table_font_size="13px",
            table_font_color=_INK,
            table_margin_left="0",
            heading_title_font_size="15px",
            heading_border_bottom_style="none",
            column_labels_font_weight="bold",
            column_labels_border_top_style="none",
            column_labels_border_bottom_color=_INK,
            table_border_top_style="none",
            table_body_border_bottom_color="#B8C2C9",
            table_body_hlines_color="#E4E9EC",
            table_border_bottom_style="none",
            data_row_padding="4px",
            source_notes_font_size="12px",
            container_overflow_x="auto",
        )
    )


def _id(shown: pd.DataFrame, title: str) -> str:
    """Return an id of the content; without one great_tables draws one by chance on every run."""
    content = title + shown.to_csv(index=False)
    return "t" + hashlib.sha256(content.encode()).hexdigest()[:10]

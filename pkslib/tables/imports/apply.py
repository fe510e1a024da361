"""One sheet of an export, by its mapping, to rows of a declared table as text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import pandas as pd

from pkslib import periods
from pkslib.language import number
from pkslib.tables import cells, wide, written_periods
from pkslib.tables.declaration import CODE_PATTERN
from pkslib.tables.faults import Fault
from pkslib.tables.imports.grids import Grid
from pkslib.tables.imports.layout import band, is_period, is_sum, year_of
from pkslib.tables.imports.mapping import Part
from pkslib.tables.imports.recognise import BAND, OF_STAFFED, PER_DAY, is_figure, required
from pkslib.tables.inputs import INPUTS
from pkslib.tables.kinds import of_cells, of_files
from pkslib.tables.reference import region_names
from pkslib.tables.sources.sheet import Sheet

_DASHES = ("-", "–", "−", "—")
_LEADING_CODE = re.compile(r"^[0-9]+\s+(?=\D)")
_OPEN_AGE = 999
# Occupancy of 1.2 is a share, of 12 in per cent.
_LEAST_PER_CENT = 10


def applied(grid: Grid, part: Part) -> tuple[Sheet, list[Fault]]:
    """Return the rows that a sheet gives a table, and what was found on the way.

    Parameters
    ----------
    grid : Grid
        The sheet.
    part : Part
        Its mapping, every question answered.

    Returns
    -------
    tuple of Sheet and list of Fault
        Columns of the table, cells as text, numbered as the export's rows; errors for what can't
        be read, notes for what was left out or put together.
    """
    frame, down = grid.laid(part.header)
    sheet = Sheet(part.table, grid.place, frame)
    wanted = [*part.columns.values(), *([part.figure] if part.figure else [])]
    absent = [word for word in wanted if word not in frame.columns]
    if absent:
        return sheet, [
            sheet.fault(of_files.COLUMN_MISSING, row=part.header, column=word, nearest="")
            for word in absent
        ]
    kept, notes = _without_sums(sheet, part, down)
    if told := [name for name in down if name in wanted]:
        notes.append(sheet.fault(of_files.FILLED_DOWN, columns=", ".join(told)))
    rows = _by_figure(kept, part) if part.figure else _long(kept, part, part.value)
    if untold := _untold(rows, part):
        return sheet, [sheet.fault(of_files.MAP_COLUMN, column=name) for name in untold]
    found = _in_codes(rows, part)
    asked = [*_six_digits(sheet.with_frame(found), part)]
    if asked:
        return sheet, asked
    typed, odd = cells.typed(sheet.with_frame(found))
    faults = [fault for fault in odd if fault.is_error]
    if faults:
        return sheet, [*notes, *faults]
    notes.extend(odd)
    whole, summed = _once(_factored(typed.frame, part), INPUTS[part.table].key)
    if summed:
        notes.append(sheet.fault(of_files.ROWS_SUMMED, count=number(summed)))
    return sheet.with_frame(whole), notes


def _by_figure(frame: pd.DataFrame, part: Part) -> pd.DataFrame:
    """Return the export with its figures, which stand in rows of their own, beside each other."""
    whole = pd.DataFrame()
    for name, word in part.figures.items():
        rows = _long(frame[frame[part.figure].str.strip() == word], part, name)
        if whole.empty:
            whole = rows
            continue
        keys = [each for each in rows if each != name]
        # Rows keep the number of the first figure's, for what is said of them.
        found = whole.reset_index().merge(rows, on=keys, how="outer")
        whole = found.set_index(found.pop(str(found.columns[0])).fillna(0).astype(int))
    return whole.sort_index(kind="stable")


def _long(frame: pd.DataFrame, part: Part, figure: str) -> pd.DataFrame:
    """Return the export with a row for each figure, under the table's own column names."""
    named = frame[[*part.columns.values()]].set_axis([*part.columns], axis=1)
    named = named.assign(**part.constants)
    if not part.across:
        return named
    pieces = []
    for at, header in enumerate(map(str, frame.columns)):
        if header in part.columns.values() or not (told := _told(header, part.across)):
            continue
        if part.across == "need" and not wide.holds_figures(frame.iloc[:, at]):
            continue
        piece = named.copy()
        for name, value in told.items():
            piece[name] = value
        piece[figure] = frame.iloc[:, at]
        pieces.append(piece)
    return pd.concat(pieces).sort_index(kind="stable") if pieces else named


def _told(header: str, across: str) -> dict[str, str]:
    """Return what a header tells of the cells below it; nothing when it is no part of the wide."""
    if across == "band":
        days = band(header)
        return {"days_from": days[0], "days_to": days[1]} if days else {}
    if across == "year":
        year = year_of(header)
        return {"year": year} if year else {}
    if across == "period":
        if is_period(header):
            return {"period": header}
        return {"period": year} if (year := year_of(header)) else {}
    return {} if is_sum(header) else {across: header}


def _without_sums(
    sheet: Sheet, part: Part, groups: Sequence[str]
) -> tuple[pd.DataFrame, list[Fault]]:
    """Leave out rows that sum up others, which would be counted twice, and tell of them."""
    frame = sheet.frame
    coded = ("sex", "age_group", "unit", "need", "region")
    named = {part.columns[name] for name in coded if name in part.columns} | {*groups}
    sums = frame[[*named]].map(is_sum).any(axis=1)
    if not sums.any():
        return frame, []
    listed = frame.index[sums]
    count = listed.nunique()
    note = sheet.fault(of_files.SUMS_LEFT_OUT, row=int(listed.min()), count=number(count))
    return frame[~sums.to_numpy()], [note]


def _untold(rows: pd.DataFrame, part: Part) -> list[str]:
    """Return the columns that the table can't do without and the mapping does not tell.

    Of several figures one is enough: another sheet may have the others.
    """
    banded = {"days_from", "days_to"} if BAND in rows else set()
    lacks = [name for name in required(part.table) if name not in {*rows, *banded}]
    figures = [name for name in required(part.table) if is_figure(INPUTS[part.table].columns[name])]
    enough = any(name in rows for name in figures)
    return [name for name in lacks if not (enough and name in figures)]


def _in_codes(rows: pd.DataFrame, part: Part) -> pd.DataFrame:
    """Return rows whose words are the table's: regions, sexes, ages, dates, bands, dashes."""
    found = pd.DataFrame({str(name): rows[name].str.strip() for name in rows}, rows.index)
    for name, told in part.words.items():
        if name in found:
            found[name] = found[name].replace(dict(told))
    if BAND in found:
        days = found.pop(BAND).map(lambda words: band(words) or ("", ""))
        found["days_from"], found["days_to"] = days.str[0], days.str[1]
    if "region" in found:
        found["region"] = found["region"].map(_region)
    if "sex" in found:
        found["sex"] = found["sex"].str.replace(_LEADING_CODE, "", regex=True)
    if "age_group" in found:
        found["age_group"] = found["age_group"].map(lambda age: _age(age, part))
    if "as_of" in found:
        found["as_of"] = _last_days(found["as_of"], part)
    declared = INPUTS[part.table].columns
    dash = {"none": "0", "missing": ".."}.get(part.dash, "")
    for name in map(str, found.columns):
        if name in declared and declared[name].kind == "code":
            found[name] = found[name].map(_code)
        elif name in declared and declared[name].kind in ("number", "integer"):
            found[name] = found[name].replace(dict.fromkeys(_DASHES, dash)) if dash else found[name]
        if part.factors.get(name) == OF_STAFFED:
            found[name] = found[name].str.replace(r"\s*%$", "", regex=True)
    return found


def _region(words: str) -> str:
    """Return the code of a region told by its code, its name, or both."""
    leading = re.match(r"([0-9]{2})(?=\s|$)", words)
    return region_names().get(words.casefold()) or (leading[1] if leading else words)


def _age(words: str, part: Part) -> str:
    """Return the group of an age in years; as it stands where there are no groups."""
    told = re.search(r"([0-9]+)(?:\s*[-–]\s*([0-9]+))?", words)
    if not told or not part.ages:
        return re.sub(r"\s*år$", "", words)
    first, last = int(told[1]), int(told[2] or told[1])
    for group in part.ages:
        low, high = _span(group)
        if low <= first and (last <= high or high == _OPEN_AGE):
            return group
    return words


def _span(group: str) -> tuple[int, int]:
    told = re.findall(r"[0-9]+", group)
    return int(told[0]), int(told[1]) if len(told) > 1 else _OPEN_AGE


def _last_days(dates: pd.Series, part: Part) -> pd.Series:
    """Return the last day of what dates a list: a day as it is, a month by its end."""
    distinct = [each for each in dates.unique() if each]
    reading = written_periods.read([_six(each, part) for each in distinct], together=False)
    ends = {
        each: periods.end(label).isoformat()
        for each, label in zip(distinct, reading.labels, strict=True)
        if label
    }
    return dates.replace(ends)


def _six(words: str, part: Part) -> str:
    """Return six digits as the mapping says that they are meant."""
    if not part.six_digits or not re.fullmatch(r"[0-9]{6}", words):
        return words
    return f"{words[:4]}-{'W' if part.six_digits == 'week' else ''}{words[4:]}"


def _six_digits(sheet: Sheet, part: Part) -> Iterator[Fault]:
    """Put periods in their right spelling, or yield the question what six digits are."""
    if "period" not in sheet.frame:
        return
    distinct = [each for each in sheet.frame["period"].unique() if each]
    reading = written_periods.read([_six(each, part) for each in distinct])
    if of_cells.MONTH_OR_WEEK in reading.wrong.values():
        yield sheet.fault(of_files.MAP_SIX_DIGITS, column="period", found=distinct[0])
        return
    right = {each: label or each for each, label in zip(distinct, reading.labels, strict=True)}
    sheet.frame["period"] = sheet.frame["period"].replace(right)


def _code(words: str) -> str:
    """Return words as a code: signs that no code may hold become hyphens."""
    if not words or re.fullmatch(CODE_PATTERN, words):
        return words
    return re.sub(r"-+", "-", re.sub(r"[^\w .+&-]", "-", words)).strip("-. ")[:60]


def _factored(frame: pd.DataFrame, part: Part) -> pd.DataFrame:
    """Return figures in the table's own units."""
    found = frame.copy()
    for name, factor in part.factors.items():
        if factor == PER_DAY:
            found[name] = found[name] * found["period"].map(periods.days)
        elif isinstance(factor, int | float):
            found[name] = found[name] * factor
    for name, factor in part.factors.items():
        if factor == OF_STAFFED:
            share = found[name] / 100 if found[name].max() > _LEAST_PER_CENT else found[name]
            found[name] = share * found["staffed"]
    return found


def _once(frame: pd.DataFrame, key: list[str]) -> tuple[pd.DataFrame, int]:
    """Return one row a key, figures summed where the export has more, and how many were."""
    twice = frame.duplicated(key, keep="first")
    if not twice.any():
        return frame, 0
    figures = [str(name) for name in frame if name not in key and frame[name].dtype.kind in "fi"]
    sums = frame.groupby(key, dropna=False, sort=False)[figures].transform(
        lambda values: values.sum(min_count=1)
    )
    whole = frame.copy()
    whole[figures] = sums
    return whole[~twice], int(twice.sum())

"""Faults of files, sheets and headers: PKS-101 to 149; how a file was read: 151, 152."""

from __future__ import annotations

from pkslib.language import mark
from pkslib.tables.faults import Kind

SOURCE_MISSING = Kind(
    "PKS-101",
    mark("There is no such data set."),
    mark("Check the path. Write the folder, the xlsx file or the database address in full."),
    mark("a folder with csv or parquet files, one xlsx file, or a database address"),
)
EMPTY_FILE = Kind(
    "PKS-102",
    mark("The file is empty (0 bytes)."),
    mark("Export it again, or remove it."),
)
NO_ROWS = Kind(
    "PKS-103",
    mark("There are headers but no rows."),
    mark("Fill in the table; the planning can't start without it."),
)
NO_ROWS_OPTIONAL = Kind(
    "PKS-104",
    mark("There are headers but no rows; the table is treated as missing."),
    severity="warning",
)
BROKEN_BYTES = Kind(
    "PKS-105",
    mark("Byte {offset} is not readable as text: the file mixes encodings or is damaged."),
    mark("Open the original in Excel and save it as “CSV UTF-8”."),
    mark("UTF-8, Windows-1252, or UTF-16 with a byte order mark"),
)
DOUBLE_ENCODED = Kind(
    "PKS-106",
    mark("The text has been garbled by being converted twice: å, ä or ö has become two signs."),
    mark("Export from the source again, as UTF-8."),
)
RAGGED_ROW = Kind(
    "PKS-107",
    mark("The row has {fields} fields, the header has {columns}."),
    mark("Check separators and quotation marks in the row."),
    mark("as many fields in each row as in the header, parted by semicolon, tab or comma"),
)
OPEN_QUOTE = Kind(
    "PKS-108",
    mark("A quotation mark is opened here and never closed."),
    mark("Close or remove the quotation mark."),
)
NOT_WHAT_IT_SAYS = Kind(
    "PKS-109",
    mark("By its name the file is {expected}, but it holds {actual}."),
    mark("Open it in Excel and save it as {expected}."),
)
LOCKED_WORKBOOK = Kind(
    "PKS-110",
    mark("The workbook is protected by a password or in the old xls format."),
    mark("Save it as an xlsx workbook without password."),
)
TOO_LARGE = Kind(
    "PKS-111",
    mark("The file is too large to read safely: {size}."),
    mark("Aggregate the data before export, or split the workbook into csv files."),
    mark("at most {limit}"),
)
EXECUTABLE = Kind(
    "PKS-112",
    mark("Formats that can carry program code are not read."),
    mark("Export the data as csv, parquet or xlsx."),
)
NOT_OPENED = Kind(
    "PKS-113",
    mark("The file could not be opened: {reason}."),
    mark("Close it in Excel and check that you may read it."),
)
JSON = Kind(
    "PKS-140",
    mark("The file is JSON, which is not read."),
    mark("Fetch the same table as px or csv (semicolons, with headings); every PxWeb offers both."),
)
DATABASE = Kind(
    "PKS-114",
    mark("The database could not be read: {reason}."),
    mark("Check address, login and rights with those who run the database."),
)
TABLE_MISSING = Kind(
    "PKS-121",
    mark("The table {table} is missing."),
    mark("Add it: {description}{nearest}"),
)
CAPACITY_MISSING = Kind(
    "PKS-122",
    mark("Neither of the tables {tables} is there."),
    mark("Add one of them: available capacity, directly or by its resources."),
)
TABLE_TWICE = Kind(
    "PKS-123",
    mark("The table {table} stands more than once: {places}."),
    mark("Keep one of them."),
)
UNKNOWN_TABLE = Kind(
    "PKS-124",
    mark("This is none of the tables of a data set and has not been read.{nearest}"),
    mark("Rename it if it is one of them; otherwise nothing needs doing."),
    severity="warning",
)
HEADER_NOT_FIRST = Kind(
    "PKS-125",
    mark("The headers stand in row {header_row}; row 1 has none of them."),
    mark("Remove the rows above the headers."),
    mark("headers in row 1"),
)
COLUMN_MISSING = Kind(
    "PKS-126",
    mark("The column is missing.{nearest}"),
    mark("Add the column, or correct its header."),
)
COLUMN_EXTRA = Kind(
    "PKS-127",
    mark("The column does not belong to the table and has not been read."),
    mark("Remove it if nobody needs it here."),
    severity="warning",
)
COLUMN_TWICE = Kind(
    "PKS-128",
    mark("The column stands more than once."),
    mark("Keep one of them."),
)
ERROR_CELL = Kind(
    "PKS-129",
    mark("The cell {address} holds an error or a formula without a saved value."),
    mark("Correct the formula, let Excel calculate, and save."),
)
MERGED_CELLS = Kind(
    "PKS-130",
    mark("Merged cells ({ranges}): only the first cell of each has a value."),
    mark("Unmerge the cells and fill each of them."),
    severity="warning",
)
NOT_PLAIN = Kind(
    "PKS-131",
    mark("The column holds lists, structures or raw bytes."),
    mark("Export one plain value in each cell."),
    mark("text, numbers, dates, yes or no"),
)
HIDDEN_ROWS = Kind(
    "PKS-132",
    mark("{count} rows are hidden or filtered away in Excel; they have been read all the same."),
    mark("Remove the rows that are not meant, or show them."),
    severity="warning",
)
STRAY_CELL = Kind(
    "PKS-133",
    mark("The sheet reaches to {address}, and next to nothing stands there."),
    mark("Delete the rows and columns outside the table, and save."),
    mark("at most {columns} columns"),
)
LONG_LINE = Kind(
    "PKS-134",
    mark("Line {line} is longer than {limit} characters."),
    mark("Export with a line break after each row."),
)
READ_AS_1252 = Kind(
    "PKS-151", mark("The file was read as Windows-1252 (Swedish Excel)."), severity="repair"
)
READ_AS_UTF16 = Kind(
    "PKS-152", mark("The file was read as UTF-16 (Excel Unicode text)."), severity="repair"
)
NOTHING_TO_PLAN = Kind(
    "PKS-139",
    mark("There is nothing to plan from yet: no table tells of beds, demand or who waits."),
    mark("Add one of beds, demand and waiting; pks template --start beds FILE.xlsx helps."),
)
TURNED = Kind(
    "PKS-159",
    mark(
        "A wide table, read long: the headers of {columns} columns ({first} …) as {header}, their "
        "cells as {value}."
    ),
    severity="repair",
)
HEADERS_UNDERSTOOD = Kind(
    "PKS-160",
    mark("Headers have been read as the table's own: {words}."),
    severity="repair",
)
SERIES_UNDERSTOOD = Kind(
    "PKS-161",
    mark("The columns have been read as series, period and value: {words}."),
    severity="repair",
)
MORE_SHEETS = Kind(
    "PKS-137",
    mark("The workbook has {count} sheets that hold something: {names}."),
    mark("Keep the one that is meant, or start the names of the others with #."),
)
SUMS_LEFT_OUT = Kind(
    "PKS-162",
    mark("{count} rows that sum up others have been left out."),
    severity="repair",
)
ROWS_SUMMED = Kind(
    "PKS-163",
    mark("{count} rows have been added to others of the same key."),
    severity="repair",
)
FILLED_DOWN = Kind(
    "PKS-164",
    mark("Words told once for the rows below have been read in each of these rows: {columns}."),
    severity="repair",
)
MAP_SIX_DIGITS = Kind(
    "PKS-138",
    mark("Six digits may be a month or a week, and nothing in the column tells which."),
    mark('Write six_digits = "month" or "week" in the mapping.'),
)
MAP_COLUMN = Kind(
    "PKS-141",
    mark("The mapping does not tell what {column} is."),
    mark("Write its header under columns, or its one value under constants, in the mapping."),
)
WIDE_OPEN = Kind(
    "PKS-135",
    mark("The table is wide ({columns}), and it is left open what is {open}."),
    mark(
        "Name the columns, or run pks import {source} --to FOLDER: the mapping that it proposes "
        "has a line for each thing to answer."
    ),
)
SUM_ROW = Kind(
    "PKS-136",
    mark("The row holds the sum of others, which would be counted twice."),
    mark("Remove the row, or start it with # to keep it as a remark."),
)

"""Every kind of fault that a look at a data set can find, with its stable code.

101-149 files and headers, 151-159 repairs while reading, 201-249 cells, 301-309 persons,
401-449 keys and time, 501-549 questions across tables.
"""

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
READ_AS_1252 = Kind(
    "PKS-151", mark("The file was read as Windows-1252 (Swedish Excel)."), severity="repair"
)
READ_AS_UTF16 = Kind(
    "PKS-152", mark("The file was read as UTF-16 (Excel Unicode text)."), severity="repair"
)
SERIAL_DATES = Kind(
    "PKS-153",
    mark("{count} dates were Excel serial numbers; they have been read as dates."),
    severity="repair",
)
DAYS_AS_MONTHS = Kind(
    "PKS-154",
    mark("Every period is the first day of a month; they have been read as months."),
    mark("Write months as 2027-03 to be rid of this note."),
    severity="repair",
)
SPACED_NUMBERS = Kind(
    "PKS-155",
    mark("{count} numbers had spaces between thousands or a typographic minus."),
    severity="repair",
)
EMPTY_CELL = Kind(
    "PKS-201",
    mark("The cell is empty."),
    mark("Give the value, or remove the row if there is none."),
    "{allowed}",
)
NOT_A_NUMBER = Kind(
    "PKS-202",
    mark("This is no number."),
    mark("Write digits only; leave the unit, per cent signs and marks for missing out."),
    mark("digits, with decimal comma or decimal point, as 1234,5"),
)
THOUSANDS_SIGN = Kind(
    "PKS-203",
    mark("Point and comma in one number: one of them is a thousands sign."),
    mark("Remove the thousands sign: 1234,5."),
    mark("spaces between thousands in groups of three, or nothing"),
)
MIXED_DECIMALS = Kind(
    "PKS-204",
    mark("The column has decimal comma in some rows and decimal point in others: {other}."),
    mark("Write all numbers of the column in the same way; point may be a thousands sign here."),
    mark("one decimal sign in a column"),
)
OUT_OF_RANGE = Kind(
    "PKS-205",
    mark("The value lies outside what {column} can be."),
    mark("Correct the value."),
    "{allowed}",
)
PER_CENT = Kind(
    "PKS-206",
    mark("The value looks like per cent, but {column} is a share."),
    mark("Write {suggestion} instead of {found}."),
    "{allowed}",
)
NOT_WHOLE = Kind(
    "PKS-207",
    mark("The value is not a whole number."),
    mark("Write a whole number without decimals."),
    "{allowed}",
)
NOT_A_CHOICE = Kind(
    "PKS-208",
    mark("The value is none of those allowed.{nearest}"),
    mark("Write one of the allowed values exactly."),
    "{allowed}",
)
NOT_A_PERIOD = Kind(
    "PKS-209",
    mark("This is no period."),
    mark("Write year, quarter, month, ISO week or day in one of the allowed forms."),
    mark("2027, 2027-Q1, 2027-03, 2027-W14 (or 2027-V14), 2027-03-31"),
)
NO_SUCH_WEEK = Kind(
    "PKS-210",
    mark("The year {year} has no ISO week {week}."),
    mark("Week 53 is there only in some years, such as 2026 and 2032; use the week's ISO year."),
    mark("2027-W01 to the year's last week, 52 or 53"),
)
NOT_A_DATE = Kind(
    "PKS-211",
    mark("This is no date."),
    mark("Write year, month and day; the day must exist in the calendar."),
    mark("2027-03-31"),
)
NOT_A_FLAG = Kind(
    "PKS-212",
    mark("The value is neither yes nor no."),
    mark("Write ja or nej."),
    mark("ja, nej, true, false, 1, 0"),
)
NOT_A_CODE = Kind(
    "PKS-213",
    mark("The value can't be a code."),
    mark("Change the code in every table that uses it."),
    mark("letters, digits, space and . + & - _, at most 60 signs, the first a letter or digit"),
)
HIDDEN_SIGNS = Kind(
    "PKS-214",
    mark("The value has invisible signs in it, so it only looks like what it should be."),
    mark("Type the value anew."),
)
MAYBE_THOUSANDS = Kind(
    "PKS-215",
    mark("All {count} decimals in the column have three digits: are they thousands? {example}"),
    mark("If they are thousands, remove the sign; if they are decimals, nothing needs doing."),
    severity="warning",
)
MORE = Kind(
    "PKS-299",
    mark("… and {count} more of the same kind."),
)
PERSON = Kind(
    "PKS-301",
    mark("The data may be about single persons: {reason}. Nothing has been read."),
    mark("Remove the data about persons at the source and export sums only."),
    mark("tables of counts; no table holds persons"),
)
MAYBE_PERSON = Kind(
    "PKS-302",
    mark("{count} numbers could be personal identity numbers, though so few may be chance."),
    mark("Check what the column holds."),
    severity="warning",
)
REPEATED_KEY = Kind(
    "PKS-401",
    mark("The row has the same key as row {first}: {key}. {agreement}"),
    mark("Keep one row for each key; rows are never summed silently."),
)
GAP = Kind(
    "PKS-402",
    mark("{count} periods are missing between {start} and {end} for {series}: {missing}."),
    mark("Add the rows; write 0 only where there were no patients."),
    mark("every period from the first to the last"),
)
MIXED_RESOLUTIONS = Kind(
    "PKS-403",
    mark("The column mixes periods of different length: {resolutions}."),
    mark("Use one kind of period in the table."),
    mark("one of year, quarter, month, week and day in a table"),
)
NOT_A_WEEK = Kind(
    "PKS-404",
    mark("The period is not a week."),
    mark("Write the ISO week."),
    mark("2027-W14 (or 2027-V14)"),
)
LATE_OUTCOME = Kind(
    "PKS-405",
    mark("{count} outcomes lie after {last}, the last period with demand."),
    mark("If these are plans, leave {column} empty and fill in planned."),
    severity="warning",
)
SUDDEN_LEAP = Kind(
    "PKS-406",
    mark("From {before} to {after} the value of {series} changes {factor} times."),
    mark("Check the unit: hours or minutes, patients or hundreds of patients."),
    severity="warning",
)
UNKNOWN_REFERENCE = Kind(
    "PKS-501",
    mark("The value is not in the table {other}.{nearest} Rows: {rows}."),
    mark("Correct the value, or add it to the table {other}."),
    mark("a value in {other}.{other_column}"),
)
UNKNOWN_REGION = Kind(
    "PKS-502",
    mark("This is no region code. Rows: {rows}."),
    mark("Write the two-digit code as text, or bring a table regions of your own."),
    "{codes}",
)
UNIT_LOOP = Kind(
    "PKS-503",
    mark("The unit is its own superior by way of parent: {loop}."),
    mark("Correct parent; the topmost unit has none."),
)
NO_PATHWAY = Kind(
    "PKS-504",
    mark("No unit in region {region} takes care of {need}: its patients give no production."),
    mark("Add rows to pathways for the need."),
    severity="warning",
)
NO_TIME = Kind(
    "PKS-505",
    mark("The activity {activity} takes no capacity at {units}."),
    mark("Add rows to activity_times, unless the activity really takes none."),
    severity="warning",
)
NO_CAPACITY = Kind(
    "PKS-506",
    mark("{capacity} is needed at {units}, but no available capacity is given there."),
    mark("Add rows to available or resources; until then all of the need is a gap."),
    severity="warning",
)
NO_TARGET_UNIT = Kind(
    "PKS-507",
    mark("A measure of step 1 moves capacity, but to_unit is empty."),
    mark("Write the unit that the capacity is moved to."),
)
BACKWARDS = Kind(
    "PKS-508",
    mark("{end} ({end_value}) comes before {start} ({start_value})."),
    mark("Change the order."),
)
OVERLAPPING_BANDS = Kind(
    "PKS-509",
    mark("The waiting band overlaps that in row {other}, so patients may be counted twice."),
    mark("Let each band start the day after the last one ends; empty days_to only in the last."),
)
OTHER_REGION = Kind(
    "PKS-510",
    mark("The unit belongs to region {region}, its superior {parent} to {parent_region}."),
    mark("Correct region or parent."),
)
NO_UNITS = Kind(
    "PKS-511",
    mark("Region {region} has demand but no units."),
    mark("Add the region's units, or remove its demand."),
)
LONG_STAY = Kind(
    "PKS-512",
    mark("A mean of {days} bed days per activity is more than a year."),
    mark("Check the unit: bed days, not hours."),
    severity="warning",
)
LONG_HOURS = Kind(
    "PKS-513",
    mark("{hours} hours per counted unit is more than the period's {most} hours."),
    mark("Check the unit: net worked hours of one person, room or machine in the period."),
)
UNBELIEVABLE_OCCUPANCY = Kind(
    "PKS-514",
    mark("What was produced takes {share} of the {capacity} available at {unit}."),
    mark(
        "Check that the amounts are whole stays or times per activity, that no activity is "
        "missing, and that available is measured alike; until then the gap is not to be believed."
    ),
    severity="warning",
)

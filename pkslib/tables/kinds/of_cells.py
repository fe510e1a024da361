"""Faults of cells: repairs PKS-153 to 159, values 201 to 299, persons 301 to 309."""

from __future__ import annotations

from pkslib.language import mark
from pkslib.tables.faults import Kind

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
PERIODS_UNDERSTOOD = Kind(
    "PKS-156",
    mark("Periods written like {example} have been read as {resolution}: {label}."),
    mark("Write {label} if that is right, or the period meant if it is not."),
    severity="repair",
)
WORDS_UNDERSTOOD = Kind(
    "PKS-157",
    mark("Words of one's own have been read as declared: {words}."),
    severity="repair",
)
PER_CENT_UNDERSTOOD = Kind(
    "PKS-158",
    mark("{count} shares were written in per cent: {example} has been read as {share}."),
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
    mark("2027, 2027-Q1, 2027-03, 2027-W14 (or 2027-V14), 2027-03-31; years 1950 to 2150"),
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
FRACTIONS = Kind(
    "PKS-216",
    mark("{count} numbers of {column} are not whole, though they count patients or activities."),
    mark("Check that the column holds counts, not rates, means or hundreds."),
    severity="warning",
)
MONTH_OR_WEEK = Kind(
    "PKS-217",
    mark("Six digits may be a month or a week, and nothing in the column tells which."),
    mark("Write months as 2027-03 and weeks as 2027-W14."),
    mark("2027, 2027-Q1, 2027-03, 2027-W14 (or 2027-V14), 2027-03-31"),
)
NONE_OR_MISSING = Kind(
    "PKS-218",
    mark(
        "{count} cells hold a dash, which means none in Swedish statistics and missing elsewhere."
    ),
    mark("Replace it by 0 where there were none, by two dots (..) where it was not reported."),
    "{allowed}",
)
FEWER_THAN = Kind(
    "PKS-219",
    mark(
        "{count} counts are told only as {example}: each is taken as {middle}, so that the sum may "
        "be {width} too high or too low."
    ),
    mark("Nothing needs doing if the source hides small counts."),
    severity="warning",
)
NOT_REPORTED = Kind(
    "PKS-220",
    mark("{count} cells are not reported; they are left out, not taken as 0."),
    mark("Write 0 where there were no patients; otherwise nothing needs doing."),
    severity="warning",
)
NOT_REPORTED_WHOLE = Kind(
    "PKS-221",
    mark(
        "{count} cells are not reported, which is not 0: all that is given for the same {keys} "
        "is left out with them."
    ),
    mark("Write 0 where there was nothing; otherwise nothing needs doing."),
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

"""Faults of a run: PKS-601 to 609 machine, 611 notebooks, 621 others' work, 631 what was asked.

They stand beside the faults of data, so that a helpdesk has one dictionary to search.
"""

from __future__ import annotations

from pkslib.language import mark
from pkslib.tables.faults import Kind

_LESS_AT_ONCE = mark("Close other programs, or give fewer --jobs.")
_ROOM = mark("Make room, or give another --output.")

ROOM_SHORT = Kind(
    "PKS-601",
    mark("{free} MB are free in {folder}, and the run may need {needed} MB."),
    _ROOM,
)
DISK_FULL = Kind("PKS-602", mark("The disk is full."), _ROOM)
NOT_WRITABLE = Kind(
    "PKS-603",
    mark("{folder} can't be written to."),
    mark("Ask its owner for the right, or give another --output."),
)
LONG_PATHS = Kind(
    "PKS-604",
    mark("Paths in {folder} would be {length} characters long; {limit} are allowed."),
    mark("Give an --output with a shorter path."),
)
BOOK_OPEN = Kind(
    "PKS-605",
    mark("{book} is open in a spreadsheet."),
    mark("Close it, and run again."),
)
MEMORY_SHORT = Kind("PKS-606", mark("The memory was not enough."), _LESS_AT_ONCE)
PROCESS_ENDED = Kind(
    "PKS-607",
    mark("A process of the run was ended from outside; memory may be short."),
    mark("Close other programs, and run again."),
)
STOPPED = Kind("PKS-608", mark("The machine stopped it: {fault}."))
LAB_OPEN = Kind(
    "PKS-609",
    mark("JupyterLab would be open to others, as these settings can't be set: {names}."),
    mark("Take them out of Jupyter's settings files."),
)
KERNEL_NOT_STARTED = Kind(
    "PKS-611",
    mark("The kernel did not start: {fault}."),
    mark("Run again when the machine is less busy."),
)
KERNEL_DIED = Kind(
    "PKS-612", mark("The kernel died, as when the memory is not enough."), _LESS_AT_ONCE
)
CELL_TOO_LONG = Kind(
    "PKS-613",
    mark("A cell took longer than {limit} s."),
    mark("Run the notebook by hand to see what takes so long."),
)
CELL_NOT_RUN = Kind(
    "PKS-614",
    mark("The notebook ended before this cell was run."),
    mark("Take out what ends it."),
)
ERROR_HIDDEN = Kind(
    "PKS-615",
    mark("The cell failed and did not show its error."),
    mark("Take out what hides errors."),
)
NOT_CLOSED = Kind(
    "PKS-616",
    mark("The kernel took the cells without running them: the closing sentinel is missing."),
    mark("Take out what changes cells before they are run."),
)
TABLES_NOT_WRITTEN = Kind(
    "PKS-617",
    mark("These tables were not written: {names}."),
    mark("Write them in this notebook, which they are declared for."),
)
CELL_FAILED = Kind(
    "PKS-618",
    mark("The cell failed with {name}."),
    mark("What it says may show data, and stands in the notebook only."),
)
PROGRAM = Kind(
    "PKS-619",
    mark("{name} in {module}, line {line}: a fault in the program."),
    mark("Report it with this line."),
)
HELD = Kind(
    "PKS-621",
    mark("Another run writes to this output: process {process} on {host}, since {since}."),
    mark("Wait for it, or give another --output or --scenario."),
)
WORKER_LOST = Kind(
    "PKS-622",
    mark("Its worker was lost ({fault})."),
    mark("Run again; what is published already is not run anew."),
)
NO_PACKAGE = Kind(
    "PKS-623",
    mark("A scheduler needs the package distributed."),
    mark("Install it: pip install 'pkslib[cluster]'."),
)
NO_WORKERS = Kind(
    "PKS-624",
    mark("The scheduler {address} gives no workers: {fault}."),
    mark("Start both as docs/cluster.md says."),
)
WORKERS_UNFIT = Kind("PKS-625", mark("These workers can't be used; nothing has been run:"))
PASSWORD = Kind(
    "PKS-631",
    mark(
        "The address holds a password, or an option that may be one; it would stand in every pack."
    ),
    mark("Use integrated login or the database's own settings for it."),
    mark("the options {allowed}"),
)
UNKNOWN_REGIONS = Kind(
    "PKS-632",
    mark("Regions {unknown} have no demand in the data set. It has: {known}."),
    mark("Name regions that it has, or none for all of them."),
)
DATA_CHANGED = Kind(
    "PKS-633", mark("The data set was changed while it was read."), mark("Run again.")
)
NOTEBOOKS_MISSING = Kind(
    "PKS-634",
    mark("Notebooks {steps} and {network} are not all in {folder}."),
    mark("Name their folder with --notebooks."),
)
PARAMETERS = Kind(
    "PKS-635", mark("The notebooks do not take these parameters; nothing has been run:")
)
UNKNOWN_CODE = Kind(
    "PKS-636",
    mark("The scenario sets {setting}, but the data set has no such {kind}.{nearest}"),
    mark("Write it as in the data set, or take it out."),
)
UNUSED_SETTING = Kind(
    "PKS-637",
    mark("The scenario says something of {setting}, which nothing uses.{nearest}"),
    mark("Check its spelling, or take it out."),
    severity="warning",
)
PERSON_SHOWN = Kind(
    "PKS-638",
    mark("The cell shows a personal identity number."),
    mark("Show sums, never persons."),
)
PERSON_NAMED = Kind(
    "PKS-639",
    mark("These names hold a personal identity number, and would stand in every pack: {names}."),
    mark("Give them other names."),
)
SCENARIO_CEILING = Kind(
    "PKS-655",
    mark("The scenario's {setting} can't be {ceiling}."),
    mark(
        "A ceiling is at least the target utilisation ({target}), and above 1 only for hours and "
        "slots, where some do not come."
    ),
    "{lowest}–{highest}",
)
SCENARIO_TARGET = Kind(
    "PKS-656",
    mark("The scenario's {setting} is {target}, above the ceiling ({ceiling})."),
    mark(
        "Care would be planned past what may never be passed: lower the target utilisation to at "
        "most {ceiling}, or decide a higher ceiling in {where}."
    ),
    "≤ {ceiling}",
)

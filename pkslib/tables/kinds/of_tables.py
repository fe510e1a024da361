"""Faults that only a table as a whole tells: keys and time PKS-401, across tables 501."""

from __future__ import annotations

from pkslib.language import mark
from pkslib.tables.faults import Kind

# What a ratio far from the usual may come of.
_SLIPS = {
    "hours_for_days": mark("Hours instead of days?"),
    "beds_for_bed_days": mark("Beds instead of bed days?"),
    "minutes_for_hours": mark("Minutes instead of hours?"),
    "per_cent_for_shares": mark("Per cent instead of shares?"),
    "thousands": mark("Thousands?"),
    "year_in_month": mark("A year's amount in every month?"),
    "available_in_hours": mark("Hours instead of bed days in available?"),
    "available_in_minutes": mark("Minutes instead of hours in available?"),
    "demand_in_thousands": mark("Thousands of patients in demand?"),
}
REPEATED_KEY = Kind(
    "PKS-401",
    mark("The row has the same key as row {first}: {key}. {agreement}{guess}"),
    mark(
        "Keep one row for each key, or add up the rows that are parts of one; rows are never "
        "summed silently."
    ),
    questions={
        "parts": mark("Together the rows are what other periods are: parts of a whole to add up?"),
        "always": mark("Every period has several rows: parts of a whole to add up?"),
        "one": mark("One row alone is what other periods are: keep one and drop the others?"),
    },
)
GAP = Kind(
    "PKS-402",
    mark("{count} periods are missing between {start} and {end} for {series}: {missing}."),
    mark(
        "Look for a mistyped year. Write two dots (..) for periods that were not reported, 0 "
        "where there were no patients."
    ),
    mark("at most a quarter of a series' periods without a row"),
)
UNREPORTED_PERIODS = Kind(
    "PKS-412",
    mark("{count} periods between {start} and {end} were not reported for {series}: {missing}."),
    mark(
        "They are left out. Add rows only for what is known; 0 means that there were no patients."
    ),
    severity="warning",
)
NOT_DELIVERED = Kind(
    "PKS-413",
    mark(
        "{period} was not delivered in full for {series}: {share} of what level and season let "
        "expect."
    ),
    mark(
        "The forecast leaves it out. Deliver it anew or write two dots (..); if it is right, let "
        "the scenario keep it (demand.treatments, periods)."
    ),
    severity="warning",
)
CLOSED_SERIES = Kind(
    "PKS-414",
    mark("{series} has had nobody since {first}, where a dozen or more were to be expected."),
    mark("It is taken as closed and forecast as none. Write two dots (..) if it was not reported."),
    severity="warning",
)
SHORT_SERIES = Kind(
    "PKS-415",
    mark("{series}: {count} periods are known, at least {fewest} are needed for a forecast."),
    mark(
        "It is left out of the forecast and named in the pack, and the others are forecast. Add "
        "earlier periods."
    ),
    severity="warning",
)
NOTHING_LONG_ENOUGH = Kind(
    "PKS-416",
    mark(
        "Nothing in region {region} can be forecast yet: {series} has most known periods, {count}, "
        "and at least {fewest} are needed."
    ),
    mark(
        "Until then there is no forecast and no plan, and the pack says so: follow-up, waiting "
        "lists and outlook are made. Add earlier periods."
    ),
    severity="warning",
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
STOPPED_SERIES = Kind(
    "PKS-407",
    mark("{series} ends at {last}, other series at {end}."),
    mark(
        "If a unit was renamed, merged or split, write that in unit_changes; a need that was "
        "renamed has the new code in all its periods. Else it is forecast as if it went on, and a "
        "year after its end no more."
    ),
    severity="warning",
)
NEW_SERIES = Kind(
    "PKS-417",
    mark("{series} begins at {first}, other series at {start}."),
    mark(
        "If it goes on from another unit, write that in unit_changes and the history is kept. Else "
        "it is forecast from its own level, without a season of its own until it has two years."
    ),
    severity="warning",
)
NOT_WHOLE_PERIOD = Kind(
    "PKS-408",
    mark("In {last} region {region} has {share} of the patients it had in {before}."),
    mark("Write two dots (..) for the period if it is not whole yet."),
    severity="warning",
)
TO_COME = Kind(
    "PKS-409",
    mark("{count} outcomes are of periods that have not begun by {today}."),
    mark("Remove them; plans belong in the column planned of production."),
)
OLD_DEMAND = Kind(
    "PKS-410",
    mark("The latest demand is that of {last}; today is {today}."),
    mark("Fetch later figures before planning with these."),
    severity="warning",
)
SMALL_COUNTS = Kind(
    "PKS-411",
    mark("{count} of {total} cells have fewer than {limit} patients; a pack shows what they give."),
    mark("Keep packs within the region, or merge small needs and units before they go outside."),
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
UNBELIEVABLE_DEMAND = Kind(
    "PKS-521",
    mark(
        "Demand would take {share} of the {capacity} that is available at {unit}: {times} times "
        "what is usual.{guess}"
    ),
    mark("Check the units of available, activity_times and pathways."),
    mark("between {least} and {most}"),
    severity="warning",
    questions=_SLIPS,
)
UNBELIEVABLE_OCCUPANCY = Kind(
    "PKS-514",
    mark("What was produced takes {share} of the {capacity} available at {unit}.{guess}"),
    mark(
        "Check that the amounts are whole stays or times per activity, that no activity is "
        "missing, and that available is measured alike; until then the gap is not to be believed."
    ),
    severity="warning",
    questions=_SLIPS,
)
IDLE_CAPACITY = Kind(
    "PKS-515",
    mark("{capacity} is available at {units}, where no pathway needs it."),
    mark("Check the unit's code; if it is right, the capacity is surplus in the plan."),
    severity="warning",
)
TOO_SOON = Kind(
    "PKS-530",
    mark(
        "{measure} would work from {dated}, but decided on {first} at the earliest it works from "
        "{works}: {weeks} weeks later. {count} planned measures are dated too soon."
    ),
    mark(
        "Each is counted from when it can work. Set start or lead_weeks after that day; write kind "
        "(recruitment, agency, overtime) and source; the least times are the scenario's "
        "(balance.recruit_weeks, agency_weeks, procure_weeks)."
    ),
    severity="warning",
)
NO_BED_DAYS = Kind(
    "PKS-516",
    mark("An admission takes 0 bed days."),
    mark("Give the mean stay, or make the activity a day_case."),
    severity="warning",
)
PATIENTS_WITHOUT_CAPACITY = Kind(
    "PKS-517",
    mark("In {period} {unit} produced what takes {capacity}, of which 0 was available."),
    mark("Give what was available, or move the outcome to the unit that had it."),
)
BEYOND_OPENINGS = Kind(
    "PKS-518",
    mark("{count} amounts of {capacity} at {unit} are more than openings allow."),
    mark("Check both; more can't be staffed than rooms and opening hours allow."),
    severity="warning",
)
CHANGE_WITHOUT_RESOURCE = Kind(
    "PKS-519",
    mark("{unit} tells of no {resource} in resources: the change of staff is passed over."),
    mark("Add the resource with its hours, or write the change under another one."),
    severity="warning",
)
MORE_THAN_WHOLE = Kind(
    "PKS-520",
    mark("In {period} the units have {parts} patients with {need}, of {whole} in region {region}."),
    mark("Count a patient at one unit only, and the same patients in demand and unit_demand."),
)
NEVER_AVAILABLE = Kind(
    "PKS-522",
    mark("{unit} has patients to come who take {capacity}, of which 0 is available at all times."),
    mark("Give what is available, or let the pathways take the patients to the unit that has it."),
    severity="warning",
)
SHARES_BEYOND_ONE = Kind(
    "PKS-523",
    mark("From {start} {unit} gives away {share} of itself: more than all of it."),
    mark("Let the shares of one unit and period be 1 together, or less where the unit goes on."),
)
BEDS_ALONE = Kind(
    "PKS-421",
    mark(
        "A bed plan from staffed and occupied bed days alone: what was occupied is forecast as it "
        "is, and needs room at {target} occupancy."
    ),
    mark(
        "Next, units with hospital and specialty lets beds be lent within a specialty, capacities "
        "another occupancy target, measures what may be done about a gap; demand, pathways and "
        "activity_times show patients and stays behind the bed days."
    ),
    severity="warning",
)
DEMAND_ALONE = Kind(
    "PKS-422",
    mark("A forecast from demand alone: what it takes of care and capacity is not known."),
    mark(
        "Next, needs tells what is acute and elective; units, activities, pathways, "
        "activity_times and capacities give the capacity need, and available the gap."
    ),
    severity="warning",
)
WAITING_ALONE = Kind(
    "PKS-423",
    mark(
        "A picture of the waiting list alone: every need is held to a care guarantee of {days} "
        "days unless the table needs tells other."
    ),
    mark(
        "Next, demand tells how many come, so that the queue can be followed ahead; pathways, "
        "activity_times and available what it takes to keep the guarantee."
    ),
    severity="warning",
)
BED_DAYS_UNDERSTOOD = Kind(
    "PKS-424",
    mark("Every patient takes one bed day of one activity: the figures are taken as bed days."),
    mark("Write patients in the column counted of needs if they are patients."),
    severity="warning",
)
ACUTE_UNMANNED = Kind(
    "PKS-526",
    mark("{unit} does acute care, and no one is named there on weekday {days} (1 = Monday)."),
    mark(
        "Name who works then in staffing or minimum_lines, or move the acute care; the plan lays "
        "none of it on those days."
    ),
    severity="warning",
)
FOLLOWS_SUPPLY = Kind(
    "PKS-527",
    mark("{need} is of the highest priority and falls by {share} every July: supply, not need?"),
    mark(
        "Give demand by day of referral or decision, or say in follows_supply whether the dip is "
        "real; the plan keeps such care open in the summer."
    ),
    severity="warning",
)
SET_ASIDE = Kind(
    "PKS-425",
    mark("The table counts patients, which a plan of bed days alone can't be read together with."),
    mark("Add demand, pathways and activity_times, or make a plan of its own of this table."),
    severity="warning",
)
UNLIKELY_LIST = Kind(
    "PKS-426",
    mark(
        "The waiting list of {need} goes from {before} to {after} patients on {day}, which neither "
        "inflow nor care explains. It is not planned upon: the list before it stands."
    ),
    mark("Look for a change of record system, or a part that was not delivered, and deliver anew."),
    severity="warning",
)
OLD_LIST = Kind(
    "PKS-427",
    mark("The latest waiting list of {need} is of {day}, {days} days before the end of demand."),
    mark("Deliver a later list; until then the old one is carried forward."),
    severity="warning",
)
NORM_BELOW_COMMISSION = Kind(
    "PKS-546",
    mark(
        "The norm for {unit} carries {norm} of {commission} beds in its commission, at the least "
        "with {resource} on shift {shift}: the others are closed without any gap."
    ),
    mark("Raise the persons needed or the patients per person there, or lower the commission."),
    severity="warning",
)
CEILING_OUT_OF_REACH = Kind(
    "PKS-545",
    mark("The ceiling of {capacity} can't be {ceiling}."),
    mark(
        "A ceiling is at least the target utilisation ({target}), and above 1 only for hours and "
        "slots, where some do not come."
    ),
    "{lowest}–{highest}",
)
UNDIVIDED_CARE = Kind(
    "PKS-547",
    mark(
        "{need} is over half of the planned admissions at {count} hospitals that stand as one unit "
        "each, all of one priority, and no planned care has the highest: cancer may be among it."
    ),
    mark("Divide the need by medical priority, so that cancer care never gives way with the rest."),
    severity="warning",
)

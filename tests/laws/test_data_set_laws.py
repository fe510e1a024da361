"""The law of the door: a data set that is checked without faults goes through every step.

Data sets are drawn from the declarations: any of the optional tables, columns left out, holes,
units that nobody comes to, periods of any length, tables of a single row.
"""

import dataclasses
import datetime
import functools
import random
import string

import pandas as pd
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from pkslib import periods, scenario
from pkslib.settings import Settings
from pkslib.tables import intake, overview
from pkslib.tables.inputs import INPUTS
from pkslib.tables.results import as_declared

YEAR = 2027
# The day that `pks check` is given: no period drawn is to come.
LOOKED = datetime.date(2029, 1, 1)
LAST = {"month": "2026-10", "quarter": "2026-Q3", "week": "2026-W40", "year": "2026"}
LENGTHS = {"month": (6, 40), "quarter": (4, 14), "week": (8, 70), "year": (3, 8)}
AHEAD = {"month": 14, "quarter": 6, "week": 66, "year": 1}
ALWAYS = [name for name, schema in INPUTS.items() if schema.required]
OTHERS = [name for name, schema in INPUTS.items() if not schema.required]
# Readings of declared kinds; what is out of a column's range is not drawn.
NUMBERS = (0, 0, 0.5, 1, 1, 2, 3, 7.5, 20, 85, 300)
SHARES = (0, 0.1, 0.5, 0.85, 0.99, 1)
# Tables whose keys are free and rows may be many.
MOST_ROWS = 14
# A measure that moves capacity can't do without where it goes.
HELD = {("measures", "to_unit")}
TEXTS = ("Ett namn", "åäö", "3", "-")


@dataclasses.dataclass(frozen=True)
class Shape:
    """What a data set looks like; its cells follow from the seed."""

    seed: int
    tables: frozenset
    resolution: str
    other: str
    length: int
    needs: int
    units: int


@st.composite
def shapes(draw):
    resolution = draw(st.sampled_from(["month", "month", "quarter", "week", "year"]))
    one_of = draw(st.sampled_from(["available", "resources", "both"]))
    optional = draw(st.sets(st.sampled_from(OTHERS))) - {"regions"}
    wanted = {"available", "resources"} if one_of == "both" else {one_of}
    return Shape(
        seed=draw(st.integers(0, 2**32)),
        tables=frozenset(optional - {"available", "resources"} | wanted | set(ALWAYS)),
        resolution=resolution,
        other=draw(st.sampled_from(["month", "quarter", "year"])),
        length=draw(st.integers(*LENGTHS[resolution])),
        needs=draw(st.integers(1, 3)),
        units=draw(st.integers(1, 4)),
    )


class Maker:
    """Draws the cells of a data set."""

    def __init__(self, shape):
        self.shape, self.chance = shape, random.Random(shape.seed)
        self.units = ["H", *string.ascii_uppercase[: shape.units]]
        self.needs = [f"need{at}" for at in range(shape.needs)]
        self.codes = {
            "regions": ["06"],
            "units": self.units,
            "needs": self.needs,
            "activities": ["stay", "visit", "cut"][: self.chance.randint(1, 3)],
            "capacities": ["bed_day", "hour", "slot"][: self.chance.randint(1, 3)],
        }
        last = LAST[shape.resolution]
        self.past = [periods.shift(last, back) for back in range(1 - shape.length, 1)]

    def tables(self):
        return {name: self._table(name) for name in INPUTS if name in self.shape.tables}

    def _table(self, name):
        own = getattr(self, f"_{name}", None)
        rows = own() if own else [self._row(name) for _ in range(self._count())]
        frame = pd.DataFrame(rows).astype(object)
        schema = INPUTS[name]
        droppable = [each for each, declared in schema.columns.items()
                     if declared.optional and (name, each) not in HELD]  # fmt: skip
        frame = frame.drop(
            columns=[each for each in droppable if each in frame and self.chance.random() < 0.5]
        )
        key = [each for each in schema.key if each in frame]
        return frame.drop_duplicates(key, ignore_index=True)

    def _count(self):
        return self.chance.choice((1, 2, 5, MOST_ROWS))

    def _row(self, name, **given):
        columns = INPUTS[name].columns
        return {each: given.get(each, self._cell(name, columns[each])) for each in columns}

    def _cell(self, name, declared):
        if declared.empty and self.chance.random() < 0.15:
            return ""
        if declared.refers_to:
            return self.chance.choice(self.codes[declared.refers_to.partition(".")[0]])
        return getattr(self, f"_{declared.kind}_cell")(name, declared)

    def _code_cell(self, name, declared):
        if declared.name == "resource":
            return self.chance.choice(("nurse", "room"))
        return self.chance.choice(("x1", "x2", "x3", "day", "night"))

    def _choice_cell(self, name, declared):
        return self.chance.choice(declared.choices)

    def _text_cell(self, name, declared):
        return self.chance.choice(("65-79", "80+") if declared.name == "age_group" else TEXTS)

    def _flag_cell(self, name, declared):
        return self.chance.choice(("ja", "nej"))

    def _date_cell(self, name, declared):
        return f"2026-{self.chance.randint(9, 11):02d}-{self.chance.randint(1, 30):02d}"

    def _period_cell(self, name, declared):
        if name == "bookings":
            return f"2026-W{self.chance.randint(40, 50)}"
        kind = self.shape.resolution if name == "unit_demand" else self.shape.other
        return periods.shift(LAST[kind], self.chance.randint(-5, AHEAD[kind]))

    def _integer_cell(self, name, declared):
        if declared.name == "year":
            return self.chance.randint(2025, 2028)
        least = int(declared.low or 0)
        return self.chance.randint(least, int(min(declared.high or 120, least + 120)))

    def _number_cell(self, name, declared):
        low, high = declared.low or 0, declared.high
        drawn = self.chance.choice(SHARES if high else NUMBERS)
        if declared.above is not None and drawn <= declared.above:
            return 1 if high is None else min(1, high)
        return min(max(drawn, low), high or 1e9)

    # Tables in which rows hang together.

    def _units(self):
        above = {unit: "H" if unit != "H" else "" for unit in self.units}
        return [
            self._row("units", unit=unit, region="06", parent=above[unit],
                      level="hospital" if unit == "H" else self.chance.choice(("clinic", "ward")))
            for unit in self.units
        ]  # fmt: skip

    def _needs(self):
        return [self._row("needs", need=need) for need in self.needs]

    def _activities(self):
        return [self._row("activities", activity=each) for each in self.codes["activities"]]

    def _capacities(self):
        """The codes of capacities are measures, each with a ceiling at or above its target."""
        rows = [self._row("capacities", capacity=each, measure=each)
                for each in self.codes["capacities"]]  # fmt: skip
        for row in rows:
            most = 1 if row["measure"] == "bed_day" else 1.2
            row["ceiling"] = self.chance.choice(("", row["utilisation"], most))
        return rows

    def _judgements(self):
        rows = [self._row("judgements") for _ in range(self._count())]
        for row in rows:
            drawn = sorted(self.chance.choice((0.5, 0.7, 0.85, 0.9, 0.99)) for _ in range(3))
            row |= dict(zip(("low", "middle", "high"), drawn, strict=True))
        return rows

    def _measures(self):
        rows = [self._row("measures", measure=f"M{at}") for at in range(self._count())]
        for row in rows:
            row["end"] = periods.shift(row["start"], self.chance.randint(0, 12))
            row["to_unit"] = row["to_unit"] or self.chance.choice(self.units)
        return rows

    def _staff_changes(self):
        return [self._row("staff_changes", end="2027-06-30") for _ in range(self._count())]

    def _demand(self):
        return self.demand

    @functools.cached_property
    def demand(self):
        rows = []
        for need in self.needs:
            level = self.chance.choice((0, 2, 30, 400))
            start = self.chance.choice((0, 0, len(self.past) // 3))
            for label in self.past[start:]:
                count = self.chance.choice(("..", "", "<5")) if self.chance.random() < 0.06 else (
                    int(level * self.chance.uniform(0.7, 1.3)))  # fmt: skip
                if self.chance.random() > 0.02 or label == self.past[-1]:
                    rows.append({"region": "06", "need": need, "period": label, "patients": count})
        return rows

    def _unit_demand(self):
        """Most of the demand, some of it elsewhere."""
        parts = self.chance.sample(self.units[1:], self.chance.randint(1, len(self.units) - 1))
        rows = []
        for whole in self.demand:
            count = whole["patients"]
            for at, unit in enumerate(parts):
                share = count // len(parts) if isinstance(count, int) else "0" if at else count
                if self.chance.random() > 0.05:
                    rows.append({"unit": unit, "need": whole["need"], "period": whole["period"],
                                 "patients": share})  # fmt: skip
        return rows or [self._row("unit_demand", patients="..")]

    def _waiting(self):
        rows = []
        for need in self.needs:
            for day in ("2026-08-31", "2026-10-31")[: self.chance.randint(1, 2)]:
                ends = (30, 60, 90, 180, "")[: self.chance.randint(1, 5)]
                starts = [0, *(end + 1 for end in ends if end)][: len(ends)]
                rows += [
                    {"region": "06", "unit": "", "need": need, "as_of": day, "days_from": start,
                     "days_to": end, "patients": self.chance.choice((0, 3, 40, "..", "<5"))}
                    for start, end in zip(starts, ends, strict=True)
                ]  # fmt: skip
        return rows

    def _unit_changes(self):
        return [
            {"unit": "OLD", "to_unit": self.units[-1], "from": "2026-01",
             "share": self.chance.choice((1, 0.5))}
        ]  # fmt: skip

    def _arrivals(self):
        return [
            self._row("arrivals", weekday=day, hour=hour) for day in range(1, 8) for hour in (8, 20)
        ]

    def _population(self):
        return [
            self._row("population", sex=sex, age_group="65-79", year=year, persons=1000 + year)
            for sex in ("women", "men") for year in range(2018, 2032)
        ]  # fmt: skip


def made(folder, shape):
    """Write a data set and return what the look at it gave."""
    for name, frame in Maker(shape).tables().items():
        frame.to_csv(folder / f"{name}.csv", sep=";", index=False)
    return intake.check(folder, LOOKED)


def through(report):
    """Take every region of a checked data set through every step."""
    for region in overview.regions(report.tables):
        tables = overview.region_slice(report.tables, region)
        how = Settings()
        how = how.model_copy(update={"demand": how.demand.model_copy(update={"tier": "fast"})})
        as_declared(
            {
                "data_tables": overview.data_tables(tables),
                "data_notes": overview.data_notes(report.notes, tables),
                "assumptions": overview.assumption_rows(how),
            }
        )
        scenario.run(tables, how, YEAR)


# Some five seconds each. The seed of what fails tells all: shrinking would take the chain a
# hundred times through.
@given(shapes())
@settings(deadline=None, max_examples=4, phases=[Phase.explicit, Phase.generate])
def test_what_is_checked_without_faults_goes_through_every_step(tmp_path_factory, shape):
    report = made(tmp_path_factory.mktemp("data"), shape)
    # What is drawn is sound, so that every example goes all the way.
    assert report.faults == ()
    through(report)

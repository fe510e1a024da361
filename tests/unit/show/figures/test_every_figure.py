"""What holds for every figure: Axes back, both languages, thin data, names that look like code."""

import inspect
import re

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.text import Text

from pkslib import language
from pkslib.show.drawing import svg
from pkslib.show.figures import (
    balance,
    capacity,
    data,
    demand,
    follow_up,
    need,
    network,
    outlook,
    pack,
    plan,
    waiting,
    years,
)
from pkslib.show.names import Names
from pkslib.tables.inputs import INPUTS
from pkslib.tables.results import RESULTS

# Figure, the tables it takes, and what else it takes.
FIGURES = {
    "data.coverage": (data.coverage, ["data_tables"], []),
    "demand.fan": (demand.fan, ["demand", "forecast"], ["chest_pain"]),
    "demand.overview": (demand.overview, ["demand", "forecast"], []),
    "demand.accuracy": (demand.accuracy, ["accuracy"], []),
    "demand.models": (demand.models, ["models"], ["chest_pain"]),
    "demand.season": (demand.season, ["demand", "forecast"], ["chest_pain"]),
    "demand.parts": (demand.parts, ["demand"], ["chest_pain"]),
    "demand.shrinkage": (demand.shrinkage, ["seasons"], ["chest_pain"]),
    "demand.earlier": (demand.earlier, ["backtest"], ["chest_pain"]),
    "demand.years": (demand.years, ["demand", "forecast_years"], ["chest_pain"]),
    "demand.weeks": (demand.weeks, ["forecast_weeks"], ["chest_pain"]),
    "demand.hours": (demand.hours, ["hour_profile"], ["chest_pain"]),
    "demand.levels": (demand.levels, ["forecast_levels"], []),
    "demand.units": (demand.units, ["unit_demand", "unit_levels"], []),
    "need.chain": (
        need.chain,
        ["care_need", "production_need", "capacity_use", "capacity_need"],
        ["chest_pain"],
    ),
    "need.over_year": (need.over_year, ["capacity_need"], ["99-1-MED", "bed_day"]),
    "need.week_by_week": (
        need.week_by_week,
        ["capacity_need_weeks"],
        ["99-1-MED", "bed_day"],
    ),
    "need.refusals": (need.refusals, ["ward_risk"], []),
    "waiting.futures": (waiting.futures, ["waiting_ahead"], ["hip_replacement"]),
    "waiting.goal": (waiting.goal, ["waiting_goal"], []),
    "waiting.backtest": (waiting.backtest, ["waiting_backtest"], []),
    "need.census": (need.census, ["bed_census"], ["99-1-MED"]),
    "need.waits": (need.waits, ["wait_risk"], []),
    "capacity.allowed": (
        capacity.allowed,
        ["available_capacity", "capacity_limits"],
        ["99-1-MED", "bed_day"],
    ),
    "capacity.limiting": (capacity.limiting, ["available_capacity"], []),
    "capacity.staff": (capacity.staff, ["staff_supply"], []),
    "capacity.risks": (capacity.risks, ["gap_risk"], []),
    "capacity.fan": (capacity.fan, ["gap_risk"], ["99-1-MED", "bed_day"]),
    "balance.over_year": (balance.over_year, ["gap"], ["bed_day", "99-1-MED"]),
    "balance.region": (balance.over_year, ["gap"], ["bed_day"]),
    "balance.units": (balance.units, ["gap"], ["bed_day"]),
    "balance.heat": (balance.heat, ["gap"], ["bed_day"]),
    "balance.scale": (balance.scale, ["summary"], []),
    "balance.staircase": (balance.staircase, ["ladder_steps"], ["bed_day"]),
    "balance.catching_up": (balance.catching_up, ["catch_up"], ["bed_day"]),
    "plan.changes": (plan.changes, ["plan_change"], ["admission"]),
    "plan.weeks": (plan.weeks, ["plan_weeks"], ["99-1-MED", "med_stay"]),
    "plan.load": (
        plan.load,
        ["plan_weeks", "activity_times", "available_capacity"],
        ["99-1-MED", "bed_day"],
    ),
    "plan.quarters": (plan.quarters, ["targets"], ["99-1-MED"]),
    "years.over_years": (years.over_years, ["four_years"], ["99", "bed_day"]),
    "years.quarters": (years.quarters, ["four_years"], ["bed_day"]),
    "follow_up.inpatient": (
        follow_up.inpatient,
        ["production_follow_up"],
        ["99-1-MED", "med_stay"],
    ),
    "follow_up.outpatient": (
        follow_up.outpatient,
        ["production", "bookings", "plan"],
        ["99-1-MED"],
    ),
    "follow_up.points": (follow_up.points, ["deviations"], ["99-1-MED"]),
    "follow_up.parts": (
        follow_up.parts,
        ["deviation_parts", "available_parts"],
        ["99-1-MED", "bed_day"],
    ),
    "follow_up.control": (follow_up.control, ["production_follow_up"], ["99-1-MED", "med_stay"]),
    "follow_up.deviations": (follow_up.deviations, ["verdicts"], []),
    "outlook.weeks": (outlook.weeks, ["weeks_ahead", "schedule_reach"], ["99-1-MED"]),
    "outlook.region": (outlook.region, ["weeks_ahead", "schedule_reach"], []),
    "outlook.free": (outlook.free, ["free_time"], []),
    "outlook.cover": (outlook.cover, ["schedule_cover"], []),
    "outlook.operations": (outlook.operations, ["operations_ahead"], ["99-1-OP"]),
    "outlook.shifts": (outlook.shifts, ["gap_list"], []),
    "outlook.strip": (outlook.strip, ["gap_sums"], []),
    "outlook.beds": (outlook.beds, ["beds_open"], []),
    "outlook.guarantee": (outlook.guarantee, ["guarantee"], []),
    "outlook.guarantee_ahead": (outlook.guarantee_ahead, ["guarantee_ahead"], []),
    "pack.change": (pack.change, ["change"], ["bed_day"]),
    "pack.balance": (pack.balance, ["summary"], []),
    "pack.since": (pack.since, ["status", "plan_change"], []),
    "network.ranges": (network.ranges, ["summary"], []),
    "network.per_inhabitant": (network.per_inhabitant, ["summary", "population"], []),
    "network.guarantee": (network.guarantee, ["region_summary"], []),
    "network.accuracy": (network.accuracy, ["region_summary"], []),
}
every_figure = pytest.mark.parametrize("figure", FIGURES)


def _drawn(figure, region, change=lambda frame: frame, **options):
    function, tables, rest = FIGURES[figure]
    return function(*(change(region[table]) for table in tables), *rest, **options)


def _words(axes):
    return [text.get_text() for text in axes.findobj(Text) if text.get_text()]


def _picture(axes):
    return svg.image(axes.get_figure())


@every_figure
def test_draws_on_one_new_figure_and_says_what_is_seen(figure, region, known):
    titles = []
    for tongue in language.LANGUAGES:
        with language.using(tongue):
            axes = _drawn(figure, region, names=known)
            assert isinstance(axes, Axes)
            assert plt.get_fignums() == [axes.get_figure().number]
            assert len(_picture(axes)) > 1500
            titles.append((axes.get_title(), axes.get_title(loc="left")))
            plt.close("all")
    assert titles[0] != titles[1]
    assert all(len(title) > 10 for title, _ in titles)


@every_figure
def test_draws_on_the_axes_given_and_changes_no_table(figure, region, swedish):
    before = {name: region[name].copy() for name in FIGURES[figure][1]}
    _, given = plt.subplots()
    assert _drawn(figure, region, ax=given) is given
    assert len(plt.get_fignums()) == 1
    for name, frame in before.items():
        pd.testing.assert_frame_equal(region[name], frame)


@every_figure
def test_no_rows_give_an_honest_picture(figure, region, english):
    axes = _drawn(figure, region, lambda frame: frame.iloc[0:0])
    assert "No data" in _words(axes)
    assert axes.get_title()


@every_figure
def test_one_row_is_enough(figure, region, known, english):
    assert _picture(_drawn(figure, region, lambda frame: frame.head(1), names=known))


@every_figure
@pytest.mark.parametrize("every", [1, 2])
def test_missing_numbers_do_not_stop_it(figure, every, region, known, swedish):
    def with_holes(frame):
        holed = frame.copy()
        holed.loc[holed.index[::every], frame.select_dtypes("float").columns] = float("nan")
        return holed

    assert _picture(_drawn(figure, region, with_holes, names=known))


@every_figure
def test_names_are_never_read_as_formulas(figure, region, known, swedish):
    wild = "$x^2$ {0} % <script>"
    wild_names = Names(
        {kind: dict.fromkeys(codes, wild) for kind, codes in known.named.items()}, known.measures
    )
    axes = _drawn(figure, region, names=wild_names)
    # Looking for texts makes the ticks of an axis that is switched off; they are never drawn.
    drawn = [text for text in axes.findobj(Text) if text.get_text()]
    assert not any(text.get_parse_math() for text in drawn)


@every_figure
def test_row_order_does_not_matter(figure, region, known, swedish):
    plain = _drawn(figure, region, names=known)
    turned = _drawn(
        figure, region, lambda frame: frame.iloc[::-1].reset_index(drop=True), names=known
    )
    assert turned.get_title() == plain.get_title()


def test_every_figure_is_here():
    modules = (balance, capacity, data, demand, follow_up, need, network, outlook, pack, plan,
               years)  # fmt: skip
    public = {
        f"{module.__name__.rsplit('.', 1)[1]}.{name}"
        for module in modules
        for name in getattr(module, "__all__", vars(module))
        if getattr(getattr(module, name), "__wrapped__", None)
        and getattr(module, name).__module__.startswith(module.__name__)
    }
    assert public - set(FIGURES) == {"need.worked_example"}


DECLARED = set(INPUTS) | set(RESULTS)


@every_figure
def test_tables_are_named_as_declared_and_every_parameter_is_told(figure):
    function = FIGURES[figure][0]
    parameters = inspect.signature(function).parameters
    tables = {name for name, about in parameters.items() if "DataFrame" in about.annotation}
    assert tables
    assert tables <= DECLARED
    told = inspect.getdoc(function)
    assert all(re.search(rf"^{name} : .+\n    \S", told, re.MULTILINE) for name in parameters)
    assert told.count("\nax : ") == told.count("\nReturns\n") == 1

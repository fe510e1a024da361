"""What the plan costs, what lies unused, what more would give, and what productivity says."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from pkslib import periods
from pkslib.language import mark, number, percent, text
from pkslib.show.names import CODES, Names
from pkslib.show.pick import each
from pkslib.show.report import Sentences
from pkslib.show.sentences.balancing import more_money, price_in

_MOST = 3
_MILLION = 1e6
# Fewer are told with a decimal.
_FEW = 10
_BED = "bed_day"
# Less is written as 0.0 million.
_TOLD = 0.05
# What is said where money lacks, and where some is left.
_AGAINST = (
    mark("At the latest year's prices the plan costs {plan} million SEK and its measures "
         "{measures} beside that, against a budget of {budget}: {left} million SEK are lacking."),
    mark("At the latest year's prices the plan costs {plan} million SEK and its measures "
         "{measures} beside that, against a budget of {budget}: {left} million SEK are left."),
)  # fmt: skip
_IN_ITS_PRICES = (
    mark("With prices and wages {index} higher in {year}, as is assumed, {left} million SEK are "
         "lacking."),
    mark("With prices and wages {index} higher in {year}, as is assumed, {left} million SEK are "
         "left."),
)  # fmt: skip


def money(tables: Mapping[str, pd.DataFrame], year: int, *, names: Names = CODES) -> Sentences:
    """Say what the plan costs against the budget, and which money lies unused.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        The result tables money, money_bridge, budget_moves, ladder_limits, measure_reach and gap.
    year : int
        Planning year.
    names : Names
        Names of units and capacities.

    Returns
    -------
    Sentences
        Without a budget for the planning year no kronor: what lacks is told in staffed beds.
    """
    rows = tables["money"]
    if rows.empty:
        return Sentences([
            text("No budget for {year} is known, so the plan is not set against money.", year=year),
            *_in_beds(tables["gap"], year, names),
        ])  # fmt: skip
    own = rows[rows["own"].astype(bool)]
    return Sentences([
        *against(own), *in_its_prices(tables["money_bridge"], year), *paid_once(own), *_unused(own),
        *_moves(tables["budget_moves"], names),
        *_next_million(tables["ladder_limits"], tables["measure_reach"], names),
    ])  # fmt: skip


def _in_beds(gap: pd.DataFrame, year: int, names: Names) -> list[str]:
    """Say what lacks of each kind of bed, as beds open all the year."""
    days = periods.days(f"{year:04d}")
    beds = gap[gap["capacity"].map(names.measures) == _BED]
    lacking = beds["gap"].clip(lower=0.0).groupby(beds["capacity"]).sum() / days
    return [
        text("{capacity}: the shortage over the year is {beds} staffed beds.",
             capacity=names.of("capacity", str(capacity)), beds=number(found, 1))
        for capacity, found in lacking[lacking > 0].items()
    ]  # fmt: skip


def against(own: pd.DataFrame) -> list[str]:
    """Say what plan and measures cost against the budgets of the planning year.

    Parameters
    ----------
    own : pandas.DataFrame
        Rows of the result table money that have a budget of their own.

    Returns
    -------
    list of str
        One sentence.
    """
    if own["plan_cost"].isna().all():
        return [text("What an activity costs is not known: column cost in the table production.")]
    sums = own[["budget", "plan_cost", "measures", "held"]].sum() / _MILLION
    beside = sums["measures"] - sums["held"]
    left = sums["budget"] - sums["plan_cost"] - beside
    return _what_is_left(_AGAINST, left, plan=number(sums["plan_cost"], 1),
                         measures=number(beside, 1), budget=number(sums["budget"], 1))  # fmt: skip


def _what_is_left(words: tuple[str, str], left: float, **values: str) -> list[str]:
    """Say what lacks in the first words, or what is left in the second [million SEK]."""
    lacking, over = words
    return [text(lacking if left < 0 else over, left=number(abs(left), 1), **values)]


def in_its_prices(money_bridge: pd.DataFrame, year: int) -> list[str]:
    """Say what is left of the frame, or lacks, when prices and wages have risen as is assumed.

    Parameters
    ----------
    money_bridge : pandas.DataFrame
        The result table.
    year : int
        Planning year.

    Returns
    -------
    list of str
        One sentence; none without a frame, or where nothing is assumed to get dearer.
    """
    parts = money_bridge[money_bridge["year"] == f"{year:04d}"].set_index("part")["amount"]
    left = parts.get("left")
    if left is None or pd.isna(left) or not parts["index"] > 0:
        return []
    index = percent(parts["index"] / parts["opening"], 1)
    return _what_is_left(_IN_ITS_PRICES, left / _MILLION, index=index, year=str(year))


def paid_once(own: pd.DataFrame) -> list[str]:
    """Say what of the measures' cost the plan's cost holds already.

    Parameters
    ----------
    own : pandas.DataFrame
        Rows of the result table money that have a budget of their own.

    Returns
    -------
    list of str
        A sentence, or none where there is nothing to say.
    """
    paid, held = own["measures"].sum() / _MILLION, own["held"].sum() / _MILLION
    if held < _TOLD or own["plan_cost"].isna().all():
        return []
    return [
        text("In all the measures cost {all} million SEK; {held} of them pay hours that the plan's "
             "cost of each activity holds already, and are counted once.",
             all=number(paid, 1), held=number(held, 1))
    ]  # fmt: skip


def _unused(own: pd.DataFrame) -> list[str]:
    """Say what of the money for measures is not used, and what of that a plan needs itself."""
    aside, unused = own["for_measures"].sum() / _MILLION, own["unused"].sum() / _MILLION
    if not aside > 0:
        return []
    said = [
        text("{aside} million SEK are set aside for measures; {unused} of them are not used.",
             aside=number(aside, 1), unused=number(unused, 1))
    ]  # fmt: skip
    beyond = own["unused"] - own["difference"].clip(lower=0.0)
    bound = float(beyond.clip(lower=0.0).sum()) / _MILLION
    if bound >= _TOLD:
        said.append(
            text("{bound} of the unused lie where the plan itself takes all of the budget, and "
                 "can't be spared.", bound=number(bound, 1))
        )  # fmt: skip
    return said


def _moves(budget_moves: pd.DataFrame, names: Names) -> list[str]:
    """Say where unused money would do some good, as proposals to decide on."""
    if budget_moves.empty:
        return []
    amount, places = budget_moves["amount"].sum() / _MILLION, budget_moves["to_unit"].nunique()
    return [
        text("Proposal to decide on: move {amount} million SEK of it to where the budget is used "
             "up while measures wait for money, in {places} places. The largest:",
             amount=number(amount, 1), places=number(places)),
    ] + [
        text("{amount} million SEK from {unit} to {to_unit}, where it closes {closes} {measure}.",
             amount=number(row.amount / _MILLION, 1), unit=names.of("unit", row.unit),
             to_unit=names.of("unit", row.to_unit), measure=names.in_all(row.capacity),
             closes=number(row.closes, int(row.closes < _FEW)))
        for row in each(budget_moves.nlargest(_MOST, "amount"))
    ]  # fmt: skip


def _next_million(
    ladder_limits: pd.DataFrame, measure_reach: pd.DataFrame, names: Names
) -> list[str]:
    """Say where more money gives most of each measure: hours and bed days are not compared."""
    rows = ladder_limits[ladder_limits["limit"] == "budget"].sort_values("price", ascending=False)
    best: dict[str, str] = {}
    for row in each(rows):
        capacity = price_in(row, measure_reach)
        if capacity:
            best.setdefault(names.in_all(capacity), more_money(row, measure_reach, names))
    return list(best.values())


def productivity(productivity: pd.DataFrame, *, names: Names = CODES) -> Sentences:
    """Say how many units are to do more or less for each worked hour than in the latest year.

    Parameters
    ----------
    productivity, names
        The result table, and names of units.
    """
    known = productivity.dropna(subset=["change"])
    if known.empty:
        return Sentences([text("Productivity can't be told: outcome or worked hours are missing.")])
    odd = known[known["flagged"].astype(bool)]
    said = [
        text("{odd} of {all} units are planned more than 5% from last year's activities per "
             "worked hour.", odd=number(len(odd)), all=number(len(known)))
    ]  # fmt: skip
    for row in each(odd.sort_values("change", key=abs, ascending=False).head(_MOST)):
        said.append(
            text("{unit}: {change} activities per worked hour; say what makes it so, or plan by "
                 "the outcome.", unit=names.of("unit", row.unit),
                 change=percent(row.change, signed=True))
        )  # fmt: skip
    return Sentences(said)

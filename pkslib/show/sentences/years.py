"""What four years ask for: capacity, posts, and the decisions that cannot wait."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd

from pkslib import language, periods
from pkslib.language import mark, number, percent, text
from pkslib.show.names import CODES, Names
from pkslib.show.pick import each
from pkslib.show.report import Sentences
from pkslib.tables.results.need import SCOPES

_MOST = 4
_UNIT, _REGION = SCOPES
# Less of a post, or of the need, is nothing to tell.
_POST, _SHARE = 0.5, 0.005
# How need and what is available move: up, down, not at all, from nothing.
_NEED = (
    mark("the need grows by {share}"), mark("the need shrinks by {share}"),
    mark("the need is unchanged"), mark("the need begins at nothing"),
)  # fmt: skip
_AVAILABLE = (
    mark("what is available grows by {share}"), mark("what is available shrinks by {share}"),
    mark("what is available is unchanged"), mark("what is available begins at nothing"),
)  # fmt: skip
_STAYS = 2
# A smaller change is written as 0.0 %.
_ROUNDED = 0.0005
# A need that changes by less from a year to another is written as 0.0 %; leap days are no change.
_STILL = 0.003


def four_years(
    tables: Mapping[str, pd.DataFrame], year: int, *, names: Names = CODES, most: int = _MOST
) -> Sentences:
    """Say what the years ask for in the region, and what has to be decided in the planning year.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        The result tables four_years, years_asked, years_posts and years_decisions.
    year : int
        Planning year.
    names : Names
        Names of places, capacities, resources and measures.
    most : int
        Capacities told at most.
    """
    whole = _years(tables["four_years"], _REGION)
    if whole.empty:
        return Sentences([text("Four years can't be told: there is no need to plan for.")])
    return Sentences([
        *_flat(whole), *_growing(whole, tables["years_asked"], names)[:most],
        *_posts(tables["years_posts"], names),
        *_deciding(tables["years_decisions"], year, names), _carried(whole, year),
    ])  # fmt: skip


def _years(rows: pd.DataFrame, scope: str) -> pd.DataFrame:
    return rows[(rows["scope"] == scope) & (rows["period"].str.len() == len("2027"))]


def _flat(whole: pd.DataFrame) -> list[str]:
    """Say why no need grows, where none does."""
    spread = whole.groupby("capacity")["need"].agg(["min", "max"])
    if (spread["max"] - spread["min"] > _STILL * spread["max"]).any():
        return []
    return [
        text("The need stands still in all the years: nothing that was known lets it grow. Without "
             "the table population, or a history long enough to show a trend, the level of {first} "
             "is carried forward; that is not a judgement that nothing changes.",
             first=whole["period"].min())
    ]  # fmt: skip


def _growing(whole: pd.DataFrame, asked: pd.DataFrame, names: Names) -> list[str]:
    """Say for each capacity how need and available change, and what lacks when it is tightest."""
    tight = _years(asked, _REGION)
    found = []
    for capacity, rows in whole.groupby("capacity", sort=False):
        first, last = rows.iloc[0], rows.iloc[-1]
        peak = tight[tight["capacity"] == capacity].set_index("period")
        found.append((last["gap"] / max(last["need"], 1e-9), text(
            "{capacity}: from {first} to {last} {course}. {lacks}",
            capacity=names.of("capacity", str(capacity)),
            first=first["period"], last=last["period"], course=_course(first, last),
            lacks=_lacks(peak.loc[[first["period"], last["period"]]], str(capacity), names),
        )))  # fmt: skip
    return [words for _, words in sorted(found, key=lambda at: -at[0])][:_MOST]


def _course(first: pd.Series, last: pd.Series) -> str:
    """Say how need and available change; once where neither does."""
    need, there = (
        _moved(words, first[name], last[name])
        for words, name in ((_NEED, "need"), (_AVAILABLE, "available"))
    )
    if (need, there) == (text(_NEED[_STAYS]), text(_AVAILABLE[_STAYS])):
        return text("need and available are unchanged")
    return text("{need}, and {available}", need=need, available=there)


def _moved(words: tuple[str, str, str, str], first: float, last: float) -> str:
    """Say that an amount grows, shrinks or stays, or begins where there was none."""
    grows, shrinks, stays, begins = words
    if not first > 0:
        return text(begins if last > 0 else stays)
    share = last / first - 1
    if abs(share) < _ROUNDED:
        return text(stays)
    return text(grows if share > 0 else shrinks, share=percent(abs(share), 1))


def _lacks(peak: pd.DataFrame, capacity: str, names: Names) -> str:
    """Say what lacks in the tightest quarters of two years: whole beds, or hours."""
    beds = peak["places"].notna().all()
    told = [number(float(value)) for value in (peak["places"] if beds else peak["peak"])]
    last = peak.iloc[-1]
    if not last["peak"] > _SHARE * last["lacking"] or pd.isna(last["tightest"]):
        return text("Nothing is lacking in any quarter of {year}.", year=peak.index[-1])
    words = mark("In the tightest quarter {first} {unit} are lacking in {year} and {then} in "
                 "{later}.")  # fmt: skip
    unit = names.per_period(capacity) if beds else names.in_all(capacity)
    return text(words, first=told[0], then=told[1], unit=unit, year=peak.index[0],
                later=peak.index[-1])  # fmt: skip


def _posts(years_posts: pd.DataFrame, names: Names) -> list[str]:
    """Say which posts lack most in the last year, and in the first."""
    rows = _years(years_posts, _REGION)
    if rows.empty:
        return []
    wide = rows.pivot_table(index="resource", columns="period", values="lacking")
    first, last = wide.columns[0], wide.columns[-1]
    most = wide[wide[last] >= _POST].nlargest(_MOST, last)
    if most.empty:
        return [text("No profession is half a post short in {last}.", last=last)]
    listed = [
        text("{resource} {lacking} (in {first} {before})", resource=names.of("resource", str(code)),
             lacking=number(line[last], 1), first=first, before=number(line[first], 1))
        for code, line in most.iterrows()
    ]  # fmt: skip
    return [
        text("Posts lacking in {last} over the whole year, with the staff there is and the "
             "changes that have a date: {posts}.", last=last, posts="; ".join(listed))
    ]  # fmt: skip


def _deciding(decisions: pd.DataFrame, year: int, names: Names) -> list[str]:
    """Say what has to be decided in the planning year, and what no known measure closes."""
    known = decisions.dropna(subset=["measure"])
    now = known[known["this_year"].astype(bool) & (known["gives"] > 0)]
    said = [_in_time(now, known, year)]
    left = decisions[decisions["measure"].isna()]
    # Nobody builds for less than a bed that is open all the year.
    beds = left["capacity"].map(names.measures) == "bed_day"
    left = left[~beds | (left["lacking"] >= left["period"].map(periods.days).astype(float))]
    if left.empty:
        return said
    last = left["period"].max()
    rows = left[left["period"] == last].sort_values("lacking", ascending=False)
    listed = [
        text("{place}: {amount} {unit} ({capacity})",
             capacity=names.within("capacity", str(row.capacity)), place=names.of("unit", row.unit),
             **_amount(row.lacking, row.capacity, last, names))
        for row in each(rows.head(_MOST + 2))
    ]  # fmt: skip
    said.append(
        text("No known measure closes this in {last}: {listed}. Work out in {year} how it is to "
             "be solved: what has to be built or trained takes longer than a measure.",
             last=last, listed="; ".join(listed), year=year)
    )  # fmt: skip
    return said


def _amount(lacking: float, capacity: str, year: str, names: Names) -> dict[str, str]:
    """Return what lacks in a year in words; bed days as beds that are open all the year."""
    beds = names.measures.get(capacity) == "bed_day"
    amount = lacking / periods.days(year) if beds else lacking
    return {"amount": number(amount, int(amount < 10)), "unit": names.per_period(capacity)}


def _in_time(now: pd.DataFrame, known: pd.DataFrame, year: int) -> str:
    if now.empty:
        return text("No measure has to be decided in {year} for the years after it.", year=year)
    days = now["decide_by"]
    first = text("at once")
    if days.notna().all():
        first = text("by {day}", day=language.day(date.fromisoformat(days.min())))
    later = sorted(set(known["period"]) - set(now["period"]))
    words = text("{count} measures have to be decided in {year} to work in {periods}, the first "
                 "{day}.", count=number(now["measure"].nunique()), year=year,
                 periods=", ".join(sorted(now["period"].unique())),
                 day=first)  # fmt: skip
    if not later:
        return words
    return words + " " + text("The decisions for {periods} can be taken later.",
                              periods=", ".join(later))  # fmt: skip


def _carried(whole: pd.DataFrame, year: int) -> str:
    """Say how much of what is available later is told, and not carried forward."""
    later = whole[whole["period"] > str(year)]
    share = (later["carried"].fillna(0.0) * later["available"]).sum()
    share /= max(float(later["available"].sum()), 1e-9)
    return text("{share} of what is available after {year} is carried forward from the latest "
                "figures: only changes that have a date in the tables are counted, so retirements "
                "that nobody has written down are not.",
                share=percent(share), year=year)  # fmt: skip


def judged(judged: pd.DataFrame, *, names: Names = CODES) -> Sentences:
    """Say what roles think of the years beside what the plan counts with, and what to ask them.

    Parameters
    ----------
    judged, names
        The result table, and names of units and needs.
    """
    if judged.empty:
        return Sentences([
            text("Nobody has judged the years: the table judgements takes what roles think, low, "
                 "middle and high, with a reason.")
        ])  # fmt: skip
    counts = judged["counts"].astype(bool)
    items = judged[counts].groupby(["assumption", "unit", "need", "period"], dropna=False)
    said = [line for _, rows in items for line in _item(rows, names)]
    if not counts.all():
        said.append(text("{count} judgements move a year's need by less than 1% and are left out.",
                         count=number((~counts).sum())))  # fmt: skip
    said.append(text("The plan's figures stay as they are: a judgement changes the interval and "
                     "the risk, a decision in the scenario the plan."))  # fmt: skip
    return Sentences(said)


def _item(rows: pd.DataFrame, names: Names) -> list[str]:
    """Say what each role thinks of one thing, and who is to be asked why."""
    first = rows.iloc[0]
    said_of = {"unit": names.of, "need": names.within}
    about = [say(kind, first[kind]) for kind, say in said_of.items() if not pd.isna(first[kind])]
    roles = "; ".join(
        text("{role} {middle} ({low} to {high})", role=row.role, low=percent(row.low),
             middle=percent(row.middle), high=percent(row.high))
        for row in each(rows)
    )  # fmt: skip
    said = [
        text("{assumption}, {about}, {year}: {roles}. The plan counts with {own}; together {low} "
             "to {high}.",
             assumption=_named(first["assumption"]), year=first["period"], roles=roles,
             about=", ".join(about) or text("the whole region"), own=percent(first["own"]),
             low=percent(first["combined_low"]), high=percent(first["combined_high"]))
    ]  # fmt: skip
    asked = rows[rows["furthest"].astype(bool)]
    words = (
        mark("For the next round: {role} thinks {middle} where the plan counts with {own}. Stated "
             "reason: {reason}. Is the plan to be changed?")
        if len(rows) == 1
        else mark("For the next round: {role} differs most, {middle} against {together} together. "
                  "Stated reason: {reason}. What would have to be true for the others to agree?")
    )  # fmt: skip
    return said + [
        text(words, role=row.role, middle=percent(row.middle), together=percent(row.combined),
             own=percent(row.own), reason=row.reason)
        for row in each(asked)
    ]  # fmt: skip


def _named(assumption: str) -> str:
    return text(assumption).replace("_", " ").capitalize()

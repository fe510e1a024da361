"""Decisions asked for, and what the balance leaves: numbered lines that a management can take."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

import pandas as pd

from pkslib import language
from pkslib.language import mark, number, percent, text
from pkslib.show import sentences
from pkslib.show.document.region import Region, by_when, listing, millions, open_lines
from pkslib.show.pick import each
from pkslib.show.reasons import sentence
from pkslib.show.report import Report, Sentences

# A management takes so many decisions at a sitting, and one A4 has room for no more.
_MOST = 5
_EACH = 4
_ROWS = 20
_HEADS = 8
_SEEN = 0.5  # of a capacity over a year: less is told as 0
_WHY = 3  # the column that tells the reason


class Line(NamedTuple):
    """A decision asked for: what, where, effect, cost, by whom, by when, what happens otherwise."""

    what: str
    where: str
    effect: str
    cost: str
    who: str
    when: str
    otherwise: str


def asked_for(region: Region) -> Report | None:
    """Return the decisions asked for, numbered; the largest shares of a need first."""
    lines = [*_beyond(region), *_moves(region), *_budgets(region)]
    shown = lines[:_MOST]
    rows = [
        [str(at), f"{line.where}: {line.what}", "; ".join(filter(None, line[2:4])),
         f"{line.who}, {line.when}", line.otherwise]
        for at, line in enumerate(shown, start=1)
    ]  # fmt: skip
    heads = [text("No."), text("Decision"), text("Effect and cost"),
             text("By whom and when"), text("Otherwise")]  # fmt: skip
    table = listing(text("Decisions asked for"), heads, rows)
    more = len(open_lines(region)) - _taken(region, len(shown))
    if table is None or more <= 0:
        return table
    return table.noted(text("{count} more lines await a decision; see Decisions and "
                            "balance.", count=number(more)))  # fmt: skip


def _taken(region: Region, shown: int) -> int:
    """Return how many lines of the table awaiting the decisions shown take."""
    lines = open_lines(region)
    cells = _cells(lines)
    beyond = min(len(cells), shown, _EACH)
    kept = cells.head(beyond)[["unit", "capacity"]]
    taken = len(lines.merge(kept, on=["unit", "capacity"]))
    return taken + (int((lines["kind"] == "budget").sum()) if shown > beyond else 0)


def _cells(lines: pd.DataFrame) -> pd.DataFrame:
    """Return strain and unsolved of a unit's capacity as one line, what is unsolved first."""
    rows = lines[lines["kind"] != "budget"].copy()
    rows["unsolved"] = rows["amount"].where(rows["kind"] == "unsolved", 0.0)
    rows["first"] = rows["share"].where(rows["kind"] == "unsolved", 0.0)
    rows["quick"] = rows["quick_reached"].fillna(rows["reached"]) * rows["amount"]
    rows["reached"] = rows["reached"] * rows["amount"]
    order = rows.sort_values(["first", "share"], ascending=False, kind="stable")
    found = order.groupby(["unit", "capacity"], as_index=False, sort=False).agg(
        amount=("amount", "sum"), unsolved=("unsolved", "sum"), share=("share", "sum"),
        worst_period=("worst_period", "first"), decides=("decides", "first"),
        decide_by=("decide_by", "min"), reaches=("reaches", "min"), reached=("reached", "sum"),
        kinds=("kind", set), way=("way", "first"), cost=("cost", _paid), why=("why", "first"),
        quick=("quick", "sum"), quick_cost=("quick_cost", _paid),
    )  # fmt: skip
    shares = ["reached", "quick"]
    found[shares] = found[shares].div(found["amount"].where(found["amount"] > 0), axis=0)
    return found


def _paid(costs: pd.Series) -> float:
    """Return the sum of costs, none where none is known."""
    return float(costs.sum(min_count=1))


def _beyond(region: Region) -> list[Line]:
    """Return a line for each of the units that pass target or ceiling by most."""
    return [_cell(region, row) for row in each(_cells(open_lines(region)).head(_EACH))]


def _cell(region: Region, row: Any) -> Line:
    over = row.unsolved >= _SEEN
    alone = row.kinds == {"unsolved"}
    what = (
        text("decide how care above the ceiling is given, and where")
        if over else text("accept the strain, or close it")
    )  # fmt: skip
    words = (
        mark("{amount} above the ceiling, at most {most} in {period}") if alone
        else mark("{amount} above the target level, {unsolved} of them above the ceiling; at most "
             "{most} in {period}")
        if over else mark("{amount} above the target level, at most {most} in {period}")
    )  # fmt: skip
    effect = text(words, amount=region.measured(row.capacity, row.amount),
                  unsolved=number(row.unsolved), most=_most(region, row),
                  period=language.part(row.worst_period))  # fmt: skip
    return Line(what, region.unit(row.unit), effect, _price(region, row), region.unit(row.decides),
                by_when(row, alone=False), _otherwise(region, row))  # fmt: skip


def _most(region: Region, row: Any) -> str:
    """Return what awaits a decision in the worst period, of beds as beds."""
    months = pd.concat([region[kind] for kind in sorted(row.kinds)])
    mine = months[(months["unit"] == row.unit) & (months["capacity"] == row.capacity)]
    worst = mine.loc[mine["period"] == row.worst_period, "amount"].sum()
    return region.of_month(row.capacity, float(worst), row.worst_period)


def _price(region: Region, row: Any) -> str:
    """Return what the cheapest way costs that closes the gap, and how much of it is in time.

    A quicker way stands beside it where more of the gap is in time by it. Where the data hold no
    money at all nothing is said of it.
    """
    if pd.isna(row.cost):
        return text("not priced") if region["awaiting"]["cost"].notna().any() else ""
    words = (
        mark("about {cost} in posts closes it")
        if row.way == "posts" else mark("about {cost} for measures closes it")
    )  # fmt: skip
    said = text(words, cost=millions(row.cost))
    if row.reached < 1 and not pd.isna(row.decide_by):
        said = text("{said}, {share} of it in time", said=said, share=percent(row.reached))
    if pd.isna(row.quick_cost):
        return said
    return text("{said}; a quicker way, for about {cost}, is in time for {share}",
                said=said, cost=millions(row.quick_cost), share=percent(row.quick))  # fmt: skip


def _otherwise(region: Region, row: Any) -> str:
    strain = region["strain"]
    mine = strain[(strain["unit"] == row.unit) & (strain["capacity"] == row.capacity)]
    full = mine["refused"].dropna()
    if region.is_bed(row.capacity) and len(full):
        return text("overcrowding: at worst {share} find no free bed",
                    share=percent(float(full.max())))  # fmt: skip
    if row.unsolved > 0:
        return text("care is planned for which there are no staff: it is cancelled late or waits")
    return text("overtime and longer waits; no margin for variation")


def _budgets(region: Region) -> list[Line]:
    """Return one line a decider for the budgets for measures that are used up."""
    lines = open_lines(region)
    spent = lines[lines["kind"] == "budget"]
    found = []
    for decides, rows in spent.groupby("decides", sort=False):
        found.append(
            Line(
                text("more money for measures, or leave the shortage"),
                _some(region, rows["unit"], 2),
                _next_million(region, list(rows["unit"])),
                text(
                    "today {money} are set aside and used up", money=millions(rows["money"].sum())
                ),
                region.unit(decides),
                _first(rows),
                text("the shortage stands, as strain or as care that waits"),
            )
        )
    return found


def _next_million(region: Region, units: list[str]) -> str:
    limits = region["ladder_limits"]
    best = limits[(limits["limit"] == "budget") & limits["item"].isin(units)]
    best = best.sort_values("price", ascending=False)
    if best.empty or not best["price"].iloc[0] > 0:
        return text("effect not known")
    row = best.iloc[0]
    return text("the next million closes most at {unit}", unit=region.unit(row["item"]))


def _moves(region: Region) -> list[Line]:
    rows = region["budget_moves"].sort_values("amount", ascending=False)
    if rows.empty:
        return []
    lines = open_lines(region)
    receiving = lines[(lines["kind"] == "budget") & lines["unit"].isin(rows["to_unit"])]
    ends = {side: _some(region, rows[side].drop_duplicates(), 1) for side in ("unit", "to_unit")}
    closed = rows.groupby("capacity", sort=False)["closes"].sum()
    gives = "; ".join(
        region.amount(str(capacity), float(amount)) for capacity, amount in closed.head(2).items()
    )
    if len(closed) > 2:
        gives += " " + text("and more of other capacities")
    return [
        Line(
            text("move unused money for measures to {to_unit}", to_unit=ends["to_unit"]),
            ends["unit"],
            text("gives {amounts}", amounts=gives),
            text("{money}, within the budget", money=millions(rows["amount"].sum())),
            region.unit(_top(region)),
            _first(receiving if len(receiving) else lines),
            text("the money is left unused"),
        )
    ]  # fmt: skip


def _some(region: Region, units: pd.Series, most: int) -> str:
    """Name as many of the units as a line has room for, and count the rest."""
    named = "; ".join(region.unit(unit) for unit in units.head(most))
    more = len(units) - most
    return named + (" " + text("and {count} more", count=more) if more > 0 else "")


def _top(region: Region) -> str:
    units = region["units"]
    top = units.loc[units["level"] == "administration", "unit"]
    return str(top.iloc[0]) if len(top) else region.code


def _first(lines: pd.DataFrame) -> str:
    """Return by when the line that a decision reaches the soonest is to be decided."""
    order = lines.sort_values(["reaches", "decide_by"])
    return by_when(each(order)[0], alone=False) if len(order) else ""


def all_lines(region: Region) -> Report | None:
    """Return every line that awaits a decision, largest share of the need first."""
    lines = region["awaiting"].sort_values("share", ascending=False, kind="stable")
    rows = [
        [region.unit(row.unit), f"{_kind(row)}: {_missing(region, row)}",
         percent(row.share) if row.kind != "budget" else "–", _reason(row),
         region.unit(row.decides), by_when(row), _effect(row), _choice(row)]
        for row in each(lines.head(_ROWS))
    ]  # fmt: skip
    heads = [text("Unit"), text("What is missing"), text("Share"), text("Why"), text("Decides"),
             text("By when"), text("With effect from"), text("Choice")]  # fmt: skip
    if lines["choice"].isna().all():
        heads, rows = heads[:-1], [row[:-1] for row in rows]
    table = _said_once(listing(text("Lines out of balance, the largest share of the need "
                                    "first"), heads, rows, (2,)))  # fmt: skip
    if table is None:
        return None
    table = table.noted(*_lead(lines), *sentences.out_of_reach(open_lines(region)))
    if (lines["kind"] == "strain").any() and not region["strain"]["to_decide"].all():
        table = table.noted(
            text("Of strain, the months count that have to be decided on: those in which too many "
                 "find no free bed, or much is planned above the target level.")
        )  # fmt: skip
    if len(lines) <= _ROWS:
        return table
    return table.noted(text("{shown} of {all} lines; the workbook has all.", shown=_ROWS,
                            all=len(lines)))  # fmt: skip


def _effect(row: Any) -> str:
    """Return from when a decision works, and how much of what is missing that still reaches."""
    if pd.isna(row.reaches):
        return "–"
    period = language.period(row.reaches)
    if row.reached >= 1:
        return period
    return text("{period}, {share} of it", period=period, share=percent(row.reached))


def _lead(lines: pd.DataFrame) -> list[str]:
    """Say how long a decision is reckoned to take."""
    posts = lines.loc[lines["way"] == "posts", "lead_weeks"]
    if posts.empty:
        return []
    return [text("A line is to be decided as long before it as what closes it takes: {weeks} weeks "
                 "for those recruited, the measure's own time where a measure costs less.",
                 weeks=number(posts.iloc[0]))]  # fmt: skip


def _said_once(table: Report | None) -> Report | None:
    """Move a reason that every row has to a line below the table."""
    if table is None or len({row[_WHY] for row in table.rows}) > 1:
        return table
    heads = [*table.heads[:_WHY], *table.heads[_WHY + 1 :]]
    rows = [[*row[:_WHY], *row[_WHY + 1 :]] for row in table.rows]
    return replace(table, heads=heads, rows=rows).noted(
        f"{table.heads[_WHY]}: {table.rows[0][_WHY]}"
    )


def _kind(row: Any) -> str:
    return {"strain": text("Strain"), "unsolved": text("Unsolved"),
            "budget": text("Money for measures")}[row.kind]  # fmt: skip


def _missing(region: Region, row: Any) -> str:
    if row.kind == "budget":
        return millions(row.money)
    return region.measured(row.capacity, row.amount)


def _reason(row: Any) -> str:
    if not row.why:
        return text("Above the target level, below the ceiling.")
    return sentence("awaiting", "why", {"why": row.why})


def _choice(row: Any) -> str:
    return text("none yet") if pd.isna(row.choice) else text(str(row.choice))


def became(region: Region) -> Report | None:
    """Return need, available and what becomes of the shortage of each capacity."""
    rows = [
        [region.names.of("capacity", row.capacity), region.names.in_all(row.capacity),
         *(number(getattr(row, name)) for name in
           ("need", "available", "shortage", "closed", "strain", "gives_way", "unsolved"))]
        for row in each(region["summary"].sort_values("shortage", ascending=False))
    ]  # fmt: skip
    heads = [text("Capacity"), text("In"), text("Capacity need"), text("Available"),
             text("Shortage"), text("Closed by measures"), text("Strain"), text("Gives way"),
             text("Unsolved")]  # fmt: skip
    table = listing(text("Need, capacity, and what becomes of the shortage"), heads, rows,
                    range(2, _HEADS + 1))  # fmt: skip
    return table and table.noted(
        text("Shortage is summed over units and months where the need is above what is available; "
             "a surplus elsewhere does not count against it. It is closed, strain, gives way or "
             "unsolved, together all of it.")
    )  # fmt: skip


def who_waits(region: Region) -> Sentences:
    """Say which planned care gives way, for how many, and whether the order is upheld."""
    sums = region.giving_way()
    if sums.empty:
        return Sentences()
    parts = "; ".join(
        text(
            "{need} {patients}", need=region.names.within("need", str(need)), patients=number(value)
        )
        for need, value in sums.head(_EACH).items()
    )
    said = [text("Planned care gives way for {patients} patients: {parts}.",
                 patients=number(float(sums.sum())), parts=parts),
            *_unseen(region)]  # fmt: skip
    shares, offered = region["priority_shares"], region["places_elsewhere"]
    if not (len(shares) and shares["inverted"].any()):
        said += [_offered(region, offered)] if len(offered) else []
    else:
        low = shares[shares["inverted"]].iloc[0]
        said.append(
            text("The order of priority is not kept everywhere: {share} of priority {priority} "
                 "gives way while lower priorities elsewhere are untouched.",
                 priority=int(low["priority"]), share=percent(low["share"], 1))
        )  # fmt: skip
        said.append(_way_out(region, int(low["priority"])))
    return Sentences(said)


def _unseen(region: Region) -> list[str]:
    """Say what is not planned, since those whom it was for get no first visit."""
    rows = region["prioritised"]
    rows = rows[(rows["reason"] == "unseen") & (rows["use"] > 0)]
    rows = rows.assign(activities=rows["amount"] / rows["use"])
    sums = rows.groupby(["need", "capacity"], as_index=False)[["activities", "amount"]].sum()
    sums = sums.sort_values("activities", ascending=False, kind="stable").drop_duplicates("need")
    told = [
        text("{need} {activities}, {amount}", need=region.names.within("need", str(row.need)),
             activities=number(row.activities), amount=region.amount(row.capacity, row.amount))
        for row in each(sums.head(_EACH)) if row.activities >= _SEEN
    ]  # fmt: skip
    if not told:
        return []
    return [text("Who gets no first visit does not come to the next step either; so this is not "
                 "planned: {parts}.", parts="; ".join(told))]  # fmt: skip


def budgets(region: Region) -> Sentences:
    """Say how many budgets do not suffice for their part of the plan."""
    own = region["money"][region["money"]["own"].astype(bool)]
    over = own[own["difference"] < 0]
    if over.empty:
        return Sentences()
    return Sentences([
        text("{count} of {all} budgets do not cover their part; together they are {lacking} short.",
             count=len(over), all=len(own), lacking=millions(-float(over["difference"].sum()))),
    ])  # fmt: skip


def _way_out(region: Region, priority: int) -> str:
    """Say what would keep the order: another hospital's room first, as it costs least."""
    ways, offered = region["inversion_options"], region["places_elsewhere"]
    kinds = set(ways.loc[ways["priority"] == priority, "option"])
    offered = offered[offered["priority"] == priority]
    if "places" in kinds and len(offered):
        return _offered(region, offered)
    if kinds & {"staff", "money"}:
        return text("Staff or money moved between the units would change it.")
    return text("The data show no way to change it: no staff, money or other hospital to turn to.")


def _offered(region: Region, places: pd.DataFrame) -> str:
    """Say how many of those who give way another hospital has room for, and which."""
    hospitals = ", ".join(map(region.unit, places["to_unit"].unique()[:3]))
    return text("Other hospitals have room for {patients} of them, which is not counted until it "
                "is decided: {hospitals}.",
                patients=number(places["patients"].sum()), hospitals=hospitals)  # fmt: skip

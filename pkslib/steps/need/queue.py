"""The waiting lists from one dated start: as lately, for the care guarantee, and back-tested."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.methods import waiting_futures
from pkslib.methods.guarantee import share_range
from pkslib.methods.inputs import Floats
from pkslib.methods.waiting import target_capacity
from pkslib.methods.waiting_futures import Lists
from pkslib.methods.waiting_list import DAYS, EVEN, PLACEMENTS, steady
from pkslib.settings import Queue
from pkslib.steps.need.waits import Known, lately, misfit, parts, weekly
from pkslib.tables import waiting_lists
from pkslib.tables.declaration import empty
from pkslib.tables.results import RESULTS
from pkslib.tables.results.waiting import AS_LATELY, CARRIED, GUARANTEE, RULES

_LIST = ["need", "unit"]
_TABLES = (
    "waiting_model", "waiting_start", "waiting_weeks", "waiting_ahead", "waiting_goal",
    "waiting_backtest", "expected_waits",
)  # fmt: skip
# Whole weeks that hold a year.
_WEEKS = 53
_YEAR = 365
_MONTH = _YEAR / 12


def work_out(
    tables: Mapping[str, pd.DataFrame], leaving: pd.DataFrame, settings: Queue, year: int
) -> dict[str, pd.DataFrame]:
    """Return the waiting lists at the start of a year, and their futures that need no plan.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        waiting, needs, demand, unit_demand, bookings, pathways and activities, and the result
        table forecast.
    leaving : pandas.DataFrame
        need, leaving, leaving_source.
    settings : Queue
        Part in queue order, share and date of the goal, stricter limits.
    year : int
        Planning year. A list taken in it is the start itself.

    Returns
    -------
    dict of str to pandas.DataFrame
        The tables waiting_model, waiting_start, waiting_weeks, waiting_ahead, waiting_goal,
        waiting_backtest and expected_waits; without rows where no list can be carried.
    """
    found = {name: empty(RESULTS[name]) for name in _TABLES}
    latest = waiting_lists.latest(tables["waiting"]).fillna({"unit": ""})
    latest = latest[latest["need"].isin(tables["forecast"]["need"])]
    last = latest["as_of"].max() if len(latest) else f"{year:04d}-12-31"
    start = max(date(year, 1, 1), date.fromisoformat(last) + timedelta(days=1))
    if start.year > year:
        return found
    known = _known(tables, latest, leaving, start)
    model = _model(known, latest, tables, leaving, settings)
    found |= _carried(known, model, tables, start)
    lists, usual = waiting_futures.read(*(found[name] for name in _TABLES[:3]))
    goal = goals(lists, usual, latest, settings, year)
    ahead = [found["waiting_ahead"], *_futures(lists, usual, goal, year)]
    found["waiting_ahead"] = pd.concat(ahead, ignore_index=True)
    resolution = periods.only_resolution(tables["demand"]["period"])
    return found | {
        "waiting_goal": goal,
        "waiting_backtest": _backtests(known, model),
        "expected_waits": expected_waits(found["waiting_ahead"], year, resolution),
    }


def _known(
    tables: Mapping[str, pd.DataFrame], latest: pd.DataFrame, leaving: pd.DataFrame, start: date
) -> dict[tuple[str, str], Known]:
    """Return what is known of each list, its inflow to a year from the start."""
    waiting = tables["waiting"].fillna({"unit": ""}).sort_values(["as_of", "days_from"])
    part = _parts_of_inflow(latest, tables)
    gone = leaving.set_index("need")["leaving"]
    inflow = pd.concat(
        [tables["demand"], tables["forecast"].rename(columns={"mean": "patients"})]
    ).sort_values("period", key=lambda labels: labels.map(periods.start), kind="stable")
    found: dict[tuple[str, str], Known] = {}
    lists = part.reset_index().itertuples(index=False, name=None)
    for need, unit, share in lists:
        bands = waiting[(waiting["need"] == need) & (waiting["unit"] == unit)]
        first = date.fromisoformat(bands["as_of"].iloc[0]) + timedelta(days=1)
        days = (start - first).days + _WEEKS * DAYS
        new = waiting_lists.daily(inflow[inflow["need"] == need], first, days) * share
        found[need, unit] = Known(bands, new, float(gone[need]))
    return found


def _parts_of_inflow(latest: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> pd.Series:
    """Return which part of its need's inflow comes to each list, by need and unit.

    That of the demand told by unit; else of the care at the units that ends the wait; else of
    those who wait.
    """
    care = tables["pathways"].merge(tables["activities"][["activity", "kind"]], on="activity")
    care = waiting_lists.ending_care(care).rename(columns={"per_patient": "weight"})
    told = tables["unit_demand"].rename(columns={"patients": "weight"})
    sizes = latest.groupby(_LIST)["patients"].sum()
    whole = sizes.groupby("need").transform("size") == 1
    found = sizes.where(~whole, 1.0)
    for weights in (care, told):
        each = weights.groupby(_LIST)["weight"].sum().reindex(sizes.index)
        all_told = (each > 0).groupby("need").transform("all") & ~whole
        found = each.where(all_told, found)
    return found / found.groupby("need").transform("sum").where(lambda total: total > 0, 1.0)


def _model(
    known: Mapping[tuple[str, str], Known], latest: pd.DataFrame,
    tables: Mapping[str, pd.DataFrame], leaving: pd.DataFrame, settings: Queue,
) -> pd.DataFrame:  # fmt: skip
    """Return the rows of waiting_model, but for what the start tells."""
    order = parts({place: misfit(each) for place, each in known.items()}, settings.in_order)
    rows = order.merge(leaving, on="need").merge(
        _parts_of_inflow(latest, tables).rename("part").reset_index(), on=_LIST
    )
    days = latest.groupby(_LIST, as_index=False).agg(as_of=("as_of", "max"))
    limits = tables["needs"][["need", "guarantee_days"]]
    rows = rows.merge(days).merge(limits.rename(columns={"guarantee_days": "limit"}))
    paces = {place: each.pace() for place, each in known.items()}
    places = [*zip(rows["need"], rows["unit"], strict=True)]
    return rows.assign(
        pace_known=[paces[place] is not None for place in places],
        today=[float(known[place].totals.iloc[-1]) for place in places],
        bands_tell=_told(latest, rows, rows["limit"].to_numpy(float, na_value=np.nan)),
    )


def _told(latest: pd.DataFrame, rows: pd.DataFrame, limit: Floats) -> list[bool]:
    """Return of each list whether its bands tell who is within a limit."""
    found = []
    for need, unit, days in zip(rows["need"], rows["unit"], limit, strict=True):
        bands = latest[(latest["need"] == need) & (latest["unit"] == unit)]
        lower, upper = share_range(bands, 0.0 if np.isnan(days) else days)
        found.append(bool(lower == upper or np.isnan(lower) or np.isnan(days)))
    return found


class _Carried(NamedTuple):
    """Lists of one day: as they were, at the start, on the way, and their weeks from then on."""

    lists: Lists
    waiting: Mapping[str, Floats]
    months: pd.DataFrame | None
    arrivals: Floats
    lately: Floats


def _carried(
    known: Mapping[tuple[str, str], Known], model: pd.DataFrame,
    tables: Mapping[str, pd.DataFrame], start: date,
) -> dict[str, pd.DataFrame]:  # fmt: skip
    """Carry each list to the start, with bookings where they are more than the pace of late."""
    booked = tables["bookings"].fillna({"unit": ""})
    rows = []
    for as_of, group in model.groupby("as_of"):
        first = date.fromisoformat(str(as_of)) + timedelta(days=1)
        days = (start - first).days
        weeks = -(-days // DAYS)
        own = [known[place] for place in zip(group["need"], group["unit"], strict=True)]
        waiting = {name: np.array([each.latest(name) for each in own]) for name in PLACEMENTS}
        new = [each.inflow[int(each.totals.index[-1]) :] for each in own]
        usual = [lately(each, days + _WEEKS * DAYS) for each in own]
        lists = Lists(group.reset_index(drop=True), first, waiting, _weeks(new, weeks))
        done = _or_booked(_weeks(usual, weeks), _booked(group, booked, tables, first, weeks))
        months = lists.by_month(done, start - timedelta(days=1)) if days else None
        ahead = [_weeks([each[days:] for each in flows], _WEEKS) for flows in (new, usual)]
        rows.append(_Carried(lists, lists.carried(done, days), months, ahead[0], ahead[1]))
    return _tables(rows, model, start)


def _weeks(flows: list[Floats], weeks: int) -> Floats:
    return np.array([weekly(each, weeks) for each in flows]).reshape(len(flows), weeks)


def _or_booked(usual: Floats, booked: Floats) -> Floats:
    """Return the pace of late, raised in the weeks with bookings where these are more in all."""
    told = booked > 0
    least = (usual * told).sum(axis=1, keepdims=True)
    more = np.divide(
        booked.sum(axis=1, keepdims=True), least, out=np.ones_like(least), where=least > 0
    )
    return np.where(told, usual * np.maximum(more, 1.0), usual)


def _booked(
    places: pd.DataFrame, bookings: pd.DataFrame, tables: Mapping[str, pd.DataFrame], first: date,
    weeks: int,
) -> Floats:  # fmt: skip
    """Return how many are booked to what they wait for, by list and week from a day."""
    found = np.zeros((len(places), weeks))
    for row, (need, unit) in enumerate(zip(places["need"], places["unit"], strict=True)):
        own = bookings[(bookings["need"] == need) & (bookings["unit"].eq(unit) | (unit == ""))]
        booked = waiting_lists.booked_care(own, tables["pathways"], tables["activities"])
        for label, patients in zip(booked["week"], booked["booked"], strict=True):
            week = (periods.start(label) - first).days // DAYS
            if 0 <= week < weeks:
                found[row, week] += patients
    return found


def _tables(rows: list[_Carried], model: pd.DataFrame, start: date) -> dict[str, pd.DataFrame]:
    """Write carried lists as the tables that every later step reads."""
    states, flows, months = [], [], [empty(RESULTS["waiting_ahead"])]
    week_days = [(start + timedelta(days=DAYS * week)).isoformat() for week in range(_WEEKS)]
    for lists, waiting, month, new, usual in rows:
        places = zip(lists.places["need"], lists.places["unit"], strict=True)
        for at, (need, unit) in enumerate(places):
            place = {"need": need, "unit": unit}
            state = pd.DataFrame(place | {name: each[at] for name, each in waiting.items()})
            state = state.rename_axis("weeks").reset_index()
            states.append(state[(state[[*PLACEMENTS]] > 0).any(axis=1)])
            flows.append(
                pd.DataFrame(place | {"day": week_days, "arrivals": new[at], "lately": usual[at]})
            )
        if month is not None:
            months.append(month.assign(future=CARRIED))
    state, flow = (pd.concat(parts, ignore_index=True) for parts in (states, flows))
    sums = state.groupby(_LIST, as_index=False).agg(waiting=(EVEN, "sum"))
    paces = flow.groupby(_LIST, as_index=False).agg(pace=("lately", "mean"))
    model = model.merge(sums, how="left").fillna({"waiting": 0.0}).merge(paces)
    return {
        "waiting_model": model.assign(start=start.isoformat()), "waiting_start": state,
        "waiting_weeks": flow, "waiting_ahead": pd.concat(months, ignore_index=True),
    }  # fmt: skip


def goals(
    lists: Lists, usual: Floats, latest: pd.DataFrame, settings: Queue, year: int
) -> pd.DataFrame:
    """Return what each list takes to be within the guarantee by a date and for good.

    Parameters
    ----------
    lists : Lists
        At the start.
    usual : array (lists, weeks)
        As many treated as lately.
    latest : pandas.DataFrame
        Bands of the latest lists.
    settings : Queue
        Share and date (the year's last day without one), and stricter limits.
    year : int
        Planning year.

    Returns
    -------
    pandas.DataFrame
        Rows of the table waiting_goal: under the rules of today, and under stricter ones.
    """
    by = settings.by or date(year, 12, 31)
    days = (by - lists.start).days + 1
    weeks = min(max(days // DAYS, 1), _WEEKS)
    today = lists.places["limit"].to_numpy(float, na_value=np.nan)
    stricter = settings.stricter_limits(date(year, 12, 31))
    rules = zip(RULES, (today, lists.places["need"].map(stricter).to_numpy(float)), strict=True)
    rows = []
    for rule, limit in rules:
        known = ~np.isnan(limit)
        if known.any():
            each = _goal(lists, np.where(known, limit, 0.0), latest, settings.within, weeks)
            rows.append(each.assign(rule=rule)[known])
    if not rows:
        return empty(RESULTS["waiting_goal"])
    found: pd.DataFrame = pd.concat(rows, ignore_index=True).merge(
        lists.places[_LIST].assign(lately=usual.mean(axis=1)), on=_LIST
    )
    weeks_of_limit = found["limit"].clip(lower=1) / DAYS
    return found.assign(
        steady=target_capacity(found["kept"], weeks_of_limit, factor=settings.factor),
        by=by.isoformat(), share=settings.within,
        extra=(found["needed"] - found["lately"]).clip(lower=0),
        monthly_change=(found["steady_list"] - found["waiting"]) / (max(days, DAYS) / _MONTH),
    )  # fmt: skip


def _goal(
    lists: Lists, limit: Floats, latest: pd.DataFrame, share: float, weeks: int
) -> pd.DataFrame:
    """Return one rule's rows: kept is what comes and does not leave on a list that lasts."""
    needed, within = lists.needed(limit, share, weeks), lists.within(limit)
    told = pd.Series(_told(latest, lists.places, limit))
    arrivals = lists.arrivals[:, :weeks].mean(axis=1)
    size, kept = steady(arrivals, np.maximum(limit, 1.0) / DAYS, share, lists.ways)
    places: pd.DataFrame = lists.places[_LIST].reset_index(drop=True)
    return places.assign(
        limit=limit, waiting=lists.waiting[EVEN].sum(axis=1), arrivals=arrivals,
        within_lower=within.min(axis=1), within=within[EVEN].where(told),
        within_upper=within.max(axis=1), needed_lower=needed.min(axis=1),
        needed=needed[EVEN].where(told), needed_upper=needed.max(axis=1),
        steady_list=size, kept=kept,
    )  # fmt: skip


def _futures(lists: Lists, usual: Floats, goal: pd.DataFrame, year: int) -> list[pd.DataFrame]:
    """Return the months of a year as lately, and as the care guarantee of today takes."""
    last = date(year, 12, 31)
    asked = goal[goal["rule"] == RULES[0]]
    asked = asked.assign(asked=asked["needed"].fillna(asked["needed_upper"]))
    rows = lists.places[_LIST].merge(asked, on=_LIST, how="left")
    until = (date.fromisoformat(asked["by"].max()) - lists.start).days // DAYS if len(asked) else 0
    before = rows[["asked", "steady"]].max(axis=1).to_numpy(float)[:, None]
    after = rows["steady"].to_numpy(float)[:, None]
    weeks = np.arange(lists.arrivals.shape[1])
    capacity = np.where(weeks < max(until, 1), before, after)
    capacity = np.where(np.isnan(capacity), usual, capacity)
    promised = rows["asked"].notna().to_numpy()
    found = lists.by_month(capacity, last).assign(future=GUARANTEE)
    months = len(found) // max(len(lists.places), 1)
    return [
        lists.by_month(usual, last).assign(future=AS_LATELY),
        found[np.repeat(promised, months)],
    ]


def expected_waits(ahead: pd.DataFrame, year: int, resolution: str) -> pd.DataFrame:
    """Return how long those offered care in each period have waited, treated as lately.

    Parameters
    ----------
    ahead : pandas.DataFrame
        The table waiting_ahead.
    year : int
        Planning year.
    resolution : str
        Kind of period asked for; months are joined, or hold for each of their weeks.

    Returns
    -------
    pandas.DataFrame
        The table expected_waits; a period in which nobody is treated has no row.
    """
    rows = ahead[ahead["future"] == AS_LATELY].dropna(subset=["wait_days"])
    labels = pd.DataFrame({"label": periods.within_year(year, resolution)})
    first = labels["label"].map(lambda label: periods.start(label).isoformat()[:7])
    last = labels["label"].map(lambda label: periods.end(label).isoformat()[:7])
    rows = rows.merge(labels.assign(first=first, last=last), how="cross")
    rows = rows[rows["period"].between(rows["first"], rows["last"])]
    rows = rows.assign(days=rows["wait_days"] * rows["treated"])
    sums = rows.groupby([*_LIST, "label"], as_index=False)[["days", "treated"]].sum()
    sums = sums.rename(columns={"label": "period"})
    return sums.assign(wait_days=sums["days"] / sums["treated"])[[*_LIST, "period", "wait_days"]]


def _backtests(known: Mapping[tuple[str, str], Known], model: pd.DataFrame) -> pd.DataFrame:
    """Return for each list with history how the model would have carried it over the last year."""
    rows = []
    for row in model.to_dict("records"):
        own = known[row["need"], row["unit"]]
        days = own.totals.index.to_numpy()
        past = days[days <= days[-1] - _YEAR + DAYS]
        if len(past) and not pd.isna(row["limit"]):
            rows.append(_backtest(own, int(past[-1]), row))
    return pd.DataFrame(rows, columns=[*RESULTS["waiting_backtest"].columns])


def _backtest(known: Known, cut: int, row: Mapping[Any, Any]) -> dict[str, object]:
    """Carry the list of a day to the latest: with what was known then, and with the year's flows.

    The inflow is that which came, so that the list is judged and not the forecast.
    """
    then, last = known.until(cut), int(known.totals.index[-1])
    own = parts({("", ""): misfit(then)}, None)["in_order"].iloc[0]
    limit = float(row["limit"])
    places = pd.DataFrame({
        "limit": limit, "leaving": known.leaving, "in_order": [own, row["in_order"]]
    })  # fmt: skip
    days = last - cut
    weeks = -(-days // DAYS)
    flows = np.repeat(known.treated().clip(min=0) / np.diff(known.totals.index),
                      np.diff(known.totals.index))[cut:]  # fmt: skip
    done = _weeks([lately(then, days + DAYS), flows], weeks)
    new = _weeks([known.inflow[cut:]] * 2, weeks)
    start = then.latest()
    lists = Lists(places, date.min, {EVEN: np.array([start, start])}, new)
    end = {EVEN: lists.carried(done, days)[EVEN]}
    late = 1 - Lists(places, date.min, end, new).within(places["limit"].to_numpy())[EVEN]
    seen = Lists(places, date.min, {EVEN: np.array([start, known.latest()])}, new)
    seen_late = 1 - seen.within(places["limit"].to_numpy())[EVEN]
    day = [known.bands["as_of"].min(), known.bands["as_of"].max()]
    from_day = (date.fromisoformat(day[0]) + timedelta(days=cut)).isoformat()
    return {
        "need": row["need"], "unit": row["unit"], "from_day": from_day, "to_day": day[1],
        "before": start.sum(), "expected": end[EVEN][0].sum(), "seen": known.latest().sum(),
        "late_before": seen_late[0], "late_expected": late[0], "late_with_flows": late[1],
        "late_seen": seen_late[1],
    }  # fmt: skip


def reliefs(
    expected: pd.DataFrame, queue: pd.DataFrame, goal: pd.DataFrame, settings: Queue
) -> pd.Series:
    """Return the extra patients of each need and period while a waiting list is worked down.

    Parameters
    ----------
    expected : pandas.DataFrame
        need, period.
    queue : pandas.DataFrame
        need, relief [patients per period]: what reaches the target queue over the year. A list
        shorter than its target is not refilled.
    goal : pandas.DataFrame
        As from :func:`goals`; counts when a date is set.
    settings : Queue
        Whether lists are worked down, and by when.

    Returns
    -------
    pandas.Series
        Patients, a value a row of expected.
    """
    if not settings.work_down:
        return pd.Series(0.0, expected.index)
    if settings.by is None:
        relief = queue.set_index("need")["relief"].clip(lower=0)
        return expected["need"].map(relief).astype(float).fillna(0.0)
    rows = goal[goal["rule"] == RULES[0]]
    rows = rows.assign(extra=(rows["needed"] - rows["arrivals"]).clip(lower=0))
    by, extra = settings.by, rows.groupby("need")["extra"].sum()
    weekly_extra = expected["need"].map(extra).astype(float).fillna(0.0)
    days = expected["period"].map(lambda label: _days_until(label, by)).astype(float)
    return weekly_extra / DAYS * days


def _days_until(period: str, by: date) -> int:
    """Return the days of a period up to and including a day."""
    return int(np.clip((by - periods.start(period)).days + 1, 0, periods.days(period)))

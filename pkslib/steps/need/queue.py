"""The waiting lists carried to one dated start, from which every future of theirs begins."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.methods import waiting_futures
from pkslib.methods.inputs import Floats
from pkslib.methods.waiting_futures import Lists
from pkslib.methods.waiting_list import DAYS, EVEN, PLACEMENTS
from pkslib.settings import Queue
from pkslib.steps.need.backtest import backtests
from pkslib.steps.need.futures import expected_waits, futures, goals
from pkslib.steps.need.waits import Known, bands_tell, lately, misfit, parts, weeks_of
from pkslib.tables import waiting_lists
from pkslib.tables.declaration import empty
from pkslib.tables.results import RESULTS
from pkslib.tables.results.waiting import CARRIED

_LIST = ["need", "unit"]
_TABLES = (
    "waiting_model", "waiting_start", "waiting_weeks", "waiting_ahead", "waiting_goal",
    "waiting_backtest", "expected_waits",
)  # fmt: skip
# Whole weeks that hold a year.
_WEEKS = 53


def work_out(
    tables: Mapping[str, pd.DataFrame], leaving: pd.DataFrame, settings: Queue, year: int
) -> dict[str, pd.DataFrame]:
    """Return the waiting lists at the start of a year, and their futures that need no plan.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        waiting, needs, demand, unit_demand, bookings, pathways and activities, and the result
        tables forecast and forecast_sums.
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
    model = _model(known, latest, tables, leaving, settings).merge(
        _inflow_range(tables["forecast_sums"], year), on="need", how="left"
    )
    found |= _carried(known, model, tables, start)
    lists, usual = waiting_futures.read(*(found[name] for name in _TABLES[:3]))
    goal = goals(lists, usual, latest, settings, year)
    ahead = [found["waiting_ahead"], *futures(lists, usual, goal, year)]
    found["waiting_ahead"] = pd.concat(ahead, ignore_index=True)
    resolution = periods.only_resolution(tables["demand"]["period"])
    return found | {
        "waiting_goal": goal,
        "waiting_backtest": backtests(known, model),
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
        bands_tell=bands_tell(latest, rows, rows["limit"].to_numpy(float, na_value=np.nan)),
    )


def _inflow_range(sums: pd.DataFrame, year: int) -> pd.DataFrame:
    """Return what may come in the year, as a share of what is expected: 80 per cent of the time."""
    rows = sums[(sums["period"] == f"{year:04d}") & (sums["mean"] > 0)]
    return rows[["need"]].assign(
        inflow_lower=rows["lower_80"] / rows["mean"], inflow_upper=rows["upper_80"] / rows["mean"]
    )


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
    """Carry each list to the start, with bookings where they are more than are treated lately."""
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
        lists = Lists(group.reset_index(drop=True), first, waiting, weeks_of(new, weeks))
        most = np.array([each.busiest(days) for each in own])
        done = _or_booked(
            weeks_of(usual, weeks), _booked(group, booked, tables, first, weeks), most
        )
        months = lists.by_month(done, start - timedelta(days=1)) if days else None
        ahead = [weeks_of([each[days:] for each in flows], _WEEKS) for flows in (new, usual)]
        rows.append(_Carried(lists, lists.carried(done, days), months, ahead[0], ahead[1]))
    return _tables(rows, model, start)


def _or_booked(usual: Floats, booked: Floats, most: Floats) -> Floats:
    """Return who is treated as lately, raised in weeks with bookings where these are more in all.

    most: by list, the most that has been treated each week over so long. Bookings of more are not
    all of patients on the list.
    """
    told = booked > 0
    least = (usual * told).sum(axis=1, keepdims=True)
    weeks = np.maximum(told.sum(axis=1, keepdims=True), 1)
    more = np.minimum(booked.sum(axis=1, keepdims=True), most[:, None] * weeks)
    more = np.divide(more, least, out=np.ones_like(least), where=least > 0)
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

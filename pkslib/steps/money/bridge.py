"""From the outcome to the frame: what takes the latest year's cost to each year ahead."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from pkslib import periods
from pkslib.methods.change import bridge
from pkslib.steps.money.budget import DOER
from pkslib.steps.money.staff import measures_paid
from pkslib.tables.declaration import empty
from pkslib.tables.inputs.capacity import STATUSES
from pkslib.tables.results import RESULTS
from pkslib.tables.results.money import BRIDGE


def money_bridge(
    tables: Mapping[str, pd.DataFrame],
    planned: pd.DataFrame,
    last: pd.DataFrame,
    index: float,
    year: int,
) -> pd.DataFrame:
    """Return what takes the latest year's cost to that of the planning year and those after it.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        budgets and measures, the result tables forecast_years, plan_needs and ladder, and what
        :func:`measures_paid` reads.
    planned, last : pandas.DataFrame
        As from :func:`planned_of` and :func:`latest_year`.
    index : float
        How much dearer all gets from a year to the next [share].
    year : int
        Planning year.

    Returns
    -------
    pandas.DataFrame
        The table money_bridge, as many years as the strategic forecast has; without costs none.
        The outcome is that of the activities that the plan holds, and the plan's own cost goes
        with each need's forecast. A measure costs what is not in that already, by its days in
        force, an investment once; one that is only planned has cost nothing yet, and begins in the
        planning year at the earliest. A year without a budget has no frame.
    """
    volumes = _volumes(tables, planned, year)
    opening = last[last["activity"].isin(planned["activity"])]["cost"].sum(min_count=1)
    if pd.isna(opening) or volumes.empty:
        return empty(RESULTS["money_bridge"])
    begun, lasting = _measures_by_year(tables, volumes.index)
    parts = pd.DataFrame(bridge(opening, volumes, begun, lasting, index), volumes.index)
    budgets = tables["budgets"].groupby("year")["amount"].sum(min_count=1).astype(float)
    parts["frame"] = budgets.reindex(volumes.index)
    parts["left"] = parts["frame"] - parts["closing"]
    rows = (
        parts.rename_axis("year").reset_index().melt("year", var_name="part", value_name="amount")
    )
    rows["year"] = rows["year"].map("{:04d}".format)
    return rows.assign(order=rows["part"].map({part: n for n, part in enumerate(BRIDGE)}))


def _volumes(tables: Mapping[str, pd.DataFrame], planned: pd.DataFrame, year: int) -> pd.Series:
    """Return what each year's production costs: the plan, growing as each need's patients do."""
    forecast = tables["forecast_years"]
    forecast = forecast.assign(year=forecast["period"].astype(int))
    patients = forecast[forecast["year"] >= year].pivot_table("mean", "need", "year", aggfunc="sum")
    if year not in patients or planned["cost"].isna().all():
        return pd.Series(dtype=float)
    growth = patients.div(patients[year].where(patients[year] > 0), axis=0).fillna(1.0)
    each = (planned["cost"] / planned["count"].where(planned["count"] > 0)).rename("each")
    rows = tables["plan_needs"].merge(planned[DOER].join(each), on=DOER)
    cost = (rows["count"] * rows["each"]).groupby(rows["need"]).sum()
    by_year = growth.reindex(cost.index).fillna(1.0).mul(cost, axis=0).sum(axis=0)
    # Whole targets are a trifle from what is planned of each need; a plan of nothing stays so.
    first = by_year.loc[year]
    scaled: pd.Series = (by_year / first if first > 0 else by_year + 1) * planned["cost"].sum()
    return scaled


def _measures_by_year(
    tables: Mapping[str, pd.DataFrame], years: pd.Index
) -> tuple[pd.Series, pd.Series]:
    """Return what measures cost in the year they begin, and how that changes in later years."""
    paid = measures_paid(tables, int(years[0]))
    paid = paid.assign(cost=paid["cost"] - paid["held"])
    rows = paid.groupby("measure", as_index=False)[["cost"]].sum()
    rows = rows.merge(tables["measures"][["measure", "start", "end", "status"]], on="measure")
    first = rows["start"].str[:4].astype(int)
    # Ordered before the year or not, it is in no outcome.
    first = first.mask(rows["status"] == STATUSES[0], first.clip(lower=int(years[0])))
    days = {
        label: pd.Series(
            [_days_in(label, *span) for span in zip(rows["start"], rows["end"], strict=True)],
            rows.index, dtype=float,
        )
        for label in [years[0] - 1, *years]
    }  # fmt: skip
    a_day = rows["cost"] / days[years[0]].where(days[years[0]] > 0)
    begun = {label: (a_day * days[label])[first == label].sum() for label in years}
    lasting = {
        label: (a_day * (days[label] - days[label - 1]))[first < label].sum() for label in years
    }
    return pd.Series(begun), pd.Series(lasting)


def _days_in(year: int, start: str, end: str) -> int:
    """Return the days of a year between two periods."""
    label = f"{year:04d}"
    begins = max(periods.start(start), periods.start(label))
    ends = min(periods.end(end), periods.end(label))
    return max((ends - begins).days + 1, 0)

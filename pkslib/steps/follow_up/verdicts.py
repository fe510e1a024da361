"""Verdicts: whether errors are random or systematic, and which are too large to wait for one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.methods.control import assurance, by_chance, tracking_signal, verdict
from pkslib.methods.evidence import unlike_chance
from pkslib.methods.inputs import Floats
from pkslib.settings import FollowUp
from pkslib.tables.hierarchy import specialty_of

# What each subject is better for: more, less, or neither.
_MORE = ("production", "hours", "drg", "capacity")
_LESS = ("money",)
_ASSURED = {
    "consistent_pass": "met",
    "consistent_fail": "missed",
    "inconsistent": "left_to_chance",
}
_SERIES = ["subject", "place", "item"]
# What may be large by itself; a queue or a cost is judged over the window.
_LARGE = ("hours", "capacity")


class Deviations(NamedTuple):
    """A series followed up over a rolling window.

    table: period, planned, outcome, deviation (N/A where there is none). planned, outcome,
    total: sums over the periods that have both; total is that of the deviations. signal: the
    tracking signal. verdict: ``"random"``, ``"systematic"`` or ``"too few"``.
    """

    table: pd.DataFrame
    planned: float
    outcome: float
    total: float
    signal: float
    verdict: str


def deviation_table(planned: pd.Series, outcome: pd.Series) -> Deviations:
    """Return outcome less plan (or forecast) period by period, with sums and verdict.

    Parameters
    ----------
    planned, outcome : pandas.Series
        By period, in one unit of measure; missing where there is none.

    Returns
    -------
    Deviations

    References
    ----------
    .. [1] Socialstyrelsen (2024), Uppföljning på taktisk nivå, example of outcome against plan.

    Examples
    --------
    A month before the plan began is N/A, not 0.

    >>> months = ["2022-12", "2023-01", "2023-02"]
    >>> found = deviation_table(pd.Series([None, 100, 120], months),
    ...                         pd.Series([98, 105, 119], months))
    >>> found.table["deviation"].tolist(), found.total, found.verdict
    ([nan, 5.0, -1.0], 4.0, 'too few')
    """
    table = pd.DataFrame({"planned": planned, "outcome": outcome}, dtype=float)
    table = table.rename_axis("period").sort_index().reset_index()
    table = table.assign(deviation=table["outcome"] - table["planned"])
    known = table.dropna()
    errors = table["deviation"].to_numpy()
    return Deviations(
        table,
        float(known["planned"].sum()),
        float(known["outcome"].sum()),
        float(known["deviation"].sum()),
        float(tracking_signal(errors)),
        str(verdict(errors)),
    )


def verdicts_of(rows: pd.DataFrame, *, stock: bool = False) -> pd.DataFrame:
    """Return a verdict per series: are its errors random or systematic.

    Parameters
    ----------
    rows : pandas.DataFrame
        subject, place, item, period, planned, outcome and, where they are known, the control
        limits lower and upper of the deviation; the same periods for all series.
    stock : bool
        The values are levels (a queue), not amounts per period: the last one stands for the
        window, and an error is how much the deviation changed over a period.

    Returns
    -------
    pandas.DataFrame
        Rows of the table verdicts, without its flag; sums over the periods that have both outcome
        and plan. Weeks and days are judged by the month: the signal's limit is meant for about a
        dozen errors.
    """
    labels = sorted(rows["period"].unique())
    ordered = rows.sort_values([*_SERIES, "period"])
    planned, outcome = (
        ordered[name].to_numpy(dtype=float).reshape(-1, len(labels))
        for name in ("planned", "outcome")
    )
    deviation = outcome - planned
    known = np.isfinite(deviation)
    whole = _last if stock else _total
    errors = np.diff(deviation, axis=1, prepend=0.0) if stock else deviation
    errors = _monthly(errors, labels)
    signal = tracking_signal(errors)
    found = (
        ordered[_SERIES]
        .drop_duplicates(ignore_index=True)
        .assign(
            periods=known.sum(axis=1),
            planned=whole(np.where(known, planned, np.nan)),
            outcome=whole(np.where(known, outcome, np.nan)),
            deviation=whole(deviation),
            tracking_signal=signal,
            by_chance=by_chance(signal, np.isfinite(errors).sum(axis=1)),
            verdict=verdict(errors),
            chance=unlike_chance(errors),
        )
    )
    return _assured(found, rows)


def _total(values: Floats) -> Floats:
    """Return each row's sum of what is known, missing where nothing is."""
    return np.where(np.isfinite(values).any(axis=1), np.nansum(values, axis=1), np.nan)


def _last(values: Floats) -> Floats:
    """Return each row's last known value, missing where nothing is known."""
    return pd.DataFrame(values).ffill(axis=1).iloc[:, -1].to_numpy(dtype=float)


def _monthly(errors: Floats, labels: list[str]) -> Floats:
    """Return errors by series and period, those of weeks and days summed to their months."""
    if periods.resolution(labels[0]) not in ("week", "day"):
        return errors
    months = np.array([periods.coarser(label, "month") for label in labels])
    return np.stack([_total(errors[:, months == month]) for month in np.unique(months)], axis=1)


def _assured(verdicts: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Add whether the process as it is will keep to its plan, from the limits of its deviations."""
    if "lower" not in rows or verdicts.empty:
        return verdicts.assign(assurance=None)
    limits = rows.groupby(_SERIES)[["lower", "upper"]].first()
    found = verdicts.merge(limits.reset_index(), how="left")
    judged = found["subject"].isin((*_MORE, *_LESS)) & found["lower"].notna()
    chosen = found[judged]
    words = pd.Series(None, index=found.index, dtype="str")
    for more, mine in chosen.groupby(chosen["subject"].isin(_MORE)):
        said = assurance(mine["lower"], mine["upper"], 0.0, higher_is_better=bool(more))
        words[mine.index] = [_ASSURED[word] for word in np.atleast_1d(said)]
    return found.assign(assurance=words).drop(columns=["lower", "upper"])


def large_deviations(
    measured: pd.DataFrame, tables: Mapping[str, pd.DataFrame], settings: FollowUp
) -> pd.DataFrame:
    """Return the units that were far from plan in the latest period, the farthest first.

    Parameters
    ----------
    measured : pandas.DataFrame
        The result table deviations, of which the subjects hours and capacity are read.
    tables : mapping of str to pandas.DataFrame
        The input tables capacities, units and allowed_moves.
    settings : FollowUp
        Its large: the share of plan from which a deviation is large.

    Returns
    -------
    pandas.DataFrame
        Rows of the table large_deviations. Helper is the unit with most of the same capacity to
        spare then, up to the utilisation aimed at, where more may be found first: by allowed_moves
        where the capacity stands there, else in the same specialty. Told where production or
        capacity fell below plan.

    References
    ----------
    .. [1] Socialstyrelsen (2024), Uppföljning på taktisk nivå: larger deviations are reported at
       once.
    """
    mine = measured[measured["subject"].isin(_LARGE)]
    mine = mine.dropna(subset=["outcome"]).sort_values("period", kind="stable")
    latest = mine[mine["period"] == mine["period"].max()]
    share = latest["deviation"] / latest["planned"].where(latest["planned"] > 0)
    far = latest.assign(share=share)[share.abs() >= settings.large]
    below = far[far["deviation"] < 0]
    found = far.merge(_helpers(below, latest, tables), on=["place", "item"], how="left")
    lifted = found["deviation"] >= 0
    found = found.assign(**{name: found[name].mask(lifted) for name in ("helper", "spare")})
    ranked = found.assign(size=found["share"].abs())
    rows: pd.DataFrame = ranked.sort_values("size", ascending=False, kind="stable")
    return rows.reset_index(drop=True)


def _helpers(
    below: pd.DataFrame, latest: pd.DataFrame, tables: Mapping[str, pd.DataFrame]
) -> pd.DataFrame:
    """Return, for each unit and capacity, who of those that may help had most to spare."""
    spare = _spare(latest, tables["capacities"])
    pairs = below[["place", "item"]].drop_duplicates().merge(spare, on="item")
    listed = tables["allowed_moves"]
    ways = pd.MultiIndex.from_frame(listed[["unit", "to_unit", "capacity"]])
    allowed = pd.MultiIndex.from_frame(pairs[["helper", "place", "item"]]).isin(ways)
    specialty = specialty_of(tables["units"])
    own, theirs = (pairs[name].map(specialty) for name in ("place", "helper"))
    alike = own.eq(theirs) & ~pairs["item"].isin(listed["capacity"])
    pairs = pairs[(alike | allowed) & (pairs["helper"] != pairs["place"])]
    return pairs.drop_duplicates(["place", "item"])


def _spare(latest: pd.DataFrame, capacities: pd.DataFrame) -> pd.DataFrame:
    """Return what units left of the capacity they may use, the most first: item, helper, spare."""
    aim = capacities.set_index("capacity")["utilisation"]
    cells = ["place", "item"]
    had = latest[latest["subject"] == "capacity"].set_index(cells)["outcome"]
    used = latest[latest["subject"] == "hours"].set_index(cells)["outcome"]
    both = pd.DataFrame({"had": had, "used": used}, dtype=float).reset_index()
    spare = both["had"] * both["item"].map(aim).astype(float) - both["used"]
    left = both.assign(spare=spare).rename(columns={"place": "helper"})
    left = left[left["spare"] > 0].sort_values("spare", ascending=False, kind="stable")
    return left[["item", "helper", "spare"]]

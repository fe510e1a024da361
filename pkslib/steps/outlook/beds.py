"""Beds that staffing can carry: the commission, what the norm carries, and what gaps leave."""

from __future__ import annotations

import numpy as np
import pandas as pd

_WARD = ["unit", "week"]
_TURN = [*_WARD, "weekday", "shift"]
_PLACE = ["unit", "resource", "weekday", "shift"]
# Persons times ratio may fall short of a whole bed by rounding.
_DUST = 1e-9


def bed_shifts(listed: pd.DataFrame, staffing: pd.DataFrame, moves: pd.DataFrame) -> pd.DataFrame:
    """Return the beds that each shift's staffing can carry.

    Parameters
    ----------
    listed : pandas.DataFrame
        As the table gap_list.
    staffing : pandas.DataFrame
        The table.
    moves : pandas.DataFrame
        As the table shift_moves.

    Returns
    -------
    pandas.DataFrame
        Rows of the table bed_shifts, of scheduled shifts of units that have ratios: whole beds,
        persons × patients per person rounded down, the fewest of any resource. norm is by those
        needed, open by those scheduled, after when the moves are made; resource limits open, and
        one_more is what another of it would add.
    """
    ratios = staffing[[*_PLACE, "beds", "patients_per_person"]].dropna(
        subset=["patients_per_person"]
    )
    rows = listed[listed["scheduled"].notna()].merge(ratios, on=_PLACE)
    ratio = rows["patients_per_person"].astype(float)
    persons = {
        "norm": rows["needed"], "open": rows["scheduled"],
        "after": rows["scheduled"] + _moved(rows, moves), "more": rows["scheduled"] + 1,
    }  # fmt: skip
    rows = rows.assign(**{name: np.floor(n * ratio + _DUST) for name, n in persons.items()})
    rows = rows.sort_values([*_TURN, "open", "resource"], ignore_index=True)
    turns = rows.groupby(_TURN)
    # The next scarcest resource bounds what one more of the scarcest gives.
    second = rows[turns.cumcount() == 1].set_index(_TURN)["open"]
    found = turns[["norm", "open", "after"]].min()
    found = found.join(turns[["resource", "more"]].first())
    one_more = found["more"].where(
        second.reindex(found.index).isna(), np.minimum(found["more"], second.reindex(found.index))
    )
    commission = ratios.groupby("unit")["beds"].max().fillna(0.0)
    found = found.assign(one_more=one_more - found["open"]).drop(columns="more").reset_index()
    return found.assign(commission=found["unit"].map(commission).astype(float))


def beds_open(shifts: pd.DataFrame) -> pd.DataFrame:
    """Return the beds that each unit can keep open in a week.

    Parameters
    ----------
    shifts : pandas.DataFrame
        As the table bed_shifts.

    Returns
    -------
    pandas.DataFrame
        Rows of the table beds_open: norm is the fewest that the norm carries in any shift; open
        is the usual level, what at least half of the shifts carry, of norm and commission at most,
        and after the same when the moves are made; lowest is what the weakest shift carries, which
        is named with the resource that limits it, and short the number of shifts below the usual
        level. one_more is what another person in the weakest shift would add.

    Examples
    --------
    Two of three shifts carry 12 beds. The week's truth is 12 with one shift short, not 6.

    >>> shifts = pd.DataFrame({
    ...     "unit": "A", "week": "2027-W01", "weekday": 1, "shift": ["day", "evening", "night"],
    ...     "commission": 14.0, "norm": 12.0, "open": [12.0, 13.0, 6.0], "after": 12.0,
    ...     "resource": "nurse", "one_more": 6.0,
    ... })
    >>> beds_open(shifts)[["commission", "norm", "open", "lowest", "short"]].iloc[0].tolist()
    [14.0, 12.0, 12.0, 6.0, 1.0]
    """
    weeks = shifts.groupby(_WARD)
    usual = weeks[["open", "after"]].quantile(0.5, interpolation="lower")
    found = usual.join(weeks.agg(commission=("commission", "first"), norm=("norm", "min")))
    most = found[["commission", "norm"]].min(axis=1)
    found = found.assign(**{name: found[name].clip(upper=most) for name in ("open", "after")})
    level = shifts[_WARD].merge(found["open"].reset_index(), on=_WARD)["open"].to_numpy()
    short = pd.Series(shifts["open"].to_numpy() < level, shifts.index)
    found["short"] = short.groupby([shifts[key] for key in _WARD]).sum()
    leanest = shifts.sort_values([*_WARD, "open", "weekday", "shift"]).drop_duplicates(_WARD)
    weakest = leanest.set_index(_WARD)[["open", "resource", "weekday", "shift", "one_more"]]
    return found.join(weakest.rename(columns={"open": "lowest"})).reset_index()


def _moved(rows: pd.DataFrame, moves: pd.DataFrame) -> pd.Series:
    """Return the persons that each row gains, less those it lends or swaps away."""
    keys = [*_WARD, "resource", "weekday", "shift"]
    gained = moves.assign(unit=moves["to_unit"], net=moves["persons"])
    given = moves.assign(
        weekday=moves["from_weekday"], shift=moves["from_shift"], net=-moves["persons"]
    )
    net = pd.concat([gained, given]).groupby(keys, as_index=False)[["net"]].sum()
    found = rows[keys].merge(net, on=keys, how="left")["net"].astype(float)
    return found.fillna(0.0).set_axis(rows.index)

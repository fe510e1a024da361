"""Whether the schedule covers the plan when some of the staff are away."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pkslib.methods.cover import probability_covered, shifts_for
from pkslib.settings import Outlook

_PLACE = ["unit", "week"]


def weekly_cover(plan: pd.DataFrame, staffed: pd.DataFrame) -> pd.DataFrame:
    """Return the probability that each week's schedule covers its plan after absence.

    Parameters
    ----------
    plan : pandas.DataFrame
        unit, week, plan [hours].
    staffed : pandas.DataFrame
        unit, week, resource, shifts, scheduled [hours], absence [share of shifts].

    Returns
    -------
    pandas.DataFrame
        The rows of staffed that have a plan, with plan, needed [shifts] and covered
        [probability; missing where scheduled is].
    """
    rows = staffed.merge(plan[[*_PLACE, "plan"]], on=_PLACE)
    shift = rows["scheduled"] / rows["shifts"].where(rows["shifts"] > 0)
    rows = rows.assign(needed=rows["plan"] / shift.where(shift > 0))
    known = rows["needed"].notna()
    covered = pd.Series(np.where(rows["plan"] > 0, 0.0, 1.0), rows.index)
    covered[known] = probability_covered(
        rows["shifts"][known], rows["needed"][known], rows["absence"][known]
    )
    return rows.assign(covered=covered.where(rows["scheduled"].notna()))


def cover_of(weekly: pd.DataFrame, settings: Outlook) -> pd.DataFrame:
    """Return what schedule over plan each unit has, and what its own absence asks for.

    Parameters
    ----------
    weekly : pandas.DataFrame
        As :func:`weekly_cover` returns it.
    settings : Outlook
        schedule_factor, the target; certainty, how surely the plan is to be covered.

    Returns
    -------
    pandas.DataFrame
        unit; resource that limits most weeks; absence; needed: shifts for the plan of a mean
        week; factor: schedule over plan; covered: mean probability of the weeks; covered_target:
        the probability in a mean week if the schedule were at its target; factor_needed:
        schedule over plan that covers a mean week with the certainty asked for. Units without
        plan or schedule are left out.
    """
    known = weekly[weekly["scheduled"].notna()]
    units = known.groupby("unit")
    sums = units[["scheduled", "shifts", "plan"]].sum()
    means = units[["plan", "absence", "covered"]].mean()
    shifts_an_hour = sums["shifts"] / sums["scheduled"].where(sums["scheduled"] > 0)
    rows = means.assign(
        resource=units["resource"].agg(lambda names: names.mode().iloc[0]),
        needed=means["plan"] * shifts_an_hour,
        factor=sums["scheduled"] / sums["plan"].where(sums["plan"] > 0),
    )
    rows = rows[rows["needed"] > 0].reset_index()
    needed, absence = rows["needed"], rows["absence"]
    target = np.ceil(needed * settings.schedule_factor)
    return rows.drop(columns="plan").assign(
        covered_target=probability_covered(target, needed, absence),
        factor_needed=shifts_for(needed, absence, settings.certainty) / needed,
    )

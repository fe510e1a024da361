"""What follow-up says: verdicts, where to look first, and how good the data are."""

from __future__ import annotations

from typing import Any

import pandas as pd

from pkslib import language
from pkslib.language import mark, number, percent, text
from pkslib.methods import control, evidence
from pkslib.methods.change import main_part
from pkslib.show import pick
from pkslib.show.figures.follow_up.parts import KNOWN, cause
from pkslib.show.names import CODES, Names, small
from pkslib.show.pick import each
from pkslib.show.report import Sentences
from pkslib.tables.results.follow_up import FLAGS
from pkslib.tables.results.learning import ACTIONS, GOALS, NEARER, SEEN

# A reader takes in a few units; the tables have them all.
_MOST = 4
# No chance is told as none.
_LEAST = 0.01
_QUALITY = {
    "late": mark("{count} units have not told of the latest period: {units}."),
    "impossible": mark("{count} units have values that cannot be right: {units}."),
    "unlike": mark("{count} units differ much from others in cost or points each: {units}."),
}
_SUBJECTS = {
    "need": mark("Forecasts of patients"),
    "production": mark("Production"),
    "hours": mark("Production in hours and bed days"),
    "drg": mark("DRG points"),
    "capacity": mark("Available capacity"),
    "queue": mark("Queues"),
    "money": mark("Cost"),
}


def follow_up(verdicts: pd.DataFrame, *, names: Names = CODES) -> Sentences:
    """Say how many deviations to look at, and how the verdicts of the tracking signal differ.

    Parameters
    ----------
    verdicts, names
        The result table, and names of units, needs and activities.
    """
    judged = verdicts[verdicts["flag"] != "too_few"]
    said = [_looked_at(judged, names)] if len(judged) else []
    said += [
        _of_subject(text(words), judged[judged["subject"] == subject])
        for subject, words in _SUBJECTS.items()
        if (judged["subject"] == subject).any()
    ]
    few = len(verdicts) - len(judged)
    if few:
        said.append(
            text("{count} series have fewer than {fewest} periods with both outcome and plan: too "
                 "few to judge.", count=few, fewest=control.FEWEST_PERIODS)
        )  # fmt: skip
    if few and judged.empty:
        said.append(
            text("Where periods are quarters, {months} months hold enough: let the scenario look "
                 "back so far (follow_up.window).", months=3 * control.FEWEST_PERIODS)
        )  # fmt: skip
    return Sentences(said or [text("There is nothing to follow up yet.")])


def _looked_at(judged: pd.DataFrame, names: Names) -> str:
    """Say how many deviations are flagged, and which matters most."""
    flagged = judged[judged["flag"] == pick.LOOK]
    if flagged.empty:
        return text("No deviation needs to be looked at: chance may explain them, or they are too "
                    "small to matter for capacity, queue or money.")  # fmt: skip
    row = pick.highest(flagged, "size")
    return text(
        "{count} of {all} deviations should be looked at: chance hardly explains them though so "
        "many are looked at, and they matter for capacity, queue or money. The largest: "
        "{place} ({item}): {deviation} against {planned} planned.",
        count=len(flagged), all=len(judged), item=small(names.item(row["subject"], row["item"])),
        place=names.of("place", row["place"]),
        deviation=number(row["deviation"], signed=True), planned=number(row["planned"]),
    )  # fmt: skip


def _of_subject(what: str, rows: pd.DataFrame) -> str:
    """Say how many of a subject's deviations are flagged, and what the tracking signal says."""
    both = rows.groupby(["verdict", "flag"]).size()
    systematic = rows["verdict"] == "systematic"
    return text(
        "{what}: {flagged} of {all} to look at. By the tracking signal {systematic} are "
        "systematic; of these {chance} may be chance and {small} are too small to matter.",
        what=what, flagged=int((rows["flag"] == pick.LOOK).sum()), all=len(rows),
        systematic=int(systematic.sum()), chance=int(both.get(("systematic", "chance"), 0)),
        small=int(both.get(("systematic", "small"), 0)),
    )  # fmt: skip


def look_first(
    verdicts: pd.DataFrame,
    deviation_parts: pd.DataFrame,
    large_deviations: pd.DataFrame,
    *,
    names: Names = CODES,
) -> Sentences:
    """Say where to look first: the flagged units, and the farthest of late.

    Parameters
    ----------
    verdicts : pandas.DataFrame
        Result table.
    deviation_parts : pandas.DataFrame
        Result table; of a unit's hours the known part that they mostly are is told.
    large_deviations, names
        The result table, and names of units and capacities.
    """
    said = [
        text("{unit}: {what} {share} against plan; at most {chance} of such are chance.",
             unit=names.of("place", row.place), what=_about(row, names),
             share=percent(row.share, 1, signed=True), chance=percent(max(row.chance, _LEAST)))
        + _mostly(row, deviation_parts)
        for row in each(pick.look_first(verdicts))
    ]  # fmt: skip
    return Sentences([*said, *_large(large_deviations, names)] or [_nothing(verdicts)])


def _nothing(verdicts: pd.DataFrame) -> str:
    """Say that no unit stands out, or that none can be told to: that is no comfort."""
    if len(verdicts) and (verdicts["flag"] == FLAGS[-1]).all():
        return text("No unit can be judged: too few periods have both an outcome and a plan.")
    return text("No unit stands out.")


def _mostly(row: Any, deviation_parts: pd.DataFrame) -> str:
    """Name the known part that a deviation in hours mostly is, remainders left out."""
    here = (deviation_parts["unit"] == row.place) & (deviation_parts["capacity"] == row.item)
    sums = deviation_parts.loc[here, list(KNOWN)].sum(min_count=1).dropna()
    if row.subject != "hours" or sums.empty:
        return ""
    part = main_part(sums.to_dict(), row.deviation)
    if not part:
        return " " + text("No part that is measured is a quarter of it: ask the unit.")
    effect = number(float(sums[part]), signed=True)
    return " " + text("Most: {part}, {effect}.", part=cause(part, float(sums[part])),
                      effect=effect)  # fmt: skip


def _large(large_deviations: pd.DataFrame, names: Names) -> list[str]:
    """Say how many deviations were large in the latest period, and who may help the farthest."""
    if large_deviations.empty:
        return []
    below = large_deviations[large_deviations["deviation"] < 0]
    said = [
        text("In {period} {count} deviations were large, {below} of them below plan; report them "
             "at once.", period=language.period(large_deviations["period"].iloc[0]),
             count=len(large_deviations), below=len(below))
    ]  # fmt: skip
    helped = below[below["helper"].notna()].sort_values("share", kind="stable").head(_MOST - 1)
    return said + [
        text("{unit}, {what}: {share}. {helper} had {spare} {measure} to spare.",
             unit=names.of("place", row.place), what=_about(row, names),
             share=percent(row.share, 1, signed=True),
             helper=names.of("unit", row.helper), spare=number(row.spare),
             measure=names.in_all(row.item))
        for row in each(helped)
    ]  # fmt: skip


def _about(row: Any, names: Names) -> str:
    """Return what a deviation is about, capacity told apart from the production that used it."""
    item = small(names.item(row.subject, row.item))
    return text("Available, {item}", item=item) if row.subject == "capacity" else item


def outcome_quality(quality: pd.DataFrame, *, names: Names = CODES) -> Sentences:
    """Say how complete, timely, possible and comparable the outcomes are.

    Parameters
    ----------
    quality : pandas.DataFrame
        Result table outcome_quality.
    names : Names
        Names of units.
    """
    if quality.empty:
        return Sentences([text("There is nothing to follow up yet.")])
    expected, missing = int(quality["expected"].sum()), int(quality["missing"].sum())
    said = [
        text("{share} of the outcomes are there; {missing} are missing.",
             share=percent(1 - missing / max(expected, 1), 1), missing=number(missing))
        if missing else text("All outcomes are there.")
    ]  # fmt: skip
    for column, words in _QUALITY.items():
        units = quality[quality[column] > 0].sort_values(column, ascending=False, kind="stable")
        shown = ", ".join(names.of("unit", unit) for unit in units["unit"].head(_MOST))
        if len(units):
            said.append(text(words, count=len(units), units=shown))
    if len(said) == 1:
        said.append(text("No unit is late, has impossible values or is unlike the others."))
    return Sentences(said)


def goals(indicators: pd.DataFrame, *, names: Names = CODES) -> Sentences:
    """Say how many goals are met, and where it is most crowded.

    Parameters
    ----------
    indicators : pandas.DataFrame
        Result table indicator_follow_up.
    names : Names
        Names of units.
    """
    if indicators.empty:
        return Sentences(
            [text("No indicators and no goals are reported; see what is missing in chapter 1.")]
        )
    counts = indicators["standing"].value_counts()
    met, missed, unknown = (int(counts.get(code, 0)) for code in GOALS)
    if not met + missed + unknown:
        return Sentences(
            [
                text("No goals are set, so the indicators stand without."),
                *_crowded(indicators, names),
            ]
        )
    by_unit = int(((indicators["standing"] == GOALS[2]) & (indicators["of_units"] > 0)).sum())
    said = [text("{met} of {all} goals are met, {missed} are not.", met=met,
                 all=met + missed + unknown, missed=missed)]  # fmt: skip
    if by_unit:
        said.append(text("{count} are told by units only, whose values do not add up.",
                         count=by_unit))  # fmt: skip
    if unknown > by_unit:
        said.append(text("{count} cannot be told for want of a value.", count=unknown - by_unit))
    return Sentences([" ".join(said), *_crowded(indicators, names)])


def _crowded(indicators: pd.DataFrame, names: Names) -> list[str]:
    """Say which unit is most crowded, in the national measure."""
    rows = indicators.drop_duplicates(["place", "indicator"])
    wide = rows.pivot_table(index="place", columns="indicator", values="value")
    if not {"over_capacity", "placed_elsewhere"} <= set(wide):
        return []
    both = wide[["over_capacity", "placed_elsewhere"]].dropna()
    if both.empty:
        return []
    at = int(both.sum(axis=1).to_numpy().argmax())
    over, elsewhere = both.to_numpy(dtype=float)[at]
    return [
        text("Overcrowding {over} and placed elsewhere {elsewhere} per 100 staffed beds at "
             "{unit}, the highest.", over=number(over, 1), elsewhere=number(elsewhere, 1),
             unit=names.of("unit", str(both.index[at])))
    ]  # fmt: skip


def actions(action_list: pd.DataFrame) -> Sentences:
    """Say how the actions stand, and how many flagged deviations nobody acts on.

    Parameters
    ----------
    action_list : pandas.DataFrame
        Result table.
    """
    counts = action_list["standing"].value_counts()
    overdue, on_time, settled, none = (int(counts.get(code, 0)) for code in ACTIONS)
    said = []
    if overdue + on_time + settled:
        said.append(
            text("Actions overdue: {overdue}; on time: {on_time}; settled: {settled}.",
                 overdue=overdue, on_time=on_time, settled=settled)
        )  # fmt: skip
    left = (action_list["standing"] == ACTIONS[2]) & (action_list["flag"] == pick.LOOK)
    if left.any():
        said.append(
            text("Of the settled, {count} flagged deviations remain.", count=int(left.sum()))
        )
    if none:
        said.append(
            text("{count} flagged deviations have no action: name cause, measure, role and date "
                 "in the table actions.", count=none)
        )  # fmt: skip
    return Sentences(said or [text("No actions are reported, and no deviation is flagged.")])


def own_forecasts(compared: pd.DataFrame) -> Sentences:
    """Say how often the units' own forecasts came nearer than the calculated ones.

    Parameters
    ----------
    compared : pandas.DataFrame
        Result table unit_forecasts_compared.
    """
    if compared.empty:
        return Sentences([text("No unit has told what it expects itself.")])
    counts = compared["nearer"].value_counts()
    own, calculated, alike = (int(counts.get(code, 0)) for code in NEARER)
    if not own + calculated + alike:
        return Sentences([text("None of the units' own forecasts has an outcome to be scored by.")])
    return Sentences([
        text("Of {count} series that a unit forecast itself and that have an outcome, the unit "
             "came nearer in {own}, the calculated forecast in {calculated}; as near in {alike}.",
             count=own + calculated + alike, own=own, calculated=calculated, alike=alike)
    ])  # fmt: skip


def effects(improvements: pd.DataFrame) -> Sentences:
    """Say in how much improvement work an effect is seen, against units that did nothing.

    Parameters
    ----------
    improvements : pandas.DataFrame
        Result table improvement_follow_up.
    """
    begun = improvements[improvements["status"] != "planned"]
    if begun.empty:
        return Sentences([text("No improvement work has begun.")])
    counts = begun["seen"].value_counts()
    seen, not_seen, opposite, not_judged = (int(counts.get(code, 0)) for code in SEEN)
    said = [
        text("Of {count} works begun, an effect is seen in {seen}, none is seen in {not_seen}, and "
             "{not_judged} cannot be judged; {opposite} went the wrong way.", count=len(begun),
             seen=seen, not_seen=not_seen, opposite=opposite, not_judged=not_judged)
    ]  # fmt: skip
    said.append(
        text("An effect is said to be seen where chance would give as much less than once in "
             "{times}: of {times} works that did nothing, one would be told to work. An interval "
             "of 95% that is clear of zero is therefore not enough.",
             times=number(1 / evidence.CLAIMED_BELOW))
    )  # fmt: skip
    if not_seen:
        said.append(
            text("None seen does not mean that there is none: an effect smaller than the interval "
                 "drowns in how much units vary.")
        )  # fmt: skip
    return Sentences(said)

"""The page for the political level: needs, what the budget gives, who waits, more or less money.

After Socialstyrelsen, Strategisk nivå – centrala roller och ansvarsområden: the political level
uses what is known of gaps to take decisions that bring balance, and sees that the budget suffices.
"""

from __future__ import annotations

import pandas as pd

from pkslib import periods
from pkslib.language import mark, number, text
from pkslib.show.document.region import Region, listing, millions
from pkslib.show.document.summary import more_or_less
from pkslib.show.pick import each
from pkslib.show.report import Report, Sentences
from pkslib.show.sentences.balancing import more_money, price_in
from pkslib.show.sentences.money import in_its_prices, paid_once

_NEEDS = 6
_CASES = {
    "as_planned": mark("As planned"),
    "half_effect": mark("The measures give half of what they promise"),
    "more_absence": mark("Staff are absent 5% more"),
    "higher_need": mark("The need becomes as large as one year in ten"),
    "higher_wages": mark("Wages rise 1% more"),
    "dearer_agency": mark("Agency staff cost 20% more"),
}
_PAID = ("cost", "staff")


def needs(region: Region) -> Sentences:
    """Say how many need care, and for what most."""
    rows = region["region_summary"]
    care = region["care_need"]
    if rows.empty or care.empty or pd.isna(rows["patients"].iloc[0]):
        return Sentences()
    row = rows.iloc[0]
    sums = care.groupby("need")["patients"].sum().nlargest(3)
    most = ", ".join(
        f"{region.names.within('need', str(need))} ({number(value)})"
        for need, value in sums.items()
    )
    said = text("{patients} patients are expected to need care in {year}",
                patients=number(row["patients"]), year=region.label)  # fmt: skip
    said += "." if pd.isna(row["change"]) else ", " + more_or_less(row["change"]) + "."
    return Sentences([said + " " + text("Most of them: {most}.", most=most)])


def budget(region: Region) -> Sentences:
    """Say what the budget gives."""
    rows = region["money"]
    own = rows[rows["own"].astype(bool)] if len(rows) else rows
    planned = region["targets"]
    done = float(planned.loc[planned["period"] == region.label, "target"].sum())
    if own.empty or own["plan_cost"].isna().all():
        return Sentences()
    frame = float(own["budget"].sum())
    cost = float(own[["plan_cost", "measures"]].sum().sum() - own["held"].sum())
    said = text("The budget of {budget} is to pay for {planned} activities; the plan with its "
                "measures costs {cost} at the latest year's prices.", budget=millions(frame),
                planned=number(done), cost=millions(cost))  # fmt: skip
    return Sentences([said, *in_its_prices(region["money_bridge"], region.year)])


def who_waits(region: Region) -> Sentences:
    """Say which care must wait, and for whom."""
    rows = region["region_summary"]
    said = []
    if len(rows) and rows["late_upper"].iloc[0] >= 0.5:
        said.append(
            text("At the end of the year {patients} patients have waited longer than the care "
                 "guarantee allows, if the plan is followed.",
                 patients=number(rows["late_upper"].iloc[0]))
        )  # fmt: skip
    if len(region["summary"]) and (region["summary"]["unsolved"] > 0.5).any():
        said.append(
            text("Acute care is given to all. Where there are too few beds it is given on "
                 "overcrowded wards or as outliers on another ward, which is less safe.")
        )  # fmt: skip
    return Sentences(said)


def waiting(region: Region) -> Report | None:
    """Return which planned care is to wait or is not given, for how many."""
    given = region["prioritised"]
    put_off = given[(given["reason"] == "own") & given["to_period"].notna()]
    # Who is put off from a theatre and from a bed is one patient.
    later = put_off.groupby(["need", "capacity"])["patients"].sum().groupby("need").max()
    sums = pd.DataFrame({"later": later, "limited": region.giving_way()}).fillna(0.0)
    if sums.empty:
        return None
    order = sums.sum(axis=1).sort_values(ascending=False).index[:_NEEDS]
    ends = region["waiting_by_plan"]
    last = ends[ends["period"] == ends["period"].max()].groupby("need")["wait_days"].max()
    rows = [
        [region.names.of("need", str(need)), number(sums.loc[need, "later"]),
         number(sums.loc[need, "limited"]),
         text("{days} days", days=number(last[need])) if need in last.index else text("not known")]
        for need in order
    ]  # fmt: skip
    heads = [text("Care"), text("Patients who wait longer"),
             text("Patients without an appointment"),
             text("Wait at the end of the year")]  # fmt: skip
    return listing(text("Planned care that must wait"), heads, rows, (1, 2, 3))


def more_or_less_money(region: Region) -> Report | None:
    """Return what becomes of what lacks when the assumptions change, one at a time."""
    rows = region["sensitivity"]
    if rows.empty:
        return None
    shown = []
    for case, words in _CASES.items():
        mine = rows[rows["case"] == case]
        if len(mine):
            paid = [number(float(mine[name].sum()) / 1e6, 1) for name in _PAID]
            shown.append([text(words), *_lacking(region, mine), *paid])
    heads = [text("If"), text("Beds lacking, mean over the year"),
             text("of which not even strain covers"), text("Hours of care that wait, a week"),
             text("Cost of the measures, million SEK"),
             text("Cost of staff, million SEK")]  # fmt: skip
    if not rows[list(_PAID)].to_numpy(dtype=float, na_value=0).any():
        heads, shown = heads[: -len(_PAID)], [row[: -len(_PAID)] for row in shown]
    # What changes nothing that is known here is no case.
    told = [row for at, row in enumerate(shown) if not at or row[1:] != shown[0][1:]]
    table = listing(text("If it turns out otherwise"), heads, told, range(1, len(heads)))
    # The summary tells what measures cost beside the plan; here they stand with all they cost.
    budgets = region["money"]
    return table and table.noted(*paid_once(budgets[budgets["own"].astype(bool)]))


def _lacking(region: Region, rows: pd.DataFrame) -> list[str]:
    """Return beds that lack, beds left after the measures, and hours of care that wait."""
    beds, days = rows["capacity"].map(region.is_bed), periods.days(region.label)
    left = rows["unsolved"] + rows["gives_way"]
    timed = rows["capacity"].map(region.names.measures) == "hour"
    waits = rows.loc[timed, "gives_way"].sum() / days * 7
    told = rows.loc[beds, "shortage"].sum() / days, left[beds].sum() / days
    # Care that waits for a bed is no hours; none may not be read as nobody waits.
    return [number(told[0], 1), number(told[1], 1), number(waits) if timed.any() else "–"]


def _priced(region: Region, unit: str) -> pd.DataFrame:
    """Return the capacity and unit_cost of what a unit may extend or buy."""
    reach, offered = region["measure_reach"], region["measures"]
    offered = offered.assign(unit_cost=offered["unit_cost"].fillna(offered["cost"]))
    columns = ["unit", "capacity", "unit_cost"]
    rows = pd.concat([reach[columns], offered[columns]], ignore_index=True)
    return rows[rows["unit"] == unit]


def next_million(region: Region) -> Sentences:
    """Say what a million more would give where most, and what a million less would mean."""
    limits = region["ladder_limits"]
    budgets = limits[limits["limit"] == "budget"].sort_values("price", ascending=False)
    said = [
        more_money(row, priced, region.names) for row in each(budgets.head(2))
        if price_in(row, priced := _priced(region, row.item))
    ]  # fmt: skip
    less = text("A million less takes as much away where it is saved.")
    return Sentences([f"{said[0]} {less}"] if said else [])

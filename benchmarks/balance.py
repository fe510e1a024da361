"""Measure the balance at several sizes, against a peer, and write it to docs/benchmarks.md.

A region of 60 units, 12 capacities and 18 months, and up to ten times as many units; and 20
regions in one programme. Each size runs in a process of its own; processor time counts, the
imports not. The peer (PuLP with CBC) solves the same first step, most surplus moved between
units, as one programme stated in a modelling language; it is left out where it is not installed.
"""

import argparse
import datetime
import os
import platform
import statistics
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pandas as pd

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "benchmarks.md"
HEADING = "## The balance"
CAPACITIES = 12
MONTHS = 18
UNITS = 60
TIMES = (1, 2, 5, 10)
REGIONS = 20
# Beyond this the peer's every pair of units takes too long.
PEER_UNITS = 60


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--way", choices=list(WAYS), help=argparse.SUPPRESS)
    parser.add_argument("--units", type=int, help=argparse.SUPPRESS)
    choice = parser.parse_args()
    if choice.way:
        print(f"{WAYS[choice.way](choice.units):.3f}")
        return
    sizes = [UNITS * times for times in TIMES]
    rows = [(way, units, measured(way, units, choice.repeat)) for way, units in cases(sizes)]
    table = pd.DataFrame(rows, columns=["way", "units", "seconds"])
    print(table.to_string())
    publish(table, choice.repeat)


def cases(sizes):
    ours = [(way, units) for units in sizes for way in ("balance", "first step")]
    theirs = [("peer", units) for units in sizes if units <= PEER_UNITS and find_spec("pulp")]
    return [*ours, *theirs, ("regions", UNITS * REGIONS)]


def measured(way, units, repeat):
    """The median of some runs, each in a process of its own."""
    command = [sys.executable, __file__, "--way", way, "--units", str(units)]
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    runs = [float(subprocess.check_output(command, env=environment)) for _ in range(repeat)]
    return statistics.median(runs)


# What is measured ----------------------------------------------------------------------------


def region(units, regions=1):
    """Cells with need, available and elective care; a fifth of the units have two measures."""
    from pkslib import periods
    from pkslib.tables.declaration import filled
    from pkslib.tables.inputs import INPUTS

    rng = np.random.default_rng(units)
    names = np.array([f"R{unit % regions:02d}-H{unit % 5}-{unit:04d}" for unit in range(units)])
    months = [f"2027-{month:02d}" for month in range(1, 13)] + [
        f"2028-{month:02d}" for month in range(1, MONTHS - 11)
    ]
    every = pd.MultiIndex.from_product(
        [sorted(names), [f"c{k:02d}" for k in range(CAPACITIES)], months],
        names=["unit", "capacity", "period"],
    ).to_frame(index=False)
    need = rng.uniform(50, 150, len(every))
    cells = every.assign(
        need=need,
        available=need * rng.normal(1.0, 0.12, len(every)),
        hospital=every["unit"].str[:6],
        # No region lends to another.
        capacity=every["capacity"] + (every["unit"].str[:3] if regions > 1 else ""),
    )
    cells = cells.sort_values(["unit", "capacity", "period"], ignore_index=True)
    used = 0.85 * cells["need"]
    cells = cells.assign(
        measure="hour", mean=used, raw=used, target=0.85, ceiling=1.0, block=0.04 * cells["need"]
    )
    begins = cells["period"].map({label: periods.start(label).toordinal() for label in months})
    care = pd.DataFrame({
        "cell": np.arange(len(cells)), "need": "hip", "priority": 3, "until": begins + 90.0,
        "elective": True, "yields": True, "levels": True, "episode": None, "use": 1.0,
        "whole": 0.3 * cells["need"], "amount": 0.3 * cells["need"],
    })  # fmt: skip
    helped = sorted(names)[::5]
    measures = pd.DataFrame(
        {"measure": f"M{step}{unit}", "name": "x", "step": step, "unit": unit, "to_unit": None,
         "capacity": cells["capacity"].iloc[0], "side": "capacity", "max_amount": 60.0,
         "cost": 100.0 * step, "start": "2027-01", "end": "2027-12", "status": "planned",
         "realised": 0.0}
        for unit in helped for step in (3, 4)
    )  # fmt: skip
    return cells.assign(limiting=""), care, filled(measures, INPUTS["measures"])


def frame(cells):
    """No budgets and no listed moves; all units of one specialty."""
    from pkslib.settings import Balance
    from pkslib.steps.balance.offers import UNBOUND, Frame
    from pkslib.tables.declaration import empty
    from pkslib.tables.inputs import INPUTS
    from pkslib.tables.results import RESULTS

    specialty = pd.Series("surgery", sorted(cells["unit"].unique()))
    limits = empty(RESULTS["capacity_limits"])
    return Frame(empty(INPUTS["allowed_moves"]), UNBOUND, Balance(), specialty, limits)


def no_stops():
    from scipy import sparse

    from pkslib.steps.balance.stops import Stops

    none = np.zeros(0, np.int64)
    seen = pd.DataFrame(columns=["need", "unit", "capacity", "first", "seen_at"])
    return Stops(none, none, np.zeros(0), sparse.csr_array((0, 0)), np.zeros(0), seen)


def balance(units, regions=1):
    from pkslib.steps.balance.ladder import climb
    from pkslib.steps.balance.offers import offers_of

    cells, care, measures = region(units, regions)
    start = time.process_time()
    climb(cells, care, offers_of(measures, 2027), frame(cells), no_stops())
    return time.process_time() - start


def first_step(units):
    from pkslib.steps.balance.moves import moves_of

    cells, care, _ = region(units)
    gap = (cells["need"] - cells["available"]).to_numpy()
    start = time.process_time()
    moves_of(cells, gap, care.iloc[:0], frame(cells))
    return time.process_time() - start


def peer(units):
    import pulp

    cells, _, _ = region(units)
    gap = (cells["need"] - cells["available"]).to_numpy()
    start = os.times()
    model = pulp.LpProblem("moves", pulp.LpMaximize)
    moved: list[pulp.LpVariable] = []
    for number, rows in enumerate(cells.groupby(["capacity", "period"]).indices.values()):
        givers, takers = rows[gap[rows] < 0], rows[gap[rows] > 0]
        ways = {(a, b): pulp.LpVariable(f"x{number}_{a}_{b}", 0) for a in givers for b in takers}
        moved += ways.values()
        for a in givers:
            model += pulp.lpSum(ways[a, b] for b in takers) <= -gap[a]
        for b in takers:
            model += pulp.lpSum(ways[a, b] for a in givers) <= gap[b]
    model += pulp.lpSum(moved)
    model.solve(pulp.PULP_CBC_CMD(msg=False))
    end = os.times()
    return sum(end[:4]) - sum(start[:4])


WAYS = {
    "balance": balance,
    "first step": first_step,
    "peer": peer,
    "regions": lambda units: balance(units, REGIONS),
}


# Writing ---------------------------------------------------------------------------------------


def publish(table, repeat):
    shown = table[table["way"] != "regions"].pivot_table("seconds", "units", "way")
    ways = [way for way in ("balance", "first step", "peer") if way in shown]
    lines = [
        f"| {units} | {CAPACITIES} | {MONTHS} | "
        + " | ".join("–" if np.isnan(row[way]) else f"{row[way]:.2f}" for way in ways) + " |"
        for units, row in shown.iterrows()
    ]  # fmt: skip
    together = table.loc[table["way"] == "regions", "seconds"].iloc[0]
    heads = {"balance": "whole ladder, s", "first step": "moves between units, s",
             "peer": "the same moves, PuLP with CBC, s"}  # fmt: skip
    absent = "" if "peer" in ways else " The peer, PuLP, is not installed here and not measured."
    runs = "one run of each" if repeat == 1 else f"median of {repeat} runs"
    text = f"""{HEADING}

{datetime.date.today()}, {platform.processor() or platform.machine()}, one thread; Python
{platform.python_version()}. Written by `python benchmarks/balance.py`: processor time, {runs},
imports and reading not counted. Every unit has every capacity in every month, which
no region has: it is the size that counts. Half of the cells lack capacity, 30 % of the need is
elective and may wait 90 days, a fifth of the units have measures.{absent}

| units | capacities | months | {" | ".join(heads[way] for way in ways)} |
| ---: | ---: | ---: | {" | ".join("---:" for _ in ways)} |
{chr(10).join(lines)}

{REGIONS} regions of {UNITS} units in one programme, the ladder climbed together: {together:.1f} s.
"""
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(HEADING + "\n")
    _, _, after = rest.partition("\n## ")
    PAGE.write_text(
        before.rstrip("\n") + "\n\n" + text + (f"\n## {after}" if after else ""), encoding="utf-8"
    )


if __name__ == "__main__":
    main()

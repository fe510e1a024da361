"""Play Regionspelet by its three robots, and write how it went to the docs of the course.

A robot's round is a quarter; its time is the process's CPU time over the whole game, with the
plans of both years in it. The ladder wins a seed when it has both the least refused care and the
least overtime of the three.
"""

import argparse
import re
import time
from pathlib import Path

import pandas as pd

from pkslib import language
from pkslib.language import number, percent, text
from pkslib.show.training.game import play, robots, rules
from pkslib.show.training.game.robots import LADDER, NAMES
from pkslib.show.training.game.rules import Week
from pkslib.show.training.game.score import MEASURES, score

ROOT = Path(__file__).parents[1]
DOCS = {"sv": "docs/training/regionspelet.md", "en": "docs/training/region-game.md"}
SAID = {
    "sv": (
        "sekunder per omgång",
        "{count} frön. Trappan har minst vägd vård utan plats eller senarelagd i {refused}, minst "
        "övertid i {overtime} och båda i {both}. En robots omgång tar {seconds} s i genomsnitt.",
    ),
    "en": (
        "seconds a round",
        "{count} seeds. The ladder has the least weighed care without a bed or put off in "
        "{refused}, the least overtime in {overtime} and both in {both}. A robot's round takes "
        "{seconds} s on average.",
    ),
}
WEEKS_HEAD = {
    "sv": (
        "utan plats eller senarelagda, vägt: utan reserv och utlåning", "med",
        "övertid, timmar: utan", "med", "kostnad, miljoner kronor: utan", "med",
    ),
    "en": (
        "no bed or put off, weighed: without reserve and lending", "with",
        "overtime, hours: without", "with", "cost, million SEK: without", "with",
    ),
}  # fmt: skip
WEEKS_SAID = {
    "sv": "{count} frön. När ingen har reserv eller lånar ut har trappan minst vägd vård utan "
    "plats eller senarelagd i {bare_refused}, minst övertid i {bare_overtime} och båda i "
    "{bare_both}; när alla tre har reserv och lånar ut i {staffed_refused}, {staffed_overtime} och "
    "{staffed_both}.",
    "en": "{count} seeds. Where nobody keeps a reserve or lends, the ladder has the least weighed "
    "care without a bed or put off in {bare_refused}, the least overtime in {bare_overtime} and "
    "both in {bare_both}; where all three do, in {staffed_refused}, {staffed_overtime} and "
    "{staffed_both}.",
}
# Both go on where they were left; take them away when the rules have changed.
ROWS, WEEKS_ROWS = ROOT / "output" / "robots.csv", ROOT / "output" / "robots_weeks.csv"
# Each robot once more with the other's weeks: what reserve and lending do by themselves.
BARE, STAFFED = "bare", "staffed"
OTHER = {robot: Week() if robot == LADDER else robots.week_of(LADDER) for robot in NAMES}
WEEKS_SEEDS = 40
WON = ("refused", "overtime")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seeds", type=int, default=200)
    count = parser.parse_args().seeds
    region = rules.region(ROOT / "data" / "course")
    own = kept(ROWS, count, lambda seed: (played(region, seed, robot) for robot in NAMES))
    turned = kept(
        WEEKS_ROWS,
        min(count, WEEKS_SEEDS),
        lambda seed: (played(region, seed, robot, week) for robot, week in OTHER.items()),
    )
    both = pd.concat([
        own[own["seed"] <= WEEKS_SEEDS].assign(week=lambda t: _weeks(t["robot"] == LADDER)),
        turned.assign(week=lambda t: _weeks(t["robot"] != LADDER)),
    ])  # fmt: skip
    for code, path in DOCS.items():
        with language.using(code):
            page = ROOT / path
            written = put(page.read_text("utf-8"), "robots", told(own))
            page.write_text(put(written, "weeks", weeks_told(both)), encoding="utf-8")


def _weeks(staffed):
    return staffed.map({True: STAFFED, False: BARE})


def kept(path, count, rows_of):
    """Return the rows of the first seeds, of which those kept in a file are not played again."""
    path.parent.mkdir(exist_ok=True)
    last = pd.read_csv(path)["seed"].max() if path.exists() else 0
    for seed in range(last + 1, count + 1):
        rows = pd.DataFrame(rows_of(seed))
        rows.to_csv(path, mode="a", header=not path.exists(), index=False)
        print(seed, *rows["refused"].round(), flush=True)
    found = pd.read_csv(path)
    return found[found["seed"] <= count]


def put(page, name, block):
    """Return a page with a block of it written anew."""
    marks = rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)"
    return re.sub(marks, rf"\g<1>\n{block}\n\n\g<2>", page, flags=re.DOTALL)


def played(region, seed, robot, week=None):
    start = time.process_time()
    game = play.played_by(region, seed, robot, week)
    spent = (time.process_time() - start) / rules.QUARTERS
    return {"seed": seed, "robot": robot, "seconds": spent, **vars(score(game.outcomes))}


def told(found):
    """Return the means of each robot, and how often the ladder wins, in the language in use."""
    head = [
        text("player"),
        *(text(said) for said, _ in MEASURES.values()),
        SAID[language.active()][0],
    ]
    means = found.groupby("robot")[[*MEASURES, "seconds"]].mean()
    rows = [
        [text(name), percent(row["within"]), number(row["refused"]), number(row["overtime"]),
         number(row["cost"] / 1e6, 1), number(row["early"]), number(row["seconds"], 2)]
        for robot, name in NAMES.items() for row in [means.loc[robot]]
    ]  # fmt: skip
    return f"{table(head, rows)}\n\n{won(found)}"


def table(head, rows):
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def weeks_told(found):
    """Return what each robot's weeks do by themselves: means without and with reserve, lending."""
    means = found.pivot_table([*WON, "cost"], "robot", "week", "mean")
    rows = [
        [text(name), *(number(row[one, week]) for one in WON for week in (BARE, STAFFED)),
         *(number(row["cost", week] / 1e6, 1) for week in (BARE, STAFFED))]
        for robot, name in NAMES.items() for row in [means.loc[robot]]
    ]  # fmt: skip
    head = [text("player"), *WEEKS_HEAD[language.active()]]
    return f"{table(head, rows)}\n\n{parted(found)}"


def parted(found):
    """Tell how often the ladder is best where all three have the same weeks."""
    shares = {
        f"{week}_{name}": share
        for week in (BARE, STAFFED) for name, share in won_in(found[found["week"] == week]).items()
    }  # fmt: skip
    return WEEKS_SAID[language.active()].format(count=found["seed"].nunique(), **shares)


def won_in(found):
    """Return in how many seeds the ladder has the least, by measure and on both, in words."""
    best = found.pivot_table(WON, "seed", "robot")
    wins = {name: best[name][LADDER] < best[name].drop(columns=LADDER).min(axis=1) for name in WON}
    wins["both"] = wins["refused"] & wins["overtime"]
    return {name: percent(each.mean()) for name, each in wins.items()}


def won(found):
    return SAID[language.active()][1].format(
        count=found["seed"].nunique(), seconds=number(found["seconds"].mean(), 2), **won_in(found)
    )


if __name__ == "__main__":
    main()

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
from pkslib.show.training.game import play, rules
from pkslib.show.training.game.robots import LADDER, NAMES
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
BLOCK = re.compile(r"(<!-- robots -->\n).*?(<!-- /robots -->)", re.DOTALL)
# Goes on where it was left; take it away when the rules have changed.
ROWS = ROOT / "output" / "robots.csv"
WON = ("refused", "overtime")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seeds", type=int, default=200)
    count = parser.parse_args().seeds
    region = rules.region(ROOT / "data" / "course")
    ROWS.parent.mkdir(exist_ok=True)
    for seed in range(
        1 + (len(pd.read_csv(ROWS)) // len(NAMES) if ROWS.exists() else 0), count + 1
    ):
        rows = pd.DataFrame(played(region, seed, robot) for robot in NAMES)
        rows.to_csv(ROWS, mode="a", header=not ROWS.exists(), index=False)
        print(seed, *rows["refused"].round(), flush=True)
    found = pd.read_csv(ROWS)
    publish(found[found["seed"] <= count])


def publish(found):
    for code, path in DOCS.items():
        with language.using(code):
            page = ROOT / path
            written = BLOCK.sub(rf"\g<1>\n{told(found)}\n\n\g<2>", page.read_text("utf-8"))
            page.write_text(written, encoding="utf-8")


def played(region, seed, robot):
    start = time.process_time()
    game = play.played_by(region, seed, robot)
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
    lines = [head, ["---"] * len(head), *rows]
    table = "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
    return f"{table}\n\n{won(found)}"


def won(found):
    best = found.pivot_table(WON, "seed", "robot")
    wins = {name: best[name][LADDER] < best[name].drop(columns=LADDER).min(axis=1) for name in WON}
    both = wins["refused"] & wins["overtime"]
    return SAID[language.active()][1].format(
        count=len(best), refused=percent(wins["refused"].mean()),
        overtime=percent(wins["overtime"].mean()), both=percent(both.mean()),
        seconds=number(found["seconds"].mean(), 2),
    )  # fmt: skip


if __name__ == "__main__":
    main()

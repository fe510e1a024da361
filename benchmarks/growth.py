"""Measure how a run grows with its regions, and what a worker holds, into docs/benchmarks.md.

* growth: 1, 2, 4 and 8 regions in one worker, and the straight line through them
* many: `pks run` on 21 to 210 regions with the first notebook alone, so that what the run itself
  does for a region and for all of them is what counts
* worker: one region three times over in one worker, its memory and its open files after each

Memory is that of the worker, its fork server and its kernel together (proportional set size, which
counts a page that processes share once).
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import nbformat
import numpy as np
import pandas as pd
import run

from pkslib.run import project

COUNTS = (1, 2, 4, 8)
REPEATS = 3
MANY = (21, 63, 105, 210)
HEADING = "## The run as it grows"
PKS = str(Path(sys.executable).with_name("pks"))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", default=str(run.ROOT / "data" / "demo"))
    parser.add_argument("--counts", type=int, nargs="+", default=COUNTS)
    parser.add_argument("--worker", help=argparse.SUPPRESS)
    choice = parser.parse_args()
    if choice.worker:
        print(json.dumps(held(choice)))
        return
    lines = [run.made(), "", ABOUT, "", *grown(choice), "", *many(), "", *worker(choice)]
    run.replace_section(HEADING, "\n".join(lines) + "\n")
    print("\n".join(lines))


def grown(choice):
    """Yield a table of processor time by regions, and the line through it."""
    regions = pd.read_parquet(Path(choice.data) / "regions.parquet")["region"].tolist()
    spent = {}
    for count in choice.counts:
        with tempfile.TemporaryDirectory() as output:
            spent[count] = run.timed("pks", regions[:count], choice.data, output)["CPU s"]
        print(count, spent[count], flush=True)
    slope, start = np.polyfit(list(spent), list(spent.values()), 1)
    line = {count: start + slope * count for count in spent}
    off = max(abs(spent[count] / line[count] - 1) for count in spent)
    yield from table(
        ("regions", "CPU s", "line"),
        [(count, f"{spent[count]:.1f}", f"{line[count]:.1f}") for count in spent],
    )
    yield ""
    yield (
        f"The line: {start:.1f} s and {slope:.1f} s a region; no point is more than "
        f"{100 * off:.0f} % from it. Drawn on, 21 regions take {start + 21 * slope:.0f} s of one "
        f"core and 210 take {start + 210 * slope:.0f} s; these are not measured."
    )


def many():
    """Yield a table of wall time and of the run's own memory by regions, all made anew."""
    rows = []
    with tempfile.TemporaryDirectory() as place:
        data, books = Path(place, "data"), Path(place, "books")
        subprocess.run([PKS, "demo", data, "--regions", str(max(MANY))], check=True)
        books.mkdir()
        shutil.copy(project.notebook_folder() / "01_data.ipynb", books)
        network = nbformat.read(project.notebook_folder() / "network.ipynb", as_version=4)
        # Without the steps left out there is nothing to compare.
        network.cells = [*network.cells[:2], nbformat.v4.new_code_cell("print(year)")]
        nbformat.write(network, books / "network.ipynb")
        codes = pd.read_parquet(data / "regions.parquet")["region"].tolist()
        for count in MANY:
            rows.append((count, *short_run(data, books, codes[:count])))
            print(rows[-1], flush=True)
    yield from table(("regions", "wall s", "s a region", "MB of the run itself"), rows)


def short_run(data, books, regions):
    """Return wall time, that of a region, and the highest memory of the process that leads."""
    with tempfile.TemporaryDirectory() as output:
        named = [word for region in regions for word in ("--region", region)]
        given = ["--data", data, "--year", str(run.YEAR), "--output", output, "--notebooks", books]
        began = time.perf_counter()
        leader = subprocess.Popen([PKS, "run", *given, *named], stderr=subprocess.DEVNULL)
        _, status, used = os.wait4(leader.pid, 0)
        wall = time.perf_counter() - began
        leader.returncode = os.waitstatus_to_exitcode(status)
    if leader.returncode:
        raise subprocess.CalledProcessError(leader.returncode, leader.args)
    return f"{wall:.1f}", f"{wall / len(regions):.2f}", f"{used.ru_maxrss / 1000:.0f}"


def worker(choice):
    """Yield a table of what a worker holds after each of three rounds."""
    command = [sys.executable, __file__, "--data", choice.data, "--worker", "06"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    rounds = json.loads(done.stdout.splitlines()[-1])
    yield from table(
        ("round", "peak MB", "MB after it", "open files"),
        [(at, *(f"{value:.0f}" for value in found)) for at, found in enumerate(rounds, start=1)],
    )


def held(choice):
    """Make a region's pack three times, and return peak, memory and open files of each round."""
    choice.regions, rounds = [choice.worker], []
    for _ in range(REPEATS):
        with tempfile.TemporaryDirectory() as choice.output, peak() as highest:
            run.packs(run.by_us, choice)
        family = processes(os.getpid())
        files = sum(len(list(Path(f"/proc/{process}/fd").iterdir())) for process in family)
        rounds.append((max(highest), memory(), files))
    run.ended()
    return rounds


class peak:
    """Watch the memory of this process and those it started, inside a ``with`` block."""

    def __enter__(self):
        self.found, self.on = [memory()], True
        self.thread = threading.Thread(target=self.watch)
        self.thread.start()
        return self.found

    def watch(self):
        while self.on:
            self.found.append(memory())
            time.sleep(0.2)

    def __exit__(self, *_):
        self.on = False
        self.thread.join()


def memory():
    """Return the memory of this process and those it started [MB]."""
    total = 0
    for process in processes(os.getpid()):
        try:
            rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
        except OSError:  # it has ended meanwhile
            continue
        total += next(int(line.split()[1]) for line in rollup.splitlines() if line[:4] == "Pss:")
    return total / 1000


def processes(process):
    """Return a process and those it started, and those they did."""
    try:
        tasks = list(Path(f"/proc/{process}/task").iterdir())
        started = [word for task in tasks for word in (task / "children").read_text().split()]
    except OSError:
        return []
    return [process, *(one for child in started for one in processes(int(child)))]


def table(head, rows):
    """Yield the lines of a markdown table."""
    for row in (head, ["---"] * len(head), *rows):
        yield f"| {' | '.join(map(str, row))} |"


ABOUT = __doc__.split("\n\n", 1)[1].strip()

if __name__ == "__main__":
    main()

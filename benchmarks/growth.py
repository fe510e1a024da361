"""Measure how `pks run` grows with the regions, and write it to docs/benchmarks.md.

Each row is a run of its own over so many regions of an invented data set, all made anew; the data
set is checked whole each time. Memory is proportional set size, which counts a page that processes
share once, looked at once a second, at its highest: of the process that leads the run, of the one
that checks the data, and of all that makes the packs (the image, workers, fork servers, kernels),
divided by the number of workers. CPU time is that of all processes. Open files are those of all
processes at their most.
"""

import argparse
import ctypes
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import nbformat
import numpy as np
import pandas as pd
import psutil
import run

from pkslib.run import project, workers

HEADING = "## The run as it grows"
PKS = str(Path(sys.executable).with_name("pks"))
# Memory is looked at so often [s]; a look at eight processes takes some 0.05 s.
EVERY = 1
PR_SET_CHILD_SUBREAPER = 36


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", help="a data set; invented when not given")
    parser.add_argument("--regions", type=int, nargs="+", default=[2, 4, 8])
    parser.add_argument("--jobs", type=int, default=workers.cores())
    parser.add_argument("--first", action="store_true", help="the first notebook alone")
    choice = parser.parse_args()
    # Python's fork server outlives the run that started it by a moment; its time is counted too.
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)
    with tempfile.TemporaryDirectory() as place:
        data = choice.data or invented(Path(place, "data"), max(choice.regions))
        books = first_alone(Path(place, "books")) if choice.first else project.notebook_folder()
        codes = pd.read_parquet(Path(data, "regions.parquet"))["region"].tolist()
        rows = []
        for count in choice.regions:
            rows.append(measured(data, books, codes[:count], choice.jobs))
            print(rows[-1], flush=True)
    publish(rows, choice, len(codes))


def invented(folder, regions):
    subprocess.run([PKS, "demo", folder, "--regions", str(regions)], check=True)
    return folder


def first_alone(folder):
    """Return a folder with the first notebook, and a page of all regions that compares nothing."""
    folder.mkdir()
    shutil.copy(project.notebook_folder() / "01_data.ipynb", folder)
    network = nbformat.read(project.notebook_folder() / "network.ipynb", as_version=4)
    network.cells = [*network.cells[:2], nbformat.v4.new_code_cell("print(year)")]
    nbformat.write(network, folder / "network.ipynb")
    return folder


def measured(data, books, regions, jobs):
    """Return what a run over regions takes."""
    with tempfile.TemporaryDirectory() as output:
        given = ["--data", data, "--year", str(run.YEAR), "--output", output, "--notebooks", books]
        named = [word for region in regions for word in ("--region", region)]
        command = [PKS, "run", *given, *named, "--jobs", str(jobs)]
        before, began = spent(), time.perf_counter()
        leader = psutil.Popen(command, stdout=subprocess.DEVNULL)
        seen = watched(leader, Path(output))
        wall = time.perf_counter() - began
    if leader.returncode:
        raise subprocess.CalledProcessError(leader.returncode, command)
    all_ended()
    busy = min(jobs, len(regions))
    return {
        "regions": len(regions),
        "wall s": wall,
        "CPU s": spent() - before,
        "MB leading": seen["leading"],
        "MB checking": seen["checking"],
        "MB a worker": seen["making"] / busy,
        "open files": seen["files"],
    }


def watched(leader, output):
    """Return the highest memory [MB] and number of open files while a run lasts."""
    highest = dict.fromkeys(("leading", "checking", "making", "files"), 0)
    phase = "checking"
    while leader.poll() is None:
        others = leader.children(recursive=True)
        if phase == "checking" and any(output.rglob("*.ipynb")):
            phase = "making"
        now = {
            "leading": total(memory, [leader]),
            phase: total(memory, others),
            "files": total(psutil.Process.num_fds, [leader, *others]),
        }
        highest |= {name: max(highest[name], found) for name, found in now.items()}
        time.sleep(EVERY)
    return highest


def all_ended():
    """Wait for all that a run has left to end."""
    try:
        while True:
            os.wait()
    except ChildProcessError:
        return


def spent():
    """Return the processor time of all processes that have ended and been waited for [s]."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def total(figure, family):
    """Return the sum of a figure over processes; one that has ended meanwhile has none."""
    found = 0
    for process in family:
        with suppress(psutil.NoSuchProcess):
            found += figure(process)
    return found


def memory(process):
    """Return the proportional set size of a process [MB]."""
    return process.memory_full_info().pss / 1e6


def publish(rows, choice, known):
    """Print the table and the line through it, and write the section of the page."""
    counts, busy = ([row[name] for row in rows] for name in ("regions", "CPU s"))
    what = "The first notebook alone" if choice.first else "Whole chains"
    about = f"{what}, {choice.jobs} workers, {known} regions in the data set."
    lines = [run.made(), "", ABOUT, "", about, "", *table(rows)]
    if len(rows) > 2:
        slope, start = np.polyfit(counts, busy, 1)
        off = np.abs(busy / (start + slope * np.array(counts)) - 1).max()
        line = f"A straight line: {start:.0f} CPU s and {slope:.1f} a region"
        lines += ["", f"{line}; no row is more than {100 * off:.0f} % from it."]
    print("\n".join(lines))
    heading = f"{HEADING}, first notebook" if choice.first else HEADING
    run.replace_section(heading, "\n".join(lines) + "\n")


def table(rows):
    """Yield the lines of a markdown table."""
    shown = [[f"{value:.0f}" for value in row.values()] for row in rows]
    for line in (list(rows[0]), ["---"] * len(rows[0]), *shown):
        yield f"| {' | '.join(line)} |"


ABOUT = __doc__.split("\n\n", 1)[1].strip()

if __name__ == "__main__":
    main()

"""Measure what a notebook costs besides its cells, and write it to docs/benchmarks.md.

* runner: one cell that does nothing, from the parameters to the proof that it ran, in a warm kernel
* page: each notebook of a region's pack as HTML, the exporter made before

Processor time is that of worker, fork server and kernel together. Medians.
"""

import argparse
import statistics
import tempfile
import time
from pathlib import Path

import nbformat
import psutil
import run
from nbformat.v4 import new_code_cell, new_notebook

from pkslib.pack import html
from pkslib.run import notebook
from pkslib.run.warm import forks

HEADING = "## A notebook"
TIMES = 20


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", default=str(run.ROOT / "data" / "demo"))
    parser.add_argument("--regions", nargs=1, default=["06"])
    choice = parser.parse_args()
    with tempfile.TemporaryDirectory() as choice.output:
        rows = [("runner", *runner(Path(choice.output)))]
        packed = run.packs(notebook.execute, choice.regions[0], choice.data, choice.output)
        rows.append(("page", *pages(sorted(packed.rglob("[0-9][0-9]_*.ipynb")))))
    forks.close()
    lines = ["| what | wall ms | CPU ms |", "| --- | --- | --- |"]
    lines += [f"| {what} | {1000 * wall:.0f} | {1000 * cpu:.0f} |" for what, wall, cpu in rows]
    print("\n".join(lines))
    run.replace_section(HEADING, "\n".join([run.made(), "", ABOUT, "", *lines]) + "\n")


def runner(folder):
    """Return what running an empty notebook takes."""
    source, target = folder / "source.ipynb", folder / "target.ipynb"
    cells = [
        new_code_cell("year: int = 0", metadata={"tags": ["parameters"]}),
        new_code_cell("year"),
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": kernel}), source)
    notebook.execute(source, target, {"year": run.YEAR}, folder)
    return measured(
        lambda: notebook.execute(source, target, {"year": run.YEAR}, folder) for _ in range(TIMES)
    )


def pages(executed):
    """Return what making HTML of a notebook takes."""
    html.section(executed[0])
    return measured((lambda path=path: html.section(path)) for path in executed)


def measured(calls):
    """Return the median wall and processor time of calls [s]."""
    spent = []
    for call in calls:
        before = time.perf_counter(), cpu()
        call()
        spent.append((time.perf_counter() - before[0], cpu() - before[1]))
    return [statistics.median(times) for times in zip(*spent, strict=True)]


def cpu():
    """Return the processor time of this process and all that it has started [s]."""
    return run.spent(psutil.Process())


ABOUT = __doc__.split("\n\n", 1)[1].strip()

if __name__ == "__main__":
    main()

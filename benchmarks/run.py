"""Measure the chain of a region four ways, in turns, and write it to docs/benchmarks.md.

* papermill: its command line, a process and a stock kernel per notebook
* execute_notebook: the same function in one process, a stock kernel per notebook
* pks: as `pks run` makes a region, in a worker forked for it, with warm kernels
* limit: the notebooks' cells as plain Python in one process, figures and tables drawn

All make the same pack of page, workbook and receipt. Each way has a process of its own that makes
one region first and then waits for its turn: in each round every way makes one further region, one
way after the other. What counts is the processor time of the process and all that it starts. The
machine's speed changes from minute to minute, so ways are compared within their round, and the
table has the median of the rounds' ratios. The last column is the wall time of a round.

A run takes longer than the limit for three reasons: nine kernels start, Papermill and the messages
between worker and kernel, and cells take longer in a process that has drawn no picture yet.
"""

import argparse
import ast
import datetime
import os
import platform
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from functools import cache
from pathlib import Path
from unittest import mock

import pandas as pd
import psutil

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "benchmarks.md"
HEADING = "## The run"
YEAR = 2027


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", default=str(ROOT / "data" / "demo"))
    parser.add_argument("--first", default="07", help="the region that each way makes first")
    parser.add_argument("--further", default="06", help="the region of every round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--ways", nargs="+", default=list(WAYS), choices=list(WAYS))
    parser.add_argument("--way", choices=list(WAYS), help=argparse.SUPPRESS)
    choice = parser.parse_args()
    if choice.way:
        WAYS[choice.way](turns(), choice.data)
        return
    table = summed(measured(choice))
    print(table.round(2).to_string())
    if set(choice.ways) == set(WAYS):
        publish(table, choice)


# Measuring ------------------------------------------------------------------------------------


def measured(choice):
    """Return processor and wall time of every way's turns, round 0 being the first region."""
    command = [sys.executable, __file__, "--data", choice.data, "--way"]
    ways = {name: started([*command, name]) for name in choice.ways}
    rows = []
    for count in range(choice.rounds + 1):
        for name, process in ways.items():
            spent = timed(process, choice.further if count else choice.first)
            rows.append({"way": name, "round": count, **spent})
            print(rows[-1], flush=True)
    for process in ways.values():
        process.stdin.close()
        process.wait()
    return pd.DataFrame(rows)


def started(command):
    """Return a process that takes its turns from standard input."""
    one_thread = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PYTHONHASHSEED": "0"}
    # As users have it: a library that was imported once is not compiled again.
    surroundings = {**os.environ, **one_thread, "PYTHONDONTWRITEBYTECODE": ""}
    return psutil.Popen(
        command, env=surroundings, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def timed(process, region):
    """Let a process make the pack of a region, and return what that takes."""
    before, began = spent(process), time.perf_counter()
    process.stdin.write(f"{region}\n")
    process.stdin.flush()
    if not process.stdout.readline():
        raise RuntimeError(f"no pack of region {region}")
    return {"CPU s": spent(process) - before, "wall s": time.perf_counter() - began}


def spent(process):
    """Return the processor time of a process, its children and theirs, ended ones too [s]."""
    total = 0.0
    for one in [process, *process.children(recursive=True)]:
        with suppress(psutil.NoSuchProcess):  # then it is counted by its parent
            total += sum(one.cpu_times()[:4])
    return total


def summed(measured):
    """Return what the first and each further region cost, and how the ways compare."""
    cpu = measured.pivot_table(index="round", columns="way", values="CPU s", sort=False)
    wall = measured.pivot_table(index="round", columns="way", values="wall s", sort=False)
    further = cpu.loc[1:]
    table = pd.DataFrame({"first, CPU s": cpu.loc[0], "further, CPU s": further.median()})
    for way in further.columns.intersection(["papermill", "limit"]):
        table[f"times {way}"] = further.div(further[way], axis=0).median()
    table["further, wall s"] = wall.loc[1:].median()
    return table


# The ways -------------------------------------------------------------------------------------


def turns():
    """Yield a region and a folder for its pack for each line of input; say when it is made."""
    for line in sys.stdin:
        with tempfile.TemporaryDirectory() as output:
            yield line.strip(), output
        print("made", flush=True)


def by_pks(turns, data):
    """Make regions as a run does."""
    from pkslib.run import project, workers
    from pkslib.run.chain import Job, run_region
    from pkslib.run.publish import Place

    with workers.pool(1) as executor:
        for region, output in turns:
            job = Job(Place(output, YEAR, "base"), data, "sv", project.notebooks())
            leave(data, region, job.place.building(region))
            sound(executor.submit(run_region, job, region).result())


def sound(outcome):
    """Raise where a region failed."""
    if outcome.error:
        raise RuntimeError(outcome.error)


def book_by_book(execute, *, shared=False):
    """Return the way that executes notebooks like this and packs what they leave."""

    def way(turns, data):
        for region, output in turns:
            packs(execute, region, data, output, shared=shared)

    return way


def packs(execute, region, data, output, *, shared=True):
    """Make the pack of a region; return its folder.

    With the data set checked before, as a run does, or by the first notebook itself.
    """
    from pkslib.language import using
    from pkslib.pack import make as pack
    from pkslib.pack import receipt
    from pkslib.run import project
    from pkslib.tables import store

    books = project.notebooks()
    folder = store.region_folder(output, YEAR, "base", region)
    (folder / "notebooks").mkdir(parents=True)
    given = {"region": region, "year": YEAR, "data": data, "language": "sv"}
    given |= {"output": output, "scenario": "base"}
    with using("sv"):
        if shared:
            leave(data, region, folder)
        for book in books:
            execute(book, folder / "notebooks" / book.name, given, folder)
        pack.build(folder, receipt.Sources(given, books))
    return folder


def leave(data, region, folder):
    """Leave a region its part of the data set, checked once as a run does."""
    from pkslib.tables import handover

    handover.leave(report(data), {region: folder})


@cache
def report(data):
    from pkslib.tables import intake

    return intake.check(data)


def by_command(book, target, given, folder):
    """Run a notebook by papermill's command line."""
    papermill = str(Path(sys.executable).with_name("papermill"))
    told = [word for name, value in given.items() for word in ("-y", f"{name}: {quoted(value)}")]
    command = [papermill, str(book), str(target), *told, "--no-progress-bar", "--cwd", str(folder)]
    quiet = subprocess.DEVNULL
    subprocess.run(command, check=True, stdout=quiet, stderr=quiet)


def quoted(value):
    return f'"{value}"' if isinstance(value, str) else value


def by_function(book, target, given, folder):
    """Run a notebook by papermill's function, as it comes."""
    import papermill

    # Its warning at every kernel's start is all that is silenced.
    quiet = ["--log-level=CRITICAL"]
    papermill.execute_notebook(
        book, target, given, cwd=folder, progress_bar=False, extra_arguments=quiet
    )


def plainly(book, target, given, folder):
    """Run a notebook's cells as plain Python and draw what they show."""
    import nbformat

    from pkslib.show.drawing import svg

    os.environ["MPLBACKEND"] = "agg"
    svg._SHOWN.clear()  # as in a kernel of its own
    node = nbformat.read(book, as_version=4)
    names = {"__name__": "__main__"}
    for place, cell in enumerate(cell for cell in node.cells if cell.cell_type == "code"):
        cell.outputs = shown(cell.source, names)
        cell.execution_count = place + 1
        if "parameters" in cell.metadata.get("tags", []):
            names.update(given)
    nbformat.write(node, target)


def shown(source, names):
    """Run a cell; return the outputs that a kernel would give."""
    body = ast.parse(source).body
    outputs: list[object] = []
    ends = isinstance(body[-1], ast.Expr)
    show = "IPython.display.display"  # which prints where there is no kernel
    with mock.patch(show, lambda *values: outputs.extend(map(output, values))):
        exec(compile(ast.Module(body[: len(body) - ends], []), "cell", "exec"), names)
        if ends:
            value = eval(compile(ast.Expression(body[-1].value), "cell", "eval"), names)
            if hasattr(value, "_repr_html_") and not source.rstrip().endswith(";"):
                outputs.append(output(value))
    return outputs + drawn()


def output(value):
    """Return a figure or a table as a kernel would show it."""
    from nbformat.v4 import new_output

    from pkslib.show.drawing.svg import SvgFigure

    if not isinstance(value, SvgFigure):
        return new_output("display_data", {"text/html": value._repr_html_()})
    with mock.patch("pkslib.show.drawing.svg.publish_display_data") as published:
        value._ipython_display_()
    return new_output("display_data", *published.call_args.args, **published.call_args.kwargs)


def drawn():
    """Return the open figures as outputs, and close them."""
    import matplotlib.pyplot as plt

    outputs = [output(plt.figure(number)) for number in plt.get_fignums()]
    plt.close("all")
    return outputs


WAYS = {
    "papermill": book_by_book(by_command),
    "execute_notebook": book_by_book(by_function),
    "pks": by_pks,
    "limit": book_by_book(plainly, shared=True),
}


# The page -------------------------------------------------------------------------------------


def publish(table, choice):
    """Write this benchmark's section: date, machine, what was measured, the table."""
    rows = [[way, *(f"{value:.2f}" for value in row)] for way, *row in table.itertuples()]
    head = ["way", *table.columns]
    lines = [head, ["---"] * len(head), *rows]
    drawn = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    about = (
        f"Region {choice.first} of `{Path(choice.data).name}`, then {choice.further} in "
        f"{choice.rounds} rounds."
    )
    replace_section(HEADING, f"{made()} {about}\n\n{ABOUT}\n\n{drawn}\n")


def replace_section(heading, content):
    """Write one section of the page anew; the others stay."""
    former = PAGE.read_text(encoding="utf-8") if PAGE.exists() else "# Measured side by side\n"
    before, _, rest = former.partition(f"\n{heading}\n")
    _, sign, after = rest.partition("\n## ")
    page = f"{before.rstrip()}\n\n{heading}\n\n{content}{sign}{after}"
    PAGE.write_text(page, encoding="utf-8")


def made():
    """Return when and where a section was written, and by what."""
    return (
        f"{datetime.date.today()}, {os.cpu_count()} cores, {system()}, Python "
        f"{platform.python_version()}. Written by `python benchmarks/{Path(sys.argv[0]).name}`."
    )


ABOUT = __doc__.split("\n\n", 1)[1].strip()


def system():
    known = platform.freedesktop_os_release()
    return f"{known['NAME'].partition(' ')[0]} {known.get('VERSION_ID', '')}".strip()


if __name__ == "__main__":
    main()

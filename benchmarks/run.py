"""Measure the chain of a region four ways, side by side, and write it to docs/benchmarks.md.

* papermill: its command line, a process and a stock kernel per notebook
* execute_notebook: the same function in one process, a stock kernel per notebook
* pks: warm kernels
* limit: the notebooks' cells as plain Python in one process, figures and tables drawn

All make the same pack of page, workbook and receipt. Each way runs in a process of its own, whose
processor time with all its children is what counts: it hardly depends on what else the machine
does. What a further region costs is the difference between two regions and one; with stock
kernels nothing is shared between regions, so there it is what the first one costs.
"""

import argparse
import ast
import datetime
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from functools import cache
from pathlib import Path
from unittest import mock

import pandas as pd

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "benchmarks.md"
HEADING = "## The run"
YEAR = 2027


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", default=str(ROOT / "data" / "demo"))
    parser.add_argument("--regions", nargs="+", default=["06", "07"])
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--ways", nargs="+", default=list(WAYS), choices=list(WAYS))
    parser.add_argument("--way", choices=list(WAYS), help=argparse.SUPPRESS)
    parser.add_argument("--output", help=argparse.SUPPRESS)
    choice = parser.parse_args()
    if choice.way:
        make(WAYS[choice.way], choice)
        return
    measured = [once(choice) for _ in range(choice.repeat)]
    table = summed(pd.concat(measured))
    print(table.round(2).to_string())
    if set(choice.ways) == set(WAYS):
        publish(table, choice)


# Measuring ------------------------------------------------------------------------------------


def once(choice):
    """Return processor and wall time of every way, measured one after the other."""
    rows = []
    for way in choice.ways:
        shared = len(choice.regions) if WAYS[way] in SHARING else 1
        for count in sorted({1, shared}):
            with tempfile.TemporaryDirectory() as output:
                spent = timed(way, choice.regions[:count], choice.data, output)
            rows.append({"way": way, "regions": count, **spent})
            print(rows[-1], flush=True)
    return pd.DataFrame(rows)


def timed(way, regions, data, output):
    """Return what making packs costs in a process of its own."""
    command = [sys.executable, __file__, "--way", way, "--data", data, "--output", output]
    one_thread = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PYTHONHASHSEED": "0"}
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([*command, "--regions", *regions], check=True, env=os.environ | one_thread)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"CPU s": spent, "wall s": time.perf_counter() - start}


def summed(measured):
    """Return the median of the first region, of each further one, and how they compare."""
    median = measured.pivot_table(index="way", columns="regions", aggfunc="median", sort=False)
    cpu, most = median["CPU s"], measured["regions"].max()
    table = pd.DataFrame({"first, CPU s": cpu[1], "first, wall s": median["wall s"][1]})
    further = (cpu[most] - cpu[1]) / (most - 1) if most > 1 else cpu[1]
    table["further, CPU s"] = further.fillna(cpu[1])
    for way in table.index.intersection(["papermill", "limit"]):
        table[f"times {way}"] = table["further, CPU s"] / table.loc[way, "further, CPU s"]
    return table


# The ways -------------------------------------------------------------------------------------


def make(way, choice):
    """Make the packs of regions in one way, and end what it has left running."""
    packs(way, choice)
    ended()


def packs(way, choice):
    """Make the packs of regions in one way."""
    from pkslib.language import using
    from pkslib.pack import make as pack
    from pkslib.pack import receipt
    from pkslib.run import project
    from pkslib.tables import store

    books = project.notebooks()
    with using("sv"):
        for region in choice.regions:
            folder = store.region_folder(choice.output, YEAR, "base", region)
            (folder / "notebooks").mkdir(parents=True)
            given = {"region": region, "year": YEAR, "data": choice.data, "language": "sv"}
            given |= {"output": choice.output, "scenario": "base"}
            if way in SHARING:
                leave(choice, region, folder)
            for book in books:
                way(book, folder / "notebooks" / book.name, given, folder)
            pack.build(folder, receipt.Sources(given, books))


def leave(choice, region, folder):
    """Leave a region its part of the data set, checked once as a run does."""
    from pkslib.tables import checked

    checked.leave(report(choice.data), region, folder)


@cache
def report(data):
    from pkslib.tables import intake

    return intake.check(data)


def by_command(book, target, given, folder):
    """Run a notebook by papermill's command line."""
    papermill = shutil.which("papermill", path=Path(sys.executable).parent)
    told = [word for name, value in given.items() for word in ("-y", f"{name}: {quoted(value)}")]
    command = [papermill, str(book), str(target), *told, "--no-progress-bar", "--cwd", str(folder)]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)


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


def by_us(book, target, given, folder):
    """Run a notebook as a run does."""
    from pkslib.run import notebook

    notebook.execute(book, target, given, folder)


def ended():
    """End the fork server, so that its time is counted."""
    from pkslib.run.warm import forks

    forks.close()


def plainly(book, target, given, folder):
    """Run a notebook's cells as plain Python and draw what they show."""
    import nbformat

    os.environ["MPLBACKEND"] = "agg"
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
    body, outputs = ast.parse(source).body, []
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
    from matplotlib.figure import Figure
    from nbformat.v4 import new_output

    from pkslib.show import svg

    if isinstance(value, Figure):
        return new_output("display_data", {"text/html": svg.image(value)})
    return new_output("display_data", {"text/html": value._repr_html_()})


def drawn():
    """Return the open figures as outputs, and close them."""
    import matplotlib.pyplot as plt

    outputs = [output(plt.figure(number)) for number in plt.get_fignums()]
    plt.close("all")
    return outputs


WAYS = {
    "papermill": by_command,
    "execute_notebook": by_function,
    "pks": by_us,
    "limit": plainly,
}
# These import, and check the data set, once for all regions.
SHARING = (by_us, plainly)


# The page -------------------------------------------------------------------------------------


def publish(table, choice):
    """Write this benchmark's section: date, machine, what was measured, the table."""
    rows = [[way, *(f"{value:.2f}" for value in row)] for way, *row in table.itertuples()]
    head = ["way", *table.columns]
    lines = [head, ["---"] * len(head), *rows]
    drawn = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    regions = ", ".join(choice.regions)
    about = f"Regions {regions} of `{Path(choice.data).name}`, median of {choice.repeat}."
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

"""Measure whether memory and open files stay flat when runs are repeated, for docs/benchmarks.md.

* run: one process that runs two regions again and again, everything anew; itself and what it has
  started that is still there after each run
* worker: one process that makes a region again and again, as a scheduler's worker does, with the
  fork server of its kernels

Memory is proportional set size, which counts a page that processes share once.
"""

import argparse
import sys
import tempfile

import pandas as pd
import run

from pkslib.run import cluster, project, runner
from pkslib.run.chain import Job
from pkslib.run.publish import Place

HEADING = "## Repeats"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", default=str(run.ROOT / "data" / "demo"))
    parser.add_argument("--regions", nargs="+", default=["06", "07"])
    parser.add_argument("--repeats", type=int, default=4)
    parser.add_argument("--what", choices=list(KINDS), help=argparse.SUPPRESS)
    parser.add_argument("--output", help=argparse.SUPPRESS)
    choice = parser.parse_args()
    if choice.what:
        KINDS[choice.what](choice)
        return
    rows = {what: pd.DataFrame(repeated(what, choice)) for what in KINDS}
    table = pd.concat(rows, axis=1)
    head = ["repeat", *(", ".join(names) for names in table.columns)]
    shown = [[at + 1, *(f"{value:.0f}" for value in row)] for at, *row in table.itertuples()]
    lines = [f"| {' | '.join(map(str, line))} |" for line in (head, ["---"] * len(head), *shown)]
    print("\n".join(lines))
    run.replace_section(HEADING, "\n".join([run.made(), "", ABOUT, "", *lines]) + "\n")


def repeated(what, choice):
    """Yield memory and open files after each repeat."""
    with tempfile.TemporaryDirectory() as output:
        region = choice.regions[0]
        run.leave(choice.data, region, Place(output, run.YEAR, "base").building(region))
        given = ["--data", choice.data, "--regions", *choice.regions, "--output", output]
        process = run.started([sys.executable, __file__, *given, "--what", what])
        for _ in range(choice.repeats):
            run.timed(process, region)
            family = [process, *process.children(recursive=True)]
            yield {
                "MB": sum(one.memory_full_info().pss for one in family) / 1e6,
                "open files": sum(one.num_fds() for one in family),
            }
        process.stdin.close()
        process.wait()


def runs(choice):
    """Run the regions at each turn."""
    given = (choice.data, run.YEAR, tuple(choice.regions))
    for _ in run.turns():
        runner.run(runner.Request(*given, output=choice.output, force=True)).raise_for_failures()


def worker(choice):
    """Make a region at each turn, in this process."""
    job = Job(Place(choice.output, run.YEAR, "base"), choice.data, "sv", project.notebooks())
    for count, (region, _) in enumerate(run.turns()):
        run.sound(cluster.run_alone(job, region, str(count)))


KINDS = {"run": runs, "worker": worker}
ABOUT = __doc__.split("\n\n", 1)[1].strip()

if __name__ == "__main__":
    main()

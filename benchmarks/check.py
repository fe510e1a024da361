"""Measure `pks check` on a million rows of demand beside pandera, into docs/benchmarks.md.

* pks check: reads every table as text, types it, asks all questions, names the rows at fault
* pandas and pandera: the table demand alone, read by pandas with its types given, and validated
  lazily against types, ranges and key (PYTHON has pandera, see ``requirements-bench.lock``)

Each is a process of its own with one thread; processor time and highest memory of the process.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pandas as pd
import run

HEADING = "## The check"
EXAMPLE = run.ROOT / "data" / "example"
PKS = str(Path(sys.executable).with_name("pks"))
PEER = Path(__file__).with_name("check_peer.py")
ROWS = 1_000_000


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument(
        "--peers", metavar="PYTHON", default=str(run.ROOT / ".venv-bench" / "bin" / "python")
    )
    choice = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        count = prepared(Path(folder))
        lines = [run.made(), "", ABOUT, "", *table(folder, count, choice)]
    run.replace_section(HEADING, "\n".join(lines) + "\n")
    print("\n".join(lines))


def prepared(folder):
    """Write the example with its demand repeated for as many regions as a million rows take."""
    shutil.copytree(EXAMPLE, folder, dirs_exist_ok=True)
    form: dict[str, Any] = {"sep": ";", "dtype": "str", "encoding": "utf-8-sig"}
    names = ("demand", "regions", "units")
    demand, regions, units = (pd.read_csv(EXAMPLE / f"{name}.csv", **form) for name in names)
    codes = [f"R{at}" for at in range(-(-ROWS // len(demand)))]
    written: dict[str, Any] = {"sep": ";", "index": False, "encoding": "utf-8-sig"}
    named = pd.DataFrame({"region": codes, "name": codes})
    pd.concat([regions, named]).to_csv(folder / "regions.csv", **written)
    hospitals = pd.DataFrame({"unit": codes, "name": codes, "region": codes, "level": "hospital"})
    pd.concat([units, hospitals]).to_csv(folder / "units.csv", **written)
    rows = [demand.assign(region=code) for code in codes]
    pd.concat(rows).to_csv(folder / "demand.csv", **written)
    return len(rows) * len(demand)


def table(folder, count, choice):
    """Yield the lines of a table of processor time and memory, with their ratio."""
    ways = {
        "pks check": [PKS, "check", folder],
        "pandas and pandera": [choice.peers, PEER, folder],
    }
    found = {name: [spent(command) for _ in range(choice.repeat)] for name, command in ways.items()}
    middle = {name: statistics.median(seconds for seconds, _ in of) for name, of in found.items()}
    yield f"{count:,} rows, median of {choice.repeat}."
    yield ""
    yield "| way | CPU s | times pandera | peak MB |"
    yield "| --- | --- | --- | --- |"
    for name, of in found.items():
        peak = max(memory for _, memory in of)
        ratio = middle[name] / middle["pandas and pandera"]
        yield f"| {name} | {middle[name]:.1f} | {ratio:.2f} | {peak:.0f} |"


def spent(command):
    """Return processor time [s] and highest memory [MB] of a command, which must succeed."""
    one_thread = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    process = subprocess.Popen(command, env=os.environ | one_thread, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1000


ABOUT = __doc__.split("\n\n", 1)[1].strip()

if __name__ == "__main__":
    main()

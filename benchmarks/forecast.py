"""Compare the forecasting engine with its peers on open data, and write ``docs/benchmarks.md``.

usage: python benchmarks/forecast.py [--peers PYTHON] [--only SET ...] [--quick] [--arima]

The data and the scorer stand beside the project, in ``../shared``; where they are absent, that is
said and nothing is run. PYTHON has statsforecast (``requirements-bench.lock``); without it only
our own tiers are run. Every method runs in a process of its own with one thread. Where there are
several origins, the scores are means over them.
"""

import argparse
import datetime
import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

ROOT = Path(__file__).parents[1]
# What was measured stays here, so that one set can be run again without the others.
RESULTS = ROOT / "output" / "benchmarks"
SHARED = ROOT.parent / "shared"
PAGE = ROOT / "docs" / "benchmarks.md"
LAST = "## Fast tier, 120 months a series, 12 ahead"
ONE = Path(__file__).with_name("forecast_one.py")
OURS = ("pks fast", "pks full")
USUAL = ("SeasonalNaive", "AutoTheta", "AutoETS", "AutoCES")
AUTOMATIC = ("AutoETS", "AutoCES", "AutoARIMA", "AutoTheta")
# set, horizon, season, country of the holidays, origins back from the end, peers
RUNS = (
    ("scot_ae", 12, 12, "SE", (0,), USUAL),
    ("scot_ae", 24, 12, "SE", (0,), USUAL),
    ("scot_ae", 48, 12, "SE", (0,), USUAL),
    ("nhs_ae", 12, 12, "SE", (0,), USUAL),
    ("scot_ae_weekly", 13, 52, "GB", tuple(13 * k for k in range(6)), ("SeasonalNaive", "MSTL")),
    ("scot_ae_weekly", 26, 52, "GB", tuple(26 * k for k in range(5)), ("SeasonalNaive", "MSTL")),
    ("scot_ae_weekly", 52, 52, "GB", tuple(26 * k for k in range(3)), ("SeasonalNaive", "MSTL")),
    (
        "uihc_ed_daily",
        28,
        7,
        "US",
        tuple(28 * k for k in range(12)),
        ("SeasonalNaive", "AutoETS", "MSTL"),
    ),
    (
        "uihc_ed_daily",
        91,
        7,
        "US",
        tuple(91 * k for k in range(8)),
        ("SeasonalNaive", "AutoETS", "MSTL"),
    ),
    (
        "uihc_ed_daily",
        365,
        7,
        "US",
        tuple(91 * k for k in range(4)),
        ("SeasonalNaive", "AutoETS", "MSTL"),
    ),
    ("sweden_births", 1, 1, "SE", tuple(range(4)), USUAL),
    ("sweden_births", 4, 1, "SE", tuple(range(4)), USUAL),
)
COLUMNS = ("MASE", "sMAPE", "bias%", "cov80", "cov95", "MSIS", "yAPE%", "CPU s", "ms/series")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--peers", default=str(ROOT / ".venv-bench" / "bin" / "python"))
    parser.add_argument("--only", nargs="*")
    parser.add_argument("--quick", action="store_true", help="our tiers only")
    parser.add_argument("--arima", action="store_true", help="AutoARIMA too, on monthly series")
    choice = parser.parse_args()
    if not (SHARED / "tools" / "score.py").exists():
        print(f"skipped: {SHARED.name} does not stand beside the project")
        return
    peers = not choice.quick and Path(choice.peers).exists()
    if not peers:
        print("peers skipped: no Python with statsforecast given")
    RESULTS.mkdir(parents=True, exist_ok=True)
    for run in RUNS:
        if not choice.only or run[0] in choice.only:
            *known, rivals = run
            more = ("AutoARIMA",) if choice.arima and "AutoETS" in rivals and run[2] == 12 else ()
            title, table = compare((*known, rivals + more), choice.peers if peers else None)
            merged(RESULTS / f"{title}.csv", table)
    if not choice.only:
        scale().to_csv(RESULTS / "scale.csv")
    former = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    PAGE.write_text(page() + others(former), encoding="utf-8")


def merged(path, table):
    """Write a table of results; methods not run this time keep their former row."""
    if path.exists():
        former = pd.read_csv(path, index_col=0)
        table = pd.concat([table, former.drop(index=table.index, errors="ignore")])
    table.to_csv(path)


def compare(run, peers):
    """Return the title and the scores of every method on one set and horizon."""
    name, horizon, season, country, origins, others = run
    whole = pd.read_csv(SHARED / "data" / f"{name}.csv.gz", dtype={"series": str, "period": str})
    whole = whole.sort_values(["series", "period"], ignore_index=True)
    rows = {}
    for method in (*OURS, *(others if peers else ())):
        found = [
            once(whole, name, horizon, season, country, back, method, peers) for back in origins
        ]
        rows[method] = pd.DataFrame(found).mean()
    automatic = [method for method in AUTOMATIC if method in others]
    if peers and len(automatic) > 2:
        spent = {key: sum(rows[method][key] for method in automatic) for key in COLUMNS[-2:]}
        found = [middle(whole, name, horizon, season, back, automatic) for back in origins]
        rows["their median"] = pd.concat([pd.DataFrame(found).mean(), pd.Series(spent)])
    title = titled(name, horizon, origins)
    table = pd.DataFrame(rows).T.reindex(columns=COLUMNS)
    print(f"\n{title}\n{table.round(4).to_string()}", flush=True)
    return title, table


def kept(name, horizon, back, method):
    """Return where a peer's forecast of one origin is kept for the median."""
    return Path(tempfile.gettempdir()) / f"pks-bench-{name}-{horizon}-{back}-{method}.csv"


def once(whole, name, horizon, season, country, back, method, peers):
    """Return the scores of one method at one origin."""
    left = whole.groupby("series").cumcount(ascending=False)
    with tempfile.TemporaryDirectory() as folder:
        train, out = Path(folder) / "train.csv", Path(folder) / "out.csv"
        known = whole[left >= back]
        known.to_csv(Path(folder) / f"{name}.csv.gz", index=False)
        whole[left >= back + horizon].to_csv(train, index=False)
        python = sys.executable if method in OURS else peers
        command = [python, ONE, method, train, horizon, season, country, out]
        done = subprocess.run(list(map(str, command)), capture_output=True, text=True, env=alone())
        if done.returncode:
            raise RuntimeError(f"{method} on {name}: {done.stderr[-2000:]}")
        spent = float(done.stdout.split()[-1])
        labelled(out, known, horizon, method)
        if method not in OURS:
            kept(name, horizon, back, method).write_bytes(out.read_bytes())
        scores = score(out, name, folder, horizon, season)
    return scores | {"CPU s": spent, "ms/series": 1000 * spent / whole["series"].nunique()}


def alone():
    """Return an environment with one thread and the project on the path."""
    one = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "NUMBA_NUM_THREADS"), "1")
    return os.environ | one | {"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}


def labelled(out, known, horizon, method):
    """Give a peer's forecasts the period labels, bounds in order and none below zero."""
    if method in OURS:
        return
    found = pd.read_csv(out, dtype={"series": str}).sort_values(["series", "ds"])
    ends = known.groupby("series").tail(horizon).sort_values(["series", "period"])
    found["period"] = ends["period"].to_numpy()
    if "lower_80" in found:
        bounds = found[["lower_80", "upper_80", "lower_95", "upper_95"]].fillna(
            {name: found["mean"] for name in ("lower_80", "upper_80", "lower_95", "upper_95")}
        )
        found[bounds.columns] = bounds.clip(lower=0)
    found["mean"] = found["mean"].clip(lower=0)
    found.to_csv(out, index=False)


def score(out, name, folder, horizon, season):
    """Return the scorer's figures."""
    command = [sys.executable, SHARED / "tools" / "score.py", out, name, "--data", folder]
    command += ["--horizon", horizon, "--season", season, "--json"]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return {key: value for key, value in json.loads(done.stdout).items() if key in COLUMNS}


def middle(whole, name, horizon, season, back, methods):
    """Return the scores of the median of the automatic models at one origin."""
    parts = [
        pd.read_csv(kept(name, horizon, back, method), dtype={"series": str, "period": str})
        for method in methods
    ]
    found = parts[0][["series", "period"]].assign(
        mean=np.median([part["mean"] for part in parts], axis=0)
    )
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out.csv"
        found.to_csv(out, index=False)
        known = whole[whole.groupby("series").cumcount(ascending=False) >= back]
        known.to_csv(Path(folder) / f"{name}.csv.gz", index=False)
        return score(out, name, folder, horizon, season)


def scale():
    """Return CPU seconds and peak memory of the fast tier from 100 to 10 000 series."""
    code = (
        "import sys,time,resource,numpy as np,pandas as pd;from pkslib.forecast import forecast;"
        "n=int(sys.argv[1]);r=np.random.default_rng(1);m=np.arange(120);"
        "v=r.poisson(100*(1+.2*np.sin(m*np.pi/6))*r.lognormal(0,1,(n,1)));"
        "p=np.array([f'{2015+k//12}-{k%12+1:02d}' for k in m],dtype=object);"
        "h=pd.DataFrame({'series':np.repeat([f's{k:05d}' for k in range(n)],120),"
        "'period':np.tile(p,n),'value':v.ravel()});forecast(h[:1200],12,tier='fast');"
        "t=time.process_time();forecast(h,12,tier='fast');"
        "print(time.process_time()-t,resource.getrusage(resource.RUSAGE_SELF).ru_maxrss/1024)"
    )
    rows = {}
    for count in (100, 1000, 10000):
        done = subprocess.run(
            [sys.executable, "-c", code, str(count)],
            capture_output=True,
            text=True,
            env=alone(),
            check=True,
        )
        spent, memory = map(float, done.stdout.split())
        rows[count] = {"CPU s": spent, "ms/series": 1000 * spent / count, "peak MB": memory}
    table = pd.DataFrame(rows).T
    print(table.round(3).to_string(), flush=True)
    return table


def page():
    """Return the page of results."""
    lines = [
        "# Measured side by side",
        "",
        Path(__file__).with_name("reading.md").read_text(encoding="utf-8").strip(),
        "",
        f"{datetime.date.today()}, {processor()}, {os.cpu_count()} cores, one thread used; "
        f"Python {platform.python_version()}. Written by `python benchmarks/forecast.py`.",
        "",
    ]
    known = [
        RESULTS / f"{titled(name, horizon, origins)}.csv" for name, horizon, *_, origins, _ in RUNS
    ]
    tables = {path.stem: pd.read_csv(path, index_col=0) for path in known if path.exists()}
    lines += ["## All sets", "", *overview(tables), ""]
    for title, table in tables.items():
        lines += [f"## {title}", "", markdown(table, "method"), ""]
    if (RESULTS / "scale.csv").exists():
        table = pd.read_csv(RESULTS / "scale.csv", index_col=0)
        lines += [LAST, "", markdown(table, "series"), ""]
    return "\n".join(lines)


def overview(tables):
    """Return the lines of one table: MASE of our tiers and of others, coverage, and CPU."""
    lines = [
        "| set | fast | full | their median | the best of them | last year "
        "| inside 80 / 95 %: fast | full | last year | CPU s: fast | full | their median |",
        "| --- " * 12 + "|",
    ]
    for title, table in tables.items():

        def of(row, column, digits=3, table=table):
            known = row in table.index and pd.notna(table.loc[row, column])
            return f"{table.loc[row, column]:.{digits}f}" if known else "–"

        rivals = table.index.difference([*OURS, "SeasonalNaive", "their median"])
        best = table.loc[rivals, "MASE"].idxmin() if len(rivals) else ""
        cells = [title, of("pks fast", "MASE"), of("pks full", "MASE"), of("their median", "MASE"),
                 f"{of(best, 'MASE')} {best}", of("SeasonalNaive", "MASE"),
                 *(f"{of(row, 'cov80')} / {of(row, 'cov95')}" for row in (*OURS, "SeasonalNaive")),
                 of("pks fast", "CPU s", 2),
                 of("pks full", "CPU s", 2), of("their median", "CPU s", 2)]  # fmt: skip
        lines.append("| " + " | ".join(cells) + " |")
    return lines


def others(former):
    """Return the sections of other benchmarks, which stand after ours on the page."""
    after = former.partition(LAST)[2]
    return after[after.index("\n## ") :] if "\n## " in after else ""


def titled(name, horizon, origins):
    """Return the title of a comparison."""
    return f"{name}, {horizon} ahead" + (f", {len(origins)} origins" if len(origins) > 1 else "")


def processor():
    """Return the name of the processor."""
    info = Path("/proc/cpuinfo")
    names = (
        [line for line in info.read_text().splitlines() if "model name" in line]
        if info.exists()
        else []
    )
    return names[0].split(":")[1].strip() if names else platform.processor()


def markdown(table, name):
    """Return a table as markdown."""
    digits = {"MASE": 3, "sMAPE": 2, "bias%": 2, "cov80": 3, "cov95": 3, "MSIS": 2, "yAPE%": 2}
    rows = [
        f"| {name} | " + " | ".join(table.columns) + " |",
        "| --- " * (len(table.columns) + 1) + "|",
    ]
    for index, row in table.iterrows():
        cells = [
            "–" if pd.isna(row[key]) else f"{row[key]:.{digits.get(key, 2)}f}" for key in table
        ]
        rows.append(f"| {index} | " + " | ".join(cells) + " |")
    return "\n".join(rows)


if __name__ == "__main__":
    main()

"""Measure how soon each panel answers in a real JupyterLab, and write it to docs/benchmarks.md.

From a key press or choice in the browser until the panel has answered with its new picture, as a
ratio to a bare round trip: a slider whose kernel only tells the value back, moved in the same lab.
No value is chosen twice, so that no answer is one that was kept. Medians; memory is the kernel's.
"""

import argparse
import contextlib
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
import psutil
import run
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import sync_playwright

HEADING = "## The panels"
ABOUT = (
    "From a key press to the new picture, in a real JupyterLab on the data set and region named, "
    "beside a slider whose kernel only tells the value back. Memory before the moves and after."
)
MOVES = 12
BARE = """
import ipywidgets as widgets
slider, said = widgets.IntSlider(), widgets.HTML('<span data-answers="0"></span>')
slider.observe(lambda move: setattr(said, "value", f'<span data-answers="{move.new}"></span>'),
               "value")
widgets.VBox([slider, said])
"""
# A slider of each panel that sets something; of those without one a choice.
MOVED = {
    "demand": "Historik från",
    "occupancy_and_margin": "Marginal",
    "balance": "Står tillbaka högst",
    "levelling": "Utjämning",
    "waiting": "Andel inom gränsen",
    "outlook": "Säkerhet att det täcker",
    "maturity": "Steg",
    "rounds": "Planeringsnivå",
}
LATER = "n => Number(document.querySelector('[data-answers]')?.dataset.answers ?? 0) > n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", default=str(run.ROOT / "data" / "example"))
    parser.add_argument("--region", default="")
    parser.add_argument("--panel", action="append", choices=MOVED)
    choice = parser.parse_args()
    with tempfile.TemporaryDirectory() as place, started(Path(place), choice) as (lab, address):
        with sync_playwright() as tools:
            chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
            browser = tools.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            bare, *_ = measured(browser, lab, address, "bare", "")
            rows = [
                (name, *measured(browser, lab, address, name, MOVED[name]))
                for name in choice.panel or MOVED
            ]
            browser.close()
    lines = ["| panel | ms | bare round trip | MB before | MB after |", "| --- |" + " --- |" * 4]
    lines.append(f"| bare round trip | {1000 * bare:.0f} | 1.0 | | |")
    lines += [
        f"| {name} | {1000 * wait:.0f} | {wait / bare:.1f} | {before:.0f} | {after:.0f} |"
        for name, wait, before, after in rows
    ]
    print("\n".join(lines))
    if not choice.panel:
        run.replace_section(HEADING, "\n".join([run.made(), "", ABOUT, "", *lines]) + "\n")


@contextlib.contextmanager
def started(place, choice):
    """Start a lab on a working copy of the notebooks, and stop it afterwards."""
    shutil.copytree(run.ROOT / "notebooks", place / "notebooks")
    (place / "output").mkdir()
    chosen = {"data": choice.data, "region": choice.region, "year": run.YEAR, "language": "sv"}
    (place / "output" / "chosen.json").write_text(json.dumps(chosen), encoding="utf-8")
    bare = new_notebook(cells=[new_code_cell(BARE)])
    bare.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(bare, place / "notebooks" / "explore" / "bare.ipynb")
    pks = str(Path(sys.executable).with_name("pks"))
    said = place / "lab.log"
    with said.open("w") as log:
        line = [pks, "lab", "--no-browser", "--work", str(place)]
        server = subprocess.Popen(line, cwd=run.ROOT, stderr=log)
    try:
        while not (told := re.search(r"(http\S+)/lab\S*\?token=(\w+)", said.read_text())):
            time.sleep(0.2)
        yield psutil.Process(server.pid), (told[1], told[2])
    finally:
        server.terminate()
        server.wait(60)


def measured(browser, lab, address, name, label):
    """Return the median wait for an answer [s], and the kernel's memory before and after [MB]."""
    page = browser.new_page(viewport={"width": 1366, "height": 850})
    page.set_default_timeout(120_000)
    page.goto(f"{address[0]}/lab/tree/explore/{name}.ipynb?reset&token={address[1]}")
    page.locator("#jp-main-statusbar").get_by_text("| Idle").wait_for()
    if not label:
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    answer = page.locator("[data-answers]")
    answer.wait_for(state="attached")
    kernel = max(lab.children(recursive=True), key=lambda each: each.create_time())
    waits, before = [], kernel.memory_info().rss
    for act in acts(page, label):
        answer.wait_for(state="attached")
        said = int(answer.get_attribute("data-answers"))
        start = time.perf_counter()
        act()
        page.wait_for_function(LATER, arg=said)
        waits.append(time.perf_counter() - start)
    after = kernel.memory_info().rss
    page.close()
    return statistics.median(waits[1:]), before / 2**20, after / 2**20


def acts(page, label):
    """Yield moves of a control, each to a value not chosen before."""
    if not label or not page.get_by_label(label, exact=True).count():
        holder = page.locator(".widget-slider", has_text=label).first
        slider = holder.get_by_role("slider")
        low, at, high = (
            float(slider.get_attribute(f"aria-value{end}")) for end in ("min", "now", "max")
        )
        key, last = ("ArrowRight", high) if high - at > at - low else ("ArrowLeft", low)
        for _ in range(MOVES):
            # At its end a slider moves no more, and nothing would answer.
            if float(slider.get_attribute("aria-valuenow")) == last:
                return
            yield lambda: slider.press(key)
        return
    choice = page.get_by_label(label, exact=True)
    chosen = choice.evaluate("it => it.selectedIndex")
    others = [at for at in range(choice.locator("option").count()) if at != chosen]
    for at in others[:MOVES]:
        yield lambda at=at: choice.select_option(index=at)


if __name__ == "__main__":
    main()

"""A browser, and the project laid out afresh so that nothing that is committed changes."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import expect, sync_playwright

ROOT = Path(__file__).parents[2]
PKS = str(Path(sys.executable).with_name("pks"))
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
PATIENCE = 240  # seconds: a busy machine is slow, not broken
# The quick forecasts: what is tried here is the pages, not the figures on them.
QUICK = '[demand]\ntier = "fast"\n'
NOT_RUN = re.compile(r"\[[ *]\]:")
# JupyterLab shows errors and warnings of cells alike, as what was written to stderr.
FAULTS = ".jp-OutputArea [data-mime-type='application/vnd.jupyter.stderr']"
expect.set_options(timeout=PATIENCE * 1000)


class Lab(NamedTuple):
    """A JupyterLab that has been started with ``pks lab``."""

    address: str
    token: str
    port: int


@pytest.fixture(scope="session")
def browser():
    if not CHROMIUM:
        pytest.skip("there is no chromium; name one in the environment variable CHROMIUM")
    with sync_playwright() as tools:
        # Without a sandbox: whoever builds in a container is its only user.
        chromium = tools.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def project(tmp_path_factory):
    place = tmp_path_factory.mktemp("project")
    (place / "pkslib").symlink_to(ROOT / "pkslib")
    for part in ("notebooks", "data/course", "data/example", "data/reference"):
        shutil.copytree(ROOT / part, place / part)
    scenarios = place / "data" / "example" / "scenarios"
    scenarios.mkdir(exist_ok=True)
    (scenarios / "base.toml").write_text(QUICK, encoding="utf-8")
    return place


@pytest.fixture(scope="session")
def environment(project):
    """The fresh project's library, and no Jupyter settings but the project's own."""
    own = {"PYTHONPATH": str(project), "JUPYTER_CONFIG_DIR": str(project / "jupyter")}
    return os.environ | own


@pytest.fixture(scope="session")
def run_pks(project, environment):
    """Run ``pks`` in the project with the words of a command line."""

    def run(*words):
        line = [PKS, *words]
        subprocess.run(line, cwd=project, env=environment, check=True, capture_output=True)

    return run


@pytest.fixture(scope="session")
def packs(project, run_pks):
    """The folder with the example region's pack and the page of all regions."""
    run_pks("run", "--data", "data/example", "--year", "2027")
    return project / "output" / "2027" / "base"


@pytest.fixture(scope="session")
def lab(project, environment):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    said = project / "lab.log"
    with said.open("w") as log:
        line = [PKS, "lab", "--no-browser", "--port", str(port)]
        server = subprocess.Popen(line, cwd=project, env=environment, stderr=log)
    try:
        yield _started(server, said)
    finally:
        server.terminate()
        server.wait(PATIENCE)


def _started(server, said):
    """Wait until the server has told its address, which it does just before it listens there."""
    latest = time.monotonic() + PATIENCE
    while server.poll() is None and time.monotonic() < latest:
        told = re.search(r"(http://127\.0\.0\.1:(\d+))/lab[^?\s]*\?token=(\w+)", said.read_text())
        if told and _listens(int(told[2])):
            return Lab(told[1], told[3], int(told[2]))
        time.sleep(0.2)
    return pytest.fail(f"pks lab never answered:\n{said.read_text()}")


def _listens(port):
    with socket.socket() as caller:
        return caller.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture
def open_notebook(browser, lab):
    """Open a notebook in JupyterLab, and return the page once its kernel waits."""
    # High enough for a whole notebook: cells out of sight may be left out of the page.
    page = browser.new_page(viewport={"width": 1280, "height": 4000})
    page.set_default_timeout(PATIENCE * 1000)
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    def opened(path):
        page.goto(f"{lab.address}/lab/tree/{path}?reset&token={lab.token}")
        page.locator("#jp-main-statusbar").get_by_text("| Idle").wait_for()
        return page

    yield opened
    page.close()
    _end_kernels(lab)
    outside = ("data:", "blob:", lab.address, lab.address.replace("http", "ws", 1))
    assert [url for url in asked if not url.startswith(outside)] == []


def _end_kernels(lab):
    """Let a test leave no kernels behind: a few hundred megabytes each."""
    for session in json.loads(_asked(lab, "GET", "")):
        _asked(lab, "DELETE", f"/{session['id']}")


def _asked(lab, method, path):
    """Ask the lab about its sessions, and return its answer."""
    told = {"Authorization": f"token {lab.token}"}
    address = f"{lab.address}/api/sessions{path}"
    with urllib.request.urlopen(urllib.request.Request(address, headers=told, method=method)) as it:
        return it.read()


@pytest.fixture
def opened(open_notebook):
    """Open a notebook of the panels at an analyst's screen size; it runs by itself."""

    def opened(name):
        page = open_notebook(f"explore/{name}.ipynb")
        page.set_viewport_size({"width": 1366, "height": 850})
        return page

    return opened


@pytest.fixture
def run_notebook(open_notebook):
    """Open a notebook in JupyterLab, run all its cells, and return the page; no fault may show."""

    def run(path):
        # Cells asked to run before the kernel answers are passed over without a word.
        page = open_notebook(path)
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        faults, left = page.locator(FAULTS), page.locator(".jp-InputPrompt", has_text=NOT_RUN)
        # A cell that fails leaves those after it not run.
        _until(page, lambda: faults.count() or not left.count())
        assert faults.all_inner_texts() == []
        return page

    return run


def _until(page, met):
    """Wait until something is so."""
    latest = time.monotonic() + PATIENCE
    while not met():
        assert time.monotonic() < latest, "the notebook never ran to its end"
        page.wait_for_timeout(200)

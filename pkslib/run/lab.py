"""JupyterLab for the analyst: on this machine only, in the notebooks folder, with a token."""

from __future__ import annotations

import subprocess
import sys

from pkslib.run.project import notebook_folder


def start(port: int, *, browser: bool) -> int:
    """Run JupyterLab until it is closed.

    Parameters
    ----------
    port : int
        The first port to try.
    browser : bool
        Open a browser window.

    Returns
    -------
    int
        Exit status of the server.
    """
    return subprocess.call(command(port, browser=browser))


def command(port: int, *, browser: bool) -> list[str]:
    """Return the command line; what could open the server to others is shut here.

    Parameters
    ----------
    port : int
        The first port to try.
    browser : bool
        Open a browser window.
    """
    return [
        sys.executable, "-m", "jupyterlab",
        "--ServerApp.ip=127.0.0.1",
        f"--ServerApp.port={port}",
        "--ServerApp.allow_remote_access=False",
        "--ServerApp.allow_origin=",
        "--ServerApp.disable_check_xsrf=False",
        f"--ServerApp.root_dir={notebook_folder()}",
        f"--ServerApp.open_browser={browser}",
    ]  # fmt: skip

"""JupyterLab for the analyst: on this machine only, in the notebooks folder, with a token."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from pkslib.run.project import notebook_folder

# Here JupyterLab is told not to ask the network for news and newer versions, nor for leave to.
_CONFIG = Path(__file__).parent / "jupyter"


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
    server = subprocess.Popen(command(port, browser=browser), env=_environment())
    # The server asks before it goes; whoever ends this process ends the server too.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: server.terminate())
    return server.wait()


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
        f"--ServerApp.allow_root={_is_root()}",
    ]  # fmt: skip


def _environment() -> dict[str, str]:
    """Return the environment with the project's own settings of JupyterLab before others."""
    paths = (str(_CONFIG), os.environ.get("JUPYTER_CONFIG_PATH", ""))
    return os.environ | {"JUPYTER_CONFIG_PATH": os.pathsep.join(filter(None, paths))}


def _is_root() -> bool:
    """Tell whether this is a container's only user, whom Jupyter otherwise turns away."""
    return hasattr(os, "geteuid") and os.geteuid() == 0

"""JupyterLab for the analyst: on this machine only, in the notebooks folder, with a token."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from pkslib.errors import EnvironmentFault
from pkslib.run.project import notebook_folder

# Here JupyterLab is told not to ask the network for news and newer versions, nor for leave to.
_CONFIG = Path(__file__).parent / "jupyter"
# What could open the server to others; settings of the user's own must not have a say in it.
_SHUT: Mapping[str, Any] = {
    "ip": "127.0.0.1",
    "sock": "",
    "allow_remote_access": False,
    "local_hostnames": ["localhost"],
    "allow_origin": "",
    "allow_origin_pat": "",
    "allow_credentials": False,
    "disable_check_xsrf": False,
    "trust_xheaders": False,
    "identity_provider_class": "jupyter_server.auth.identity.PasswordIdentityProvider",
    "authorizer_class": "jupyter_server.auth.authorizer.AllowAllAuthorizer",
}


def start(port: int, *, browser: bool) -> None:
    """Run JupyterLab until it is closed.

    Parameters
    ----------
    port : int
        The first port to try.
    browser : bool
        Open a browser window.

    Raises
    ------
    EnvironmentFault
        When the server would be open to others all the same; it is not started then.
    """
    paths = (str(_CONFIG), os.environ.get("JUPYTER_CONFIG_PATH", ""))
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(filter(None, paths))
    # One in the surroundings would go before, and be seen by every kernel.
    os.environ.pop("JUPYTER_TOKEN", None)
    from jupyterlab.labapp import LabApp  # type: ignore[import-untyped]

    # Given within the process: other users of the machine see what a command line says.
    token = secrets.token_hex(24)
    server = LabApp.initialize_server(argv=options(port, token, browser=browser))
    refuse_open(server, token)
    click.echo(f"http://127.0.0.1:{server.port}/lab?token={token}", err=True)
    server.start()


def options(port: int, token: str, *, browser: bool) -> list[str]:
    """Return the words that JupyterLab is started with, which go before all files of settings.

    Parameters
    ----------
    port : int
        The first port to try.
    token : str
        What whoever connects must know.
    browser : bool
        Open a browser window.
    """
    shut = {name: value[0] if isinstance(value, list) else value for name, value in _SHUT.items()}
    given = shut | {
        "port": port,
        "root_dir": notebook_folder(),
        "open_browser": browser,
        "allow_root": hasattr(os, "geteuid") and os.geteuid() == 0,
    }
    words = [f"--ServerApp.{name}={value}" for name, value in given.items()]
    return [*words, f"--IdentityProvider.token={token}"]


def refuse_open(server: Any, token: str) -> None:
    """Stop a server that settings of the user's own have opened to others.

    Parameters
    ----------
    server : jupyter_server.serverapp.ServerApp
        Initialized.
    token : str
        What it was given.

    Raises
    ------
    EnvironmentFault
        With the settings that are not as they were given.
    """
    from pkslib.tables.kinds import of_runs

    odd = [name for name, value in _SHUT.items() if _said(getattr(server, name)) != value]
    if server.identity_provider.token != token:
        odd.append("token")
    if odd:
        raise EnvironmentFault(str(of_runs.LAB_OPEN.at(names=", ".join(odd))))


def _said(value: Any) -> Any:
    """Return a setting's value as it is given; a class by its name."""
    return f"{value.__module__}.{value.__qualname__}" if isinstance(value, type) else value

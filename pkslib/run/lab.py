"""JupyterLab for the analyst: on this machine only, in the notebooks folder, with a token."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
import nbformat

from pkslib.errors import EnvironmentFault, InputError
from pkslib.language import active, prose, text
from pkslib.run.project import notebook_folder

# Here JupyterLab is told not to ask the network for news and newer versions, nor for leave to.
_CONFIG = Path(__file__).parent / "jupyter"
# What runs a panel when it is opened.
_EXTENSIONS = _CONFIG / "labextensions"
# Opened first, and what a working copy is made of: the notebooks, and the data they begin with.
_START = "explore/start.ipynb"
_COPIED = ("notebooks", "data/example", "data/course", "data/reference")
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


def start(
    port: int, *, browser: bool, work: Path | None = None, course: Path | None = None
) -> None:
    """Run JupyterLab until it is closed.

    Parameters
    ----------
    port : int
        The first port to try.
    browser : bool
        Open a browser window.
    work, course : pathlib.Path, optional
        Folder of a working copy, made where there is none: all notebooks, opened on the start
        page, or the course, opened on its first notebook.

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
    copy = work or course
    folder = working_copy(copy) if copy else notebook_folder()
    first = first_of(folder, course=course is not None)
    words = [*options(port, token, browser=browser, folder=folder), f"--LabApp.default_url={first}"]
    server = LabApp.initialize_server(
        argv=[*words, f"--LabApp.extra_labextensions_path={_EXTENSIONS}"]
    )
    refuse_open(server, token)
    click.echo(f"http://127.0.0.1:{server.port}{first}?token={token}", err=True)
    server.start()


def working_copy(folder: Path) -> Path:
    """Return the notebooks of a working copy, made where there is none; what is there stays.

    It is made in the language in use: the prose, and what each notebook is set to. The lab saves
    what it opens every other minute: in a copy, no file of the project changes.

    Parameters
    ----------
    folder : pathlib.Path
        Of the copy: notebooks and data lie under it as in the project.
    """
    project = notebook_folder().parent
    if folder.resolve().is_relative_to(project.resolve()) and (project / ".git").exists():
        raise InputError(
            text("{folder} lies in the project itself. Name a folder outside it.", folder=folder)
        )
    for part in _COPIED:
        if (project / part).is_dir() and not (folder / part).exists():
            beside = folder / f"{part}.new"
            shutil.rmtree(beside, ignore_errors=True)
            shutil.copytree(project / part, beside, ignore=_LEFT)
            _reworded(beside)
            beside.rename(folder / part)
    return (folder / "notebooks").resolve()


def _reworded(folder: Path) -> None:
    """Put a copy's notebooks in the language in use; their source is Swedish."""
    for path in folder.rglob("*.ipynb") if active() != "sv" else ():
        book = nbformat.read(path, nbformat.NO_CONVERT)  # type: ignore[no-untyped-call]
        for cell in book.cells:
            if cell.cell_type == "markdown":
                cell.source = prose(cell.source)
            elif "parameters" in cell.metadata.get("tags", ()):
                cell.source = cell.source.replace(
                    'language: str = "sv"', f'language: str = "{active()}"'
                )
        nbformat.write(book, path)  # type: ignore[no-untyped-call]


_LEFT = shutil.ignore_patterns(".ipynb_checkpoints")


def first_of(folder: Path, *, course: bool) -> str:
    """Return the address of the notebook that is opened first.

    Parameters
    ----------
    folder : pathlib.Path
        The lab's notebooks.
    course : bool
        The course's first, instead of the start page.
    """
    lessons = sorted(path.name for path in (folder / "training").glob("*.ipynb"))
    found = f"training/{lessons[0]}" if course and lessons else _START
    return f"/lab/tree/{found}" if (folder / found).is_file() else "/lab"


def options(port: int, token: str, *, browser: bool, folder: Path | None = None) -> list[str]:
    """Return the words that JupyterLab is started with, which go before all files of settings.

    Parameters
    ----------
    port : int
        The first port to try.
    token : str
        What whoever connects must know.
    browser : bool
        Open a browser window.
    folder : pathlib.Path, optional
        Of the notebooks; the project's own when left out.
    """
    shut = {name: value[0] if isinstance(value, list) else value for name, value in _SHUT.items()}
    given = shut | {
        "port": port,
        "root_dir": folder or notebook_folder(),
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

"""One notebook: executed, and proven to have run to its end.

Papermill's own word is not enough: ``sys.exit()`` in a cell counts as success there, and a
killed kernel leaves cells marked completed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pkslib.errors import EnvironmentFault
from pkslib.language import text
from pkslib.pack import book
from pkslib.run.failure import StepFailed, step_failed
from pkslib.run.surroundings import within
from pkslib.tables.identity import holds_number
from pkslib.tables.kinds import of_runs

KERNEL = "python3"
# A cell of the chain takes seconds; a live kernel that has been silent this long is stuck.
CELL_SECONDS = 900
START_SECONDS = 120
_SURROUNDINGS = {
    # Regions run side by side: one thread each, and sums that repeat to the last bit.
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
    # Pictures are for the notebook, also where the user's own are for files alone.
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    # The kernel "python3" of the environment that runs this, not one of the user's by that name.
    "JUPYTER_PREFER_ENV_PATH": "1",
    # The kernel's debugger, which no run uses, warns at every start, and sets the other one when
    # it is imported, which a warm kernel has behind it.
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    "PYDEVD_USE_FRAME_EVAL": "NO",
}
_NOTHING: Mapping[str, str] = MappingProxyType({})
_CLIENT = {
    # Its warning about unencrypted loopback at every start would scare those who read it; and
    # nobody will look back at the history of a run's kernel, which takes a thread to keep.
    # A command of a shell that fails (`!copy a b`) is an error, as it is not by default.
    "extra_arguments": [
        "--log-level=CRITICAL",
        "--HistoryManager.enabled=False",
        "--InteractiveShell.system_raise_on_error=True",
    ],
    # What a notebook made is on disk; taking a loaded interpreter down in order costs 0.8 s.
    "shutdown_kernel": "immediate",
}
# Papermill's own cells: parameters as given, and its marks around a failed cell.
_INJECTED = "injected-parameters"
# What a clock has told Papermill of a notebook and of each cell.
_TIMES = ("duration", "start_time", "end_time")
# Forms of an output that are words; tags within them part the numbers of different cells.
_SAID = ("text/plain", "text/html", "text/markdown")
_TAG = re.compile(r"<[^>]*>")
_ADDED = {_INJECTED, "papermill-error-cell-tag"}


def execute(
    source: Path,
    target: Path,
    parameters: Mapping[str, Any],
    folder: Path,
    surroundings: Mapping[str, str] = _NOTHING,
) -> None:
    """Run a notebook in a kernel of its own and write it as executed.

    Parameters
    ----------
    source, target : pathlib.Path
        The notebook, and where it is written; a failed one is written too.
    parameters : mapping
        Put after the parameters cell; already checked by the gate.
    folder : pathlib.Path
        Working folder of the kernel.
    surroundings : mapping, optional
        Environment variables of this kernel besides those of all.

    Raises
    ------
    StepFailed
        When a code cell has an error or no execution count, took too long, shows an identity
        number, or the kernel died.
    EnvironmentFault
        When the kernel could not start.
    """
    from jupyter_client.kernelspec import NoSuchKernel
    from nbclient.exceptions import CellTimeoutError, DeadKernelError

    with within(_SURROUNDINGS | dict(surroundings)):
        for tries_left in (1, 0):
            try:
                _papermill(source, target, parameters, folder)
                break
            except CellTimeoutError:
                slow = of_runs.CELL_TOO_LONG.at(limit=CELL_SECONDS)
                raise StepFailed(str(slow), _unanswered(target)) from None
            except DeadKernelError:
                # As a rule the system ended it for want of memory; it would again.
                died = of_runs.KERNEL_DIED.at()
                raise StepFailed(str(died), _unanswered(target), machine=True) from None
            except (RuntimeError, NoSuchKernel) as fault:
                # A kernel that never answered may have lost a race.
                if not tries_left:
                    silent = of_runs.KERNEL_NOT_STARTED.at(fault=fault)
                    raise EnvironmentFault(str(silent)) from fault
    prove(target)


def _papermill(source: Path, target: Path, parameters: Mapping[str, Any], folder: Path) -> None:
    import papermill

    from pkslib.run import engine
    from pkslib.run.warm import manager

    # What goes wrong in a cell is said in the notebook, where the proof finds it with its place.
    with suppress(papermill.PapermillExecutionError):
        papermill.execute_notebook(
            source, target, dict(parameters), engine.NAME, kernel_name=KERNEL, language="python",
            progress_bar=False, cwd=folder, start_timeout=START_SECONDS,
            execution_timeout=CELL_SECONDS, **_CLIENT, **manager.options(),
        )  # fmt: skip


def remark() -> str:
    """Return what a user should know of the kernels used so far; empty as a rule."""
    from pkslib.run.warm import forks

    reason = forks.refusal()
    return reason and text("Stock kernels are used, which is slower: {reason}.", reason=reason)


def prove(executed: Path) -> None:
    """Check that an executed notebook came to its end, and that no code cell has an error.

    Parameters
    ----------
    executed : pathlib.Path
        As :func:`execute` writes it.

    Raises
    ------
    StepFailed
        Naming the first cell at fault.
    """
    from pkslib.run.engine import CLOSED

    node = book.read(executed)
    cells = _code_cells(node)
    for place, cell in cells.items():
        for output in cell.outputs:
            if output.output_type == "error":
                raise step_failed(output.ename, output.evalue, place)
            if holds_number(_words(output)):
                raise StepFailed(str(of_runs.PERSON_SHOWN.at()), place)
        # A handler of the notebook's own may keep the error from being shown.
        if cell.metadata.get("papermill", {}).get("exception"):
            raise StepFailed(str(of_runs.ERROR_HIDDEN.at()), place)
    if stopped := _stopped(cells):
        raise StepFailed(str(of_runs.CELL_NOT_RUN.at()), stopped)
    if not node.metadata.get("papermill", {}).get(CLOSED):
        raise StepFailed(str(of_runs.NOT_CLOSED.at()))


def _words(output: Any) -> str:
    """Return what an output says in words, which a page would show."""
    data = output.get("data", {})
    said = [output.get("text", ""), *(str(data.get(form, "")) for form in _SAID)]
    return _TAG.sub("\n\n\n\n", "\n\n\n\n".join(said))


def point(executed: Path, parameters: Mapping[str, Any]) -> None:
    """Write other parameters into an executed notebook, so that it can be run again from there.

    What a clock and chance have left in it goes: the same run gives the same file on any day.

    Parameters
    ----------
    executed : pathlib.Path
        Built in one folder, to be published in another.
    parameters : mapping
        As they hold once it is published.
    """
    from papermill.translators import translate_parameters

    node = book.read(executed)
    for cell in node.cells:
        _forget_the_day(cell.metadata)
        if _INJECTED in book.tags(cell):
            cell.id = _INJECTED
            cell.source = translate_parameters(KERNEL, "python", dict(parameters), "Parameters")
    _forget_the_day(node.metadata)
    node.metadata.papermill.parameters = dict(parameters)
    for path in ("input_path", "output_path"):
        node.metadata.papermill.pop(path, None)
    book.write(node, executed)


def _forget_the_day(metadata: Any) -> None:
    """Drop when a notebook or a cell was run, and how long it took."""
    metadata.pop("execution", None)
    for time in _TIMES:
        metadata.get("papermill", {}).pop(time, None)


def _code_cells(node: Any) -> dict[int, Any]:
    """Return the code cells of the notebook by their number, as in the notebook before the run."""
    own = [cell for cell in node.cells if not _ADDED & book.tags(cell)]
    return {
        place: cell
        for place, cell in enumerate(own, start=1)
        if cell.cell_type == "code" and cell.source.strip()
    }


def _stopped(cells: Mapping[int, Any]) -> int | None:
    """Return the number of the first cell without an execution count."""
    return next((place for place, cell in cells.items() if cell.execution_count is None), None)


def _unanswered(executed: Path) -> int | None:
    """Return the number of the cell that was being run when it was stopped.

    It has its count, as the kernel had begun it, but the kernel never said that it was done.
    """
    cells = _code_cells(book.read(executed))
    return next((place for place, cell in cells.items() if not _answered(cell)), None)


def _answered(cell: Any) -> bool:
    return "shell.execute_reply" in cell.metadata.get("execution", {})

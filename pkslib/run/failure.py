"""What is told of a failure where anybody may read it: no values of the data.

Our own errors say what they mean and hide identity numbers. The words of any other error may hold
a row of data: they stay in the notebook that is kept, or are left out.
"""

from __future__ import annotations

import builtins
import errno
import traceback
from pathlib import Path

from pkslib.errors import EnvironmentFault, PksError
from pkslib.tables.identity import masked
from pkslib.tables.kinds import of_runs

_OWN = {kind.__name__ for kind in PksError.__subclasses__()}
# How Python begins the words of an error for want of room, on the disk or in one's share of it.
_FULL = tuple(f"[Errno {number}]" for number in (errno.ENOSPC, errno.EDQUOT))
_LONGEST = 500
# What the writer of workbooks makes of a disk that is full or a drive that is gone.
_WRITER = "FileCreateError"


class StepFailed(Exception):
    """A notebook that did not run to its end.

    Attributes
    ----------
    cell : int or None
        Number of the cell in the notebook, from 1, where one is known.
    error : str
        What happened, one line.
    machine : bool
        The machine was to blame: disk, memory, rights, kernel.
    """

    def __init__(self, error: str, cell: int | None = None, *, machine: bool = False) -> None:
        super().__init__(error)
        self.cell, self.error, self.machine = cell, error, machine


def step_failed(name: str, words: str, cell: int | None = None) -> StepFailed:
    """Return the failure of a step for an error that ended it.

    Parameters
    ----------
    name, words : str
        Class of the error, and what it says.
    cell : int, optional
        Number of the cell it ended.

    Examples
    --------
    >>> step_failed("KeyError", "19121212-1212", 7).error.partition(". ")[0]
    'PKS-618 Cellen föll på KeyError'
    """
    if name in _OWN and words:
        line = masked(" ".join(words.split()))[:_LONGEST]
        return StepFailed(line, cell, machine=name == EnvironmentFault.__name__)
    if name == MemoryError.__name__:
        return StepFailed(str(of_runs.MEMORY_SHORT.at()), cell, machine=True)
    if words.startswith(_FULL):
        return StepFailed(str(of_runs.DISK_FULL.at()), cell, machine=True)
    if _of_the_machine(name):
        return StepFailed(str(of_runs.STOPPED.at(fault=words)), cell, machine=True)
    return StepFailed(str(of_runs.CELL_FAILED.at(name=name)), cell)


def outside_notebooks(fault: Exception) -> StepFailed:
    """Return the failure of a step for an error in the run itself, at worst with its line of code.

    Parameters
    ----------
    fault : Exception
        As caught.
    """
    if isinstance(fault, StepFailed):
        return fault
    if type(fault).__name__ == _WRITER and isinstance(fault.__context__, OSError):
        fault = fault.__context__
    name = type(fault).__name__
    if isinstance(fault, PksError | OSError | MemoryError):
        return step_failed(name, str(fault))
    last = traceback.extract_tb(fault.__traceback__)[-1]
    found = of_runs.PROGRAM.at(name=name, module=Path(last.filename).name, line=last.lineno)
    return StepFailed(str(found))


def _of_the_machine(name: str) -> bool:
    """Tell whether an error is one of the operating system's, whose words name files at most."""
    kind = getattr(builtins, name, None)
    return isinstance(kind, type) and issubclass(kind, OSError)

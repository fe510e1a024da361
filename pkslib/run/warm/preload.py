"""What a warm kernel has imported before its notebook begins, and a worker before its region."""

from __future__ import annotations

import importlib
import os
import pkgutil
import sys
from collections.abc import Iterable
from pathlib import Path

import pkslib
from pkslib import language

# The environment that the server starts in; a kernel forked from it gets its notebook's own.
SURROUNDINGS = {
    # Arrow's allocator starts a thread of its own, which would not survive a fork.
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
    # Nor does it give back what it has had; the system's does, some ten megabytes a kernel.
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    # Python reads it once, so a fork has the server's.
    "PYTHONHASHSEED": "0",
    # Matplotlib reads it once; a kernel would set it to the same.
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
}
# Whose modules the notebooks import; they bring the libraries they rest on.
_FLOORS = ("forecast", "show", "steps", "tables")
# Whose modules run notebooks and pack their results.
_WORKERS_FLOORS = ("pack", "run")
# What the kernel itself, and the library's functions when they are called, import besides.
_LATER = (
    "babel.dates",
    "babel.messages.pofile",
    "babel.numbers",
    "holidays.countries.sweden",
    "IPython.core.completer",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "ipykernel.debugger",
    "ipykernel.ipkernel",
    "ipykernel.kernelapp",
    "ipykernel.zmqshell",
    "jinja2",
    "matplotlib.backends.backend_agg",
    "PIL.BmpImagePlugin",
    "PIL.GifImagePlugin",
    "PIL.JpegImagePlugin",
    "PIL.PngImagePlugin",
    "PIL.PpmImagePlugin",
    "psutil",
    "pyarrow.dataset",
    "pyarrow.parquet",
    "statsmodels.tsa.forecasting.theta",
    "statsmodels.tsa.holtwinters",
    "statsmodels.tsa.statespace.sarimax",
    "tornado.platform.asyncio",
)
_WORKERS_LATER = ("jinja2", "jupyter_client.manager", "nbconvert", "papermill", "xlsxwriter")
# The debugger, for which nobody is there: every kernel would carry it. The libraries do without,
# and a notebook can still import it.
_WITHOUT = ("debugpy",)


def for_kernels() -> None:
    """Import what notebooks will and read the catalogues; nothing that could start a thread."""
    absent = [name for name in _WITHOUT if name not in sys.modules]
    sys.modules.update(dict.fromkeys(absent))  # type: ignore[arg-type]
    _import(_FLOORS, _LATER)
    for name in absent:
        del sys.modules[name]
    language.catalogue("sv")


def for_workers() -> None:
    """Import what runs notebooks and packs their results."""
    _import(_WORKERS_FLOORS, _WORKERS_LATER)


def _import(floors: Iterable[str], names: Iterable[str]) -> None:
    for floor in floors:
        package = importlib.import_module(f"{pkslib.__name__}.{floor}")
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    for name in names:
        importlib.import_module(name)


def edition() -> frozenset[tuple[str, int, int]]:
    """Return what tells this state of the library's files from any other: names, sizes, times."""
    files = (
        Path(folder, name)
        for folder, _, names in os.walk(Path(pkslib.__file__).parent)
        for name in names
        if name.endswith((".py", ".po"))
    )
    return frozenset(
        (str(file), found.st_size, found.st_mtime_ns) for file in files for found in [file.stat()]
    )

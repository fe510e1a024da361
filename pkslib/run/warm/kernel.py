"""What a fork does to be the kernel that a stock start would give."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence


def become(arguments: Sequence[str], environment: Mapping[str, str], folder: str) -> None:
    """Be a kernel until it is told to stop.

    Parameters
    ----------
    arguments : sequence of str
        As ``python -m ipykernel_launcher`` takes them.
    environment : mapping
        The kernel's own, instead of the server's.
    folder : str
        Working folder.
    """
    import numpy as np
    from ipykernel.kernelapp import IPKernelApp
    from IPython.core.pylabtools import activate_matplotlib
    from matplotlib_inline.backend_inline import configure_inline_support

    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv[1:] = arguments
    # Python's own generator is seeded anew in a fork, this one is not.
    np.random.seed()  # noqa: NPY002
    # The kernel looks for its parent in the environment while it is imported, which is long past.
    app = IPKernelApp.instance(parent_handle=os.getppid())
    app.initialize(list(arguments))  # type: ignore[no-untyped-call]
    # The inline backend hooks itself in when it is imported, but then there was no shell.
    backend = os.environ["MPLBACKEND"]
    activate_matplotlib(backend)  # type: ignore[no-untyped-call]
    configure_inline_support(app.shell, backend)  # type: ignore[no-untyped-call]
    app.start()  # type: ignore[no-untyped-call]

"""Warm kernels: forked from a server that has imported what every notebook imports.

A stock kernel spends most of its time on imports. On Linux a worker process keeps one fork
server (:mod:`.server`, a process of its own), and each notebook gets a fork of it as its kernel.
A run's workers are themselves forks of a process that has imported all this (:mod:`.image`).
Papermill is told by its own keyword arguments; the kernel's name stays ``python3``. Wherever
something is odd the stock kernel is used, which gives the same bytes.
"""

from __future__ import annotations

import os
import sys

SWITCH = "PKS_WARM"


def is_on() -> bool:
    """Tell whether kernels and workers are forks: on Linux, unless the environment forbids it.

    Examples
    --------
    >>> from pkslib.run.surroundings import within
    >>> with within({SWITCH: "0"}):
    ...     is_on()
    False
    """
    return sys.platform == "linux" and os.environ.get(SWITCH) != "0"

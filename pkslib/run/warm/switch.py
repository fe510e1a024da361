"""Whether kernels are to be warm."""

import os
import sys

NAME = "PKS_WARM"


def is_on() -> bool:
    """Tell whether kernels and workers are forks: on Linux, unless the environment forbids it.

    Examples
    --------
    >>> from pkslib.run.surroundings import within
    >>> with within({"PKS_WARM": "0"}):
    ...     is_on()
    False
    """
    return sys.platform == "linux" and os.environ.get(NAME) != "0"

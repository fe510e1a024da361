"""The kernel manager that Papermill is given, and when it is."""

from __future__ import annotations

import os
import sys
import uuid
from typing import Any

from jupyter_client.manager import AsyncKernelManager

from pkslib.run.warm import forks
from pkslib.run.warm.client import PromptClient
from pkslib.run.warm.provisioner import WarmProvisioner

SWITCH = "PKS_WARM"


class WarmManager(AsyncKernelManager):
    """Manages one warm kernel, over sockets with a path that no other kernel has."""

    def __init__(self, **options: Any) -> None:
        place = forks.current().folder / uuid.uuid4().hex[:8]
        super().__init__(
            transport="ipc",
            ip=str(place),
            connection_file=f"{place}.json",
            client_class=f"{PromptClient.__module__}.{PromptClient.__name__}",
            kernel_id=place.name,
            **options,
        )
        self.provisioner = WarmProvisioner(
            kernel_id=self.kernel_id, kernel_spec=self.kernel_spec, parent=self
        )


def options() -> dict[str, Any]:
    """Return what Papermill is told so that a notebook gets a warm kernel.

    Returns
    -------
    dict
        Nothing on systems other than Linux, and when the environment has ``PKS_WARM=0``.
    """
    if sys.platform != "linux" or os.environ.get(SWITCH) == "0":
        return {}
    return {"kernel_manager_class": WarmManager}

"""The kernel manager that Papermill is given, and when it is."""

from __future__ import annotations

import uuid
from typing import Any

from jupyter_client.manager import AsyncKernelManager

from pkslib.run.warm import forks, switch
from pkslib.run.warm.client import PromptClient
from pkslib.run.warm.provisioner import WarmProvisioner


class WarmManager(AsyncKernelManager):
    """Manages one warm kernel, over sockets with a path that no other kernel has."""

    def __init__(self, **options: Any) -> None:
        server = forks.current()
        place = server.folder / uuid.uuid4().hex[:8]
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
        self.provisioner.server = server


def options() -> dict[str, Any]:
    """Return what Papermill is told so that a notebook gets a warm kernel.

    Returns
    -------
    dict
        Nothing where kernels are not warm; see :func:`pkslib.run.warm.switch.is_on`.
    """
    return {"kernel_manager_class": WarmManager} if switch.is_on() else {}

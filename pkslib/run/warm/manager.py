"""How Jupyter starts, asks, signals and ends a kernel that is a fork."""

from __future__ import annotations

import sys
import time
import uuid
from collections.abc import Sequence
from pathlib import Path
from queue import Empty
from typing import Any

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from pkslib.language import text
from pkslib.run import warm
from pkslib.run.warm import forks
from pkslib.run.warm.forks import NotWarm, Server

_LAUNCHER = "ipykernel_launcher"
# The longest wait for the end of a kernel that was told to go [s].
_DEATH = 5
# A question waits until the kernel's sockets are there [s].
_REPLY = 1
# What the kernel says to all is lost until it knows of the listener; then it is asked anew [s].
_SAID = 0.05


def options() -> dict[str, Any]:
    """Return what Papermill is told so that a notebook gets a warm kernel.

    Returns
    -------
    dict
        Nothing where kernels are not warm; see :func:`pkslib.run.warm.is_on`.
    """
    return {"kernel_manager_class": WarmManager} if warm.is_on() else {}


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


class WarmProvisioner(LocalProvisioner):
    """Starts a fork of a server; a stock kernel when there is none to be had.

    Attributes
    ----------
    server : pkslib.run.warm.forks.Server
        Set by who makes it.
    """

    process: Any
    server: Server

    async def launch_kernel(self, cmd: list[str], **options: Any) -> Any:
        """Start the kernel that a command would start.

        Parameters
        ----------
        cmd : list of str
            Command of the kernelspec ``python3``.
        **options
            ``env`` and ``cwd``, as for :class:`subprocess.Popen`.

        Returns
        -------
        dict
            How to connect to it.
        """
        try:
            folder = str(options.get("cwd") or Path.cwd())
            self.process = self.server.fork(_arguments(cmd), options["env"], folder)
        except NotWarm as reason:
            self.server.refusal = self.server.refusal or str(reason)
            return await super().launch_kernel(cmd, **options)
        self.pid = self.process.pid
        return self.connection_info

    async def kill(self, restart: bool = False) -> None:
        """End the kernel, and be there when it has ended instead of looking every 100 ms."""
        await super().kill(restart)
        if self.process:
            self.process.wait(_DEATH)


class PromptClient(AsyncKernelClient):
    """Takes a kernel as ready when it has said that it is done with the question whether it is.

    The stock client waits instead until nothing has been said for 200 ms.
    """

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait until the kernel answers on both channels.

        Parameters
        ----------
        timeout : float, optional
            For how long [s].

        Raises
        ------
        RuntimeError
            When the kernel has died or the time is up.
        """
        until = time.monotonic() + (timeout or float("inf"))
        asked = {self.kernel_info()}
        while not await self._answered(asked):
            asked.add(self.kernel_info())
            if not await self.is_alive():
                message = "Kernel died before replying to kernel_info"
                raise RuntimeError(message)
            if time.monotonic() > until:
                message = f"Kernel didn't respond in {timeout} seconds"
                raise RuntimeError(message)

    async def _answered(self, asked: set[str]) -> bool:
        """Tell whether the kernel replied and then said that it is done with one of the asked."""
        try:
            await self.get_shell_msg(timeout=_REPLY)
            while True:
                said = await self.get_iopub_msg(timeout=_SAID)
                idle = said["content"].get("execution_state") == "idle"
                if idle and said["parent_header"].get("msg_id") in asked:
                    return True
        except Empty:
            return False


def _arguments(command: Sequence[str]) -> list[str]:
    """Return what follows the launcher in a command of this very Python."""
    if command[0] != sys.executable or _LAUNCHER not in command:
        raise NotWarm(text("the kernel python3 is another one: {command}", command=command[0]))
    return list(command[command.index(_LAUNCHER) + 1 :])

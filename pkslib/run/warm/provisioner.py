"""How Jupyter starts, signals and ends a kernel that is a fork."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from pkslib.language import text
from pkslib.run.warm.forks import NotWarm, Server

_LAUNCHER = "ipykernel_launcher"
_DEATH = 5


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


def _arguments(command: Sequence[str]) -> list[str]:
    """Return what follows the launcher in a command of this very Python."""
    if command[0] != sys.executable or _LAUNCHER not in command:
        raise NotWarm(text("the kernel python3 is another one: {command}", command=command[0]))
    return list(command[command.index(_LAUNCHER) + 1 :])

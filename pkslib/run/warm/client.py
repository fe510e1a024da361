"""A kernel client that goes on as soon as the kernel has answered."""

from __future__ import annotations

import time
from queue import Empty

from jupyter_client.asynchronous.client import AsyncKernelClient

# A question waits until the kernel's sockets are there [s].
_REPLY = 1
# What the kernel says to all is lost until it knows of the listener; then it is asked anew [s].
_SAID = 0.05


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

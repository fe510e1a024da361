"""A kernel client that goes on as soon as the kernel has answered."""

from __future__ import annotations

import time
from queue import Empty

from jupyter_client.asynchronous.client import AsyncKernelClient

# The kernel hears nothing until its sockets are there, so it is asked anew [s].
_AGAIN = 1


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
        while not await self._answered(self.kernel_info()):
            if not await self.is_alive():
                message = "Kernel died before replying to kernel_info"
                raise RuntimeError(message)
            if time.monotonic() > until:
                message = f"Kernel didn't respond in {timeout} seconds"
                raise RuntimeError(message)

    async def _answered(self, question: str) -> bool:
        """Tell whether the kernel replied to a question and then said that it is idle."""
        try:
            await self.get_shell_msg(timeout=_AGAIN)
            while True:
                said = await self.get_iopub_msg(timeout=_AGAIN)
                idle = said["content"].get("execution_state") == "idle"
                if idle and said["parent_header"].get("msg_id") == question:
                    return True
        except Empty:
            return False

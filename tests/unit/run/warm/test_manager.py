"""When a kernel is warm, when it is ready, and that no two share their sockets."""

import asyncio
import sys
from queue import Empty

import pytest

from pkslib.run import warm
from pkslib.run.warm import manager


def test_kernels_side_by_side_do_not_share_sockets():
    one, other = (manager.WarmManager(kernel_name="python3") for _ in range(2))
    assert one.ip != other.ip
    # The path of a socket has 107 bytes at most.
    assert len(f"{one.ip}-5") < 108


@pytest.mark.parametrize(("system", "setting"), [("linux", "0"), ("win32", "1")])
def test_elsewhere_and_on_demand_kernels_are_stock(monkeypatch, system, setting):
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setenv(warm.SWITCH, setting)
    assert manager.options() == {}


class Scripted(manager.PromptClient):
    """A client whose kernel says what it is told to, or nothing."""

    def __init__(self, *heard, alive=True):
        super().__init__()
        self.heard, self.alive, self.asked = list(heard), alive, 0

    def kernel_info(self):
        self.asked += 1
        return str(self.asked)

    async def get_shell_msg(self, timeout):
        return {}

    async def get_iopub_msg(self, timeout):
        said = self.heard.pop(0) if self.heard else None
        if said is None:
            raise Empty
        state, question = said
        return {"content": {"execution_state": state}, "parent_header": {"msg_id": question}}

    async def is_alive(self):
        return self.alive


def test_the_kernel_is_ready_when_it_is_done_with_the_question():
    client = Scripted(("starting", ""), ("busy", "1"), ("idle", "1"))
    asyncio.run(client.wait_for_ready())
    assert client.asked == 1


def test_what_was_said_before_the_client_listened_is_asked_for_anew():
    # Nothing is heard after the first question, and the second is still being worked on when the
    # kernel is done with the first.
    client = Scripted(None, ("busy", "1"), ("idle", "1"), ("busy", "2"), ("idle", "2"))
    asyncio.run(client.wait_for_ready())
    assert client.asked == 2
    assert client.heard == [("busy", "2"), ("idle", "2")]


@pytest.mark.parametrize(
    ("alive", "words"), [(False, "died before replying"), (True, "didn't respond in 0.01 seconds")]
)
def test_a_kernel_that_stays_silent_is_given_up(alive, words):
    client = Scripted(*[None] * 100_000, alive=alive)
    with pytest.raises(RuntimeError, match=words):
        asyncio.run(client.wait_for_ready(timeout=0.01))

"""When a kernel is warm, and that no two share their sockets."""

import sys

import pytest

from pkslib.run.warm import manager, switch


def test_kernels_side_by_side_do_not_share_sockets():
    one, other = (manager.WarmManager(kernel_name="python3") for _ in range(2))
    assert one.ip != other.ip
    # The path of a socket has 107 bytes at most.
    assert len(f"{one.ip}-5") < 108


@pytest.mark.parametrize(("system", "setting"), [("linux", "0"), ("win32", "1")])
def test_elsewhere_and_on_demand_kernels_are_stock(monkeypatch, system, setting):
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setenv(switch.NAME, setting)
    assert manager.options() == {}

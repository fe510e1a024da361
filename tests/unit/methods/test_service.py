import numpy as np
import pytest

from pkslib.errors import InputError
from pkslib.methods.queueing import erlang_c
from pkslib.methods.service import mean_wait, servers_for_waiting, share_waiting_longer


def test_waits_of_textbook_queues():
    # er-06 and er-07 (Gross & Harris, 2nd ed., ex. 2.1 and 2.2): λ 5, μ 6 waits Lq/λ = 4.1667/5;
    # λ 6, μ 3 at three servers 0.1481481 hours.
    assert mean_wait(5 / 6, 1, 1 / 6) == pytest.approx(4.1666667 / 5, abs=1e-6)
    assert mean_wait(2, 3, 1 / 3) == pytest.approx(0.1481481, abs=1e-6)
    assert share_waiting_longer(5 / 6, 1, 1 / 6, 1) == pytest.approx(0.3065662, abs=1e-6)


@pytest.mark.parametrize(("servers", "in_time"), [(14, 0.888), (15, 0.941)])
def test_published_service_levels(servers, in_time):
    # er-04, er-05 (pyworkforce test_erlang.py): load 10, service 3 min, answer in 0.33 min.
    assert 1 - share_waiting_longer(10, servers, 3, 0.33) == pytest.approx(in_time, abs=5e-4)


def test_the_fewest_servers_are_just_enough():
    load, limit = np.meshgrid(np.linspace(0.1, 80, 30), [0.01, 0.2, 0.9])
    servers = servers_for_waiting(load, limit)
    assert (erlang_c(load, servers) <= limit).all()
    assert (erlang_c(load, servers - 1) > limit).all()


def test_ten_thousand_servers():
    # Half-Whitt: at n = load + β √load with β = 1 a share 0.2233 waits.
    servers = servers_for_waiting(9_900.0, 0.2233)
    assert servers == pytest.approx(9_900 + np.sqrt(9_900), abs=2)


def test_a_full_load_waits_for_ever():
    assert mean_wait([3, 5], 3, 1).tolist() == [np.inf, np.inf]
    assert share_waiting_longer([3, 5], 3, 1, 100).tolist() == [1, 1]


def test_nobody_waits_when_nobody_comes():
    assert mean_wait(0, 2, 1) == 0
    assert servers_for_waiting([0, 5], [0.1, 1]).tolist() == [1, 0]


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: servers_for_waiting(-1, 0.1), "load"),
        (lambda: servers_for_waiting(1, 0), "limit"),
        (lambda: mean_wait(1, 1.5, 1), "servers"),
        (lambda: share_waiting_longer(1, 2, 0, 1), "service"),
    ],
)
def test_what_is_not_allowed_is_named(call, name):
    with pytest.raises(InputError, match=f"^{name}:"):
        call()

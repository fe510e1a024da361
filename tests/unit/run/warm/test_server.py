"""The server forks as long as it is alone in its process."""

import threading

from pkslib.run.warm import forks, server


def test_it_does_not_fork_beside_a_thread():
    near, far = forks._pair()
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        assert not server._forked(far, [])
    finally:
        stop.set()
        thread.join()
    told = forks._heard(near)
    near.close()
    assert told["threads"] > 1
    assert "trådar" in forks._reason(told)

import os
import time

import pytest

from pkslib.run import workers


def _interrupted_while_working(seen):
    with workers.pool(1) as executor:
        worker = executor.submit(os.getpid).result()
        executor.submit(time.sleep, 60)
        seen.append(worker)
        raise KeyboardInterrupt


def test_work_is_done_in_other_processes_and_an_interrupt_ends_them():
    seen, began = [], time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        _interrupted_while_working(seen)
    assert time.monotonic() - began < 30
    (worker,) = seen
    assert worker != os.getpid()
    with pytest.raises(ProcessLookupError):
        os.kill(worker, 0)


def test_at_least_one_core():
    assert workers.cores() >= 1

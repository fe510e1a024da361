import os

import pytest

from pkslib.errors import BusyError
from pkslib.run import lock


def test_second_writer_is_told_who_holds_it_and_the_lock_is_free_after(tmp_path):
    path = tmp_path / "deep" / "2027-base.lock"
    with lock.held(path):
        with pytest.raises(BusyError, match=str(os.getpid())), lock.held(path):
            raise AssertionError("both got in")
    with lock.held(path):
        pass


def test_what_a_killed_run_left_does_not_block(tmp_path):
    path = tmp_path / "2027-base.lock"
    path.touch()
    path.with_suffix(".json").write_text("{half")
    with lock.held(path):
        assert str(os.getpid()) in path.with_suffix(".json").read_text()

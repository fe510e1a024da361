"""Files that another program holds."""

import pytest

from pkslib.tables.sources import held
from pkslib.tables.sources.sheet import UnreadableError

REFUSED = PermissionError(13, "Permission denied")


@pytest.fixture
def refused(monkeypatch):
    """Return a reader that is refused a number of times, and how often it was asked."""
    monkeypatch.setattr(held, "_WAITS", (0, 0, 0))
    asked = []

    def reader(times, fault=REFUSED):
        def read(path):
            asked.append(path)
            if len(asked) <= times:
                raise fault
            return "content"

        return read, asked

    return reader


def test_a_file_held_for_a_moment_is_read_in_the_end(refused, tmp_path):
    read, asked = refused(3)
    assert held.patiently(read, tmp_path / "needs.csv") == "content"
    assert len(asked) == 4


@pytest.mark.parametrize(
    ("fault", "attempts"),
    [(REFUSED, 4), (OSError(5, "Input/output error"), 1)],
)
def test_a_file_that_stays_shut_is_told_with_the_reason(refused, tmp_path, fault, attempts):
    read, asked = refused(99, fault)
    with pytest.raises(UnreadableError) as raised:
        held.patiently(read, tmp_path / "needs.csv", "needs")
    (told,) = raised.value.faults
    assert (told.code, told.file, told.table) == ("PKS-113", "needs.csv", "needs")
    assert fault.strerror in told.message
    assert len(asked) == attempts

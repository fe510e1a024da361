"""What is told of a failure: our own words, the machine's, and of all others the name only."""

import pytest

from pkslib.language import using
from pkslib.run.failure import StepFailed, outside_notebooks, step_failed

PERSON = "Kim 19121212-1212"


@pytest.mark.parametrize("name", ["ValueError", "SchemaErrors", "KeyError", "SystemExit"])
def test_words_that_may_hold_data_are_not_repeated(name):
    failed = step_failed(name, f"could not convert {PERSON}", 4)
    assert failed.error.startswith(f"PKS-618 Cellen föll på {name}. ")
    assert "Kim" not in failed.error
    assert (failed.cell, failed.machine) == (4, False)


def test_our_own_words_are_repeated_in_one_line_without_numbers_of_persons():
    failed = step_failed("InputError", f"Table demand:\n  {PERSON}", 2)
    assert failed.error == "Table demand: Kim •••"
    assert not failed.machine


@pytest.mark.parametrize(
    ("name", "words", "said"),
    [
        ("OSError", "[Errno 28] No space left on device", "PKS-602 The disk is full. Make room"),
        ("OSError", "[Errno 122] Disk quota exceeded", "PKS-602 The disk is full. Make room"),
        ("MemoryError", "Unable to allocate 3 GiB", "PKS-606 The memory was not enough."),
        (
            "PermissionError",
            "[Errno 13] No right: 'x'",
            "PKS-608 The machine stopped it: [Errno 13]",
        ),
        ("EnvironmentFault", "the kernel did not start", "the kernel did not start"),
    ],
)
def test_the_machine_is_named_where_it_is_to_blame(name, words, said):
    with using("en"):
        failed = step_failed(name, words)
    assert failed.error.startswith(said)
    assert failed.machine


def test_a_fault_of_our_own_names_the_line_of_code_and_no_data():
    with pytest.raises(KeyError) as raised:
        raise KeyError(PERSON)
    with using("en"):
        failed = outside_notebooks(raised.value)
    assert failed.error.startswith("PKS-619 KeyError in test_failure.py, line ")
    assert "Kim" not in failed.error
    assert not failed.machine


def test_what_is_told_already_stays_as_it_is():
    failed = StepFailed("no table", 3)
    assert outside_notebooks(failed) is failed
    assert outside_notebooks(OSError(28, "No space left on device")).machine

"""Callbacks: what goes wrong is seen, in the language the notebook chose."""

import contextvars

import ipywidgets as widgets
import pytest

from pkslib.errors import InputError
from pkslib.language import active, using
from pkslib.show.explore.guard import guarded


def test_the_language_is_the_one_chosen_when_the_widget_was_made():
    heard = []
    with using("en"):
        callback = guarded(widgets.HTML(), lambda: heard.append(active()))
    # As the kernel does: called back in a context that knows nothing of the cell's.
    contextvars.Context().run(callback, None)
    assert heard == ["en"]


@pytest.mark.parametrize(
    ("fault", "said"),
    [(InputError("A < B"), ">A &lt; B<"), (KeyError("bed"), ">KeyError: ")],
)
def test_a_fault_is_shown_and_goes_when_all_is_well(fault, said):
    faults, area = [fault], widgets.HTML()

    def act():
        if faults:
            raise faults.pop()

    callback = guarded(area, act)
    callback(None)
    assert said in area.value
    callback(None)
    assert area.value == ""

"""Callbacks: what goes wrong is seen, in the language the notebook chose."""

import contextvars
import threading

import ipywidgets as widgets
import pytest

from pkslib.errors import InputError
from pkslib.language import active, using
from pkslib.show.explore.guard import guarded, on_press


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


@pytest.fixture
def held_back(monkeypatch):
    """Return slider, field, button and what a press read; the test answers for the browser."""
    monkeypatch.setattr(widgets, "jsdlink", lambda source, target: None)
    slider, field, button = widgets.FloatSlider(), widgets.Text(), widgets.Button()
    read = []
    controls = [slider, field]
    on_press(button, widgets.HTML(), lambda: read.append((slider.value, field.value)), controls)
    return slider, field, button, read


def test_a_press_waits_for_the_values_that_the_browser_holds_back(held_back):
    slider, field, button, read = held_back
    button.click()
    slider.set_state({"value": 0.4, "press": 1})
    assert read == []
    field.set_state({"value": "winter", "press": 1})
    assert read == [(0.4, "winter")]


def test_a_button_pressed_again_before_the_answer_acts_once(held_back):
    slider, field, button, read = held_back
    button.click()
    button.click()
    for number in (1, 2):
        slider.set_state({"press": number})
        field.set_state({"press": number})
    assert len(read) == 1


def test_two_threads_never_act_at_once():
    inside, most = 0, 0

    def act():
        nonlocal inside, most
        inside += 1
        most = max(most, inside)
        turn.wait(0.05)  # never set: time enough for the other to come in
        inside -= 1

    turn = threading.Event()
    callback = guarded(widgets.HTML(), act)
    threads = [threading.Thread(target=callback, args=(None,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1

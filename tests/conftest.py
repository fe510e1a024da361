"""What all tests share: law profiles, the language put back, no figure left open."""

import os

import pytest
from hypothesis import settings

from pkslib import language

# The laws look for counter-examples; `HYPOTHESIS_PROFILE=thorough` looks ten times as long.
settings.register_profile("fast", max_examples=25, deadline=None, derandomize=True)
settings.register_profile("thorough", max_examples=250, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fast"))


@pytest.fixture(autouse=True)
def _swedish():
    language.activate("sv")
    yield
    language.activate("sv")


@pytest.fixture(autouse=True)
def _no_figure_left_open():
    yield
    import matplotlib.pyplot as plt

    left = plt.get_fignums()
    plt.close("all")
    assert not left, "a figure was left open"

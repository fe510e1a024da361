"""The browser's part of a press, done here: it writes the press's number on each control."""

import ipywidgets
import pytest
import traitlets


@pytest.fixture(autouse=True)
def _browser(monkeypatch):
    monkeypatch.setattr(ipywidgets, "jsdlink", traitlets.dlink)

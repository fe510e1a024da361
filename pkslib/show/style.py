"""One style for every picture: colours with a meaning each, and the settings of all marks."""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import lru_cache
from pathlib import Path
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
from matplotlib_inline.config import InlineBackend

INK = "#22313F"
MUTED = "#5B6770"
FAINT = "#B8C2C9"
# A field behind other marks: the plan in follow-up, what is treated apart in the history.
FIELD = "#DCE2E6"
PAPER = "#FFFFFF"

# Need is dark and available light, so that the pair stays apart in black and white.
NEED = "#1F4E79"
AVAILABLE = "#A9CBE0"
BAND = "#B9CFE3"
SHORTAGE = "#B5482F"
SHORTAGE_DARK = "#8E2F1B"
SPARE = "#DCEAF1"
ACCENT = "#D98032"

# Colours that the guidance's own examples use (Socialstyrelsen, Uppföljning på taktisk nivå,
# 2024): green above plan and red below, yellow for visits that did not happen, light green for
# bookings; booked green, to plan purple, waited too long brown, plan blue, schedule grey. The
# three that are stacked darken upwards, for black and white.
ABOVE = "#5FAE7C"
BELOW = "#B5482F"
OUTCOME = "#5FAE7C"
LOST = "#E9B949"
AHEAD = "#C4E3CF"
PLAN_LINE = "#1E6B3C"
BOOKED = "#74B98A"
TO_PLAN = "#8465AC"
OVERDUE = "#6B4226"
PLAN = "#2B6CB0"
SCHEDULE = "#7B858C"

# Not cut to the contents, which would draw it twice. A picture that is packed with the least zeal
# is a twentieth larger and takes half the time to pack.
_PRINTED: dict[str, Any] = {"bbox_inches": None, "pil_kwargs": {"compress_level": 1}}


@lru_cache
def _settings() -> mpl.RcParams:
    path = Path(__file__).parent / "pks.mplstyle"
    return mpl.rc_params_from_file(path, use_default_template=False)


def activate() -> None:
    """Use the style for every picture from here on, also those a reader draws.

    Jupyter's inline pictures are no longer drawn before they are printed, which would draw them
    twice.
    """
    mpl.rcParams.update(_settings())
    InlineBackend.instance().print_figure_kwargs = dict(_PRINTED)
    if "inline" in mpl.get_backend():
        plt.uninstall_repl_displayhook()


def applied() -> AbstractContextManager[None]:
    """Return a context in which the style is in use."""
    return mpl.rc_context(_settings())

"""A small bar chart as text: hundreds of them weigh and cost less than one picture."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import numpy as np

from pkslib import language
from pkslib.show import style

_WIDE, _HIGH, _BELOW = 460.0, 110.0, 16.0
# Part of a period's room that the outcome's bar takes; the plan takes all.
_BAR = 0.6
# Bars below plan are striped, so that they stand out in black and white too.
STRIPES = (
    '<svg width="0" height="0" style="position:absolute" aria-hidden="true"><defs>'
    '<pattern id="pks-below" width="5" height="5" patternUnits="userSpaceOnUse" '
    f'patternTransform="rotate(45)"><rect width="5" height="5" fill="{style.BELOW}"/>'
    '<line x1="0" y1="0" x2="0" y2="5" stroke="white" stroke-width="2"/></pattern></defs></svg>'
)


def bars(
    labels: Sequence[str], planned: Sequence[float], outcome: Sequence[float], title: str
) -> str:
    """Return outcome per period before the plan as a grey field: green above it, striped below.

    Parameters
    ----------
    labels : sequence of str
        Periods.
    planned, outcome : sequence of float
        Amounts from 0 up; missing ones leave a gap.
    title : str
        What is drawn, for those who cannot see it.

    Returns
    -------
    str
        An svg element.

    Examples
    --------
    >>> drawn = bars(["2026-01", "2026-02"], [10.0, 10.0], [8.0, float("nan")], "Visits")
    >>> drawn.count("<rect"), 'url(#pks-below)' in drawn
    (3, True)
    """
    both = np.array([planned, outcome], dtype=float)
    top = float(np.nanmax(both, initial=0.0)) or 1.0
    room = _WIDE / max(len(labels), 1)
    parts = []
    for at, label in enumerate(labels):
        plan, done = both[:, at]
        parts.append(_rect(at * room, room, plan / top, style.FIELD))
        colour = style.ABOVE if np.isnan(plan) or done >= plan else "url(#pks-below)"
        inset = room * (1 - _BAR) / 2
        parts.append(_rect(at * room + inset, room * _BAR, done / top, colour))
        parts.append(
            f'<text x="{(at + 0.5) * room:.0f}" y="{_HIGH + 12:.0f}">'
            f"{escape(language.period(label, short=True))}</text>"
        )
    return (
        f'<svg role="img" aria-label="{escape(title)}" width="{_WIDE:.0f}" '
        f'height="{_HIGH + _BELOW:.0f}" viewBox="0 0 {_WIDE:.0f} {_HIGH + _BELOW:.0f}" '
        f'font-size="10" fill="{style.MUTED}" text-anchor="middle">{"".join(parts)}</svg>'
    )


def _rect(left: float, width: float, share: float, colour: str) -> str:
    """Return a bar from the ground up, nothing for a missing value."""
    if np.isnan(share):
        return ""
    high = share * _HIGH
    return (
        f'<rect x="{left:.1f}" y="{_HIGH - high:.1f}" width="{width:.1f}" height="{high:.1f}" '
        f'fill="{colour}"/>'
    )

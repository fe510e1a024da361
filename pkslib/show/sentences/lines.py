"""Sentences as a value: a tuple of text that shows itself as a list."""

from __future__ import annotations

import html


class Sentences(tuple[str, ...]):
    """Sentences in reading order; a notebook shows them as a list.

    Examples
    --------
    Text that comes from data is escaped when shown, and kept as it is otherwise:

    >>> said = Sentences(["A < B."])
    >>> said[0], said._repr_html_()
    ('A < B.', '<ul class="pks-sentences"><li>A &lt; B.</li></ul>')
    """

    __slots__ = ()

    def __add__(self, other: tuple[str, ...]) -> Sentences:  # type: ignore[override]
        """Return both, one after the other."""
        return Sentences((*self, *other))

    def __str__(self) -> str:
        """Return the sentences as plain text, one a line."""
        return "\n".join(self)

    def _repr_html_(self) -> str:
        items = "".join(f"<li>{html.escape(line)}</li>" for line in self)
        return f'<ul class="pks-sentences">{items}</ul>' if self else ""

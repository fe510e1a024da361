"""The debrief: the groups' plans beside what their patients and staff got."""

from __future__ import annotations

import html
from pathlib import Path

import ipywidgets as widgets

from pkslib.language import number, percent, text
from pkslib.show.explore.guard import guarded
from pkslib.show.training.year import rounds, sums
from pkslib.show.training.year.panel import base_tables
from pkslib.show.training.year.rounds import PARTS, ROUNDS


class Debrief:
    """The widget: a button, and the groups side by side.

    Parameters
    ----------
    card : int
        Which event came.
    source, output : str or pathlib.Path
        As for :class:`pkslib.show.training.year.panel.Round`.
    """

    def __init__(self, card: int, source: str | Path, output: str | Path) -> None:
        self._card, self._source, self._output = card, Path(source), Path(output)
        self.button = widgets.Button(
            description=text("Compare the groups"), button_style="primary", layout={"width": "14em"}
        )
        self.table, self.fault = widgets.HTML(), widgets.HTML()
        self.button.on_click(guarded(self.fault, self._compare))

    def show(self) -> widgets.VBox:
        """Return the widget to display."""
        return widgets.VBox([self.button, self.table, self.fault])

    def _compare(self) -> None:
        self.table.value = debrief(self._card, self._source, self._output)


def debrief(card: int, source: Path, output: Path) -> str:
    """Return the groups' kept rounds beside what the year gave, as html.

    Parameters
    ----------
    card : int
        Which event came.
    source, output : pathlib.Path
        As for :class:`Debrief`.
    """
    rows = [
        _row(group, round_, card, source, output)
        for group in sorted(place.name for place in output.glob("*") if place.is_dir())
        for round_ in rounds.kept(output, group)
    ]
    if not rows:
        none = text("No group has kept a round yet.")
        return f"<p>{html.escape(none)}</p>"
    head = [
        text("group"), text("round"), text("target level"), text("say yes"), text("no bed: plan"),
        text("no bed: came"), text("put off: came"), text("fullest month: plan"),
        text("fullest month: came"), text("months above 85%"), text("million SEK"),
        text("promised, not come"),
    ]  # fmt: skip
    top = "".join(f'<th scope="col">{html.escape(name)}</th>' for name in head)
    body = "".join(f"<tr>{''.join(f'<td>{html.escape(one)}</td>' for one in row)}</tr>"
                   for row in rows)  # fmt: skip
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"


def _row(group: str, round_: int, card: int, source: Path, output: Path) -> list[str]:
    tables, settings, choices = rounds.read(rounds.folder_of(output, group, round_))
    told, used = sums.plan(tables, settings)
    came = sums.come(base_tables(source), tables, used, card)
    late = max(told.improved - came.improved, 0.0)
    return [
        group, f"{round_}/{len(ROUNDS)}", percent(choices.target),
        f"{len(choices.yes)}/{len(PARTS)}", number(told.refused), number(came.refused),
        number(came.given_way), percent(told.worst), percent(came.worst), str(came.strained),
        number(came.cost / 1e6, 1), number(late),
    ]  # fmt: skip

"""The groups and the robots beside each other, when the quarters are played."""

from __future__ import annotations

import html
from pathlib import Path

import ipywidgets as widgets

from pkslib.language import text
from pkslib.show.explore.guard import guarded
from pkslib.show.training.game import kept, play, told
from pkslib.show.training.game.panel import region_of
from pkslib.show.training.game.robots import NAMES
from pkslib.show.training.game.rules import QUARTERS
from pkslib.show.training.game.score import ranked, score


class Board:
    """The widget: a button, and the places of all that have played a seed.

    Parameters
    ----------
    seed : int
        Which chance.
    source, output : str or pathlib.Path
        As for :class:`pkslib.show.training.game.panel.GamePanel`.
    """

    def __init__(self, seed: int, source: str | Path, output: str | Path) -> None:
        self._seed, self._source, self._output = seed, Path(source), Path(output)
        self.button = widgets.Button(
            description=text("Compare the groups"), button_style="primary", layout={"width": "16em"}
        )
        self.table, self.fault = widgets.HTML(), widgets.HTML()
        self.button.on_click(guarded(self.fault, self._compare))

    def show(self) -> widgets.VBox:
        """Return the widget to display."""
        return widgets.VBox([self.button, self.table, self.fault])

    def _compare(self) -> None:
        self.table.value = board(self._seed, self._source, self._output)


def board(seed: int, source: Path, output: Path) -> str:
    """Return the places of the groups that have played to the end, and of the robots, as html.

    Parameters
    ----------
    seed, source, output
        As for :class:`Board`.
    """
    region = region_of(source)
    games = {group: kept.read(output, group, seed) for group in kept.groups(output, seed)}
    whole = {group: one for group, one in games.items() if len(one.decisions) == QUARTERS}
    scores = {
        group: score(play.replay(region, seed, one.decisions).outcomes)
        for group, one in whole.items()
    }
    scores |= {robot: score(play.played_by(region, seed, robot).outcomes) for robot in NAMES}
    names = {robot: text(name) for robot, name in NAMES.items()}
    under_way = [
        text("{group} has played {count} of {all} quarters.", group=group,
             count=len(one.decisions), all=QUARTERS)
        for group, one in games.items() if group not in whole
    ]  # fmt: skip
    lines = "".join(f"<p>{html.escape(line)}</p>" for line in under_way)
    return told.places_told(ranked(scores), names) + lines

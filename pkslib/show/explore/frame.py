"""The frame that every panel stands in: what is shown, what is set, steps back, save, compare.

A panel says which controls it has, what each of them sets, and what a state looks like; the frame
does the rest. A state is :class:`Shown`, made by a plain function of the desk and the choices.
"""

from __future__ import annotations

import abc
import datetime
import html
from collections.abc import Callable, Iterator, Mapping
from functools import partial

import ipywidgets as widgets

from pkslib.language import text
from pkslib.settings import Settings
from pkslib.show.explore.controls import Knob, control
from pkslib.show.explore.desk import Desk
from pkslib.show.explore.guard import guarded, on_press
from pkslib.show.explore.shown import Shown, Still, as_line, as_lines, as_page, still
from pkslib.tables import scenarios

# Four in a row above the picture at 1366 pixels.
_ABOVE, _LABEL_ABOVE = "20.5em", "7.5em"
_LEFT = "28em"
_PICTURE = "740px"


class Panel(abc.ABC):
    """What all panels have; each panel adds its own controls and its picture.

    Parameters
    ----------
    desk : Desk
        What it works on.
    today : callable
        Returns the date of what is decided.
    """

    #: What the panel is about, its picture's text for who can't see it.
    title = ""
    #: What is looked at stands in rows above the picture; else at its left, as a form.
    views_above = True
    #: Controls that take longer than a blink to answer have a sign while they work.
    slow = True
    _state: Shown

    def __init__(
        self, desk: Desk, *, today: Callable[[], datetime.date] = datetime.date.today
    ) -> None:
        self.desk, self._today, self._quiet, self._answers = desk, today, False, 0
        self.image = widgets.Image(format="png", layout={"width": _PICTURE, "max_width": "100%"})
        self.beside = widgets.Image(format="png", layout={"display": "none"})
        self.told = widgets.HTML(layout={"min_height": "3em"})
        self.table = widgets.HTML()
        self.busy, self.fault, self.refused, self.status = (widgets.HTML() for _ in range(4))
        self._make_frame()
        self.views: list[widgets.ValueWidget] = self.make_views()
        self.knobs: list[Knob] = self.make_knobs()
        self._connect()
        self._redraw(None)

    def make_views(self) -> list[widgets.ValueWidget]:
        """Return the controls that choose what is looked at."""
        return []

    def make_knobs(self) -> list[Knob]:
        """Return the controls that set something."""
        return []

    @abc.abstractmethod
    def fill_views(self) -> None:
        """Give the views what the region has; called when another region is taken."""

    @abc.abstractmethod
    def shown(self, desk: Desk) -> Shown:
        """Return what a desk's settings look like."""

    def states(self, desk: Desk) -> Iterator[Shown]:
        """Yield what is shown, the last state whole; one before it is what is known at once."""
        yield self.shown(desk)

    def _make_frame(self) -> None:
        small = {"width": "9em"}
        self.region = control(widgets.Dropdown, text("Region"), options=self._regions(),
                              value=self.desk.region)  # fmt: skip
        self.data = control(widgets.Text, text("Data set"), value=self.desk.data,
                            continuous_update=False)  # fmt: skip
        self.year = widgets.BoundedIntText(
            value=self.desk.year, min=2000, max=2100, description=text("Year"),
            style={"description_width": "3em"}, layout={"width": "10em"},
        )  # fmt: skip
        self.undo = widgets.Button(description=text("Undo"), layout=small)
        self.redo = widgets.Button(description=text("Redo"), layout=small)
        self.full = widgets.Button(description=text("Compute in full"), layout={"width": "11em"})
        self.scenario = control(widgets.Dropdown, text("Start from"), options=self.desk.saved(),
                                value=self.desk.scenario)  # fmt: skip
        self.compared = control(widgets.Dropdown, text("Compare with"),
                                options=self._comparable(), value="")  # fmt: skip
        self.name = control(widgets.Text, text("Scenario"))
        self.role = control(widgets.Text, text("Decided by (role)"))
        self.why = control(widgets.Text, text("Why"))
        self.replace = widgets.Checkbox(description=text("Replace"), indent=False,
                                        layout={"width": "8em"})  # fmt: skip
        self.button = widgets.Button(description=text("Save as scenario"),
                                     button_style="primary", layout={"width": "12em"})  # fmt: skip

    def _regions(self) -> list[tuple[str, str]]:
        return [(self.desk.names.of("region", code), code) for code in self.desk.regions]

    def _comparable(self) -> list[tuple[str, str]]:
        return [("–", ""), *((name, name) for name in self.desk.saved())]

    def _connect(self) -> None:
        self._redraw = guarded(self.fault, self._draw, self._clear)
        for view in (*self.views, self.compared):
            view.observe(self._heard(self._look), "value")
        for knob in self.knobs:
            knob.widget.observe(self._heard(partial(self._turn, knob)), "value")
        for head in (self.data, self.region, self.year):
            head.observe(self._heard(self._move), "value")
        self.scenario.observe(self._heard(self._load), "value")
        steps = (self.undo, self.desk_undo), (self.redo, self.desk_redo), (self.full, self._full)
        for button, act in steps:
            on_press(button, self.fault, act, [knob.widget for knob in self.knobs], self._clear)
        told = [self.name, self.role, self.why, self.replace, *self.views]
        told += [knob.widget for knob in self.knobs]
        on_press(self.button, self.refused, self._save, told)
        for field in (self.name, self.role, self.why):
            field.on_msg(self._entered)
        self._follow()

    def _entered(self, _: object, said: Mapping[str, str], __: object) -> None:
        if said.get("event") == "submit":  # the Enter key
            self.button.click()

    def _heard(self, act: Callable[[], None]) -> Callable[[object], None]:
        callback = guarded(self.fault, act, self._clear)

        def heard(change: object) -> None:
            if not self._quiet:
                callback(change)

        return heard

    def _turn(self, knob: Knob) -> None:
        values = {place: knob.write(knob.widget.value) for place in knob.places()}
        self.desk.set({place: None for place in knob.instead()} | values)
        self._draw()

    def _look(self) -> None:
        self._follow()
        self._draw()

    def desk_undo(self) -> None:
        """Take the latest change back."""
        self.desk.undo()
        self._look()

    def desk_redo(self) -> None:
        """Make it again."""
        self.desk.redo()
        self._look()

    def _full(self) -> None:
        self.desk.full = True
        self._draw()

    def _load(self) -> None:
        self.desk.load(self.scenario.value)
        self._look()

    def _move(self) -> None:
        """Take the data set, region and year that the head of the panel tells."""
        year, data = int(self.year.value), self.data.value.strip()
        if data == self.desk.data:
            self.desk.take(self.region.value, year)
        else:
            self.desk = Desk(data, "", year)
        self._silently(self._refill)
        self._look()

    def _refill(self) -> None:
        self.region.options, self.region.value = self._regions(), self.desk.region
        self.scenario.options, self.scenario.value = self.desk.saved(), self.desk.scenario
        self.compared.options, self.compared.value = self._comparable(), ""
        self.fill_views()

    def _silently(self, act: Callable[[], None]) -> None:
        """Change controls without hearing them."""
        self._quiet = True
        try:
            act()
        finally:
            self._quiet = False

    def _follow(self) -> None:
        """Let the controls show what is set."""

        def follow() -> None:
            for knob in self.knobs:
                value = knob.read()
                if knob.widget.value != value:
                    knob.widget.value = value

        self._silently(follow)

    def _draw(self) -> None:
        if self.slow:
            self.busy.value = as_line(text("Computing …"))
        for state in self.states(self.desk):
            self.image.value = state.png
            self.told.value = as_lines(state.told)
            self.table.value = as_page(state.table)
            self._state = state
        self._beside(self.shown(self._other()) if self.compared.value else None)
        self._answered(self._tier())

    def _other(self) -> Desk:
        return self.desk.with_settings(self._settings_of(self.compared.value))

    def _settings_of(self, name: str) -> Settings:
        return scenarios.find(self.desk.data, name)

    def _beside(self, other: Shown | None) -> None:
        """Show the scenario that is compared with at the right, half the room each."""
        width = _PICTURE if other is None else "49%"
        self.image.layout.display, self.image.layout.width = "block", width
        self.beside.layout.display = "none" if other is None else "block"
        self.beside.layout.width = width
        if other is not None:
            self.beside.value = other.png
            head = html.escape(text("{scenario}:", scenario=self.compared.value))
            self.told.value += f"<b>{head}</b> " + as_lines(other.told)

    def _tier(self) -> str:
        """Say whether what is shown is preliminary."""
        if self.desk.full:
            return ""
        return text("Preliminary: quick forecast. The pack's figures: Compute in full.")

    def _answered(self, said: str) -> None:
        """Take the busy sign away; the page counts the answers, so that it can be waited for."""
        self._answers += 1
        words = f'<span style="color:#8A5A00">{html.escape(said)}</span>'
        self.busy.value = f'<span data-answers="{self._answers}">{words}</span>'

    def _clear(self) -> None:
        """Take the old picture away: it does not show what the controls say."""
        self.image.value, self.told.value, self.table.value = b"", "", ""
        # Without a picture its frame would stand there as a broken one.
        self.image.layout.display = self.beside.layout.display = "none"
        self._answered("")

    def _save(self) -> None:
        self.status.value = ""
        name, role, why = (field.value.strip() for field in (self.name, self.role, self.why))
        line = self.desk.save(name, role, why, on=self._today(), replace=self.replace.value)
        said = text("Saved as {name}. Its pack:", name=name)
        # An address breaks nowhere by itself.
        code = f'<code style="overflow-wrap:anywhere">{html.escape(line)}</code>'
        self.status.value = f'<div style="line-height:1.5">{as_line(said)} {code}</div>'
        self._silently(self._list_saved)

    def _list_saved(self) -> None:
        chosen = self.scenario.value, self.compared.value
        self.scenario.options, self.compared.options = self.desk.saved(), self._comparable()
        self.scenario.value, self.compared.value = chosen

    def show(self) -> widgets.VBox:
        """Return the widget to display: controls at the left, picture at the right."""
        self.data.layout.width = "34em"
        head = widgets.HBox([self.data, self.region, self.year])
        looked_at = [*self.views, self.scenario, self.compared]
        if self.views_above:
            for view in looked_at:
                view.style.description_width, view.layout.width = _LABEL_ABOVE, _ABOVE
        steps = widgets.HBox([self.undo, self.redo])
        press = widgets.HBox([self.button, self.replace])
        own = [*(knob.widget for knob in self.knobs), steps]
        save = [self.name, self.role, self.why, press, self.refused, self.status]
        above = looked_at if self.views_above else []
        rows = widgets.HBox(above, layout={"flex_flow": "row wrap"})
        form = [] if self.views_above else looked_at
        left = widgets.VBox([*form, *own, *save], layout={"flex": f"0 0 {_LEFT}"})
        pictures = widgets.HBox([self.image, self.beside])
        tier = widgets.HBox([self.full, self.busy])
        right = widgets.VBox([pictures, self.fault, self.told, tier],
                             layout={"flex": "1 1 auto", "min_width": "0"})  # fmt: skip
        body = widgets.HBox([left, right])
        return Still([head, rows, body, self.table], self._still())

    def _still(self) -> str:
        """Return what is shown now, for a page without the controls."""
        return str(self.fault.value) or still(self._state, text(self.title))

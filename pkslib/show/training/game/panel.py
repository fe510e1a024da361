"""The game on the screen: decide at each level, play the quarter, see what it gave."""

from __future__ import annotations

import html
from functools import lru_cache
from pathlib import Path

import ipywidgets as widgets

from pkslib.language import number, percent, text
from pkslib.show.explore.guard import on_press
from pkslib.show.training.game import chance, kept, play, rules, shifts, told
from pkslib.show.training.game.cards import event_told
from pkslib.show.training.game.rules import QUARTERS, Decisions, Quarter, Region, Week, Year

_FRAMES = (2_500_000.0, 3_500_000.0, 4_500_000.0, 5_500_000.0)
_WIDE = {"width": "52em", "max_width": "100%"}
_STYLE = {"description_width": "26em"}
_CARD = "border:2px solid #8E2F1B;border-radius:6px;padding:4px 12px;font-weight:bold;width:44em"
_CONTROL = {"style": _STYLE, "layout": {"width": "44em", "max_width": "100%"}}


@lru_cache(maxsize=4)
def region_of(source: Path) -> Region:
    """Return the game's region, which is only read."""
    return rules.region(source)


class GamePanel:
    """The widget: three levels' decisions, a button to plan the year and one to play the quarter.

    Every quarter that is played is kept; the same group and seed go on from there.

    Parameters
    ----------
    group : str
        The group's name.
    seed : int
        Which chance; the same for all groups that are to be compared.
    source, output : str or pathlib.Path
        The course's data set, and the folder that games are kept in.
    """

    def __init__(self, group: str, seed: int, source: str | Path, output: str | Path) -> None:
        self._group, self._seed, self._output = group, seed, Path(output)
        self._region = region_of(Path(source))
        self._game = kept.read(self._output, group, seed)
        self._played = play.replay(self._region, seed, self._game.decisions)
        self._make()
        on_press(self.plan, self.fault, self._plan, self._controls())
        on_press(self.play, self.fault, self._play, self._controls())
        self._tell()

    def _make(self) -> None:
        """Make the controls, as the last quarter left them."""
        last = self._game.decisions[-1] if self._game.decisions else Decisions()
        self._make_year(last.year)
        quarter, week, usual = last.quarter, last.week, self._region.tables["units"]
        names = usual.set_index("unit")["name"]
        self.opened = [
            widgets.IntSlider(
                value=quarter.opened[at], min=rules.LEAST, max=rules.MOST,
                description=text("Beds more than usual, {ward}", ward=names[ward]), **_CONTROL,
            )
            for at, ward in enumerate(rules.WARDS)
        ]  # fmt: skip
        self.moved = widgets.IntSlider(
            value=quarter.moved, min=-rules.MOST_MOVED, max=rules.MOST_MOVED,
            description=text("Beds moved, medicine to orthopaedics"), **_CONTROL,
        )  # fmt: skip
        self.bought = widgets.IntSlider(
            value=quarter.bought, min=0, max=rules.MOST_BOUGHT,
            description=text("Operations bought"), **_CONTROL,
        )  # fmt: skip
        self.reserve = widgets.Dropdown(
            options=[(percent(one), one) for one in rules.RESERVES], value=week.reserve,
            description=text("Schedule above what is needed"), **_CONTROL,
        )  # fmt: skip
        self.lend = _box(text("The wards lend staff to each other in the shift"), week.lend)
        self.overtime = widgets.Dropdown(
            options=[(text("overtime"), True), (text("closed beds"), False)],
            value=week.overtime, description=text("Shifts still short are met by"), **_CONTROL,
        )  # fmt: skip
        wide = {"layout": {"width": "16em"}, "button_style": "primary"}
        self.plan = widgets.Button(description=text("Plan the year"), **wide)
        self.play = widgets.Button(description=text("Play the quarter"), **wide)
        self.status, self.planned, self.history, self.fault = (widgets.HTML() for _ in range(4))

    def _make_year(self, chosen: Year) -> None:
        self.target = widgets.FloatSlider(
            value=chosen.target, min=0.75, max=0.95, step=0.01, readout_format=".0%",
            description=text("Target occupancy"), **_CONTROL,
        )  # fmt: skip
        self.frame = widgets.Dropdown(
            options=[(_money(one), one) for one in _FRAMES], value=chosen.frame,
            description=text("Frame for the year"), **_CONTROL,
        )  # fmt: skip
        rows = sorted(self._region.measures, key=lambda row: str(row["measure"]))
        self.measures = {
            str(row["measure"]): _box(
                text("{code} {name}: at most {most} bed days, SEK {cost} each",
                     code=row["measure"], name=row["name"], most=number(row["max_amount"]),
                     cost=number(row["cost"])),
                row["measure"] in chosen.measures,
            )
            for row in rows
        }  # fmt: skip
        self.promised = _box(text("Count improvement work as promised"), chosen.promised)

    def show(self) -> widgets.VBox:
        """Return the widget to display."""
        return widgets.VBox([
            _heading(text("For the year: hospital management")), self.target, self.frame,
            *self.measures.values(), self.promised, self.plan, self.planned, self.status,
            _heading(text("For the quarter: the clinics")), *self.opened, self.moved, self.bought,
            _heading(text("For the weeks: the wards")), self.reserve, self.lend, self.overtime,
            self.play, self.fault, self.history,
        ])  # fmt: skip

    def decisions(self) -> Decisions:
        """Return what is decided on the screen."""
        return Decisions(
            Year(
                round(self.target.value, 2), self.frame.value,
                tuple(code for code, box in self.measures.items() if box.value),
                self.promised.value,
            ),
            Quarter(tuple(one.value for one in self.opened), self.moved.value, self.bought.value),
            Week(self.reserve.value, self.lend.value, self.overtime.value),
        )  # fmt: skip

    def _controls(self) -> list[widgets.ValueWidget]:
        year = [self.target, self.frame, *self.measures.values(), self.promised]
        return [*year, *self.opened, self.moved, self.bought, self.reserve, self.lend,
                self.overtime]  # fmt: skip

    def _plan(self) -> None:
        self._played = play.planned(
            self._region, self._seed, self._played, self.decisions().year
        )  # fmt: skip
        self._tell()

    def _play(self) -> None:
        decided = self.decisions()
        self._played = play.played_on(self._region, self._seed, self._played, decided)
        self._game = kept.Game(self._seed, (*self._game.decisions, decided))
        kept.keep(self._output, self._group, self._game)
        self._tell()

    def _tell(self) -> None:
        """Show where the game stands, and let each level decide only when it is its turn."""
        at, over = self._played.quarter, self._played.quarter >= QUARTERS
        new_year = at % 4 == 0 and not over
        for one in (self.target, self.frame, *self.measures.values(), self.promised, self.plan):
            one.disabled = not new_year
        for one in (*self._controls()[-7:], self.play):
            one.disabled = over
        made = self._played.plan
        if made is None or (new_year and self._played.since != at):
            self.planned.value = ""
        else:
            self.planned.value = told.plan_told(self._region, made, self._played.since)
        self.history.value = self._history() if at else ""
        lines = [text("All quarters are played. Compare below.")] if over else self._now(at)
        items = "".join(f"<li>{html.escape(line)}</li>" for line in lines)
        card = 0 if over else chance.world(self._region, self._seed).cards[at]
        turned = f'<p style="{_CARD}">{html.escape(event_told(card))}</p>' if card else ""
        self.status.value = f'<div role="status"><ul>{items}</ul>{turned}</div>'

    def _history(self) -> str:
        """Return the quarters played, and the gap list of the last one."""
        at, decided = self._played.quarter - 1, self._game.decisions[-1]
        brought = chance.came(self._region, self._seed, at)
        beds = shifts.open_beds(self._region, at, decided, brought.card)
        listed, _ = shifts.gaps(at, beds, brought, decided.week)
        return told.quarters_told(self._played.outcomes) + told.gaps_told(self._region, listed)

    def _now(self, at: int) -> list[str]:
        left = self._played.left if at % 4 else self.frame.value
        return [
            text("Next: {quarter}, quarter {at} of {all}.", quarter=told.quarter_name(at),
                 at=at + 1, all=QUARTERS),
            text("Left of the year's frame: {left}.", left=_money(left)),
        ]  # fmt: skip


def _money(amount: float) -> str:
    return text("SEK {amount} million", amount=number(amount / 1e6, 1))


def _box(label: str, value: bool) -> widgets.Checkbox:
    return widgets.Checkbox(value=value, description=label, indent=False, layout=_WIDE)


def _heading(words: str) -> widgets.HTML:
    return widgets.HTML(f"<b>{html.escape(words)}</b>")

"""The start page in the lab: what would you like to do, on which data, region and year."""

from __future__ import annotations

import html
from pathlib import Path
from typing import Any

import ipywidgets as widgets

from pkslib import language as words
from pkslib.errors import PksError
from pkslib.language import mark, text
from pkslib.show import bench
from pkslib.show.explore import desk as desks
from pkslib.show.explore.ahead import Levelling, Outlook, Waiting
from pkslib.show.explore.balance import Balance
from pkslib.show.explore.controls import control
from pkslib.show.explore.demand import Demand
from pkslib.show.explore.entering import Maturity, Rounds
from pkslib.show.explore.frame import Panel
from pkslib.show.explore.guard import guarded
from pkslib.show.explore.occupancy import Occupancy
from pkslib.tables import intake

PANELS: dict[str, type[Panel]] = {
    "demand": Demand,
    "occupancy_and_margin": Occupancy,
    "balance": Balance,
    "levelling": Levelling,
    "waiting": Waiting,
    "outlook": Outlook,
    "maturity": Maturity,
    "rounds": Rounds,
}
_ASKED = {
    "demand": mark("Explore the forecast: history, treatments, models"),
    "occupancy_and_margin": mark("Try occupancy, margin, risk and ceiling"),
    "balance": mark("Turn measures on and off, and see what gives way"),
    "levelling": mark("Level the plan and close for summer"),
    "waiting": mark("See where the waiting lists go"),
    "outlook": mark("See the weeks ahead"),
    "maturity": mark("Say where we stand on the maturity ladder"),
    "rounds": mark("Enter who agrees to what"),
}
_STEPS = {
    "01_data": mark("Data"), "02_demand": mark("Care need"),
    "03_need": mark("Production and capacity need"),
    "04_capacity": mark("Capacity"), "05_balance": mark("Balance"), "06_plan": mark("Plan"),
    "07_follow_up": mark("Follow-up"), "08_outlook": mark("Outlook"), "09_pack": mark("Pack"),
}  # fmt: skip


def panel(name: str, *, root: str | Path, language: str = "", **chosen: Any) -> widgets.Widget:
    """Return a panel on the data, region and year chosen on the start page, or on those given.

    Parameters
    ----------
    name : str
        A key of ``PANELS``: the stem of its notebook.
    root : str or pathlib.Path
        The project's folder, under which data sets are looked for.
    language : str
        sv or en; as chosen when empty.
    **chosen
        data, region, year and scenario; empty ones as chosen.
    """
    kept = desks.chosen(root)
    bench.settle(language or kept["language"])
    given = {key: value for key, value in chosen.items() if value}
    taken = {key: kept[key] for key in ("data", "region", "year")} | given
    if "data" in given and "region" not in given:
        taken["region"] = ""
    taken["data"] = desks.found_in(root, taken["data"])
    return _on_desk(PANELS[name], **taken)


def _on_desk(kind: type[Panel], **chosen: Any) -> widgets.Widget:
    """Return a panel on a desk, or one plain sentence where the data can't be used.

    Parameters
    ----------
    kind : type of Panel
        Which.
    **chosen
        Data, region, year and scenario, as for :class:`~pkslib.show.explore.desk.Desk`.
    """
    try:
        return kind(desks.Desk(**chosen)).show()
    except PksError as fault:
        return widgets.HTML(f'<div role="alert">{html.escape(str(fault))}</div>')


class Start:
    """The start page.

    Parameters
    ----------
    root : str or pathlib.Path
        The project's folder.
    language : str
        sv or en; as chosen last when empty.
    """

    def __init__(self, root: str | Path, language: str = "") -> None:
        self._root, kept = Path(root), desks.chosen(root)
        bench.settle(language or kept["language"])
        self.box, self.fault, self.status = widgets.VBox(), widgets.HTML(), widgets.HTML()
        self._lay()

    def _lay(self) -> None:
        """Make the page in the language chosen."""
        kept = desks.chosen(self._root)
        known = [*dict.fromkeys([*desks.data_sets(self._root), kept["data"]])]
        self.language = control(widgets.Dropdown, text("Language"), value=words.active(),
                                options=[("Svenska", "sv"), ("English", "en")])  # fmt: skip
        self.data = control(widgets.Combobox, text("Data set"), options=known, value=kept["data"],
                            ensure_option=False, continuous_update=False)  # fmt: skip
        self.region = control(widgets.Dropdown, text("Region"))
        self.year = control(widgets.BoundedIntText, text("Planning year"), min=2000, max=2100,
                            value=kept["year"])  # fmt: skip
        self.links = widgets.HTML(_links())
        self._read = guarded(self.fault, self._read_data, self._no_region)
        self._read(None)
        self.language.observe(guarded(self.fault, self._switch), "value")
        self.data.observe(self._read, "value")
        for one in (self.region, self.year):
            one.observe(guarded(self.fault, self._keep), "value")
        head = widgets.HTML(f"<p>{html.escape(text(_OWN))}</p>")
        chosen = widgets.VBox([self.language, head, self.data, self.region, self.year,
                               self.fault, self.status], layout={"flex": "0 0 28em"})  # fmt: skip
        self.box.children = [widgets.HBox([chosen, self.links])]

    def _switch(self) -> None:
        desks.choose(self._root, language=self.language.value)
        words.activate(self.language.value)
        self._lay()

    def _read_data(self) -> None:
        """Read the data set and offer its regions."""
        self.status.value = html.escape(text("Reading …"))
        try:
            tables = intake.load(desks.found_in(self._root, self.data.value.strip()))
        finally:
            self.status.value = ""
        named = tables["regions"].set_index("region")["name"]
        self.region.options = [(f"{code} {name}", code) for code, name in named.items()]
        kept = desks.chosen(self._root)["region"]
        self.region.value = kept if kept in named.index else named.index[0]
        self._keep()

    def _no_region(self) -> None:
        self.region.options = []

    def _keep(self) -> None:
        if self.region.value:
            desks.choose(self._root, data=self.data.value.strip(), region=self.region.value,
                         year=self.year.value)  # fmt: skip
            self.status.value = html.escape(text("Chosen; the panels open on this."))

    def show(self) -> widgets.Widget:
        """Return the widget to display."""
        return self.box


_OWN = mark("Your own data: type the folder, workbook or database address and press Enter.")


def _links() -> str:
    """Return what one may do, as links to the notebooks, the panels first."""
    panels = [(f"explore/{name}.ipynb", text(asked)) for name, asked in _ASKED.items()]
    steps = [(f"{name}.ipynb", f"{name[:2]} {text(word)}") for name, word in _STEPS.items()]
    course = [("training/01_worked_example.ipynb", text("The course: examples by hand"))]
    parts = [
        (mark("What would you like to do?"), panels),
        (mark("The steps"), steps),
        (mark("Learn"), course),
    ]
    # Side by side: all are seen without scrolling.
    shown = "".join(
        f"<div><h3>{html.escape(text(head))}</h3><ul>{''.join(_link(*one) for one in links)}</ul>"
        "</div>"
        for head, links in parts
    )
    return f'<div style="display:flex; gap:1em">{shown}</div>'


def _link(path: str, said: str) -> str:
    # The lab opens it in a tab of its own; elsewhere it is an ordinary link from explore/.
    return f'<li><a href="../{path}" data-pks="{path}">{html.escape(said)}</a></li>'

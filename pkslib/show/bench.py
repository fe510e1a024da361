"""What every step notebook starts with: a region's folder, tables, settings and names.

The language and the style of the figures are chosen here, so that a notebook only reads, calls,
shows and writes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

from pkslib import language as words
from pkslib.errors import InputError
from pkslib.language import text
from pkslib.settings import Settings
from pkslib.show import drawing, style
from pkslib.show.names import Names
from pkslib.show.names import read as read_names
from pkslib.tables import handover, naming, overview, scenario_codes, scenarios, store
from pkslib.tables.declaration import empty
from pkslib.tables.inputs import INPUTS
from pkslib.tables.results import RESULTS, STEP_TABLES

_FIRST = "01_data"
# What regions are held side by side by.
_NETWORK = (
    "summary", "region_summary", "improvement_kinds", "national_compared", "data_tables",
    "outcome_quality", "assumption_places", "population",
)  # fmt: skip


@dataclass(frozen=True)
class Bench:
    """A region on the workbench.

    Attributes
    ----------
    folder : pathlib.Path
        Where the region's results lie.
    settings : pkslib.settings.Settings
        The scenario's assumptions.
    scenario : str
        Its name.
    region, year, data
        As for :func:`begin`.
    tables : pkslib.tables.store.Tables
        The tables written so far, read when asked for.
    names : pkslib.show.names.Names
        Names of units, needs, activities and capacities.
    """

    folder: Path
    settings: Settings
    scenario: str
    region: str = ""
    year: int = 0
    data: str = ""

    @cached_property
    def tables(self) -> store.Tables:
        """Tables written so far, read when asked for.

        In a notebook opened by hand the scenario may have changed since the data were read, so
        that it is held against them again; and what the steps before have not left is worked out.
        """
        if handover.left(self.folder):
            return store.Tables(self.folder)
        found = _CaughtUp(self)
        scenario_codes.check_shared(self.settings, found, f"{self.scenario}.toml")
        return found

    @cached_property
    def names(self) -> Names:
        """Names of units, needs, activities and capacities, from the region's own tables."""
        return read_names(self.tables)


class _CaughtUp(store.Tables):
    """Tables of a notebook opened by hand: what the steps before it have not left is worked out."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench.folder)
        self._bench = bench

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name in store.DECLARED:
            self._catch_up(name)
        return super().__getitem__(name)

    def _catch_up(self, name: str) -> None:
        """Work out the steps that have left nothing, as far as the one that writes a table."""
        there, steps = self._bench.folder / "tables", [*STEP_TABLES]
        if (there / f"{name}.parquet").exists() or (
            name in INPUTS and (there / "data_tables.parquet").exists()
        ):
            return
        last = next((step for step in steps if name in STEP_TABLES[step]), _FIRST)
        missing = [
            step for step in steps[: steps.index(last) + 1]
            if not (there / f"{STEP_TABLES[step][0]}.parquet").exists()
        ]  # fmt: skip
        _say(text("Not run before: {steps}. They are run now, which may take a minute.",
                  steps=", ".join(missing)))  # fmt: skip
        for step in missing:
            self._work_out(step)

    def _work_out(self, step: str) -> None:
        from pkslib import scenario

        bench = self._bench
        if step == _FIRST:
            read = handover.report(bench.data, bench.folder, bench.settings, bench.scenario)
            read.raise_for_faults()
            given = overview.region_slice(read.tables, bench.region)
            found = given | {
                "data_tables": overview.data_tables(given),
                "data_notes": overview.data_notes(read.notes, given),
                "assumptions": overview.assumption_rows(bench.settings),
            }
        else:
            found = scenario.of_notebook(step, self, bench.settings, bench.year)
        store.write(bench.folder, **found)
        words.count_in(store.counted_in(bench.folder))


def _say(line: str) -> None:
    from IPython.display import Markdown, display

    display(Markdown(line))  # type: ignore[no-untyped-call]


def begin(*, region: str, year: int, data: str, output: str, scenario: str, language: str) -> Bench:
    """Open a region: choose language and style, find the scenario and the folder.

    Parameters
    ----------
    region, year, data, output, scenario, language
        The parameters of every step notebook.

    Returns
    -------
    Bench

    Raises
    ------
    InputError
        When a parameter has another type, the scenario is missing or wrong, or a code can't name
        a folder.
    """
    _typed({"language": language})
    settle(language)
    _typed({"region": region, "data": data, "output": output, "scenario": scenario, "year": year})
    folder = store.region_folder(output, year, scenario, region)
    words.count_in(store.counted_in(folder))
    return Bench(folder, scenarios.find(data, scenario), scenario, region, year, data)


def _typed(parameters: Mapping[str, object]) -> None:
    """Refuse parameters of another type, as papermill's -p makes of a region's code a number."""
    said = []
    for name, value in parameters.items():
        if name == "year" and type(value) is not int:
            said.append(
                text("Parameter year: found {found}. Give a whole number.", found=repr(value))
            )
        if name != "year" and not isinstance(value, str):
            said.append(
                text(
                    "Parameter {name}: found {found}, which is no text. Write {name} = “…” in the "
                    "notebook; papermill takes text by -r {name} {found}, a number by -p.",
                    name=name,
                    found=repr(value),
                )
            )
    if said:
        raise InputError("\n".join(said))


def settle(language: str) -> None:
    """Choose for the whole notebook: language, style, and how pandas keeps text."""
    words.activate(language)
    words.count_in("")
    style.activate()
    pd.set_option(*store.PLAIN_TEXT)


def show(axes: Axes, *beside: object) -> None:
    """Show a figure and what belongs below it, in that order, in a cell that shows several.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Alone on its figure, which is closed so that the cell does not show it again at its end.
    *beside
        Tables or sentences.
    """
    from IPython.display import display

    figure = drawing.paper(axes)
    display(figure, *beside)  # type: ignore[no-untyped-call]
    plt.close(figure)


@dataclass(frozen=True)
class Network:
    """The regions of a run side by side.

    Attributes
    ----------
    summary, region_summary, improvement_kinds, national_compared, data_tables, \
    outcome_quality, assumption_places : pandas.DataFrame
        The result tables of those names, rows of all regions; each has a column region.
    population : pandas.DataFrame
        The input table of that name, rows of all regions in the planning year.
    names : pkslib.show.names.Names
        Names of regions and capacities.
    """

    summary: pd.DataFrame
    region_summary: pd.DataFrame
    improvement_kinds: pd.DataFrame
    national_compared: pd.DataFrame
    data_tables: pd.DataFrame
    outcome_quality: pd.DataFrame
    assumption_places: pd.DataFrame
    population: pd.DataFrame
    names: Names


def begin_network(*, year: int, output: str, scenario: str, language: str) -> Network:
    """Open all regions that a run has published: choose language and style, read summaries.

    Parameters
    ----------
    year, output, scenario, language
        The parameters of the notebook network.

    Returns
    -------
    Network

    Raises
    ------
    InputError
        When no region has been published yet.
    """
    settle(language)
    folders = store.published(output, year, scenario)
    named: dict[str, dict[str, str]] = {}
    measures: dict[str, str] = {}
    for folder in folders:
        known = read_names(store.Tables(folder))
        measures |= known.measures
        for kind, codes in known.named.items():
            named[kind] = named.get(kind, {}) | dict(codes)
    tables = {name: _of_all(folders, name) for name in _NETWORK}
    people = tables["population"]
    tables["population"] = people[people["year"] == year].reset_index(drop=True)
    return Network(**tables, names=Names(named, measures))


def _of_all(folders: Sequence[Path], name: str) -> pd.DataFrame:
    """Return a table of all regions, each row with its region."""
    kept = [store.Tables(folder) for folder in folders]
    parts = [
        (tables[name] if name in set(tables) else empty((INPUTS | RESULTS)[name])).assign(
            region=naming.region_of(folder.name)
        )
        for folder, tables in zip(folders, kept, strict=True)
    ]
    return pd.concat(parts, ignore_index=True)

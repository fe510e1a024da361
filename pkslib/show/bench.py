"""What every step notebook starts with: a region's folder, tables, settings and names.

The language and the style of the figures are chosen here, so that a notebook only reads, calls,
shows and writes.
"""

from __future__ import annotations

from collections.abc import Mapping
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
from pkslib.tables import handover, scenario_codes, scenarios, store


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
    tables : pkslib.tables.store.Tables
        The tables written so far, read when asked for.
    names : pkslib.show.names.Names
        Names of units, needs, activities and capacities.
    """

    folder: Path
    settings: Settings
    scenario: str

    @cached_property
    def tables(self) -> store.Tables:
        """Tables written so far, read when asked for.

        In a notebook opened by hand the scenario may have changed since the data were read, so
        that it is held against them again.
        """
        found = store.Tables(self.folder)
        if not handover.left(self.folder):
            scenario_codes.check_shared(self.settings, found, f"{self.scenario}.toml")
        return found

    @cached_property
    def names(self) -> Names:
        """Names of units, needs, activities and capacities, from the region's own tables."""
        return read_names(self.tables)


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
    _settle(language)
    _typed({"region": region, "data": data, "output": output, "scenario": scenario, "year": year})
    folder = store.region_folder(output, year, scenario, region)
    words.count_in(store.counted_in(folder))
    return Bench(folder, scenarios.find(data, scenario), scenario)


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


def _settle(language: str) -> None:
    """Choose for the whole notebook: language, style, and how pandas keeps text."""
    words.activate(language)
    words.count_in("")
    style.activate()
    # Arrow's arrays of text are for millions of rows. A planning step takes tables of some
    # thousands apart and puts them together, which with plain strings costs a tenth less.
    pd.set_option("mode.string_storage", "python")


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


_SIDE_BY_SIDE = (
    *("summary", "region_summary", "improvement_kinds", "national_compared"),
    "assumption_places",
)


@dataclass(frozen=True)
class Network:
    """The regions of a run side by side.

    Attributes
    ----------
    summary, region_summary, improvement_kinds, national_compared, assumption_places : DataFrame
        The result tables of those names, rows of all regions.
    names : pkslib.show.names.Names
        Names of regions and capacities.
    """

    summary: pd.DataFrame
    region_summary: pd.DataFrame
    improvement_kinds: pd.DataFrame
    national_compared: pd.DataFrame
    assumption_places: pd.DataFrame
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
    _settle(language)
    folders = store.published(output, year, scenario)
    named: dict[str, dict[str, str]] = {}
    measures: dict[str, str] = {}
    for folder in folders:
        known = read_names(store.Tables(folder))
        measures |= known.measures
        for kind, codes in known.named.items():
            named[kind] = named.get(kind, {}) | dict(codes)
    tables = {
        name: pd.concat([store.read(folder, name) for folder in folders], ignore_index=True)
        for name in _SIDE_BY_SIDE
    }
    return Network(**tables, names=Names(named, measures))

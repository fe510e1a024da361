"""Steps that a data set gives nothing to do: a notebook that says so takes the place of theirs."""

from __future__ import annotations

from pathlib import Path

from pkslib.pack import book
from pkslib.tables import starters, store

_PARAMETERS = "parameters"
# As any step begins, so that the notebook can be run again from where it is published.
_SAID = """from pkslib.show import bench, sentences
from pkslib.tables import starters, store

work = bench.begin(
    region=region, year=year, data=data, output=output, scenario=scenario, language=language
)
store.write(work.folder, **starters.nothing("{step}"))
sentences.passed_over("{step}", work.tables)"""


def instead(source: Path, folder: Path) -> Path:
    """Return the notebook to run for a step: its own, or one that says what the step lacks.

    Parameters
    ----------
    source : pathlib.Path
        The step's notebook.
    folder : pathlib.Path
        Folder that the region is built in. Before the data set has been read nothing is lacking.
    """
    read = (folder / "tables" / "data_tables.parquet").exists()
    if not read or not starters.lacking(source.stem, store.Tables(folder)):
        return source
    node = book.read(source)
    heading = next(cell for cell in node.cells if cell.cell_type == "markdown")
    heading.source = heading.source.partition("\n")[0]
    given = next(cell for cell in node.cells if _PARAMETERS in book.tags(cell))
    said = next(cell for cell in node.cells if cell.cell_type == "code" and cell is not given)
    said.source = _SAID.format(step=source.stem)
    node.cells = [heading, given, said]
    place = folder.parent / ".passed" / folder.name / source.name
    place.parent.mkdir(parents=True, exist_ok=True)
    book.write(node, place)
    return place

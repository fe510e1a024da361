"""The unit of work: one region through all notebooks, plain data in, a published pack out.

The functions here stand at module level and take and give plain data, so that any
``concurrent.futures.Executor`` can run them, in this process, another, or on another machine.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pkslib.errors import EnvironmentFault, PksError
from pkslib.language import text, using
from pkslib.run import notebook
from pkslib.run.notebook import StepFailed
from pkslib.run.project import NETWORK
from pkslib.run.publish import Place
from pkslib.tables.results import STEP_TABLES

PACK = "pack"


@dataclass(frozen=True)
class Job:
    """What a run needs to know, the same for all regions.

    Attributes
    ----------
    place : Place
        Where results are built and published.
    data : str
        Path of the data set, absolute, or database URL.
    language : str
        ``"sv"`` or ``"en"``.
    notebooks : tuple of pathlib.Path
        In the order they are run.
    inputs : mapping
        Input file to its sha256, for the receipt.
    settings : mapping
        Settings that differ from the defaults, for the receipt.
    """

    place: Place
    data: str
    language: str
    notebooks: tuple[Path, ...]
    inputs: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)

    @property
    def network(self) -> Path:
        """The notebook over all regions, beside the chain's."""
        return self.notebooks[0].with_name(NETWORK)

    def shared_parameters(self) -> dict[str, Any]:
        """Return the parameters of the network notebook."""
        return {
            "year": self.place.year,
            "output": self.place.output,
            "scenario": self.place.scenario,
            "language": self.language,
        }

    def parameters(self, region: str) -> dict[str, Any]:
        """Return the parameters of a step notebook."""
        return {"region": region, "data": self.data, **self.shared_parameters()}


@dataclass(frozen=True)
class Outcome:
    """How it went for a region.

    Attributes
    ----------
    region : str
        Its code.
    seconds : dict
        Step to wall time [s], steps that were done.
    step, error : str
        Where and why it failed; empty when it did not.
    cell : int or None
        Number of the failed cell in its notebook.
    machine : bool
        The machine was to blame: disk, rights, kernel.
    remark : str
        What the user should know though nothing failed; empty as a rule.
    """

    region: str
    seconds: dict[str, float]
    step: str = ""
    cell: int | None = None
    error: str = ""
    machine: bool = False
    remark: str = ""


def run_region(job: Job, region: str) -> Outcome:
    """Run one region's chain and publish its pack; a failure is told, not raised.

    Parameters
    ----------
    job : Job
        What all regions share.
    region : str
        A region of the data set.

    Returns
    -------
    Outcome
        After a failure the former pack stands as it was, and the notebooks are kept beside.
    """
    from pkslib.pack import make, receipt

    seconds: dict[str, float] = {}
    parameters = job.parameters(region)
    step = ""
    with using(job.language):
        folder = job.place.begin(region)
        try:
            for source in job.notebooks:
                step = source.stem
                seconds[step] = _timed(_run_step, job, source, folder, parameters)
            step = PACK
            sources = receipt.Sources(parameters, job.notebooks, job.inputs, job.settings)
            seconds[step] = _timed(make.build, folder, sources)
            job.place.publish(region)
        except Exception as fault:
            job.place.keep_failure(region)
            return _failed(region, seconds, step, fault)
    return Outcome(region, seconds, remark=notebook.remark())


def run_network(job: Job) -> Outcome:
    """Run the network notebook over all published regions and publish its page.

    Parameters
    ----------
    job : Job
        As for the regions.

    Returns
    -------
    Outcome
        Its region is the notebook's name.
    """
    from pkslib.pack import make

    source = job.network
    with using(job.language):
        folder = job.place.begin(source.stem)
        executed = folder / "notebooks" / source.name
        try:
            parameters = job.shared_parameters()
            seconds = _timed(notebook.execute, source, executed, parameters, folder)
            page = make.network_page(executed, job.place.published_root, parameters)
            job.place.publish_index(page)
        except Exception as fault:
            job.place.keep_failure(source.stem)
            return _failed(source.stem, {}, source.stem, fault)
        job.place.forget_failure(source.stem)
    return Outcome(source.stem, {source.stem: seconds})


def _run_step(job: Job, source: Path, folder: Path, parameters: Mapping[str, Any]) -> None:
    """Run a step's notebook and check that it wrote the tables declared for it."""
    executed = folder / "notebooks" / source.name
    beside = {**parameters, "output": str(job.place.building_root)}
    # A SQLite path and a database's scenarios are relative to where the run was started.
    working = Path.cwd() if "://" in job.data else folder
    notebook.execute(source, executed, beside, working)
    absent = [
        name
        for name in STEP_TABLES.get(source.stem, ())
        if not (folder / "tables" / f"{name}.parquet").exists()
    ]
    if absent:
        raise StepFailed(text("these tables were not written: {names}", names=", ".join(absent)))
    notebook.point(executed, parameters)


def _timed(function: Callable[..., Any], *arguments: Any) -> float:
    began = time.perf_counter()
    function(*arguments)
    return time.perf_counter() - began


def _failed(region: str, seconds: dict[str, float], step: str, fault: Exception) -> Outcome:
    named = isinstance(fault, StepFailed | PksError)
    error = str(fault) if named else f"{type(fault).__name__}: {fault}"
    machine = isinstance(fault, EnvironmentFault | OSError)
    return Outcome(region, seconds, step, getattr(fault, "cell", None), error, machine)

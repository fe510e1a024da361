"""The unit of work: one region through all notebooks, plain data in, a published pack out.

The functions here stand at module level and take and give plain data, so that any
``concurrent.futures.Executor`` can run them, in this process, another, or on another machine.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from pkslib.language import text, using
from pkslib.pack import make, pdf, receipt
from pkslib.run import notebook, passing, resume
from pkslib.run.failure import StepFailed, outside_notebooks
from pkslib.run.project import NETWORK
from pkslib.run.publish import Place
from pkslib.tables.kinds import of_runs
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
    force : bool
        Run every step, also where nothing it rests on has changed.
    with_pdf : bool
        Make the pack as a PDF too.
    decided : str
        Folder of what was decided, absolute; empty for the one beside the data set.
    """

    place: Place
    data: str
    language: str
    notebooks: tuple[Path, ...]
    inputs: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    force: bool = False
    with_pdf: bool = False
    decided: str = ""

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
    lost : bool
        Nothing is known of it, as its worker is gone.
    remark : str
        What the user should know though nothing failed; empty as a rule.
    why : dict
        Step that was run to the reason; empty when the published pack still held.
    kept : int
        Number of steps whose results were taken over.
    """

    region: str
    seconds: dict[str, float]
    step: str = ""
    cell: int | None = None
    error: str = ""
    machine: bool = False
    lost: bool = False
    remark: str = ""
    why: dict[str, str] = field(default_factory=dict)
    kept: int = 0


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
    parameters = job.parameters(region)
    sources = receipt.Sources(parameters, job.notebooks, job.inputs, job.settings)
    with using(job.language):
        doing = _Doing(job, region)
        try:
            doing.begin(sources)
            for source in job.notebooks:
                doing.step(source)
            doing.pack(sources)
        except Exception as fault:
            job.place.keep_failure(region)
            return _failed(region, doing.seconds, doing.at, fault)
    return Outcome(region, doing.seconds, remark=notebook.remark(), why=doing.why, kept=doing.kept)


class _Doing:
    """A region on its way through the steps.

    Parameters
    ----------
    job : Job
        What all regions share.
    region : str
        Its code.
    """

    def __init__(self, job: Job, region: str) -> None:
        self.seconds: dict[str, float] = {}
        self.why: dict[str, str] = {}
        self.at = ""
        self.kept = 0
        self._told: dict[str, dict[str, Any]] = {}
        self._job, self._region = job, region

    def begin(self, sources: receipt.Sources) -> None:
        """Look at the published pack, and make the folder that the region is built in."""
        published = self._job.place.published(self._region)
        self._former = resume.former(published, sources, force=self._job.force)
        self._folder = self._job.place.begin(self._region)

    def step(self, source: Path) -> None:
        """Run a step, or take its results over where nothing it rests on has changed."""
        self.at = source.stem
        reason = self._former.why(source, self._folder)
        if not reason:
            self._told[self.at] = self._former.take(self.at, self._folder)
            self.kept += 1
            return
        self.why[self.at] = reason
        record = self._job.place.record(self._region, self.at)
        watch = resume.Watch(source, self._folder, record)
        parameters = self._job.parameters(self._region)
        run = passing.instead(source, self._folder)
        self.seconds[self.at] = _timed(
            _run_step, self._job, run, self._folder, parameters, watch.surroundings
        )
        self._told[self.at] = watch.told()

    def pack(self, sources: receipt.Sources) -> None:
        """Make and publish the pack; where no step was run and none of it altered, leave it."""
        self.at = PACK
        told = replace(sources, steps=self._told)
        if not self.why and self._former.altered:
            self.why[PACK] = text("its results were altered")
        with_pdf = self._job.with_pdf
        if not self.why and with_pdf and not (self._former.folder / pdf.NAME).exists():
            self.why[PACK] = text("it has no PDF yet")
        if self.why:
            build = partial(make.build, with_pdf=with_pdf)
            self.seconds[PACK] = _timed(build, self._folder, told)
            self._job.place.publish(self._region)
        else:
            receipt.write(self._former.folder, told)
            self._job.place.keep(self._region)


def run_network(job: Job, made: Collection[str] | None = None) -> Outcome:
    """Run the network notebook over all published regions and publish its page.

    Parameters
    ----------
    job : Job
        As for the regions.
    made : collection of str, optional
        Codes of the regions whose packs this run has made; all when left out.

    Returns
    -------
    Outcome
        Its region is the notebook's name.
    """
    source = job.network
    with using(job.language):
        folder = job.place.begin(source.stem)
        executed = folder / "notebooks" / source.name
        try:
            parameters = job.shared_parameters()
            seconds = _timed(notebook.execute, source, executed, parameters, folder)
            root, failed = job.place.published_root, job.place.failures()
            job.place.publish_index(make.network_page(executed, root, parameters, failed, made))
        except Exception as fault:
            job.place.keep_failure(source.stem)
            return _failed(source.stem, {}, source.stem, fault)
        job.place.forget_failure(source.stem)
    return Outcome(source.stem, {source.stem: seconds})


def _run_step(
    job: Job,
    source: Path,
    folder: Path,
    parameters: Mapping[str, Any],
    surroundings: Mapping[str, str],
) -> None:
    """Run a step's notebook and check that it wrote the tables declared for it."""
    executed = folder / "notebooks" / source.name
    beside = {**parameters, "output": str(job.place.building_root)}
    # A SQLite path and a database's scenarios are relative to where the run was started.
    working = Path.cwd() if "://" in job.data else folder
    notebook.execute(source, executed, beside, working, surroundings)
    absent = [
        name
        for name in STEP_TABLES.get(source.stem, ())
        if not (folder / "tables" / f"{name}.parquet").exists()
    ]
    if absent:
        raise StepFailed(str(of_runs.TABLES_NOT_WRITTEN.at(names=", ".join(absent))))
    notebook.point(executed, parameters)


def _timed(function: Callable[..., Any], *arguments: Any) -> float:
    began = time.perf_counter()
    function(*arguments)
    return time.perf_counter() - began


def _failed(region: str, seconds: dict[str, float], step: str, fault: Exception) -> Outcome:
    told = outside_notebooks(fault)
    return Outcome(region, seconds, step, told.cell, told.error, told.machine)

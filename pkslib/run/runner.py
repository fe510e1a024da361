"""A run: checked first, then region by region side by side, then the page of all regions."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from pkslib.errors import EnvironmentFault, InputError, RegionError
from pkslib.language import text, using
from pkslib.pack import receipt
from pkslib.run import (
    cluster,
    gate,
    lock,
    preflight,
    progress,
    project,
    surroundings,
    workers,
)
from pkslib.run.chain import Job, Outcome, run_network, run_region
from pkslib.run.publish import FAILED, Place
from pkslib.settings import Settings
from pkslib.tables import handover, intake, overview, scenario_codes, scenarios
from pkslib.tables.identity import names_person
from pkslib.tables.kinds import of_files, of_runs
from pkslib.tables.sources import address

Unit = Callable[[Job, str], Outcome]


@dataclass(frozen=True)
class Request:
    """What the user asked for.

    Attributes
    ----------
    data : str
        Folder, workbook or database URL.
    year : int
        Planning year.
    regions : tuple of str
        Codes; all regions of the data set when empty.
    scenario : str
        Name of a scenario file.
    output : str
        Root of all output.
    language : str
        ``"sv"`` or ``"en"``.
    jobs : int or None
        Worker processes; as many as cores when None.
    notebooks : pathlib.Path or None
        Folder of the chain's notebooks; the project's own when None.
    force : bool
        Run every step, also where nothing it rests on has changed.
    with_pdf : bool
        Make each pack as a PDF too.
    decided : pathlib.Path or None
        Folder of what was decided; the one beside the data set when None.
    scheduler : str or None
        Address of a dask scheduler, whose workers run the regions instead of processes here.
    """

    data: str
    year: int
    regions: tuple[str, ...] = ()
    scenario: str = "base"
    output: str = "output"
    language: str = "sv"
    jobs: int | None = None
    notebooks: Path | None = None
    force: bool = False
    with_pdf: bool = False
    decided: Path | None = None
    scheduler: str | None = None


@dataclass(frozen=True)
class Result:
    """What came of a run.

    Attributes
    ----------
    index : pathlib.Path
        The page of all regions, absolute; not there when every region failed.
    outcomes : tuple of Outcome
        One a region, by code, then that of the page.
    language : str
        That the user asked for, in which the outcomes are told.
    """

    index: Path
    outcomes: tuple[Outcome, ...]
    language: str = "sv"

    def raise_for_failures(self) -> None:
        """Raise one error that lists every failed region; do nothing when there is none.

        Raises
        ------
        RegionError
            When regions failed; EnvironmentFault when the machine was to blame for one.
        """
        failed = [outcome for outcome in self.outcomes if outcome.error]
        if not failed:
            return
        with using(self.language):
            head = text(
                "{failed} of {total} failed; their notebooks are kept in {folder}. They may show "
                "rows of data, so they are not for sharing:",
                failed=len(failed),
                total=len(self.outcomes),
                folder=self.index.with_name(FAILED),
            )
            told = "\n".join([head, *(f"  {progress.line(outcome)}" for outcome in failed)])
        machine = any(outcome.machine for outcome in failed)
        raise (EnvironmentFault if machine else RegionError)(told)


def run(request: Request) -> Result:
    """Make a planning pack per region and the page of all regions.

    Parameters
    ----------
    request : Request
        What the user asked for.

    Returns
    -------
    Result

    Raises
    ------
    InputError
        For a fault in parameters, settings or data; nothing has been computed.
    BusyError
        When another run writes to the same year and scenario.
    """
    with using(request.language):
        return Result(*_run(request), request.language)


def _run(request: Request) -> tuple[Path, tuple[Outcome, ...]]:
    place = Place(str(Path(request.output).resolve()), request.year, request.scenario)
    _refuse_persons(request)
    settings = scenarios.find(request.data, request.scenario)
    job = _job(request, place, settings)
    gate.check(job.notebooks, job.parameters("01"))
    gate.check([job.network], job.shared_parameters())
    with lock.held(place.lock), surroundings.housed():
        place.sweep()
        # Large data sets take a while, so whoever has to wait for the lock is told before.
        job = replace(job, inputs=receipt.input_hashes(job.data, job.decided))
        try:
            regions = workers.apart(_regions, job, settings, request.regions)
            preflight.check(place, regions)
            if request.scheduler:
                outcomes = _elsewhere(job, regions, request.scheduler)
            else:
                outcomes = _side_by_side(job, regions, request.jobs or workers.cores())
        finally:
            place.sweep()
    return place.index, outcomes


def _job(request: Request, place: Place, settings: Settings) -> Job:
    return Job(
        place=place,
        data=_data(request.data),
        decided=str(request.decided.resolve()) if request.decided else "",
        language=request.language,
        notebooks=project.notebooks(request.notebooks),
        settings=settings.model_dump(mode="json", exclude_defaults=True),
        force=request.force,
        with_pdf=request.with_pdf,
    )


def _refuse_persons(request: Request) -> None:
    """Refuse names that hold an identity number: parameters, receipts and pages would show them."""
    folder = request.notebooks or project.notebook_folder()
    given = [Path(request.output).absolute(), Path(request.scenario), *folder.glob("*.ipynb")]
    given += [request.decided.absolute()] if request.decided else []
    if not address.is_address(request.data):
        data = Path(request.data).absolute()
        given += [data, *(data.iterdir() if data.is_dir() else ())]
    parts = dict.fromkeys(part for path in given for part in path.parts)
    if found := [part for part in parts if names_person(part)]:
        raise InputError(str(of_runs.PERSON_NAMED.at(names=", ".join(found))))


def _data(source: str) -> str:
    """Return a data set as notebooks and receipts may tell it."""
    if not address.is_address(source):
        return str(Path(source).resolve())
    if reason := address.absent():
        raise InputError(str(of_files.DATABASE.at(reason=reason)))
    if address.may_be_secret(source):
        raise InputError(str(of_runs.PASSWORD.at(allowed=", ".join(address.HARMLESS))))
    return address.plain_address(source)


def _regions(job: Job, settings: Settings, chosen: Sequence[str]) -> tuple[str, ...]:
    """Check data set and scenario, and return the regions to run: those chosen, or all there are.

    Each is left its part of what was checked.
    """
    with using(job.language):
        report = intake.check(job.data, kept=job.decided)
        report.raise_for_faults()
        report = scenario_codes.held_against(report, settings, job.place.scenario)
        if receipt.input_hashes(job.data, job.decided) != job.inputs:
            raise InputError(str(of_runs.DATA_CHANGED.at()))
        regions = _chosen(overview.regions(report.tables), chosen)
        handover.leave(report, {region: job.place.building(region) for region in regions})
    return regions


def _chosen(known: Sequence[str], chosen: Sequence[str]) -> tuple[str, ...]:
    """Return the regions of a data set that are chosen, all of them when none is."""
    unknown = sorted(set(chosen) - set(known))
    if unknown:
        fault = of_runs.UNKNOWN_REGIONS.at(unknown=", ".join(unknown), known=", ".join(known))
        raise InputError(str(fault))
    return tuple(code for code in known if not chosen or code in chosen)


def _side_by_side(job: Job, regions: Sequence[str], jobs: int) -> tuple[Outcome, ...]:
    """Run regions on as many workers as there is work for, then the page of those published.

    A worker that is killed, as a rule for want of memory, takes the others' regions along: what
    is lost is run once more, one region at a time.
    """
    with workers.pool(min(jobs, len(regions))) as executor:
        outcomes = _all(executor, run_region, job, regions)
        lost = [outcome.region for outcome in outcomes if outcome.lost]
        if not lost:
            return _with_page(executor, job, outcomes)
    done = [outcome for outcome in outcomes if not outcome.lost]
    for region in lost:
        with workers.pool(1) as executor:
            done += _all(executor, run_region, job, [region])
    with workers.pool(1) as executor:
        return _with_page(executor, job, sorted(done, key=_code))


def _elsewhere(job: Job, regions: Sequence[str], scheduler: str) -> tuple[Outcome, ...]:
    """Run regions on a scheduler's workers, then the page of those published in a process here."""
    unit = partial(cluster.run_alone, run=uuid.uuid4().hex[:8])
    with cluster.workers(scheduler, job) as executor:
        outcomes = _all(executor, unit, job, regions)
    with workers.pool(1) as executor:
        return _with_page(executor, job, outcomes)


def _with_page(executor: Executor, job: Job, outcomes: Sequence[Outcome]) -> tuple[Outcome, ...]:
    """Add the page of all regions, unless there is none to show."""
    if all(outcome.error for outcome in outcomes):
        return tuple(outcomes)
    made = frozenset(outcome.region for outcome in outcomes if not outcome.error)
    page = executor.submit(run_network, job, made)
    return (*outcomes, progress.outcome_of(page, job.network.stem))


def _all(executor: Executor, unit: Unit, job: Job, regions: Sequence[str]) -> tuple[Outcome, ...]:
    futures = {executor.submit(unit, job, region): region for region in regions}
    return tuple(sorted(progress.outcomes(job, futures), key=_code))


def _code(outcome: Outcome) -> str:
    return outcome.region

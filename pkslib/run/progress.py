"""How far a run has come, read from the notebooks on disk: the same for every kind of executor."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait

from pkslib.language import number, text
from pkslib.run.chain import Job, Outcome
from pkslib.tables.kinds import of_runs

_LOOK_EVERY = 0.5


def outcomes(job: Job, futures: dict[Future[Outcome], str]) -> Iterator[Outcome]:
    """Yield outcomes as regions finish, and show steps done meanwhile.

    Parameters
    ----------
    job : Job
        Tells where regions are built.
    futures : dict
        Future of each region to its code.

    Yields
    ------
    Outcome
        In the order of finishing.
    """
    from tqdm import tqdm

    steps, waiting, remarks = len(job.notebooks), set(futures), {""}
    with tqdm(
        total=steps * len(futures), unit=text("steps"), disable=not sys.stderr.isatty()
    ) as bar:
        while waiting:
            done, waiting = wait(waiting, _LOOK_EVERY, FIRST_COMPLETED)
            ready = steps * (len(futures) - len(waiting))
            bar.n = ready + sum(_steps_done(job, futures[future]) for future in waiting)
            bar.set_description(_counted(len(futures) - len(waiting), len(futures)))
            for future in done:
                outcome = outcome_of(future, futures[future])
                bar.write(line(outcome), file=sys.stderr)
                if outcome.remark not in remarks:
                    remarks.add(outcome.remark)
                    bar.write(outcome.remark, file=sys.stderr)
                yield outcome


def outcome_of(future: Future[Outcome], region: str) -> Outcome:
    """Return the outcome of a future, once there; a worker that was killed takes its region along.

    Parameters
    ----------
    future : concurrent.futures.Future
        Of an outcome.
    region : str
        Its code.
    """
    try:
        return future.result()
    except Exception as fault:  # each executor has its own for a worker that is lost
        lost = of_runs.WORKER_LOST.at(fault=str(fault) or type(fault).__name__)
        return Outcome(region, {}, error=str(lost), machine=True, lost=True)


def line(outcome: Outcome) -> str:
    """Return a finished region in a line: done with its time, or step, cell and error."""
    if not outcome.error:
        took = number(sum(outcome.seconds.values()), 1)
        done = text("{region}: done in {took} s", region=outcome.region, took=took)
        return "; ".join([done, *_reasons(outcome)])
    if outcome.lost:
        return f"{outcome.region}: {outcome.error}"
    cell = "" if outcome.cell is None else text(", cell {cell}", cell=outcome.cell)
    return text(
        "{region}: failed in {step}{cell}: {error}",
        region=outcome.region,
        step=outcome.step,
        cell=cell,
        error=outcome.error,
    )


def _reasons(outcome: Outcome) -> Iterator[str]:
    """Yield each reason for which steps were run, with the steps, then how many were not."""
    reasons = dict.fromkeys(outcome.why.values())
    for reason in reasons:
        steps = ", ".join(step for step, found in outcome.why.items() if found == reason)
        if len(reasons) == 1 and not outcome.kept:
            steps = text("all steps")
        yield f"{steps}: {reason}"
    if outcome.kept:
        yield text("{count} steps unchanged", count=outcome.kept)


def _counted(done: int, total: int) -> str:
    return text("regions {done} of {total}", done=done, total=total)


def _steps_done(job: Job, region: str) -> int:
    """Count the notebooks of a region that are executed; the newest is still being so."""
    begun = list((job.place.building(region) / "notebooks").glob("*.ipynb"))
    return max(0, len(begun) - 1)

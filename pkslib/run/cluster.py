"""Regions on several machines: the workers of a dask scheduler, which share the output folder.

Each worker takes one region at a time, in a folder that no other attempt at it uses: a worker that
is thought lost may still be writing when another has taken its region over. What a worker holds in
memory is lost with it, and the scheduler gives its finished regions out again; so a region that is
done says so in a file, and is not run a second time.
"""

from __future__ import annotations

import json
import shutil
import uuid
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from pkslib.errors import EnvironmentFault
from pkslib.language import text
from pkslib.pack import receipt
from pkslib.run.chain import Job, Outcome, run_region
from pkslib.tables import handover
from pkslib.tables.kinds import of_runs

# A scheduler on the same network answers at once; a worker imports before it does.
_PATIENCE = 30


@contextmanager
def workers(address: str, job: Job) -> Iterator[Executor]:
    """Give the workers of a scheduler for a ``with`` block, once they are seen to be fit.

    Parameters
    ----------
    address : str
        ``tcp://host:port`` or ``tls://host:port``; certificates as dask's configuration says.
    job : Job
        What they will be given; the folder its output is built in is there.

    Yields
    ------
    concurrent.futures.Executor
        A region whose worker is lost goes to another.

    Raises
    ------
    EnvironmentFault
        When the scheduler does not answer, has no workers, or a worker runs more than one thread,
        has another library or other versions, or does not see the output, the notebooks or the
        data set.
    """
    try:
        from distributed import Client
    except ImportError:
        raise EnvironmentFault(str(of_runs.NO_PACKAGE.at())) from None
    try:
        client = Client(address, timeout=_PATIENCE)  # type: ignore[no-untyped-call]
        client.wait_for_workers(1, timeout=_PATIENCE)
    except (OSError, ValueError) as fault:
        raise EnvironmentFault(str(of_runs.NO_WORKERS.at(address=address, fault=fault))) from fault
    with client:
        _inspect(client, job)
        yield client.get_executor(retries=2, pure=False)  # type: ignore[no-untyped-call]


def run_alone(job: Job, region: str, run: str) -> Outcome:
    """Run one region's chain as :func:`pkslib.run.chain.run_region` does, in a folder of its own.

    Parameters
    ----------
    job, region
        As there.
    run : str
        A name that no other run has: a worker may still be at work for a run that was killed.

    Returns
    -------
    Outcome
        That of an earlier attempt in the same run, where one has published the region.
    """
    done = job.place.done(region, run)
    if done.exists():
        return Outcome(**json.loads(done.read_text(encoding="utf-8")))
    place = replace(job.place, attempt=f".try-{uuid.uuid4().hex[:8]}")
    handover.copy(job.place.building(region), place.building(region))
    try:
        outcome = run_region(replace(job, place=place), region)
        if not outcome.error:
            _tell(outcome, done, place.building_root)
    finally:
        shutil.rmtree(place.building_root, ignore_errors=True)
    return outcome


def _tell(outcome: Outcome, done: Path, beside: Path) -> None:
    """Write that a region is done, in one stroke."""
    done.parent.mkdir(exist_ok=True)
    written = beside / done.name
    written.write_text(json.dumps(asdict(outcome)), encoding="utf-8")
    written.replace(done)


def look(paths: tuple[str, ...]) -> tuple[str, dict[str, str], tuple[str, ...]]:
    """Return, on a worker, the state of its library, versions, and which paths it does not see."""
    unseen = tuple(path for path in paths if not Path(path).exists())
    return receipt.library_hash(), receipt.versions(), unseen


def _inspect(client: Any, job: Job) -> None:
    """Raise where a worker is not fit for the job, naming all that are not and why."""
    data = () if "://" in job.data else (job.data,)
    paths = (str(job.place.building_root), *map(str, job.notebooks), *data)
    threads = {name: about["nthreads"] for name, about in _known(client).items()}
    mine, my_versions, _ = look(())
    faults = []
    for name, (library, versions, unseen) in client.run(look, paths).items():
        if threads.get(name, 1) > 1:
            faults.append(text("{name} has more than one thread; give --nthreads 1", name=name))
        if library != mine:
            faults.append(text("{name} has another state of the library", name=name))
        if other := receipt.differing(my_versions, versions):
            faults.append(
                text("{name} has other versions of {names}", name=name, names=", ".join(other))
            )
        if unseen:
            faults.append(text("{name} does not see {paths}", name=name, paths=", ".join(unseen)))
    if faults:
        message = "\n  ".join([str(of_runs.WORKERS_UNFIT.at()), *faults])
        raise EnvironmentFault(message)


def _known(client: Any) -> dict[str, dict[str, Any]]:
    return dict(client.scheduler_info(n_workers=-1)["workers"])

"""Whole or absent: a region's results are built beside and published in one stroke.

Where the system cannot let two folders change places, the former pack is moved aside first; a run
that is killed in between leaves no pack for a moment, and the next one puts the former back.

``<output>/.tmp`` mirrors the output tree while a run builds, on the same volume::

    <output>/.tmp/<year>/<scenario>/<region>/     being built
    <output>/.tmp/<year>/<scenario>/<attempt>/…   the same, of one attempt among several
    <output>/<year>/<scenario>/<region>/          published
    <output>/<year>/<scenario>/failed/<region>/   notebooks of a region that failed
"""

from __future__ import annotations

import ctypes
import os
import shutil
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from pkslib.pack import receipt
from pkslib.run import lock
from pkslib.tables import naming, store

FAILED = "failed"
_FORMER = ".former"
_READS = ".reads"
# Linux, from 3.15 on; the numbers are those of <fcntl.h> and <linux/fs.h>.
_HERE = -100
_EXCHANGE = 2


@dataclass(frozen=True)
class Place:
    """Where the results of one year and scenario are built and published.

    Attributes
    ----------
    output : str
        Root of all output, absolute.
    year : int
        Planning year.
    scenario : str
        Its code.
    attempt : str
        Name of the folder that one attempt builds in, beside others at the same region; empty
        where there is only one.
    """

    output: str
    year: int
    scenario: str
    attempt: str = ""

    @property
    def building_root(self) -> Path:
        """Root that the notebooks are given as their output."""
        root = Path(self.output) / lock.BUILDING
        return root / f"{self.year:04d}" / self.scenario / self.attempt if self.attempt else root

    @property
    def published_root(self) -> Path:
        """Folder of all regions' packs."""
        return store.scenario_folder(self.output, self.year, self.scenario)

    @property
    def _building(self) -> Path:
        """Folder that all regions are built in."""
        return store.scenario_folder(self.building_root, self.year, self.scenario)

    @property
    def index(self) -> Path:
        """Page of all regions."""
        return self.published_root / "index.html"

    @property
    def lock(self) -> Path:
        """Lock file of this year and scenario."""
        return lock.file(self.output, self.year, self.scenario)

    def building(self, region: str) -> Path:
        """Return the folder a region is built in."""
        return store.region_folder(self.building_root, self.year, self.scenario, region)

    def published(self, region: str) -> Path:
        """Return the folder a region is published in."""
        return store.region_folder(self.output, self.year, self.scenario, region)

    def failed(self, region: str) -> Path:
        """Return the folder that keeps the notebooks of a failed region."""
        return self._failures / naming.folder_of(region)

    @property
    def _failures(self) -> Path:
        return self.published_root / FAILED

    def record(self, region: str, step: str) -> Path:
        """Return the file in which a step notes what it reads."""
        folder = self._building / _READS
        folder.mkdir(parents=True, exist_ok=True)
        return folder / f"{region}-{step}"

    def done(self, region: str, run: str) -> Path:
        """Return the file in which an attempt tells a run's others that the region is done."""
        return self._building / f".done-{run}" / f"{naming.folder_of(region)}.json"

    def begin(self, region: str) -> Path:
        """Return the region's building folder, made anew."""
        folder = self.building(region)
        shutil.rmtree(folder, ignore_errors=True)
        (folder / "notebooks").mkdir(parents=True)
        return folder

    def keep(self, region: str) -> None:
        """Leave the published pack as it is, and throw away what was built beside."""
        shutil.rmtree(self.building(region))
        self.forget_failure(region)

    def publish(self, region: str) -> None:
        """Put the built folder in the place of the former pack, and forget a former failure."""
        built, target = self.building(region), self.published(region)
        # Not in the attempt's own folder, which is thrown away as soon as the attempt ends.
        former = replace(self, attempt="")._building / f"{target.name}{_FORMER}"
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists() and exchange(built, target):
            shutil.rmtree(built, ignore_errors=True)
        else:
            if target.exists():
                target.replace(former)
            built.replace(target)
            shutil.rmtree(former, ignore_errors=True)
        self.forget_failure(region)

    def publish_index(self, page: str) -> None:
        """Write the page of all regions in one stroke."""
        beside = self._building / "index.html"
        beside.write_text(page, encoding="utf-8")
        self.published_root.mkdir(parents=True, exist_ok=True)
        beside.replace(self.index)

    def keep_failure(self, region: str) -> None:
        """Keep the notebooks of a failed region, if they can be; what it built is thrown away."""
        built, kept = self.building(region), self.failed(region)
        shutil.rmtree(kept, ignore_errors=True)
        # What made the region fail is told, not that a drive that is gone takes no notebooks.
        with suppress(OSError):
            kept.parent.mkdir(parents=True, exist_ok=True)
            (built / "notebooks").replace(kept)
        shutil.rmtree(built, ignore_errors=True)

    def failures(self) -> frozenset[str]:
        """Return the codes of the regions whose last run failed."""
        return frozenset(naming.region_of(kept.name) for kept in self._failures.glob("*"))

    def forget_failure(self, region: str) -> None:
        """Throw away the notebooks of an earlier failure."""
        shutil.rmtree(self.failed(region), ignore_errors=True)
        kept = self._failures
        if kept.exists() and not any(kept.iterdir()):
            kept.rmdir()

    def sweep(self) -> None:
        """Clear what a killed run left; a pack it had moved aside comes back."""
        place = self._building
        for unfinished in self.published_root.glob(f".*-{receipt.NAME}"):
            unfinished.unlink()
        for former in place.glob(f"*{_FORMER}"):
            target = self.published_root / former.name.removesuffix(_FORMER)
            if not target.exists():
                former.replace(target)
        shutil.rmtree(place, ignore_errors=True)


def exchange(one: Path, other: Path) -> bool:
    """Let two folders change places so that at every moment both names have one.

    Parameters
    ----------
    one, other : pathlib.Path
        On the same volume.

    Returns
    -------
    bool
        False, and nothing done, where system or file system cannot.
    """
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):  # another system, or an older library
        return False
    done = rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE)
    return bool(done == 0)

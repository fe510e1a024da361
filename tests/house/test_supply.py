"""What comes with the project: licences, list of packages, audit, a run without a network."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.supply import audit, licences

ROOT = Path(__file__).parents[2]
# Licences under which a region may use, change and pass on what calls the package.
ALLOWED = re.compile(
    r"(MIT(-0|-CMU)?|0?BSD(-[23]-Clause)?|Apache-2\.0|ISC|PSF-2\.0|MPL-[12]\.[01]|Zlib|CC0-1\.0"
    r"|LGPL(-3\.0-only)?)"
)
LOOPBACK_ALONE = ["unshare", "--net", "--", "sh", "-c"]


def test_every_licence_is_one_that_may_be_used():
    for package in licences.locked():
        parts = re.split(r" (?:AND|OR|or) ", licences.licence(package))
        assert all(ALLOWED.fullmatch(part) for part in parts), (package, parts)


def test_the_printed_licences_are_those_of_the_lock():
    printed = (ROOT / "docs/licences.md").read_text(encoding="utf-8")
    names = re.findall(r"^\| (\w[\w.-]*) \| \S", printed, re.M)
    assert names[1:] == licences.locked()


def test_an_audit_that_looked_nothing_up_is_no_all_clear():
    skipped = {"name": "a", "skip_reason": "not found"}
    fine = {"name": "b", "version": "1", "vulns": []}
    bad = {"name": "c", "version": "2", "vulns": [{"id": "CVE-1"}, {"id": "CVE-2"}]}
    assert audit.told({"dependencies": [fine, fine]}) == (
        "No known vulnerability in 2 packages.", 0
    )  # fmt: skip
    said, status = audit.told({"dependencies": [fine, skipped]})
    assert (said[:16], status) == ("1 of 2 packages ", audit.NOT_LOOKED_UP)
    said, status = audit.told({"dependencies": [skipped, bad]})
    assert said.splitlines()[1:] == ["c 2: CVE-1, CVE-2"]
    assert status == audit.FOUND


def test_the_list_of_packages_is_made_of_the_lock():
    made = ROOT / ".venv-supply"
    if not (made / ".ready").exists():
        pytest.skip("what makes the list is not installed (make sbom does that)")
    asked = [sys.executable, "-W", "ignore", "-m", "cyclonedx_py", "requirements",
             "requirements.lock", "--output-reproducible", "--of", "JSON"]  # fmt: skip
    both = [
        subprocess.run(asked, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(made)},
                       capture_output=True, check=True).stdout for _ in range(2)
    ]  # fmt: skip
    assert both[0] == both[1]
    assert {each["name"] for each in json.loads(both[0])["components"]} == set(licences.locked())


def test_a_run_needs_no_network(tmp_path):
    if subprocess.run([*LOOPBACK_ALONE, "true"], capture_output=True, check=False).returncode:
        pytest.skip("making a network namespace needs rights that this user lacks")
    pks = Path(sys.executable).with_name("pks")
    run = f"{pks} run --data {ROOT}/data/example --year 2027 --output {tmp_path}/out"
    told = subprocess.run(
        [*LOOPBACK_ALONE, f"ip link set lo up && exec {run}"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
    assert (tmp_path / "out/2027/base/99/index.html").exists()


def test_every_statement_on_security_points_to_a_test_that_is_there():
    told = (ROOT / "docs/it-security.md").read_text(encoding="utf-8")
    links = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", told)
    assert len(links) > 12
    for path, name in links:
        source = (ROOT / path).read_text(encoding="utf-8")
        assert not name or f"def {name}(" in source, (path, name)

"""Look up known vulnerabilities of what the lock holds; say so where nothing could be looked up.

pip-audit ends as if all were well when no package could be found in its database, which is what it
sees behind a closed network. Here that is a fault.
"""

import json
import subprocess
import sys

FOUND, NOT_LOOKED_UP = 1, 5


def told(report):
    """Return what an audit says, and its exit status.

    Parameters
    ----------
    report : dict
        As pip-audit writes it with ``--format json``.
    """
    packages = report["dependencies"]
    unknown = [each["name"] for each in packages if "skip_reason" in each]
    faults = [
        f"{each['name']} {each['version']}: {', '.join(one['id'] for one in each['vulns'])}"
        for each in packages if each.get("vulns")
    ]  # fmt: skip
    if faults:
        return "\n".join(["Known vulnerabilities:", *faults]), FOUND
    if unknown:
        said = (
            f"{len(unknown)} of {len(packages)} packages could not be looked up: the database of "
            "vulnerabilities was not reached, or does not know them. Nothing is said of these. Try "
            "from a machine with access to the package index."
        )
        return said, NOT_LOOKED_UP
    return f"No known vulnerability in {len(packages)} packages.", 0


def main():
    """Audit the lock file that is named."""
    options = ["--require-hashes", "--disable-pip", "--progress-spinner", "off", "--format", "json"]
    asked = [sys.executable, "-m", "pip_audit", "--requirement", sys.argv[1], *options]
    answer = subprocess.run(asked, capture_output=True, text=True, check=False)
    try:
        said, status = told(json.loads(answer.stdout))
    except json.JSONDecodeError:
        last = answer.stderr.strip().splitlines()[-1:] or ["no answer"]
        said, status = f"The database of vulnerabilities was not reached: {last[0]}", NOT_LOOKED_UP
    sys.stdout.write(said + "\n")
    return status


if __name__ == "__main__":
    sys.exit(main())

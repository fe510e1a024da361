"""Print the licences of all locked packages: `python tests/supply/licences.py > docs/licences.md`.

Read from what is installed; packages of other machines (Windows, other versions of Python) are not,
and are named here as their projects tell them.
"""

import re
import sys
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).parents[2]
HEAD = """# Licences

Printed by `python tests/supply/licences.py`; do not edit by hand. PKS Workbench is under the MIT
licence. It calls the packages below and copies nothing of them. Under the LGPL are those that look
at identity numbers and talk to PostgreSQL; they are used as they are installed.

| package | licence |
| --- | --- |
"""
# Not installed on every machine.
ELSEWHERE = {
    "aiohappyeyeballs": "PSF-2.0", "aiohttp": "Apache-2.0", "aiosignal": "Apache-2.0",
    "appnope": "BSD", "brotlicffi": "MIT", "colorama": "BSD", "frozenlist": "Apache-2.0",
    "multidict": "Apache-2.0", "propcache": "Apache-2.0", "pywinpty": "MIT", "yarl": "Apache-2.0",
}  # fmt: skip
# What a package writes in its own words.
WORDS = {
    "MIT": r"\bMIT\b", "BSD": r"\bBSD\b|0BSD", "Apache-2.0": r"Apache", "ISC": r"\bISC",
    "PSF-2.0": r"Python Software Foundation|PSF", "MPL-2.0": r"Mozilla|\bMPL", "LGPL": r"LGPL",
    "CC0-1.0": r"CC0", "Zlib": r"Zlib",
}  # fmt: skip
# Told nowhere in their metadata that a program reads: as their licence files say.
TOLD = {"axe-playwright-python": "MIT", "matplotlib": "PSF-2.0", "pyphen": "LGPL or MPL-1.1"}


def locked():
    """Return the names of all packages of the lock, once each."""
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    return sorted(set(re.findall(r"^([\w.-]+)==", text, re.M)))


def licence(package):
    """Return a package's licence: its expression, or the licences that its metadata name."""
    if package in TOLD:
        return TOLD[package]
    try:
        told = distribution(package).metadata
    except PackageNotFoundError:
        return ELSEWHERE[package]
    if expression := told.get("License-Expression"):
        return expression
    kinds = [each for each in told.get_all("Classifier", []) if each.startswith("License")]
    words = " ".join(kinds) or str(told.get("License", ""))[:80]
    return " or ".join(name for name, wording in WORDS.items() if re.search(wording, words))


def markdown():
    """Return the list as Markdown."""
    return HEAD + "".join(f"| {name} | {licence(name)} |\n" for name in locked())


if __name__ == "__main__":
    sys.stdout.write(markdown())

"""The conda environment, the package metadata and the lock files name the same packages."""

import csv
import re
import tomllib
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
CHOSEN = (
    "jupyterlab", "pandas", "numpy", "matplotlib", "ipywidgets", "papermill", "nbval",
    "statsmodels",
)  # fmt: skip


def _bounds(lines):
    """Return package name to version bounds, names written as on the package index."""
    found = {}
    for line in lines:
        name, bounds = re.fullmatch(r"([\w-]+)(?:\[\w+\])?(.*)", line).groups()
        found[name.replace("_", "-").lower()] = bounds
    return found


def _declared():
    lines = [*PROJECT["dependencies"], *(line for part in EXTRAS.values() for line in part)]
    return _bounds(line for line in lines if line not in EXTRAS.get("bench", []))


def test_conda_environment_names_the_packages_of_pyproject():
    listed = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    plain = [line for line in listed if isinstance(line, str) and line != "pip"]
    by_pip = next(line["pip"] for line in listed if isinstance(line, dict))
    assert by_pip[-1] == "-e ."
    found = _bounds([*plain, *by_pip[:-1]])
    assert found.pop("python") == PROJECT["requires-python"]
    assert found == _declared()


def test_conda_environment_stays_off_the_licensed_channel():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    assert environment["channels"] == ["conda-forge", "nodefaults"]


def _recipes():
    """Return the packages whose recipe was looked up, with the version that it stood at."""
    with (ROOT / "tests/house/recipes.csv").open(encoding="utf-8", newline="") as file:
        return {row["package"]: row["version"] for row in csv.DictReader(file, delimiter=";")}


def test_every_package_was_found_in_the_channel_with_a_version_high_enough():
    """The list is of the day it says: a recipe may have gone since, or risen."""
    listed = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    plain = [line for line in listed if isinstance(line, str) and line != "pip"]
    bounds = {re.match(r"[\w-]+", line)[0]: line.partition(">=")[2] for line in plain}
    recipes = _recipes()
    assert set(bounds) - {"python"} == set(recipes)
    too_high = {
        name: (bounds[name], version)
        for name, version in recipes.items()
        if version and _parts(bounds[name]) > _parts(version)
    }
    assert too_high == {}


def _parts(version):
    return [int(part) for part in version.split(".")]


def test_the_chosen_packages_are_dependencies():
    assert set(CHOSEN) <= set(_bounds(PROJECT["dependencies"]))


def test_lock_holds_every_declared_package_and_no_address():
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    locked = set(re.findall(r"^([\w.-]+)==", lock, re.M))
    assert set(_declared()) <= locked
    for file in ROOT.glob("requirements*.lock"):
        assert not re.search(r"https?://|--index|--find-links", file.read_text(encoding="utf-8"))

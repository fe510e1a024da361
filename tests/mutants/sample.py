"""Tell which small faults in methods and steps the tests find: mutants made by mutmut.

    make mutants                                        1 500 of them, spread over all modules
    make mutants MODULES=pkslib/methods/queueing.py     every one of a module (or of several)
    make mutants SAMPLE=300 SEED=2                      fewer, others

A room is a package of steps, a step of one module, or the methods. It is copied under
`output/mutants`, mutated there, and judged by the unit tests and laws that import it and by its own
examples; of these mutmut takes those that run the changed function. mutmut changes functions alone,
so numbers that stand at the top of a module are first put where they are used. Survivors are
written to `output/mutants/survivors.diff`.
"""

import ast
import contextlib
import os
import random
import re
import shutil
import subprocess
import sys
from collections import Counter
from itertools import chain
from pathlib import Path

import click

ROOT = Path(__file__).parents[2]
OUTPUT = ROOT / "output" / "mutants"
SAMPLE = 1500
TESTS = ("unit/methods", "unit/steps/**", "laws")
NEEDED = ("pkslib", "tests", "data/example", "data/reference")
SETTINGS = """
[tool.mutmut]
source_paths = ["pkslib/"]
only_mutate = {modules}
also_copy = ["data"]
pytest_add_cli_args = ["-p", "no:cacheprovider", "-k", "not __mutmut_"]
pytest_add_cli_args_test_selection = {tests}
use_git_change_detection = false
"""
FOUND = ("killed", "timeout", "segfault", "suspicious")
MISSED = ("survived", "no tests")


def rooms():
    """Return the modules of each room, by its dotted name."""
    found = {"pkslib.methods": sorted((ROOT / "pkslib/methods").glob("*.py"))}
    for place in sorted((ROOT / "pkslib/steps").iterdir()):
        modules = sorted(place.rglob("*.py")) if place.is_dir() else [place]
        if place.stem not in ("__init__", "__pycache__"):
            found[f"pkslib.steps.{place.stem}"] = modules
    return {name: [path.relative_to(ROOT) for path in paths] for name, paths in found.items()}


def tests_of(room):
    """Return the test files that import a room, and the room's own examples.

    A test of a step that uses a method on the way is no test of that method.
    """
    package, _, name = room.rpartition(".")
    imports = re.compile(
        rf"^from {package} import \(?[^)]*?\b{name}\b|^(from|import) {room}\b", re.MULTILINE
    )
    found = []
    # Laws come last: they take longest.
    for path in chain.from_iterable(sorted(ROOT.glob(f"tests/{part}/test_*.py")) for part in TESTS):
        text = path.read_text(encoding="utf-8")
        if imports.search(text) and ("pkslib.steps" in room or "pkslib.steps" not in text):
            found.append(path)
    own = ROOT / room.replace(".", "/")
    found.append(own if own.is_dir() else own.with_suffix(".py"))
    return [str(path.relative_to(ROOT)) for path in found]


def with_numbers_in_place(source):
    """Return a module whose functions hold its numbers themselves."""
    tree = ast.parse(source)
    numbers = {
        node.targets[0].id: f"({ast.unparse(node.value)})"
        for node in tree.body
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and re.fullmatch(r"[-\d.e/* ]+", ast.unparse(node.value))
    }
    functions = (node for node in tree.body if isinstance(node, ast.FunctionDef))
    uses = [
        (node.lineno - 1, node.col_offset, node.end_col_offset, numbers[node.id])
        for function in functions
        for node in ast.walk(function)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in numbers
    ]
    lines = [line.encode() for line in source.splitlines(keepends=True)]
    for line, start, end, number in sorted(uses, reverse=True):
        lines[line] = lines[line][:start] + number.encode() + lines[line][end:]
    return b"".join(lines).decode()


def laid_out(room, modules):
    """Copy what a room's tests need, and return the folder and the names of all mutants."""
    folder = OUTPUT / room
    shutil.rmtree(folder, ignore_errors=True)
    for part in NEEDED:
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    settings = SETTINGS.format(modules=[str(path) for path in modules], tests=tests_of(room))
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    (folder / "pyproject.toml").write_text(project + settings, encoding="utf-8")
    names = {}
    with contextlib.chdir(folder), contextlib.redirect_stdout(None):
        # mutmut reads its settings in the folder as soon as it is imported.
        from mutmut.__main__ import create_file_mutants
        from mutmut.configuration import reset_config
        from mutmut.mutation.data import SourceFileMutationData

        reset_config()
        for path in modules:
            path.write_text(with_numbers_in_place(path.read_text(encoding="utf-8")))
            if fault := create_file_mutants(path).error:
                raise fault
            found = SourceFileMutationData(path=path)
            found.load()
            names[path] = sorted(found.exit_code_by_key)
    return folder, names


def spread(names, size, seed):
    """Return a sample of mutants by module, each module's share of it as of all of them."""
    places = []
    for module, all_of_it in sorted(names.items()):
        mixed = random.Random(f"{seed} {module}").sample(all_of_it, len(all_of_it))
        places += [((at + 0.5) / len(mixed), module, name) for at, name in enumerate(mixed)]
    return {name for _, _, name in sorted(places)[:size]}


def judged(folder, names):
    """Return what became of each mutant and those not found, as diffs; nothing if tests fail."""
    from mutmut.configuration import reset_config
    from mutmut.mutation.data import SourceFileMutationData
    from mutmut.mutation.diff_apply import get_diff_for_mutant
    from mutmut.stats import status_by_exit_code

    wanted = {name for of_module in names.values() for name in of_module}
    log = OUTPUT / f"{folder.name}.log"
    with log.open("w") as file:
        done = subprocess.run(
            [sys.executable, "-m", "mutmut", "run", "--max-children", "1", *sorted(wanted)],
            cwd=folder, stdout=file, stderr=file, check=False,
            env=os.environ | {"HYPOTHESIS_PROFILE": "brief"},
        )  # fmt: skip
    if done.returncode:
        return None
    fates, survivors = {}, []
    with contextlib.chdir(folder):
        reset_config()
        for path, of_module in names.items():
            found = SourceFileMutationData(path=path)
            found.load()
            fates[path] = {name: status_by_exit_code[found.exit_code_by_key[name]]
                           for name in of_module}  # fmt: skip
            survivors += [
                f"# {name}: {fate}\n{get_diff_for_mutant(name, path=path)}"
                for name, fate in fates[path].items()
                if fate in MISSED
            ]
    return fates, survivors


@click.command()
@click.option("--sample", type=int, help="Mutants in all; 1 500, or all of the modules named.")
@click.option("--seed", default=1, show_default=True, help="Which ones.")
@click.argument("modules", nargs=-1, type=click.Path(exists=True, path_type=Path))
def main(sample, seed, modules):
    """Try a sample of mutants, or every mutant of the modules named."""
    chosen = {
        room: [path for path in paths if not modules or path in modules]
        for room, paths in rooms().items()
    }
    made = {room: laid_out(room, paths) for room, paths in chosen.items() if paths}
    every = {path: names for _, found in made.values() for path, names in found.items()}
    there = sum(map(len, every.values()))
    drawn = spread(every, sample or (there if modules else SAMPLE), seed)
    click.echo(f"{len(drawn)} of {there} mutants")
    total, missed, failed = Counter(), [], []
    for folder, found in made.values():
        names = {path: sorted(drawn & set(of_module)) for path, of_module in found.items()}
        if not any(names.values()):
            continue
        result = judged(folder, names)
        if result is None:
            failed.append(str(OUTPUT / f"{folder.name}.log"))
            continue
        fates, survivors = result
        missed += survivors
        for path, of_module in fates.items():
            counts = Counter(of_module.values())
            total += counts
            click.echo(line(str(path), counts))
        (OUTPUT / "survivors.diff").write_text("\n".join(missed), encoding="utf-8")
    click.echo(line("all", total))
    if failed:
        raise click.ClickException(f"tests fail without a mutant too; see {', '.join(failed)}")


def line(name, counts):
    """Return counts in words, with the share that was found."""
    if not counts:
        return f"{name}: none"
    found = sum(counts[fate] for fate in FOUND) / counts.total()
    told = ", ".join(f"{count} {fate}" for fate, count in sorted(counts.items()))
    return f"{name}: {found:.0%} of {counts.total()} found ({told})"


if __name__ == "__main__":
    main()

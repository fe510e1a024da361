"""The command line ``pks``: parse, call, print.

Everything heavy is imported inside the commands, so that ``pks --help`` answers at once. Exit
status: 0 done, 1 a bug, 2 input or parameters, 3 regions failed, 4 another run holds the output,
5 the machine, 130 interrupted.
"""

from __future__ import annotations

import datetime
import signal
import sys
from collections.abc import Callable
from copy import copy
from pathlib import Path
from typing import Any, TypeVar

import click

from pkslib import __version__
from pkslib.errors import EnvironmentFault, InputError, PksError
from pkslib.language import LANGUAGES, activate, active, mark, number, text
from pkslib.periods import FIRST_YEAR, LAST_YEAR

INTERRUPTED = 130
_FOLDER = click.Path(path_type=Path, file_okay=False, exists=True)
_FILE = click.Path(path_type=Path, dir_okay=False)
_Function = TypeVar("_Function", bound=Callable[..., Any])


def _said(help_text: str | None) -> str:
    return text(help_text) if help_text else ""


class _Translated(click.Command):
    """A command whose help is in the language in use when it is shown."""

    def get_short_help_str(self, limit: int = 45) -> str:
        return _said(self.help)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(_said(self.help))


class _Option(click.Option):
    """An option whose help is in the language in use when it is shown."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        shown = copy(self)
        shown.help = _said(self.help)
        return click.Option.get_help_record(shown, ctx)


class _Commands(_Translated, click.Group):
    """The group of commands; what goes wrong in one is told and given its exit status."""

    command_class = _Translated

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except PksError as fault:
            _leave(str(fault), fault.exit_status)
        except OSError as fault:
            from pkslib.tables.kinds import of_runs

            _leave(str(of_runs.STOPPED.at(fault=fault)), _MACHINE)
        except KeyboardInterrupt:
            # All is cleared up; a second Ctrl-C would end this with another status.
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            _leave(text("Interrupted; nothing half-done is left."), INTERRUPTED)


def _clear_up_once() -> None:
    """Have a run that is told to end, however it is told, clear up as an interrupted one."""
    asked = [getattr(signal, name, None) for name in ("SIGINT", "SIGTERM", "SIGHUP")]
    # What is ignored already, as by nohup, stays so.
    ends = [one for one in asked if one and signal.getsignal(one) != signal.SIG_IGN]

    def interrupt(*_: object) -> None:
        for one in ends:
            signal.signal(one, signal.SIG_IGN)
        raise KeyboardInterrupt

    for one in ends:
        signal.signal(one, interrupt)


_MACHINE = EnvironmentFault.exit_status


def _leave(message: str, status: int) -> None:
    from pkslib.tables.identity import masked_names

    # Paths are told as the user gave them, unless they hold the number of a person.
    click.echo(masked_names(message), err=True)
    sys.exit(status)


def _option(*names: str, **facts: Any) -> Callable[[_Function], _Function]:
    return click.option(*names, cls=_Option, **facts)


def _speak(context: click.Context, _option: click.Parameter, chosen: str | None) -> None:
    """Take the language given, before the command or after it; Swedish when neither."""
    if chosen or context.parent is None:
        activate(chosen or LANGUAGES[0])


_language = _option(
    "--language", type=click.Choice(LANGUAGES), is_eager=True, callback=_speak,
    expose_value=False, help=mark("Language of what is shown: sv (default) or en."),
)  # fmt: skip


@click.group(cls=_Commands, help=mark("Production and capacity planning for healthcare regions."))
@click.version_option(__version__, prog_name="pks")
@_language
def main() -> None:
    """Start the command line."""


@main.command(help=mark("Make a planning pack per region."))
@_option("--data", required=True, help=mark("Data set: folder, xlsx or database address."))
@_option(
    "--year", required=True, type=click.IntRange(FIRST_YEAR, LAST_YEAR), help=mark("Planning year.")
)
@_option("--region", multiple=True, help=mark("Region code, one or more; all when left out."))
@click.argument("more_regions", nargs=-1, metavar="")
@_option("--scenario", default="base", show_default=True, help=mark("Name of a scenario file."))
@_option("--output", default="output", show_default=True, help=mark("Root of all output."))
@_option("--jobs", type=click.IntRange(1), help=mark("Regions at a time; as many as cores."))
@_option("--scheduler", help=mark("Dask scheduler whose workers run the regions: tcp://HOST:PORT."))
@_option("--notebooks", type=_FOLDER, help=mark("Folder of the chain's notebooks."))
@_option("--decided", type=_FOLDER,
         help=mark("Folder of what was decided; else the one beside the data set."))  # fmt: skip
@_option(
    "--pdf",
    "with_pdf",
    is_flag=True,
    help=mark("Make each pack as a PDF too: document, catalogue and appendix."),
)
@_option("--force", is_flag=True, help=mark("Also run steps whose data have not changed."))
@_language
def run(region: tuple[str, ...], more_regions: tuple[str, ...], **given: Any) -> None:
    """Run regions and print the path of the page of all regions last."""
    from pkslib.run import lock

    _clear_up_once()
    if more_regions and not region:
        raise InputError(text("Unknown: {words}", words=" ".join(more_regions)))
    from pkslib.pack import pdf, receipt

    if given["with_pdf"] and (reason := pdf.absent()):
        click.echo(text("The PDF is passed over: {reason}.", reason=reason), err=True)
        given["with_pdf"] = False
    lock.look(lock.file(str(Path(given["output"]).resolve()), given["year"], given["scenario"]))
    from pkslib.run import runner

    request = runner.Request(regions=(*region, *more_regions), language=active(), **given)
    result = runner.run(request)
    if result.index.exists():
        seal = receipt.file_hash(result.index)
        click.echo(text("The page of all regions vouches for the packs; sha256 {hash}", hash=seal),
                   err=True)  # fmt: skip
        click.echo(result.index)
    result.raise_for_failures()


@main.command(help=mark("List every fault of a data set."))
@click.argument("data")
@_option("--report", type=_FILE, help=mark("Also write them to this xlsx."))
@_language
def check(data: str, report: Path | None) -> None:
    """Check a data set; faults end with status 2."""
    from pkslib.tables import faults, intake

    found = intake.check(data, datetime.date.today())
    if report is not None:
        faults.write_report(found, report)
    for line in faults.lines(found.notes):
        click.echo(line)
    found.raise_for_faults()
    count = len(found.notes)
    if count == 1:
        click.echo(text("No faults; one thing to know."))
    else:
        click.echo(text("No faults; {count} things to know.", count=number(count)))


@main.command(help=mark("Forecast the series of a csv file or a sheet: series, period, value."))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@_option("--horizon", required=True, type=click.IntRange(1), help=mark("Periods ahead."))
@_option("--output", type=_FILE, help=mark("Csv or xlsx to write; to the screen when left out."))
@_option("--csv", type=click.Choice(["en", "sv"]), default="en", show_default=True,
         help=mark("How csv is written: for programs, or as Swedish Excel opens it."))  # fmt: skip
@_option("--tier", type=click.Choice(["full", "fast"]), default="full", show_default=True,
         help=mark("full tries more models than fast."))  # fmt: skip
@_option("--fill", type=click.Choice(["none", "zero", "interpolate"]),
         help=mark("Periods not reported: leave out, zero, or a straight line."),
         )  # fmt: skip
@_option("--explain", is_flag=True, help=mark("Say in one line for each series how it came about."))
@_language
def forecast(
    file: Path, horizon: int, output: Path | None, tier: str, fill: str | None, **shown: Any
) -> None:
    """Forecast and write; tell on the side what was understood, marked and taken simply."""
    from pkslib.forecast import forecast as forecast_series
    from pkslib.forecast import marks
    from pkslib.show import sentences
    from pkslib.tables import history

    known, understood = history.told(file)
    watched = sys.stderr.isatty()
    result = forecast_series(known, horizon, tier=tier, fill=fill, progress=watched)
    history.write(result, output or sys.stdout, csv=shown["csv"])
    found = marks(known, fill=fill)
    said = [*sentences.fallbacks(result), *sentences.early(result)]
    said += [*sentences.ends(found), *sentences.kept(found)]
    if shown["explain"]:
        said += sentences.explained(result, known, found)
    for line in [*understood, *said]:
        click.echo(line, err=True)


@main.command(help=mark("Invent regions to try the workbench on."))
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@_option("--regions", type=click.IntRange(1), help=mark("How many; Sweden's 21 when left out."))
@_option(
    "--seed", type=int, default=1, show_default=True, help=mark("Another seed, other figures.")
)
@_language
def demo(folder: Path, regions: int | None, seed: int) -> None:
    """Write the invented data set."""
    from pkslib.demo import write_demo

    write_demo(folder, regions, seed)
    click.echo(folder.resolve())


@main.command(help=mark("Write an empty workbook to fill in."))
@click.argument("file", type=_FILE)
@_option("--start", type=click.Choice(["beds", "demand", "waiting", "full"]), default="full",
         show_default=True, help=mark("What to start from: one table alone, or all."))  # fmt: skip
@_language
def template(file: Path, start: str) -> None:
    """Write the template."""
    from pkslib.tables.template import write_template

    write_template(file, start)
    click.echo(file.resolve())


@main.command("import", help=mark("Put a region's own exports into a data set by a mapping."))
@click.argument("exports", nargs=-1, required=True, type=click.Path(path_type=Path))
@_option("--to", "folder", required=True, type=click.Path(path_type=Path, file_okay=False),
         help=mark("Folder of the data set, made when it is not there."))  # fmt: skip
@_option("--mapping", type=_FILE, help=mark("Mapping file; import.toml in the data set."))
@_language
def import_exports(exports: tuple[Path, ...], folder: Path, mapping: Path | None) -> None:
    """Import, and print what was done."""
    from pkslib.tables.imports import importing

    for line in importing.run(exports, folder, mapping):
        click.echo(line)


@main.command(help=mark("Open JupyterLab on this machine only."))
@_option("--port", type=click.IntRange(1024, 65535), default=8888, show_default=True,
         help=mark("The first port to try."))  # fmt: skip
@_option("--no-browser", is_flag=True, help=mark("Do not open a browser."))
@_option("--work", type=click.Path(path_type=Path, file_okay=False),
         help=mark("Folder of a working copy, made when it is not there."))  # fmt: skip
@_option("--course", type=click.Path(path_type=Path, file_okay=False),
         help=mark("The same, opened on the course."))  # fmt: skip
@_language
def lab(port: int, no_browser: bool, work: Path | None, course: Path | None) -> None:
    """Start JupyterLab in the notebooks folder, with a token, on loopback."""
    from pkslib.run import lab as server

    if work and course:
        raise InputError(text("Name a working copy or a course, not both."))
    server.start(port, browser=not no_browser, work=work, course=course)


@main.command(help=mark("Tell whether a pack still matches its receipt."))
@click.argument("folder", type=_FOLDER)
@_language
def verify(folder: Path) -> None:
    """List the files that differ; any ends with status 2."""
    from pkslib.pack import receipt, seal

    differ = receipt.verify(folder)
    for name, what in differ.items():
        click.echo(f"{folder / name}: {text(what)}")
    if differ:
        raise InputError(text("{count} files differ from the receipt.", count=len(differ)))
    told = folder / (receipt.NAME if (folder / receipt.NAME).exists() else seal.PAGE)
    click.echo(text("Every file is as the receipt says."))
    click.echo(f"{told.name}: sha256 {receipt.file_hash(told)}")


@main.command(help=mark("Keep what a pack proposes as decided."))
@click.argument("pack", type=_FOLDER)
@_option("--round", "number_", required=True, type=click.IntRange(1),
         help=mark("Round of agreement, counted for each region and year."))  # fmt: skip
@_option("--by", required=True, help=mark("Role that decided; never a person."))
@_option("--on", type=click.DateTime(["%Y-%m-%d"]), help=mark("Day of the decision; else today."))
@_option("--note", default="", help=mark("What else there is to say."))
@_option("--to", type=click.Path(path_type=Path, file_okay=False),
         help=mark("Folder to keep it in; else the one beside the data set."))  # fmt: skip
@_language
def decide(
    pack: Path, number_: int, by: str, on: datetime.datetime | None, note: str, to: Path | None
) -> None:
    """Write the round beside the data set, and print where."""
    from pkslib.pack import decide as rounds

    day = on.date() if on else datetime.date.today()
    place, added = rounds.decide(pack, rounds.Decision(number_, by, day, note), to)
    for name, count in added.items():
        if count:
            click.echo(text("{table}: {count} rows", table=name, count=number(count)))
    if not any(added.values()):
        click.echo(text("Round {round} was decided so already; nothing is added.", round=number_))
    click.echo(place.resolve())


@main.command(help=mark("Write what of a pack may leave the region, without small counts."))
@click.argument("pack", type=_FOLDER)
@_option("--limit", required=True, type=click.IntRange(2),
         help=mark("Least count shown; a hidden one is known no nearer."))  # fmt: skip
@_option("--by", required=True, help=mark("Role that decided; never a person."))
@_option("--on", type=click.DateTime(["%Y-%m-%d"]), help=mark("Day of the decision; else today."))
@_option("--to", type=click.Path(path_type=Path, file_okay=False),
         help=mark("A new folder; else published-REGION where one stands."))  # fmt: skip
@_language
def publish(pack: Path, limit: int, by: str, on: datetime.datetime | None, to: Path | None) -> None:
    """Write the version for outside, count what was hidden, and print where."""
    from pkslib.pack import publish as outside

    day = on.date() if on else datetime.date.today()
    place, hidden = outside.publish(pack, outside.Release(limit, by, day), to)
    for name, count in hidden.items():
        click.echo(text("{table}: {count} rows with a hidden figure", table=name,
                        count=number(count)))  # fmt: skip
    click.echo(place.resolve())


@main.command(help=mark("Write a pack's weekly sheet: an A4 a unit."))
@click.argument("pack", type=_FOLDER)
@_option("--to", type=_FILE, help=mark("The file; else week-REGION.html where one stands."))
@_language
def week(pack: Path, to: Path | None) -> None:
    """Write the sheet beside nothing of the pack's, and print where."""
    from pkslib.pack import html, make, receipt
    from pkslib.show.week import write

    about = make.about_of(pack, receipt.read(pack)["parameters"])
    click.echo(write(pack, to, title=about.title, foot=html.foot(about)).resolve())


@main.command(help=mark(
    "Write the course's paper sheets: the exercises with role cards, and the solutions."
))  # fmt: skip
@_option("--to", type=click.Path(path_type=Path, file_okay=False), default=Path("sheets"),
         help=mark("Folder to write them in; else sheets."))  # fmt: skip
@_language
def sheets(to: Path) -> None:
    """Write the pages, and print where."""
    from pkslib.show.training.sheets import write

    for page in write(to):
        click.echo(page.resolve())


@main.command(help=mark("Tell what changed between two packs, or hold up to six side by side."))
@click.argument("packs", type=_FOLDER, nargs=-1, required=True)
@_option("--figure", type=click.Path(path_type=Path, dir_okay=False),
         help=mark("Picture of the packs side by side: a new .svg, .png or .pdf."))  # fmt: skip
@_option("--capacity", help=mark("What is drawn; else where the needs differ most."))
@_language
def compare(packs: tuple[Path, ...], figure: Path | None, capacity: str | None) -> None:
    """Print what two packs differ in, or three and more side by side; draw them when asked."""
    from pkslib.pack import differences, several

    if len(packs) < 2:
        raise InputError(text("Name two packs or more to compare."))
    for line in differences.lines(*packs) if len(packs) == 2 else several.lines(packs):
        click.echo(line)
    if figure is not None:
        several.draw(packs, figure, capacity)
        click.echo(figure.resolve())

"""The appendix: assumptions, data, method and words, in full."""

from __future__ import annotations

import pandas as pd

from pkslib.language import mark, number, text
from pkslib.show import sentences
from pkslib.show.document.region import Region, listing
from pkslib.show.report import Report, Sentences
from pkslib.show.tables import report
from pkslib.tables.results import RESULTS

# The words of the balance, which every document uses.
_FIRST, _LAST = 2, 8
# Notes of one kind that are shown.
_OF_A_KIND = 4
# Word, and what it means here.
_WORDS = (
    (mark("Care need"), mark("Patients who need care, by what they need it for.")),
    (mark("Production need"), mark("What is to be done for them: visits, operations, stays.")),
    (mark("Capacity need"), mark("Beds and hours that the care takes, with room for variation.")),
    (mark("Target level"), mark("How full a capacity is planned to be, and the margin above it.")),
    (mark("Ceiling"), mark("What the planned load may at most be of what is there.")),
    (mark("Strain"), mark("Planned load above the target level but below the ceiling.")),
    (mark("Unsolved"), mark("Need above the ceiling that no measure closes.")),
    (mark("Gives way"), mark("Planned care that is limited, cancelled or put off.")),
    (mark("Erlang B"), mark("How often all beds of a ward are taken when someone comes, if "
                            "patients come by chance.")),
    (mark("Systematic error"), mark("An error that keeps to one side, where chance would even it "
                                    "out.")),
    (mark("Interval of 80 per cent"), mark("Eight outcomes of ten are expected to lie within.")),
    (mark("Error against last year"), mark("Below 1 the forecast is better than to repeat the "
                                           "same period last year.")),
)  # fmt: skip


def assumptions(region: Region) -> Report | None:
    """Return every assumption with its source and, where any is changed, who decided it."""
    shown = _whole(region, "assumptions")
    if shown is None or region["assumptions"]["by"].fillna("").any():
        return shown
    return shown.noted(text("Nobody has changed a value: what the tool proposes stands."))


def among(region: Region) -> Sentences:
    """Say where the region stands among the others in what it assumes."""
    rows = region["assumption_places"]
    return sentences.among_regions(rows, names=region.names) if len(rows) else Sentences()


def data(region: Region) -> Sentences:
    """Say what the data set holds and lacks."""
    rows = region["data_tables"]
    return sentences.data(rows) + sentences.missing(rows) if len(rows) else Sentences()


def notes(region: Region) -> Report | None:
    """Return what is to be known of the data, the first of each kind."""
    rows = region["data_notes"]
    few = rows.groupby("code", sort=False).head(_OF_A_KIND)
    shown = _told(few, "data_notes", region)
    if shown is None or len(few) == len(rows):
        return shown
    return shown.noted(text("{shown} of {all} rows; the workbook has all.",
                            shown=number(len(few)), all=number(len(rows))))  # fmt: skip


def outcome_quality(region: Region) -> Sentences:
    """Say how complete the outcomes are."""
    rows = region["outcome_quality"]
    return sentences.outcome_quality(rows, names=region.names) if len(rows) else Sentences()


def accuracy(region: Region) -> Report | None:
    """Return how well each forecast has done."""
    return _whole(region, "accuracy")


def forecasts(region: Region) -> Sentences:
    """Say how well the forecasts do, and which fall back to a plain method."""
    if region["accuracy"].empty:
        return Sentences()
    said = sentences.demand(region["accuracy"], region["marks"], names=region.names)
    return said + sentences.fallbacks(region["forecast"], names=region.names)


def levels(region: Region) -> Sentences:
    """Say what the forecast says from above and from below."""
    rows = region["forecast_levels"]
    return sentences.levels(rows) if len(rows) else Sentences()


def need(region: Region) -> Sentences:
    """Say how the need swings, and how often wards are full."""
    rows = region["capacity_need"]
    if rows.empty:
        return Sentences()
    return sentences.need(rows, region["ward_risk"], names=region.names)


def verdicts(region: Region) -> Sentences:
    """Say how many deviations are systematic."""
    rows = region["verdicts"]
    return sentences.follow_up(rows, names=region.names) if len(rows) else Sentences()


def proposals(region: Region) -> Report | None:
    """Return what follow-up proposes for the next forecast and plan."""
    columns = ["what", "place", "item", "now", "proposed", "why"]
    rows = region["proposals"].sort_values("by_chance")
    if rows.empty:
        return None
    return report(rows, RESULTS["proposals"], names=region.names, columns=columns, limit=30)


def meanings() -> list[str]:
    """Return what a manager meets that is no everyday word, each with its meaning."""
    return [f"{text(word)}: {text(meaning)[:1].lower()}{text(meaning)[1:]}"
            for word, meaning in _WORDS[_FIRST:_LAST]]  # fmt: skip


def glossary(_region: Region) -> Report | None:
    """Return the words that the documents use."""
    rows = [[text(word), text(meaning)] for word, meaning in _WORDS]
    return listing(text("Words"), [text("Word"), text("Means here")], rows)


def _whole(region: Region, name: str) -> Report | None:
    return _told(region[name], name, region)


def _told(rows: pd.DataFrame, name: str, region: Region) -> Report | None:
    """Return a table without what tells nothing: the one region, columns that are empty."""
    if rows.empty:
        return None
    filled, schema = (rows.notna() & (rows != "")).any(), RESULTS[name]
    columns = [name for name in schema.seen if filled.get(name, True) and name != "region"]
    return report(rows, schema, names=region.names, columns=columns)

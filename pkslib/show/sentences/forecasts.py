"""What the forecast of demand says: how good it is, and what was treated apart."""

from __future__ import annotations

from typing import Any

import pandas as pd

from pkslib import language, periods
from pkslib.language import mark, number, percent, text
from pkslib.show.names import CODES, Names
from pkslib.show.pick import each
from pkslib.show.reasons import sentence
from pkslib.show.report import Sentences

# A reader takes in a few names; the column method has them all.
_MOST = 5
# What the parts of the calendar took away of the error.
_CALENDAR = {
    "calendar_days": mark("weekdays and weekends"),
    "calendar_holidays": mark("holidays"),
    "calendar_each": mark("each holiday for itself"),
}
_FALLBACKS = {
    "short": mark("Shorter than two seasons, so no season of their own: {series}."),
    "intermittent": mark(
        "More than half of the periods are empty, so a slow mean stands for all; a larger group "
        "would say more: {series}."
    ),
    "constant": mark(
        "Never vary, so they are repeated; how sure that is the history does not "
        "tell, so the interval is what chance gives at least: {series}."
    ),
    "zero": mark("Have no patients at all, so the forecast is zero: {series}."),
}

# What was found at the ends of histories, by the kind of mark.
_ENDS = {
    "closed": mark("Closed, with nobody where a dozen or more were expected, so forecast as none: "
                   "{series}."),
    "not_delivered": mark("Last periods not delivered, or only in part, and left out: {series}."),
    "low": mark("Low lately, but not yet for three periods: the level is the old one, and the "
                "interval reaches down to the new: {series}."),
    "not_begun": mark("Zeros before the beginning left out: {series}."),
    "level shift": mark("A new level began, and the history before is brought to it; where it is "
                        "younger than three periods the interval reaches down to the old: "
                        "{series}."),
    "gap": mark("Periods not reported are left out: {series}."),
    "too_short": mark("Too short for any forecast, and left out: {series}."),
    "ended": mark("Ended more than a year before the others, and not forecast: {series}."),
}  # fmt: skip
# Those that move a forecast so far that the chapter itself says so.
_NEW = ("closed", "not_delivered", "low", "too_short", "ended")


def ends(marks: pd.DataFrame, *, names: Names = CODES) -> Sentences:
    """Name the series whose history was treated apart, kind by kind.

    Parameters
    ----------
    marks : pandas.DataFrame
        need, or series, period, kind and treatment.
    names : Names
        Names of needs.
    """
    key = "need" if "need" in marks else "series"
    acted = marks[marks["treatment"] != "kept"]
    by_kind = acted.groupby("kind")[key].unique()
    return Sentences(
        text(said, series=_listed([names.of("need", name) for name in by_kind[kind]]))
        for kind, said in _ENDS.items()
        if kind in by_kind
    )


def kept(marks: pd.DataFrame) -> Sentences:
    """Name the series with outcomes far from the usual, which are kept.

    Parameters
    ----------
    marks : pandas.DataFrame
        series, period, kind and treatment.
    """
    odd = marks[(marks["kind"] == "outlier") & (marks["treatment"] == "kept")]
    listed = [f"{row.series} {language.period(row.period)}" for row in each(odd)]
    if not listed:
        return Sentences()
    words = text("Far from the usual, and kept: {series}.", series=_listed(listed))
    return Sentences([words])


def explained(forecast: pd.DataFrame, history: pd.DataFrame, marks: pd.DataFrame) -> Sentences:
    """Say in one line for each series what its forecast rests on.

    Parameters
    ----------
    forecast : pandas.DataFrame
        series, period, mean, lower_95, upper_95 and method, as from
        :func:`pkslib.forecast.forecast`.
    history : pandas.DataFrame
        series, period and value.
    marks : pandas.DataFrame
        series, period, kind and treatment.
    """
    outcomes = history.dropna(subset=["value"]).groupby("series")["period"]
    spans = outcomes.agg(["count", "min", "max"])
    told = {
        str(name): ", ".join(_marked(row) for row in each(rows))
        for name, rows in marks[marks["kind"] != "pandemic"].groupby("series")
    }
    return Sentences(
        _explained(str(name), rows, spans.loc[name], told.get(str(name), ""))
        for name, rows in forecast.groupby("series", sort=False)
    )


def _marked(row: Any) -> str:
    return f"{text(row.kind.replace('_', ' '))} {language.period(row.period)}"


def _explained(name: str, rows: pd.DataFrame, span: Any, marked: str) -> str:
    mean, half = rows["mean"].sum(), (rows["upper_95"] - rows["lower_95"]).mean() / 2
    level, method = rows["mean"].mean(), str(rows["method"].iloc[0])
    return text(
        "{series}: {count} outcomes, {first} to {last}; method {method}; in all {total} over "
        "{periods} periods, 95% within ±{half} each. Marked: {marked}.",
        series=name, count=number(span["count"]), first=language.period(span["min"]),
        last=language.period(span["max"]), method=text(method.replace("_", " ")),
        total=number(mean), periods=len(rows),
        half=percent(half / level) if level > 0 else number(half, 1),
        marked=marked or text("no period"),
    )  # fmt: skip


def fallbacks(forecast: pd.DataFrame, *, names: Names = CODES) -> Sentences:
    """Name the series that a simple method forecasts, and why.

    Parameters
    ----------
    forecast : pandas.DataFrame
        need, or series, and method.
    names : Names
        Names of needs.
    """
    key = "need" if "need" in forecast else "series"
    by_method = forecast.groupby("method")[key].unique()
    return Sentences(
        text(_FALLBACKS[method], series=_listed([names.of("need", name) for name in found]))
        for method, found in by_method.items()
        if method in _FALLBACKS
    )


def early(forecast: pd.DataFrame) -> Sentences:
    """Name the series that end before others of their kind of period, and go on from their own end.

    Parameters
    ----------
    forecast : pandas.DataFrame
        series and period.
    """
    first = forecast.groupby("series")["period"].min()
    latest = first.groupby(first.map(periods.resolution)).transform("max")
    ahead = first[first < latest]
    if ahead.empty:
        return Sentences([])
    return Sentences([
        text("End before the others, and are forecast from their own end as if they went on: "
             "{series}.", series=_listed([str(name) for name in ahead.index]))
    ])  # fmt: skip


def _listed(words: list[str]) -> str:
    more = [text("and {count} more", count=len(words) - _MOST)] if len(words) > _MOST else []
    return ", ".join([*words[:_MOST], *more])


def demand(
    accuracy: pd.DataFrame, marks: pd.DataFrame | None = None, *, names: Names = CODES
) -> Sentences:
    """Say how good the forecast is against last year's value, and what was treated apart.

    Parameters
    ----------
    accuracy : pandas.DataFrame
        Result table.
    marks : pandas.DataFrame, optional
        Result table.
    names : Names
        Names of needs.
    """
    tested = accuracy.dropna(subset=["mase", "mase_naive"])
    said = []
    if tested.empty:
        said.append(text("No series is long enough to test the forecast."))
    else:
        better = int((tested["mase"] < tested["mase_naive"]).sum())
        gain = 1 - float(tested["mase"].mean() / tested["mase_naive"].mean())
        said.append(
            text("The forecast is closer than last year's value for {better} of {all} care needs; "
                 "its mean error is {gain} {word}.", better=better, all=len(tested),
                 gain=percent(abs(gain)), word=text("smaller") if gain >= 0 else text("larger"))
        )  # fmt: skip
        worse = [names.within("need", need) for need in tested.loc[
            tested["mase"] >= tested["mase_naive"], "need"]]  # fmt: skip
        if worse:
            said.append(text("Be careful with: {needs}.", needs=", ".join(worse[:5])))
    if accuracy["coverage_80"].notna().any():
        said.append(
            text("The 80% interval held {share} of the outcomes in the back-test.",
                 share=percent(float(accuracy["coverage_80"].mean())))
        )  # fmt: skip
    told = [] if marks is None else ends(marks[marks["kind"].isin(_NEW)], names=names)
    return Sentences(
        [*said, *_calendar(accuracy), *_pandemic(marks), *told, *_decided(marks, names)]
    )


def _calendar(accuracy: pd.DataFrame) -> list[str]:
    """Return which parts of the calendar helped; the needs of a group have them in common."""
    tested = accuracy.loc[accuracy["mase"].notna(), list(_CALENDAR)]
    if tested.empty:
        return []
    kept = tested.drop_duplicates().dropna(how="all")
    if kept.empty:
        return [text("Working days and holidays did not lower the error, and are left out.")]
    named = kept.sort_values(list(_CALENDAR)).set_axis([*map(text, _CALENDAR.values())], axis=1)
    parts = [row.dropna().map(lambda took: percent(-took, 1)) for _, row in named.iterrows()]
    said = [", ".join(f"{name} {took}" for name, took in row.items()) for row in parts]
    return [text("The calendar helps: {parts}.", parts=words) for words in said]


def _pandemic(marks: pd.DataFrame | None) -> list[str]:
    if marks is None:
        return []
    labels = marks.loc[marks["kind"] == "pandemic", "period"]
    if labels.empty:
        return []
    return [
        text("The pandemic, {first} to {last}, is marked and treated apart.",
             first=language.period(labels.min()), last=language.period(labels.max()))
    ]  # fmt: skip


def _decided(marks: pd.DataFrame | None, names: Names) -> list[str]:
    """Return for which needs the scenario goes before the rule, and who decided."""
    if marks is None:
        return []
    said = marks[marks["decided"] == "scenario"]
    decided = said.groupby(said["by"].fillna(""))["need"].unique()
    return [
        text("{by} has decided how the history is treated for: {needs}.",
             by=by or text("the scenario"),
             needs=", ".join(names.within("need", need) for need in needs))
        for by, needs in decided.items()
    ]  # fmt: skip


def strategic(
    driver: pd.DataFrame, forecast_years: pd.DataFrame, *, names: Names = CODES
) -> Sentences:
    """Say whether the population drives the forecast, and which needs change most by it.

    Parameters
    ----------
    driver, forecast_years, names
        The result tables, and names of needs.
    """
    notes = sorted({sentence("driver", "note", row) for row in driver.to_dict("records")})
    said = [text("Population: {note}.", note=note) for note in notes]
    tested = driver.dropna(subset=["plain", "driven"])
    if len(tested):
        plain, driven = float(tested["plain"].mean()), float(tested["driven"].mean())
        said.append(
            text("Mean error in the back-test (MASE): {plain} without, {driven} with.",
                 plain=number(plain, 3), driven=number(driven, 3))
        )  # fmt: skip
    said.append(
        text("At three and four years the past says little: weigh the figures against what you "
             "know of population, tasks and ways of working.")
    )  # fmt: skip
    return Sentences([*said, *_growing(forecast_years, names)])


def _growing(forecast_years: pd.DataFrame, names: Names) -> list[str]:
    """Return the need that changes most over the years, in share."""
    wide = forecast_years.pivot_table(index="need", columns="period", values="mean")
    if wide.shape[1] < 2 or wide.empty:
        return []
    first, last = wide.columns[0], wide.columns[-1]
    change = (wide[last] / wide[first].where(wide[first] > 0) - 1).dropna()
    if change.empty:
        return []
    need = str(change.abs().idxmax())
    return [
        text("Changes most from {first} to {last}: {need}, {change}.", first=first, last=last,
             need=names.within("need", need),
             change=language.percent(float(change[need]), 1, signed=True))
    ]  # fmt: skip


def corrections(found: pd.DataFrame, *, names: Names = CODES) -> Sentences:
    """Say which forecasts err systematically, and what is done about it.

    Parameters
    ----------
    found : pandas.DataFrame
        Result table corrections: need, verdict, correction, applied.
    names : Names
        Names of needs.
    """
    systematic = found[found["verdict"] == "systematic"]
    said = [
        text("In the latest back-test the error was systematic for {count} of {all} needs.",
             count=len(systematic), all=len(found))
    ]  # fmt: skip
    lasting = found[found["correction"] != 0]
    kinds = (
        (lasting[lasting["applied"].astype(bool)],
         mark("Corrected, patients per period: {needs}.")),
        (lasting[~lasting["applied"].astype(bool)],
         mark("Systematic in the same direction in every back-test, not corrected: {needs}.")),
    )  # fmt: skip
    for rows, words in kinds:
        shown = [
            f"{names.within('need', row.need)} ({number(row.correction, 1)})" for row in each(rows)
        ]
        if shown:
            said.append(text(words, needs=_listed(shown)))
    return Sentences(said)


def levels(forecast_levels: pd.DataFrame) -> Sentences:
    """Say how the forecast from above and that from below differ, and which has been the better.

    Parameters
    ----------
    forecast_levels : pandas.DataFrame
        Result table.
    """
    if forecast_levels.empty:
        return Sentences(
            [text("The needs do not share their history, so there is no forecast from above.")]
        )
    named = {level: text(level).capitalize() for level in forecast_levels["level"].unique()}
    return _two_ways(forecast_levels.assign(level=forecast_levels["level"].map(named)))


def unit_levels(
    unit_levels: pd.DataFrame, units: pd.DataFrame, *, names: Names = CODES
) -> Sentences:
    """Say how forecasts of hospitals, or else of units, differ from above and from below.

    Parameters
    ----------
    unit_levels : pandas.DataFrame
        Result table.
    units : pandas.DataFrame
        Input table; where there are hospitals, only they are told.
    names : Names
        Names of units.
    """
    if unit_levels.empty:
        return Sentences(
            [text("The data set does not tell which units patients come to (table unit_demand), "
                  "so demand is forecast need by need.")]
        )  # fmt: skip
    hospitals = unit_levels["unit"].isin(units.loc[units["level"] == "hospital", "unit"])
    told = unit_levels[hospitals | (not hospitals.any())]
    named = told["unit"].map({unit: names.of("unit", unit) for unit in told["unit"].unique()})
    return _two_ways(told.assign(level=named))


def _two_ways(found: pd.DataFrame) -> Sentences:
    """Say what both ways give for the largest levels in the last year, and which was closer."""
    year = str(found["period"].max())[:4]
    rows = found[found["period"].str[:4] == year]
    sums = rows.groupby("level")[["above", "below", "agreed"]].sum()
    ways = sums[["above", "below"]].round()
    outside = ~sums["agreed"].round().between(ways.min(axis=1), ways.max(axis=1))
    error = rows.groupby("level")[["error_above", "error_below"]].first()
    said = [
        text("{level}, {year}: {above} from above, {below} from below, {agreed} agreed on.",
             level=row.level, year=year, above=number(row.above),
             below=number(row.below), agreed=number(row.agreed))
        for row in each(sums.nlargest(_MOST, "agreed").sort_index().reset_index())
    ]  # fmt: skip
    if outside.any():
        said.append(text("What is agreed on may lie outside both: the forecasts of other levels "
                         "count as well."))  # fmt: skip
    better = int((error["error_above"] < error["error_below"]).sum())
    said.append(
        text("In the back-test the forecast from above was closer for {better} of {all} levels.",
             better=better, all=len(error))
    )  # fmt: skip
    return Sentences(said)

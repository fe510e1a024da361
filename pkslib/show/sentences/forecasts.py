"""What the forecast of demand says: how good it is, and what was treated apart."""

from __future__ import annotations

import pandas as pd

from pkslib import language
from pkslib.language import mark, percent, text
from pkslib.show.names import CODES, Names
from pkslib.show.sentences.lines import Sentences

# A reader takes in a few names; the column method has them all.
_MOST = 5
_FALLBACKS = {
    "short": mark("Shorter than two seasons, so no season of their own: {series}."),
    "intermittent": mark(
        "More than half of the periods are empty, so a slow mean stands for all; a larger group "
        "would say more: {series}."
    ),
    "constant": mark("Never vary, so they are repeated; nothing says how sure that is: {series}."),
    "zero": mark("Have no patients at all, so the forecast is zero: {series}."),
}


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
        Result table: need, mase, mase_naive, coverage_80.
    marks : pandas.DataFrame, optional
        Result table: need, period, kind, by.
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
        worse = [names.of("need", need) for need in tested.loc[
            tested["mase"] >= tested["mase_naive"], "need"]]  # fmt: skip
        if worse:
            said.append(text("Be careful with: {needs}.", needs=", ".join(worse[:5])))
    if accuracy["coverage_80"].notna().any():
        said.append(
            text("The 80 % interval held {share} of the outcomes in the back-test.",
                 share=percent(float(accuracy["coverage_80"].mean())))
        )  # fmt: skip
    return Sentences([*said, *_pandemic(marks), *_decided(marks, names)])


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
    decided = marks[marks["by"].fillna("") != ""].groupby("by")["need"].unique()
    return [
        text("{by} has decided how the history is treated for: {needs}.", by=by,
             needs=", ".join(names.of("need", need) for need in needs))
        for by, needs in decided.items()
    ]  # fmt: skip

"""What is said of chance: how surely there is enough."""

from __future__ import annotations

import pandas as pd

from pkslib.language import percent, text
from pkslib.show.names import CODES, Names
from pkslib.show.pick import each
from pkslib.show.sentences.lines import Sentences

# A reader takes in a few capacities; the table has them all.
_MOST = 4
# What is less likely than this, or more, is all but settled.
_SETTLED = 0.05


def risk(gap_risk: pd.DataFrame, *, names: Names = CODES) -> Sentences:
    """Say for which capacities the region as a whole may lack some over the year.

    Parameters
    ----------
    gap_risk : pandas.DataFrame
        Result table: scope, capacity, period, risk.
    names : Names
        Names of capacities.
    """
    whole = gap_risk[(gap_risk["scope"] == "region") & ~gap_risk["period"].str.contains("-")]
    if whole.empty:
        return Sentences([text("How surely there is enough can't be told: data are missing.")])
    open_ones = whole[whole["risk"].between(_SETTLED, 1 - _SETTLED)]
    short = whole[whole["risk"] > 1 - _SETTLED]
    said = []
    if len(short):
        listed = ", ".join(names.of("capacity", str(code)) for code in short["capacity"])
        said.append(text("All but surely the region lacks over the year: {listed}.", listed=listed))
    for row in each(open_ones.sort_values("risk", ascending=False, kind="stable").head(_MOST)):
        said.append(
            text("{capacity}: the region as a whole lacks some over the year in {risk} of the "
                 "possible futures.", capacity=names.of("capacity", row.capacity),
                 risk=percent(row.risk))
        )  # fmt: skip
    return Sentences(
        said or [text("All but surely the region as a whole has enough over the year.")]
    )

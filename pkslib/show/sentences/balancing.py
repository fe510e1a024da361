"""What the balance leaves: shortage with its reasons, and who has agreed."""

from __future__ import annotations

import pandas as pd

from pkslib.language import number, text
from pkslib.show.names import CODES, Names
from pkslib.show.pick import each
from pkslib.show.reasons import sentence
from pkslib.show.sentences.lines import Sentences

# A reader takes in a few; the table has them all.
_MOST = 3


def left(
    shortfall: pd.DataFrame, ladder_limits: pd.DataFrame, *, names: Names = CODES
) -> Sentences:
    """Say what shortage the ladder leaves and why, and what one more of a limit would close.

    Parameters
    ----------
    shortfall : pandas.DataFrame
        The result table.
    ladder_limits : pandas.DataFrame
        The result table.
    names : Names
        Names of units, capacities and measures.
    """
    if shortfall.empty:
        return Sentences([text("The measures close every gap.")])
    count = shortfall.groupby("why").size().sort_values(ascending=False, kind="stable")
    said = [
        text("{count} gaps are left. {why}", count=number(int(count)),
             why=sentence("shortfall", "why", {"why": why}))
        for why, count in count.iloc[:_MOST].items()
    ]  # fmt: skip
    if shortfall["only_acute"].all():
        said.append(
            text("What is left is acute care and care of the highest medical priority, which is "
                 "never prioritised away.")
        )  # fmt: skip
    budgets = ladder_limits[ladder_limits["limit"] == "budget"]
    for row in each(budgets.sort_values("price", ascending=False).iloc[:_MOST]):
        said.append(
            text("One more million SEK to {unit} would close {amount} more of the gap.",
                 unit=names.of("unit", row.item), amount=number(row.price))
        )  # fmt: skip
    return Sentences(said)


def rounds(rounds: pd.DataFrame, *, names: Names = CODES) -> Sentences:
    """Say how far the units have agreed in the latest round, and how many proposals changed.

    Parameters
    ----------
    rounds : pandas.DataFrame
        The result table.
    names : Names
        Names of units.
    """
    if rounds.empty:
        return Sentences([text("No agreements between the levels are known.")])
    latest = rounds[rounds["round"] == rounds["round"].max()]
    whole = latest.groupby("unit")["agreed"].all()
    said = [
        text("In round {round}, {agreed} of {all} units have agreed on every level.",
             round=number(int(latest["round"].iloc[0])), agreed=int(whole.sum()), all=len(whole))
    ]  # fmt: skip
    changed = latest.loc[latest["former_proposal"] != "", "unit"].nunique()
    if changed:
        said.append(
            text("{changed} of {all} units have another proposal than in the round before.",
                 changed=number(changed), all=len(whole))
        )  # fmt: skip
    open_units = [names.of("unit", str(unit)) for unit in whole.index[~whole]]
    if open_units:
        said.append(text("Not yet: {units}.", units="; ".join(open_units)))
    return Sentences(said)

"""The care guarantee that is in force: 0–3–90–90 days, as data with the dates they hold from."""

from __future__ import annotations

import pandas as pd

from pkslib.tables.reference import guarantee


def with_days(needs: pd.DataFrame, on: str) -> pd.DataFrame:
    """Return needs with the days of the care guarantee that is in force for each.

    Parameters
    ----------
    needs : pandas.DataFrame
        need, guarantee (optional; which part of the care guarantee), guarantee_days (optional;
        a need that tells its own days keeps them).
    on : str
        Day [ISO text] whose rules count.

    Returns
    -------
    pandas.DataFrame
        The same with guarantee_days filled in where guarantee is known.

    Examples
    --------
    Medical assessment took at most seven days before 2019, three since:

    >>> needs = pd.DataFrame({"need": ["cold"], "guarantee": ["assessment"]})
    >>> [with_days(needs, day)["guarantee_days"].tolist() for day in ("2018-12-31", "2027-01-01")]
    [[7], [3]]
    """
    if "guarantee" not in needs:
        return needs
    rules = guarantee()
    rules = rules[rules["valid_from"] <= on].sort_values("valid_from")
    days = needs["guarantee"].map(rules.groupby("guarantee")["days"].last())
    own = needs["guarantee_days"] if "guarantee_days" in needs else days
    return needs.assign(guarantee_days=own.astype("Int64").fillna(days.astype("Int64")))

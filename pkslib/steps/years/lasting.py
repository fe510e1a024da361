"""What measures that are realised give in the years: work that has changed how care is given."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.tables.inputs.capacity import IMPROVE

_CELL = ["unit", "capacity", "period"]


def realised_of(measures: pd.DataFrame, labels: list[str]) -> pd.DataFrame:
    """Return what realised improvement work gives in each unit, capacity and period.

    Parameters
    ----------
    measures : pandas.DataFrame
        The input table. Of improvement work (step 2) that is under way or done its realised
        share counts, and it lasts: what is changed stays changed. What is only planned, and
        what is added or bought, is to be decided anew each year.
    labels : list of str
        Periods.

    Returns
    -------
    pandas.DataFrame
        unit, capacity, period, realised [capacity's measure].

    Examples
    --------
    40 of 100 hours are realised from July on; a whole year has them all:

    >>> work = pd.DataFrame({"measure": ["M"], "step": 2, "unit": "A", "capacity": "hour",
    ...     "max_amount": 100.0, "realised": 0.4, "status": "ongoing", "start": ["2027-07"]})
    >>> realised_of(work, ["2027", "2028"])["realised"].round(2).tolist()
    [20.16, 40.0]
    """
    begun = (measures["step"] == IMPROVE) & (measures["status"] != "planned")
    work = measures[begun & (measures["realised"] > 0)]
    spans = pd.DataFrame({"period": pd.Series(labels, dtype="str")})
    spans["last"] = [periods.end(label).toordinal() + 1 for label in labels]
    spans["days"] = [periods.days(label) for label in labels]
    spans["share"] = [periods.share_of_year(label) for label in labels]
    starts = [periods.start(label).toordinal() for label in work["start"]]
    rows = work.assign(begins=np.array(starts, np.int64)).merge(spans, how="cross")
    inside = (rows["last"] - rows["begins"]).clip(lower=0).clip(upper=rows["days"])
    given = rows["max_amount"] * rows["realised"] * rows["share"] * inside / rows["days"]
    sums = rows.assign(realised=given).groupby(_CELL, as_index=False)[["realised"]].sum()
    return sums.astype(dict.fromkeys(_CELL, "str"))

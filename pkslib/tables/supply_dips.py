"""Needs whose demand falls when care is closed: referrals and decisions wait, patients do not."""

from __future__ import annotations

import pandas as pd

# A July below this share of a mean month, in every whole year but at most one, is a common dip: the
# holiday closing of Swedish clinics; chance alone does not repeat it.
DIP = 0.8
_JULY = "07"
_YEARS = 3
_MONTHS = 12


def july_dips(demand: pd.DataFrame, needs: pd.DataFrame) -> pd.DataFrame:
    """Return elective needs of the highest priority that fall every July.

    Parameters
    ----------
    demand : pandas.DataFrame
        The table, by month; other resolutions tell nothing of July.
    needs : pandas.DataFrame
        The table. follows_supply: what the region says itself.

    Returns
    -------
    pandas.DataFrame
        region, need, index_july (mean July over the mean month of its years), years, said (what
        follows_supply says, or nothing).

    Examples
    --------
    Ten a month and six in July, three years running:

    >>> months = [f"{year}-{month:02d}" for year in (2022, 2023, 2024) for month in range(1, 13)]
    >>> demand = pd.DataFrame({"region": "06", "need": "cancer", "period": months,
    ...                        "patients": [6.0 if at[5:] == "07" else 10.0 for at in months]})
    >>> needs = pd.DataFrame({"need": ["cancer"], "flow": "elective", "priority": 1})
    >>> july_dips(demand, needs)[["index_july", "years"]].round(2).to_numpy().tolist()
    [[0.62, 3.0]]
    """
    first = needs[(needs["flow"] == "elective") & (needs["priority"] == 1)]
    rows = demand[
        demand["need"].isin(first["need"]) & (demand["period"].str.len() == len("2027-07"))
    ]
    rows = rows.dropna(subset=["patients"]).assign(year=lambda frame: frame["period"].str[:4])
    rows = rows[~rows["year"].isin(("2020", "2021"))]
    keys = ["region", "need", "year"]
    years = rows.groupby(keys)["patients"].agg(["mean", "size"])
    july = rows[rows["period"].str[5:] == _JULY].set_index(keys)["patients"]
    years = years[(years["size"] == _MONTHS) & (years["mean"] > 0)].join(july.rename("july"))
    share = (years["july"].astype(float) / years["mean"].astype(float)).rename("share")
    rows = share.reset_index().assign(below=lambda own: own["share"] < DIP)
    found = rows.groupby(["region", "need"], as_index=False).agg(
        index_july=("share", "mean"), years=("share", "size"), below=("below", "sum")
    )
    common = (found["years"] >= _YEARS) & (found["below"] >= found["years"] - 1)
    found = found[common & (found["index_july"] < DIP)].drop(columns="below")
    said = needs.set_index("need").get("follows_supply", pd.Series(dtype="str"))
    said = found["need"].map(said).astype("str").fillna("")
    return found.assign(said=said).reset_index(drop=True)

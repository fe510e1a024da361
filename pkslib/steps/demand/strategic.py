"""The strategic level: patients per year over four years, without and with the population."""

from __future__ import annotations

import pandas as pd

from pkslib import periods
from pkslib.forecast import forecast_sums
from pkslib.forecast.decided import Known
from pkslib.forecast.prepare import Options, treated_history
from pkslib.steps.demand.population import YEARS


def years(
    known: Known, sums: pd.DataFrame, year: int, expectation: pd.DataFrame | None, used: bool
) -> pd.DataFrame:
    """Return the patients expected in the planning year and the three after it.

    Parameters
    ----------
    known : pkslib.forecast.decided.Known
        History and options; days are added up to months as treated.
    sums : pandas.DataFrame
        The sums of the planning year, which are what this year is: the years after it are as many
        times more or fewer.
    year : int
        Planning year.
    expectation : pandas.DataFrame or None
        What the population alone gives, as far as it is projected.
    used : bool
        Whether the population drives the forecast of the planning year.

    Returns
    -------
    pandas.DataFrame
        series, period [year], mean and bounds, plain (without the population) and driven (with
        it; missing where there is no projection) [patients]. A back-test of one year tells whether
        the population helps the planning year, not who will be old after it: the years after it
        go with the population wherever it is projected for all of them.
    """
    history, options = _coarse(known), known.options
    plain = _sums(history, year, YEARS, options)
    keys = ["series", "period"]
    if expectation is None:
        return _agreeing(plain.assign(plain=plain["mean"], driven=float("nan")), sums, year)
    reach = min(YEARS, int(expectation["year"].max()) - year + 1)
    driven = _sums(history, year, reach, {**options, "expectation": expectation})
    both = plain[[*keys, "mean"]].rename(columns={"mean": "plain"})
    both = both.merge(driven[[*keys, "mean"]].rename(columns={"mean": "driven"}), how="left")
    grows = used or reach == YEARS
    return _agreeing((driven if grows else plain).merge(both, on=keys), sums, year)


def _agreeing(rows: pd.DataFrame, sums: pd.DataFrame, year: int) -> pd.DataFrame:
    """Return the years in proportion to the planning year's own sums, and those in their place."""
    own = sums[sums["period"] == str(year)].set_index("series")
    first = rows[rows["period"] == str(year)].set_index("series")["mean"]
    ratio = (own["mean"] / first.where(first > 0)).fillna(1.0)
    numbers = rows.columns.drop(["series", "period"])
    scaled = rows[numbers].mul(rows["series"].map(ratio).fillna(1.0), axis=0)
    found = rows.assign(**{name: scaled[name] for name in numbers})
    bounds = [name for name in numbers if name in own]
    at = (found["period"] == str(year)) & found["series"].isin(own.index)
    found.loc[at, bounds] = own.loc[found.loc[at, "series"], bounds].to_numpy()
    return found


def _sums(history: pd.DataFrame, year: int, reach: int, options: Options) -> pd.DataFrame:
    """Return the sums of so many years from the planning year on."""
    kind = periods.only_resolution(history["period"])
    last = periods.within_year(year + reach - 1, kind)[-1]
    earliest = history.groupby("series")["period"].max().min()
    ahead = len(periods.between(earliest, last)) - 1
    sums = forecast_sums(history, ahead, tier="fast", **options)
    wanted = [str(one) for one in range(year, year + reach)]
    return sums[sums["period"].isin(wanted)].drop(columns="method").reset_index(drop=True)


def _coarse(known: Known) -> pd.DataFrame:
    """Return days as the months that are whole, days left out as the mean of the others.

    Other periods are as they are: what is said of them is heard in the forecast.
    """
    if periods.only_resolution(known.history["period"]) != "day":
        return known.history
    counted, treated = (
        rows.assign(period=rows["period"].str[:7]).groupby(["series", "period"])["value"]
        for rows in (known.history, treated_history(*known))
    )
    days = counted.size().index.get_level_values("period").map(periods.days)
    sums = (treated.mean() * days)[counted.size() == days]
    return sums.rename("value").dropna().reset_index()

"""The strategic level: patients per year over four years, without and with the population."""

from __future__ import annotations

import pandas as pd

from pkslib import periods
from pkslib.forecast import forecast_sums
from pkslib.forecast.decided import Known
from pkslib.forecast.prepare import Options
from pkslib.steps.demand.population import YEARS


def years(
    known: Known, sums: pd.DataFrame, year: int, expectation: pd.DataFrame | None, used: bool
) -> pd.DataFrame:
    """Return the patients expected in the planning year and the three after it.

    Parameters
    ----------
    known : pkslib.forecast.decided.Known
        History and options; days are added up to months.
    sums : pandas.DataFrame
        The sums of the planning year, which are what this year is: the years after it are as many
        times more or fewer.
    year : int
        Planning year.
    expectation : pandas.DataFrame or None
        What the population alone gives, as far as it is projected.
    used : bool
        Whether the population drives the forecast.

    Returns
    -------
    pandas.DataFrame
        series, period [year], mean and bounds, plain (without the population) and driven (with
        it; missing where there is no projection) [patients].
    """
    history, options = _coarse(known.history), known.options
    plain = _sums(history, year, YEARS, options)
    keys = ["series", "period"]
    if expectation is None:
        return _agreeing(plain.assign(plain=plain["mean"], driven=float("nan")), sums, year)
    reach = min(YEARS, int(expectation["year"].max()) - year + 1)
    driven = _sums(history, year, reach, {**options, "expectation": expectation})
    both = plain[[*keys, "mean"]].rename(columns={"mean": "plain"})
    both = both.merge(driven[[*keys, "mean"]].rename(columns={"mean": "driven"}), how="left")
    return _agreeing((driven if used else plain).merge(both, on=keys), sums, year)


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


def _coarse(history: pd.DataFrame) -> pd.DataFrame:
    """Return days as the months that are whole; other periods as they are."""
    if periods.only_resolution(history["period"]) != "day":
        return history
    months = history.assign(period=history["period"].str[:7])
    sums = months.groupby(["series", "period"])["value"].agg(["sum", "size"]).reset_index()
    whole = sums["size"] == [periods.days(label) for label in sums["period"]]
    return sums[whole].rename(columns={"sum": "value"}).drop(columns="size")

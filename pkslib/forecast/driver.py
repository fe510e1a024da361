"""The population taken out of a history before the fit, and put back into the forecast.

A history divided by what the population alone would have given has only habits, medicine and
supply left in it. That ratio is forecast like any series and multiplied by what the projection
gives. It carries years in which people change more than their rates do, and misleads otherwise
(births, deaths: docs/forecast.md), so a back-test decides. What the population alone would have
given are rates by age and sex times each year's persons.

References
----------
Rothman, K. J., Greenland, S. & Lash, T. L. (2008). Modern Epidemiology, ch. 3, on standardisation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.errors import InputError
from pkslib.forecast.arrays import Floats
from pkslib.forecast.fit import Fitted
from pkslib.forecast.panel import Panel
from pkslib.language import text


@dataclass(frozen=True)
class Driver:
    """What the population gives in each period, over what it gave in the last known one.

    Attributes
    ----------
    past : numpy.ndarray
        Shape (n, length).
    ahead : numpy.ndarray
        Shape (n, horizon).
    """

    past: Floats
    ahead: Floats

    def taken_out(self, panel: Panel) -> Panel:
        """Return the history as if the population had always been the last one."""
        return replace(panel, values=panel.values / self.past)

    def put_back(self, fit: Fitted, panel: Panel) -> Fitted:
        """Return a fit of the history without population in patients again.

        Parameters
        ----------
        fit : Fitted
            Of the panel that :meth:`taken_out` gave.
        panel : Panel
            The history itself.
        """
        length, horizon = self.past.shape[1], self.ahead.shape[1]
        ends = [length - back for back in fit.origins]
        later = [self.past[:, end : end + horizon] for end in ends]
        before = [self.past[:, end - 1] for end in ends]
        treated = replace(
            fit.treated,
            panel=panel,
            values=fit.treated.values * self.past,
            usual=fit.treated.usual * self.past,
        )
        return replace(
            fit,
            treated=treated,
            mean=fit.mean * self.ahead,
            errors=fit.errors * np.array(later).reshape(fit.errors.shape),
            scales=fit.scales * np.array(before).reshape(fit.scales.shape),
        )


def expectation(tables: Mapping[str, pd.DataFrame], year: int) -> pd.DataFrame | None:
    """Return what the population alone gives every need, year by year.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        demand, and where there are any population (persons by sex, age group and year) and rates
        (patients per 1 000 inhabitants and year). A need without rates is expected in proportion
        to all inhabitants.
    year : int
        Last year that must be in the projection.

    Returns
    -------
    pandas.DataFrame or None
        series, year, expected [patients per year]; None where population does not reach the year,
        or nobody lives in a year of those that a need has rates for.
    """
    persons = tables.get("population", pd.DataFrame())
    if persons.empty or int(persons["year"].max()) < year:
        return None
    groups = persons[["sex", "age_group"]].drop_duplicates()
    needs = pd.DataFrame({"need": sorted(tables["demand"]["need"].unique())})
    alike = needs.merge(groups, how="cross").assign(per_thousand=1.0)
    # Rates of ages that the population is not told in say nothing here.
    rates = tables.get("rates", alike).merge(groups, on=["sex", "age_group"])
    known = set(rates.loc[rates["per_thousand"] > 0, "need"])
    used = pd.concat([rates, alike[~alike["need"].isin(known)]]).merge(needs, on="need")
    rows = used[used["need"].isin(needs["need"])].merge(persons, on=["sex", "age_group"])
    rows = rows.assign(expected=rows["per_thousand"] / 1000 * rows["persons"])
    total = rows.groupby(["need", "year"])["expected"].sum()
    return total.rename_axis(["series", "year"]).reset_index() if (total > 0).all() else None


def of(panel: Panel, horizon: int, expectation: pd.DataFrame) -> Driver:
    """Return the driver of a panel.

    Parameters
    ----------
    panel : Panel
        The history.
    horizon : int
        Periods ahead.
    expectation : pandas.DataFrame
        As from :func:`expectation`: series, year and expected [patients per year] for the
        population at the end of the year. Between two years it follows a straight line, before the
        first it stands still.

    Raises
    ------
    InputError
        When a series has no expectation, an empty one, or none to the end of the forecast.
    """
    labels = [*panel.labels, *panel.future(horizon)]
    middle = np.array([_middle(label) for label in labels])
    wide = expectation.pivot_table(index="series", columns="year", values="expected")
    at = wide.columns.to_numpy(float) + 1.0
    last = int(periods.coarser(labels[-1], "year"))
    size = []
    for name in panel.series:
        known = wide.loc[name].to_numpy(float) if name in wide.index else np.zeros(len(at))
        if at[-1] <= last or not (known > 0).all():
            raise InputError(
                text(
                    "population: nobody expected for {series} until {year}", series=name, year=last
                )
            )
        size.append(np.interp(middle, at, known))
    length = len(panel.labels)
    index = np.array(size) / np.array(size)[:, length - 1 : length]
    return Driver(index[:, :length], index[:, length:])


def _middle(label: str) -> float:
    """Return the middle of a period in years: 2027.5 for the year 2027."""
    start = periods.start(label)
    return start.year + (start.timetuple().tm_yday - 1 + periods.days(label) / 2) / 365.25

"""Figure of the beds taken over the week."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from pkslib import language
from pkslib.language import mark, number, text
from pkslib.show import drawing, shading, style
from pkslib.show.names import CODES, Names
from pkslib.show.records import highest

_DAYS = (
    mark("Monday"), mark("Tuesday"), mark("Wednesday"), mark("Thursday"), mark("Friday"),
    mark("Saturday"), mark("Sunday"),
)  # fmt: skip
# Hours that are named below the picture.
_NAMED = range(0, 24, 3)


@style.figure
def census(
    bed_census: pd.DataFrame, unit: str, *, names: Names = CODES, ax: Axes | None = None
) -> Axes:
    """Draw the beds taken in each hour of the week; darker the further above the week's least.

    Parameters
    ----------
    bed_census : pandas.DataFrame
        Result table: unit, weekday, hour, period, mean, enough, basis.
    unit : str
        The ward.
    names : Names
        Names of units.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes
    """
    rows = bed_census[bed_census["unit"] == unit].dropna(subset=["mean"])
    ax = drawing.canvas(ax, height=3.4)
    place = names.of("unit", unit)
    if rows.empty:
        return drawing.nothing(ax, text("{place}: beds taken over the week", place=place))
    table = rows.pivot_table(index="weekday", columns="hour", values="mean", aggfunc="sum")
    low, high = float(table.min().min()), float(table.max().max())
    words = [
        [number(value) if hour in _NAMED else "" for hour, value in enumerate(line)]
        for line in table.to_numpy()
    ]
    hours = [f"{hour:02d}" if hour in _NAMED else "" for hour in range(table.shape[1])]
    days = [text(_DAYS[int(day) - 1]).capitalize() for day in table.index]
    shading.cells(ax, table - low, words, days, hours, top=1.4 * max(high - low, 1e-9))
    ax.set_xlabel(text("hour of the day"))
    top = highest(rows, "mean")
    basis = str(top["basis"])
    statement = text(
        "{place}: most beds are taken on {day} at {hour}, {most}; least {least}",
        place=place, day=text(_DAYS[int(top["weekday"]) - 1]), hour=f"{top['hour']:02d}",
        most=number(high, 1), least=number(low, 1),
    )  # fmt: skip
    detail = text("Beds taken on average, {period}. {beds} beds are enough at 95 of 100 moments, "
                  "also at the peak. Weekdays: {basis}.", period=language.period(top["period"]),
                  beds=number(rows["enough"].max()), basis=text(basis))  # fmt: skip
    drawing.head(ax, statement, detail)
    return ax

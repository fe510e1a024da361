"""Amounts brought to the periods of the plan: spread by days, carried forward where missing.

The periods of the plan are those of the table demand; what is given in others is converted by days.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from pkslib import periods


def into_periods(
    frame: pd.DataFrame, keys: Sequence[str], amounts: Sequence[str], wanted: Sequence[str]
) -> pd.DataFrame:
    """Return amounts for every wanted period, whatever periods they were given in.

    Parameters
    ----------
    frame : pandas.DataFrame
        The key columns, period (any resolution) and the amounts, which add up over time (bed
        days, hours; not beds or persons).
    keys, amounts : sequence of str
        Names of columns.
    wanted : sequence of str
        Periods of one resolution within one year.

    Returns
    -------
    pandas.DataFrame
        Keys, period, amounts, and carried (true where the period itself was not given in full).
        A longer period is spread over its days, shorter ones are added up. What is missing comes
        from the same period of the last year that has it, else from the latest period before,
        in both cases by day; what has neither is left out.

    Examples
    --------
    >>> beds = pd.DataFrame({"unit": "A", "period": ["2026-Q1"], "amount": [900.0]})
    >>> into_periods(beds, ["unit"], ["amount"], ["2027-02", "2027-04"])
      unit   period  amount  carried
    0    A  2027-02   280.0     True
    1    A  2027-04   300.0     True
    """
    columns = [*keys, "period", *amounts, "carried"]
    if frame.empty:
        return frame.reindex(columns=columns).astype({"carried": bool})
    given = frame.merge(_spans(frame["period"].unique().tolist()), on="period").drop(
        columns="period"
    )
    missing = frame[[*keys]].drop_duplicates().merge(_spans(wanted), how="cross")
    found = []
    for back in range(int(wanted[0][:4]) - int(frame["period"].min()[:4]) + 1):
        known = _covered(given, keys, amounts, _years_before(wanted, back))
        rows = missing.merge(known, on=[*keys, "period"])
        found.append(rows.assign(carried=back > 0))
        missing = missing.merge(known[[*keys, "period"]], how="left_anti")
        if missing.empty:
            break
    found.append(_latest(given, keys, missing).assign(carried=True))
    return _by_length(pd.concat(found), amounts)[columns].sort_values(
        [*keys, "period"], kind="stable", ignore_index=True
    )


def _spans(labels: Sequence[str]) -> pd.DataFrame:
    """Return periods with their first and last day and their length."""
    rows = [(label, periods.start(label).toordinal(), periods.days(label)) for label in labels]
    spans = pd.DataFrame(rows, columns=["period", "first", "days"])
    spans = spans.astype({"period": "str", "first": int, "days": int})
    return spans.assign(last=spans["first"] + spans["days"] - 1)


def _years_before(wanted: Sequence[str], years: int) -> pd.DataFrame:
    """Return the spans of the same periods some years earlier; not of leap days and 53rd weeks."""
    earlier = {}
    for label in wanted:
        try:
            earlier[label] = periods.canonical(f"{int(label[:4]) - years:04d}{label[4:]}")
        except ValueError:
            continue
    return _spans(list(earlier.values())).assign(period=list(earlier))


def _covered(
    given: pd.DataFrame, keys: Sequence[str], amounts: Sequence[str], spans: pd.DataFrame
) -> pd.DataFrame:
    """Return the amounts and days given within spans of which every day is given."""
    pairs = given[["first", "last"]].drop_duplicates().merge(spans, how="cross", suffixes=("", "_"))
    shared = pairs[["last", "last_"]].min(axis=1) - pairs[["first", "first_"]].max(axis=1) + 1
    pairs = pairs.assign(shared=shared)[shared > 0].rename(columns={"days": "length"})
    rows = given.merge(pairs[["first", "last", "period", "length", "shared"]], on=["first", "last"])
    shares = rows["shared"] / rows["days"]
    rows = rows.assign(**{name: rows[name] * shares for name in amounts})
    sums = rows.groupby([*keys, "period", "length"], as_index=False)[[*amounts, "shared"]].sum()
    full = sums[sums["shared"] >= sums["length"]]
    return full.rename(columns={"shared": "given_days"}).drop(columns="length")


def _latest(given: pd.DataFrame, keys: Sequence[str], missing: pd.DataFrame) -> pd.DataFrame:
    """Return the amounts and days of the latest period before each missing one."""
    earlier = given.drop(columns="first").rename(columns={"last": "ended", "days": "given_days"})
    rows = missing.merge(earlier, on=[*keys])
    rows = rows[rows["ended"] < rows["first"]].sort_values("ended", kind="stable")
    return rows.drop_duplicates([*keys, "period"], keep="last")


def _by_length(rows: pd.DataFrame, amounts: Sequence[str]) -> pd.DataFrame:
    """Return the amounts at the length of the period they are for."""
    scale = rows["days"] / rows["given_days"]
    return rows.assign(**{name: rows[name] * scale for name in amounts})


def with_every_period(frame: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """Return a table with a row for each period between a series' first and last.

    Parameters
    ----------
    frame : pandas.DataFrame
        The key columns and period, of one resolution.
    keys : sequence of str
        They name a series.

    Returns
    -------
    pandas.DataFrame
        Other columns are empty in the rows that were not there: not reported, which is not 0.

    Examples
    --------
    >>> told = pd.DataFrame({"need": "hip", "period": ["2026-01", "2026-03"], "patients": [4.0, 5]})
    >>> with_every_period(told, ["need"])["patients"].tolist()
    [4.0, 5.0, nan]
    """
    if frame.empty:
        return frame
    calendar = pd.Index(periods.between(frame["period"].min(), frame["period"].max()))
    at = frame.assign(at=calendar.get_indexer(pd.Index(frame["period"]))).groupby([*keys])["at"]
    spans = at.agg(["min", "max", "count"])
    holes = spans[spans["count"] < spans["max"] - spans["min"] + 1]
    whole = [
        pd.DataFrame({"period": calendar[first : last + 1]}).assign(
            **dict(zip(keys, place if isinstance(place, tuple) else (place,), strict=True))
        )
        for place, first, last, _ in holes.itertuples(name=None)
    ]
    if not whole:
        return frame
    added = pd.concat(whole).merge(frame[[*keys, "period"]], how="left_anti")
    return pd.concat([frame, added], ignore_index=True)

"""Reference tables that ship with the workbench."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

import pandas as pd

from pkslib import shipped

_FOLDER = shipped("data/reference")


def regions() -> pd.DataFrame:
    """Return the 21 Swedish regions.

    Returns
    -------
    pandas.DataFrame
        region (two-digit county code, text) and name.

    Examples
    --------
    >>> regions().set_index("region").loc["06", "name"]
    'Region Jönköpings län'
    """
    return _regions().copy()


@cache
def _regions() -> pd.DataFrame:
    return pd.read_csv(_FOLDER / "regions.csv", sep=";", dtype="str")


# Counties that statistics name otherwise than their regions do.
_COUNTIES = {"04": "södermanland", "23": "jämtland"}
_AROUND = re.compile(r"^region\s+|\s+län$|sregionen$")


@cache
def region_names() -> Mapping[str, str]:
    """Return the code of each region by what it is called, in lower case.

    Examples
    --------
    >>> [region_names()[name] for name in ("jönköping", "jönköpings län", "region skåne", "14")]
    ['06', '06', '12', '14']
    """
    found: dict[str, str] = {}
    for code, name in _regions()[["region", "name"]].itertuples(index=False):
        plain = _AROUND.sub("", _AROUND.sub("", name.casefold())).removesuffix("s")
        for base in filter(None, (plain, _COUNTIES.get(code))):
            found |= {each: code for each in (base, f"{base}s", f"{base} län", f"{base}s län")}
            found |= {f"region {base}": code, f"region {base}s län": code}
        found |= {code: code, name.casefold(): code}
    return MappingProxyType(found)


def region_in(words: str) -> str:
    """Return the code of the one region that words name; nothing where they name none or more.

    Parameters
    ----------
    words : str
        Such as the title of a sheet.

    Examples
    --------
    >>> region_in("Väntande, Region Jönköpings län, oktober"), region_in("Skåne och Halland")
    ('06', '')
    """
    plain = words.casefold()
    names = (each for each in region_names() if not each.isdigit())
    codes = {region_names()[each] for each in names if re.search(rf"\b{re.escape(each)}\b", plain)}
    return codes.pop() if len(codes) == 1 else ""


def guarantee() -> pd.DataFrame:
    """Return the care guarantee's rules, each with the day it holds from.

    Returns
    -------
    pandas.DataFrame
        guarantee (``contact``, ``assessment``, ``visit``, ``treatment``), name, days, clock_start
        (when the days begin to count), valid_from [ISO day], source.

    Examples
    --------
    >>> guarantee().groupby("guarantee", sort=False)["days"].last().tolist()
    [0, 3, 90, 90]
    """
    return _guarantee().copy()


@cache
def _guarantee() -> pd.DataFrame:
    rules = pd.read_csv(_FOLDER / "guarantee.csv", sep=";", dtype="str")
    return rules.astype({"days": int})


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
        The same with guarantee_days filled in where guarantee is known, and longest_wait_days
        where no medical limit is told: then the care guarantee is the limit.

    Examples
    --------
    Medical assessment took at most seven days before 2019, three since:

    >>> needs = pd.DataFrame({"need": ["cold"], "guarantee": ["assessment"]})
    >>> [with_days(needs, day)["guarantee_days"].tolist() for day in ("2018-12-31", "2027-01-01")]
    [[7], [3]]
    """
    own = _column(needs, "guarantee_days")
    if "guarantee" in needs:
        rules = guarantee()
        rules = rules[rules["valid_from"] <= on].sort_values("valid_from")
        days = needs["guarantee"].map(rules.groupby("guarantee")["days"].last())
        own = own.fillna(days.astype("Int64"))
    longest = _column(needs, "longest_wait_days").fillna(own)
    return needs.assign(guarantee_days=own, longest_wait_days=longest)


def _column(needs: pd.DataFrame, name: str) -> pd.Series:
    none = pd.Series(pd.NA, needs.index, dtype="Int64")
    return needs[name].astype("Int64") if name in needs else none

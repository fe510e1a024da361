"""Numbers as Swedes and their programs write them."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from pkslib.tables.faults import Kind
from pkslib.tables.kinds import of_cells

# Not reported, as statistics and their programs write it.
ABSENT = ("", "..", "…", "...", ".", "NA", "N/A", "n/a", "#N/A", "saknas")
_PLAIN = r"-?[0-9]+(?:[.,][0-9]+)?"
# Space, no-break space, narrow no-break space and thin space part thousands.
_SPACE = "[ \u00a0\u202f\u2009]"
_WRITTEN = re.compile(
    rf"[-\u2212]?(?:[0-9]*|[0-9]{{1,3}}(?:{_SPACE}[0-9]{{3}})+)(?<=[0-9])(?:[.,][0-9]+)?"
    r"|[-\u2212]?[.,][0-9]+"
    # Small and large numbers as statistics programs and Excel write them.
    r"|[-\u2212]?[0-9]+(?:[.,][0-9]+)?[eE][-+\u2212]?[0-9]{1,3}"
)
_BOTH_SIGNS = re.compile(r"[-\u2212]?[0-9]{1,3}(?:([.,])[0-9]{3})+(?!\1)[.,]?[0-9]*")
_THREE_DECIMALS = r"-?[1-9][0-9]{0,2}[.,][0-9]{3}"


def read(texts: pd.Series) -> tuple[np.ndarray, dict[int, Kind]]:
    """Return the numbers that texts stand for, and what is wrong with those that are none.

    Parameters
    ----------
    texts : pandas.Series of str
        Distinct cells without outer spaces, none empty.

    Returns
    -------
    tuple of numpy.ndarray and dict
        The numbers, missing where wrong; kind of fault by position.

    Examples
    --------
    >>> values, wrong = read(pd.Series(["1 234,5", "−2", "85 %"], dtype="str"))
    >>> values.tolist(), sorted(wrong)
    ([1234.5, -2.0, nan], [2])
    """
    values = np.full(len(texts), np.nan)
    plain = texts.str.fullmatch(_PLAIN).to_numpy(dtype=bool)
    values[plain] = texts[plain].str.replace(",", ".", regex=False).astype("float64").to_numpy()
    wrong: dict[int, Kind] = {}
    for position in np.flatnonzero(~plain):
        found = texts.iloc[position]
        if _WRITTEN.fullmatch(found):
            values[position] = float(_bare(found))
        else:
            both = _BOTH_SIGNS.fullmatch(found)
            wrong[int(position)] = of_cells.THOUSANDS_SIGN if both else of_cells.NOT_A_NUMBER
    for position in np.flatnonzero(np.isinf(values)):
        wrong[int(position)] = of_cells.NOT_A_NUMBER
    return values, wrong


def _bare(found: str) -> str:
    return re.sub(_SPACE, "", found).replace("\u2212", "-").replace(",", ".")


def per_cent(texts: pd.Series) -> np.ndarray:
    """Tell which texts end with a per-cent sign."""
    return texts.str.endswith("%").to_numpy(dtype=bool)


def spaced(texts: pd.Series) -> np.ndarray:
    """Tell which numbers are written with spaces or a typographic minus."""
    return texts.str.contains(f"{_SPACE}|\u2212", regex=True).to_numpy(dtype=bool)


def decimal_signs(texts: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """Return the positions of the numbers with decimal comma, and of those with point."""
    # A number with an exponent has no thousands sign, whichever its decimal sign is.
    plain = texts.where(~texts.str.contains("e", case=False, regex=False), "")
    comma = plain.str.contains(",", regex=False).to_numpy(dtype=bool)
    point = plain.str.contains(".", regex=False).to_numpy(dtype=bool)
    return np.flatnonzero(comma & ~point), np.flatnonzero(point & ~comma)


def may_be_thousands(texts: pd.Series) -> np.ndarray:
    """Return the positions of the decimals when each could be thousands as well.

    Examples
    --------
    >>> may_be_thousands(pd.Series(["1.234", "950"], dtype="str")).tolist()
    [0]
    >>> may_be_thousands(pd.Series(["1.234", "3.25"], dtype="str")).tolist()
    []
    """
    decimals = texts.str.contains("[.,]", regex=True).to_numpy(dtype=bool)
    doubtful = texts.str.fullmatch(_THREE_DECIMALS).to_numpy(dtype=bool)
    return np.flatnonzero(doubtful) if (doubtful == decimals).all() else np.array([], dtype=int)

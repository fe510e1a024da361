"""Files of PC-Axis (``.px``), as statistics agencies publish them: keywords, codes, figures.

Written after the format's own description (Statistics Sweden, PC-Axis file format specification):
``KEYWORD("variable")="text","text";`` and last ``DATA=`` with the figures, the last variable
running fastest.

Of the libraries, pyaxis (0.4.3, kept) reads local files, but has to be told the encoding, drops the
codes of the values, makes ``..`` and ``-`` one missing number though they are two answers, takes
a note with an equals sign apart, and brings a client for the web that an intake has no use for.
The few keywords that a table needs are read here instead. The other format of the same services,
json-stat2, has no kept reader: pyjstat was last released in March 2023 (looked up in November
2026). It is refused with the advice to export px or csv, which every such service offers.
"""

from __future__ import annotations

import re
from itertools import product

from pkslib.tables.kinds import of_files
from pkslib.tables.sources.sheet import UnreadableError

_KEYWORD = re.compile(r'([A-Z][A-Z0-9-]*)(?:\[\w+\])?(?:\("((?:[^"])*)"(?:,"[^"]*")*\))?\s*=')
_LIST = re.compile(r'"((?:[^"]|"\s*\n\s*")*)"')
_FIGURE = re.compile(r'"[^"]*"|[^\s;]+')
# A table of some hundred thousand figures is what a planner exports; more is another mistake.
_MOST_FIGURES = 2_000_000


def rows(data: bytes, file: str) -> list[list[str]]:
    r"""Return a px file as rows of cells, the names of its variables first.

    Parameters
    ----------
    data : bytes
        The file.
    file : str
        Its name, for the fault.

    Returns
    -------
    list of list of str
        A row for each figure: the value of each variable in words (with its code before it where
        the two differ and the code is digits), and the figure as it stands, last.

    Raises
    ------
    UnreadableError
        When the figures are not as many as the variables say.

    Examples
    --------
    >>> told = b'STUB="region";HEADING="\xe5r";VALUES("region")="06 J";'
    >>> rows(told + b'VALUES("\xe5r")="2026","2027";DATA=5 "..";', "x.px")[1:]
    [['06 J', '2026', '5'], ['06 J', '2027', '..']]
    """
    text = _decoded(data)
    head, _, body = text.partition("DATA=")
    found = _keywords(head)
    names = [*_listed(found.get(("STUB", ""), "")), *_listed(found.get(("HEADING", ""), ""))]
    values = [_shown(found, name) for name in names]
    figures = [figure.strip('"') for figure in _FIGURE.findall(body.replace(";", " "))]
    cells = [*product(*values)] if names else []
    if not cells or len(cells) != len(figures) or len(figures) > _MOST_FIGURES:
        reason = f"{len(figures)} ≠ {len(cells)}"
        raise UnreadableError(of_files.NOT_OPENED.at(file, reason=reason))
    content = _listed(found.get(("CONTENTS", ""), ""))
    header = [*names, content[0] if content else "value"]
    return [header, *([*cell, figure] for cell, figure in zip(cells, figures, strict=True))]


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What the format says of files that do not name another.
        return data.decode("cp1252", errors="replace")


def _keywords(head: str) -> dict[tuple[str, str], str]:
    """Return what stands after each keyword, by keyword and variable; the first language's."""
    found: dict[tuple[str, str], str] = {}
    at = 0
    while keyword := _KEYWORD.search(head, at):
        end = _end(head, keyword.end())
        found.setdefault((keyword[1], keyword[2] or ""), head[keyword.end() : end])
        at = end
    return found


def _end(head: str, start: int) -> int:
    """Return where a keyword's text ends: at the first semicolon outside quotation marks."""
    inside = False
    for at in range(start, len(head)):
        if head[at] == '"':
            inside = not inside
        elif head[at] == ";" and not inside:
            return at
    return len(head)


def _listed(text: str) -> list[str]:
    """Return the texts of a list; one that is broken over lines is joined."""
    return [re.sub(r'"\s*\n\s*"', "", found) for found in _LIST.findall(text)]


def _shown(found: dict[tuple[str, str], str], name: str) -> list[str]:
    """Return the values of a variable in words, each after its code where that is digits."""
    words = _listed(found.get(("VALUES", name), ""))
    codes = _listed(found.get(("CODES", name), ""))
    if len(codes) != len(words):
        return words
    return [
        word if code in word or not code.isdigit() else f"{code} {word}"
        for code, word in zip(codes, words, strict=True)
    ]

"""The example's pack leaves the region: what an outsider can work out of all that is published."""

import datetime
import json
import re

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from pkslib.errors import InputError
from pkslib.language import using
from pkslib.pack.publish import Release, publish
from pkslib.tables.published import ALL, HIDDEN, PUBLISHED

LIMIT = 7
RELEASE = Release(LIMIT, "planeringschef", datetime.date(2026, 12, 3))
REGION = "99"


@pytest.fixture(scope="module")
def published(output, tmp_path_factory):
    place = tmp_path_factory.mktemp("outside") / "published"
    with using("sv"):
        return publish(output / REGION, RELEASE, place)[0]


def _table(published, name):
    return pd.read_parquet(published / "tables" / f"{name}.parquet")


def _within(whole, parts):
    """Return a sum as an outsider sees it: the cell of the whole, and those of its parts."""
    return (int(whole.index[0]), [int(at) for at in parts.index]) if len(whole) == 1 else None


def _sums_of_plan(cells, units):
    """Return what an outsider knows of the plan: years of quarters, hospitals, region, catalogue.

    Written without a look at how the program finds them.
    """
    quarters = cells["period"].str.contains("Q")
    hospital = cells["unit"].map(units)
    for (need, activity), mine in cells.groupby(["need", "activity"]):
        for unit, one in mine.groupby("unit"):
            quarter = quarters[one.index]
            yield _within(one[~quarter], one[quarter])
            if need == ALL:
                year = one[~quarter]
                yield _within(year, cells[(cells["need"] != ALL) & (cells["unit"] == unit)
                                          & (cells["activity"] == activity)])  # fmt: skip
        for _, one in mine[mine["need"] == ALL].groupby("period"):
            summed = set(one["unit"]) & set(units.values())
            for place in summed:
                yield _within(
                    one[one["unit"] == place],
                    one[(hospital[one.index] == place) & (one["unit"] != place)],
                )
            top = one[~one["unit"].isin([ALL]) & ~hospital[one.index].isin(summed)
                      | one["unit"].isin(summed)]  # fmt: skip
            yield _within(one[one["unit"] == ALL], top)


def _top(unit, parents, known):
    found = unit
    while isinstance(unit := parents[unit], str) and unit in parents:
        found = unit if unit in known else found
    return found


def _least_range(cells, sums):
    """Attack every hidden cell, with whole counts that add up; return the narrowest range."""
    values, hidden = cells["value"].fillna(0.0).to_numpy(), cells["hidden"].to_numpy()
    rows = [each for each in sums if each is not None and each[1]]
    bound = np.zeros((len(rows), len(cells)))
    for at, (whole, parts) in enumerate(rows):
        bound[at, whole], bound[at, parts] = 1, -1
    limits = Bounds(np.where(hidden, 0, values), np.where(hidden, 10_000, values))
    reach = []
    for cell in np.flatnonzero(hidden):
        towards = np.zeros(len(cells))
        towards[cell] = 1
        ends = [milp(sign * towards, constraints=LinearConstraint(bound, 0, 0), bounds=limits,
                     integrality=1).fun for sign in (1, -1)]  # fmt: skip
        reach.append(-ends[1] - ends[0])
    return len(rows), min(reach)


def test_an_attacker_is_left_the_limit_for_every_hidden_target(published, output):
    plan = _table(published, "published_plan").rename(columns={"target": "value"})
    listed = _table(published, "published_catalogue").rename(columns={"target": "value"})
    # A wait that is hidden hides no target.
    listed["hidden"] = listed["value"].isna()
    cells = pd.concat([plan.assign(need=ALL), listed.assign(period="2027")], ignore_index=True)
    assert cells["hidden"].sum() > 10
    # The topmost of what the organisation of the example puts above each of its units.
    above = pd.read_parquet(output / REGION / "tables" / "units.parquet")
    parents = dict(zip(above["unit"], above["parent"], strict=True))
    units = {unit: _top(unit, parents, set(plan["unit"])) for unit in set(plan["unit"]) - {ALL}}
    units = {unit: top for unit, top in units.items() if top != unit}
    count, least = _least_range(cells, _sums_of_plan(cells, units))
    assert count > 100
    assert least >= LIMIT - 1e-6


def test_an_attacker_is_left_the_limit_for_every_hidden_wait(published):
    cells = _table(published, "published_waiting").rename(columns={"patients": "value"})
    assert cells["hidden"].any()
    sums = []
    for key in ("need", "days"):
        other = {"need": "days", "days": "need"}[key]
        for _, one in cells.groupby(other):
            sums.append(_within(one[one[key] == ALL], one[one[key] != ALL]))
    count, least = _least_range(cells, sums)
    assert count == cells["need"].nunique() + cells["days"].nunique()
    assert least >= LIMIT - 1e-6


@pytest.mark.parametrize("name", PUBLISHED)
def test_no_small_count_is_shown(published, name):
    rows = _table(published, name)
    amounts = [each for each, told in PUBLISHED[name].columns.items()
               if told.kind == "number" and told.unit in ("patients", "activities")]  # fmt: skip
    for amount in amounts:
        shown = rows[amount].dropna()
        assert not ((shown > 0) & (shown < LIMIT)).any()
    assert rows.loc[rows["hidden"], amounts].isna().all().all() or name == "published_catalogue"


def test_what_follows_from_a_hidden_count_is_hidden(published):
    waiting = _table(published, "published_waiting")
    spoilt = set(waiting.loc[waiting["hidden"], "need"]) - {ALL}
    shares = _table(published, "published_guarantee").set_index("need")["share_upper"]
    assert spoilt
    assert shares.isna()[list(spoilt)].all()
    assert shares.drop(list(spoilt)).notna().all()
    waits = _table(published, "published_catalogue").set_index("need")["expected_wait"]
    assert waits[list(spoilt)].isna().all()


def test_page_and_workbook_show_the_mark_and_nothing_else_of_the_pack(published, output):
    import openpyxl

    names = {path.relative_to(published).as_posix() for path in published.rglob("*.*")}
    tables = {f"tables/{name}.parquet" for name in PUBLISHED}
    assert names - {"pack.pdf"} == {"index.html", "pack.xlsx", "published.json", *tables}
    page = (published / "index.html").read_text(encoding="utf-8")
    assert f">{HIDDEN}</td>" in page
    book = openpyxl.load_workbook(published / "pack.xlsx", read_only=True)
    cells = [cell for row in book["Väntelistor"].iter_rows(values_only=True) for cell in row]
    hidden = int(_table(published, "published_waiting")["hidden"].sum())
    assert cells.count(HIDDEN) == hidden
    told = json.loads((published / "published.json").read_text(encoding="utf-8"))
    assert (told["limit"], told["by"], told["on"]) == (LIMIT, "planeringschef", "2026-12-03")
    assert told["hidden"]["published_waiting"] == hidden


def test_the_same_release_is_the_same_bytes(published, output, tmp_path):
    with using("sv"):
        again, _ = publish(output / REGION, RELEASE, tmp_path / "again")
    for path in published.rglob("*.*"):
        assert path.read_bytes() == (again / path.relative_to(published)).read_bytes()


def test_a_folder_that_is_there_and_a_person_are_refused(published, output, tmp_path):
    with using("en"), pytest.raises(InputError, match="there already"):
        publish(output / REGION, RELEASE, published)
    person = Release(LIMIT, "19121212-1212", RELEASE.on)
    with using("en"), pytest.raises(InputError, match="never a person"):
        publish(output / REGION, person, tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_no_word_of_the_library_is_left_in_english(published):
    page = (published / "index.html").read_text(encoding="utf-8")
    said = re.sub(r"<style>.*?</style>|src=\"[^\"]*\"|published_\w+", "", page, flags=re.DOTALL)
    assert not re.search(
        r"\b(hidden|waiting|capacity|figure|which)\b", re.sub(r"<[^>]*>", " ", said)
    )

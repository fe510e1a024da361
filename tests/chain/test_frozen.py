"""The example's figures, frozen: a change of any result shows as a readable difference.

`make freeze` writes the files anew; the change's message says why figures moved.
"""

from io import StringIO
from pathlib import Path

import pandas as pd
import pytest

from pkslib.tables import store
from pkslib.tables.results import RESULTS

FROZEN = Path(__file__).parents[1] / "frozen"
# A file is read by people: what has more groups is summed over its longest list of codes.
MOST_GROUPS = 40
# Models are fitted by search, which ends a little elsewhere on another processor.
RELATIVE, ABSOLUTE = 1e-3, 1e-6


def kind(table, name):
    return table.columns[name].kind


def coded(table):
    """Return what tells rows apart: codes, choices, flags, and whole numbers in keys."""
    kinds = {name: kind(table, name) for name in table.columns}
    keys = [name for name in table.key if kinds[name] == "integer"]
    return [*keys, *(name for name, found in kinds.items() if found in ("code", "choice", "flag"))]


def whole(table, name):
    return table.columns[name].unit != "share"


def frozen(frame, table):
    """Return a table's sums by its codes, then by its first period: shares as their mean."""
    codes = [name for name in frame.columns if name in coded(table)]
    kept = {name: frame[name].astype(str).where(frame[name].notna(), "-") for name in codes}
    while len(codes) > 1 and len(pd.DataFrame(kept)[codes].drop_duplicates()) > MOST_GROUPS:
        codes.remove(max(codes, key=lambda name: kept[name].nunique()))
    times = [name for name in table.key if kind(table, name) in ("period", "date")]
    groups = [pd.DataFrame(kept)[codes]] if codes else [pd.DataFrame({"all": "all"}, frame.index)]
    groups += [pd.DataFrame({name: months(frame[name])}) for name in times[:1]]
    return pd.concat([summed(frame, table, group) for group in groups])


def months(labels):
    """Return periods as they are, or as months where a file would grow long."""
    return labels if labels.nunique() <= MOST_GROUPS else labels.str[:7]


def summed(frame, table, group):
    label = group.agg(" ".join, axis=1) if len(group) else pd.Series(dtype="str")
    label.name = "of"
    counted = [name for name in frame.columns if kind(table, name) in ("integer", "number")]
    numbers = [name for name in counted if name not in coded(table)]
    ways = {
        name: (name, "sum" if whole(table, name) or kind(table, name) == "integer" else "mean")
        for name in numbers
    }
    found = frame[numbers].astype(float).groupby(label, sort=True).agg(**ways) if ways else None
    lines = label.groupby(label, sort=True).size().rename("lines").to_frame()
    found = lines if found is None else lines.join(found)
    return (
        found.rename_axis(" ".join(group.columns))
        .reset_index(names="of")
        .assign(by=" ".join(group.columns))[["by", "of", *found.columns]]
    )


def written(rows):
    return rows.to_csv(index=False, float_format="%.5g", lineterminator="\n")


@pytest.mark.parametrize("name", sorted(RESULTS))
def test_the_figures_of_the_example_are_as_frozen(output, name, request):
    now = frozen(store.read(output / "99", name), RESULTS[name])
    file = FROZEN / f"{name}.csv"
    if request.config.getoption("--freeze"):
        file.write_text(written(now), encoding="utf-8")
    now = pd.read_csv(StringIO(written(now)), dtype={"of": str})
    then = pd.read_csv(file, dtype={"of": str})
    pd.testing.assert_frame_equal(now, then, rtol=RELATIVE, atol=ABSOLUTE, check_dtype=False)


def test_no_frozen_table_is_left_that_no_step_writes():
    assert {path.stem for path in FROZEN.glob("*.csv")} == set(RESULTS)


def test_a_changed_figure_is_seen():
    table = RESULTS["gap"]
    row = {"unit": "W", "capacity": "bed_day", "need": 90.0, "available": 80.0, "gap": 10.0}
    rows = pd.DataFrame([row | {"period": "2027-01"}, row | {"period": "2027-02"}])
    assert written(frozen(rows, table)).splitlines() == [
        "by,of,lines,need,available,gap",
        "unit capacity,W bed_day,2,180,160,20",
        "period,2027-01,1,90,80,10",
        "period,2027-02,1,90,80,10",
    ]
    with pytest.raises(AssertionError):
        pd.testing.assert_frame_equal(
            frozen(rows.assign(gap=[10.0, 10.1]), table), frozen(rows, table), rtol=RELATIVE
        )

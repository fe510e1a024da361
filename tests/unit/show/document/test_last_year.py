"""The latest year is four quarters or twelve months, whatever the data set tells."""

import pandas as pd
import pytest

from pkslib.language import using
from pkslib.show.document import chapters, political, summary
from pkslib.show.document.region import Region


def _region(**tables):
    return Region("06", 2027, tables)


@pytest.mark.parametrize(
    ("labels", "before"),
    [
        ([f"{year}-Q{one}" for year in (2024, 2025, 2026) for one in range(1, 5)], "40"),
        ([f"{year}-{month:02d}" for year in (2025, 2026) for month in range(1, 13)], "120"),
        (["2024", "2025", "2026"], "10"),
    ],
)
def test_what_came_in_the_latest_year(labels, before):
    demand = pd.DataFrame({"region": "06", "need": "hip", "period": labels, "patients": 10.0})
    care = pd.DataFrame({"need": ["hip"], "period": "2027", "patients": [44.0]})
    with using("sv"):
        row = chapters.needs(_region(demand=demand, care_need=care)).rows[0]
    assert row[1:3] == [before, "44"]
    production = pd.DataFrame({"unit": "W", "activity": "a", "period": labels, "count": 10.0})
    done = summary.latest_outcome(_region(production=production))
    assert done["count"].sum() == float(before)


def test_if_it_turns_out_otherwise_more_need_never_looks_like_less():
    capacities = pd.DataFrame({"capacity": ["bed", "hour"], "name": ["V", "T"],
                               "measure": ["bed_day", "hour"]})  # fmt: skip
    told = pd.DataFrame({
        "case": ["as_planned"] * 2 + ["higher_need"] * 2, "capacity": ["bed", "hour"] * 2,
        "shortage": [3650.0, 900.0, 7300.0, 2000.0], "closed": 0.0,
        "strain": [3285.0, 378.5, 6570.0, 957.0], "gives_way": [0.0, 521.5, 365.0, 1043.0],
        "unsolved": [365.0, 0.0, 365.0, 0.0], "cost": 0.0, "staff": None, "why": "",
    })  # fmt: skip
    with using("en"):
        table = political.more_or_less_money(_region(sensitivity=told, capacities=capacities))
    # 3 650 bed days are 10 beds, 365 of them 1; 521.5 hours are 10 a week of 365 / 7 weeks.
    assert [row[1:] for row in table.rows] == [["10.0", "1.0", "10"], ["20.0", "2.0", "20"]]
    wards = told[told["capacity"] == "bed"]
    with using("en"):
        table = political.more_or_less_money(_region(sensitivity=wards, capacities=capacities))
    assert [row[1:] for row in table.rows] == [["10.0", "1.0", "–"], ["20.0", "2.0", "–"]]


def test_what_measures_cost_in_all_is_told_apart_from_what_they_cost_beside_the_plan():
    told = pd.DataFrame({
        "case": ["as_planned"], "capacity": "hour", "shortage": 0.0, "closed": 0.0, "strain": 0.0,
        "gives_way": 0.0, "unsolved": 0.0, "cost": 100e6, "staff": 900e6, "why": "",
    })  # fmt: skip
    # What stands above a budget sums it, and is not counted again.
    money = pd.DataFrame(
        {
            "unit": ["A", "B"],
            "own": [True, False],
            "plan_cost": 1e9,
            "measures": 100e6,
            "held": 15e6,
        }
    )
    with using("en"):
        tables = [political.more_or_less_money(_region(sensitivity=told, money=paid))
                  for paid in (money, money.assign(held=0.0))]  # fmt: skip
    assert [table.notes for table in tables] == [
        ("In all the measures cost 100.0 million SEK; 15.0 of them pay hours that the plan's cost "
         "of each activity holds already, and are counted once.",),
        (),
    ]  # fmt: skip


def test_productivity_stands_unit_by_unit_the_most_changed_first():
    ratios = {"per_1000_hours_then": [20.0, 10.0, 9.0], "per_1000_hours_now": [21.0, 8.0, 9.0],
              "drg_per_fte_then": [30.0, None, 5.0], "drg_per_fte_now": [31.5, None, 5.0],
              "cost_per_drg_then": [70_000.0, None, 1.0], "cost_per_drg_now": [71_000.0, None, 1.0],
              "change": [0.05, -0.2, None]}  # fmt: skip
    units = pd.DataFrame({"unit": ["A", "B", "C"], "name": ["A", "B", "C"]})
    told = pd.DataFrame({"unit": ["A", "B", "C"], "flagged": False} | ratios)
    with using("en"):
        table = chapters.productive(_region(productivity=told, units=units))
    assert table.rows == [
        ["B", "10.0 → 8.0", "–", "–", "−20.0%"],
        ["A", "20.0 → 21.0", "30.0 → 31.5", "70,000 → 71,000", "+5.0%"],
    ]


@pytest.mark.parametrize(
    ("unsolved", "told"),
    [
        ([365.0, 4.0], "365 vårddygn (V); i övrigt mindre än 10 av någon kapacitet."),
        # Nothing else is left to tell.
        ([7.0, 4.0], "7 vårddygn (V); 4 timmar (T)."),
    ],
)
def test_a_few_hours_are_not_told_beside_what_lacks(unsolved, told):
    capacities = pd.DataFrame({"capacity": ["bed", "hour"], "name": ["V", "T"],
                               "measure": ["bed_day", "hour"]})  # fmt: skip
    rows = pd.DataFrame({"capacity": ["bed", "hour"], "unsolved": unsolved})
    left = pd.DataFrame(columns=["capacity", "period", "amount"])
    region = _region(summary=rows, unsolved=left, capacities=capacities)
    with using("sv"):
        assert list(summary.five(region))[-2] == (
            "Olöst, mer än vad som finns när alla åtgärder är använda: " + told
        )


@pytest.mark.parametrize(
    ("codes", "told"),
    [
        (["bed"], "; behovet av vplats ökar med 3,0 %"),
        (["bed", "hour"], "; mest ökar behovet av vplats, med 3,0 %"),
    ],
)
def test_what_grows_most_is_told_among_several(codes, told):
    capacities = pd.DataFrame({"capacity": ["bed", "hour"], "name": ["vplats", "tid"],
                               "measure": ["bed_day", "hour"]})  # fmt: skip
    change = pd.DataFrame({
        "capacity": codes * 2, "order": [0] * len(codes) + [1] * len(codes),
        "effect": [100.0] * len(codes) + [3.0, 2.0][: len(codes)],
    })  # fmt: skip
    with using("sv"):
        said = summary._grows(_region(change=change, capacities=capacities))
    assert said.replace("\N{NO-BREAK SPACE}", " ") == told

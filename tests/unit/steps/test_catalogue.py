import datetime

import numpy as np
import pandas as pd
import pytest

from pkslib.settings import Decision, Settings
from pkslib.steps import catalogue
from pkslib.steps.catalogue.restrictions import restrictions
from pkslib.tables.declaration import empty
from pkslib.tables.inputs import INPUTS
from pkslib.tables.results import RESULTS, as_declared

MONTHS, THIRDS = ["2027-01", "2027-02", "2027-03"], np.array([0.25, 0.25, 0.5])
PLACE = {"unit": "A", "capacity": "bed_day"}
NEEDS = pd.DataFrame(
    {"need": ["stroke", "hip", "knee"], "flow": ["acute", "elective", "elective"],
     "priority": [1, 3, 3]}
)  # fmt: skip


def _production(**counts):
    return pd.DataFrame(
        {"unit": "A", "need": need, "activity": "stay", "period": "2027", "count": count}
        for need, count in counts.items()
    )


@pytest.fixture
def tables():
    """A ward that is to do 90 of 100 stays; it has 300 bed days of its own after the balance."""
    given = {"available": 280.0, "moved": -10.0, "improved": 20.0, "extended": 10.0}
    sums = given | {"need": 400.0, "bought": 40.0, "prioritised": 0.0, "remaining": 60.0}
    months = [{"period": month, **{name: part * amount for name, amount in sums.items()}}
              for month, part in zip(MONTHS, THIRDS, strict=True)]  # fmt: skip
    balance = pd.DataFrame(months).assign(**PLACE)
    times = pd.DataFrame({"activity": ["stay"], "unit": [None], "capacity": "bed_day"})
    ahead = pd.DataFrame(
        {"need": "hip", "unit": "", "period": ["2027-01", "2027-12"], "treated": [50.0, 42.0],
         "left": 0.0, "waiting": [35.0, 108.0]}
    )  # fmt: skip
    # The rest of the months, in which nobody is treated.
    ahead = pd.concat([ahead, ahead.iloc[[0] * 10].assign(
        period=[f"2027-{month:02d}" for month in range(2, 12)], treated=0.0)])  # fmt: skip
    steps = [(1, "M1"), (4, "M4"), (4, "M4"), (5, None)]
    ladder = pd.DataFrame([PLACE | {"step": step, "measure": code} for step, code in steps])
    return {name: empty(schema) for name, schema in (INPUTS | RESULTS).items()} | {
        "needs": NEEDS,
        "activities": pd.DataFrame({"activity": ["stay"], "kind": ["admission"]}),
        "capacities": pd.DataFrame({"capacity": ["bed_day"], "name": ["Vårddygn"]}),
        "activity_times": times.assign(amount=3.0).astype({"unit": "str"}),
        "production_need": _production(stroke=60.0, hip=40.0),
        "plan_needs": _production(stroke=60.0, hip=30.0).assign(bought=0.0),
        "targets": pd.DataFrame({"unit": ["A"], "activity": "stay", "period": "2027",
                                 "target": [90]}),
        "balance": balance,
        "ladder": ladder.assign(effect=20.0),
        "measures": pd.DataFrame({"measure": ["M4"], "name": ["Köpt vård"], "unit": "A",
                                  "status": "planned"}),
        "waiting_by_plan": ahead,
    }  # fmt: skip


def _rows(tables):
    found = as_declared(catalogue.work_out(tables, Settings(), 2027))
    return found["catalogue"].set_index("need")


def test_who_does_what_with_which_capacity(tables):
    # 280 − 10 + 20 + 10 = 300 bed days; strokes use 180 of 300, hips 120.
    rows = _rows(tables)
    assert rows["target"].to_dict() == {"hip": 30, "stroke": 60}
    assert rows["promised"].to_dict() == pytest.approx({"hip": 120, "stroke": 180})
    assert rows.loc["hip", ["capacity", "kind"]].tolist() == ["bed_day", "admission"]


@pytest.mark.parametrize(
    ("needed", "there", "capacity", "promised"),
    [
        # Beds: 400 for 300. Nurses: 200 for 100 are tighter; 120 of 200 hours are for strokes.
        (200.0, 100.0, "nurse_hour", {"hip": 40, "stroke": 60}),
        (300.0, 250.0, "bed_day", {"hip": 120, "stroke": 180}),
        # What is not there at all is the tightest, however little of it is needed.
        (1.0, 0.0, "nurse_hour", {"hip": 0, "stroke": 0}),
        # Alike in tightness, the first in order is told.
        (400.0, 300.0, "bed_day", {"hip": 120, "stroke": 180}),
    ],
)
def test_the_tightest_of_several_capacities_is_told(tables, needed, there, capacity, promised):
    times = tables["activity_times"]
    nurses = dict.fromkeys(["moved", "improved", "extended"], 0.0) | {"capacity": "nurse_hour"}
    nurses |= {"need": needed * THIRDS, "available": there * THIRDS}
    more = {
        "activity_times": pd.concat([times.assign(capacity="nurse_hour", amount=2.0), times]),
        "balance": pd.concat([tables["balance"].assign(**nurses), tables["balance"]]),
    }
    rows = _rows(tables | more)
    assert set(rows["capacity"]) == {capacity}
    assert rows["promised"].to_dict() == pytest.approx(promised)


def test_the_wait_is_the_list_at_the_end_of_the_year_at_the_planned_pace(tables):
    # 108 hips wait when a year of 92 treated has ended: 108 · 365 / 92 days. Strokes don't wait.
    wait = _rows(tables)["expected_wait"]
    assert wait["hip"] == pytest.approx(108 * 365 / 92)
    assert pd.isna(wait["stroke"])


def test_a_unit_with_a_list_of_its_own_has_its_own_wait():
    rows = pd.DataFrame({"need": "hip", "unit": ["A", "B"]})
    ahead = pd.DataFrame(
        {"need": "hip", "unit": ["A", ""], "period": "2028", "treated": [40.0, 10.0],
         "left": [0.0, 2.0], "waiting": [40.0, 3.0]}
    )  # fmt: skip
    # A leap year: 40 wait and 40 are treated in 366 days; of B 12 leave the list.
    assert catalogue.expected_waits(rows, ahead).tolist() == pytest.approx([366, 366 / 4])


def _ward(tables, **amounts):
    """A ward in February: raw is 0.8 of the need; knee 16, hip 24 and stroke 60 bed days."""
    cell = PLACE | {"period": "2027-02"}
    uses = {"need": ["knee", "hip", "stroke"], "raw": [16.0, 24.0, 60.0]}
    gone = {"need": "knee", "decision": "limit", "amount": amounts.get("gone", 0.0)}
    needs = tables["needs"].assign(priority=tables["needs"]["need"].map(
        {"stroke": 1, "hip": 2, "knee": 3}))  # fmt: skip
    return {
        **tables,
        "needs": needs,
        "capacity_use": pd.DataFrame(uses | cell),
        "capacity_need": pd.DataFrame([cell | {"raw": 100.0, "need": 125.0}]),
        "prioritised": pd.DataFrame([cell | gone, cell | gone | {"decision": "postpone"}]),
        "balance": pd.DataFrame([cell | {"bought": amounts.get("bought", 0.0)}]),
        **{name: pd.DataFrame([cell | {"amount": amounts.get(name, 0.0), "why": "never"}])
           for name in ("unsolved", "strain")},
    }  # fmt: skip


def test_what_gives_way_is_the_need_s_own_and_the_rest_is_borne_by_the_lowest_priority(tables):
    # Knees: 10 of 16 give way, 4 are bought (5 · 0.8) and 2 unsolved; of the 4 unsolved the other
    # 2 are hips. Strokes are not restricted; but the ward, of whose 100 bed days 8 are above its
    # target level, is strained for all who lie there.
    ward = _ward(tables, gone=10.0, bought=5.0, unsolved=5.0, strain=10.0)
    found = restrictions(ward).set_index("need")
    columns = ["gives_way", "bought", "unsolved", "strain"]
    assert found.loc["knee", columns].tolist() == pytest.approx([10 / 16, 4 / 16, 2 / 16, 0.08])
    assert found.loc["hip", columns].tolist() == pytest.approx([0, 0, 2 / 24, 0.08])
    assert found.loc["stroke", columns].tolist() == pytest.approx([0, 0, 0, 0.08])


def test_strain_is_the_unit_s_over_the_year_and_worst_where_it_is_most(tables):
    # January adds 60 strokes and 2 bed days of strain, 1.6 of them raw: 9.6 of 160 in all.
    ward = _ward(tables, strain=10.0)
    quiet = {"period": "2027-01"}
    more = {
        "capacity_use": ward["capacity_use"].query("need == 'stroke'").assign(**quiet),
        "capacity_need": ward["capacity_need"].assign(**quiet),
        "strain": ward["strain"].assign(amount=2.0, **quiet),
    }
    found = restrictions(ward | {name: pd.concat([ward[name], more[name]]) for name in more})
    assert found["strain"].tolist() == pytest.approx([9.6 / 160] * 3)
    assert set(found["strain_period"]) == {"2027-02"}


def test_acute_care_is_neither_bought_nor_limited_and_lacks_what_elective_can_t_give(tables):
    # 125 raw are bought, though only 40 are elective; 75 above the ceiling leaves 60 for strokes.
    found = restrictions(_ward(tables, bought=156.25, unsolved=93.75)).set_index("need")
    assert found["bought"].to_dict() == pytest.approx({"knee": 1, "hip": 1, "stroke": 0})
    assert found.loc["stroke", "unsolved"] == pytest.approx(1)


@pytest.mark.parametrize(
    ("lost", "unsolved", "restriction", "share", "worst"),
    [
        # 3 of 60 strokes come on nights without staff and may not wait: no capacity helps them.
        (3.0, 0.0, "unsolved", 3 / 60, "2027-01"),
        # 45 of 125 are above the ceiling, 36 raw: no elective care is there to bear it; beside it.
        (3.0, 45.0, "unsolved", 36 / 60 + 3 / 60, "2027-02"),
        (0.0, 45.0, "unsolved", 36 / 60, "2027-02"),
        (0.0, 0.0, "none", 0.0, None),
    ],
)
def test_acute_care_without_a_shift_is_not_promised(
    tables, lost, unsolved, restriction, share, worst
):
    ward = _ward(tables, unsolved=unsolved)
    months = [_production(stroke=count).assign(period=month)
              for month, count in (("2027-01", 40.0), ("2027-02", 20.0))]  # fmt: skip
    hips = _production(hip=40.0).assign(period="2027-02")
    work = {"unit": "A", "need": "stroke", "activity": "stay", "weekday": 6, "shift": "night"}
    bare = [(lost, "no_shift"), (9.0, "next_shift"), (9.0, "not_known")]
    use = ward["capacity_use"]
    found = _rows({
        **ward,
        "capacity_use": use[use["need"] == "stroke"],
        "production_need": pd.concat([*months, hips]),
        "balance": tables["balance"].assign(period="2027-02", bought=0.0).head(1),
        "unmanned": pd.DataFrame([work | {"count": n, "why": why} for n, why in bare]),
    })  # fmt: skip
    stroke = found.loc["stroke"]
    assert stroke["restriction"] == restriction
    assert stroke["share"] == pytest.approx(share)
    assert stroke["worst_period"] == worst or worst is None
    assert found.loc["hip", "restriction"] == "none"


@pytest.mark.parametrize(
    ("amounts", "restriction", "share"),
    [({}, "none", 0), ({"bought": 10.0}, "bought", 8 / 16), ({"strain": 10.0}, "strain", 8 / 100),
     ({"strain": 10.0, "bought": 10.0}, "bought", 8 / 16),
     ({"gone": 4.0, "bought": 5.0}, "gives_way", 4 / 16),
     ({"gone": 4.0, "unsolved": 1.0}, "unsolved", 0.8 / 16)],
)  # fmt: skip
def test_the_gravest_restriction_is_told_with_its_share(tables, amounts, restriction, share):
    ward = _ward(tables, **amounts)
    kept = {name: ward[name] for name in ward if name != "balance"}
    balance = tables["balance"].assign(period="2027-02", bought=0.0).head(1)
    kept["balance"] = balance.assign(bought=amounts.get("bought", 0.0))
    planned = {"production_need": _production(knee=10.0),
               "plan_needs": _production(knee=10.0).assign(bought=0.0)}  # fmt: skip
    row = _rows(kept | planned).loc["knee"]
    assert row[["restriction", "share"]].tolist() == [restriction, pytest.approx(share)]
    assert row["worst_period"] == "2027-02" if amounts else pd.isna(row["worst_period"])


def test_decisions_are_the_measures_chosen_and_the_scenario_s_own(tables):
    who = {"by": "verksamhetschef", "on": datetime.date(2026, 10, 1), "why": "winter"}
    own, other = "units.A.bed_day.utilisation", "units.B.bed_day.utilisation"
    settings = Settings(decisions=tuple(Decision(setting=s, **who) for s in (own, other)))
    found = as_declared(catalogue.work_out(tables, settings, 2027))["catalogue_decisions"]
    columns = ["measure", "setting", "status", "on", "why"]
    assert found[["unit", "capacity"]].drop_duplicates().to_numpy().tolist() == [["A", "bed_day"]]
    # What nobody has decided is a proposal, be it ever so well chosen.
    assert sorted(found[columns].astype("str").fillna("").to_numpy().tolist()) == [
        ["", own, "in_force", "2026-10-01", "winter"], ["M4", "", "proposal", "", ""]
    ]  # fmt: skip


def test_without_capacity_or_waiting_list_the_row_stands_all_the_same(tables):
    bare = {"activity_times": tables["activity_times"].iloc[:0],
            "waiting_by_plan": empty(RESULTS["waiting_by_plan"])}  # fmt: skip
    row = _rows(tables | bare).loc["hip"]
    assert (row["target"], row["restriction"]) == (30, "none")
    assert pd.isna(row["capacity"])
    assert pd.isna(row["promised"])
    assert pd.isna(row["expected_wait"])


def test_parts_of_a_target_are_whole_and_add_up():
    # 40 stays planned as 80/3 and 40/3: 27 and 13.
    target = pd.DataFrame({"unit": ["A"], "activity": "stay", "period": "2027", "target": [40]})
    planned = _production(hip=80 / 3, knee=40 / 3)
    found = catalogue.doers(planned, _production(hip=40.0, knee=20.0), NEEDS, target, 2027)
    assert found.set_index("need")["target"].to_dict() == {"hip": 27, "knee": 13}


def test_care_that_is_shifted_stands_where_it_is_done():
    need = _production(hip=40.0).assign(unit="B")
    planned = pd.concat([_production(hip=12.0), _production(hip=28.0).assign(unit="B")])
    target = pd.DataFrame({"unit": ["A", "B"], "activity": "stay", "period": "2027"})
    found = catalogue.doers(planned, need, NEEDS, target.assign(target=[12, 28]), 2027)
    assert found[["unit", "count", "target"]].to_numpy().tolist() == [["A", 12, 12], ["B", 40, 28]]


def test_only_the_year_s_own_need_and_target_count():
    row = {"unit": "A", "activity": "stay", "period": ["2027-Q1", "2027", "2028"]}
    target = pd.DataFrame(row | {"target": [7, 30, 99]})
    need = pd.concat([_production(hip=25.0), _production(hip=15.0), _production(hip=70.0)])
    need["period"] = ["2027-01", "2027-02", "2028-01"]
    found = catalogue.doers(_production(hip=30.0), need, NEEDS, target, 2027)
    assert found[["count", "target"]].to_numpy().tolist() == [[40, 30]]


def test_no_production_no_catalogue(tables):
    bare = tables | {"plan_needs": empty(RESULTS["plan_needs"])}
    assert catalogue.work_out(bare, Settings(), 2027)["catalogue"].empty


def test_what_goes_with_a_bed_that_is_bought_elsewhere_is_bought_too(tables):
    # Nothing is bought at the ward; 10 of 40 hips go with intensive beds that are bought for them.
    ward = _ward(tables)
    gone = tables["plan_needs"].assign(bought=[0.0, 10.0])
    kept = {**ward, "balance": tables["balance"].assign(period="2027-02", bought=0.0).head(1)}
    rows = _rows(kept | {"plan_needs": gone})
    assert rows.loc["hip", ["restriction", "share"]].tolist() == ["bought", 0.25]
    assert pd.isna(rows.loc["hip", "worst_period"])
    assert rows.loc["stroke", "restriction"] == "none"

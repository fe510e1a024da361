import pandas as pd
import pytest

from pkslib.settings import Settings
from pkslib.steps import decisions
from pkslib.tables.declaration import empty, filled
from pkslib.tables.inputs import INPUTS
from pkslib.tables.results import RESULTS, as_declared

BEDS = {"unit": "W", "capacity": "bed_day"}
DECIDED = {"round": 1, "by": "direktör", "on": "2026-11-01"}
LEVELS = [("strategic", "direktör"), ("tactical", "chef"), ("operative", "enhetschef")]


@pytest.fixture
def tables():
    """A ward under a clinic: 120 stays planned, 50 of 1,000 bed days lacking, budget used up."""
    units = [("R", None, "administration"), ("K", "R", "clinic"), ("W", "K", "ward")]
    lack = BEDS | {"amount": 50.0, "periods": 2, "worst_period": "2027-07", "load": 1.1,
                   "kind": "unsolved", "choice": None, "round": None, "by": None,
                   "on": None}  # fmt: skip
    limit = {"step": 3, "limit": "budget", "item": "K", "capacity": None, "amount": 0.2}
    return {name: empty(schema) for name, schema in (INPUTS | RESULTS).items()} | {
        "units": pd.DataFrame(units, columns=["unit", "parent", "level"]).assign(region="06"),
        "targets": pd.DataFrame({"unit": ["W"], "activity": "stay", "period": "2027",
                                 "target": [120]}),
        "balance": pd.DataFrame([BEDS | {"period": "2027-07", "need": 1000.0}]),
        "to_decide": pd.DataFrame([lack]),
        "unsolved": pd.DataFrame([
            BEDS | {"period": period, "measures": "budget", "why": why, "amount": amount}
            for period, why, amount in (("2027-01", "below_block", 1.0),
                                        ("2027-05", "never", 20.0), ("2027-07", "never", 30.0))
        ]),
        "ladder_limits": pd.DataFrame([limit | {"price": 3.0}]),
        "budgets": pd.DataFrame({"unit": ["K", "K"], "year": [2026, 2027],
                                 "for_measures": [4e5, 5e5]}),
    }  # fmt: skip


def _choices(*rows):
    names = ["unit", "capacity", "period", "kind", "round", "choice"]
    made = pd.DataFrame(rows, columns=names).assign(by="direktör", on="2026-11-01")
    return filled(made, INPUTS["decisions"])


def _agreements(agreed=True, activity=None):
    rows = [{"unit": "K", "activity": activity, "round": 2, "level": level, "agreed": agreed,
             "by": by, "on": "2026-10-30"} for level, by in LEVELS]  # fmt: skip
    return filled(pd.DataFrame(rows), INPUTS["agreements"])


def _kept(target):
    months = {"period": ["2027-01", "2027-02"], "target": [float(target), 0.0]}
    return pd.DataFrame({"unit": "W", "activity": "stay"} | months | DECIDED)


def _found(tables, **other):
    return as_declared(decisions.work_out({**tables, **other}, Settings(), 2027))


@pytest.mark.parametrize(
    ("weeks", "reaches", "day", "reached"),
    # Outcomes are known to the end of March: what is decided on 1 April reaches the schedules of
    # 24 June on, so July's 30 of 50 bed days, till 8 April. With bookings from the week of 5 July
    # on it reaches those of 27 September on: neither May nor July.
    [([], "2027-07", "2027-04-08", 0.6), (["2027-W27", "2027-W28"], None, None, 0.0)],
)
def test_no_decision_is_asked_for_by_a_day_that_has_passed(tables, weeks, reaches, day, reached):
    # Twelve weeks before 1 May is 6 February.
    known = pd.DataFrame({"period": ["2027-03", "2027-04"], "patients": [30.0, None]})
    rows = _found(tables, demand=known, bookings=pd.DataFrame({"week": weeks}))["awaiting"]
    late = rows.set_index("kind").loc["unsolved"]
    assert late[["late", "should_have"]].tolist() == [True, "2027-02-06"]
    assert late["reached"] == pytest.approx(reached)
    if day is None:
        assert late[["reaches", "decide_by"]].isna().all()
    else:
        assert late[["reaches", "decide_by"]].tolist() == [reaches, day]


def test_a_day_that_has_not_passed_is_the_day_to_decide_by(tables):
    # One day is left: outcomes are known to the end of January, lists were taken on 5 February.
    known = pd.DataFrame({"period": ["2027-01"], "patients": [30.0]})
    lists = pd.DataFrame({"as_of": ["2027-02-05", "2027-01-31"]})
    rows = _found(tables, demand=known, waiting=lists)["awaiting"].set_index("kind")
    assert rows.loc["unsolved", ["decide_by", "late", "reached"]].tolist() == [
        "2027-02-06", False, 1.0
    ]  # fmt: skip
    assert pd.isna(rows.loc["unsolved", "should_have"])
    # The budget of a year that begins twelve weeks after 9 October: of its twelve months the eight
    # from May on are left.
    assert rows.loc["budget", ["late", "should_have", "reaches"]].tolist() == [
        True, "2026-10-09", "2027-05"
    ]  # fmt: skip
    assert rows.loc["budget", "reached"] == pytest.approx(8 / 12)


@pytest.mark.parametrize(
    ("posts", "money", "way", "weeks", "cost"),
    [
        # Two professions are recruited together: 50 of the gap's 100 bed days, half their cost.
        ([400.0, 200.0], 900.0, "posts", 17.0, 300.0),
        # Agency staff is there in four weeks; its own lead time is longer.
        ([700.0, 300.0], 900.0, "money", 6.0, 450.0),
        # Without a price for each profession there is none for them together.
        ([400.0, None], 900.0, "money", 6.0, 450.0),
        ([], None, "", 12.0, None),
    ],
)
def test_a_line_is_decided_as_long_ahead_as_what_closes_it_cheapest_takes(
    tables, posts, money, way, weeks, cost
):
    offers = [("posts", f"P{at}", paid) for at, paid in enumerate(posts)]
    offers += [("money", "M1", money)] if money else []
    options = pd.DataFrame(offers, columns=["option", "item", "cost"]).astype({"cost": float})
    agency = {
        "measure": "M1",
        "step": 3,
        "kind": "agency",
        "lead_weeks": 6.0,
        "unit": "W",
        "status": "planned",
    }
    measures = filled(pd.DataFrame([agency]), INPUTS["measures"])
    rows = _found(tables, gap_options=options.assign(gap=100.0, **BEDS), measures=measures)
    line = rows["awaiting"].set_index("kind").loc["unsolved"]
    assert line[["way", "lead_weeks"]].tolist() == [way, weeks]
    assert line["cost"] == pytest.approx(cost) if cost else pd.isna(line["cost"])
    # Before 1 May, the first month that lacks.
    day = pd.Timestamp("2027-05-01") - pd.Timedelta(weeks=weeks)
    assert line["decide_by"] == day.date().isoformat()


@pytest.mark.parametrize(
    ("known", "reached", "quick"),
    # Of 50 bed days May lacks 20 and July 30. From 1 April, posts in 17 weeks come too late for
    # both, and agency staff in six for May, at half of 900. From 1 January posts come in time for
    # both from 30 April on, and no dearer way reaches more.
    [("2027-03", 0.0, (450.0, 0.6)), ("2026-12", 1.0, (None, None))],
)
def test_a_quicker_way_stands_beside_the_cheapest_where_that_comes_too_late(
    tables, known, reached, quick
):
    offers = [BEDS | {"option": "posts", "item": "nurse", "cost": 600.0, "gap": 100.0},
              BEDS | {"option": "money", "item": "M1", "cost": 900.0, "gap": 100.0}]  # fmt: skip
    agency = {"measure": "M1", "step": 3, "kind": "agency", "lead_weeks": 6.0, "unit": "W",
              "status": "planned"}  # fmt: skip
    # A line that nothing is known to close stands before it.
    first = tables["to_decide"].assign(unit="V", kind="strain")
    rows = _found(
        tables, gap_options=pd.DataFrame(offers),
        to_decide=pd.concat([first, tables["to_decide"]], ignore_index=True),
        strain=pd.DataFrame([{"unit": "V", "capacity": "bed_day", "period": "2027-07",
                              "amount": 50.0, "to_decide": True}]),
        measures=filled(pd.DataFrame([agency]), INPUTS["measures"]),
        demand=pd.DataFrame({"period": [known], "patients": [30.0]}),
    )["awaiting"].set_index("kind")  # fmt: skip
    line = rows.loc["unsolved"]
    assert (line["way"], line["cost"]) == ("posts", 300.0)
    assert line["reached"] == pytest.approx(reached)
    shown = line[["quick_cost", "quick_reached"]]
    assert shown.isna().all() if quick[0] is None else shown.tolist() == pytest.approx([*quick])


def test_more_money_works_when_the_first_measure_that_it_holds_back_does(tables):
    measures = filled(pd.DataFrame({
        "measure": ["M1", "M2", "M3"], "step": 4, "lead_weeks": [8.0, 30.0, 2.0], "unit": "W",
        "source": "agreement", "status": "planned",
    }), INPUTS["measures"])  # fmt: skip
    reach = pd.DataFrame({"measure": ["M1", "M2", "M3"], "unit": ["W", "W", "R"],
                          "why": "held_back"})  # fmt: skip
    rows = _found(tables, measures=measures, measure_reach=reach)["awaiting"].set_index("kind")
    # M3 is not under the clinic whose budget is used up.
    assert rows.loc["budget", ["lead_weeks", "decide_by"]].tolist() == [8.0, "2026-11-06"]


@pytest.mark.parametrize(
    ("stated", "decided", "status"),
    [("planned", [], "proposal"), ("ongoing", [], "ongoing"), ("realised", [], "realised"),
     ("realised", [12.0], "in_force")],
)  # fmt: skip
def test_a_measure_that_has_begun_is_no_proposal(tables, stated, decided, status):
    ladder = {"step": 2, "measure": ["M1"], "unit": "W", "effect": [12.0]}
    measures = filled(pd.DataFrame({"measure": ["M1"], "unit": "W", "status": stated, "step": 2}),
                      INPUTS["measures"])  # fmt: skip
    kept = pd.DataFrame({"unit": "W", "measure": "M1", "year": 2027, "amount": decided} | DECIDED)
    found = _found(tables, ladder=pd.DataFrame(ladder), measures=measures,
                   decided_measures=kept)["status"].set_index("item")  # fmt: skip
    assert found.loc["M1", "status"] == status


def test_what_is_not_reached_says_how_much_why_who_and_by_when(tables):
    rows = _found(tables)["awaiting"].set_index("kind")
    beds = rows.loc["unsolved"]
    assert (beds["amount"], beds["share"], beds["why"]) == (50.0, 0.05, "budget")
    assert (beds["level"], beds["decides"]) == ("strategic", "R")
    # May is the first month that lacks beds, July the worst; less than a block is for nobody to
    # decide on. The schedule of May is to be laid twelve weeks before the first of the month.
    assert (beds["first_period"], beds["worst_period"]) == ("2027-05", "2027-07")
    assert (beds["decide_by"], beds["late"]) == ("2027-02-06", False)
    assert pd.isna(beds["choice"])
    assert (rows.loc["budget", "unit"], rows.loc["budget", "money"]) == ("K", 5e5)


def _decided(tables, choice):
    return {**tables, "to_decide": tables["to_decide"].assign(choice=choice, **DECIDED)}


def test_the_plan_is_not_in_balance_until_every_line_has_a_decision(tables):
    budget = _choices(("K", None, None, "budget", 1, "postpone"))
    for given, made, undecided, status in (
        (tables, _choices(), 2, "not_in_balance"),
        (_decided(tables, "accept"), _choices(), 1, "not_in_balance"),
        (_decided(tables, "accept"), budget, 0, "agreed"),
    ):
        row = _found(given, agreements=_agreements(), decisions=made)["plan_status"].iloc[0]
        assert (row["undecided"], row["to_decide"], row["status"]) == (undecided, 2, status)


def test_what_is_escalated_still_awaits_a_decision(tables):
    made = _choices(("K", None, "2027", "budget", 1, "escalate"))
    given = _decided(tables, "close")
    assert _found(given, decisions=made)["plan_status"]["undecided"][0] == 1
    more = _choices(("K", None, "2027", "budget", 1, "escalate"),
                    ("K", None, None, "budget", 2, "accept"))  # fmt: skip
    found = _found(given, decisions=more)
    assert found["plan_status"]["undecided"][0] == 0
    assert found["awaiting"].set_index("kind").loc["budget", ["choice", "round"]].tolist() == [
        "accept", 2
    ]  # fmt: skip


def test_a_choice_for_another_year_is_none(tables):
    made = _choices(("K", None, "2026", "budget", 1, "accept"))
    assert _found(_decided(tables, "accept"), decisions=made)["plan_status"]["undecided"][0] == 1


def test_strain_is_decided_where_the_clinic_is_run(tables):
    months = BEDS | {"period": ["2027-07"], "amount": 50.0, "to_decide": True}
    strained = {**tables, "to_decide": tables["to_decide"].assign(kind="strain"),
                "strain": pd.DataFrame(months)}  # fmt: skip
    row = _found(strained)["awaiting"].set_index("kind").loc["strain"]
    assert row[["level", "decides", "why"]].tolist() == ["tactical", "K", ""]


def test_a_target_is_proposed_then_agreed_then_in_force(tables):
    for other, status in (
        ({}, "proposal"),
        ({"agreements": _agreements(agreed=False)}, "proposal"),
        ({"agreements": _agreements()}, "agreed"),
        ({"agreements": _agreements(), "decided_plan": _kept(120)}, "in_force"),
        ({"agreements": _agreements(), "decided_plan": _kept(100)}, "proposal"),
    ):
        (row,) = _found(tables, **other)["status"].to_dict("records")
        assert row["status"] == status, other
    assert (row["proposed"], row["decided"]) == (120, 100)


def test_a_plan_in_balance_and_decided_is_in_force(tables):
    even = {
        "to_decide": empty(RESULTS["to_decide"]),
        "ladder_limits": empty(RESULTS["ladder_limits"]),
    }
    row = _found({**tables, **even}, decided_plan=_kept(120))["plan_status"].iloc[0]
    assert (row["status"], row["in_force"], row["round"], row["by"]) == (
        "in_force",
        1,
        1,
        "direktör",
    )


def test_what_changed_since_the_last_decision(tables):
    ladder = {"step": 3, "measure": ["M1", "M2"], "unit": "W", "effect": [12.0, 5.0]}
    measures = {"measure": ["M1", "M2"], "unit": "W", "status": "planned", "step": 3}
    kept = {"measure": ["M1", "M3"], "unit": "W", "year": 2027, "amount": [10.0, 4.0]}
    row = {"need": "hip", "unit": "W", "activity": "stay", "share": 0.1}
    found = _found(
        tables,
        decided_plan=_kept(100),
        ladder=pd.DataFrame(ladder),
        measures=filled(pd.DataFrame(measures), INPUTS["measures"]),
        decided_measures=pd.DataFrame(kept | DECIDED),
        decided_catalogue=pd.DataFrame([row | DECIDED | {"year": 2027, "restriction": "bought"}]),
        catalogue=pd.DataFrame([row | {"restriction": "gives_way"}]),
    )["decided_change"].set_index(["what", "item"])
    assert found["change"].dropna().to_dict() == {
        ("target", "stay"): 20.0, ("measure", "M1"): 2.0, ("measure", "M2"): 5.0,
        ("measure", "M3"): -4.0, ("catalogue", "stay"): 0.0,
    }  # fmt: skip
    listed = found.loc[("catalogue", "stay")]
    assert (listed["restriction_then"], listed["restriction_now"]) == ("bought", "gives_way")
    assert _found(tables)["decided_change"].empty

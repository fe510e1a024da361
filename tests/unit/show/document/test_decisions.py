import pandas as pd
import pytest

from pkslib.language import using
from pkslib.show import sentences
from pkslib.show.document import decisions, political, safety, summary
from pkslib.show.document.region import Region, open_lines
from pkslib.show.document.unit import Units

UNITS = pd.DataFrame({
    "unit": ["F", "W", "V", "K"], "name": ["Förvaltningen", "Avdelning W", "Avdelning V", "Klinik"],
    "region": "06", "parent": [None, "K", "K", "F"],
    "level": ["administration", "ward", "ward", "clinic"],
})  # fmt: skip
CAPACITIES = pd.DataFrame(
    {"capacity": ["bed", "hour"], "name": ["Vårddygn", "Tid"], "measure": ["bed_day", "hour"]}
)
AWAITING = pd.DataFrame({
    "kind": ["strain", "unsolved", "strain", "budget", "unsolved"],
    "unit": ["W", "W", "V", "K", "V"], "capacity": ["bed", "bed", "hour", None, "hour"],
    "amount": [90.0, 30.0, 200.0, None, 1.0], "share": [0.1, 0.03, 0.2, 0.0, 0.5],
    "money": [None, None, None, 570_000.0, None], "periods": 1,
    "worst_period": ["2027-02", "2027-02", "2027-03", "2027", "2027-03"],
    "why": ["", "used_up", "", "budget", "used_up"],
    "level": ["tactical", "strategic", "tactical", "strategic", "strategic"],
    "decides": ["K", "F", "K", "F", "F"],
    "way": ["posts", "posts", "money", "money", ""],
    "cost": [500_000.0, 150_000.0, None, None, None], "lead_weeks": 17.0,
    "decide_by": ["2026-12-03", "2027-02-02", "2026-12-01", None, "2026-12-01"],
    "reaches": ["2027-04", "2027-06", "2027-03", None, "2027-03"],
    "reached": [2 / 3, 1.0, 1.0, 0.0, 1.0],
    "quick_cost": None, "quick_reached": None,
    "late": [True, False, False, True, False], "first_period": "2027-01",
    "should_have": ["2026-09-04", None, None, "2026-10-09", None],
    "choice": [None, None, None, None, "accept"], "round": None, "by": None, "on": None,
})  # fmt: skip


def _region(**tables):
    return Region("06", 2027, {"units": UNITS, "capacities": CAPACITIES} | tables)


@pytest.fixture(autouse=True)
def swedish():
    with using("sv"):
        yield


def test_strain_and_unsolved_of_a_unit_are_one_decision_what_is_unsolved_first():
    strain = pd.DataFrame({"unit": ["W", "W", "V"], "capacity": ["bed", "bed", "hour"],
                           "period": ["2027-02", "2027-03", "2027-03"],
                           "amount": [110.0, 80.0, 70.0], "refused": None})  # fmt: skip
    unsolved = strain.head(1).assign(amount=30.0)
    table = decisions.asked_for(_region(awaiting=AWAITING, strain=strain, unsolved=unsolved))
    assert [row[0] for row in table.rows] == ["1", "2", "3"]
    first, second, third = table.rows
    # 90 of strain and 30 unsolved are 120 above the target level; V's unsolved line is decided.
    assert first[1].startswith("Avdelning W: besluta hur vården över taket")
    assert (
        "120 vårddygn över målnivån, varav 30 över taket; som mest 5,0 vårdplatser i februari"
        in first[2]
    )
    # Strain and unsolved cost 500 and 150; 60 of 90 and all of 30 can be reached, 90 of 120.
    assert "tjänster för omkring 650 tusen kronor, 75\N{NO-BREAK SPACE}% av det i tid" in first[2]
    assert first[3] == (
        "Förvaltningen, senast 3\N{NO-BREAK SPACE}dec.\N{NO-BREAK SPACE}2026, med effekt från "
        "april 2027"
    )
    assert second[1].startswith("Avdelning V: godta det ansträngda läget")
    assert second[2] == "200 timmar över målnivån, som mest 70 timmar i mars; inte prissatt"
    assert third[1].startswith("Klinik: mer pengar")
    assert third[3] == "Förvaltningen, för sent för det som täcker raden"
    assert table.notes == ()


def test_a_quicker_way_stands_beside_the_cheapest_with_its_price_and_what_it_is_in_time_for():
    strain = pd.DataFrame({"unit": ["W"], "capacity": "bed", "period": "2027-02",
                           "amount": [120.0], "refused": None})  # fmt: skip
    first = AWAITING.head(2).assign(quick_cost=[900_000.0, None], quick_reached=[1.0, None])
    (row,) = decisions.asked_for(
        _region(awaiting=first, strain=strain, unsolved=strain.assign(amount=30.0))
    ).rows
    # All of the strain's 90 in time, and the 30 that the cheapest way is in time for too.
    assert row[2].endswith(
        "75\N{NO-BREAK SPACE}% av det i tid; ett snabbare sätt, för omkring 900 tusen kronor, "
        "hinner 100\N{NO-BREAK SPACE}%"
    )


def test_each_line_says_from_when_a_decision_works_and_what_is_late_is_told_once():
    table = decisions.all_lines(_region(awaiting=AWAITING))
    at = table.heads.index("Ger effekt från")
    assert [row[at] for row in table.rows] == [
        "mars 2027", "mars 2027", "april 2027, 67\N{NO-BREAK SPACE}% av det", "juni 2027", "–"
    ]  # fmt: skip
    assert table.notes[0].startswith("En rad ska beslutas så lång tid i förväg")
    assert "17 veckor" in table.notes[0]
    # The line that is decided is not among them.
    assert table.notes[1].startswith("2 av raderna saknar kapacitet, från januari 2027")
    assert "den första av dem skulle ha beslutats senast 4 september 2026" in table.notes[1]
    assert table.notes[2] == "För 1 av dem kommer det som täcker raden för sent."


def test_the_soonest_days_are_told_with_what_they_still_reach():
    (said,) = sentences.soonest(open_lines(_region(awaiting=AWAITING)))
    assert said == (
        "Det som ännu kan göras: 1 rad senast 1 december 2026, med effekt från mars 2027; "
        "1 rad senast 3 december 2026, med effekt från april 2027; ytterligare 1 rad senare."
    )
    assert sentences.soonest(AWAITING[AWAITING["decide_by"].isna()]) == []
    (said,) = sentences.soonest(AWAITING.head(2))
    assert said.endswith("; 1 rad senast 2 februari 2027, med effekt från juni 2027.")


def test_without_any_money_in_the_data_no_price_is_told():
    bare = AWAITING.head(1).assign(cost=None)
    (row,) = decisions.asked_for(_region(awaiting=bare)).rows
    assert row[2].endswith("i februari")


def test_money_that_gives_more_than_two_kinds_says_so():
    moves = pd.DataFrame({
        "unit": "K", "to_unit": "W", "capacity": ["bed", "hour", "x"],
        "amount": [3e6, 2e6, 1e6], "closes": [30.0, 20.0, 10.0],
    })  # fmt: skip
    row = decisions.asked_for(_region(budget_moves=moves)).rows[0]
    assert "och mer av andra kapaciteter; 6,0" in row[2].replace("\N{NO-BREAK SPACE}", " ")
    two = decisions.asked_for(_region(budget_moves=moves.head(2))).rows[0]
    assert "andra kapaciteter" not in two[2]


def test_strain_that_needs_no_decision_is_said_not_to_count():
    strain = pd.DataFrame({"unit": "W", "capacity": "bed", "period": ["2027-01", "2027-02"],
                           "amount": 9.0, "refused": 0.1, "to_decide": [True, False]})  # fmt: skip
    table = decisions.all_lines(_region(awaiting=AWAITING, strain=strain))
    assert any("måste beslutas" in note for note in table.notes)
    every = decisions.all_lines(_region(awaiting=AWAITING, strain=strain.head(1)))
    assert not any("måste beslutas" in note for note in every.notes)


def test_lines_that_are_not_shown_are_counted():
    many = pd.concat([
        AWAITING.iloc[:1].assign(unit=f"W{at}", share=0.1 + at / 100) for at in range(6)
    ])  # fmt: skip
    table = decisions.asked_for(_region(awaiting=many))
    assert len(table.rows) == 4
    assert "2" in table.notes[0]


def test_nothing_awaits_nothing_is_asked_for():
    assert decisions.asked_for(_region()) is None
    assert decisions.all_lines(_region()) is None


def test_the_outcome_is_that_of_the_latest_twelve_periods_with_one():
    months = [f"2025-{month:02d}" for month in range(1, 13)] + ["2026-01", "2026-02"]
    done = pd.DataFrame({
        "unit": "W", "activity": "stay", "period": months, "count": [100.0] + [10.0] * 12 + [None],
    })  # fmt: skip
    change = pd.DataFrame({
        "kind": "admission", "factor": ["latest_plan", "need"], "order": [0, 1],
        "effect": [110.0, 22.0],
    })  # fmt: skip
    targets = pd.DataFrame({
        "unit": "W", "activity": "stay", "period": ["2027", "2027-Q1"], "target": [132, 33],
    })  # fmt: skip
    region = _region(production=done, plan_change=change, targets=targets)
    assert summary.totals(region) == (132.0, 110.0, 120.0)


ABOVE = pd.DataFrame({
    "unit": ["W", "W", "V"], "capacity": ["bed", "bed", "hour"],
    "period": ["2027-01", "2027-02", "2027-01"], "acute": [124.0, 140.0, 9.0],
    "there": [93.0, 84.0, 1.0], "load": [1.33, 1.67, 9.0],
})  # fmt: skip


def test_acute_shortage_is_told_in_beds_of_the_worst_month():
    # January 31 bed days of 31 days, February 56 of 28: two beds; hours are no beds.
    rows = safety.acute_rows(_region(acute_above=ABOVE))
    assert rows[["unit", "period", "lacking", "months"]].to_dict("records") == [
        {"unit": "W", "period": "2027-02", "lacking": 2.0, "months": 2}
    ]


def test_the_region_decides_on_acute_care_above_every_bed():
    # W's strain is its clinic's to decide on; what is above every bed is unsolved.
    table = safety.acute(_region(acute_above=ABOVE, awaiting=AWAITING))
    assert [row[4] for row in table.rows] == ["Förvaltningen"]


def test_a_unit_page_tells_the_whole_and_what_of_it_is_to_be_decided():
    # Of 97 of strain 90 are large enough to be decided on; unsolved less than a half more is none.
    left = pd.DataFrame({"unit": "W", "capacity": "bed", "period": "2027-02"}, index=[0])
    region = _region(awaiting=AWAITING, strain=left.assign(amount=97.0),
                     unsolved=left.assign(amount=30.2))  # fmt: skip
    strain, unsolved = Units(region).awaiting("W")
    assert strain.endswith("ansträngt läge, 90 vårddygn över målnivån (övriga 7 är för lite för "
                           "att beslutas).")  # fmt: skip
    assert unsolved.endswith("olöst, 30 vårddygn över taket.")


def test_a_least_line_is_met_only_where_enough_are_scheduled():
    least = pd.DataFrame({
        "unit": "W", "resource": ["nurse", "doctor"], "shift": "night", "weekday": [1, 1],
        "persons": [2.0, 1.0],
    })  # fmt: skip
    laid = pd.DataFrame({
        "unit": "W", "resource": "nurse", "shift": "night",
        "date": ["2026-11-02", "2026-11-09", "2026-11-03"], "scheduled": [2.0, 1.0, 0.0],
    })  # fmt: skip
    table = safety.lines(_region(minimum_lines=least, schedule=laid))
    # One of two Mondays is short, which is a slip; both would be a rule, and stop the plan.
    assert list(safety.stops(_region(minimum_lines=least, schedule=laid))) == []
    bare = _region(minimum_lines=least, schedule=laid.assign(scheduled=1.0))
    assert list(safety.stops(bare)) == [
        "Minsta bemanning saknas på de flesta schemalagda pass: nurse natt, Avdelning W."
    ]
    # Two Mondays; the Tuesday has no line.
    assert {row[1]: row[3] for row in table.rows} == {
        "nurse": "hålls inte på 1 av 2 schemalagda pass", "doctor": "ännu inte schemalagt",
    }  # fmt: skip


GIVING = pd.DataFrame({"need": ["c"], "unit": "W", "priority": 2, "patients": 100.0,
                       "gives_way": 0.0, "unseen": 0.0})  # fmt: skip


def test_what_has_no_patient_is_told_beside_who_gives_way_and_counted_once():
    # 4 of the 12 at W are not seen at V, where they are counted: 8 operations of half an hour.
    given = pd.DataFrame({
        "need": "c", "unit": "W", "capacity": "theatre", "reason": ["unseen", "own"],
        "to_period": None, "patients": [8.0, 4.0], "amount": [4.0, 2.0], "use": 0.5,
    })  # fmt: skip
    region = _region(prioritised=given, equal_care=GIVING.assign(gives_way=12.0, unseen=8.0))
    said = list(decisions.who_waits(region))
    assert said[0] == "Planerad vård får stå tillbaka för 4 patienter: c 4."
    assert said[1].startswith("Den som inte får något nybesök kommer inte heller till nästa steg; "
                              "därför planeras inte: c 8, 4")  # fmt: skip


def test_who_gives_way_is_told_alike_by_every_page_each_patient_once():
    # 12 patients at W give way for the theatre and 9 of them for its ward too; 5 more at V are
    # put off within the year from both.
    given = pd.DataFrame({
        "need": "c", "unit": "W", "capacity": ["hour", "bed", "hour", "bed"], "reason": "own",
        "to_period": [None, None, "2027-06", "2027-06"], "patients": [12.0, 9.0, 5.0, 4.0],
        "use": 1.0, "amount": 1.0,
    })  # fmt: skip
    equal = pd.concat([GIVING.assign(gives_way=12.0), GIVING.assign(unit="V")])
    region = _region(prioritised=given, equal_care=equal)
    said = list(decisions.who_waits(region))
    assert said[0] == "Planerad vård får stå tillbaka för 12 patienter: c 12."
    assert political.waiting(region).rows == [["c", "5", "12", "inte känt"]]
    assert [row[4] for row in safety.by_priority(region).rows] == ["12", "12"]


def test_what_should_stop_the_plan():
    shares = pd.DataFrame({
        "priority": [2, 3], "patients": [100.0, 50.0], "gives_way": [5.0, 0.0],
        "share": [0.05, 0.0], "lower_share": [0.0, None], "inverted": [True, False],
    })  # fmt: skip
    needs = pd.DataFrame(
        {"need": ["c"], "name": ["Bröstcancer"], "flow": "elective", "priority": 2}
    )
    given = pd.DataFrame({
        "need": "c", "unit": "W", "capacity": "hour", "period": "2027-01",
        "decision": "limit", "reason": ["own", "follows"], "to_period": None,
        "patients": [3.0, 3.0], "amount": 1.0, "priority": 2, "consequence": None, "use": 1.0,
        "limit_days": None, "load": 1.0,
    })  # fmt: skip
    said = safety.stops(
        _region(priority_shares=shares, needs=needs, prioritised=given, acute_above=ABOVE,
                equal_care=GIVING.assign(gives_way=3.0))
    )  # fmt: skip
    assert list(said) == [
        "Av prioritet 2 får 5,0\N{NO-BREAK SPACE}% stå tillbaka medan en lägre prioritet på annat "
        "håll är orörd.",
        "Cancervård får stå tillbaka: bröstcancer 3.",
        "Akut vård tar ensam mer än alla vårdplatser vid Avdelning W.",
    ]


WAYS = pd.DataFrame({"priority": [2], "unit": "W", "capacity": "bed", "option": ["places"],
                     "item": ["V"], "amount": [9.0], "there": None, "cost": None})  # fmt: skip
OFFERED = pd.DataFrame({"number": [1, 2], "priority": [2, 3], "need": "c", "unit": "W",
                        "to_unit": ["V", "K"], "capacity": "bed", "patients": [4, 11],
                        "amount": 9.0})  # fmt: skip


@pytest.mark.parametrize(
    ("ways", "said"),
    [
        (WAYS, "Andra sjukhus har plats för 4 av dem, vilket inte räknas förrän det är beslutat: "
               "Avdelning V."),
        (WAYS.assign(option="staff"), "Personal eller pengar som flyttas mellan enheterna skulle "
                                      "ändra det."),
        (WAYS.assign(option="no_way"), "Uppgifterna visar ingen väg att ändra det: ingen personal, "
                                       "inga pengar och inget annat sjukhus att vända sig till."),
        (WAYS.assign(priority=3), "Uppgifterna visar ingen väg att ändra det: ingen personal, "
                                  "inga pengar och inget annat sjukhus att vända sig till."),
    ],
)  # fmt: skip
def test_what_would_keep_the_order_of_priority_is_told(ways, said):
    shares = pd.DataFrame({
        "priority": [2, 3], "patients": [60.0, 40.0], "gives_way": [3.0, 0.0],
        "share": [0.05, 0.0], "lower_share": [0.0, None], "inverted": [True, False],
    })  # fmt: skip
    told = decisions.who_waits(
        _region(
            priority_shares=shares,
            equal_care=GIVING.assign(gives_way=3.0),
            inversion_options=ways,
            places_elsewhere=OFFERED,
        )
    )
    assert list(told)[-1] == said


def test_room_at_another_hospital_is_told_where_the_order_is_kept_as_well():
    kept = pd.DataFrame({
        "priority": [2, 3], "patients": [60.0, 40.0], "gives_way": [3.0, 0.0],
        "share": [0.05, 0.0], "lower_share": [0.0, None], "inverted": [False, False],
    })  # fmt: skip
    results = {"priority_shares": kept, "equal_care": GIVING.assign(gives_way=16.0)}
    told = list(decisions.who_waits(_region(**results, places_elsewhere=OFFERED)))
    assert told[1:] == [
        "Andra sjukhus har plats för 15 av dem, vilket inte räknas förrän det är beslutat: "
        "Avdelning V, Klinik."
    ]
    alone = _region(**results, places_elsewhere=OFFERED.iloc[:0])
    assert list(decisions.who_waits(alone)) == told[:1]


def test_care_of_a_whole_hospital_that_gives_way_may_hold_cancer():
    needs = pd.DataFrame({"need": ["e", "d"], "name": ["Slutenvård", "Dagvård"],
                          "flow": "elective", "priority": [2, 3]})  # fmt: skip
    units = UNITS.assign(level=["administration", "hospital", "ward", "clinic"])
    given = pd.DataFrame({"need": ["e", "d"], "unit": ["W", "V"], "reason": "own",
                          "patients": 3.0})  # fmt: skip
    tables = {"needs": needs, "units": units, "prioritised": given}
    said = [
        "Inget skiljer cancervården från det övriga som får stå tillbaka: slutenvård. Dela först "
        "upp behovet efter medicinsk prioritet."
    ]
    assert list(safety.stops(_region(**tables))) == said
    apart = needs.assign(priority=[1, 3])
    assert list(safety.stops(_region(**tables | {"needs": apart}))) == []
    wards = tables | {"units": UNITS}
    assert list(safety.stops(_region(**wards))) == []


def test_what_changed_since_the_last_round_is_told_measures_first_the_largest_change_first():
    change = pd.DataFrame({
        "what": ["catalogue", "target", "measure", "measure"], "unit": ["W", "V", "K", "K"],
        "need": ["hip", None, None, None], "item": ["stay", "stay", "M1", "M2"],
        "before": [0.1, 50.0, 10.0, 0.0], "after": [0.0, 60.0, 12.0, 5.0],
        "change": [-0.1, 10.0, 2.0, 5.0], "restriction_then": ["gives_way", "", "", ""],
        "restriction_now": ["none", "", "", ""], "round": 1,
    })  # fmt: skip
    told = {
        "decided_change": change, "plan_status": pd.DataFrame({"round": [1]}),
        "activities": pd.DataFrame({"activity": ["stay"], "name": ["Vårdtillfälle"]}),
        "measures": pd.DataFrame({"measure": ["M1", "M2"], "name": ["Köpt vård", "Hyrda"]}),
        "needs": pd.DataFrame({"need": ["hip"], "name": ["Höft"], "flow": "elective",
                               "priority": 3}),
    }  # fmt: skip
    table = summary.changed(_region(**told))
    assert [row[1:] for row in table.rows] == [
        ["Hyrda", "0", "5"], ["Köpt vård", "10", "12"], ["Vårdtillfälle", "50", "60"],
        ["Höft: Vårdtillfälle", "begränsas eller ställs in", "ingen begränsning"],
    ]  # fmt: skip
    assert summary.since(_region(**told))[0].startswith("1 produktionsmål är andra än omgång 1")


def test_before_the_first_round_nothing_has_changed():
    bare = _region(plan_status=pd.DataFrame({"round": [None]}))
    assert (list(summary.since(bare)), summary.changed(bare)) == ([], None)


def test_what_is_only_unsolved_is_told_as_above_the_ceiling():
    # What is strained there is accepted: 3 of 31 bed days a day of July.
    alone = AWAITING.iloc[[1]].assign(worst_period="2027-07", amount=30.0)
    unsolved = pd.DataFrame({"unit": ["W"], "capacity": "bed", "period": "2027-07",
                             "amount": [31.0]})  # fmt: skip
    strain = unsolved.assign(amount=310.0, refused=None)
    (row,) = decisions.asked_for(_region(awaiting=alone, unsolved=unsolved, strain=strain)).rows
    assert row[2].startswith("30 vårddygn över taket, som mest 1,0 vårdplatser i juli; täcks")


def test_the_summary_says_who_gets_no_appointment_where_anyone_gives_way():
    needs = pd.DataFrame({"need": ["hip", "eye"], "name": ["Höft", "Katarakt"]})
    given = pd.DataFrame({"need": ["hip", "eye", "eye"], "gives_way": [40.0, 100.0, 25.0],
                          "unseen": 0.0})  # fmt: skip
    told = summary.five(_region(needs=needs, equal_care=given))
    assert (
        "Får stå tillbaka: 165 patienter i planerad vård får ingen tid, flest av dem katarakt "
        "(125)." in [*told]
    )
    # Another unit's room is named as a decision where it is enough for half of them.
    places = pd.DataFrame({"unit": ["W", "W", "X"], "to_unit": ["V", "V", "V"],
                           "patients": [50.0, 33.0, 40.0]})  # fmt: skip
    told = summary.five(_region(needs=needs, equal_care=given, places_elsewhere=places))
    (line,) = (said for said in told if said.startswith("Får stå tillbaka"))
    assert line.endswith(
        "(125). Att besluta: Avdelning V har plats för 83 av dem som Avdelning W inte har plats "
        "för; förrän det är beslutat räknas de inte."
    )
    fewer = places.assign(patients=[50.0, 32.0, 40.0])
    told = summary.five(_region(needs=needs, equal_care=given, places_elsewhere=fewer))
    assert any(said.endswith("katarakt (125).") for said in told)
    none = summary.five(_region(needs=needs, equal_care=given.assign(gives_way=0.0)))
    assert not any(said.startswith("Får stå tillbaka") for said in none)

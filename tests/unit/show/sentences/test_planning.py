import pandas as pd

from pkslib.show import sentences
from pkslib.show.names import Names
from pkslib.tables import starters
from pkslib.tables.inputs import INPUTS

NAMES = Names(
    {"unit": {"A": "Avdelning A"}, "capacity": {"bed_day": "Vårdplatser"}, "need": {"x": "Stroke"}},
    {"bed_day": "bed_day"},
)


def _plain(said):
    return [line.replace("\xa0", " ") for line in said]


def test_missing_tables_are_named_with_what_falls_away(swedish):
    tables = pd.DataFrame(
        {"table": ["demand", "production", "bookings"], "present": [True, False, False]}
    )
    assert sentences.missing(tables) == (
        "Tabellen Produktion saknas – uppföljningen hoppas över.",
        "Tabellen Bokningar saknas – veckorna framåt hoppas över.",
    )


def test_what_is_there(english):
    tables = pd.DataFrame(
        {
            "table": ["demand", "units"],
            "first_period": ["2019-01", ""],
            "last_period": ["2026-10", ""],
            "present": [True, True],
        }
    )
    assert sentences.data(tables) == (
        "2 of 2 tables are there.",
        "Demand is known from January 2019 to October 2026.",
    )


def _capacity_need(need):
    return pd.DataFrame(
        {"unit": "A", "capacity": "bed_day", "period": ["2027-01", "2027-02"], "need": need}
    )


def test_need_is_told_in_beds_at_its_highest(swedish):
    # 310 bed days in 31 days are 10 beds, 224 in 28 days are 8.
    said = sentences.need(_capacity_need([310.0, 224.0]), names=NAMES)
    assert said == ("Vårdplatser: behovet är störst i januari 2027, 10 vårdplatser; som minst 8.",)


def test_small_wards(english):
    risk = pd.DataFrame({"unit": ["A", "B"], "refused": [0.25, 0.01], "limit": 0.05})
    risk = risk.assign(places=[8, 60], places_within_limit=[13, 50])
    said, warning = sentences.need(_capacity_need([0.0, 0.0]).iloc[0:0], risk)[1:]
    assert said.startswith("If everybody came at random 1 of 2 wards")
    assert warning == "A: with 8 beds about one in 4 would find it full; 13 beds keep to the limit."
    calm = sentences.need(_capacity_need([1.0, 1.0]), risk.assign(refused=0.01))
    assert calm[-1] == (
        "If everybody came at random no ward would be full for more than 5% of them at its "
        "occupancy target."
    )


def test_what_limits_and_what_is_carried_forward(swedish):
    available = pd.DataFrame(
        {
            "unit": ["A", "A", "B"],
            "basis": ["resource", "resource", "carried_forward"],
            "limiting": ["läkare", "läkare", None],
        }
    )
    assert _plain(sentences.capacity(available)) == [
        "Läkare begränsar i 100 % av fallen där en resurs begränsar.",
        "Planeringsårets kapacitet är inte känd för 1 av 2 enheter; det senast kända året förs "
        "vidare.",
    ]
    assert sentences.capacity(available.iloc[0:0]) == ("Ingen tillgänglig kapacitet är känd.",)


GAP = pd.DataFrame(
    {
        "unit": ["A", "A", "B"],
        "capacity": "bed_day",
        "period": ["2027-01", "2027-02", "2027-01"],
        "need": [310.0, 280.0, 31.0],
        "available": [248.0, 280.0, 62.0],
        "gap": [62.0, 0.0, -31.0],
    }
)
STEPS = pd.DataFrame(
    {
        "capacity": "bed_day",
        "step": [2, 1],
        "before": [40.0, 62.0],
        "closed": [30.0, 22.0],
        "after": [10.0, 40.0],
        "above": [3.0, 5.0],
        "cost": 0.0,
        "unrealised": [7.0, 0.0],
    }
)


def test_the_biggest_gap_and_what_the_ladder_closes(swedish):
    # 62 bed days in 31 days are 2 beds of 10; of the 10 that are left 3 are above the ceiling.
    assert _plain(sentences.balance(GAP, STEPS, names=NAMES)) == [
        "Mest saknas på Avdelning A: 2,0 vårdplatser i januari 2027 (20 % av behovet).",
        "1 av 2 enheter saknar något i någon period.",
        "Vårdplatser: av 62 vårddygn som saknas stänger åtgärderna 52. 7 är ansträngt läge: över "
        "målnivån men under taket. 3 är olösta: över taket. "
        "7 vårddygn utlovad förbättring är inte realiserad och räknas som noll.",
    ]


def test_a_gap_that_is_closed_altogether(english):
    closed = STEPS.assign(after=[0.0, 40.0], above=0.0, unrealised=0.0)
    said = sentences.balance(GAP, closed, names=NAMES)
    assert said[-1] == "Vårdplatser: the measures close the whole shortage of 62 bed days."


def test_care_that_gives_way_is_no_gap_closed(english):
    # Of 62 the measures close 22; the last step lets 30 give way, and 10 are strain.
    steps = pd.DataFrame(
        {"capacity": "bed_day", "step": [4, 5], "before": [62.0, 40.0], "closed": [22.0, 30.0],
         "after": [40.0, 10.0], "above": [30.0, 0.0], "cost": 0.0, "unrealised": 0.0}
    )  # fmt: skip
    said = sentences.balance(GAP, steps, names=NAMES)
    assert said[-1] == (
        "Vårdplatser: of the 62 bed days missing the measures close 22. 10 are strain: above the "
        "target level, below the ceiling. 30 are met by planned care that gives way."
    )


def test_no_gap_and_no_data(english):
    fine = sentences.balance(GAP.assign(gap=-1.0), STEPS.iloc[0:0])
    assert fine == ("No unit lacks capacity in any period.",)
    none = sentences.balance(GAP.iloc[0:0], STEPS.iloc[0:0])
    assert none == ("Need and available capacity can't be compared: data are missing.",)


def test_targets_are_counted_once(english):
    # The year and its quarters are the same activities; only the year counts.
    targets = pd.DataFrame(
        {
            "unit": "A",
            "activity": ["x", "x", "y"],
            "period": ["2027", "2027-Q1", "2027"],
            "target": [100, 25, 10],
        }
    )
    assert sentences.plan(targets) == (
        "The production targets add up to 110 activities.",
        "The largest is x at A.",
    )
    quarters = targets[targets["period"] == "2027-Q1"]
    assert sentences.plan(quarters)[0].startswith("The production targets add up to 25 ")
    assert sentences.plan(targets.iloc[0:0]) == ("There are no production targets.",)


def test_what_the_tables_do_not_suffice_for_is_said_first(english):
    none = {name: pd.DataFrame(columns=[*schema.columns]) for name, schema in INPUTS.items()}
    months = [f"2026-{month:02d}" for month in range(1, 7)]
    demand = pd.DataFrame({"region": "06", "need": "hip", "period": months, "patients": 9.0})
    (alone,) = sentences.not_made({**none, "demand": demand})
    assert alone.startswith("There is a forecast but no plan: that takes ")
    (short,) = sentences.not_made({**none, "demand": demand.tail(5)})
    assert short.startswith("There is no forecast and no plan: no need has a history long enough.")
    (nobody,) = sentences.not_made(none)
    assert nobody.endswith("how many will come is not known. Add the table demand.")
    full = {name: frame.reindex([0]) for name, frame in none.items()}
    assert not sentences.not_made({**full, "demand": demand})


def test_a_region_stands_among_the_others_and_is_told_what_to_explain(swedish):
    row = {"assumption": "occupancy", "item": "bed_day", "value": 0.9, "low": 0.82, "high": 0.94,
           "within": 18, "regions": 21, "aim": 0.85, "outside": False}  # fmt: skip
    absence = row | {"assumption": "absence", "item": "nurse", "aim": None}
    rows = [row, absence, absence | {"item": "doctor", "value": 0.97, "outside": True}]
    assert _plain(sentences.among_regions(pd.DataFrame(rows), names=NAMES)) == [
        "Av 3 uppgifter som kan jämföras med andra regioners ligger 1 utanför det som fyra av fem "
        "regioner har.",
        "Vårdplatser: 90 % använt; 18 av 21 regioner har 82–94 %. Målet är 85 %.",
        "doctor: 97 % frånvaro; 18 av 21 regioner har 82–94 %. Det behöver kunna förklaras.",
    ]
    alone = sentences.among_regions(pd.DataFrame(rows).head(0))
    assert _plain(alone) == ["Datamängden har för få regioner att jämföra med."]


def test_a_step_that_any_of_several_tables_would_feed_names_them_all(english):
    tables = {name: pd.DataFrame() for name in ("waiting", "bookings", "schedule", "staffing")}
    assert sentences.passed_over("08_outlook", tables) == (
        "The step is passed over: it works from waiting list or bookings or schedule or staffing, "
        "which is not there.",
    )
    tables["schedule"] = pd.DataFrame({"unit": ["A"]})
    assert starters.lacking("08_outlook", tables) == []

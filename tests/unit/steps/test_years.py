"""Four years worked by hand: growth, dated changes, intervals, what lacks, and decisions."""

import math
from datetime import date

import pandas as pd
import pytest
from scipy.stats import norm

from pkslib.settings import Balance, Settings
from pkslib.steps import years
from pkslib.steps.years.asked import years_asked, years_posts
from pkslib.steps.years.choices import with_effect, years_decisions
from pkslib.steps.years.growth import growth_of, moved
from pkslib.steps.years.lasting import realised_of
from pkslib.steps.years.spread import in_quarters, together
from pkslib.tables.declaration import empty, filled
from pkslib.tables.inputs import INPUTS
from pkslib.tables.results import RESULTS, as_declared
from pkslib.tables.results.need import QUANTILES

# Two wards of ±20 that know nothing of each other.
BOTH = 20 * 2**0.5
HALVES = ["2027-Q1", "2027-Q3"]
UNITS = pd.DataFrame(
    {
        "unit": ["H", "A", "B"],
        "region": "06",
        "parent": [None, "H", "H"],
        "level": ["hospital", "ward", "ward"],
    }
)
CAPACITIES = pd.DataFrame({"capacity": ["bed_day"], "measure": ["bed_day"]})


def _forecast(**means):
    """Return two needs' years with intervals of ±10 % in the first, ±20 % in the others."""
    rows = [
        ("06", need, str(year), mean, mean * (1 - wide), mean * (1 + wide))
        for need, line in means.items()
        for year, mean, wide in zip(range(2027, 2031), line, (0.1, 0.2, 0.2, 0.2), strict=True)
    ]
    columns = ["region", "need", "period", "mean", "lower_80", "upper_80"]
    return pd.DataFrame(rows, columns=columns)


def _region():
    """Two wards of one need each, in two quarters; hip grows by a tenth a year, eye stays."""
    rows = [("hip", "A", 80.0), ("eye", "B", 40.0)]
    use = pd.DataFrame(
        [(need, unit, "bed_day", label, raw) for need, unit, raw in rows for label in HALVES],
        columns=["need", "unit", "capacity", "period", "raw"],
    )
    care = use[["need", "period"]].assign(target_level=10.0, patients=10.0)
    # 80 and 40 at 80 % occupancy.
    need = use.drop(columns="need").assign(utilisation=0.8, margin=0.0)
    need = need.assign(need=need["raw"] / 0.8)
    need = need.assign(need_lower=need["need"] * 0.9, need_upper=need["need"] * 1.1)
    there = need[["unit", "capacity", "period"]].assign(amount=[90.0, 110.0, 60.0, 60.0])
    staff = pd.DataFrame(columns=["unit", "resource", "period", "paid_equivalents", "lacking"])
    return {
        "units": UNITS,
        "capacities": CAPACITIES,
        "measures": filled(pd.DataFrame(columns=[*INPUTS["measures"].columns]), INPUTS["measures"]),
        "forecast_years": _forecast(hip=(100, 110, 121, 133.1), eye=(50, 50, 50, 50)),
        "care_need": care,
        "capacity_use": use,
        "capacity_need": need,
        "need_spread": _spread(),
        "available_capacity": there.assign(basis="stated"),
        "staff_supply": staff.astype({"paid_equivalents": float, "lacking": float}),
        "judgements": _judged(),
        "measure_reach": empty(RESULTS["measure_reach"]),
    }


def _judged(*rows):
    columns = [*INPUTS["judgements"].columns]
    return filled(pd.DataFrame(rows, columns=columns), INPUTS["judgements"])


def _spread():
    """Return draws of ±20 a ward and year, which together are ±28.28: they know not of another."""
    rows = []
    for scope, place, middle, half in (
        ("unit", "A", 200.0, 20.0), ("unit", "B", 100.0, 20.0), ("region", "06", 300.0, BOTH),
    ):  # fmt: skip
        for label, part, wide in (("2027", 1.0, 1.0), *((each, 0.5, 0.7) for each in HALVES)):
            ends = {
                name: middle * part + half * wide * (at - 0.5) / 0.4
                for name, at in QUANTILES.items()
            }
            rows.append(
                {"scope": scope, "place": place, "capacity": "bed_day", "period": label} | ends
            )
    return pd.DataFrame(rows)


def _all_years(tables):
    needs = [tables["capacity_need"]]
    needs += [years.need_in(tables, later, 2027) for later in (2028, 2029, 2030)]
    there = [
        tables["available_capacity"].assign(
            period=moved(tables["available_capacity"]["period"], by)
        )
        for by in range(4)
    ]
    return tables | {
        "capacity_need": pd.concat(needs, ignore_index=True),
        "available_capacity": pd.concat(there, ignore_index=True),
    }


@pytest.fixture(scope="module")
def found():
    return as_declared(years.work_out(_all_years(_region()), Settings(), 2027))


def _row(rows, **where):
    for name, value in where.items():
        rows = rows[rows[name] == value]
    assert len(rows) == 1
    return rows.iloc[0]


def test_each_need_grows_as_its_own_forecast(found):
    """200 bed days of hip and 100 of eye: 300 now, then 220 + 100, 242 + 100, 266.2 + 100."""
    rows = found["four_years"].query("scope == 'region' and period.str.len() == 4")
    assert rows["need"].tolist() == pytest.approx([300.0, 320.0, 342.0, 366.2])
    assert rows["available"].tolist() == [320.0] * 4
    assert rows["gap"].tolist() == pytest.approx([-20.0, 0.0, 22.0, 46.2])
    # Ward A lacks 10 in the first quarter while B has 10 to spare: no netting in the shortage.
    assert rows["shortage"].tolist() == pytest.approx([10.0, 20.0, 42.0, 66.2])


def test_the_first_year_is_the_tactical_one_and_quarters_add_up_to_years(found):
    tables, four = _region(), found["four_years"]
    for name, table, column in (
        ("need", "capacity_need", "need"), ("available", "available_capacity", "amount"),
    ):  # fmt: skip
        first = _row(four, scope="region", period="2027")
        assert first[name] == pytest.approx(tables[table][column].sum(), rel=1e-12)
    quarters = four[four["period"].str.len() > 4]
    sums = quarters.groupby(["scope", "place", quarters["period"].str[:4]])["gap"].sum()
    of_years = four[four["period"].str.len() == 4].set_index(["scope", "place", "period"])["gap"]
    assert sums.to_dict() == pytest.approx(of_years.to_dict())


def test_a_hospital_has_the_need_of_its_wards(found):
    both = found["four_years"].query("period == '2029'").set_index("scope")["need"]
    assert both["unit"] == pytest.approx(both["region"])
    assert set(found["four_years"]["place"]) == {"06", "H"}


def test_the_first_interval_is_that_of_the_draws_and_later_ones_are_as_much_wider(found):
    """±28.28 of 300 in 2027. The forecasts are twice as wide later, as a share: of 342, ±64.5."""
    rows = found["four_years"].query("scope == 'region' and period.str.len() == 4")
    half = (rows["upper_80"] - rows["need"]).tolist()
    assert half[0] == pytest.approx(20 * 2**0.5)
    assert half[2] == pytest.approx(2 * 20 * 2**0.5 / 300 * 342)
    # The hospital is the sum of its wards, which know nothing of each other.
    own = _row(found["four_years"], scope="unit", place="H", period="2027")
    assert own["upper_80"] - own["need"] == pytest.approx(20 * 2**0.5)


def test_the_risk_is_even_where_need_and_available_are_alike(found):
    rows = found["four_years"].query("scope == 'region' and period.str.len() == 4")
    assert rows["risk"].iloc[1] == pytest.approx(0.5)
    assert rows["risk"].iloc[0] < 0.5 < rows["risk"].iloc[2] < rows["risk"].iloc[3]


def test_a_hospital_with_beds_that_nothing_needs_runs_no_risk():
    tables = _region()
    other = pd.DataFrame({"unit": ["I", "C"], "region": "06", "parent": [None, "I"]})
    beds = pd.DataFrame({"unit": "C", "capacity": "bed_day", "period": HALVES, "amount": 30.0})
    tables["units"] = pd.concat([UNITS, other.assign(level=["hospital", "ward"])])
    there = [tables["available_capacity"], beds.assign(basis="stated")]
    tables["available_capacity"] = pd.concat(there, ignore_index=True)
    four = as_declared(years.work_out(_all_years(tables), Settings(), 2027))["four_years"]
    empty = _row(four, place="I", period="2027")
    assert empty[["available", "need", "lower_80", "upper_80"]].tolist() == [60.0, 0.0, 0.0, 0.0]
    assert empty[["gap", "risk"]].tolist() == [-60.0, 0.0]


def test_what_is_worked_off_a_list_in_the_planning_year_does_not_come_again():
    """4 of hip's 10 patients come from the list: 80 bed days are 48 the year after, times 1.1."""
    tables = _region()
    care = tables["care_need"]
    care = care.assign(target_level=care["target_level"].mask(care["need"] == "hip", 6.0))
    later = years.need_in(tables | {"care_need": care}, 2028, 2027)
    assert later.groupby("unit")["raw"].first().to_dict() == pytest.approx({"A": 52.8, "B": 40.0})
    assert later["need"].sum() == pytest.approx((52.8 + 40.0) / 0.8 * 2)


def test_a_need_that_no_one_has_does_not_grow():
    rows = growth_of(_forecast(hip=(0, 0, 0, 0)), 2027)
    assert rows["times"].tolist() == [1.0] * 4
    assert rows[["down", "up"]].to_numpy().sum() == 0


def test_parts_that_rise_as_one_add_up_and_unknown_ones_add_in_squares():
    parts = pd.DataFrame({"capacity": "bed", "place": ["A", "B", "B"], "half": [3.0, 4.0, 5.0]})
    for total, wanted in ((12.0, 9.0), (math.sqrt(50), math.sqrt(41)), (1.0, math.sqrt(41))):
        found = together(parts, ["capacity", "place"], pd.Series({"bed": total}))
        assert found.set_index("place")["half"]["B"] == pytest.approx(wanted)


def test_what_lacks_is_added_up_over_quarters_and_worst_in_one():
    four = pd.DataFrame(
        {
            "scope": "region", "place": "06", "capacity": "bed_day",
            "period": ["2027", "2027-Q1", "2027-Q2", "2028", "2028-Q1", "2028-Q2"],
            "need": 1000.0, "gap": [100.0, 180.0, -80.0, 150.0, 200.0, -50.0],
            "realised": [40.0, 20.0, 20.0, 40.0, 20.0, 20.0],
        }
    )  # fmt: skip
    rows = years_asked(four, pd.Series({"bed_day": "bed_day"}))
    assert rows["lacking"].tolist() == [160.0, 180.0]
    assert rows["more"].tolist()[1] == 20.0
    assert rows["tightest"].tolist() == ["2027-Q1", "2028-Q1"]
    # 160 bed days in 90 days are 1.8 beds; 180 in the 91 of a leap year 1.98.
    assert rows["places"].tolist() == [2, 2]


def test_staff_of_one_unit_does_not_fill_the_posts_of_another():
    rows = pd.DataFrame(
        {
            "unit": ["A", "A", "B", "B"], "resource": "nurse",
            "period": ["2027-01", "2027-02"] * 2,
            "paid_equivalents": [10.0, 12.0, 5.0, 5.0], "lacking": [2.0, 0.0, -3.0, -1.0],
        }
    )  # fmt: skip
    found = years_posts(rows, pd.Series({"A": "H", "B": "H"}), "06")
    own = _row(found, scope="unit")
    assert (own["employed"], own["needed"], own["lacking"]) == (16.0, 15.0, 1.0)


def test_work_under_way_gives_its_realised_share_and_lasts_and_planned_gives_nothing():
    work = pd.DataFrame(
        {
            "measure": ["M1", "M2", "M3"], "step": [2, 2, 3], "unit": "A", "capacity": "bed_day",
            "max_amount": 100.0, "realised": [0.4, 0.9, 1.0],
            "status": ["ongoing", "planned", "realised"], "start": ["2027-07"] * 3,
        }
    )  # fmt: skip
    found = realised_of(work, ["2027-Q1", "2027-Q3", "2028"]).set_index("period")["realised"]
    assert found.to_dict() == pytest.approx(
        {"2027-Q1": 0.0, "2027-Q3": 40 * 92 / 365, "2028": 40.0}
    )


def _measure(name, **other):
    plain = {
        "measure": name, "step": 3, "unit": "A", "capacity": "bed_day", "side": "capacity",
        "max_amount": 30.0, "cost": 2.0, "start": "2027-01", "end": "2030-12",
        "status": "planned", "realised": 0.0, "lead_weeks": 10.0, "ramp_months": 0.0,
    }  # fmt: skip
    return plain | other


def test_decisions_follow_the_ladder_and_promises_close_nothing():
    """70 lack in 2028: improvement is told, 30 are added, 25 bought; 15 nobody knows how to."""
    asked = pd.DataFrame(
        {
            "scope": "unit", "place": "H", "capacity": "bed_day",
            "period": ["2027", "2028", "2029"], "need": 1000.0, "lacking": [50.0, 70.0, 4.0],
            "tightest": ["2027-Q1", "2028-Q1", "2029-Q1"],
        }
    )  # fmt: skip
    measures = filled(
        pd.DataFrame(
            [
                _measure("M4", step=4, max_amount=25.0, lead_weeks=60.0, end="2027-12"),
                _measure("M2", step=2, side="need", max_amount=40.0, realised=0.25),
                _measure("M3"),
                _measure("M5", step=5, side="need"),
            ]
        ),
        INPUTS["measures"],
    )
    found = years_decisions(
        asked, measures, pd.Series({"A": "H"}), 2027, settings=Balance(), first=date(2026, 11, 8)
    )
    # 2029 lacks less than anyone decides on, 2027 is the plan's own.
    assert set(found["period"]) == {"2028"}
    told = found.set_index(found["measure"].fillna("-"))
    assert told["gives"].to_dict() == {"M2": 0.0, "M3": 30.0, "M4": 25.0, "-": 0.0}
    assert told["promised"]["M2"] == 30.0
    assert told["lacking"].to_dict() == {"M2": 70.0, "M3": 70.0, "M4": 40.0, "-": 15.0}
    assert told["cost"]["M4"] == 50.0
    # 70 days before 1 January 2028; 420 days before it lie one day before anything can be decided.
    assert told["decide_by"].dropna().to_dict() == {"M2": "2027-10-23", "M3": "2027-10-23"}
    assert told["renewed"].to_dict() == {"M2": False, "M3": False, "M4": True, "-": False}
    assert told["this_year"].all()


def test_a_measure_that_another_limit_leaves_without_effect_is_not_proposed_for_later_years():
    measures = pd.DataFrame([_measure("M3"), _measure("M4"), _measure("M5"), _measure("M6")])
    reach = pd.DataFrame(
        {"measure": ["M3", "M4", "M5"], "why": ["no_effect", "limited", "used_up"]}
    )
    # The rooms are full beside M3; M4 still gives part of what it promises, M6 was never tried.
    assert with_effect(measures, reach)["measure"].tolist() == ["M4", "M5", "M6"]


def _with(*rows):
    tables = _all_years(_region()) | {"judgements": _judged(*rows)}
    return as_declared(years.work_out(tables, Settings(), 2027))


HIP = ("growth", None, "hip", 2028, "chief physician", 0.1, 0.2, 0.3, "More are old")


def test_a_judgement_widens_the_risk_and_never_moves_the_need(found):
    """The role sees 240 of hip where the forecast has 220, ±20; eye's 100 of 320 stay unsure.

    The forecast: 320 ± 60.3. The role: 340 ± √((100/320 · 60.3)² + 20²) = 27.5. 320 are there:
    the risk is the mean of 1/2 and Φ(20 / 27.5 · 1.2816) = 0.824, the forecast's alone is 1/2.
    """
    spoken = _with(HIP)
    four = _row(spoken["four_years"], scope="region", period="2028")
    assert four["risk"] == pytest.approx(0.5)
    assert four["combined_risk"] == pytest.approx((0.5 + 0.8244) / 2, abs=2e-4)
    below = [
        (norm(320, 60.34 / 1.2816).cdf(end) + norm(340, 27.49 / 1.2816).cdf(end)) / 2
        for end in four[["combined_lower", "combined_upper"]]
    ]
    assert below == pytest.approx([0.1, 0.9], abs=2e-3)
    plain = found["four_years"]
    own = [name for name in plain if not name.startswith("combined")]
    pd.testing.assert_frame_equal(spoken["four_years"][own], plain[own])
    assert plain["combined_risk"].isna().all()


def test_a_judgement_stands_beside_the_plan_and_who_differs_most_is_asked():
    """The forecast has hip at +10 % (−12 to +32), the roles at 20 and 12 %."""
    other = (*HIP[:4], "finance director", 0.0, 0.12, 0.2, "Fewer referrals")
    judged = _with(HIP, other)["judged"].set_index("role")
    assert judged["own"].tolist() == pytest.approx([0.1, 0.1])
    assert judged["own_high"].tolist() == pytest.approx([0.32, 0.32])
    assert judged["furthest"].to_dict() == {"chief physician": True, "finance director": False}
    # 260 of hip, 40 more than the forecast's, of 320.
    assert judged["moves"].to_dict() == pytest.approx(
        {"chief physician": 0.125, "finance director": 0.0625}
    )
    assert judged["counts"].all()


@pytest.mark.parametrize(
    ("assumption", "said", "moves"),
    [
        # 320 at 0.8 are 284.4 at 0.9; a tenth shorter or shifted takes 32.
        ("occupancy", (0.8, 0.85, 0.9), 320 - 320 * 0.8 / 0.9),
        ("stay", (-0.1, -0.05, 0.0), 32.0),
        ("share_shifted", (0.0, 0.05, 0.1), 32.0),
    ],
)
def test_each_assumption_moves_the_need_in_its_own_way(assumption, said, moves):
    spoken = _with((assumption, "H", None, 2028, "head", *said, "Because"))
    assert spoken["judged"]["moves"].iloc[0] == pytest.approx(moves / 320)
    four = _row(spoken["four_years"], scope="region", period="2028")
    assert four["combined_risk"] < four["risk"]


def test_a_judgement_that_moves_less_than_a_hundredth_is_told_and_left_out():
    """A thousandth shorter stays of ward B: 0.1 of 320."""
    spoken = _with(("stay", "B", None, 2028, "head", -0.001, 0.0, 0.001, "Because"))
    assert not spoken["judged"]["counts"].any()
    assert spoken["four_years"]["combined_risk"].isna().all()


def test_a_need_told_by_the_year_has_no_quarters():
    row = {"scope": "region", "capacity": "bed_day", "period": "2027"}
    rows = pd.DataFrame([row | {"p10": 8.0, "p50": 10.0, "p90": 12.0}]).astype({"capacity": "str"})
    assert in_quarters(rows, 2027, pd.Series({"2027": ""})).empty

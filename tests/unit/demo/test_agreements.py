from pkslib.demo import agreements, regions


def test_who_has_not_agreed_says_why(made):
    table = made["agreements"]
    assert table["note"].notna().equals(~table["agreed"])


def test_the_second_round_comes_further(made):
    share = made["agreements"].groupby("round")["agreed"].mean()
    assert share[2] > share[1]


def test_a_proposal_stands_where_two_of_three_levels_agreed(made):
    both = made["agreements"].groupby("unit")["round"].transform("max") == 2
    whole = made["agreements"]["activity"].isna()
    by_unit = made["agreements"][both & whole].pivot(index=["unit", "level"], columns="round")
    same = by_unit["proposal", 1] == by_unit["proposal", 2]
    agreed = by_unit["agreed", 1].astype(int).groupby("unit").transform("sum")
    assert same.equals(agreed >= 2)
    assert set(same) == {True, False}


def test_maturity_rises_or_stays(made):
    steps = made["maturity"].pivot(index=["unit", "area"], columns="on", values="step")
    assert (steps["2026-10-01"] >= steps["2025-10-01"]).all()
    assert set(made["maturity"]["area"]) == set(agreements.AREAS)


def test_there_are_proposals_and_plans_that_all_levels_agree_on(made):
    table = made["agreements"][made["agreements"]["activity"].isna()]
    last = table[table["round"] == table.groupby("unit")["round"].transform("max")]
    agreed = last.groupby("unit")["agreed"].all()
    assert agreed.any()
    assert (~agreed).any()
    # Some have not been asked a second time.
    assert set(table.groupby("unit")["round"].max()) == {1, 2}


def test_thorough_regions_have_a_scenario_with_target_levels_of_some_units(made):
    places = [regions.region(code, 1) for code in ("06", "08", "09")]
    found = agreements.levels(places, made["units"].replace("06-2-IVA", "08-1-IVA"))
    # 08 fills in nothing that may be left out; no unit is named that is not there.
    assert {unit[:2] for unit in found.units} == {"06", "09"}
    assert set(found.units) <= set(made["units"]["unit"])
    told = found.units["06-1-IVA"]["intensive_bed_day"]
    assert (told.risk, told.margin) == (0.1, None)
    signed = {decision.setting for decision in found.decisions}
    assert "units.06-1-BB.delivery_bed_day.margin" in signed
    assert len(signed) == sum(len(levels) for levels in found.units.values())

def test_measures_stand_on_all_five_steps(made):
    assert set(made["measures"]["step"]) == {1, 2, 3, 4, 5}


def test_improvement_work_is_planned_ongoing_and_realised(made):
    work = made["measures"][made["measures"]["step"] == 2]
    assert set(work["status"]) == {"planned", "ongoing", "realised"}
    assert (work.loc[work["status"] == "planned", "realised"] == 0).all()
    assert (work.loc[work["status"] == "realised", "realised"] >= 0.7).all()


def test_only_moves_have_a_unit_to_go_to_and_it_gives_the_same_capacity(made):
    measures = made["measures"]
    moves = measures[measures["step"] == 1]
    assert measures["to_unit"].notna().tolist() == (measures["step"] == 1).tolist()
    openings = made["openings"].drop_duplicates("unit").set_index("unit")["capacity"]
    assert (moves["to_unit"].map(openings) == moves["capacity"]).all()
    assert (moves["unit"] != moves["to_unit"]).all()


def test_each_region_numbers_its_own(made):
    codes = made["measures"]["measure"]
    assert {"06-M01", "09-M01"} <= set(codes)
    assert (codes.str[:2] == made["measures"]["unit"].str[:2]).all()

from pkslib.steps import need, worked_examples


def test_a_thousand_patients_need_2353_bed_days():
    patients, stay, utilisation = worked_examples.BED_DAYS
    assert patients * stay == 2000
    assert round(need.capacity_need(patients * stay, utilisation)) == 2353


def test_the_follow_up_example_is_twelve_months_of_which_nine_have_figures():
    for series in (worked_examples.INFLOW, worked_examples.PRODUCTION):
        for hours in series.values():
            assert hours.index[[0, -1]].tolist() == ["2022-10", "2023-09"]
            assert hours.notna().sum() == 9

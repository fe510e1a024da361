from pkslib.demo import needs
from pkslib.demo.calendar import PANDEMIC, SEASONS
from pkslib.demo.care import PATHWAYS


def test_every_need_has_a_course_and_a_pathway():
    assert list(needs.COURSES) == list(needs.NEEDS)
    assert list(PATHWAYS) == list(needs.NEEDS)


def test_courses_name_seasons_and_marks_that_are_there():
    for how in needs.COURSES.values():
        assert how.season in SEASONS
        assert how.pandemic in PANDEMIC


def test_only_planned_care_is_guaranteed():
    for need in needs.NEEDS.values():
        assert (need.guarantee_days is not None) == (need.flow == "elective")


def test_needs_asked_for_keep_their_order_of_declaration():
    assert needs.table(("hernia", "stroke"))["need"].tolist() == ["stroke", "hernia"]


def test_rates_are_those_of_the_courses():
    rates = needs.rates(("stroke",)).set_index(["sex", "age_group"])["per_thousand"]
    # Men have 2 − 0.95 of the rate 18 of both sexes.
    assert rates["men", "80+"] == 18.9
    assert rates["women", "80+"] == 17.1

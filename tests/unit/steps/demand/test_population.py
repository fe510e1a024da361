import pytest

from pkslib.forecast import decided
from pkslib.steps.demand import population


def _judged(tables, how, year=2027):
    known = decided.known(tables["demand"], how)
    return population.judged(tables, known, 14, how, year)


def test_the_driver_is_taken_in_where_the_back_test_is_better(tables, persons, rates, how):
    found = _judged({**tables, "population": persons, "rates": rates}, how())
    assert found.used
    assert set(found.table["note"]) == {"better"}
    assert (found.table["driven"] < found.table["plain"]).all()
    # From the end of 2026 to that of 2027.
    assert found.table["growth"].tolist() == pytest.approx([0.04, 0.04])


def test_a_population_that_leads_astray_is_left_out_and_can_be_forced(tables, persons, rates, how):
    upside_down = persons.assign(year=2018 + 2031 - persons["year"])
    known = {**tables, "population": upside_down, "rates": rates}
    found = _judged(known, how())
    assert not found.used
    assert set(found.table["note"]) == {"worse"}
    forced = _judged(known, how(driver="on"))
    assert forced.used
    assert set(forced.table["note"]) == {"on"}


def test_off_and_no_projection_are_told(tables, persons, how):
    for settings, people, why in (
        (how(driver="off"), persons, "off"),
        (how(), persons.query("year < 2027"), "no_population"),
    ):
        found = _judged({**tables, "population": people}, settings)
        assert (found.used, found.expectation) == (False, None)
        assert found.table["plain"].isna().all()
        assert not found.table["used"].any()
        assert set(found.table["note"]) == {why}


def test_between_the_years_of_a_projection_growth_follows_a_straight_line(
    tables, persons, rates, how
):
    """From 2026 to 2031 by 1.04⁵ − 1 = 21.665 %, a fifth of it in the first year."""
    told = persons.query("year in (2018, 2026, 2031)")
    found = _judged({**tables, "population": told, "rates": rates}, how())
    assert found.table["growth"].tolist() == pytest.approx([0.0433306, 0.0433306], abs=1e-7)
    # Before the first year that is told it stands still.
    later = persons.query("year == 2031")
    alone = _judged({**tables, "population": later, "rates": rates}, how())
    assert alone.table["growth"].tolist() == [0.0, 0.0]

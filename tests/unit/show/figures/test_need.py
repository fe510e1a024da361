import pytest

from pkslib.show.figures import need


def _words(axes):
    return [text.get_text() for text in axes.texts]


def test_the_guidances_example_comes_out_to_the_figure(swedish):
    # Socialstyrelsen, Stöd för produktions- och kapacitetsstyrning: 1 000 patients of 2 days are
    # 2 000 bed days; / 0,85 = 2 353.
    axes = need.worked_example()
    words = _words(axes)
    assert axes.get_title().replace("\xa0", " ") == (
        "1 000 patienter behöver 2 353 vårddygn vid 85 % beläggning"
    )
    assert {"2\xa0000", "2\xa0353", "× 2", "÷ 0,85"} <= set(words)
    # 2 353 / 365 = 6,4: seven beds.
    assert "7" in words


def test_a_margin_shows_in_the_example(english):
    assert "÷ 0.85 × 1.10" in _words(need.worked_example(margin=0.1))


def test_the_chain_ends_with_occupancy(region, known, english):
    tables = ["care_need", "production_need", "capacity_use", "capacity_need"]
    words = _words(need.chain(*(region[name] for name in tables), "hip_fracture", names=known))
    used = region["capacity_use"].query("need == 'hip_fracture' and capacity == 'bed_day'")
    raw = used["raw"].sum()
    # The invented wards are planned at 85 per cent without margin.
    assert f"{raw:,.0f} bed days" in words
    assert f"{raw / 0.85:,.0f} bed days" in words


def test_small_wards_are_named_with_the_beds_they_need(region, known, english):
    axes = need.refusals(region["ward_risk"], names=known)
    assert axes.get_title().endswith("wards turn away more than 5% when full to the target")
    assert any("beds: Medicinkliniken, Söderås" in words for words in _words(axes))


def test_a_limit_that_holds_is_said_so(region, known, english):
    calm = region["ward_risk"].assign(refused=0.01)
    assert need.refusals(calm, names=known).get_title() == "No ward turns away more than 5%"


@pytest.mark.parametrize(("capacity", "unit"), [("bed_day", "beds"), ("visit_hour", "hours")])
def test_the_axis_says_its_unit(capacity, unit, region, known, english):
    axes = need.over_year(region["capacity_need"], "99-1-MED", capacity, names=known)
    assert axes.get_ylabel() == unit

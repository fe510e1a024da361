"""The 21 Swedish regions."""

from pkslib.tables import reference


def test_there_are_21_with_two_digit_codes():
    regions = reference.regions()
    assert len(regions) == 21
    assert regions["region"].str.fullmatch(r"\d{2}").all()
    assert regions.set_index("region").loc["14", "name"] == "Västra Götalandsregionen"


def test_changing_the_copy_leaves_the_reference():
    mine = reference.regions()
    mine.loc[0, "name"] = "X"
    assert reference.regions().loc[0, "name"] == "Region Stockholm"

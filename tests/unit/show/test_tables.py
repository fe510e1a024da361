import pandas as pd
import pytest

from pkslib.language import number, text
from pkslib.show import tables
from pkslib.show.names import Names
from pkslib.tables.inputs import INPUTS
from pkslib.tables.results import RESULTS

NAMES = Names(
    {"unit": {"A": "<b>Ward & A</b>"}, "capacity": {"bed_day": "Beds", "visit": "Visits"}},
    {"bed_day": "bed_day", "visit": "hour"},
)


def _gap(capacity=("bed_day",) * 3):
    return pd.DataFrame(
        {
            "unit": "A",
            "capacity": list(capacity),
            "period": ["2027-01", "2027-02", "2027-03"],
            "need": [1234.5, 10.0, float("nan")],
            "available": [1000.0, 20.0, 0.0],
            "gap": [234.5, -10.0, float("nan")],
        }
    )


def test_cells_are_text_as_people_write_it(swedish):
    shown = tables.cells(_gap(), RESULTS["gap"], names=NAMES)
    first = [word.replace("\xa0", " ") for word in shown.iloc[0]]
    assert first == ["<b>Ward & A</b>", "Beds", "januari 2027", "1 234", "1 000", "234"]
    assert shown["gap"].tolist()[1:] == ["−10", "–"]


def test_what_a_ward_was_used_for_is_told_in_its_own_measure(swedish):
    frame = pd.DataFrame({"subject": ["hours", "hours", "capacity"], "place": "A",
                          "item": ["bed_day", "visit", "bed_day"]})  # fmt: skip
    shown = tables.cells(frame, RESULTS["verdicts"], names=NAMES, columns=["subject", "item"])
    assert shown["subject"].tolist() == ["vårddygn", "timmar", "kapacitet"]


def test_headings_carry_the_measure_of_the_only_capacity(swedish):
    heads = tables.headings(_gap(), RESULTS["gap"], names=NAMES)
    assert heads["need"] == "Kapacitetsbehov [vårddygn]"


def test_mixed_measures_stand_with_the_capacity(english):
    mixed = _gap(("bed_day", "visit", "visit"))
    assert tables.headings(mixed, RESULTS["gap"], names=NAMES)["need"] == "Capacity need"
    shown = tables.cells(mixed, RESULTS["gap"], names=NAMES)
    assert shown["capacity"].tolist() == ["Beds, bed days", "Visits, hours", "Visits, hours"]


def test_a_capacity_whose_name_says_its_measure_says_it_once(swedish):
    named = Names(
        {"capacity": {"bed_day": "Vårddygn, somatik", "visit": "Mottagning"}},
        {"bed_day": "bed_day", "visit": "hour"},
    )
    shown = tables.cells(_gap(("bed_day", "visit", "visit")), RESULTS["gap"], names=named)
    assert shown["capacity"].tolist() == ["Vårddygn, somatik", *["Mottagning, timmar"] * 2]


def test_what_takes_no_capacity_names_none(english):
    shown = tables.cells(_gap(("bed_day", None, "visit")), RESULTS["gap"], names=NAMES)
    assert shown["capacity"].tolist() == ["Beds, bed days", "", "Visits, hours"]
    alone = tables.headings(_gap(("bed_day", None, None)), RESULTS["gap"], names=NAMES)
    assert alone["need"] == "Capacity need [bed days]"


def test_shares_choices_flags_and_free_words(english):
    schema = INPUTS["capacities"]
    row = pd.DataFrame({"capacity": ["c"], "measure": ["bed_day"], "utilisation": [0.875]})
    assert tables.cells(row, schema).iloc[0].tolist() == ["c", "bed day", "88%"]
    flag = pd.DataFrame({"table": ["demand"], "present": [False], "first_period": [None]})
    shown = tables.cells(flag, RESULTS["data_tables"], columns=["present", "first_period"])
    assert shown.iloc[0].tolist() == ["no", ""]


@pytest.mark.parametrize(
    ("amounts", "words"),
    [
        ([0.123, 1.5], ["0.12", "1.50"]),
        ([12.34, 1.0], ["12.3", "1.0"]),
        ([123.4, 0.5], ["123", "0"]),
        ([3.0, 4.0], ["3", "4"]),
    ],
)
def test_decimals_follow_the_largest_number(amounts, words, english):
    frame = pd.DataFrame({"need": ["a", "b"], "mase": amounts})
    assert tables.cells(frame, RESULTS["accuracy"])["mase"].tolist() == words


def test_the_same_code_of_a_need_and_an_activity_is_told_apart(english):
    names = Names({"need": {"x": "The need"}, "activity": {"x": "The activity"}})
    frame = pd.DataFrame({"subject": ["need", "production"], "place": "A", "item": "x"})
    shown = tables.cells(frame, RESULTS["verdicts"], names=names)
    assert shown["item"].tolist() == ["The need", "The activity"]


def test_reports_escape_what_comes_from_the_data(english):
    page = tables.report(_gap(), RESULTS["gap"], names=NAMES, title="<i>T</i>")._repr_html_()
    assert "&lt;b&gt;Ward &amp; A&lt;/b&gt;" in page
    assert "<b>Ward" not in page
    assert "<i>T" not in page


def test_reports_tell_how_many_rows_were_left_out(english):
    assert "2 of 3 rows." in tables.report(_gap(), RESULTS["gap"], limit=2)._repr_html_()
    assert "rows." not in tables.report(_gap(), RESULTS["gap"], limit=3)._repr_html_()


def test_empty_reports_say_so(english):
    page = tables.report(_gap().iloc[0:0], RESULTS["gap"])._repr_html_()
    assert "No rows." in page
    assert "Gap" in page


def test_every_result_table_can_be_reported(region, known, either_language):
    for name in set(region) & set(RESULTS):
        assert tables.report(region[name], RESULTS[name], names=known, limit=3)._repr_html_()


def test_every_parameter_has_its_own_decimals_and_capacities_their_names():
    frame = pd.DataFrame(
        {"parameter": ["bed_days", "capacity_used"], "item": ["", "bed_day"],
         "value": [12345.0, 0.873]}
    )  # fmt: skip
    shown = tables.cells(frame, RESULTS["parameters"], names=NAMES)
    assert shown["item"].tolist() == ["", "Beds"]
    assert shown["value"].tolist() == [number(12345), number(0.87, 2)]


def test_what_a_user_wrote_is_not_translated(swedish):
    # "Left" is a word of ours too: a heading, in Swedish "Kvar".
    assert text("Left") == "Kvar"
    rows = pd.DataFrame(
        {"unit": ["A"], "round": 2, "level": "tactical", "proposal": "Agreed", "agreed": True,
         "change": "now_agreed", "note": "Left"}
    )  # fmt: skip
    shown = tables.cells(rows, RESULTS["rounds"]).iloc[0]
    assert shown[["proposal", "note"]].tolist() == ["Agreed", "Left"]
    assert shown[["level", "agreed", "change"]].tolist() == ["taktisk", "ja", "nu överens"]


def test_amounts_of_several_kinds_have_decimals_of_their_own(english):
    # An offer of 1 200 hours and a budget of 0.13 million.
    rows = pd.DataFrame({"amount": [1200.0, 0.13]})
    shown = tables.cells(rows, RESULTS["ladder_limits"], columns=["amount"])
    assert shown["amount"].tolist() == ["1,200", "0.13"]


def test_a_share_that_is_there_is_not_written_as_nothing(english):
    rows = pd.DataFrame({"share": [0.25, 0.002, 0.0]})
    shown = tables.cells(rows, RESULTS["equal_care"], columns=["share"])
    assert shown["share"].tolist() == ["25%", "0.2%", "0%"]

import datetime

import openpyxl
import pytest

from pkslib.language import using
from pkslib.pack import workbook
from pkslib.pack.html import About
from pkslib.settings import checked
from pkslib.show import tables
from pkslib.show.document.region import Region
from pkslib.tables import intake, overview, store
from pkslib.tables.kinds import KINDS, of_cells, of_runs, of_tables
from pkslib.tables.results import RESULTS


@pytest.fixture
def data(data_set):
    return intake.load(data_set())


@pytest.fixture
def assumed():
    """Return the assumptions of a scenario with each sort of value, by setting."""
    said = {
        "demand": {
            "quantile": 0.75,
            "treatments": {"A.1": {"periods": {"2026-03": "drop", "2026-04": "keep"}}},
        },
        "queue": {"work_down": True, "by": datetime.date(2027, 6, 30)},
        "units": {"06.B": {"bed_day": {"margin": 0.125}}},
    }
    rows = overview.assumption_rows(checked(said, "here"))

    def shown(language):
        with using(language):
            return tables.cells(rows, RESULTS["assumptions"]).set_index("setting")

    return shown


@pytest.mark.parametrize(
    ("setting", "swedish", "english"),
    [
        ("demand.quantile", "0,75", "0.75"),
        ("queue.work_down", "ja", "yes"),
        ("queue.by", "2027-06-30", "2027-06-30"),
        ("demand.treatments.A.1.periods", "2026-03 drop, 2026-04 keep", None),
        ("units.06.B.bed_day.margin", "0,125", "0.125"),
    ],
)
def test_an_assumption_is_told_in_the_readers_language(assumed, setting, swedish, english):
    assert assumed("sv").loc[setting, "value"] == swedish
    assert assumed("en").loc[setting, "value"] == (english or swedish)


def test_label_unit_and_source_are_those_declared(assumed):
    row = assumed("sv").loc["units.06.B.bed_day.margin"]
    other = assumed("en").loc["units.06.B.bed_day.margin"]
    assert row["label"] == "Marginal"
    assert (other["label"], other["unit"]) == ("Margin", "share")
    assert row["source"] == "beslutas per region"
    assert [*assumed("en")] == [name for name in RESULTS["assumptions"].shown if name != "setting"]


NOTES = [
    of_tables.SUDDEN_LEAP.at(
        "demand.csv", row=9, column="patients", before="2026-01", after="2026-02",
        series="06 × hip", factor=1234,
    ),
    of_tables.NOT_WHOLE_PERIOD.at(
        "demand.csv", column="patients", region="06", last="2026-02", before="2025-02", share=0.45
    ),
    of_tables.UNBELIEVABLE_DEMAND.at(
        "available.csv", column="amount", unit="W", capacity="bed_day", share=25.5, times=30.0,
        least="10 %", most="150 %", guess="beds_for_bed_days",
    ),
    of_runs.UNUSED_SETTING.at("base.toml", setting="plan.levle", nearest="plan.level"),
    of_cells.FEWER_THAN.at(
        "demand.csv", row=2, column="patients", count=3, example="<5", middle=2.5, width=4.5
    ),
]  # fmt: skip


def test_notes_are_told_in_the_readers_language(data):
    kept = overview.data_notes(NOTES, data)
    with using("sv"):
        swedish = tables.cells(kept, RESULTS["data_notes"])
    with using("en"):
        english = tables.cells(kept, RESULTS["data_notes"])
    assert [*english] == ["code", "place", "note"]
    assert english["place"].tolist()[0] == "demand.csv, row 9, column patients"
    assert swedish["place"].tolist()[0] == "demand.csv, rad 9, kolumn patients"
    said = english["note"].tolist()
    assert "changes 1,234 times" in said[0]
    assert "has 45% of the patients" in said[1]
    assert "2,550% of the bed_day" in said[2]
    assert "Beds instead of bed days?" in said[2]
    assert "Did you mean “plan.level”?" in said[3]
    assert "each is taken as 2.5" in said[4]
    assert "1\xa0234 gånger" in swedish["note"][0]
    assert not set(said) & set(swedish["note"])


def test_a_note_says_what_was_said_when_it_was_found(data):
    kept = overview.data_notes(NOTES, data)
    pairs = list(zip(kept["code"], kept["values"], strict=True))
    told = [KINDS[code].told(values) for code, values in pairs]
    assert told == [f"{note.message} {note.remedy}" for note in NOTES]


def test_a_workbook_tells_them_too(data, tmp_path):
    about = About("Region Uppsala", {"Planeringsår": "2027"}, "sv")
    written = store.write(tmp_path, data_notes=overview.data_notes(NOTES[:1], data))
    with using("en"):
        workbook.write(tmp_path / "pack.xlsx", Region("03", 2027, written), about)
    sheet = openpyxl.load_workbook(tmp_path / "pack.xlsx")["Notes on the data"]
    head, *rows = sheet[sheet.tables["data_notes"].ref]
    assert [cell.value for cell in head] == ["Code", "Place", "Note"]
    assert rows[0][2].value.startswith("From 2026-01 to 2026-02")

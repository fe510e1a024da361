"""Exports as regions and agencies make them, put into a data set, or asked about."""

import pytest
import xlsxwriter

from pkslib.errors import InputError
from pkslib.tables import intake
from pkslib.tables.imports import importing, mapping

BEDS = (
    "Beläggning per avdelning;;;\nUttag 2026-04-01;;;\n"
    "Avdelning;Månad;Disponibla vårdplatser;Beläggningsgrad\n"
    "Kirurgi 3/4;2026-02;20;85\nKirurgi 3/4;2026-03;20;110\nMedicin;2026-02;10;100\n"
    "Totalt;2026-02;30;90\n"
)
BANDS = "Region;Vårdområde;Månad;0–30 dagar;31-60 dagar;> 60 dagar;Andel inom\n"
POPULATION = '"region","ålder","kön","Folkmängd 2024","Folkmängd 2025"\n'


@pytest.fixture
def bring(tmp_path):
    def bring_in(*named, encoding="cp1252"):
        for name, words in named:
            (tmp_path / name).write_text(words, encoding=encoding)
        return list(importing.run([tmp_path / name for name, _ in named], tmp_path / "data"))

    return bring_in


def _rows(tmp_path, table):
    return (tmp_path / "data" / f"{table}.csv").read_text("utf-8-sig").splitlines()


def test_beds_and_their_occupancy_become_bed_days(bring, tmp_path):
    said = bring(("belaggning_2026-03.csv", BEDS))
    # 20 beds in February are 560 bed days; 85 per cent of them are 476. The sum of wards is none.
    assert _rows(tmp_path, "beds") == [
        "unit;period;staffed;occupied",
        "Kirurgi 3-4;2026-02;560;476",
        "Kirurgi 3-4;2026-03;620;682",
        "Medicin;2026-02;280;280",
    ]
    assert any("PKS-162" in line for line in said)
    assert intake.check(tmp_path / "data").faults == ()


def test_next_month_adds_and_tells_what_has_changed(bring, tmp_path):
    bring(("belaggning_2026-03.csv", BEDS))
    later = BEDS.replace("Medicin;2026-02;10;100", "Medicin;2026-02;10;95\nMedicin;2026-03;10;90")
    said = bring(("belaggning_2026-04.csv", later))
    assert "beds.csv: 1 nya rader, 1 ändrade siffror, 2 rader som förut." in said
    assert "  unit Medicin, period 2026-02: occupied 280 → 266" in said
    assert _rows(tmp_path, "beds")[-1] == "Medicin;2026-03;310;279"
    again = bring(("belaggning_2026-04.csv", later))
    assert "beds.csv: 0 nya rader, 0 ändrade siffror, 4 rader som förut." in again


def test_bands_as_columns_become_a_waiting_list(bring, tmp_path):
    rows = "Region Jönköpings län;Ortopedi;2026-09;40;30;20;78 %\n"
    bring(("vantande.csv", BANDS + rows), encoding="utf-8")
    assert _rows(tmp_path, "waiting")[1:] == [
        "06;Ortopedi;2026-09-30;0;30;40",
        "06;Ortopedi;2026-09-30;31;60;30",
        "06;Ortopedi;2026-09-30;61;;20",
    ]


def test_a_row_for_what_is_staffed_and_one_for_what_is_occupied(bring, tmp_path):
    # The ward is planned, not its clinic; a ward summed up by its clinic would be 1 000.
    head = "Klinik;Avdelning;Mått;Kommentar;okt-26;2026-11\n"
    rows = ("Kirurgi;Kir 1;Disponibla vårddygn;;600;580\nKirurgi;Kir 1;Belagda vårddygn;;590;..\n"
            "Kirurgi;Kir 2;Disponibla vårddygn;ny;400;410\n"
            "Kirurgi;Kir 2;Belagda vårddygn;;380;400\n")  # fmt: skip
    said = bring(("export.csv", head + rows))
    assert _rows(tmp_path, "beds") == [
        "unit;period;staffed;occupied",
        "Kir 1;2026-10;600;590",
        "Kir 1;2026-11;580;",
        "Kir 2;2026-10;400;380",
        "Kir 2;2026-11;410;400",
    ]
    assert any("staffed, occupied" in line for line in said)
    mapping = (tmp_path / "data" / "import.toml").read_text(encoding="utf-8")
    assert 'figure = "Mått"' in mapping
    assert 'occupied = "Belagda vårddygn"' in mapping


def test_a_column_of_the_regions_own_stays_when_new_months_come(bring, tmp_path):
    head = "Avdelning;månad;Disponibla vårddygn;Belagda vårddygn\n"
    bring(("beds_1.csv", head + "Kir 1;2026-10;600;590\n"))
    path = tmp_path / "data" / "beds.csv"
    first = path.read_text("utf-8-sig").splitlines()
    path.write_text(f"{first[0]};Egen\n{first[1]};sett\n", encoding="utf-8-sig")
    bring(("beds_2.csv", head + "Kir 1;2026-11;580;570\n"))
    assert _rows(tmp_path, "beds") == [
        "unit;period;staffed;occupied;Egen",
        "Kir 1;2026-10;600;590;sett",
        "Kir 1;2026-11;580;570;",
    ]


def test_population_of_statistics_is_put_into_age_groups(bring, tmp_path):
    rows = [f'"06 Jönköpings län","{age} år","män",{age},1' for age in ("18", "19", "20", "100+")]
    rows[-1] = '"06 Jönköpings län","100+ år","män",7,1'
    bring(("folkmangd.csv", POPULATION + "\n".join(rows) + "\n"))
    assert _rows(tmp_path, "population") == [
        "region;sex;age_group;year;persons",
        "06;men;0-19;2024;37",
        "06;men;0-19;2025;2",
        "06;men;20-44;2024;20",
        "06;men;20-44;2025;1",
        "06;men;80+;2024;7",
        "06;men;80+;2025;1",
    ]


PX = (
    'CHARSET="ANSI";\nSTUB="region","kön","ålder";\nHEADING="år";\nCONTENTS="Folkmängd";\n'
    'VALUES("region")="Jönköpings län";\nVALUES("kön")="män","kvinnor";\n'
    'VALUES("ålder")="64 år","65 år";\nVALUES("år")="2027","2028";\n'
    'CODES("region")="06";\nCODES("kön")="1","2";\nDATA=\n1 2\n3 4\n5 6\n7 8;\n'
)


def test_a_px_file_is_read_with_its_last_variable_fastest(bring, tmp_path):
    bring(("prognos.px", PX))
    assert _rows(tmp_path, "population")[1:] == [
        "06;men;45-64;2027;1",
        "06;men;45-64;2028;2",
        "06;men;65-79;2027;3",
        "06;men;65-79;2028;4",
        "06;women;45-64;2027;5",
        "06;women;45-64;2028;6",
        "06;women;65-79;2027;7",
        "06;women;65-79;2028;8",
    ]


def test_a_px_file_that_lacks_figures_is_refused(bring):
    with pytest.raises(InputError, match="PKS-113"):
        bring(("prognos.px", PX.replace("7 8", "7")))


def test_json_of_statistics_is_refused_with_what_to_fetch_instead(bring):
    with pytest.raises(InputError, match=r"PKS-140 folkmangd\.json: .*som px eller csv"):
        bring(("folkmangd.json", '{"class": "dataset", "version": "2.0"}'))


def test_what_is_left_open_is_asked_all_at_once_and_nothing_is_written(bring, tmp_path):
    wide = "Klinik;2026-01;2026-02\nA;12;-\n"
    with pytest.raises(InputError) as raised:
        bring(("remisser.csv", "Diagnosgrupp;2026-01;2026-02\nhöft;12;-\n"), ("annat.csv", wide))
    said = str(raised.value)
    assert "remisser.csv: constants.region" in said
    assert "remisser.csv: dash" in said
    assert "annat.csv: " in said
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["import.toml"]


def test_an_answered_mapping_is_used(bring, tmp_path):
    export = ("remisser.csv", "Diagnosgrupp;2026-01;2026-02\nhöft;12;-\n")
    with pytest.raises(InputError):
        bring(export)
    path = tmp_path / "data" / "import.toml"
    told = path.read_text("utf-8").replace('region = "?"', 'region = "06"')
    path.write_text(told.replace('dash = "?"', 'dash = "none"'), encoding="utf-8")
    bring(export)
    assert _rows(tmp_path, "demand")[1:] == ["06;höft;2026-01;12", "06;höft;2026-02;0"]


def test_every_wrong_line_of_a_mapping_is_named(tmp_path):
    path = tmp_path / "import.toml"
    path.write_text('[[import]]\ntable = "bedz"\nfile = "a.csv"\nrubrik = 3\n', encoding="utf-8")
    with pytest.raises(InputError) as raised:
        mapping.read(path)
    assert "rubrik" in str(raised.value)
    assert "bedz" in str(raised.value)


def test_a_wrong_figure_stops_all_and_names_its_row(bring, tmp_path):
    with pytest.raises(InputError, match="rad 5"):
        bring(("belaggning_2026-03.csv", BEDS.replace("20;110", "tjugo;110")))
    assert not (tmp_path / "data" / "beds.csv").exists()


def test_an_export_with_persons_is_refused(bring):
    with pytest.raises(InputError, match="PKS-301"):
        bring(("lista.csv", "Personnummer;Avdelning;Månad\n19121212-1212;A;2026-01\n"))


MONTHS = [f"2025{month:02d}" for month in range(1, 13)]
SPELT = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")


@pytest.fixture
def bring_book(tmp_path):
    def bring_in(name, **sheets):
        with xlsxwriter.Workbook(str(tmp_path / name)) as book:
            for title, rows in sheets.items():
                sheet = book.add_worksheet(title)
                for at, row in enumerate(rows):
                    sheet.write_row(at, 0, row)
        return list(importing.run([tmp_path / name], tmp_path / "data"))

    return bring_in


def _answer(tmp_path, **answers):
    path = tmp_path / "data" / "import.toml"
    words = path.read_text("utf-8")
    for name, answer in answers.items():
        words = words.replace(f'{name} = "?"', f"{name} = {answer}")
    path.write_text(words, encoding="utf-8")


def test_inflow_by_clinic_with_its_sums_is_demand_and_only_the_region_is_asked(bring, tmp_path):
    rows = [f"{clinic};{';'.join(['7'] * 12)};84" for clinic in ("Ortopedi", "Kirurgi", "Summa")]
    words = "\n".join(["Remissinflöde;", f"Klinik;{';'.join(MONTHS)};Totalt", *rows, "* Källa;"])
    export = ("inflöde.csv", words)
    with pytest.raises(InputError) as raised:
        bring(export)
    assert len(str(raised.value).splitlines()) == 2
    assert "constants.region – Region för alla rader" in str(raised.value)
    _answer(tmp_path, region='"06"')
    bring(export)
    rows = _rows(tmp_path, "demand")
    assert rows[:2] == ["region;need;period;patients", "06;Kirurgi;2025-01;7"]
    assert len(rows) == 1 + 24


def test_visits_by_clinic_are_asked_about_with_what_they_may_be(bring):
    rows = "".join(f"{year},{month},Ort,{50 + month}\n" for year in (2024, 2025)
                   for month in range(1, 13))  # fmt: skip
    with pytest.raises(InputError, match=r"besok\.csv: table – vad siffrorna är: demand"):
        bring(("besok.csv", "År,Månad,Klinik,Antal besök\n" + rows))


def test_year_and_month_in_columns_of_their_own_are_one_period(bring, tmp_path):
    export = ("remisser.csv", "År,Månad,Klinik,Antal\n2024,9,Ort,51\n2024,10,Ort,52\n")
    with pytest.raises(InputError):
        bring(export)
    _answer(tmp_path, region='"06"')
    bring(export)
    assert _rows(tmp_path, "demand")[1:] == ["06;Ort;2024-09;51", "06;Ort;2024-10;52"]


def test_years_above_months_are_read_together(bring_book, tmp_path):
    rows = [["Remisser"], ["", 2024, *[""] * 11, 2025], ["Klinik", *SPELT, *SPELT],
            ["Ort", *range(24)]]  # fmt: skip
    with pytest.raises(InputError, match=r"constants\.region"):
        bring_book("x.xlsx", Blad1=rows)
    _answer(tmp_path, region='"06"')
    bring_book("x.xlsx", Blad1=rows)
    assert _rows(tmp_path, "demand")[12:14] == ["06;Ort;2024-12;11", "06;Ort;2025-01;12"]


@pytest.mark.parametrize(("above", "below"), [("", "Avdelning"), ("Avdelning", "")])
def test_periods_above_figures_give_a_row_for_each_period(bring_book, tmp_path, above, below):
    rows = [[above, "2025-01", "", "2025-02", ""],
            [below, *["Disponibla vårddygn", "Belagda vårddygn"] * 2],
            ["A", 600, 590, 580, 570], ["B", 300, 290, 280, 270]]  # fmt: skip
    bring_book("x.xlsx", Blad1=rows)
    assert _rows(tmp_path, "beds") == [
        "unit;period;staffed;occupied",
        "A;2025-01;600;590",
        "A;2025-02;580;570",
        "B;2025-01;300;290",
        "B;2025-02;280;270",
    ]


def test_a_sheet_for_what_is_staffed_and_one_for_what_is_occupied(bring_book, tmp_path):
    head = ["Avdelning", "2025-01", "2025-02"]
    sheets = {"Disponibla": [head, ["A", 20, 21]], "Belagda": [head, ["A", 18, 19]]}
    with pytest.raises(InputError) as raised:
        bring_book("x.xlsx", **sheets)
    # 20 beds or 20 bed days: nothing tells which.
    assert "[Disponibla]: factors.staffed" in str(raised.value)
    assert "[Belagda]: factors.occupied" in str(raised.value)
    _answer(tmp_path, staffed='"days"', occupied='"days"')
    said = bring_book("x.xlsx", **sheets)
    assert "  2 tomma celler har fyllts i" in said
    assert _rows(tmp_path, "beds")[1:] == ["A;2025-01;620;558", "A;2025-02;588;532"]


def test_occupancy_with_its_sign_and_what_is_open_before_what_is_decided(bring, tmp_path):
    rows = "A;jan-25;30;20;98,5 %\nB;jan-25;30;10;75 %\n"
    head = "Avd. namn;Månad;Fastställda vårdplatser;Disponibla vårdplatser;Medelbeläggning %\n"
    bring(("b.csv", head.replace("Avd. namn", "Avdelning") + rows))
    assert _rows(tmp_path, "beds")[1:] == ["A;2025-01;620;610,7", "B;2025-01;310;232,5"]


def test_two_bands_in_words_and_a_county_by_its_name(bring, tmp_path):
    head = (
        "Region;Vårdområde;Tidpunkt;Totalt antal;Väntat 90 dagar eller kortare;Längre än 90 dagar"
    )
    bring(("v.csv", f"{head}\nJönköping;Ortopedi;2025-10;100;70;30\n"))
    assert _rows(tmp_path, "waiting")[1:] == [
        "06;Ortopedi;2025-10-31;0;90;70",
        "06;Ortopedi;2025-10-31;91;;30",
    ]


def test_the_region_is_read_from_the_title_and_kept_for_later_sheets(bring, tmp_path):
    title = "Väntande, Region Kalmar län\n\n"
    bring(("v_1.csv", title + "Klinik;Datum;0-90;>90\nOrt;2025-10-31;4;<5\n"))
    assert _rows(tmp_path, "waiting")[-1] == "08;Ort;2025-10-31;91;;2,5;1,5"
    bring(("remisser.csv", "Diagnosgrupp;2026-01;2026-02\nhöft;12;13\n"))
    assert _rows(tmp_path, "demand")[-1] == "08;höft;2026-02;13"


def test_words_told_once_hold_for_the_rows_below(bring, tmp_path):
    head = 'region;ålder;kön;"Folkmängd 2024"\n'
    said = bring(
        ("p.csv", head + "06 J;20-24 år;kvinnor;1\n;;män;2\n;25-29 år;kvinnor;4\n;;män;8\n")
    )
    assert _rows(tmp_path, "population")[1:] == ["06;men;20-44;2024;10", "06;women;20-44;2024;5"]
    assert any("PKS-164" in line for line in said)


def test_a_hole_among_words_is_not_filled(bring):
    # Kir stands twice in a row, so its words are told in each row and the empty one is a hole.
    rows = "Kir;K1;2025-01;9;8\nKir;K2;2025-01;9;8\n;M1;2025-01;9;8\n"
    head = "Klinik;Mått;Månad;Disponibla vårddygn;Belagda vårddygn\n"
    with pytest.raises(InputError, match=r"PKS-201 b\.csv, rad 4"):
        bring(("b.csv", head + rows))


def test_months_as_rows_and_clinics_as_columns(bring, tmp_path):
    export = ("inflode.csv", "Månad\tOrt\tKir\tTotalt\n2025-01\t5\t3\t8\n2025-02\t6\t4\t10\n")
    with pytest.raises(InputError, match=r"constants\.region"):
        bring(export)
    _answer(tmp_path, region='"06"')
    bring(export)
    assert _rows(tmp_path, "demand")[1:] == [
        "06;Kir;2025-01;3",
        "06;Kir;2025-02;4",
        "06;Ort;2025-01;5",
        "06;Ort;2025-02;6",
    ]


def test_a_first_column_without_a_header_and_years_over_their_months(bring_book, tmp_path):
    rows = [["Remisser"], ["", 2026, "", ""], ["", "jan", "feb", "mar"],
            ["Ort", 5, 6, 7], ["Kir", 1, 2, 3], ["Totalsumma", 6, 8, 10]]  # fmt: skip
    with pytest.raises(InputError, match=r"constants\.region"):
        bring_book("x.xlsx", Blad1=rows)
    _answer(tmp_path, region='"06"')
    bring_book("x.xlsx", Blad1=rows)
    assert _rows(tmp_path, "demand")[1:4] == [
        "06;Kir;2026-01;1",
        "06;Kir;2026-02;2",
        "06;Kir;2026-03;3",
    ]
    assert len(_rows(tmp_path, "demand")) == 1 + 6


def test_a_sheet_of_words_alone_is_left_out_and_said(bring_book, tmp_path):
    about = [["Rapport", "Beläggning"], ["Uttag", "2026-01-02"], ["Kontakt", "Analysenheten"]]
    beds = [
        ["Avdelning", "Månad", "Disponibla\nvårddygn", "Belagda\nvårddygn"],
        ["A", "2025-01", 6, 5],
    ]
    said = bring_book("x.xlsx", Info=about, Data=beds)
    assert "x.xlsx [Info] saknar siffror och har utelämnats." in said
    assert _rows(tmp_path, "beds")[1:] == ["A;2025-01;6;5"]


def test_a_sheet_is_left_out_by_its_mapping(bring, tmp_path):
    exports = [("visits.csv", "Klinik;2025-01;2025-02\nOrt;4;5\n"), ("belaggning_1.csv", BEDS)]
    with pytest.raises(InputError, match="none utelämnar bladet"):
        bring(*exports)
    _answer(tmp_path, table='"none"')
    bring(*exports)
    assert not (tmp_path / "data" / "demand.csv").exists()
    assert (tmp_path / "data" / "beds.csv").exists()


def test_a_mapping_that_leaves_out_what_the_table_needs_writes_nothing(bring, tmp_path):
    export = ("visits.csv", "Klinik;2025-01;2025-02\nOrt;4;5\n")
    with pytest.raises(InputError):
        bring(export)
    _answer(tmp_path, table='"production"', region='"06"')
    path = tmp_path / "data" / "import.toml"
    path.write_text(path.read_text("utf-8").replace("need =", "unit =").replace(
        'region = "06"', "").replace('"patients"', '"count"'), encoding="utf-8")  # fmt: skip
    with pytest.raises(InputError, match=r"PKS-141 visits\.csv, .*activity"):
        bring(export)
    assert [each.name for each in (tmp_path / "data").iterdir()] == ["import.toml"]


def test_groups_with_sums_of_their_own_are_left_without_them(bring, tmp_path):
    rows = (
        "Ort;Höft;3;4\n;Knä;2;2\nOrt Summa;;5;6\nKir;Bråck;1;1\nKir Summa;;1;1\nTotalsumma;;6;7\n"
    )
    export = ("remisser.csv", "Klinik;Mottagning;2025-01;2025.02\n" + rows)
    with pytest.raises(InputError, match=r"constants\.region"):
        bring(export)
    _answer(tmp_path, region='"06"')
    bring(export)
    assert sum(int(row.rsplit(";", 1)[1]) for row in _rows(tmp_path, "demand")[1:]) == 6 + 7


def test_one_series_alone_is_asked_what_it_is_of(bring, tmp_path):
    export = ("remisser.csv", "Månad;Antal remisser\n2025-01;4\n2025-02;5\n")
    with pytest.raises(InputError, match=r"constants\.need – Vårdbehov"):
        bring(export)
    _answer(tmp_path, region='"06"', need='"höft"')
    bring(export)
    assert _rows(tmp_path, "demand")[1:] == ["06;höft;2025-01;4", "06;höft;2025-02;5"]

"""A region's part of a data set, and the tables about the data."""

import pytest

from pkslib.errors import InputError
from pkslib.language import using
from pkslib.settings import Decision, Demand, Settings
from pkslib.tables import intake, overview
from pkslib.tables.kinds import of_files, of_tables

TWO_REGIONS = {
    "units": "unit;name;region;parent;level\nW;O;06;;ward\nV;O;12;;ward\n",
    "demand": "region;need;period;patients\n06;hip;2026-01;30\n12;hip;2026-01;28\n"
    "06;hip;2026-02;3\n",
    "pathways": "need;unit;activity;per_patient\nhip;W;stay;1\nhip;V;stay;1\n",
    "available": "unit;capacity;period;amount\nW;bed_day;2026-01;4\nV;bed_day;2026-01;5\n",
}


def test_a_slice_has_the_regions_rows_and_what_all_share(data_set):
    tables = intake.load(data_set(**TWO_REGIONS))
    part = overview.region_slice(tables, "12")
    assert part["demand"]["patients"].tolist() == [28.0]
    assert part["units"]["unit"].tolist() == ["V"]
    assert part["available"]["amount"].tolist() == [5.0]
    # No unit given: the time holds for all.
    assert part["activity_times"]["amount"].tolist() == [9.5]
    assert part["needs"]["need"].tolist() == ["hip"]


def test_the_slices_make_up_the_whole(data_set):
    tables = intake.load(data_set(**TWO_REGIONS))
    assert overview.regions(tables) == ["06", "12"]
    parts = [overview.region_slice(tables, region) for region in ("06", "12")]
    for name in ("demand", "units", "pathways", "available", "regions"):
        assert sum(len(part[name]) for part in parts) == len(tables[name])


def test_a_region_without_demand_is_refused(data_set):
    with using("sv"), pytest.raises(InputError, match=r"PKS-632 .* Den har: 06\."):
        overview.region_slice(intake.load(data_set()), "01")


def test_data_tables_tell_what_is_there_and_what_is_not(data_set):
    rows = overview.data_tables(intake.load(data_set())).set_index("table")
    assert rows.loc["demand"].tolist() == [2, "2026-01", "2026-02", True]
    assert rows.loc["needs", ["rows", "present"]].tolist() == [1, True]
    assert rows.loc["waiting", ["rows", "present"]].tolist() == [0, False]
    assert rows.loc[["needs", "waiting"], ["first_period", "last_period"]].isna().all(axis=None)


def test_each_note_is_a_row_of_codes_and_repairs_are_left_out(data_set):
    tables = intake.load(data_set())
    notes = [
        of_tables.NO_PATHWAY.at("a.csv", column="need", region="06", need=need)
        for need in ("x", "y", "x")
    ]
    rows = overview.data_notes([*notes, of_files.READ_AS_1252.at("a.csv")], tables)
    assert (
        rows[["code", "file", "column"]].to_numpy().tolist() == [["PKS-504", "a.csv", "need"]] * 2
    )
    assert rows["values"].tolist() == [
        '{"need": "x", "region": "06"}', '{"need": "y", "region": "06"}',
    ]  # fmt: skip
    assert overview.data_notes([], tables).empty


def test_notes_about_other_regions_are_left_out(data_set):
    tables = intake.load(data_set())
    notes = [
        of_tables.NO_PATHWAY.at("a.csv", column="need", region=region, need="x")
        for region in ("06", "12")
    ]
    assert overview.data_notes(notes, tables)["values"].str.count("12").sum() == 0


def test_assumptions_are_kept_alike_in_every_language():
    decision = Decision(setting="demand.quantile", by="planeringschef", on="2026-10-01", why="jul")
    settings = Settings(demand=Demand(quantile=0.8), decisions=(decision,))
    with using("sv"):
        rows = overview.assumption_rows(settings).set_index("setting")
    chosen = rows.loc["demand.quantile"]
    assert chosen[["value", "base", "low", "high"]].tolist() == ["0.8", "", "0.5", "0.99"]
    assert chosen[["by", "on", "why"]].tolist() == ["planeringschef", "2026-10-01", "jul"]
    assert rows.loc["queue.work_down", "value"] == "false"


def test_goals_follow_their_unit_and_published_figures_are_every_regions(data_set):
    goals = "indicator;unit;region;level;year;target;owner\n"
    goals += "overtime;V;;tactical;2027;5;chef\novertime;;06;tactical;2027;6;chef\n"
    goals += "overtime;;;strategic;2027;7;chef\n"
    published = "indicator;region;period;value;source;fetched_on\n"
    published += "overtime;01;2026;8;SKR;2026-11-15\novertime;00;2026-Q1;9;SKR;2026-11-15\n"
    tables = intake.load(data_set(**TWO_REGIONS, goals=goals, national=published))
    part = overview.region_slice(tables, "12")
    # Its unit's goal and everybody's, not the other region's.
    assert sorted(part["goals"]["target"]) == [5.0, 7.0]
    assert part["national"]["region"].tolist() == ["00", "01"]

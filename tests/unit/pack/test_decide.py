import datetime
import threading

import pandas as pd
import pytest

from pkslib.errors import InputError
from pkslib.language import using
from pkslib.pack import decide, receipt
from pkslib.pack.decide import Decision
from pkslib.tables import intake, store
from pkslib.tables.decided import place_of
from pkslib.tables.declaration import empty
from pkslib.tables.inputs import INPUTS, KEPT
from pkslib.tables.results import RESULTS

DAY = datetime.date(2026, 11, 15)
ROLE = "hälso- och sjukvårdsdirektör"
PLACE = {"unit": "W", "capacity": "bed_day", "period": "2027-01"}


def _tables(target, unit="W"):
    """Return what `pks decide` reads of a pack: the plan has a month of another year too."""
    place = PLACE | {"unit": unit}
    forecast = {"need": "hip", "period": ["2026-12", "2027-01"], "mean": [29.0, 30.25],
                "lower_80": 24.0, "upper_80": 37.0, "lower_95": 20.0, "upper_95": 41.0,
                "method": "theta"}  # fmt: skip
    months = pd.DataFrame({"unit": unit, "activity": "stay", "period": ["2027-01", "2027-02"]})
    used = place | {"step": 3, "measure": "M1", "from_unit": None, "to_period": None, "cost": 0.0}
    listed = {"need": "hip", "unit": unit, "activity": "stay", "kind": "admission",
              "target": 2 * target, "restriction": "none", "share": 0.0,
              "status": "proposal"}  # fmt: skip
    measures = {"measure": "M1", "name": "Fler", "step": 3, "unit": unit, "to_unit": None,
                "capacity": "bed_day", "side": "capacity", "max_amount": 50.0, "cost": 1.0,
                "start": "2027-01", "end": "2027-12", "status": "planned",
                "realised": 0.0}  # fmt: skip
    return {
        "forecast": pd.DataFrame(forecast),
        "plan": months.assign(target=target),
        "ladder": pd.DataFrame([used | {"effect": 12.5, "why": "own_first"}]),
        "catalogue": pd.DataFrame([listed]).assign(
            **{name: None for name in RESULTS["catalogue"].columns if name not in listed}
        ),
        "measures": pd.DataFrame([measures]),
        "units": pd.DataFrame({"unit": [unit], "name": "Ward", "region": "06", "parent": None,
                               "level": "ward"}),
    }  # fmt: skip


@pytest.fixture
def made(tmp_path, data_set):
    """Make a pack of a data set: a plan with a target a month, of a region and its ward."""
    source = data_set()

    def make(target, region="06", unit="W", data=str(source)):
        pack = tmp_path / f"out-{target}" / region
        wanted = _tables(target, unit)
        for name, frame in wanted.items():
            schema = store.DECLARED[name]
            missing = {each: None for each in schema.columns if each not in frame}
            place = pack / "tables" / f"{name}.parquet"
            place.parent.mkdir(parents=True, exist_ok=True)
            rows = pd.concat([empty(schema), frame.assign(**missing)[[*schema.columns]]])
            rows.to_parquet(place, index=False)
        told = {"region": region, "year": 2027, "data": data, "scenario": "base"}
        receipt.write(pack, receipt.Sources(told))
        return pack

    return make


def _decide(pack, number=1, by=ROLE, on=DAY, note="", to=None):
    return decide.decide(pack, Decision(number, by, on, note), to)


def test_what_the_pack_proposes_is_kept_beside_the_data(made, tmp_path):
    pack = made(31)
    place, added = _decide(pack, note="Med förbehåll för juli")
    assert place == tmp_path / "data" / "decided"
    assert added == {"decided_rounds": 1, "decided_forecast": 1, "decided_plan": 2,
                     "decided_measures": 1, "decided_catalogue": 1}  # fmt: skip
    kept = intake.load(tmp_path / "data")
    # The forecast of 2026-12 belongs to another year's plan.
    (row,) = kept["decided_forecast"].to_dict("records")
    assert (row["round"], row["region"], row["period"], row["mean"]) == (1, "06", "2027-01", 30.25)
    assert (row["by"], row["on"]) == (ROLE, "2026-11-15")
    assert kept["decided_plan"]["target"].tolist() == [31, 31]
    assert kept["decided_measures"][["measure", "amount", "status"]].to_numpy().tolist() == [
        ["M1", 12.5, "planned"]
    ]
    assert kept["decided_catalogue"]["status"].tolist() == ["in_force"]
    assert kept["decided_rounds"]["note"].tolist() == ["Med förbehåll för juli"]
    assert receipt.verify(pack) == {}


def test_it_is_written_as_swedish_excel_writes_it(made):
    place, _ = _decide(made(31))
    lines = (place / "decided_forecast.csv").read_bytes().decode("utf-8-sig").split("\r\n")
    assert lines[1] == f"1;06;hip;2027-01;30,25;24;37;{ROLE};2026-11-15"


def test_a_later_round_supersedes_and_erases_nothing(made):
    place, _ = _decide(made(31))
    before = (place / "decided_plan.csv").read_bytes()
    _decide(made(28), 2)
    after = (place / "decided_plan.csv").read_bytes()
    assert after.startswith(before)
    assert len(after.splitlines()) == 5


def test_the_same_decided_again_adds_nothing(made):
    pack = made(31)
    place, _ = _decide(pack)
    files = {path.name: path.read_bytes() for path in place.iterdir()}
    _, added = _decide(pack, on=datetime.date(2026, 11, 16))
    assert set(added.values()) == {0}
    assert {path.name: path.read_bytes() for path in place.iterdir()} == files


def test_a_round_decided_otherwise_is_refused_with_the_next_free_one(made):
    place, _ = _decide(made(31))
    files = {path.name: path.read_bytes() for path in place.iterdir()}
    other = made(30)
    with using("en"), pytest.raises(InputError, match="the next free round is 2"):
        _decide(other)
    assert {path.name: path.read_bytes() for path in place.iterdir()} == files
    _decide(other, 3)
    with using("en"), pytest.raises(InputError, match="the next free round is 4"):
        _decide(other, 2)


def test_regions_decide_independently(made):
    place, _ = _decide(made(31))
    _, added = _decide(made(20, region="07", unit="V"), 1)
    assert added["decided_plan"] == 2
    kept = pd.read_csv(place / "decided_plan.csv", sep=";", dtype="str")
    assert sorted(kept["unit"].unique()) == ["V", "W"]


def test_what_was_cut_off_half_way_is_finished_by_the_same_command(made):
    pack = made(31)
    place, _ = _decide(pack)
    (place / "decided_catalogue.csv").unlink()
    _, added = _decide(pack)
    assert {name for name, count in added.items() if count} == {"decided_catalogue"}


def test_two_at_once_lose_nothing(made):
    packs = [made(31), made(20, region="07", unit="V")]
    threads = [threading.Thread(target=_decide, args=(pack,)) for pack in packs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    place, added = _decide(packs[0])
    assert set(added.values()) == {0}
    assert set(_decide(packs[1])[1].values()) == {0}
    assert len(pd.read_csv(place / "decided_plan.csv", sep=";")) == 4


def test_a_pack_that_was_altered_is_refused(made):
    pack = made(31)
    (pack / "tables" / "plan.parquet").write_bytes(b"more")
    with using("en"), pytest.raises(InputError, match="1 files differ from the receipt"):
        _decide(pack)


@pytest.mark.parametrize("by", ["Chef 19121212-1212", "  "])
def test_a_decision_is_by_a_role(made, by):
    with using("en"), pytest.raises(InputError, match="role"):
        _decide(made(31), by=by)


def test_a_note_does_not_become_a_formula(made):
    place, _ = _decide(made(31), note="=1+1")
    kept = pd.read_csv(place / "decided_rounds.csv", sep=";", dtype="str")
    assert kept["note"].tolist() == ["'=1+1"]


def test_a_database_needs_a_folder(made, tmp_path):
    pack = made(31, data="sqlite:///data.db")
    with using("en"), pytest.raises(InputError, match="--to"):
        _decide(pack)
    place, added = _decide(pack, to=tmp_path / "kept")
    assert added["decided_plan"] == 2
    assert intake.load(tmp_path / "data", place)["decided_plan"]["target"].sum() == 62


def test_a_data_set_that_is_gone_is_told(made, tmp_path):
    with using("en"), pytest.raises(InputError, match="not at"):
        _decide(made(31, data=str(tmp_path / "gone")))


def test_what_can_t_be_read_is_left_alone(made):
    place, _ = _decide(made(31))
    (place / "decided_plan.csv").write_text("round;unit\n1;W\n")
    with pytest.raises(InputError, match="decided_plan"):
        _decide(made(28), 2)
    assert (place / "decided_plan.csv").read_text() == "round;unit\n1;W\n"


def test_old_packs_stand_and_the_next_run_sees_the_decision(made, tmp_path):
    pack = made(31)
    before = receipt.input_hashes(str(tmp_path / "data"))
    _decide(pack)
    after = receipt.input_hashes(str(tmp_path / "data"))
    assert receipt.verify(pack) == {}
    assert {name: after[name] for name in before} == before
    assert set(after) - set(before) == {f"decided/{schema.name}.csv" for schema in KEPT}


def test_a_workbook_has_a_folder_of_its_name():
    assert place_of("plan/region.xlsx").name == "region.decided"
    assert INPUTS["decided_plan"].key == ["round", "unit", "activity", "period"]

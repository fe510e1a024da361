"""A round decided on the example's pack: the next run follows up what was decided."""

import datetime
from pathlib import Path

import pandas as pd
import pytest

from pkslib.pack import decide, receipt
from pkslib.settings import Settings
from pkslib.steps import follow_up
from pkslib.tables import intake, overview, store
from pkslib.tables.declaration import empty, filled
from pkslib.tables.inputs import INPUTS
from pkslib.tables.results import RESULTS

EXAMPLE = Path(__file__).parents[2] / "data" / "example"
ROLE = "hälso- och sjukvårdsdirektör"


@pytest.fixture(scope="module")
def kept(output, tmp_path_factory):
    """The pack decided in round 1, and again in round 2 from April on."""
    place = tmp_path_factory.mktemp("kept")
    for number, day in ((1, "2026-11-15"), (2, "2027-03-20")):
        on = datetime.date.fromisoformat(day)
        decide.decide(output / "99", decide.Decision(number, ROLE, on), place)
    return place


def test_the_pack_is_as_it_was_made(kept, output):
    assert receipt.verify(output / "99") == {}


def test_what_was_decided_is_read_and_checked_with_the_data(kept, output):
    report = intake.check(EXAMPLE, kept=kept)
    assert [fault for fault in report.faults if "decided" in fault.file] == []
    plan = report.tables["decided_plan"].groupby("round")["target"].sum()
    written = store.read(output / "99", "plan")["target"].sum()
    assert plan.tolist() == [written, written]


def test_the_next_run_follows_up_what_was_decided(kept):
    tables = overview.region_slice(intake.load(EXAMPLE, kept), "99")
    forecast = tables["decided_forecast"].query("round == 1")
    # Every need comes out one in ten above what was decided, in the first half of the year.
    come = forecast[forecast["period"] <= "2027-06"].assign(patients=forecast["mean"] * 1.1)
    demand = pd.concat([tables["demand"], come[["region", "need", "period", "patients"]]])
    undone = {"driver": pd.DataFrame({"need": [], "used": []}).astype({"used": bool})}
    bare = {name: empty(schema) for name, schema in INPUTS.items()}
    given = bare | undone | {
        "plan": empty(RESULTS["plan"]),
        "demand": filled(demand, INPUTS["demand"]),
        "decided_forecast": tables["decided_forecast"],
        "units": tables["units"],
    }  # fmt: skip
    found = follow_up.work_out(given, Settings(), 2028)["need_follow_up"]
    rows = found[found["period"] >= "2027-01"]
    assert set(rows["basis"]) == {"decided"}
    assert rows.groupby("period")["round"].first().tolist() == [1, 1, 1, 2, 2, 2]
    share = rows["error"] / rows["forecast"]
    assert share.to_numpy() == pytest.approx(0.1, abs=1e-6)
    assert set(found.loc[found["period"] < "2026-12", "basis"]) == {"made_then"}

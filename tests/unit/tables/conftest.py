import pytest

from pkslib.language import using
from pkslib.tables import intake

# The least a data set may hold: one region, one need, one ward, two months.
SOUND = {
    "needs": "need;name;flow;priority\nhip;Höftfraktur;acute;1\n",
    "units": "unit;name;region;parent;level\nH;Sjukhuset;06;;hospital\nW;Ortopeden;06;H;ward\n",
    "demand": "region;need;period;patients\n06;hip;2026-01;30\n06;hip;2026-02;28\n",
    "activities": "activity;name;kind\nstay;Vårdtillfälle;admission\n",
    "pathways": "need;unit;activity;per_patient\nhip;W;stay;1,1\n",
    "activity_times": "activity;unit;capacity;amount\nstay;;bed_day;9,5\n",
    "capacities": "capacity;name;measure;utilisation;margin\nbed_day;Vårdplats;bed_day;0,85;0\n",
    "available": "unit;capacity;period;amount\nW;bed_day;2026-01;400\nW;bed_day;2026-02;400\n",
}


@pytest.fixture
def data_set(tmp_path):
    """Write the least data set, some tables replaced, added, or left out when None."""

    def write(encoding="utf-8", **changed):
        folder = tmp_path / "data"
        folder.mkdir(exist_ok=True)
        for name, content in (SOUND | changed).items():
            if isinstance(content, str):
                content = content.encode(encoding)
            if content is not None:
                (folder / f"{name}.csv").write_bytes(content)
        return folder

    return write


@pytest.fixture
def found(data_set):
    """Look through a changed data set: every fault and note as (code, file, row, column)."""

    def look(**changed):
        report = intake.check(data_set(**changed))
        return [
            (fault.code, fault.file, fault.row, fault.column)
            for fault in report.faults + report.notes
        ]

    return look


@pytest.fixture
def said(data_set):
    """Look through a changed data set and return every fault and note as a sentence."""

    def look(language, **changed):
        with using(language):
            report = intake.check(data_set(**changed))
            return [str(fault) for fault in report.faults + report.notes]

    return look

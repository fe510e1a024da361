"""Looking through a spoilt data set."""

import pytest

from pkslib.language import using
from pkslib.tables import intake


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

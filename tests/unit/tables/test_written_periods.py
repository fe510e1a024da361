"""Periods as people and programs write them."""

import pytest

from pkslib.tables.kinds import of_cells
from pkslib.tables.written_periods import read


@pytest.mark.parametrize(
    ("texts", "labels", "understood"),
    [
        (["202611", "202612", "202701"], ["2026-11", "2026-12", "2027-01"], "month"),
        (["202613", "202701"], ["2026-W13", "2027-W01"], "week"),
        (["2026-07-01", "2026-08-01"], ["2026-07", "2026-08"], "month"),
        (["2026-01-31", "2026-02-28"], ["2026-01", "2026-02"], "month"),
        (["2026-01-01", "2026-04-01", "2026-07-01"], ["2026-Q1", "2026-Q2", "2026-Q3"], "quarter"),
        (["2026-03-31", "2026-06-30", "2026-09-30"], ["2026-Q1", "2026-Q2", "2026-Q3"], "quarter"),
        (["2026-01-05", "2026-01-12", "2026-01-19"], ["2026-W02", "2026-W03", "2026-W04"], "week"),
        (["2026-01-11", "2026-01-18", "2026-01-25"], ["2026-W02", "2026-W03", "2026-W04"], "week"),
        (
            ["2026-01-05", "2026-01-06", "2026-01-07"],
            ["2026-01-05", "2026-01-06", "2026-01-07"],
            "",
        ),
        (["jan-26", "Februari 2026", "2026M03"], ["2026-01", "2026-02", "2026-03"], ""),
        (["maj 2026", "2026 okt", "2026-7"], ["2026-05", "2026-10", "2026-07"], ""),
        (["2026 kv1", "Kvartal 2 2026", "Q3 2026"], ["2026-Q1", "2026-Q2", "2026-Q3"], ""),
        (["v. 5 2026", "2026 vecka 6", "2026v7"], ["2026-W05", "2026-W06", "2026-W07"], ""),
        (["11/2026", "3/2027"], ["2026-11", "2027-03"], ""),
        (["46023", "46054"], ["2026-01", "2026-02"], "month"),
        (["20260131", "20260228"], ["2026-01", "2026-02"], "month"),
        (["2026-01-01"], ["2026-01-01"], ""),
        (["2026", "2027"], ["2026", "2027"], ""),
    ],
)
def test_what_the_column_tells(texts, labels, understood):
    found = read(texts)
    assert (found.labels, found.understood, found.wrong) == (labels, understood, {})


def test_six_digits_that_may_be_either_are_asked_for():
    found = read(["202701", "202702"])
    assert found.wrong == {0: of_cells.MONTH_OR_WEEK, 1: of_cells.MONTH_OR_WEEK}
    whole_year = [f"2026{month:02d}" for month in range(1, 13)]
    assert read(whole_year).understood == "month"


def test_days_that_stand_alone_stay_days():
    assert read(["2026-01-01", "2026-02-01"], together=False).labels == ["2026-01-01", "2026-02-01"]


@pytest.mark.parametrize(
    ("found", "kind"),
    [("2026-13", of_cells.NOT_A_PERIOD), ("2027-W53", of_cells.NO_SUCH_WEEK),
     ("v 53 2027", of_cells.NO_SUCH_WEEK), ("kv 5 2027", of_cells.NOT_A_PERIOD),
     ("2026-02-30", of_cells.NOT_A_PERIOD), ("hej 2026", of_cells.NOT_A_PERIOD)],
)  # fmt: skip
def test_what_is_no_period(found, kind):
    assert read([found]).wrong == {0: kind}

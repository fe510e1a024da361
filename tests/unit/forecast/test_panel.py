import numpy as np
import pandas as pd
import pytest

from pkslib.errors import InputError
from pkslib.forecast.panel import EVERY_DAY, ahead, panels


def test_ragged_series_lie_with_their_ends_together(history):
    rows = pd.concat([history(a=range(1, 9)), history("2015-03", b=range(1, 7))])
    (panel,) = panels(rows)
    assert panel.series.tolist() == ["a", "b"]
    assert panel.labels[0] == "2015-01"
    assert panel.labels[-1] == "2015-08"
    assert np.isnan(panel.values[1, :2]).all()
    assert panel.values[:, -1].tolist() == [8, 6]
    assert not panel.missing.any()


def test_series_that_end_apart_are_panels_of_their_own(history):
    rows = pd.concat([history(a=range(8)), history(b=range(9))])
    assert [panel.labels[-1] for panel in panels(rows)] == ["2015-08", "2015-09"]


@pytest.mark.parametrize(
    ("first", "resolution"),
    [("2015", "year"), ("2015-Q3", "quarter"), ("2015-W50", "week"), ("2015-02-20", "day")],
)
def test_every_resolution_goes_over_the_turn_of_the_year(history, first, resolution):
    (panel,) = panels(history(first, a=np.arange(30.0)))
    assert panel.resolution == resolution
    assert panel.values[0].tolist() == list(range(30))
    assert panel.future(1) == [ahead(first, EVERY_DAY, 30)]


def test_dates_seven_days_apart_are_weeks(history):
    dates = [str(np.datetime64("2020-02-02") + 7 * k) for k in range(10)]
    (panel,) = panels(pd.DataFrame({"series": "a", "period": dates, "value": 1.0}))
    assert (panel.resolution, panel.open) == ("week", "0000001")
    assert panel.future(1) == ["2020-04-12"]


def test_swedish_week_labels_are_weeks(history):
    labels = [f"2026-V{week}" for week in range(45, 54)]
    (panel,) = panels(pd.DataFrame({"series": "a", "period": labels, "value": 1.0}))
    assert panel.future(1) == ["2027-W01"]


def test_all_faulty_values_are_listed_at_once(history):
    rows = history(a=[1.0] * 12, b=[1.0] * 12)
    rows = rows.astype({"value": object})
    rows.loc[[2, 5, 15], "value"] = ["some", -3.0, np.inf]
    rows = pd.concat([rows, rows.iloc[[20]].assign(value=4.0)])
    with pytest.raises(InputError) as caught:
        panels(rows)
    lines = str(caught.value).splitlines()
    assert lines == [
        "series a, period 2015-03: value text is no number; leave it empty where nothing was "
        "reported",
        "series b, period 2015-04: value inf is infinite; give a finite number",
        "series a, period 2015-06: value -3 is below zero; counts are 0 or more",
        "series b, period 2015-09: 2 rows (1, 4); keep one",
    ]


def test_a_long_list_of_faults_is_cut_and_counted(history):
    rows = history(a=[-1.0] * 30)
    with pytest.raises(InputError, match="… and 10 more"):
        panels(rows)


def test_one_spelling_of_a_week_duplicates_another():
    labels = [f"2026-W{week:02d}" for week in range(1, 11)] + ["2026-V10"]
    with pytest.raises(InputError, match="2026-W10: 2 rows"):
        panels(pd.DataFrame({"series": "a", "period": labels, "value": 1.0}))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda rows: rows.drop(columns="value"), "column value is missing"),
        (lambda rows: rows.iloc[:0], "no rows"),
        (lambda rows: rows.assign(series=[None, *rows["series"][1:]]), "1 row without a name"),
        (lambda rows: rows.assign(period=["2015-13", *rows["period"][1:]]), "'2015-13'"),
        (lambda rows: rows.assign(period=["2014", *rows["period"][1:]]), "mixes periods"),
        (lambda rows: rows.iloc[:5], "5 periods, at least 6"),
        (lambda rows: rows.assign(value="many"), "no number"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(history, change, said):
    with pytest.raises(InputError, match=said):
        panels(change(history(a=[1.0] * 12)))


def test_gaps_are_filled_as_chosen(history):
    rows = history(a=np.arange(12.0)).drop(index=[3, 4])
    values = {fill: panels(rows, fill)[0].values[0, 3:5] for fill in ("zero", "interpolate")}
    assert values["zero"].tolist() == [0, 0]
    assert values["interpolate"].tolist() == [3, 4]
    assert np.isnan(panels(rows, "none")[0].values[0, 3:5]).all()
    assert panels(rows, "zero")[0].missing[0].nonzero()[0].tolist() == [3, 4]
    with pytest.raises(InputError, match="choose none, zero or interpolate"):
        panels(rows, "guess")

import numpy as np
import pandas as pd
import pytest

from pkslib.methods.queueing import erlang_b
from pkslib.settings import Balance
from pkslib.steps.balance.ladder import climb
from pkslib.steps.balance.left import strain_of, to_decide_of, unmanned_of, unsolved_of
from pkslib.steps.balance.offers import offers_of
from pkslib.steps.balance.scale import beginning
from pkslib.tables.declaration import empty, filled
from pkslib.tables.inputs import INPUTS

MONTH, LATER = "2027-01", "2027-02"


def _strain(rows, **settings):
    return strain_of(beginning(rows, pd.DataFrame()), Balance(**settings))


def test_strain_is_what_is_above_the_target_level_and_below_the_ceiling(cells):
    # 620 bed days at 80 % are 775; of 700 that are there 665 may be used at 95 %, which is 831.25
    # of the need: all of the 75 that lack are strain. At 86 % 752.5 fit: 52.5.
    rows = cells(("A1", MONTH, 775, 700), ceiling=0.95)
    found = _strain(rows).iloc[0]
    assert found[["amount", "target", "ceiling"]].tolist() == pytest.approx([75, 0.8, 0.95])
    assert found["load"] == pytest.approx(620 / 700)
    assert _strain(rows.assign(ceiling=0.86))["amount"].tolist() == pytest.approx([52.5])


def test_a_ward_s_refusals_rest_on_the_load_and_on_whole_places(cells):
    # 700 bed days of 31 days are 22.6 places: 22; 620 bed days are 20 beds in use.
    found = _strain(cells(("A1", MONTH, 775, 700), ceiling=0.95)).iloc[0]
    assert found["places"] == 22
    assert found["refused"] == pytest.approx(erlang_b(20.0, 22))


def test_a_ward_has_to_be_decided_on_by_its_refusals_and_intensive_care_always(cells):
    # 20 beds in use of 22 refuse 10.7 %, 200 of 225 0.6 %.
    small = cells(("A1", MONTH, 775, 700), ceiling=0.95)
    large = cells(("A1", MONTH, 7750, 7000), ceiling=0.95)
    assert _strain(small, strain_refused=0.1, strain_share=0.5)["to_decide"].tolist() == [True]
    assert _strain(small, strain_refused=0.15, strain_share=0.5)["to_decide"].tolist() == [False]
    assert _strain(large, strain_share=0.5)["to_decide"].tolist() == [False]
    always = _strain(large, strain_decided=("bed_day",), strain_share=0.5)
    assert always["to_decide"].tolist() == [True]


@pytest.mark.parametrize(("share", "decide"), [(0.09, True), (0.1, False)])
def test_a_hospital_kept_as_one_unit_is_decided_on_by_its_strain(cells, share, decide):
    # As one pool of 225 places 0.6 % are refused; 750 of 7 750 that are needed are strain: 9.7 %.
    hospital = cells(("A1", MONTH, 7750, 7000), ceiling=0.95)
    found = _strain(hospital, strain_refused=0.1, strain_share=share)
    assert found["to_decide"].tolist() == [decide]
    hours = _strain(hospital.assign(measure="hour"), strain_share=share)
    assert hours["to_decide"].tolist() == [False]


@pytest.mark.parametrize(("ceiling", "decide"), [(1.0, False), (1.1, True)])
def test_hours_refuse_nobody_and_are_decided_on_above_one_only(cells, ceiling, decide):
    # 84 hours are planned of 80; at a ceiling of 100 % 80 of them are no reason to decide.
    rows = cells(("A1", MONTH, 105 if ceiling > 1 else 99, 80), measure="hour", ceiling=ceiling)
    found = _strain(rows).iloc[0]
    assert (found["to_decide"], np.isnan(found["refused"])) == (decide, True)


@pytest.fixture
def told(cells, elective, measures, frame, no_stops):
    """Why 20 that A1 lacks in January is not closed by some measures."""

    def make(*rows, waits=None, budget=None, last_step=4, block=0.0):
        place = cells(("A1", MONTH, 120, 100), ("A1", LATER, 100, 100), block=block)
        need = elective(waits or (0, "hip", 3, 90, 40))
        offers = offers_of(measures(*rows), 2027)
        bounds = frame(budget=budget, last_step=last_step)
        found = climb(place, need, offers, bounds, no_stops)
        return unsolved_of(found, offers, bounds.budgets.payer, bounds.settings).iloc[0]

    return make


def test_how_much_and_that_the_scenario_ends_before(told):
    row = told()
    assert row[["period", "amount", "why", "value"]].tolist() == [MONTH, 20, "last_step", 4]
    assert row["measures"] == "none_stated"


def test_acute_care_is_what_is_left(told):
    row = told(waits=(0, "hip", 3, 0, 4), last_step=5)
    assert row["amount"] == pytest.approx(16)
    assert row["why"] == "never"


def test_less_than_the_least_block_is_left_and_says_so(told):
    row = told(last_step=5, waits=(0, "hip", 3, 0, 40), block=21.0)
    assert row[["amount", "why", "value"]].tolist() == [20, "below_block", 21]


def test_all_is_used(told):
    assert told({"max_amount": 5.0})["measures"] == "used_up"


def test_the_budget_is_used_up(told):
    # 300 SEK pay for 3 of the 10 offered.
    row = told({"max_amount": 10.0, "cost": 100.0}, budget={"A1": 300.0})
    assert row["amount"] == pytest.approx(17)
    assert row["measures"] == "budget"


def test_it_comes_too_late(told):
    assert told({"start": LATER})["measures"] == "no_effect"


def test_one_measure_used_in_full_is_not_all_of_them(told):
    found = told({"max_amount": 5.0}, {"measure": "M2", "start": LATER})
    assert found["measures"] == "no_effect"


def test_what_fits_below_the_ceiling_is_not_unsolved(cells, elective, measures, frame, no_stops):
    # At 95 % 100 hold 118.75 of the need: of the 20 that lack 1.25 are too much.
    offers = offers_of(measures(), 2027)
    rows = cells(("A1", MONTH, 120, 100), ceiling=0.95)
    found = climb(rows, elective(), offers, frame(), no_stops)
    left = unsolved_of(found, offers, pd.Series(dtype="str"), Balance())
    assert left["amount"].tolist() == pytest.approx([1.25])
    assert strain_of(found, Balance())["amount"].tolist() == pytest.approx([18.75])


STRAIN = pd.DataFrame(
    {"unit": ["A1", "A1", "B1"], "capacity": "bed_day", "period": [MONTH, LATER, MONTH],
     "amount": [5.0, 9.0, 4.0], "load": [0.97, 0.91, 0.9], "refused": [0.2, 0.1, 0.05],
     "to_decide": [True, True, False]}
)  # fmt: skip
UNSOLVED = pd.DataFrame(
    {"unit": ["A1", "B1"], "capacity": "bed_day", "period": MONTH, "amount": [3.0, 1.0],
     "load": [1.1, 1.0], "why": ["never", "below_block"]}
)  # fmt: skip


def _decided(*rows):
    """Decisions on the strain of A1 from (round, period, choice)."""
    made = [
        {"round": number, "unit": "A1", "capacity": "bed_day", "period": period, "kind": "strain",
         "choice": choice, "by": "chef", "on": "2026-10-16"}
        for number, period, choice in rows
    ]  # fmt: skip
    decisions = filled(pd.DataFrame(made), INPUTS["decisions"]) if made else empty(
        INPUTS["decisions"]
    )  # fmt: skip
    found = to_decide_of({"strain": STRAIN, "unsolved": UNSOLVED}, decisions)
    return found.set_index(["unit", "kind"])


def test_one_decision_a_unit_and_capacity_with_its_worst_month():
    found = _decided()
    assert found.index.tolist() == [("A1", "strain"), ("A1", "unsolved")]
    row = found.loc[("A1", "strain")]
    assert row[["amount", "periods", "worst_period", "load", "refused"]].tolist() == [
        14, 2, MONTH, 0.97, 0.2
    ]  # fmt: skip
    assert pd.isna(row["choice"])


def test_a_decision_without_a_period_covers_the_year_and_the_latest_round_counts():
    found = _decided((1, None, "close"), (2, None, "accept"))
    assert found.loc[("A1", "strain"), ["choice", "round"]].tolist() == ["accept", 2]
    assert pd.isna(found.loc[("A1", "unsolved"), "choice"])


def test_a_decision_on_one_of_two_months_leaves_it_open():
    assert pd.isna(_decided((1, LATER, "accept")).loc[("A1", "strain"), "choice"])


def test_acute_care_without_a_shift_is_unsolved_beside_the_shortage(cells):
    # 30 operations in the year, 20 of them in January, of 2 hours at 80 %; 3 have no shift.
    rows = cells(("A1", MONTH, 50, 100), ("A1", LATER, 25, 100), measure="hour")
    work = {"unit": "A1", "need": "hip", "activity": "nail"}
    tables = {
        "unmanned": pd.DataFrame(
            [{**work, "weekday": day, "shift": "night", "count": n, "why": why}
             for day, n, why in ((6, 1.0, "no_shift"), (7, 2.0, "no_shift"), (7, 9.0, "not_known"))]
        ),
        "production_need": pd.DataFrame([{**work, "period": MONTH, "count": 20.0},
                                         {**work, "period": LATER, "count": 10.0}]),
        "activity_times": pd.DataFrame([{"activity": "nail", "unit": None, "capacity": "bed_day",
                                         "amount": 2.0}]),
    }  # fmt: skip
    found = unmanned_of(beginning(rows, pd.DataFrame()), tables)
    assert found[["period", "shift", "why"]].to_numpy().tolist() == [
        [MONTH, "night", "unmanned"], [LATER, "night", "unmanned"],
    ]  # fmt: skip
    assert found["amount"].tolist() == pytest.approx([2 * 2 / 0.8, 1 * 2 / 0.8])

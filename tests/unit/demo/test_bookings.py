import numpy as np
import pytest

from pkslib.demo import bookings
from pkslib.demo.calendar import MONTHS


def test_weeks_reach_half_a_year_over_a_year_of_53_weeks():
    assert len(bookings.WEEKS) == 26
    assert (bookings.WEEKS[0], bookings.WEEKS[6], bookings.WEEKS[-1]) == (
        "2026-W47",
        "2026-W53",
        "2027-W19",
    )


def test_week_rates_share_a_month_by_working_days():
    # 20 patients in December 2026, which has 20 working days: week 53 has three of them.
    patients = np.zeros((1, len(MONTHS)))
    patients[0, MONTHS.index("2026-12")] = 20
    assert bookings.week_rates(patients, ("2026-W53", "2027-W03")).tolist() == [[3.0, 0.0]]


def test_overdue_patients_wait_once(made):
    queue = made["waiting"]
    late = queue[(queue["as_of"] == "2026-10-31") & (queue["days_from"] > 90)]
    waiting = late.groupby("need")["patients"].sum()
    overdue = made["bookings"].groupby("need")["overdue"].sum()
    # Whole patients at each unit: half a patient for each at most.
    units = made["bookings"].groupby("need")["unit"].nunique()
    assert ((overdue[waiting.index] - waiting).abs() <= units[waiting.index] / 2).all()


def test_overdue_stand_in_the_first_week(made):
    later = made["bookings"]["week"] > "2026-W47"
    assert (made["bookings"].loc[later, "overdue"] == 0).all()


def test_some_units_are_booked_far_ahead_and_some_have_just_begun(made):
    table = made["bookings"]
    hours = table["booked"] * table["hours_per_patient"]
    by_week = hours.groupby([table["unit"], table["week"]]).sum().unstack()
    far = by_week[["2027-W10", "2027-W11"]].mean(axis=1) / by_week["2026-W47"].clip(lower=1)
    large = by_week["2026-W47"] > 10
    assert far[large].max() > 0.6
    assert far[large].min() < 0.15


def test_hours_per_patient_is_the_mean_of_the_visits(made):
    # Orthopaedic assessment: (1.0 x first visit + 0.7 x return visit) / 1.7 visits, at the clinic's
    # own pace; 0.6 h and 0.4 h in the mean of all clinics.
    times = made["activity_times"].query("unit == '06-1-ORT'").set_index("activity")["amount"]
    first, later = times["orthopaedic_first_visit"], times["orthopaedic_return_visit"]
    rows = made["bookings"].query("need == 'orthopaedic_visit' and unit == '06-1-ORT'")
    expected = (1.0 * first + 0.7 * later) / 1.7
    assert rows["hours_per_patient"].iloc[0] == pytest.approx(expected, abs=0.006)
    assert first != later


def test_weeks_past_fill_up_until_the_monday_after_them(made):
    history = made["booking_history"].sort_values(["unit", "week", "as_of"])
    assert history["week"].nunique() == 16
    assert history["week"].max() == "2026-W46"
    each = history.groupby(["unit", "week"])
    # Eight looks, never less booked than before, and never more than there is time for.
    assert set(each.size()) == {8}
    assert (each["booked"].diff().dropna() >= 0).all()
    assert (history["booked"] <= history["hours"] + 0.05).all()
    # Week 46 begins on 9 November: the last look is on the 16th.
    assert history.loc[history["week"] == "2026-W46", "as_of"].max() == "2026-11-16"
    assert (each["booked"].last() < each["hours"].last() - 1).any()


def test_wards_lend_within_their_hospital(made):
    pairs = made["lending"]
    assert (pairs["unit"] != pairs["to_unit"]).all()
    assert pairs["unit"].str[:4].equals(pairs["to_unit"].str[:4])
    assert pairs["unit"].nunique() > 4


def test_a_former_code_is_none_of_the_units(made):
    changes = made["unit_changes"]
    assert not set(changes["unit"]) & set(made["units"]["unit"])
    assert set(changes["to_unit"]) <= set(made["units"]["unit"])

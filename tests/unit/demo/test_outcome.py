import numpy as np
import pytest

from pkslib.demo import outcome


def test_what_lies_ahead_is_planned_but_not_done(made):
    production = made["production"]
    ahead = production["period"] > "2026-10"
    assert set(production["period"][ahead]) == {"2026-11", "2026-12"}
    assert production["count"][ahead].isna().all()
    assert production["count"][~ahead].notna().all()
    assert production["planned"].notna().all()


def test_most_units_keep_their_plan_and_some_do_not(made):
    done = made["production"].dropna(subset="count").groupby("unit")[["count", "planned"]].sum()
    large = done[done["planned"] > 2000]
    off = (large["count"] / large["planned"] - 1).abs()
    assert (off < 0.03).sum() > (off > 0.04).sum() > 0


def test_admissions_are_neither_cancelled_late_nor_missed(made):
    production = made["production"].dropna(subset="count")
    kind = production["activity"].map(made["activities"].set_index("activity")["kind"])
    admissions = kind == "admission"
    assert production.loc[admissions, ["cancelled_late", "no_show"]].isna().all(axis=None)
    assert production.loc[kind == "visit", "no_show"].notna().all()


def test_bands_sum_to_the_list_and_hold_the_share_within():
    # 10 patients a day and 70 % within 90 days: leaving at a rate of -ln(0.3)/90 = 0.01338 a day
    # the list is 10/0.01338 = 747. The third band ends with day 90, that is before day 91.
    sizes = outcome.band_sizes(10, 0.7)
    assert sizes.sum() == pytest.approx(747.5, abs=0.5)
    assert sizes[:3].sum() / sizes.sum() == pytest.approx(1 - 0.3 ** (91 / 90))


def test_no_band_holds_more_than_came_in_it():
    assert outcome.band_sizes(10, 0.55)[0] <= 31 * 10


def test_waiting_lists_build_up(made):
    by_day = made["waiting"].groupby("as_of")["patients"].sum()
    assert len(by_day) == 25
    assert by_day.iloc[-3:].mean() > by_day.iloc[:3].mean()


def test_share_within_ninety_days(made):
    now = made["waiting"][made["waiting"]["as_of"] == "2026-10-31"]
    within = now[now["days_to"].fillna(999).astype(int) <= 90].groupby("need")["patients"].sum()
    share = within / now.groupby("need")["patients"].sum()
    cancer = share.index.isin(made["needs"].query("priority == 1")["need"])
    # Small lists scatter about the 55-85 % they are drawn from.
    assert share[~cancer].between(0.45, 0.92).all()
    assert share[~cancer].mean() == pytest.approx(0.70, abs=0.06)


def test_budgets_are_near_cost(made):
    # A year's budget against twelve tenths of ten months' cost, within 10 %.
    year = made["production"]["period"].between("2026-01", "2026-10")
    cost = made["production"].loc[year, "cost"].sum() * 12 / 10
    budget = made["budgets"].loc[made["budgets"]["year"] == 2026, "amount"].sum()
    assert budget == pytest.approx(cost, rel=0.1)
    assert np.isfinite(made["budgets"]["amount"]).all()


def test_some_of_those_who_come_to_a_list_leave_it_untreated(made):
    # What one need alone takes, a year of it: acute care is planned for all, planned care for
    # four of a hundred fewer.
    paths = made["pathways"].merge(made["needs"], on="need")
    # Primary care keeps no list.
    paths = paths[(paths["flow"] == "acute") | (paths["guarantee_days"] == 90)]
    alone = paths[paths.groupby("activity")["need"].transform("nunique") == 1]
    region = made["units"].set_index("unit")["region"]
    each = alone.assign(region=alone["unit"].map(region))
    each = each.groupby(["flow", "region", "need", "activity"], as_index=False)["per_patient"].sum()
    of_year = made["demand"][made["demand"]["period"].str.startswith("2025")]
    came = of_year.groupby(["region", "need"])["patients"].sum().rename("came").reset_index()
    done = made["production"][made["production"]["period"].str.startswith("2025")]
    done = done.assign(region=done["unit"].map(region))
    planned = done.groupby(["region", "activity"])["planned"].sum().rename("planned").reset_index()
    rows = each.merge(came).merge(planned)
    rows = rows[rows["came"] > 500]
    share = rows["planned"] / (rows["came"] * rows["per_patient"])
    found = share.groupby(rows["flow"]).median()
    assert found["acute"] == pytest.approx(1.0, abs=0.025)
    assert found["elective"] == pytest.approx(0.96, abs=0.025)
    assert found["elective"] < found["acute"] - 0.02

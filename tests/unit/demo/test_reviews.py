import pandas as pd

from pkslib.steps.need.reviews import list_reviews


def test_thorough_regions_look_through_a_list_and_strike_some_off(made):
    work = made["measures"][made["measures"]["kind"] == "list_review"]
    assert work["unit"].tolist() == ["06-1-ORT", "09-1-ORT"]
    assert work["measure"].is_unique
    assert (work["max_amount"] > 0).all()
    struck = made["waiting"].dropna(subset="struck_off")
    assert set(struck["need"]) == {"orthopaedic_visit"}
    assert set(struck["as_of"]) == {"2026-09-30", "2026-10-31"}
    assert (struck["days_from"] > 90).all()
    of_which = struck["patient_chosen"] + struck["medically_caused"]
    assert (of_which <= struck["patients"]).all()


def test_its_follow_up_tells_the_region_s_list_before_and_who_was_struck_off(made):
    own = made["waiting"].query("region == '06'")
    visits = own[own["need"] == "orthopaedic_visit"]
    use = pd.DataFrame({"need": ["orthopaedic_visit"], "unit": "06-1-ORT",
                        "capacity": "clinic_hour", "raw": [500.0]})  # fmt: skip
    care = pd.DataFrame({"need": ["orthopaedic_visit"], "patients": [1000.0]})
    tables = {"waiting": own, "measures": made["measures"], "units": made["units"]}
    row = list_reviews(tables, use, care).squeeze()
    assert row["state"] == "under_way"
    assert row["before"] == visits.loc[visits["as_of"] == "2026-08-31", "patients"].sum()
    assert row["struck_off"] == visits["struck_off"].sum() > 10
    assert row["found"] == row["struck_off"] / 2

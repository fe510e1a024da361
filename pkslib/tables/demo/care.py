"""What is invented to be done for patients: activities, and which kind of unit does them.

Stays, times and weights are invented; they are of the size that Swedish care knows.
"""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from pkslib.tables.demo import needs


class Activity(NamedTuple):
    """Something done for patients, with the capacity it takes in that capacity's measure."""

    name: str
    kind: str
    drg_weight: float
    amount: float


_BY_CAPACITY = {
    "bed_day": {
        "chest_pain_stay": Activity("Vårdtillfälle bröstsmärta", "admission", 0.62, 2.0),
        "stroke_stay": Activity("Vårdtillfälle stroke", "admission", 1.35, 7.5),
        "hip_fracture_stay": Activity("Vårdtillfälle höftfraktur", "admission", 1.10, 8.0),
        "copd_stay": Activity("Vårdtillfälle KOL", "admission", 0.85, 5.4),
        "heart_failure_stay": Activity("Vårdtillfälle hjärtsvikt", "admission", 0.90, 6.0),
        "pneumonia_stay": Activity("Vårdtillfälle lunginflammation", "admission", 0.92, 5.6),
        "sepsis_stay": Activity("Vårdtillfälle sepsis", "admission", 1.60, 8.2),
        "trauma_stay": Activity("Vårdtillfälle trauma", "admission", 0.95, 4.5),
        "abdomen_stay": Activity("Vårdtillfälle akut buk", "admission", 0.70, 3.4),
        "arthroplasty_stay": Activity("Vårdtillfälle protesoperation", "admission", 0.60, 2.4),
        "surgical_stay": Activity("Vårdtillfälle planerad kirurgi", "admission", 0.55, 2.0),
        "bowel_surgery_stay": Activity("Vårdtillfälle tarmkirurgi", "admission", 1.90, 6.8),
    },
    "delivery_bed_day": {
        "delivery_stay": Activity("Förlossning och BB-vård", "admission", 0.58, 2.2),
    },
    "child_bed_day": {
        "child_stay": Activity("Vårdtillfälle barn", "admission", 0.60, 2.5),
    },
    "psychiatric_bed_day": {
        "psychiatric_stay": Activity("Vårdtillfälle psykiatri", "admission", 1.30, 13.0),
    },
    "intensive_bed_day": {
        "intensive_stay": Activity("Intensivvårdstillfälle", "admission", 3.40, 4.2),
    },
    "theatre_hour": {
        "hip_fracture_operation": Activity("Höftfrakturoperation", "operation", 1.45, 2.4),
        "caesarean": Activity("Kejsarsnitt", "operation", 0.75, 1.5),
        "trauma_operation": Activity("Traumaoperation", "operation", 1.20, 2.2),
        "abdomen_operation": Activity("Akut bukoperation", "operation", 1.15, 2.0),
        "arthroplasty_operation": Activity("Höft- eller knäprotes", "operation", 1.85, 2.1),
        "breast_operation": Activity("Bröstcanceroperation", "operation", 1.00, 2.2),
        "prostate_operation": Activity("Prostatacanceroperation", "operation", 1.90, 3.6),
        "bowel_operation": Activity("Tarmcanceroperation", "operation", 2.60, 4.6),
        "gallbladder_operation": Activity("Galloperation, inneliggande", "operation", 1.00, 2.1),
        "cataract_operation": Activity("Kataraktoperation", "day_case", 0.19, 0.55),
        "hernia_operation": Activity("Bråckoperation", "day_case", 0.42, 1.2),
        "gallbladder_day_operation": Activity("Galloperation, dag", "day_case", 0.62, 1.6),
        "day_operation": Activity("Dagkirurgisk operation, övrig", "day_case", 0.38, 1.1),
    },
    "endoscopy_slot": {
        "endoscopy_examination": Activity("Endoskopi", "examination", 0.10, 1.0),
    },
    "clinic_hour": {
        "heart_examination": Activity("Ultraljud hjärta", "examination", 0.05, 0.75),
        "medical_visit": Activity("Besök medicinmottagning", "visit", 0.05, 0.6),
        "surgical_visit": Activity("Besök kirurgmottagning", "visit", 0.05, 0.5),
        "orthopaedic_first_visit": Activity("Nybesök ortopedmottagning", "visit", 0.06, 0.6),
        "orthopaedic_return_visit": Activity("Återbesök ortopedmottagning", "visit", 0.04, 0.4),
        "eye_visit": Activity("Besök ögonmottagning", "visit", 0.04, 0.5),
        "child_visit": Activity("Besök barnmottagning", "visit", 0.05, 0.6),
    },
    "psychiatric_hour": {
        "psychiatric_visit": Activity("Besök psykiatrimottagning", "visit", 0.07, 1.0),
        "psychiatric_contact": Activity("Digital kontakt psykiatri", "digital", 0.04, 0.6),
    },
    "primary_care_hour": {
        "practitioner_visit": Activity("Läkarbesök vårdcentral", "visit", 0.03, 0.45),
        "district_nurse_visit": Activity("Sjuksköterskebesök vårdcentral", "visit", 0.02, 0.5),
        "primary_care_contact": Activity("Digital kontakt vårdcentral", "digital", 0.01, 0.25),
    },
}
# Visits that are counted as the first for a need, a return or an acute one.
_CONTACTS = {
    **{"medical_visit": "return", "surgical_visit": "return", "child_visit": "acute"},
    **{"orthopaedic_first_visit": "first", "orthopaedic_return_visit": "return"},
    **{"eye_visit": "first", "psychiatric_visit": "return", "practitioner_visit": "acute"},
    "district_nurse_visit": "return",
}
ACTIVITIES = {code: done for group in _BY_CAPACITY.values() for code, done in group.items()}
CAPACITY_OF = {code: capacity for capacity, group in _BY_CAPACITY.items() for code in group}

# need -> (role of the unit, activity, mean number per patient); organisation names the roles.
PATHWAYS: dict[str, tuple[tuple[str, str, float], ...]] = {
    "chest_pain": (("HJA", "chest_pain_stay", 0.45), ("MED", "medical_visit", 0.5)),
    "stroke": (("STR", "stroke_stay", 1.0), ("MED", "medical_visit", 1.4)),
    "hip_fracture": (
        ("ORA", "hip_fracture_stay", 1.0),
        ("OP", "hip_fracture_operation", 0.97),
        ("ORT", "orthopaedic_return_visit", 0.5),
    ),
    "delivery": (("BB", "delivery_stay", 1.0), ("OP", "caesarean", 0.18)),
    "copd": (("LUN", "copd_stay", 0.62), ("MED", "medical_visit", 2.0)),
    "heart_failure": (("HJA", "heart_failure_stay", 0.8), ("MED", "medical_visit", 3.0)),
    "pneumonia": (("LUN", "pneumonia_stay", 0.75), ("MED", "medical_visit", 0.5)),
    "sepsis": (("LUN", "sepsis_stay", 0.95), ("IVA", "intensive_stay", 0.22)),
    "trauma": (
        ("ORA", "trauma_stay", 0.45),
        ("OP", "trauma_operation", 0.3),
        ("IVA", "intensive_stay", 0.08),
        ("ORT", "orthopaedic_return_visit", 0.9),
    ),
    "acute_abdomen": (
        ("KIA", "abdomen_stay", 0.7),
        ("OP", "abdomen_operation", 0.28),
        ("IVA", "intensive_stay", 0.05),
        ("KIR", "surgical_visit", 0.4),
    ),
    "child_acute": (("BAA", "child_stay", 0.2), ("BAR", "child_visit", 1.6)),
    "psychiatry_acute": (("PSA", "psychiatric_stay", 0.55), ("PSY", "psychiatric_visit", 2.0)),
    "arthroplasty": (
        ("OP", "arthroplasty_operation", 1.0),
        ("ORA", "arthroplasty_stay", 1.0),
        ("ORT", "orthopaedic_first_visit", 1.0),
        ("ORT", "orthopaedic_return_visit", 1.0),
    ),
    "cataract": (("DAG", "cataract_operation", 1.0), ("OGO", "eye_visit", 1.3)),
    "breast_cancer": (
        ("OP", "breast_operation", 1.0),
        ("KIA", "surgical_stay", 0.6),
        ("KIR", "surgical_visit", 3.0),
    ),
    "prostate_cancer": (
        ("OP", "prostate_operation", 1.0),
        ("KIA", "surgical_stay", 1.0),
        ("KIR", "surgical_visit", 3.0),
    ),
    "colorectal_cancer": (
        ("OP", "bowel_operation", 1.0),
        ("KIA", "bowel_surgery_stay", 1.0),
        ("IVA", "intensive_stay", 0.05),
        ("END", "endoscopy_examination", 1.4),
        ("KIR", "surgical_visit", 3.0),
    ),
    "hernia": (("DAG", "hernia_operation", 1.0), ("KIR", "surgical_visit", 1.0)),
    "gallbladder": (
        ("DAG", "gallbladder_day_operation", 0.7),
        ("OP", "gallbladder_operation", 0.3),
        ("KIA", "surgical_stay", 0.3),
        ("KIR", "surgical_visit", 1.1),
    ),
    "heart_investigation": (("MED", "medical_visit", 1.2), ("MED", "heart_examination", 0.9)),
    "endoscopy": (("END", "endoscopy_examination", 1.1), ("KIR", "surgical_visit", 0.3)),
    "orthopaedic_visit": (
        ("ORT", "orthopaedic_first_visit", 1.0),
        ("ORT", "orthopaedic_return_visit", 0.7),
    ),
    "psychiatry_outpatient": (
        ("PSY", "psychiatric_visit", 5.5),
        ("PSY", "psychiatric_contact", 1.5),
    ),
    "primary_care": (
        ("PV", "practitioner_visit", 0.55),
        ("PV", "district_nurse_visit", 0.45),
        ("PV", "primary_care_contact", 0.25),
    ),
    "day_surgery": (("DAG", "day_operation", 1.0),),
}


def steps(only: tuple[str, ...] = ()) -> pd.DataFrame:
    """Return the pathways by role of unit.

    Returns
    -------
    pandas.DataFrame
        Columns need, role, activity, per_patient [activities per patient], capacity, amount
        [capacity's measure per activity].
    """
    rows = [
        (need, *step, CAPACITY_OF[step[1]], ACTIVITIES[step[1]].amount)
        for need in needs.codes(only)
        for step in PATHWAYS[need]
    ]
    columns = ["need", "role", "activity", "per_patient", "capacity", "amount"]
    return pd.DataFrame(rows, columns=columns)


def tables(only: tuple[str, ...] = ()) -> dict[str, pd.DataFrame]:
    """Return the tables activities and activity_times, the same for all regions."""
    used = list(dict.fromkeys(steps(only)["activity"]))
    done = pd.DataFrame([{"activity": code, **ACTIVITIES[code]._asdict()} for code in used])
    done["capacity"] = done["activity"].map(CAPACITY_OF)
    done["contact"] = done["activity"].map(_CONTACTS)
    return {
        "activities": done[["activity", "name", "kind", "drg_weight", "contact"]],
        "activity_times": done[["activity", "capacity", "amount"]].assign(unit=None),
    }

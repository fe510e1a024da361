"""The invented care needs: who they are, how often they arise, when.

Rates and growth are invented; they are of the size that Swedish care knows.
"""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from pkslib.tables.demo.regions import AGE_GROUPS, SEXES


class Need(NamedTuple):
    """A care need as the table needs holds it."""

    name: str
    flow: str
    priority: int
    guarantee_days: int | None


# The guarantee's days are those of the law's 0-3-90-90.
NEEDS = {
    "chest_pain": Need("Bröstsmärta", "acute", 1, None),
    "stroke": Need("Stroke", "acute", 1, None),
    "hip_fracture": Need("Höftfraktur", "acute", 1, None),
    "delivery": Need("Förlossning", "acute", 1, None),
    "copd": Need("KOL-försämring", "acute", 2, None),
    "heart_failure": Need("Hjärtsvikt", "acute", 2, None),
    "pneumonia": Need("Lunginflammation", "acute", 2, None),
    "sepsis": Need("Sepsis", "acute", 1, None),
    "trauma": Need("Trauma", "acute", 1, None),
    "acute_abdomen": Need("Akut buk", "acute", 1, None),
    "child_acute": Need("Barn akut (RSV och andra infektioner)", "acute", 1, None),
    "psychiatry_acute": Need("Psykiatri akut", "acute", 2, None),
    "arthroplasty": Need("Höft- och knäprotes", "elective", 3, 90),
    "cataract": Need("Katarakt", "elective", 4, 90),
    "breast_cancer": Need("Bröstcancerkirurgi", "elective", 1, 90),
    "prostate_cancer": Need("Prostatacancerkirurgi", "elective", 2, 90),
    "colorectal_cancer": Need("Tjock- och ändtarmscancerkirurgi", "elective", 1, 90),
    "hernia": Need("Ljumskbråck", "elective", 4, 90),
    "gallbladder": Need("Gallstenskirurgi", "elective", 3, 90),
    "heart_investigation": Need("Hjärtutredning", "elective", 2, 90),
    "endoscopy": Need("Endoskopiutredning", "elective", 2, 90),
    "orthopaedic_visit": Need("Ortopedisk bedömning", "elective", 3, 90),
    "psychiatry_outpatient": Need("Psykiatrisk öppenvård", "elective", 2, 90),
    "primary_care": Need("Primärvårdsbesök", "elective", 3, 3),
    "day_surgery": Need("Övrig dagkirurgi", "elective", 4, 90),
}


class Course(NamedTuple):
    """How a need arises.

    Attributes
    ----------
    rates : tuple of float
        New patients per 1 000 inhabitants and year, by age group.
    women : float
        Women's rate against that of both sexes.
    season, pandemic : str
        Names in the calendar.
    trend : float
        Yearly growth of the rates [share].
    spread : float
        Variation of a month beyond chance [coefficient].
    """

    rates: tuple[float, float, float, float, float]
    women: float
    season: str
    pandemic: str
    trend: float
    spread: float


COURSES = {
    "chest_pain": Course((0.2, 3, 9, 16, 24), 0.90, "mild_winter", "acute", -0.004, 0.030),
    "stroke": Course((0, 0.2, 1.8, 7, 18), 0.95, "mild_winter", "acute", -0.006, 0.030),
    "hip_fracture": Course((0, 0.02, 0.4, 2.5, 14), 1.35, "ice", "none", -0.006, 0.035),
    "delivery": Course((0.4, 29.5, 0.1, 0, 0), 2.00, "births", "none", -0.012, 0.020),
    "copd": Course((0, 0.05, 1.3, 6, 9), 1.08, "winter", "lungs", -0.006, 0.050),
    "heart_failure": Course((0, 0.1, 1.2, 7, 30), 0.92, "mild_winter", "acute", -0.004, 0.030),
    "pneumonia": Course((1.2, 0.7, 1.8, 6, 20), 0.94, "winter", "lungs", 0.002, 0.060),
    "sepsis": Course((0.2, 0.4, 1.6, 6, 16), 0.88, "even", "acute", 0.012, 0.035),
    "trauma": Course((2.5, 2.5, 2.5, 3.5, 6), 0.80, "summer", "acute", 0.000, 0.040),
    "acute_abdomen": Course((3, 4.5, 5, 7, 9), 1.04, "even", "acute", 0.002, 0.030),
    "child_acute": Course((40, 0, 0, 0, 0), 0.90, "child", "child", 0.000, 0.070),
    "psychiatry_acute": Course((1.5, 5.5, 3.5, 2, 1.5), 0.98, "mind", "acute", 0.004, 0.030),
    "arthroplasty": Course((0, 0.1, 3.2, 9.5, 6), 1.16, "elective", "elective", 0.010, 0.045),
    "cataract": Course((0, 0.1, 4, 38, 60), 1.14, "elective", "elective", 0.004, 0.045),
    "breast_cancer": Course((0, 0.15, 1.5, 2.3, 1.8), 1.98, "elective", "acute", 0.006, 0.050),
    "prostate_cancer": Course((0, 0, 0.5, 1.1, 0.1), 0.00, "elective", "elective", 0.006, 0.060),
    "colorectal_cancer": Course((0, 0.05, 0.5, 2.2, 2.6), 0.92, "elective", "acute", 0.008, 0.050),
    "hernia": Course((0.5, 0.6, 1.9, 3.4, 2.6), 0.20, "elective", "elective", 0.000, 0.050),
    "gallbladder": Course((0.1, 1.3, 1.6, 1.5, 0.8), 1.30, "elective", "elective", 0.004, 0.050),
    "heart_investigation": Course((1, 4, 14, 30, 28), 0.98, "elective", "elective", 0.012, 0.040),
    "endoscopy": Course((1.5, 9, 22, 34, 22), 1.06, "elective", "elective", 0.020, 0.045),
    "orthopaedic_visit": Course((14, 18, 34, 45, 40), 1.04, "elective", "elective", 0.004, 0.040),
    "psychiatry_outpatient": Course((10, 17, 9, 5, 4), 1.12, "talks", "acute", 0.018, 0.040),
    "primary_care": Course((600, 650, 850, 1200, 1500), 1.12, "primary", "acute", 0.002, 0.020),
    "day_surgery": Course((3, 8, 10, 11, 7), 1.06, "elective", "elective", 0.004, 0.045),
}


def codes(only: tuple[str, ...] = ()) -> list[str]:
    """Return the codes of the needs asked for, all when none is.

    Examples
    --------
    >>> codes(("stroke", "hernia")), len(codes())
    (['stroke', 'hernia'], 25)
    """
    return [code for code in NEEDS if not only or code in only]


def table(only: tuple[str, ...] = ()) -> pd.DataFrame:
    """Return the table needs."""
    return pd.DataFrame([{"need": code, **NEEDS[code]._asdict()} for code in codes(only)])


def rates(only: tuple[str, ...] = ()) -> pd.DataFrame:
    """Return the table rates: what the invention itself goes by, rounded as a register would."""
    rows = [
        (code, sex, age_group, round(rate * share, 2))
        for code in codes(only)
        for sex, share in zip(SEXES, (COURSES[code].women, 2 - COURSES[code].women), strict=True)
        for age_group, rate in zip(AGE_GROUPS, COURSES[code].rates, strict=True)
    ]
    return pd.DataFrame(rows, columns=["need", "sex", "age_group", "per_thousand"])

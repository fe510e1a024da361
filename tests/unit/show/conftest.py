"""One invented region, its tables valid by declaration: what the figures are tried on."""

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from pkslib import language, periods
from pkslib.show import names
from pkslib.tables.declaration import validate
from pkslib.tables.inputs import INPUTS
from pkslib.tables.results import RESULTS

REGION = "99"
NEEDS = {
    "chest_pain": ("Bröstsmärta", "acute", 320, 0.10),
    "stroke": ("Stroke", "acute", 85, 0.05),
    "hip_fracture": ("Höftfraktur", "acute", 60, 0.08),
    "copd": ("KOL", "acute", 110, 0.30),
    "birth": ("Förlossning", "acute", 210, -0.06),
    "hip_replacement": ("Höftprotes", "elective", 55, -0.35),
    "knee_replacement": ("Knäprotes", "elective", 48, -0.35),
    "cataract": ("Grå starr", "elective", 190, -0.30),
    "psychiatry": ("Psykiatrisk öppenvård", "elective", 900, -0.15),
    "primary_visit": ("Läkarbesök i primärvård", "elective", 5200, -0.10),
}
UNITS = {
    "99-1-MED": "Medicinkliniken, Norrsjö",
    "99-1-ORT": "Ortopedkliniken, Norrsjö",
    "99-1-OP": "Operation, Norrsjö",
    "99-2-MED": "Medicinkliniken, Söderås",
    "99-2-KIR": "Kirurgkliniken, Söderås",
    "99-2-AVA": "Akutvårdsavdelningen, Söderås",
}
CAPACITIES = {
    "bed_day": ("Vårdplatser", "bed_day", 0.85),
    "theatre_hour": ("Operationssal", "hour", 0.80),
    "visit_hour": ("Mottagning", "hour", 0.85),
}
ACTIVITIES = {
    "med_stay": ("Vårdtillfälle medicin", "admission"),
    "hip_stay": ("Vårdtillfälle höft", "admission"),
    "hip_operation": ("Höftoperation", "operation"),
    "cataract_operation": ("Starroperation", "operation"),
    "visit": ("Mottagningsbesök", "visit"),
}
HISTORY = periods.between("2019-01", "2026-10")
YEAR = periods.within_year(2027, "month")
AHEAD = periods.between("2026-11", "2027-12")
WEEKS = periods.between("2026-W45", "2027-W18")
RESOURCES = ("nurse", "assistant_nurse", "physician")


def _season(label: str, size: float) -> float:
    month = int(label[5:7])
    summer = -0.5 * (month == 7) - 0.15 * (month in (6, 8)) if size < 0 else 0.0
    return 1 + abs(size) * np.cos((month - 1.5) / 12 * 2 * np.pi) * (size > 0) + abs(size) * summer


def _demand(random: np.random.Generator) -> pd.DataFrame:
    rows = []
    for need, (_, _, level, size) in NEEDS.items():
        for at, label in enumerate(HISTORY):
            pandemic = 0.75 if "2020-03" <= label <= "2021-06" else 1.0
            mean = level * _season(label, size) * pandemic * (1 + 0.015 * at / 12)
            rows.append((REGION, need, label, float(random.poisson(mean))))
    return pd.DataFrame(rows, columns=["region", "need", "period", "patients"])


def _forecast() -> pd.DataFrame:
    rows = []
    for need, (_, _, level, size) in NEEDS.items():
        for at, label in enumerate(AHEAD):
            mean = level * _season(label, size) * 1.12
            wide = mean * (0.05 + 0.004 * at) + np.sqrt(mean) * 0.5
            spread = [mean, mean - wide, mean + wide, mean - 1.6 * wide, mean + 1.6 * wide]
            rows.append((REGION, need, label, *spread, "pooled"))
    columns = ["region", "need", "period", "mean", "lower_80", "upper_80", "lower_95", "upper_95"]
    return pd.DataFrame(rows, columns=[*columns, "method"])


def _demand_more(demand: pd.DataFrame, forecast: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the tables of step demand beside forecast and accuracy, of one need each."""
    need = "chest_pain"
    past = demand[demand["need"] == need].tail(36).reset_index(drop=True)
    tested = pd.DataFrame(
        {"region": REGION, "need": need, "origin": np.repeat(["2023-10", "2024-10", "2025-10"], 12),
         "period": past["period"], "forecast": past["patients"] * 0.97,
         "outcome": past["patients"], "error": past["patients"] * 0.03}
    )  # fmt: skip
    pattern = np.array([_season(label, 0.1) for label in YEAR])
    season = {"region": REGION, "need": need, "place": range(1, 13), "own": pattern + 0.02,
              "pooled": 2 - pattern, "used": pattern}  # fmt: skip
    years = [
        (
            REGION,
            need,
            str(year),
            size,
            size - 200,
            size + 200,
            size - 350,
            size + 350,
            3900.0,
            size,
        )
        for year, size in zip(range(2027, 2031), (4000.0, 4060.0, 4110.0, 4170.0), strict=True)
    ]
    weeks = [
        (REGION, need, label, 7, *(75.0 + 9 * np.cos(at / 8) + np.array([0, -12, 12, -20, 20])))
        for at, label in enumerate(periods.within_year(2027, "week"))
    ]
    hours = [
        (REGION, need, day, hour, (2 + np.sin((hour - 8) / 4)) / 48)
        for day in range(8) for hour in range(24)
    ]  # fmt: skip
    sums = forecast.groupby("period")["mean"].sum()
    levels = [
        (REGION, level, label, 1.03 * size, size, 1.01 * size, 40.0, 50.0)
        for level in ("acute", "elective", "region") for label, size in sums.items()
    ]  # fmt: skip
    at_units = [
        (REGION, unit, label, 1.03 * size, size, (1 + at / 50) * size, 12.0, 13.0)
        for at, unit in enumerate(UNITS) for label, size in (sums / len(UNITS)).items()
    ]  # fmt: skip
    counted = [
        (unit, need, label, 0.31 * sums.mean() / len(NEEDS))
        for unit in UNITS for need in NEEDS for label in HISTORY[-24:]
    ]  # fmt: skip
    models = [
        (REGION, need, model, 4000.0, mase, 1.0, 0.81, 0.94, model)
        for need in NEEDS for model, mase in (("pooled", 0.8), ("sarima", 1.1), ("last_year", 1.0))
    ]  # fmt: skip
    return {
        "unit_demand": pd.DataFrame(counted, columns=["unit", "need", "period", "patients"]),
        "unit_levels": _frame("unit_levels", at_units),
        "backtest": tested,
        "models": _frame("models", models),
        "seasons": pd.DataFrame(season),
        "forecast_years": _frame("forecast_years", years),
        "forecast_weeks": _frame("forecast_weeks", weeks),
        "hour_profile": _frame("hour_profile", hours),
        "forecast_levels": _frame("forecast_levels", levels),
    }


def _accuracy(random: np.random.Generator) -> pd.DataFrame:
    naive = random.uniform(0.8, 1.3, len(NEEDS))
    return pd.DataFrame(
        {
            "region": REGION,
            "need": list(NEEDS),
            "mase": naive * random.uniform(0.65, 1.08, len(NEEDS)),
            "mase_naive": naive,
            "bias": random.normal(0, 0.03, len(NEEDS)),
            "coverage_80": random.uniform(0.74, 0.86, len(NEEDS)),
            "coverage_95": random.uniform(0.91, 0.98, len(NEEDS)),
            "method": "pooled",
            "calendar_days": np.nan,
            "calendar_holidays": 0.021,
            "calendar_each": np.nan,
            "note": "",
        }
    )


def _capacity(random: np.random.Generator) -> dict[str, pd.DataFrame]:
    needed, have, limits, risk = [], [], [], []
    levels = {"bed_day": (30, 60), "theatre_hour": (200, 420), "visit_hour": (300, 900)}
    for unit in UNITS:
        for capacity in CAPACITIES:
            if (capacity == "theatre_hour") != (unit.endswith(("OP", "KIR"))):
                continue
            low, high = levels[capacity]
            level, sits = random.uniform(low, high), random.uniform(0.86, 1.12)
            utilisation = CAPACITIES[capacity][2]
            for label in YEAR:
                scale = periods.days(label) if capacity == "bed_day" else 1.0
                size = 0.12 if capacity == "bed_day" else -0.3
                need = level * _season(label, size) * random.normal(1, 0.02)
                open_now = level * sits * (0.8 if label.endswith("-07") else 1.0)
                raw = need * utilisation
                places = int(np.ceil(need)) if capacity == "bed_day" else pd.NA
                amounts = [raw * scale, utilisation, 0.0, need * scale]
                band = [need * 0.94 * scale, need * 1.06 * scale]
                needed.append((unit, capacity, label, *amounts, *band, places))
                slack = dict(zip(RESOURCES, (1.0, 1.15, 1.3), strict=True))
                if label[-2:] in ("03", "04"):
                    slack["physician"], slack["nurse"] = 1.0, 1.1
                limiting = min(slack, key=slack.get)
                have.append((unit, capacity, label, open_now * scale, "resource", limiting, 1.4))
                limits += [
                    (unit, capacity, resource, label, open_now * scale * more,
                     open_now * scale * (more - 1.0))
                    for resource, more in slack.items()
                ]  # fmt: skip
                if capacity == "bed_day":
                    refused = 0.35 * np.exp(-need / 25)
                    more = int(np.ceil(need)) + max(0, int((refused - 0.05) * 100))
                    risk.append(
                        (unit, capacity, label, raw, int(np.ceil(need)), refused, 0.05, more)
                    )
    waits = [
        (unit, "theatre_hour", "2027-03", 2.4 + at, 3 + at, 0.6 - 0.2 * at, 80.0 - 30 * at, 0.2, 5)
        for at, unit in enumerate(("99-1-OP", "99-2-KIR"))
    ]
    return {
        "wait_risk": _frame("wait_risk", waits),
        "capacity_need": _frame("capacity_need", needed),
        "available_capacity": _frame("available_capacity", have),
        "capacity_limits": _frame("capacity_limits", limits),
        "ward_risk": _frame("ward_risk", risk),
    }


def _frame(name: str, rows: list[tuple]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(RESULTS[name].columns))


def _chain(forecast: pd.DataFrame) -> dict[str, pd.DataFrame]:
    ahead = forecast[forecast["period"].isin(YEAR)]
    care = ahead[["region", "need", "period"]].assign(
        forecast=ahead["mean"], target_level=ahead["mean"], relief=0.0, patients=ahead["mean"]
    )
    made, used = [], []
    pathways = (
        ("chest_pain", "99-1-MED", "visit", 0.6, "visit_hour", 0.5),
        ("chest_pain", "99-1-MED", "med_stay", 0.35, "bed_day", 2.0),
        ("chest_pain", "99-2-MED", "med_stay", 0.2, "bed_day", 2.2),
        ("hip_fracture", "99-1-ORT", "hip_stay", 1.0, "bed_day", 7.5),
        ("hip_fracture", "99-1-OP", "hip_operation", 0.97, "theatre_hour", 2.2),
    )
    for need, unit, activity, per_patient, capacity, amount in pathways:
        for row in care[care["need"] == need].itertuples():
            made.append((unit, need, activity, row.period, row.patients * per_patient))
            use = row.patients * per_patient * amount
            used.append((need, unit, capacity, row.period, use))
    columns = list(RESULTS["capacity_use"].columns)
    use = pd.DataFrame(used, columns=columns).groupby(columns[:-1], as_index=False).sum()
    return {
        "care_need": care,
        "production_need": _frame("production_need", made),
        "capacity_use": use,
    }


def _balance(capacity: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    keys = ["unit", "capacity", "period"]
    have = capacity["available_capacity"].rename(columns={"amount": "available"})
    both = capacity["capacity_need"].merge(have[[*keys, "available"]], on=keys)
    gap = both[[*keys, "need", "available"]].assign(gap=both["need"] - both["available"])
    steps, sums = [], []
    for name, rows in gap.groupby("capacity"):
        short = float(rows["gap"].clip(lower=0).sum())
        left = short
        for step, (share, price) in enumerate(
            ((0.30, 100), (0.08, 0), (0.25, 4200), (0.15, 6800), (0.12, 0)), 1
        ):
            closed = share * short
            steps.append(
                (
                    name,
                    step,
                    left,
                    closed,
                    left - closed,
                    0.2 * left,
                    closed * price,
                    60.0 * (step == 2),
                )
            )
            left -= closed
        need, available = float(rows["need"].sum()), float(rows["available"].sum())
        worst = rows.loc[rows["gap"].idxmax()]
        raw = float(capacity["capacity_need"].query("capacity == @name")["raw"].sum())
        sums.append(
            (REGION, name, raw, need, available, need - available, short,
             *(part * short for part in (0.78, 0.07, 0.12, 0.03)),
             raw / available, worst["period"], float(worst["gap"]), worst["unit"])
        )  # fmt: skip
    caught = [
        ("99-1-MED", "bed_day", step, before, before - after, after, 1000.0 * step)
        for step, before, after in ((1, 90.0, 40.0), (2, 40.0, 25.0), (3, 25.0, 25.0))
    ]
    plan = [
        ("admission", "latest_plan", 0, 900.0),
        ("admission", "bought", 1, -40.0),
    ]
    status = [
        ("target", "99-1-MED", "stay", 860.0, 900.0, "in_force", 1, "Regiondirektör", "2026-10-01"),
        ("target", "99-2-KIR", "hip", 120.0, 90.0, "in_force", 1, "Regiondirektör", "2026-10-01"),
    ]
    return {
        "gap": gap,
        "status": _frame("status", status),
        "catch_up": _frame("catch_up", caught),
        "plan_change": _frame("plan_change", plan),
        "ladder_steps": _frame("ladder_steps", steps),
        "summary": _frame("summary", sums),
    }


def _risk(gap: pd.DataFrame) -> dict[str, pd.DataFrame]:
    rows = []
    region = gap.groupby(["capacity", "period"], as_index=False)[["need", "available"]].sum()
    for scope, frame in (("unit", gap), ("region", region.assign(unit=REGION))):
        for row in frame.itertuples():
            spread = (0.92 * row.need, row.need, 1.09 * row.need)
            risk = float(np.clip(0.5 + 4 * (row.need / row.available - 1), 0, 1))
            rows.append((scope, row.unit, row.capacity, row.period, *spread, row.available, risk))
    return {"gap_risk": _frame("gap_risk", rows)}


def _four_years() -> dict[str, pd.DataFrame]:
    rows = []
    for scope, place, size in (("region", REGION, 3.0), ("unit", "99-1-MED", 1.0)):
        for at, year in enumerate(range(2027, 2031)):
            for label, days in (
                (str(year), 365.0),
                *((f"{year}-Q{q}", 91.25) for q in (1, 2, 3, 4)),
            ):
                need, available = size * days * (20 + at), size * days * 21
                gap = need - available
                spread = (0.9 * need, 1.1 * need, available, 0.4, gap, gap - 50, gap + 50)
                rows.append((scope, place, "bed_day", label, 0.85 * need, need, *spread,
                             max(gap, 0.0), 5.0, 0.5, 0.8 * need, 1.2 * need, 0.6))  # fmt: skip
    return {"four_years": _frame("four_years", rows)}


def _queue() -> dict[str, pd.DataFrame]:
    need = ("hip_replacement", "")
    days = ("2026-10-31", "2027-01-01", 90, True)
    part = (0.3, 0.2, 0.45, "measured", 0.01, "measured_on_all_lists_together")
    model = (*need, *days, 190.0, 180.0, 1.0, 11.5, True, *part, 0.9, 1.1)
    goal = (*need, "today", 90, "2027-12-31", 0.9, 180.0, 0.55, 0.6, 0.62, 12.0, 11.5,
            14.2, 14.5, 14.6, 3.0, 110.0, 12.2, -5.8)  # fmt: skip
    flows = (50.0, 50.0, 0.0, 180.0)
    ahead = [
        (
            *need,
            future,
            label,
            *flows,
            70.0 - fall * at,
            72.0 - fall * at,
            73.0 - fall * at,
            60.0,
            *((140.0, 230.0) if at == len(YEAR) - 1 else (np.nan, np.nan)),
        )
        for future, fall in (("as_lately", 0.0), ("guarantee", 5.0))
        for at, label in enumerate(YEAR)
    ]
    before = (*need, "carried", "2026-12", *flows, 70.0, 72.0, 75.0, 60.0, np.nan, np.nan)
    plan = [(*row[:2], "plan", *row[3:]) for row in ahead[: len(YEAR)]]
    flowed = (600.0, 550.0, 580.0, 586.0)
    past = (*need, "2025-10-31", "2026-10-31", *flowed, 170.0, 184.0, 190.0, 0.31, 0.37, 0.39, 0.4)
    return {
        "waiting_model": _frame("waiting_model", [model]),
        "waiting_goal": _frame("waiting_goal", [goal]),
        "waiting_ahead": _frame("waiting_ahead", [before, *ahead]),
        "waiting_by_plan": _frame("waiting_by_plan", plan),
        "waiting_backtest": _frame("waiting_backtest", [past]),
    }


def _need_weeks() -> pd.DataFrame:
    return _frame(
        "capacity_need_weeks",
        [
            (unit, capacity, week, 7, 7 * (30.0 + at % 5), 34.0 + at % 5)
            for unit, capacity in (("99-1-MED", "bed_day"), ("99-1-OP", "theatre_hour"))
            for at, week in enumerate(periods.between("2027-W01", "2027-W51"))
        ],
    )


def _census() -> pd.DataFrame:
    rows = [
        ("99-1-MED", "bed_day", day, hour, "2027-02", 30 + 2 * np.sin(hour / 4) - 0.4 * day, 42)
        for day in range(1, 8)
        for hour in range(24)
    ]
    return _frame("bed_census", [(*row, "default_profile") for row in rows])


def _staff() -> pd.DataFrame:
    rows = [
        ("99-1-MED", resource, label, 0.0, 1600.0, 1200.0, 1100.0 + 150 * at, 10.0, 7.5, at - 0.5)
        for at, resource in enumerate(RESOURCES)
        for label in YEAR
    ]
    return _frame("staff_supply", rows)


def _plan(random: np.random.Generator) -> dict[str, pd.DataFrame]:
    weeks, quarters = [], []
    levels = {
        ("99-1-MED", "med_stay"): 40,
        ("99-1-OP", "hip_operation"): 22,
        ("99-1-OP", "cataract_operation"): 45,
        ("99-1-MED", "visit"): 90,
    }
    for (unit, activity), level in levels.items():
        for label in periods.within_year(2027, "week"):
            week = int(label[-2:])
            low = 0.6 if 26 <= week <= 31 and activity != "med_stay" else 1.0
            low *= 0.5 if week in (1, 52, 13) and activity != "med_stay" else 1.0
            weeks.append((unit, activity, label, int(level * low * random.normal(1, 0.02))))
        for quarter, share in zip(
            periods.within_year(2027, "quarter"), (0.27, 0.26, 0.19, 0.28), strict=True
        ):
            quarters.append((unit, activity, quarter, int(level * 50 * share)))
    times = pd.DataFrame(
        [
            ("hip_operation", None, "theatre_hour", 2.2),
            ("cataract_operation", None, "theatre_hour", 0.7),
            ("med_stay", "99-1-MED", "bed_day", 4.0),
        ],
        columns=["activity", "unit", "capacity", "amount"],
    )
    months = [
        (*key, label, 4 * level)
        for key, level in levels.items()
        for label in periods.within_year(2027, "month")
    ]
    return {
        "plan": _frame("plan", months),
        "plan_weeks": _frame("plan_weeks", weeks),
        "targets": _frame("targets", quarters),
        "activity_times": times,
    }


def _follow_up(random: np.random.Generator) -> dict[str, pd.DataFrame]:
    window = periods.between("2025-11", "2026-10")
    rows, made, verdicts = [], [], []
    shift = {"med_stay": 0.0, "hip_operation": -0.10, "visit": 0.03, "cataract_operation": 0.08}
    levels = {
        "med_stay": ("99-1-MED", 170),
        "hip_operation": ("99-1-OP", 90),
        "visit": ("99-1-MED", 380),
        "cataract_operation": ("99-1-OP", 190),
    }
    for activity, (unit, level) in levels.items():
        planned = np.array([level * (0.6 if label.endswith("07") else 1.0) for label in window])
        outcome = np.round(planned * (1 + shift[activity] + random.normal(0, 0.05, 12)))
        if activity == "visit":
            planned[:3] = np.nan
        error = outcome - planned
        width = 2.66 * np.nanmean(np.abs(np.diff(error)))
        low, high = np.nanmean(error) - width, np.nanmean(error) + width
        if activity == "med_stay":
            outcome[7] -= 70
            error = outcome - planned
        for at, label in enumerate(window):
            rule = "beyond" if error[at] < low or error[at] > high else ""
            rows.append(
                (unit, activity, label, planned[at], outcome[at], error[at], low, high, rule)
            )
            lost = (outcome[at] * 0.04, outcome[at] * 0.05) if activity == "visit" else (0.0, 0.0)
            made.append(
                (unit, activity, label, outcome[at], planned[at], outcome[at] * 0.9, 0.0, *lost)
            )
        signal = float(np.nansum(error) / np.nanmean(np.abs(error)))
        kind = "systematic" if abs(signal) > 4 else "random"
        verdicts.append(
            (
                "production",
                unit,
                activity,
                12,
                np.nansum(planned),
                np.nansum(outcome),
                np.nansum(error),
                signal,
                0.2,
                kind,
                "left_to_chance",
            )
        )
    verdicts.append(
        ("production", "99-2-KIR", "visit", 4, 400.0, 390.0, -10.0, -1.5, 0.5, "too few", None)
    )
    need = [
        ("need", REGION, need, 12, 1200.0 * at, 1200.0 * at + 9, 9.0, 1.1 * at, 0.6, "random", None)
        for at, need in enumerate(NEEDS, 1)
    ]
    months = [
        (REGION, "chest_pain", label, 300.0 + at, 310.0, 10.0 - at, "made_then", None)
        for at, label in enumerate(window)
    ]
    return {
        "production_follow_up": _frame(
            "production_follow_up", [(*row[:6], "stated", None, *row[6:]) for row in rows]
        ),
        "need_follow_up": _frame("need_follow_up", months),
        "verdicts": _frame("verdicts", [(*row, *_flag(row[9])) for row in [*verdicts, *need]]),
        "deviations": _frame("deviations", _deviations(window)),
        "deviation_parts": _frame("deviation_parts", _parts(window)),
        "available_parts": _frame("available_parts", _staff_parts(window)),
        "production": pd.DataFrame(made, columns=list(INPUTS["production"].columns)),
    }


def _flag(verdict: str) -> tuple:
    """What stands beside a verdict: flag, chance, size and what it matters for."""
    flags = {"systematic": ("look", 0.01), "random": ("chance", 0.5), "too few": ("too_few", None)}
    return (*flags[verdict], 0.1, "capacity")


def _deviations(window: list[str]) -> list[tuple]:
    levels = (("hours", "bed_day", 700.0), ("drg", "drg", 150.0), ("capacity", "bed_day", 800.0))
    return [
        (subject, "99-1-MED", item, label, level, level + off, off, -90.0, 90.0, "")
        for subject, item, level in levels
        for label, off in zip(window, np.linspace(-40, 30, len(window)), strict=True)
    ]


def _parts(window: list[str]) -> list[tuple]:
    # Need: 20 + 0 − 5 − 10, and 25 from the queue; capacity: −20 (2 of it no staff's) − 10, and
    # 60 by fuller use.
    parts = (700.0, 730.0, 30.0, 20.0, 0.0, -5.0, -10.0, 25.0, -20.0, -2.0, -10.0, 60.0)
    return [("99-1-MED", "bed_day", label, *parts) for label in window]


def _staff_parts(window: list[str]) -> list[tuple]:
    hours = {"nurse": (3000.0, 2880.0, -120.0, -24.0), "assistant": (2500.0, 2530.0, 30.0, 6.0)}
    return [
        ("99-1-MED", "bed_day", label, name, *row)
        for label in window
        for name, row in hours.items()
    ]


def _weeks_ahead(random: np.random.Generator) -> tuple[list, list]:
    weeks, booked = [], []
    for unit, level in (("99-1-OP", 120.0), ("99-1-MED", 210.0)):
        for at, label in enumerate(WEEKS):
            plan = level * (0.5 if label.endswith(("W52", "W53", "W01")) else 1.0)
            fill = plan * np.exp(-at / 9) * random.uniform(0.85, 1.05)
            late = plan * 0.35 * np.exp(-at / 2) if unit == "99-1-OP" else 0.0
            scheduled = plan * 1.08 if at < 11 else plan * 0.7 if at < 16 else np.nan
            covered = 0.8 if at < 11 else 0.0 if at < 16 else np.nan
            weeks.append(
                (
                    unit,
                    label,
                    plan,
                    plan * 0.2,
                    plan * 1.1,
                    scheduled,
                    fill,
                    plan * 0.25,
                    late,
                    1.0,
                    4.0,
                    False,
                    covered,
                )
            )
            booked.append((unit, "hip_replacement", label, fill / 2.2, 8.0, late / 2.2, 2.2, None))
    return weeks, booked


def _shifts(random: np.random.Generator) -> pd.DataFrame:
    index = pd.MultiIndex.from_product(
        [UNITS, RESOURCES[:2], [WEEKS[0]], range(1, 8), ("day", "evening", "night")],
        names=["unit", "resource", "week", "weekday", "shift"],
    )
    rows = index.to_frame(index=False)
    base = rows["shift"].map({"day": 9.0, "evening": 6.0, "night": 4.0})
    needed = base - 2 * (rows["weekday"] > 5)
    off = random.choice([-2, -1, 0, 1, 2], size=len(rows), p=[0.05, 0.25, 0.4, 0.25, 0.05])
    return rows.assign(needed=needed, scheduled=needed + off, plus=np.maximum(off, 0.0),
                       minus=np.maximum(-off, 0.0))  # fmt: skip


def _guarantee() -> dict[str, pd.DataFrame]:
    shares = {"hip_replacement": 0.55, "knee_replacement": 0.62, "cataract": 0.88}
    days = ("2026-10-31", "2026-10-31")
    waits = [
        (
            REGION,
            need,
            90,
            200.0,
            0.0,
            200 * share,
            200 * share,
            share,
            share,
            None,
            None,
            None,
            *days,
        )
        for need, share in shares.items()
    ]
    passing = [
        (
            REGION,
            "hip_replacement",
            label,
            6.0 + 4 * np.sin(at / 4),
            5.0 * at,
            7.0 * at,
            5.0,
            2.0 if at < 9 else 0.0,
        )
        for at, label in enumerate(WEEKS)
    ]
    return {
        "guarantee": _frame("guarantee", waits),
        "guarantee_ahead": _frame("guarantee_ahead", passing),
    }


def _outlook(random: np.random.Generator) -> dict[str, pd.DataFrame]:
    weeks, booked = _weeks_ahead(random)
    beds = [
        (unit, label, 40.0, 39.0, 40.0 - closed, 41.0 - closed, 2, 30.0, 6, "night", "nurse", 7.0)
        for unit in UNITS
        for label, closed in zip(WEEKS[:12], random.integers(1, 6, 12).tolist(), strict=True)
    ]  # fmt: skip
    reach = [("99-1-OP", 11, 12, WEEKS[11], 0.12, 14.0), ("99-1-MED", 16, 12, WEEKS[16], 0.05, 0.0)]
    cover = [("99-1-OP", "nurse", 0.07, 15.0, 1.02, 0.6, 0.8, 1.2),
             ("99-1-MED", "physician", 0.06, 60.0, 1.08, 0.85, 0.93, 1.09)]  # fmt: skip
    free = [("99-1-OP", 110.0, 30.0, 90.0, 80.0, 10.0, 0.0, 30.0, None, 2.5),
            ("99-1-MED", 0.0, 50.0, 120.0, 0.0, 50.0, 70.0, 0.0, None, 0.0)]  # fmt: skip
    hip = ("hip_replacement", "hip_operation", 3, "overdue", None, "2026-W40", 91.0)
    eye = ("cataract", None, 4, "to_plan", WEEKS[2], None, np.nan)
    calls = [
        ("99-1-OP", 1, WEEKS[0], "99-1-OP", *hip, "short_notice", 10.0, 22.0),
        ("99-1-OP", 2, WEEKS[1], "99-1-OP", *eye, "ordinary", 5.0, 11.0),
        ("99-1-MED", 1, WEEKS[0], "99-1-OP", *hip, "ordinary", 4.0, 8.0),
    ]
    over = [
        ("99-1-OP", WEEKS[0], "above_schedule", 100.0, 90.0, 24.0, 14.0, 7.0, "cataract", 4,
         7.0, WEEKS[2], 0.0, "nurse", 2.0),
        ("99-1-MED", WEEKS[9], "not_scheduled", None, 30.0, 5.0, 30.0, None, None, None, None,
         None, None, "nurse", 4.0),
    ]  # fmt: skip
    operations = [("99-1-OP", label, 50.0, 40.0, 38.0 - at) for at, label in enumerate(WEEKS)]
    left = (5.0, 3.0, 2.0, 40.0, 1.6)
    sums = [
        (unit, "nurse", week, 50.0, bare, 3.0, 8.0, 1.0, 0.0, 1.0, 2.0, *left, bare == 0.0)
        for unit in UNITS
        for week, bare in ((WEEKS[0], 0.0), (WEEKS[1], 50.0))
    ]
    shifts = [
        (unit, WEEKS[0], day, "night", 40.0, 39.0, 36.0, 37.0, "nurse", 7.0)
        for unit in UNITS
        for day in range(1, 8)
    ]
    return {
        "weeks_ahead": _frame("weeks_ahead", weeks),
        "bookings": pd.DataFrame(booked, columns=list(INPUTS["bookings"].columns)),
        "gap_list": _shifts(random),
        "gap_sums": _frame("gap_sums", sums),
        "overbooked": _frame("overbooked", over),
        "shift_moves": _frame(
            "shift_moves",
            [("lend", "nurse", WEEKS[0], 1, "night", "99-1-MED", 1, "night", "99-1-ORT", 1.0)],
        ),
        "bed_shifts": _frame("bed_shifts", shifts),
        "beds_open": _frame("beds_open", beds),
        "schedule_reach": _frame("schedule_reach", reach),
        "schedule_cover": _frame("schedule_cover", cover),
        "free_time": _frame("free_time", free),
        "calls": _frame("calls", calls),
        "operations_ahead": _frame("operations_ahead", operations),
        **_guarantee(),
    }


def _rest(summary: pd.DataFrame) -> dict[str, pd.DataFrame]:
    factors = (
        ("latest_year", 48200.0),
        ("population", 1650.0),
        ("patients", -420.0),
        ("utilisation", 310.0),
        ("margin", 0.0),
        ("waiting_list", 590.0),
        ("target_level", -730.0),
        ("together", 45.0),
    )
    have = [
        ("demand", 940, HISTORY[0], HISTORY[-1], True),
        ("production", 400, "2023-01", "2026-10", True),
        ("available", 0, "", "", False),
        ("resources", 640, "2026-01", "2027-12", True),
        ("population", 0, "", "", False),
        ("units", 6, "", "", True),
        ("bookings", 50, WEEKS[0], WEEKS[-1], True),
        ("schedule", 900, "2026-11-02", "2027-01-24", True),
    ]
    return {
        "population": pd.DataFrame({"region": [REGION], "persons": [90_000.0]}),
        "change": _frame(
            "change", [("bed_day", *row[:1], at, row[1]) for at, row in enumerate(factors)]
        ),
        "data_tables": _frame("data_tables", have),
        "region_summary": _frame(
            "region_summary",
            [(REGION, 86500.0, 0.021, 0.78, 1.02, 0.81, 3, 2, 1450.0, 0.68, 0.71, 120.0, 131.0, 2)],
        ),
        "marks": _frame(
            "marks",
            [
                (REGION, need, label, "pandemic", "left_out_of_season", "rule", "", "")
                for need in NEEDS
                for label in periods.between("2020-03", "2021-06")
            ]
            + [
                (
                    REGION,
                    "copd",
                    "2023-12",
                    "outlier",
                    "left_out",
                    "scenario",
                    "verksamhetschef",
                    "flytt",
                )
            ],
        ),
    }


def _names() -> dict[str, pd.DataFrame]:
    return {
        "regions": pd.DataFrame({"region": [REGION], "name": ["Region Exempel"]}),
        "units": pd.DataFrame({"unit": list(UNITS), "name": list(UNITS.values())}),
        "needs": pd.DataFrame(
            {"need": list(NEEDS), "name": [named[0] for named in NEEDS.values()]}
        ),
        "activities": pd.DataFrame(
            {"activity": list(ACTIVITIES), "name": [named[0] for named in ACTIVITIES.values()]}
        ),
        "capacities": pd.DataFrame(
            {
                "capacity": list(CAPACITIES),
                "name": [named[0] for named in CAPACITIES.values()],
                "measure": [named[1] for named in CAPACITIES.values()],
                "utilisation": [named[2] for named in CAPACITIES.values()],
                "margin": 0.0,
            }
        ),
    }


def _region() -> dict[str, pd.DataFrame]:
    random = np.random.default_rng(7)
    forecast = _forecast()
    capacity = _capacity(random)
    balance = _balance(capacity)
    demand = _demand(random)
    tables = {
        "demand": demand,
        "forecast": forecast,
        **_demand_more(demand, forecast),
        "accuracy": _accuracy(random),
        **capacity,
        **_chain(forecast),
        **balance,
        **_risk(balance["gap"]),
        **_queue(),
        **_four_years(),
        "bed_census": _census(),
        "capacity_need_weeks": _need_weeks(),
        "staff_supply": _staff(),
        **_plan(random),
        **_follow_up(random),
        **_outlook(random),
        **_rest(balance["summary"]),
        **_names(),
    }
    return {
        name: validate(frame, RESULTS[name]) if name in RESULTS else frame
        for name, frame in tables.items()
    }


@pytest.fixture(scope="session")
def region() -> dict[str, pd.DataFrame]:
    """Every table of the region; result tables pass their declaration."""
    return _region()


@pytest.fixture(scope="session")
def known(region):
    """The region's names."""
    return names.read(region)


@pytest.fixture(params=language.LANGUAGES)
def either_language(request):
    """Run a test in Swedish and in English."""
    with language.using(request.param):
        yield request.param


@pytest.fixture
def swedish():
    with language.using("sv"):
        yield


@pytest.fixture
def english():
    with language.using("en"):
        yield


@pytest.fixture(autouse=True)
def _no_window():
    mpl.use("agg")
    yield
    plt.close("all")


@pytest.fixture
def bars():
    """Return a function that gives the boxes of bars drawn as one artist."""
    return lambda drawn: [path.get_extents() for path in drawn.get_paths()]

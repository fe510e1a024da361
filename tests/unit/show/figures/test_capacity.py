import pandas as pd

from pkslib.show.figures import capacity
from pkslib.show.names import Names

NAMES = Names({"unit": {"A": "Ward A"}, "capacity": {"bed_day": "Beds"}}, {"bed_day": "bed_day"})


def _available(limiting, unit="A"):
    return pd.DataFrame(
        {
            "unit": unit,
            "capacity": "bed_day",
            "period": ["2027-01", "2027-02", "2027-03", "2027-04"],
            "amount": 300.0,
            "limiting": limiting,
        }
    )


def test_the_commonest_limit_is_told_with_its_share(english):
    axes = capacity.limiting(_available(["nurse", "nurse", "nurse", "doctor"]), names=NAMES)
    assert axes.get_title() == "Nurse is most often the limit: in 75% of all cases"
    assert [text.get_text() for text in axes.texts] == ["nurse 75%", "doctor 25%"]


def test_stated_capacity_has_no_limiting_resource(english):
    axes = capacity.limiting(_available([None, "", None, ""]), names=NAMES)
    assert [text.get_text() for text in axes.texts] == ["No limiting resource is known"]


def test_the_binding_resource_is_named(english):
    limits = pd.DataFrame(
        {
            "unit": "A",
            "capacity": "bed_day",
            "resource": ["nurse", "doctor"],
            "period": "2027-01",
            "amount": [300.0, 400.0],
        }
    )
    axes = capacity.allowed(
        _available(["nurse", "nurse", "nurse", "doctor"]), limits, "A", "bed_day", names=NAMES
    )
    assert axes.get_title() == "Ward A: nurse is the limit in 3 of 4 periods"


def _risks(**risks):
    rows = [("unit", unit, label, value) for unit, values in risks.items()
            for label, value in zip(("2027-01", "2027-02"), values, strict=True)]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["scope", "place", "period", "risk"])
    return frame.assign(capacity="bed_day", p10=280.0, p50=310.0, p90=340.0, available=300.0)


def test_units_more_likely_than_not_to_lack_are_counted(english):
    axes = capacity.risks(_risks(A=(0.93, 0.2), B=(0.04, 0.3)), names=NAMES)
    assert axes.get_title().startswith("1 of 2 units are more likely than not to lack")
    assert [text.get_text() for text in axes.texts] == ["93", "20", "30"]


def test_the_fan_names_the_worst_period(english):
    axes = capacity.fan(_risks(A=(0.2, 0.8)), "A", "bed_day", names=NAMES)
    assert axes.get_title() == "Ward A: the risk of a gap is 80% in February 2027"
    assert [text.get_text() for text in axes.texts] == ["20%", "80%", "risk of a gap"]


def test_resources_that_work_too_few_hours_are_counted(english):
    staff = pd.DataFrame(
        {"resource": ["nurse", "doctor"], "paid": [2000.0, 1000.0], "worked": [1600.0, 800.0],
         "needed": [1900.0, 700.0]}
    )  # fmt: skip
    axes = capacity.staff(staff)
    assert axes.get_title().startswith("1 of 2 resources work fewer hours")
    assert axes.get_title(loc="left").startswith("20% of paid time is absence.")
    assert [text.get_text() for text in axes.texts] == ["0.3 missing", "0.1 to spare"]

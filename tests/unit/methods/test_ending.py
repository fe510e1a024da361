import pandas as pd

from pkslib.methods.ending import ending_care


def test_a_need_ends_with_operations_in_whatever_form_else_with_what_comes_next():
    care = pd.DataFrame({
        "need": ["gall", "gall", "gall", "mind", "mind", "flu"],
        "kind": ["visit", "day_case", "operation", "digital", "visit", "admission"],
    })  # fmt: skip
    found = ending_care(care)
    assert found["kind"].tolist() == ["day_case", "operation", "visit", "admission"]

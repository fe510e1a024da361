import numpy as np
import pandas as pd
import pytest

from pkslib.errors import InputError
from pkslib.language import using
from pkslib.methods.inputs import (
    COST,
    COUNT,
    FINITE,
    FINITE_OR_MISSING,
    NOT_NEGATIVE,
    NOT_NEGATIVE_OR_MISSING,
    PART,
    POSITIVE,
    RISK,
    SHARE,
    WHOLE,
    as_given,
    as_numbers,
    take,
)

NAN, INF = float("nan"), float("inf")


@pytest.mark.parametrize(
    ("allowed", "inside", "outside"),
    [
        (FINITE, [-1, 0, 1e300], [NAN, INF]),
        (FINITE_OR_MISSING, [-1, NAN], [INF, -INF]),
        (NOT_NEGATIVE, [0, 0.5], [-1e-9, NAN, INF]),
        (NOT_NEGATIVE_OR_MISSING, [0, NAN], [-1, INF]),
        (COST, [0, NAN, INF], [-1, -INF]),
        (POSITIVE, [1e-9], [0, NAN, INF]),
        (WHOLE, [0, 7], [-1, 0.5, NAN, INF]),
        (COUNT, [1, 7], [0, 1.5, NAN, INF]),
        (SHARE, [0, 1], [-0.1, 1.1, NAN]),
        (PART, [0.5], [0, 1, NAN]),
        (RISK, [0.5, 1], [0, 1.1, NAN]),
    ],
)
def test_a_range_holds_its_values_and_no_others(allowed, inside, outside):
    assert allowed.holds(np.array(inside, dtype=float)).all()
    assert not allowed.holds(np.array(outside, dtype=float)).any()


def test_values_are_brought_to_one_shape():
    column, row = take(column=([[1], [2]], FINITE), row=([3, 4], FINITE))
    assert column.tolist() == [[1, 1], [2, 2]]
    assert row.tolist() == [[3, 4], [3, 4]]


def test_all_faults_are_told_in_swedish_with_place_and_remedy():
    with pytest.raises(InputError) as error:
        take(load=([1, -2.5, NAN], NOT_NEGATIVE), servers=(0.5, WHOLE))
    assert str(error.value).splitlines() == [
        "load: värde 2 av 3 är −2,5. Tillåtet är ett tal från 0 och uppåt; rätta det.",
        "load: värde 3 av 3 är tomt. Tillåtet är ett tal från 0 och uppåt; rätta det.",
        "servers: värde 1 av 1 är 0,5. Tillåtet är ett heltal från 0 och uppåt; rätta det.",
    ]


def test_faults_are_told_in_english_when_chosen():
    with using("en"), pytest.raises(InputError) as error:
        take(load=(-3, NOT_NEGATIVE))
    assert str(error.value) == (
        "load: found −3 as value 1 of 1. Allowed is a number from 0 up; correct it."
    )


def test_a_value_that_is_nearly_nothing_is_not_told_as_nothing():
    with using("en"), pytest.raises(InputError, match="found -4e-17 as value 1 of 1"):
        take(load=(-4.4e-17, NOT_NEGATIVE))


def test_a_long_list_of_faults_is_cut_short_for_each_parameter():
    with pytest.raises(InputError) as error:
        take(load=([-1] * 1000, NOT_NEGATIVE))
    assert len(str(error.value).splitlines()) == 3


def test_shapes_that_do_not_fit_are_named():
    with pytest.raises(InputError, match=r"load \(2,\), servers \(3,\)"):
        take(load=([1, 2], NOT_NEGATIVE), servers=([1, 2, 3], WHOLE))


def test_words_are_no_numbers():
    with pytest.raises(InputError, match="många"):
        as_numbers("load", "många")


def test_a_missing_whole_number_of_a_table_is_missing_here_too():
    found = as_numbers("patients", pd.Series([1, None], dtype="Int64"))
    np.testing.assert_array_equal(found, [1, np.nan])


def test_a_scalar_comes_back_as_a_plain_number():
    assert type(as_given(np.asarray(1.5))) is float
    assert as_given(np.asarray([1.5])).shape == (1,)

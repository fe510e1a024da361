import numpy as np
import pytest

from pkslib.errors import InputError
from pkslib.methods.census import hourly, weekly_census

ANY_TIME = np.ones(168)
DAYTIME = hourly([1] * 7, [0] * 10 + [1] * 8 + [0] * 6)


def test_one_hour_of_discharge_by_hand():
    # Seven come on Monday at 8 and all go home on Wednesdays at 12: with nearly all of them gone
    # each Wednesday the mean stay is 52 hours, and seven beds are taken from Monday 9 until then.
    new = np.zeros((1, 168))
    new[0, 8] = 7.0
    out = np.zeros(168)
    out[2 * 24 + 12] = 1.0
    census = weekly_census(new, [52.0 + 1e-3], out)[0]
    np.testing.assert_allclose(census[9 : 2 * 24 + 13], 7, rtol=1e-3)
    np.testing.assert_allclose(census[2 * 24 + 13 :], 0, atol=0.01)


@pytest.mark.parametrize("stay", [3.0, 30.0, 100.0, 2000.0])
def test_the_mean_keeps_little_s_law(stay):
    new = np.random.default_rng(1).uniform(0, 2, (4, 168))
    census = weekly_census(new, np.full(4, stay), ANY_TIME)
    np.testing.assert_allclose(census.mean(axis=1), new.mean(axis=1) * stay, rtol=1e-6)


def test_the_offered_load_of_a_published_stroke_unit():
    # Monks et al. 2016, doi 10.1186/s12913-016-1789-4: days between arrivals and stays of
    # stroke, transient attacks, other neurology and others on the acute ward: 8.355493 beds.
    between = np.array([1.2, 9.3, 3.6, 3.2])
    stay = np.array([0.13 * 4.6 + 0.87 * 7.4, 1.8, 4.0, 3.8])
    new = np.repeat(1 / between / 24, 168).reshape(4, 168)
    census = weekly_census(new, 24 * stay, DAYTIME)
    assert census.sum(axis=0).mean() == pytest.approx(8.355493, abs=1e-5)


def test_beds_are_emptied_by_day():
    census = weekly_census(np.full((1, 168), 1.0), [96.0], DAYTIME)[0].reshape(7, 24)
    assert (census[:, 10] > census[:, 18]).all()
    assert (np.diff(census[:, 18:], axis=1) > 0).all()


def test_twice_the_patients_take_twice_the_beds():
    new = np.random.default_rng(2).uniform(0, 2, (1, 168))
    one, two = (weekly_census(times * new, [80.0], DAYTIME) for times in (1, 2))
    np.testing.assert_allclose(two, 2 * one)


def test_no_one_comes_no_bed_is_taken():
    assert weekly_census(np.zeros((1, 168)), [10.0], ANY_TIME).tolist() == [[0.0] * 168]


def test_a_week_s_profile_has_the_mean_one():
    profile = hourly([2, 1, 1, 1, 1, 0, 0], np.arange(24))
    assert profile.mean() == pytest.approx(1)
    assert profile[23] == pytest.approx(2 * profile[24 + 23])


@pytest.mark.parametrize(
    ("weekdays", "hours", "found"),
    [
        ([1] * 6, [1] * 24, r"6 och 24\.$"),
        ([1] * 7, [1] * 23, r"7 och 23\.$"),
        ([0] * 7, [1] * 24, r"^En veckoprofil .* 7 och 24\.$"),
    ],
)
def test_a_profile_that_is_none_is_refused(weekdays, hours, found):
    with pytest.raises(InputError, match=found):
        hourly(weekdays, hours)

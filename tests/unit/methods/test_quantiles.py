import numpy as np
import pytest
from scipy import stats

from pkslib.errors import InputError
from pkslib.methods.quantiles import places, risk_above, value_at

LEVELS = [0.1, 0.5, 0.9]


def test_a_normal_distribution_comes_back_as_it_was():
    known = [stats.norm.ppf(LEVELS, 100, 15)]
    wanted = np.array([[0.001, 0.2, 0.7, 0.99]])
    np.testing.assert_allclose(value_at(LEVELS, known, wanted), stats.norm.ppf(wanted, 100, 15))
    limits = np.array([60.0, 95.0, 110.0, 150.0])
    found = risk_above(LEVELS, np.repeat(known, 4, axis=0), limits)
    np.testing.assert_allclose(found, stats.norm.sf(limits, 100, 15))


def test_an_interval_read_as_a_normal_distribution():
    # nhp_model test_helpers.py: an 80% interval of (1, 2) is N(1.5, 0.390152): a
    # standard deviation above the mean lies 0.841345.
    found = value_at(LEVELS, [[1.0, 1.5, 2.0]], [[0.5, stats.norm.cdf(1)]])[0]
    assert found.tolist() == pytest.approx([1.5, 1.5 + 0.390152], abs=1e-6)


def test_a_lopsided_distribution_follows_lines_between_its_quantiles():
    # 0.8 lies at z = 0.8416 of the 1.2816 to the upper quantile.
    assert value_at(LEVELS, [[90, 100, 120]], [[0.8]])[0, 0] == pytest.approx(
        100 + 20 * 0.8416 / 1.2816, abs=1e-3
    )


def test_between_five_quantiles_the_nearest_two_decide():
    # z of 0.2 is −0.8416, of 0.3 −0.5244, of 0.1 −1.2816: 0.4400 / 0.7572 of the way from 0 to 10;
    # 0.8 lies 0.3172 / 0.7572 of the way from 30 to 70, 0.6 lies 0.2533 / 0.5244 from 20 to 30.
    levels, known = [0.1, 0.3, 0.5, 0.7, 0.9], [[0.0, 10, 20, 30, 70]]
    at = [5.811, 24.831, 46.757]
    assert value_at(levels, known, [0.2, 0.6, 0.8])[0].tolist() == pytest.approx(at, abs=2e-3)
    assert value_at(levels, known, [[0.3, 0.7]])[0].tolist() == pytest.approx([10, 30])
    # Beyond the outermost the line goes on: z of 0.05 is −1.6449, 0.3633 below that of 0.1.
    assert value_at(levels, known, [[0.05, 0.95]])[0].tolist() == pytest.approx(
        [-10 * 0.3633 / 0.7572, 70 + 40 * 0.3633 / 0.7572], abs=2e-3
    )
    risks = risk_above(levels, known * 3, at)
    assert risks.tolist() == pytest.approx([0.8, 0.4, 0.2], abs=1e-4)


def test_what_never_varies_exceeds_a_limit_surely_or_not_at_all():
    constant = [[5.0, 5.0, 5.0]] * 3
    assert risk_above(LEVELS, constant, [4.9, 5.0, 5.1]).tolist() == [1, 0, 0]


def test_a_distribution_that_is_flat_at_nothing():
    # Half of the futures need nothing; a tenth more than 6.
    known = [[0.0, 0.0, 6.0]] * 2
    assert risk_above(LEVELS, known, [0.0, 6.0]).tolist() == pytest.approx([0.5, 0.1])


def test_equal_draws_share_a_place():
    # cc: of 1, 2, 2, 4 the twos stand above one and a half others, themselves counted half.
    assert places([[4.0, 2.0, 1.0, 2.0]]).tolist() == [[0.875, 0.5, 0.125, 0.5]]


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: value_at([0.0, 1.0], [[1, 2]], [[0.5]]), "levels"),
        (lambda: value_at(LEVELS, [[1, 2, np.nan]], [[0.5]]), "values"),
        (lambda: value_at(LEVELS, [[1, 2, 3]], [[1.0]]), "wanted"),
        (lambda: risk_above(LEVELS, [[1, 2, 3]], [np.inf]), "limit"),
        (lambda: places([[np.nan]]), "draws"),
    ],
)
def test_what_is_not_allowed_is_named(call, name):
    with pytest.raises(InputError, match=f"^{name}:"):
        call()

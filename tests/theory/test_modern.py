"""Do bounds on attention hold for real patterns?"""

import numpy as np
import pytest

from hopfield import theory


def softmax(x):
    weights = np.exp(x - x.max())
    return weights / weights.sum()


def sparsemax(x):
    """The nearest point of the simplex."""
    down = np.sort(x)[::-1]
    taken = down + (1 - np.cumsum(down)) / np.arange(1, x.size + 1)
    size = np.count_nonzero(taken > 0)
    return np.maximum(x - (down[:size].sum() - 1) / size, 0)


@pytest.fixture
def patterns():
    X = np.random.default_rng(3).normal(size=(12, 30))
    return X / np.linalg.norm(X, axis=1, keepdims=True)


@pytest.mark.parametrize("beta", [2.0, 10.0, 40.0])
def test_no_step_ends_further_away_than_the_bound(patterns, beta):
    gram = patterns @ patterns.T
    separation = 1 - np.max(gram - 2 * np.eye(12), axis=1)
    for distance in (0.0, 0.1):
        probe = patterns[0] + distance * patterns[1]
        ended = np.linalg.norm(softmax(beta * patterns @ probe) @ patterns - patterns[0])
        assert ended <= theory.modern_error(separation[0], 12, beta, 1.0, distance)


@pytest.mark.parametrize(("p", "beta", "norm"), [(10, 8.0, 1.0), (1000, 3.0, 2.5)])
def test_separated_patterns_have_a_ball_that_maps_into_itself(p, beta, norm):
    ball = 1 / (beta * p * norm)
    need = theory.modern_separation(p, beta, norm)
    assert theory.modern_error(need, p, beta, norm, ball) == pytest.approx(ball, rel=1e-12)


def test_sparse_attention_is_exact_from_the_bound_on(patterns):
    separation = 1 - np.max(patterns[0] @ patterns[1:].T)
    beta = 1.0001 / separation
    assert theory.sparse_separation(beta) < separation
    np.testing.assert_allclose(
        sparsemax(beta * patterns @ patterns[0]) @ patterns, patterns[0], atol=1e-14
    )
    short = patterns[:2] * np.array([[1.0], [1.0]])
    weights = sparsemax(0.9 / (1 - short[0] @ short[1]) * short @ short[0])
    assert weights[1] > 0  # two alone: below the bound the other is heard


def test_opposite_patterns_are_told_apart_from_strength_one_on():
    strength = np.array([0.3, 1.0, 1.001, 1.5, 4.0])
    m = theory.modern_pair_overlap(strength)
    assert np.array_equal(m > 0, strength > 1)
    np.testing.assert_allclose(np.tanh(strength * m), m, atol=1e-13)
    for start in (0.3, -0.3):
        xi = start
        for _ in range(400):
            xi = softmax(1.5 * np.array([xi, -xi])) @ np.array([1.0, -1.0])
        assert xi == pytest.approx(np.sign(start) * m[3], abs=1e-12)

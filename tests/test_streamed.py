"""Do many queries hear very many patterns exactly, in little memory, a block of patterns at a time?"""

import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import naive
from hopfield.couplings import streamed
from hopfield.separation import Entmax, Exponential, Power, Softmax
from hopfield.simplex import entmax

SEEDS = st.integers(0, 2**32)
SEPARATIONS = [
    Softmax(3.0),
    Softmax(500.0),
    Entmax(1.5, 40.0),
    Entmax(2, 40.0),
    Entmax(2, 1e-3),
    Entmax(1.1, 8.0),
    Entmax(3.5, 20.0),
    Power(3),
    Power(4, rectified=True),
    Exponential(),
]
NAMED = pytest.mark.parametrize("separation", SEPARATIONS, ids=repr)


def small_blocks(patch, kept, numbers=64):
    patch.setattr(streamed, "_NUMBERS", numbers)
    patch.setattr(streamed, "_ROWS", 3)
    patch.setattr(streamed, "_KEPT", kept)


@NAMED
@pytest.mark.parametrize("kept", [1 << 20, 5])
def test_blocks_say_what_the_whole_says(separation, kept, monkeypatch):
    rng = np.random.default_rng(0)
    small_blocks(monkeypatch, kept=kept)
    keys, queries, values = (
        rng.normal(size=(500, 6)),
        rng.normal(size=(8, 6)),
        rng.normal(size=(500, 2)),
    )
    found = streamed.hear(separation, keys, queries, (keys, values))  # rows split where 5 are kept
    m = queries @ keys.T / 6
    np.testing.assert_allclose(found.potential, separation.potential(m, 6), rtol=1e-12)
    for table, told in zip((keys, values), found.told, strict=True):
        expected = separation.slope(m, 6) @ table
        np.testing.assert_allclose(told, expected, rtol=1e-11, atol=1e-12)


@pytest.mark.parametrize("separation", SEPARATIONS[:7], ids=repr)
def test_float32_is_computed_in_and_agrees_to_its_digits(separation):
    rng = np.random.default_rng(1)
    keys, queries = rng.normal(size=(3000, 8)), rng.normal(size=(5, 8))
    whole = streamed.hear(separation, keys, queries, (keys,))
    single = streamed.hear(separation, keys.astype(np.float32), queries, (keys.astype(np.float32),))
    scores = float(separation.beta) * np.abs(queries @ keys.T / 8).max()
    bound = 64 * np.finfo(np.float32).eps * (1 + scores) * np.abs(keys).max()
    assert np.abs(single.told[0] - whole.told[0]).max() <= bound
    assert np.abs(single.told[0] - whole.told[0]).max() > 0  # it is float32 indeed


@given(p=st.integers(1, 40), seed=SEEDS, beta=st.sampled_from([0.1, 1.0, 7.0]), ties=st.booleans())
@settings(max_examples=60)
def test_weights_are_those_found_by_sorting(p, seed, beta, ties):
    z = beta * np.random.default_rng(seed).normal(size=p)
    z = np.round(z, 1) if ties else z
    twins = {1.5: naive.entmax15, 2.0: naive.sparsemax}
    for alpha, twin in twins.items():
        found = Entmax(alpha, 1.0).slope(z, 1)
        np.testing.assert_allclose(found, twin(z.tolist()), rtol=1e-12, atol=1e-13)
        assert ((found > 0) == (np.array(twin(z.tolist())) > 1e-14)).all() or ties
    np.testing.assert_allclose(Softmax(1.0).slope(z, 1), naive.softmax(z.tolist()), rtol=1e-12)


@given(p=st.integers(1, 60), seed=SEEDS, alpha=st.floats(1.02, 12.0), beta=st.floats(0.01, 30.0))
@settings(max_examples=80)
def test_weights_of_any_alpha_are_the_best_there_are(p, seed, alpha, beta):
    """The conditions of Karush, Kuhn and Tucker, which a concave problem needs and nothing else.

    For w > 0, z - w^{α-1}/(α-1) is one number λ, and for w = 0 no z is above it.
    """
    z = beta * np.random.default_rng(seed).normal(size=p)
    weights = entmax((alpha - 1.0) * (z - z.max()), np.zeros(p, dtype=int), 1, alpha)
    assert weights.sum() == pytest.approx(1.0, abs=1e-12)
    assert (weights >= 0).all()
    level = z - weights ** (alpha - 1.0) / (alpha - 1.0)
    used = weights > 0
    scale = 1e-9 * (1.0 + np.abs(z).max())
    assert np.ptp(level[used]) <= scale
    assert (z[~used] <= level[used].mean() + scale).all()


def test_alpha_towards_one_is_softmax():
    z = np.random.default_rng(0).normal(size=50)
    soft = Softmax(1.0)
    for alpha in (1.01, 1.001):
        near = Entmax(alpha, 1.0)
        assert np.abs(near.slope(z, 1) - soft.slope(z, 1)).max() < 2.0 * (alpha - 1.0)
        assert near.potential(z, 1) == pytest.approx(soft.potential(z, 1), abs=20 * (alpha - 1.0))


def test_a_pattern_ahead_by_the_margin_has_all_the_weight_and_by_less_has_not():
    for alpha in (1.5, 2.0, 3.0):
        margin = 1.0 / (alpha - 1.0)
        for beta in (0.7, 4.0):
            z = np.array([1.0, 1.0 - margin / beta, -3.0])
            assert Entmax(alpha, beta).slope(z, 1).tolist() == [1.0, 0.0, 0.0]
            z[1] += 1e-3 / beta
            assert Entmax(alpha, beta).slope(z, 1)[1] > 0.0


@pytest.mark.parametrize(
    "separation", [Softmax(8.0), Entmax(2, 8.0), Entmax(1.5, 8.0), Entmax(2, 1e-9)], ids=repr
)
def test_a_hundred_thousand_patterns_and_many_queries_take_some_megabytes(separation):
    """A batch × p array of 200,000 × 256 would be 410 MB; nearly equal scores (β = 1e-9) keep the most."""
    rng = np.random.default_rng(0)
    rows = 8 if float(separation.beta) < 1e-6 else 256  # each of them has 200,000 weights there
    keys, queries = rng.normal(size=(200_000, 8)), rng.normal(size=(rows, 8))
    streamed.hear(separation, keys[:100], queries, (keys[:100],))  # what is imported is no scratch
    tracemalloc.start()
    try:
        found = streamed.hear(separation, keys, queries, (keys,))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 48 << 20
    some = slice(0, rows, max(1, rows // 4))
    m = queries[some] @ keys.T / 8
    expected = separation.slope(m, 8) @ keys
    np.testing.assert_allclose(found.told[0][some], expected, rtol=1e-9, atol=1e-10)

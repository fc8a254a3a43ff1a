"""Do popcounts of packed patterns find what NumPy finds with plain numbers, whatever the shape?"""

import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import hopfield as hf
from hopfield.patterns import comparing

LENGTHS = [1, 7, 63, 64, 65, 200, 449, 511, 512, 513, 640, 1_000, 1_024]


@pytest.fixture(autouse=True)
def _compiled_and_in_parts(monkeypatch):
    """Small sizes take the way of large ones: the kernel, two threads, and few states at a time."""
    monkeypatch.setattr(comparing, "_FEW_WORDS", 0)
    monkeypatch.setattr(comparing, "_STATE_WORDS", 1 << 9)
    monkeypatch.setattr(comparing, "n_threads", lambda: 2)


def drawn(rng, p, n, rows, repeats):
    """Patterns, some of them again or reversed, and states near to them, far from all, and unknown in part."""
    xi = hf.patterns.random(p, n, seed=rng).spins
    again = rng.integers(0, p, p)
    xi = np.where(rng.random((p, 1)) < repeats, xi[again] * rng.choice([-1, 1], (p, 1)), xi)
    states = xi[rng.integers(0, p, rows)] * rng.choice([-1, 1], (rows, 1))
    states = states * np.where(rng.random((rows, n)) < rng.choice([0, 0.1, 0.5], (rows, 1)), -1, 1)
    states[rng.random((rows, n)) < rng.choice([0, 0, 0.3, 1], (rows, 1))] = 0
    return xi.astype(np.int8), states.astype(np.int8)


def nearest(products):
    """The first of the largest in size, a positive one where there is one, and how many have that size."""
    found = []
    for row in products.tolist():
        size = max(map(abs, row))
        best = size if size in row else -size
        found.append([best, row.index(best), sum(abs(value) == size for value in row)])
    return found


def agrees(xi, states):
    words, wanted = hf.Patterns(xi).words, states.astype(int) @ xi.T.astype(int)
    np.testing.assert_array_equal(comparing.products(words, states), wanted)
    assert comparing.nearest(words, states).tolist() == nearest(wanted)


@given(
    st.integers(0, 10_000),
    st.integers(1, 200),
    st.integers(1, 200),
    st.integers(1, 40),
    st.sampled_from([0, 0.5]),
)
def test_products_and_the_nearest_are_those_of_plain_numbers(seed, p, n, rows, repeats):
    agrees(*drawn(np.random.default_rng(seed), p, n, rows, repeats))


@pytest.mark.parametrize("n", LENGTHS)
@pytest.mark.parametrize("rows", [1, 2, 4, 5, 8, 9, 17])
def test_no_length_and_no_number_of_states_is_special(n, rows):
    rng = np.random.default_rng([n, rows])
    for p in (1, 8, 20):
        agrees(*drawn(rng, p, n, rows, 0.5))


@pytest.mark.parametrize("rows", [64, 65, 299, 300])
def test_batches_are_done_in_blocks(rows):
    agrees(*drawn(np.random.default_rng(rows), 33, 500, rows, 0.2))


@pytest.mark.parametrize("rows", [1, 4, 5, 9])
@pytest.mark.parametrize("n", [1_024, 1_025, 2_000, 4_096 + 70])
def test_long_patterns_are_added_up_in_pieces(n, rows, monkeypatch):
    monkeypatch.setattr(comparing, "_DEEP_WORDS", 9)
    agrees(*drawn(np.random.default_rng([n, rows]), 21, n, rows, 0.5))


def test_no_states_give_nothing():
    words = hf.patterns.random(5, 100, seed=0).words
    nothing = np.zeros((0, 100), dtype=np.int8)
    assert comparing.products(words, nothing).shape == (0, 5)
    assert comparing.nearest(words, nothing).shape == (0, 3)


@pytest.mark.parametrize("has_kernels", [False, True])
@pytest.mark.parametrize("n", LENGTHS)
def test_few_words_need_no_kernel_and_give_the_same(monkeypatch, has_kernels, n):
    import hopfield.kernels

    assert hopfield.kernels.__name__ in sys.modules
    if not has_kernels:
        monkeypatch.delitem(sys.modules, "hopfield.kernels")
    xi, states = drawn(np.random.default_rng(n), 30, n, 7, 0.5)
    monkeypatch.setattr(comparing, "_FEW_WORDS", 1 << 20)
    for given_states in (states, np.asfortranarray(states), np.repeat(states, 2, axis=1)[:, ::2]):
        given_states.flags.writeable = False
        agrees(xi, given_states)

"""Eights do what NumPy does, lane by lane."""

import numpy as np
import pytest
from numba import njit

from hopfield.kernels import lanes

RNG = np.random.default_rng(0)


@pytest.fixture
def words() -> np.ndarray:
    return RNG.integers(0, 2**64, (9, 16), dtype=np.uint64)


@njit
def _combine(a, b, found):
    x, y, three = lanes.load(a, 0, 3), lanes.load(b, 0, 5), lanes.eight(np.uint64(3))
    results = (x & y, x | y, x ^ y, x + y, x - y, x * y, x << three, x >> three)
    for k, value in enumerate(results):
        lanes.store(found, k, 0, value)
    x += y
    lanes.store(found, 8, 0, lanes.popcount(x))


def test_operators_are_those_of_numpy(words):
    found = np.zeros((9, 8), dtype=np.uint64)
    _combine(words[:1], words[1:2], found)
    x, y, three = words[0, 3:11], words[1, 5:13], np.uint64(3)
    wanted = [x & y, x | y, x ^ y, x + y, x - y, x * y, x << three, x >> three]
    wanted.append(np.bitwise_count(x + y).astype(np.uint64))
    np.testing.assert_array_equal(found, wanted)


@njit
def _compare(a, b):
    x, y = lanes.load(a, 0, 0), lanes.load(b, 0, 0)
    return lanes.above(x, y), lanes.nonzero(x), lanes.lane_sum(x)


def test_comparisons_are_signed_and_sums_are_over_lanes():
    a = np.array([[-3, 0, 5, 5, 2**62, -(2**62), 1, 0]])
    b = np.array([[0, 0, 4, 5, -1, 7, -1, -1]])
    higher, is_set, total = _compare(a, b)
    assert higher == sum(1 << k for k in range(8) if a[0, k] > b[0, k])
    assert is_set == sum(1 << k for k in range(8) if a[0, k])
    assert total == a.sum()


@njit
def _spread_out(bits, found):
    lanes.store(found, 0, 0, lanes.spread(np.uint64(bits)))


def test_bits_are_spread_over_lanes():
    found = np.zeros((1, 8), dtype=np.int64)
    _spread_out(0b10110010, found)
    assert found[0].tolist() == [0, 1, 0, 0, 1, 1, 0, 1]


@njit
def _load_up_to(a, count, found):
    lanes.store(found, 0, 0, lanes.load_some(a, 0, 2, count))


@pytest.mark.parametrize("count", range(9))
def test_a_part_is_loaded_and_the_rest_is_zero(words, count):
    found = np.ones((1, 8), dtype=np.uint64)
    _load_up_to(words[:1], count, found)
    np.testing.assert_array_equal(found[0, :count], words[0, 2 : 2 + count])
    assert not found[0, count:].any()


@njit
def _transpose(a, found):
    rows = (
        lanes.load(a, 0, 0),
        lanes.load(a, 1, 0),
        lanes.load(a, 2, 0),
        lanes.load(a, 3, 0),
        lanes.load(a, 4, 0),
        lanes.load(a, 5, 0),
        lanes.load(a, 6, 0),
        lanes.load(a, 7, 0),
    )
    for k, column in enumerate(lanes.transposed(rows)):
        lanes.store(found, k, 0, column)


def test_eight_by_eight_words_are_transposed(words):
    found = np.zeros((8, 8), dtype=np.uint64)
    _transpose(words, found)
    np.testing.assert_array_equal(found, words[:8, :8].T)

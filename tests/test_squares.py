"""Squares do what NumPy does, row by row, and never leave a matrix at its lower edge."""

import numpy as np
import pytest
from numba import njit

from hopfield.kernels import lanes, squares

RNG = np.random.default_rng(0)


@njit
def _turn(a, row, found):
    square, five = squares.load_square(a, row, 1), squares.rows_of(lanes.eight(np.int64(5)))
    squares.store_square(found, 0, 0, squares.turned(square + five - square | square))
    lanes.store(found, 8, 0, squares.row_sum(square))
    lanes.store(found, 9, 0, squares.row_or(square))


@pytest.mark.parametrize("row", [0, 3, 8])
def test_rows_past_the_last_are_the_last(row):
    a, found = RNG.integers(-99, 99, (11, 12)), np.zeros((10, 8), dtype=np.int64)
    _turn(a, row, found)
    square = a[np.minimum(np.arange(row, row + 8), 10), 1:9]
    np.testing.assert_array_equal(found[:8], (5 | square).T)
    np.testing.assert_array_equal(found[8], square.sum(axis=0))
    np.testing.assert_array_equal(found[9], np.bitwise_or.reduce(square, axis=0))


@njit
def _add_one(a, row):
    one = squares.rows_of(lanes.eight(np.int64(1)))
    squares.store_square(a, row, 2, squares.load_square(a, row, 2) + one)


@pytest.mark.parametrize("row", [0, 2, 5])
def test_only_rows_that_are_there_are_written(row):
    a = np.zeros((6, 12), dtype=np.int64)
    _add_one(a, row)
    wanted = np.zeros_like(a)
    wanted[row : row + 8, 2:10] = 1
    np.testing.assert_array_equal(a, wanted)

"""Is what is compared in bits the same whichever way is faster, and whatever the layout of a state?"""

import sys

import numpy as np
import pytest

import hopfield as hf
from hopfield.patterns import bits


@pytest.mark.parametrize("n", [1, 7, 8, 63, 64, 65, 1_000])
@pytest.mark.parametrize("is_numba_loaded", [False, True])
def test_few_products_are_the_same_with_and_without_numba(monkeypatch, n, is_numba_loaded):
    from hopfield.kernels import spins

    assert spins.pack.py_func is not None  # loaded: from here on only the name decides
    if not is_numba_loaded:
        monkeypatch.delitem(sys.modules, "numba")
    rng = np.random.default_rng(n)
    xi = hf.patterns.random(20, n, seed=0)
    states = rng.choice(np.array([-1, 0, 1], dtype=np.int8), (4, n))
    expected = states.astype(int) @ xi.spins.T.astype(int)
    frozen = states.copy()
    frozen.flags.writeable = False
    for given in (states, frozen, np.asfortranarray(states), np.repeat(states, 2, axis=1)[:, ::2]):
        assert np.array_equal(bits.products(xi.words, given), expected)
        best, which, n_equal = bits.nearest(xi.words, given).T
        assert np.array_equal(np.abs(best), np.abs(expected).max(axis=1))
        assert np.array_equal(best, expected[np.arange(4), which])
        assert np.array_equal(n_equal, (np.abs(expected) == np.abs(best)[:, None]).sum(axis=1))

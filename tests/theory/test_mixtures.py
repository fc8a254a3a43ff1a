"""Are mixtures of memories as deep, as stable and as many as an enumeration of their members says?"""

from itertools import product
from math import comb

import numpy as np
import pytest
from scipy.special import erf

from hopfield import theory


def members(k):
    return np.array(list(product([-1, 1], repeat=k)))


@pytest.mark.parametrize("k", [1, 3, 5, 9])
def test_overlaps_and_energies_are_those_of_all_sign_choices(k):
    mean = np.abs(members(k).sum(axis=1)).mean() / k
    assert theory.mixture_overlap(k) == pytest.approx(mean, abs=1e-14)
    assert theory.mixture_overlap(k) == pytest.approx(
        comb(k - 1, (k - 1) // 2) / 2 ** (k - 1), abs=1e-14
    )
    assert theory.mixture_energy(k) == pytest.approx(-k * mean**2 / 2, abs=1e-14)


def test_a_mixture_of_many_has_the_energy_of_nothing_but_noise():
    energies = theory.mixture_energy(np.arange(1, 2002, 200))
    assert np.all(np.diff(energies) > 0)
    assert theory.mixture_energy(100_001) == pytest.approx(-1 / np.pi, abs=1e-5)


def hessian(k, T):
    """Second derivatives of f = ½m² - T⟨ln 2cosh ξ·m/T⟩ at the symmetric mixture, in the k overlaps."""
    xi, m = members(k), theory.mixture_overlap(k, T)
    steep = 1 / np.cosh(xi.sum(axis=1) * m / T) ** 2
    assert np.mean(xi[:, 0] * np.tanh(xi.sum(axis=1) * m / T)) == pytest.approx(m, abs=1e-13)
    return np.eye(k) - np.einsum("si,sj,s->ij", xi, xi, steep) / len(xi) / T


@pytest.mark.parametrize("k", [3, 5, 7])
def test_a_mixture_melts_where_its_hessian_gets_a_zero(k):
    T = theory.mixture_temperature(k)
    assert np.linalg.eigvalsh(hessian(k, T))[0] == pytest.approx(0.0, abs=1e-12)
    assert (
        np.linalg.eigvalsh(hessian(k, T - 0.01))[0]
        > 0
        > np.linalg.eigvalsh(hessian(k, T + 0.01))[0]
    )


def test_published_mixtures():
    assert theory.mixture_temperature(3) == pytest.approx(0.46, abs=0.005)
    assert theory.mixture_temperature(1) == 1.0
    assert theory.mixture_load(3) == pytest.approx(0.03, abs=0.001)
    assert theory.mixture_load(1) == pytest.approx(theory.critical_load(), abs=1e-14)


def survives(k, load):
    """Whether the iteration of m and r at T = 0, begun at the mixture, keeps it."""
    X, count = np.unique(members(k).sum(axis=1), return_counts=True)
    share = count / 2**k
    m, r = float(share @ np.abs(X)) / k, 1.0
    for _ in range(400):
        x = m * X / np.sqrt(2 * load * r)
        C = np.sqrt(2 / (np.pi * load * r)) * (share @ np.exp(-(x**2)))
        m, r = share @ (X * erf(x)) / k, 1 / (1 - C) ** 2
        if m < 0.6 * theory.mixture_overlap(k) or C > 0.9:
            return False
    return True


@pytest.mark.parametrize("k", [1, 3, 7])
def test_a_mixture_ends_where_iteration_loses_it(k):
    assert survives(k, theory.mixture_load(k) * 0.99)
    assert not survives(k, theory.mixture_load(k) * 1.01)

"""How well is a memory recalled at temperature T, and up to which load?

Assumed: as at T = 0 (mean_field), with units that obey Glauber's rule at T = 1/β, and z normal:

    m = ∫Dz tanh β(√(αr) z + m),  q = ∫Dz tanh² β(√(αr) z + m),  C = β(1 - q),  r = q/(1-C)²     amit1985, amit1987

Result: not α but the noise σ = √(αr) is given, since then

* m is the only positive root of a concave function (Newton's steps from m = 1 fall on it), or 0 without memory;
* the load is explicit, α = σ²(1-C)²/q, rises with σ to the critical load, and falls to 0 at σ_max, where C(m=0) = 1.
  The states recalled are those before the maximum;
* the spin glass has m = 0 and σ > σ_max, with loads from 0 to ∞ (from (T-1)² on, if T > 1).

So each solution is one root in one bracket, and the critical load is a root of dα/dσ, found to the last digits.

Where it fails: replica symmetry is broken below the line of de Almeida and Thouless, at T = 0.025 and less for
memories; the critical load bends back there (its largest value lies at T = 0.023, 0.2 % above that of T = 0).
"""

import numpy as np

from hopfield._typing import Values
from hopfield.theory.field import averages, slopes
from hopfield.theory.roots import climb, root, spent

__all__ = ["critical_noise", "glass_noise", "load_at", "overlap_at", "retrieval_noise"]

_STEPS = 100  # five are enough, and fifty at the critical load


def overlap_at(sigma: Values, T: Values, start: Values = 1.0) -> Values:
    """Return the positive m with m = ⟨tanh β(σz + m)⟩, which exists for σ < σ_max, from a start above it."""

    def step(m: Values) -> Values:
        found = averages(m, sigma, T)
        return (found.m - m) / (found.C - 1.0)

    return climb(step, np.broadcast_to(start, np.broadcast_shapes(np.shape(sigma), np.shape(T))))


def load_at(m: Values, sigma: Values, T: Values) -> Values:
    """Return α = σ²(1-C)²/q."""
    found = averages(m, sigma, T)
    return (sigma * (1 - found.C)) ** 2 / found.q


def _largest_noise(T: Values) -> Values:
    """Return σ_max, where C(m=0) = 1, for T < 1."""

    def excess(sigma: Values, T: Values) -> Values:
        return averages(np.zeros_like(sigma), sigma, T).C - 1.0

    # C falls with T, and is √(2/π)/σ at T = 0; as T → 1 it is 1/T - σ²
    return root(excess, 0.5 * np.sqrt(1 - T), np.sqrt(2 / np.pi), T)


def _growth(m: Values, sigma: Values, T: Values) -> tuple[Values, Values]:
    """Return √α and its relative growth d ln √α/dσ along m(σ)."""
    _, q, C = averages(m, sigma, T)
    d = slopes(m, sigma, T)
    rate = sigma * (d.first**2 / (1 - C) + d.second)  # dC/dσ
    return sigma * (1 - C) / np.sqrt(q), 1 / sigma - rate / (1 - C) + T * rate / (2 * q)


def critical_noise(T: Values) -> Values:
    """Return the σ of the largest load at which memories exist, for 0 ≤ T < 1."""

    def slope(sigma: Values, T: Values) -> Values:
        return _growth(overlap_at(sigma, T), sigma, T)[1]

    most = _largest_noise(T)  # the share of it rises from 0.567 at T = 0 to 0.638 as T → 1
    return root(slope, 0.5 * most, 0.7 * most, T)


def retrieval_noise(load: Values, T: Values) -> tuple[Values, Values]:
    """Return m and σ of the state recalled, for 0 ≤ T < 1, or nan where there is none.

    √α is a concave function of σ: Newton's steps from below rise to the first σ of that load, or jump over the top.
    """
    load, T = (np.array(v, dtype=np.float64) for v in np.broadcast_arrays(load, T))
    m = overlap_at(np.full(load.shape, 1e-9), T)
    sigma = 0.5 * np.sqrt(load) * m  # q < 4 q_c: this load is too low
    last, is_done = np.full(load.shape, np.inf), np.zeros(load.shape, dtype=bool)
    for _ in range(_STEPS):
        m = overlap_at(sigma, T, m)
        found, growth = _growth(m, sigma, T)
        missing = np.sqrt(load) / found - 1
        is_past = (growth <= 0) | ~np.isfinite(missing)
        move = np.where(is_past, 0.0, missing / np.where(is_past, 1.0, growth * sigma))
        sigma = np.where(is_past & ~(np.abs(missing) < 1e-13) & ~is_done, np.nan, sigma)
        sigma = np.where(is_done, sigma, sigma * (1 + move))
        is_done |= spent(np.abs(move), last)
        if is_done.all():
            break
        last = np.abs(move)
    return overlap_at(sigma, T, m), sigma


def glass_noise(load: Values, T: Values) -> Values:
    """Return the σ of the spin glass, for T < 1 + √α."""

    def excess(sigma: Values, load: Values, T: Values) -> Values:
        return load_at(np.zeros_like(sigma), sigma, T) / load - 1.0

    least = np.where(T < 1, _largest_noise(np.minimum(T, 1 - 1e-12)), 1e-9)
    most = np.sqrt(load) + np.sqrt(2 / np.pi)  # that of T = 0, itself a root
    return root(excess, least, most * (1 + 1e-6), load, T)

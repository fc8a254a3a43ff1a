"""At which load does recall break down, in a network of each size and in an infinite one?"""

from dataclasses import dataclass

import numpy as np

from hopfield._typing import Number, Real, Seed
from hopfield.analysis.capacity import Capacity
from hopfield.errors import ParameterError
from hopfield.random import generator

__all__ = ["Transition", "transition"]

_RESAMPLES = 1000


@dataclass(frozen=True, eq=False)
class Transition:
    """Where recall breaks down.

    Attributes
    ----------
    n : (sizes,) int array
    half : (sizes,) float array
        the load at which half of the memories are recalled
    half_error : (sizes,) float array
        its standard error
    load, load_error : float
        what `half` tends to for n → ∞, and its standard error; NaN if there is one size only
    slope : float
        half ≈ load + slope · n^{-exponent}
    exponent : float
    """

    n: np.ndarray
    half: np.ndarray
    half_error: np.ndarray
    load: float
    load_error: float
    slope: float
    exponent: float


def transition(found: Capacity, *, exponent: Number = 0.5, seed: Seed = 0) -> Transition:
    """Return where half of the memories are recalled, extrapolated to n → ∞.

    α_½(n) ≈ α_∞ + a n^{-½}

    The noise that a memory suffers from the others differs from memory to memory and from sample to sample by a share
    of n^{-1/2}, and so does the load that it bears. Half loads are read off the curves, made monotone, by linear
    interpolation; the line is fitted by least squares, weighted by their errors (at least a tenth of a step of the
    loads, for what interpolation costs). Errors are from 1000 bootstrap resamples of the samples, and hold for that
    exponent: they do not know if it is another.

    For Hebb's rule the result lies a little above the critical load 0.138 (amit1985), by about 0.002: a dynamics at
    T = 0 rests in any local minimum near the pattern, also where the replica-symmetric theory has no valley.

    Parameters
    ----------
    found : Capacity
    exponent : float, above 0
    seed : int, SeedSequence, Generator or None
        of the bootstrap

    Returns
    -------
    Transition

    Raises
    ------
    ParameterError
        if the loads do not reach from where more than half are recalled to where fewer are

    Examples
    --------
    >>> import hopfield as hf
    >>> loads = [0.1, 0.14, 0.16, 0.18, 0.2, 0.24]
    >>> found = hf.analysis.capacity(hf.rules.Hebb(), [100, 400], loads, samples=8, seed=0)
    >>> hf.analysis.transition(found).half.round(2).tolist()
    [0.17, 0.17]
    """
    if not exponent > 0.0:
        message = f"exponent must be above 0, got {exponent!r}"
        raise ParameterError(message)
    _check_reach(found)
    sizes, loads = np.asarray(found.n, dtype=np.float64), np.asarray(found.loads, dtype=np.float64)
    half = np.array([_half(curve, loads) for curve in found.fraction])
    again = _resampled(found, loads, generator(seed))
    error = np.std(again, axis=0)
    load, slope, spread = np.nan, np.nan, np.nan
    if len(sizes) > 1:
        least = 0.1 * float(np.max(np.diff(loads)))
        weights = 1.0 / np.maximum(error, least)
        lines = _lines(sizes, np.vstack([half, again]), weights, float(exponent))
        (load, slope), spread = lines[0], float(np.std(lines[1:, 0]))
    return Transition(found.n, half, error, float(load), spread, float(slope), float(exponent))


def _check_reach(found: Capacity) -> None:
    """Refuse curves that do not cross one half."""
    for n, curve in zip(found.n, found.fraction, strict=True):
        if curve[0] < 0.5 or curve[-1] > 0.5:
            where = "lower" if curve[0] < 0.5 else "higher"
            message = (
                f"at n = {n:,} the share recalled goes from {curve[0]:.2f} to {curve[-1]:.2f} and must cross 0.5;"
                f" measure {where} loads too"
            )
            raise ParameterError(message)


def _half(curve: np.ndarray, loads: np.ndarray) -> float:
    """Return the load at which a curve, made monotone, crosses one half."""
    from scipy.optimize import isotonic_regression

    falling = np.asarray(isotonic_regression(curve, increasing=False).x)
    if falling[0] < 0.5:  # a resample may
        return float(loads[0])
    if falling[-1] >= 0.5:
        return float(loads[-1])
    below = int(np.argmax(falling < 0.5))
    high, low = falling[below - 1], falling[below]
    share = (high - 0.5) / (high - low)
    return float(loads[below - 1] + share * (loads[below] - loads[below - 1]))


def _resampled(found: Capacity, loads: np.ndarray, rng: np.random.Generator) -> Real:
    """Return half loads of bootstrap resamples, (resamples, sizes)."""
    count = found.retrieved.shape[-1]
    again = np.empty((_RESAMPLES, len(found.n)))
    for row in again:
        drawn = rng.integers(count, size=found.retrieved.shape)
        curves = np.take_along_axis(found.retrieved, drawn, axis=-1).mean(axis=-1)
        row[:] = [_half(curve, loads) for curve in curves]
    # a sample of k varies less about its own mean than about the true one, by (k - 1)/k
    return (
        again
        if count < 2
        else again.mean(0) + (again - again.mean(0)) * np.sqrt(count / (count - 1))
    )


def _lines(sizes: np.ndarray, halves: np.ndarray, weights: np.ndarray, exponent: float) -> Real:
    """Return (load, slope) of the weighted line through each row of half loads, (rows, 2)."""
    design = np.stack([np.ones_like(sizes), sizes**-exponent], axis=-1)
    solved = np.linalg.lstsq(design * weights[:, None], (halves * weights).T, rcond=None)[0]
    return solved.T

"""At which load does recall break down, in a network of each size and in an infinite one?"""

from dataclasses import dataclass

import numpy as np

from hopfield._typing import Number, Real, Seed
from hopfield.analysis.capacity import Capacity
from hopfield.errors import ParameterError
from hopfield.random import generator

__all__ = ["Transition", "transition"]

_RESAMPLES = 1000
_BLOCK = 1 << 18  # means of stretches of curves that are in memory at once


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


def transition(*found: Capacity, exponent: Number = 0.5, seed: Seed = 0) -> Transition:
    """Return where half of the memories are recalled, extrapolated to n → ∞.

    α_½(n) ≈ α_∞ + a n^{-½}

    The noise that a memory suffers from the others differs from memory to memory and from sample to sample by a share
    of n^{-1/2}, and so does the load that it bears. Half loads are read off the curves, made monotone, by linear
    interpolation; the line is fitted by least squares, weighted by their errors (at least a tenth of a step of the
    loads, for what interpolation costs). Errors are from 1000 bootstrap resamples of the samples, and hold for that
    exponent: they do not know if it is another.

    For Hebb's rule n = 10³, 10⁴ and 10⁵ give 0.1404 ± 0.0005 (0.1386 with the exponent 0.4, 0.1415 with 0.6). It lies
    above the critical load 0.138 (amit1985), since a dynamics at T = 0 rests in any local minimum near the pattern,
    also where that theory has no valley.

    Parameters
    ----------
    found : Capacity
        one, or several with sizes, loads and samples of their own: large networks need finer loads and fewer samples
    exponent : float, above 0
    seed : int, SeedSequence, Generator or None
        of the bootstrap

    Returns
    -------
    Transition

    Raises
    ------
    ParameterError
        without curves, or if the loads do not reach from where more than half are recalled to where fewer are

    Examples
    --------
    >>> import hopfield as hf
    >>> loads = [0.1, 0.14, 0.16, 0.18, 0.2, 0.24]
    >>> found = hf.analysis.capacity(hf.rules.Hebb(), [100, 400], loads, samples=8, seed=0)
    >>> hf.analysis.transition(found).half.round(2).tolist()
    [0.2, 0.17]
    """
    if not exponent > 0.0:
        message = f"exponent must be above 0, got {exponent!r}"
        raise ParameterError(message)
    if not found:
        raise ParameterError("transition(...) needs what was measured: transition(capacity(...))")
    rng = generator(seed)
    for one in found:
        _check_reach(one)
    n = np.concatenate([one.n for one in found])
    half = np.concatenate([_half(one.fraction, one.loads) for one in found])
    again = np.hstack([_resampled(one, rng) for one in found])
    error = np.std(again, axis=0)
    load, slope, spread = np.nan, np.nan, np.nan
    if len(n) > 1:
        least = np.concatenate(
            [np.full(len(one.n), 0.1 * np.max(np.diff(one.loads))) for one in found]
        )
        lines = _lines(
            n.astype(np.float64),
            np.vstack([half, again]),
            1 / np.maximum(error, least),
            float(exponent),
        )
        (load, slope), spread = lines[0], np.std(lines[1:, 0])
    return Transition(n, half, error, float(load), float(spread), float(slope), float(exponent))


def _check_reach(found: Capacity) -> None:
    """Refuse curves that do not cross one half."""
    for n, curve in zip(found.n, found.fraction, strict=True):
        if len(curve) < 2 or curve[0] < 0.5 or curve[-1] > 0.5:
            where = "lower" if curve[0] < 0.5 else "higher"
            message = (
                f"at n = {n:,} the share recalled goes from {curve[0]:.2f} to {curve[-1]:.2f} and must cross 0.5;"
                f" measure {where} loads too"
            )
            raise ParameterError(message)


def _falling(curves: Real) -> Real:
    """Return the falling curves that are nearest by least squares, (rows, loads)."""
    count = curves.shape[-1]
    first, last = np.ogrid[:count, :count]
    sums = np.cumsum(np.pad(curves, ((0, 0), (1, 0))), axis=-1)
    means = (sums[:, None, 1:] - sums[:, :-1, None]) / np.maximum(last - first + 1, 1)
    # isotonic regression as one formula: min over starts i ≤ j of max over ends k ≥ j of the mean from i to k
    means[:, first > last] = -np.inf
    highest = np.maximum.accumulate(means[..., ::-1], axis=-1)[..., ::-1]
    highest[:, first > last] = np.inf
    return highest.min(axis=-2)


def _half(curves: Real, loads: Real) -> Real:
    """Return the load at which each curve, made monotone, crosses one half, (rows,)."""
    falling = _falling(curves)
    # a resample may lie on one side of one half: then the nearest load
    below = np.clip((falling >= 0.5).sum(axis=-1), 1, len(loads) - 1)
    rows = np.arange(len(falling))
    high, low = falling[rows, below - 1], falling[rows, below]
    drop = np.where(high > low, high - low, 1.0)
    share = np.clip((high - 0.5) / drop, 0.0, 1.0)
    return loads[below - 1] + share * (loads[below] - loads[below - 1])


def _resampled(found: Capacity, rng: np.random.Generator) -> Real:
    """Return half loads of bootstrap resamples, (resamples, sizes)."""
    count = found.retrieved.shape[-1]
    again = np.empty((_RESAMPLES, len(found.n)))
    for size, shares in enumerate(found.retrieved):
        drawn = rng.integers(count, size=(_RESAMPLES, *shares.shape))
        curves = np.take_along_axis(shares[None], drawn, axis=-1).mean(axis=-1)
        n_blocks = -(-_RESAMPLES * len(found.loads) ** 2 // _BLOCK)
        parts = np.array_split(curves, min(n_blocks, _RESAMPLES))
        again[:, size] = np.concatenate([_half(part, found.loads) for part in parts])
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

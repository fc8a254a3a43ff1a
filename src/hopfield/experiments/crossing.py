"""Where does a measured share fall through one half, and how sure is that?"""

from typing import Any

import numpy as np

import hopfield as hf
from hopfield.experiments.claims import Measured
from hopfield.random import generator

__all__ = ["half_load", "half_point", "mean_and_error", "slope"]

_RESAMPLES = 400


def half_load(share: Any, note: str = "") -> Measured:
    """Return the load at which a share crosses one half, by `hf.analysis.transition`, with a bootstrap error.

    Parameters
    ----------
    share : xarray.DataArray with the axes n (one size), load and sample
    note : str

    Returns
    -------
    Measured
    """
    shares = share.transpose("n", "load", "sample").values.astype(float)
    curves = hf.analysis.Capacity(share["n"].values, share["load"].values, shares, shares)
    found = hf.analysis.transition(curves)
    return Measured(float(found.half[-1]), float(found.half_error[-1]), note)


def half_point(x: Any, shares: Any) -> tuple[float, float]:
    """Return where the mean of some falling curves crosses ½, and its standard error.

    The error is that of resampled curves, and what a jump between two points leaves open.

    Parameters
    ----------
    x : (k,) array, rising
    shares : (k, samples) array
        from 0 to 1

    Returns
    -------
    value, error : float
        NaN where the mean does not cross
    """
    places, curves = np.asarray(x, dtype=np.float64), np.asarray(shares, dtype=np.float64)
    count = curves.shape[1]
    drawn = generator(0).integers(count, size=(_RESAMPLES, count))
    again = _crossings(places, curves[:, drawn].mean(axis=-1).T)
    mean = curves.mean(axis=1)
    value = float(_crossings(places, mean[None])[0])
    if not np.isfinite(value):
        return np.nan, np.nan
    k = int((mean < 0.5).argmax())
    # a jump may be anywhere between its two points: a uniform spread, as far as it is a jump
    between = (places[k] - places[k - 1]) * (mean[k - 1] - mean[k]) ** 2 / np.sqrt(12)
    return value, float(np.hypot(np.nanstd(again), between))


def _crossings(x: np.ndarray, curves: np.ndarray) -> np.ndarray:
    """Return where each curve, (rows, k), first falls below ½, on the line between its points."""
    k = (curves < 0.5).argmax(axis=1)
    rows = np.arange(len(curves))
    high, low = curves[rows, k - 1], curves[rows, k]
    is_crossed = (k > 0) & (high >= 0.5) & (high > low)
    share = (high - 0.5) / np.where(is_crossed, high - low, 1.0)
    return np.where(is_crossed, x[k - 1] + share * (x[k] - x[k - 1]), np.nan)


def slope(x: Any, y: Any, errors: Any) -> tuple[float, float]:
    """Return the slope of the weighted line through some points, and its standard error.

    Parameters
    ----------
    x, y, errors : (k,) arrays, k at least 2
        where one is not finite the point is left out

    Returns
    -------
    value, error : float
        NaN for fewer than two points
    """
    places, values, spread = (np.asarray(part, dtype=np.float64) for part in (x, y, errors))
    is_found = np.isfinite(values) & np.isfinite(spread)
    if is_found.sum() < 2:
        return np.nan, np.nan
    places, values, spread = places[is_found], values[is_found], spread[is_found]
    # a point that happens to have no spread must not outweigh all others
    least = 0.3 * float(np.median(spread))
    weights = 1 / np.maximum(spread, least) ** 2 if least > 0.0 else np.ones(len(spread))
    centred = places - np.average(places, weights=weights)
    total = np.sum(weights * centred**2)
    error = np.sqrt(1 / total) if least > 0.0 else 0.0
    return float(np.sum(weights * centred * values) / total), float(error)


def mean_and_error(values: Any) -> tuple[float, float]:
    """Return the mean of independent samples, and its standard error.

    Parameters
    ----------
    values : array of at least 2 numbers

    Returns
    -------
    value, error : float
    """
    found = np.asarray(values, dtype=np.float64).ravel()
    return float(found.mean()), float(found.std(ddof=1) / np.sqrt(found.size))

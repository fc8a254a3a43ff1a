"""What is read off samples, and how well is it known: means, crossings of a level, and whatever else?"""

from collections.abc import Callable
from typing import Any

import numpy as np

from hopfield.experiments.claims import Measured

__all__ = ["crossing", "mean_of", "ratio", "resampled"]

_RESAMPLES = 50  # an error is known to a tenth


def mean_of(found: Any, note: str = "") -> Measured:
    """Return the mean of all values, with the standard error that the scatter of samples gives.

    Other axes than the samples are averaged first: what comes from one sample is not independent.

    Parameters
    ----------
    found : xarray.DataArray
        with an axis "sample"; NaN says that a sample has nothing to tell
    note : str
    """
    each = found.mean([axis for axis in found.dims if axis != "sample"])
    known = np.asarray(each)[~np.isnan(each)]
    if not len(known):
        return Measured(float("nan"), 0.0, note)
    error = known.std(ddof=1) / np.sqrt(len(known)) if len(known) > 1 else 0.0
    return Measured(float(known.mean()), float(error), note)


def resampled(read: Callable[[Any], float], data: Any, note: str = "") -> Measured:
    """Return what is read off the data, with its standard error by the bootstrap over samples (efron1979).

    Parameters
    ----------
    read : function of a dataset
    data : xarray.Dataset
        with an axis "sample"
    note : str
    """
    chance = np.random.default_rng(0)  # of the resampling only
    size = data.sizes["sample"]
    draws = chance.integers(0, size, (_RESAMPLES, size))
    error = np.nanstd([read(data.isel(sample=draw)) for draw in draws], ddof=1)
    return Measured(float(read(data)), float(error), note)


def ratio(upper: Measured, lower: Measured, note: str = "") -> Measured:
    """Return the quotient of two independent measurements."""
    value = upper.value / lower.value
    relative = np.hypot(upper.error / upper.value, lower.error / lower.value)
    return Measured(value, abs(value) * float(relative), note)


def crossing(x: np.ndarray, y: np.ndarray, level: float) -> float:
    """Return where a curve first crosses a level, by a line between its points; NaN if it does not."""
    above = y >= level
    places = np.flatnonzero(above[1:] != above[:-1])
    if not len(places):
        return float("nan")
    k = int(places[0])
    return float(x[k] + (level - y[k]) * (x[k + 1] - x[k]) / (y[k + 1] - y[k]))

"""What do the samples of a grid say together: a mean, how sure it is, and where it lies beside a theory?"""

from typing import TYPE_CHECKING, Any

import numpy as np

from hopfield.experiments.claims import Measured
from hopfield.plots.style import line

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from xarray import DataArray

__all__ = ["averaged", "bars", "distance"]


def averaged(values: Any, note: str = "") -> Measured:
    """Return the mean of independent samples with its standard error.

    Parameters
    ----------
    values : array_like
        one number a sample; those that are not finite are left out
    note : str
        how they were measured

    Returns
    -------
    Measured
        not a number if there are no samples; with an infinite error for a single one
    """
    found = np.asarray(values, dtype=np.float64).ravel()
    found = found[np.isfinite(found)]
    if not found.size:
        return Measured(float("nan"), float("inf"), note)
    error = found.std(ddof=1) / np.sqrt(found.size) if found.size > 1 else float("inf")
    return Measured(float(found.mean()), float(error), note)


def distance(found: Measured, theory: float) -> float:
    """Return how many standard errors a mean lies above what a theory says."""
    return (found.value - theory) / found.error


def bars(axes: "Axes", found: "DataArray", k: int, label: str) -> None:
    """Draw the means over samples against the other axis, as points with standard errors.

    Parameters
    ----------
    axes : Axes
    found : DataArray of two axes, one of them "sample"
    k : int
        which look, as in `hopfield.plots.style.line`
    label : str
    """
    along = next(dim for dim in found.dims if dim != "sample")
    error = found.std("sample", ddof=1) / np.sqrt(found.sizes["sample"])
    look: dict[str, Any] = line(k) | {"linestyle": ""}
    axes.errorbar(found[along], found.mean("sample"), error, label=label, capsize=2, **look)

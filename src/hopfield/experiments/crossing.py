"""At which load does a measured share fall to one half, and how sure is that?"""

from typing import Any

import hopfield as hf
from hopfield.experiments.claims import Measured

__all__ = ["half_load"]


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

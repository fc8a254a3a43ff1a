"""From how far away is a pattern found again? The error correction curve, and where it falls to one half."""

from typing import Any, NamedTuple

import numpy as np

from hopfield._typing import OneEach, Seed
from hopfield.analysis.trials import as_curve, check_fit, try_recall, whole_number
from hopfield.dynamics import Dynamics
from hopfield.network import Network
from hopfield.random import generator

__all__ = ["Basin", "basin"]


class Basin(NamedTuple):
    """How errors are corrected: one entry for each starting overlap, in rising order.

    Attributes
    ----------
    overlaps : (k,) float array
        of the start with its pattern, m = 1 - 2·(flipped units)/n, rounded to whole units
    final : (k,) float array
        mean overlap with it in the end
    recalled : (k,) float array
        the share of recalls that end as the stored pattern, by `Patterns.match`: at most 1.6 % of wrong units
    error : (k,) float array
        the standard error √(f(1-f)/samples) of that share f: of the starts, in this one network
    """

    overlaps: OneEach
    final: OneEach
    recalled: OneEach
    error: OneEach

    @property
    def half(self) -> float | None:
        """The starting overlap at which half are recalled, by a straight line between two starts.

        None where it is not inside the curve. No start above it is recalled by less than half.
        """
        rises = np.flatnonzero((self.recalled[:-1] < 0.5) & (self.recalled[1:] >= 0.5))
        if not len(rises) or self.recalled[-1] < 0.5:
            return None
        k = int(rises[-1])
        here, there = self.recalled[k], self.recalled[k + 1]
        part = (0.5 - here) / (there - here)
        return float(self.overlaps[k] + part * (self.overlaps[k + 1] - self.overlaps[k]))

    def __str__(self) -> str:
        rows = zip(*self, strict=True)
        lines = [f"{m:8.3f} {end:8.3f} {f:9.3f} ± {err:.3f}" for m, end, f, err in rows]
        return "\n".join(["   start    final  recalled", *lines])


def basin(
    network: Network,
    xi: Any,
    overlaps: object,
    *,
    seed: Seed = None,
    samples: int = 100,
    dynamics: Dynamics | None = None,
) -> Basin:
    """Measure the basin of attraction: recall stored patterns with units flipped, at each starting overlap.

    A random flip of f·n units starts at m = 1 - 2f. Measured at n = 1000 and T = 0, Hebb's rule recalls half of the
    starts from m ≈ 0.09 at the load p/n = 0.02, 0.18 at 0.05, 0.28 at 0.08, 0.37 at 0.10, 0.46 at 0.12. Errors are
    corrected by the whole (hopfield1982). Limits: these are random errors; chosen ones, such as a part of another
    pattern, can lead astray from much nearer.

    Parameters
    ----------
    network : Network
    xi : Patterns
        (p, n), what is to be recalled
    overlaps : float or array_like (k,)
        starting overlaps from -1 to 1
    seed : int, SeedSequence, Generator or None
    samples : int, at least 1
        starts at each overlap, as one batch; patterns take turns in random order
    dynamics : Dynamics, default Async()

    Returns
    -------
    Basin

    Raises
    ------
    ParameterError
        for overlaps outside -1 to 1, or samples below 1
    ShapeError
        if the patterns have another number of units

    Examples
    --------
    >>> import hopfield as hf
    >>> xi = hf.patterns.letters("TCH")
    >>> curve = hf.analysis.basin(hf.models.hopfield(xi), xi, [0.04, 0.52, 0.84], seed=0)
    >>> curve.overlaps.tolist()
    [0.04, 0.52, 0.84]
    >>> bool(curve.recalled[0] < 0.5 < curve.recalled[1]), bool(0.04 < curve.half < 0.52)
    (True, True)
    """
    check_fit(network, xi)
    starts, rng = np.sort(as_curve(overlaps, "overlaps", -1.0, 1.0)), generator(seed)
    size = whole_number(samples, "samples")
    trials = [
        try_recall(network, xi, start, samples=size, dynamics=dynamics, rng=rng) for start in starts
    ]
    return Basin(*(np.array(column) for column in zip(*trials, strict=True)))

"""How far is each stored bit from flipping?"""

from typing import Any

import numpy as np

from hopfield._typing import OneEach, PerUnit
from hopfield.analysis.trials import check_fit
from hopfield.couplings import Coupling, DenseCoupling, OverlapCoupling, SparseCoupling
from hopfield.errors import ParameterError
from hopfield.network import Network

__all__ = ["stability"]

_ROWS = 1 << 10


def stability(network: Network, xi: Any) -> PerUnit:
    """Return the margins of stored bits: how far each is from flipping (krauth1987).

    κ_i^μ = ξ_i^μ gap_i(ξ^μ) / |J_i|,  |J_i|² = Σ_{j≠i} J_ij²

    κ does not change with the scale of J. Positive means that the bit is stable, and the smallest κ of a pattern that
    it is a fixed point. Limits: κ says how many random errors a bit survives in the first step, and nothing of what
    follows, so it is no basin; thresholds are part of the gap and not of |J_i|; margins of 0/1 units are a quarter
    of those of spins with the same fields, as their gap is. A unit without synapses has κ = 0 if it hears nothing and
    else ±∞.

    Parameters
    ----------
    network : Network
    xi : Patterns
        (p, n): any, not only those that were stored

    Returns
    -------
    (p, n) float array

    Raises
    ------
    ShapeError
        if the patterns have another number of units
    ParameterError
        for couplings without a matrix, whose |J_i| does not exist: take xi.spins * network.gap(xi.spins)

    Examples
    --------
    >>> import hopfield as hf
    >>> xi = hf.patterns.letters("TCH")
    >>> margins = hf.analysis.stability(hf.models.hopfield(xi), xi)
    >>> margins.shape, bool((margins > 0).all())
    ((3, 25), True)
    """
    check_fit(network, xi)
    if not network.coupling.is_pairwise:
        message = f"{network.coupling!r} has no matrix and no |J_i|; take xi.spins * network.gap(xi.spins)"
        raise ParameterError(message)
    spins = xi.spins
    heard = spins * network.gap(network.two_state.from_spins(spins))
    size = np.sqrt(_squares(network.coupling))
    limit = np.where(heard == 0.0, 0.0, np.copysign(np.inf, heard))
    return np.divide(heard, size, out=limit, where=size > 0.0)


def _squares(coupling: Coupling) -> OneEach:
    """Return Σ_{j≠i} J_ij², shape (n,)."""
    if isinstance(coupling, OverlapCoupling):
        return _of_overlaps(coupling)
    if isinstance(coupling, SparseCoupling):
        matrix = coupling.matrix.astype(np.float64)
        found = np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel()
    else:
        matrix = coupling.matrix if isinstance(coupling, DenseCoupling) else coupling.dense()
        found = np.einsum("ij,ij->i", matrix, matrix, dtype=np.float64)
    return np.maximum(found - coupling.self_coupling**2, 0.0)


def _of_overlaps(coupling: OverlapCoupling) -> OneEach:
    """Return Σ_{j≠i} J_ij² from the overlaps of the keys: O(n p²) and without J."""
    gram, mixing = coupling.keys.gram().astype(np.float64), coupling.mixing_matrix
    between = mixing @ gram @ mixing.T
    found = np.empty(coupling.n)
    for units, told in coupling.told.blocks():
        for start in range(0, told.shape[1], _ROWS):
            rows = told[:, start : start + _ROWS].T.astype(np.float64)
            here = slice(units.start + start, units.start + start + len(rows))
            found[here] = np.einsum("up,up->u", rows @ between, rows) / coupling.n**2
    rest = found - coupling.raw_diagonal**2
    return np.where(rest > 1e-12 * found, rest, 0.0)  # what is left of a difference of equals

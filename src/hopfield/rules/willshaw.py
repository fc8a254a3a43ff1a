"""Willshaw's rule: synapses that are there or not, for sparse patterns."""

from dataclasses import dataclass

import numpy as np

from hopfield.couplings import DenseCoupling
from hopfield.couplings.base import Coupling
from hopfield.patterns import Patterns
from hopfield.rules.base import (
    check_matrix_fits,
    check_patterns,
    more_patterns,
    stored_as_matrix,
)

__all__ = ["Willshaw"]


@dataclass(frozen=True)
class Willshaw:
    """J_ij = 1/n if units i ≠ j are ever active together, and else 0; J_ii = 0.                   willshaw1969

    η is (1 + ξ)/2 of the patterns ξ = ±1, and the network's units are hf.Binary(). In a pattern with k active units
    each of them hears (k - 1)/n: a threshold of (k - 3/2)/n keeps it, unless a silent unit has synapses from k - 1.
    After p patterns of activity f a synapse is there with probability 1 - (1 - f²)^p, best near ½.

    Examples
    --------
    >>> import hopfield as hf
    >>> eta = [[1, 1, 1, 0, 0, 0, 0], [0, 0, 1, 1, 1, 0, 0], [0, 0, 0, 0, 1, 1, 1]]
    >>> J = hf.rules.Willshaw()(hf.Patterns.from_bits(eta))
    >>> net = hf.Network(J, hf.Binary(), theta=1.5 / 7)
    >>> hf.recall(net, eta[1], seed=0).state.tolist()
    [0, 0, 1, 1, 1, 0, 0]
    """

    def __call__(self, xi: Patterns) -> DenseCoupling:
        """Return the coupling that stores these patterns.

        Raises
        ------
        SizeError
            if matrices of n × n do not fit into memory
        """
        check_matrix_fits(check_patterns(xi).n, 3)
        return DenseCoupling(_together(xi) / xi.n)

    def extend(self, coupling: Coupling, pattern: object) -> DenseCoupling:
        """Return the coupling that stores more patterns.

        Parameters
        ----------
        coupling : DenseCoupling
            made by this rule
        pattern : array_like (n,) of -1 and +1, or Patterns

        Raises
        ------
        ParameterError, ShapeError, PatternError
            for another kind of coupling, or a pattern that does not fit
        """
        before = stored_as_matrix(coupling, "Willshaw's rule")
        xi = more_patterns(pattern, before.n)
        check_matrix_fits(xi.n, 4)
        return DenseCoupling((_together(xi) | (before.matrix > 0)) / xi.n)


def _together(xi: Patterns) -> np.ndarray:
    """Return which two units are ever active together, (n, n) bool; no unit with itself."""
    active = (xi.spins > 0).astype(np.float32)
    found = active.T @ active > 0
    np.fill_diagonal(found, val=False)
    return found

"""Which synapses are there, two by two: J_ij and J_ji of each pair j < i, read, drawn and changed together."""

from collections.abc import Callable

import numpy as np

from hopfield.budget import check_memory
from hopfield.couplings.base import Coupling
from hopfield.couplings.dense import DenseCoupling
from hopfield.couplings.overlap import OverlapCoupling
from hopfield.couplings.sparse import SparseCoupling
from hopfield.errors import ParameterError
from hopfield.patterns.bits import transpose

__all__ = [
    "Change",
    "Read",
    "built",
    "changed",
    "check_matrix",
    "drawn",
    "entries",
    "spread",
    "whole",
]

_AT_ONCE = 1 << 20  # synapses
_BYTES_OF_PAIR = 160  # places, indices, values and the sparse matrix on its way, both directions
_BYTES_OF_ENTRY = 24  # J twice, while it is copied, and a mask

Change = Callable[[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]
"""From J_ij and J_ji of some pairs j < i, (k,) float arrays, to what they become."""

Read = Callable[[np.ndarray, np.ndarray], np.ndarray]
"""From units i and j, (k,) int arrays, to J_ij."""


def check_matrix(coupling: Coupling) -> None:
    """Refuse what is no coupling with synapses.

    Raises
    ------
    ParameterError
        for what is no coupling, or has a separation of higher order and so no matrix
    """
    if not isinstance(coupling, Coupling):
        message = (
            f"damage is done to a coupling, such as net.coupling, got {type(coupling).__name__}"
        )
        raise ParameterError(message)
    if not coupling.is_pairwise:
        message = f"{coupling!r} has no matrix J, so there are no synapses to damage"
        raise ParameterError(message)
    if coupling.has_delay:
        message = f"{coupling!r} has fast and slow synapses: damage its parts, .now and .later"
        raise ParameterError(message)


def whole(coupling: Coupling) -> np.ndarray:
    """Return J as a fresh (n, n) float array, if there is memory for it.

    Raises
    ------
    SizeError, ParameterError
        if there is not, or above 8 GiB
    """
    n = coupling.n
    check_memory(_BYTES_OF_ENTRY * n**2, f"J of {n:,} units and its damaged copy")
    return coupling.dense()


def drawn(n: int, chance: float, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return the units (i, j), j < i, of the pairs that are drawn, each with the same chance: O(pairs drawn)."""
    n_pairs = n * (n - 1) // 2
    expected = int(chance * n_pairs)
    check_memory(_BYTES_OF_PAIR * expected, f"about {2 * expected:,} synapses of {n:,} units")
    if chance <= 0.0:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    last, found = -1, []
    while last < n_pairs - 1:  # the gaps between successes are geometric
        size = int(1.01 * chance * (n_pairs - 1 - last)) + 64
        gaps = np.minimum(rng.geometric(chance, size), n_pairs + 1)
        places = last + np.cumsum(gaps)
        found.append(places[places < n_pairs])
        last = int(places[-1])
    place = np.concatenate(found) if found else np.zeros(0, np.int64)
    i = ((1.0 + np.sqrt(1.0 + 8.0 * place)) / 2.0).astype(np.int64)
    i -= i * (i - 1) // 2 > place  # a square root that was rounded up,
    i += i * (i + 1) // 2 <= place  # or down
    return i, place - i * (i - 1) // 2


def entries(coupling: Coupling, i: np.ndarray, j: np.ndarray) -> np.ndarray:
    """Return J_ij, shape (k,), for units i and j, both (k,), i ≠ j; of patterns without forming J."""
    if isinstance(coupling, OverlapCoupling):
        read = _of_patterns(coupling) if coupling.mixing is None else _of_mixture(coupling)
        width = max(1, _AT_ONCE // coupling.keys.p)
    else:
        matrix = coupling.matrix if isinstance(coupling, DenseCoupling) else whole(coupling)
        return matrix[i, j].astype(np.float64)
    found = np.empty(len(i))
    for start in range(0, len(i), width):
        part = slice(start, start + width)
        found[part] = read(i[part], j[part])
    return found


def _of_patterns(coupling: OverlapCoupling) -> Read:
    """Return the reader of (1/n) Σ_μ values_i keys_j: popcounts of packed bits."""
    told, keys = (transpose(xi.words, xi.n) for xi in (coupling.told, coupling.keys))
    p, n = coupling.keys.p, coupling.n

    def read(i: np.ndarray, j: np.ndarray) -> np.ndarray:
        differing = np.bitwise_count(told[i] ^ keys[j]).sum(axis=1, dtype=np.int64)
        return (p - 2 * differing) / n

    return read


def _of_mixture(coupling: OverlapCoupling) -> Read:
    """Return the reader of (1/n) Σ_μν values_i^μ A_μν keys_j^ν."""
    p, n = coupling.keys.p, coupling.n
    check_memory(20 * p * n, f"{p:,} weighted patterns of {n:,} units")
    told = np.ascontiguousarray(coupling.told.spins.T)
    mixed = coupling.keys.spins.T @ coupling.mixing_matrix.T / n

    def read(i: np.ndarray, j: np.ndarray) -> np.ndarray:
        return np.einsum("kp,kp->k", told[i].astype(np.float64), mixed[j])

    return read


def built(
    n: int,
    pairs: tuple[np.ndarray, np.ndarray],
    values: tuple[np.ndarray, np.ndarray],
    diagonal: np.ndarray,
) -> SparseCoupling:
    """Return the coupling of pairs (i, j) with the values (J_ij, J_ji), and of a diagonal (n,)."""
    from scipy.sparse import csr_array

    own = np.flatnonzero(diagonal)
    rows, columns = np.concatenate([*pairs, own]), np.concatenate([*pairs[::-1], own])
    data = np.concatenate([*values, diagonal[own]])
    return SparseCoupling(csr_array((data, (rows, columns)), shape=(n, n)))


def changed(coupling: Coupling, change: Change) -> Coupling:
    """Return the coupling with every pair of synapses changed, in a fixed order; the diagonal stays."""
    if isinstance(coupling, SparseCoupling):
        return _changed_sparse(coupling, change)
    matrix, n = whole(coupling), coupling.n
    width = max(1, _AT_ONCE // n)
    for start in range(0, n, width):
        rows = np.arange(start, min(start + width, n))
        i = np.repeat(rows, rows)
        j = np.concatenate([np.arange(row) for row in rows])
        matrix[i, j], matrix[j, i] = change(matrix[i, j], matrix[j, i])
    return DenseCoupling(matrix)


def _changed_sparse(coupling: SparseCoupling, change: Change) -> SparseCoupling:
    """Change the pairs of which at least one direction is there."""
    n, stored = coupling.n, coupling.matrix.tocoo()
    is_other = stored.row != stored.col
    row, column = stored.row[is_other].astype(np.int64), stored.col[is_other].astype(np.int64)
    names = np.maximum(row, column) * n + np.minimum(row, column)
    name, which = np.unique(names, return_inverse=True)
    both = np.zeros((2, len(name)))
    both[(row < column).astype(np.int64), which] = stored.data[is_other]
    return built(n, np.divmod(name, n), change(both[0], both[1]), coupling.self_coupling)


def spread(coupling: Coupling) -> float:
    """Return the root mean square of J_ij, i ≠ j; in a sparse coupling of the synapses that are there."""
    if isinstance(coupling, SparseCoupling):
        stored = coupling.matrix.tocoo()
        values = stored.data[stored.row != stored.col].astype(np.float64)
        return float(np.sqrt(np.mean(values**2))) if len(values) else 0.0
    matrix, n = whole(coupling), coupling.n
    np.fill_diagonal(matrix, 0.0)
    return float(np.linalg.norm(matrix) / np.sqrt(max(1, n * (n - 1))))

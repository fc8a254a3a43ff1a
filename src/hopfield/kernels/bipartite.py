"""One unit at a time, for two layers that act on each other only: fields are kept, a flip costs the other layer."""

from typing import NamedTuple

import numpy as np

from hopfield.kernels.compiling import bare
from hopfield.kernels.real import ask_for_nothing, listen, new_age, refresh

__all__ = ["Bipartite"]


class Bipartite(NamedTuple):
    """What the units of either layer tell those of the other; units of the first layer come first."""

    weights: (
        np.ndarray
    )  # (n_x, n_y) float64: row i is what unit i of the first layer tells the second
    transposed: np.ndarray  # (n_y, n_x) float64


def _open(coupling, s, products):
    memory = (new_age(), np.empty(s.size))
    refresh(coupling, memory, s)
    return memory


@bare
def _tell(row, field, start, strength):  # O(other layer)
    for k in range(row.size):
        field[start + k] += strength * row[k]


@bare
def _tell_other(coupling, field, i, strength):  # O(other layer)
    n_x = coupling.weights.shape[0]
    if i < n_x:
        _tell(coupling.weights[i], field, n_x, strength)
    else:
        _tell(coupling.transposed[i - n_x], field, 0, strength)


def _refresh(coupling, memory, s):  # O(n_x n_y), twice
    field = memory[1]
    field[:] = 0.0
    for i in range(s.size):
        _tell_other(coupling, field, i, float(s[i]))


def _heard(coupling, memory, s, i):  # O(1)
    return memory[1][i]


def _told(coupling, memory, i, change):  # O(other layer)
    _tell_other(coupling, memory[1], i, float(change))


listen(Bipartite, (_open, _refresh, _heard, _told, ask_for_nothing), is_scan_cheap=True)

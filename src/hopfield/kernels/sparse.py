"""One unit at a time, for a matrix of which most entries are zero: fields are kept, a flip costs what it reaches."""

from typing import NamedTuple

import numpy as np

from hopfield.kernels.real import ask_for_nothing, listen, new_age, refresh

__all__ = ["Sparse"]


class Sparse(NamedTuple):
    """The columns of J without its diagonal: who hears unit j, and how strongly."""

    starts: np.ndarray  # (n + 1,) int64: column j is at starts[j] … starts[j + 1] - 1
    units: np.ndarray  # (entries,) int32: i
    strengths: np.ndarray  # (entries,) float32 or float64: J_ij


def _open(coupling, s, products):
    memory = (new_age(), np.empty(s.size))
    refresh(coupling, memory, s)
    return memory


def _refresh(coupling, memory, s):  # O(entries)
    field = memory[1]
    field[:] = 0.0
    for j in range(s.size):
        value = float(s[j])
        for k in range(coupling.starts[j], coupling.starts[j + 1]):
            field[coupling.units[k]] += value * coupling.strengths[k]


def _heard(coupling, memory, s, i):  # O(1)
    return memory[1][i]


def _told(coupling, memory, i, change):  # O(degree)
    field, value = memory[1], float(change)
    for k in range(coupling.starts[i], coupling.starts[i + 1]):
        field[coupling.units[k]] += value * coupling.strengths[k]


listen(Sparse, (_open, _refresh, _heard, _told, ask_for_nothing), is_scan_cheap=True)

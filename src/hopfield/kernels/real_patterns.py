"""One unit at a time, for patterns of real numbers: how a sum over their overlaps would change.

With R_μ = Σ_{j≠i} x_j^μ s_j a unit hears half of what n·F gains from R - x_i to R + x_i (krotov2016). Overlaps are real
numbers here, so that there is no table: powers are differences in the form that does not cancel, and exponentials are
compared by the logarithms of their sums, which neither overflow nor vanish.
"""

from typing import NamedTuple

import numpy as np

from hopfield.kernels.compiling import bare, entry
from hopfield.kernels.loop import open_run
from hopfield.kernels.real import ask_for_nothing, heard, listen, new_age, refresh

__all__ = ["EXPONENTIAL", "POWER", "SOFTMAX", "Lanes", "RealPatterns", "half_gaps"]

POWER, EXPONENTIAL, SOFTMAX = 0, 1, 2
_EPS = 2.220446049250313e-16
_TINY, _HUGE = 2.2250738585072014e-308, 1.7976931348623157e308


class RealPatterns(NamedTuple):
    """Patterns, and how much each counts at each overlap."""

    keys: np.ndarray  # (n, p) float32 or float64: row i is what unit i is in each pattern
    blur: np.ndarray  # (p,) float64: how far an overlap may be off by rounding
    kind: int
    degree: int
    is_rectified: bool
    is_exact: bool  # whether all sums are whole numbers that a float holds
    unit: float  # of the overlaps whose powers are taken
    scale: float  # what a difference of powers is multiplied by
    sharpness: float  # b in e^{bR}


class Lanes(NamedTuple):
    """What is kept up to date while units flip."""

    age: np.ndarray
    overlaps: np.ndarray  # (p,) float64: M
    noise: np.ndarray  # (p,) float64: how far the step of each pattern may be off, per |x_i|
    room: (
        np.ndarray
    )  # (5, p) float64: four to work in, and in row 3 the largest |x| of each pattern
    book: np.ndarray  # (2,) float64: ln Σ e^{bM}, and the largest blur


@bare
def _log_sum(b, overlaps, row, step):  # O(p)
    """Return ln Σ e^{b (M + step · row)}."""
    largest = -np.inf
    for mu in range(overlaps.size):
        largest = max(largest, b * (overlaps[mu] + step * row[mu]))
    total = 0.0
    for mu in range(overlaps.size):
        total += np.exp(b * (overlaps[mu] + step * row[mu]) - largest)
    return largest + np.log(total)


@bare
def _fill(coupling, lanes):  # O(p · degree)
    """Prepare what all units need of the present overlaps."""
    lanes.book[1] = 0.0
    for mu in range(lanes.overlaps.size):
        lanes.book[1] = max(lanes.book[1], coupling.blur[mu])
    if coupling.kind != POWER:
        lanes.book[0] = _log_sum(coupling.sharpness, lanes.overlaps, lanes.overlaps, 0.0)
        return
    k, p = coupling.degree, lanes.overlaps.size
    for mu in range(p):
        reach = (abs(lanes.overlaps[mu]) + 2.0 * lanes.room[3, mu]) * coupling.unit
        less = 1.0
        for _ in range(k - 2):
            less *= reach
        off = (2.0 * k + p) * _EPS * reach + (k - 1) * coupling.unit * coupling.blur[mu]
        lanes.noise[mu] = 2.0 * coupling.unit * k * less * off


@bare
def _powers(coupling, lanes, row, value):  # O(p · degree)
    """Return Σ aᵏ - bᵏ with a, b = R ± x, and what rounding can make of zero."""
    a, b, power, total = lanes.room[0], lanes.room[1], lanes.room[2], 0.0
    unit, noise = coupling.unit, 0.0
    for mu in range(row.size):
        above = (lanes.overlaps[mu] + (1.0 - value) * row[mu]) * unit
        below = (lanes.overlaps[mu] - (1.0 + value) * row[mu]) * unit
        if coupling.is_rectified:
            above, below = max(above, 0.0), max(below, 0.0)
        a[mu], b[mu], power[mu] = above, below, below
        lanes.room[4, mu] = 1.0
        noise += abs(row[mu]) * lanes.noise[mu]
    for _ in range(coupling.degree - 1):  # aᵏ - bᵏ = (a - b) Σ_l aˡ bᵏ⁻¹⁻ˡ
        for mu in range(row.size):
            lanes.room[4, mu] = a[mu] * lanes.room[4, mu] + power[mu]
            power[mu] *= b[mu]
    for mu in range(row.size):
        total += (a[mu] - b[mu]) * lanes.room[4, mu]
    return total, 0.0 if coupling.is_exact else noise


@bare
def _gap_of_logs(coupling, high, low, blur, p, n):  # O(1)
    """Return half the energy gap from the logarithms of the sums with the unit up and down."""
    difference = high - low
    sizes = 2.0 * p + 8.0 + 4.0 * (abs(high) + abs(low))
    if abs(difference) <= _EPS * sizes + 2.0 * coupling.sharpness * blur:
        return 0.0
    if coupling.kind != EXPONENTIAL:
        return 0.5 * difference / coupling.sharpness
    size = max(high, low) - n + np.log(-0.5 * np.expm1(-abs(difference)))
    # where a float can't hold it, the sign stays right
    h = _HUGE if size > 709.0 else _TINY if size < -708.0 else np.exp(size)
    return h if difference > 0.0 else -h


def _open(coupling, s, products):
    n, p = coupling.keys.shape
    lanes = Lanes(new_age(), np.empty(p), np.zeros(p), np.zeros((5, p)), np.zeros(2))
    for i in range(n):
        for mu in range(p):
            lanes.room[3, mu] = max(lanes.room[3, mu], abs(coupling.keys[i, mu]))
    refresh(coupling, lanes, s)
    return lanes


def _refresh(coupling, memory, s):  # O(n p)
    overlaps = memory.overlaps
    overlaps[:] = 0.0
    for i in range(s.size):
        row, value = coupling.keys[i], float(s[i])
        for mu in range(overlaps.size):
            overlaps[mu] += value * row[mu]
    _fill(coupling, memory)


def _heard(coupling, memory, s, i):  # O(p · degree), or O(p) exponentials
    row, value = coupling.keys[i], float(s[i])
    if coupling.kind == POWER:
        total, noise = _powers(coupling, memory, row, value)
        return 0.0 if abs(total) <= noise else total * coupling.scale
    b, overlaps = coupling.sharpness, memory.overlaps
    high, low = memory.book[0], memory.book[0]
    if s[i] <= 0:
        high = _log_sum(b, overlaps, row, 1.0 - value)
    if s[i] >= 0:
        low = _log_sum(b, overlaps, row, -1.0 - value)
    return _gap_of_logs(coupling, high, low, memory.book[1], row.size, s.size)


def _told(coupling, memory, i, change):  # O(p · degree)
    row, overlaps, step = coupling.keys[i], memory.overlaps, float(change)
    for mu in range(overlaps.size):
        overlaps[mu] += step * row[mu]
    _fill(coupling, memory)


listen(
    RealPatterns,
    (_open, _refresh, _heard, _told, ask_for_nothing),
    is_scan_cheap=False,
)


@entry
def half_gaps(coupling, spins, products, found):
    """Write the gap of every unit in every row, (rows, n), into found."""
    for row in range(spins.shape[0]):
        memory = open_run(coupling, spins[row], products[row])
        for i in range(spins.shape[1]):
            found[row, i] = heard(coupling, memory, spins[row], i)

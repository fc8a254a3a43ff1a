"""What a unit becomes that hears a field, or a field known up to a margin."""

import numpy as np
from numba import njit

from hopfield.kernels.chance import uniform

__all__ = ["OPEN", "chance_of_visit", "new_value", "wants_to_move", "write"]

OPEN = 2
"""What is returned when the margin leaves the new value open."""


@njit(nogil=True)
def chance_of_visit(hearing, stream):  # O(1)
    """Return the number that decides a visit at T > 0."""
    return uniform(stream) if hearing.slope > 0.0 else 0.0


@njit(nogil=True)
def new_value(h, margin, old, hearing, chance):  # O(1)
    """Return -1 or +1 (or the old value, for a tie), or OPEN if some field within h ± margin gives another answer."""
    if hearing.slope == 0.0:
        if h - margin > hearing.tolerance:
            return 1
        if h + margin < -hearing.tolerance:
            return -1
        return old if margin == 0.0 else OPEN
    # Glauber: P(+1) = 1 / (1 + e^{-slope·h}), which rises with h
    likely = chance * (1.0 + np.exp(-hearing.slope * (h + margin))) < 1.0
    if margin == 0.0:
        return 1 if likely else -1
    surely = chance * (1.0 + np.exp(-hearing.slope * (h - margin))) < 1.0
    if likely != surely:
        return OPEN
    return 1 if likely else -1


@njit(nogil=True)
def wants_to_move(h, value, hearing):  # O(1)
    """Return whether a unit at T = 0 that hears h would change."""
    return (h > hearing.tolerance and value != 1) or (h < -hearing.tolerance and value != -1)


@njit(nogil=True)
def write(log, unit, h, old, new):  # O(1)
    """Write a flip down, if there is room: a log without room records nothing."""
    at = log.written[0]
    if at < log.unit.size:
        log.unit[at], log.heard[at], log.old[at], log.new[at] = unit, h, old, new
        log.written[0] = at + 1

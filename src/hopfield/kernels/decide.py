"""What a unit becomes that hears a field: the two levels between which it stays as it is."""

import numpy as np

from hopfield.kernels.chance import uniform
from hopfield.kernels.compiling import bare

__all__ = ["levels", "wants_to_move", "write"]


@bare
def levels(hearing, stream):  # O(1)
    """Return (low, high) for one visit: below low a unit becomes -1, above high +1, and between it stays.

    At T > 0 the two are one, drawn so that a field h is above it with the probability 1 / (1 + e^{-slope·h}).
    """
    if hearing.slope == 0.0:
        return -hearing.tolerance, hearing.tolerance
    chance = uniform(stream)
    level = np.log(chance / (1.0 - chance)) / hearing.slope if chance > 0.0 else -np.inf
    return level, level


@bare
def wants_to_move(h, value, low, high):  # O(1)
    """Return whether a unit that hears h would change."""
    return (h > high and value != 1) or (h < low and value != -1)


@bare
def write(log, unit, h, old, new):  # O(1)
    """Write a flip down, if there is room: a log without room records nothing."""
    at = log.written[0]
    if at < log.unit.size:
        log.unit[at], log.heard[at], log.old[at], log.new[at] = unit, h, old, new
        log.written[0] = at + 1

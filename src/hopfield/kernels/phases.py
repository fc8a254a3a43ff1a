"""Which 0/1 units are on together, while a Boltzmann machine is cooled and then runs for a time? `settle` counts."""

import numpy as np

from hopfield.kernels.chance import below, draw, uniform
from hopfield.kernels.compiling import bare, entry

__all__ = ["settle"]


@bare
def _visit(columns, field, state, free, temperature, stream):  # O(free), and O(n) a flip
    """Give as many visits as there are free units, to units drawn among them."""
    for _ in range(free.size):
        i = free[below(stream, free.size)]
        is_on = uniform(stream) * (1.0 + np.exp(-field[i] / temperature)) < 1.0
        if is_on != (state[i] == 1):
            change = 1.0 if is_on else -1.0
            state[i] = 1 if is_on else 0
            column = columns[i]
            for j in range(field.size):
                field[j] += change * column[j]


@bare
def _hear(columns, bias, state, field):  # O(n²)
    """Write what all units hear."""
    for i in range(field.size):
        field[i] = bias[i]
    for j in range(state.size):
        if state[j] == 1:
            column = columns[j]
            for i in range(field.size):
                field[i] += column[i]


@bare
def _count(state, pairs):  # O(n²)
    """Count the pairs of units that are on, and on the diagonal the units."""
    for i in range(state.size):
        if state[i] == 1:
            for j in range(state.size):
                pairs[i, j] += state[j]


@entry
def settle(columns, bias, states, held, temperatures, sweeps, n_kept, streams, pairs):
    # O(rows · sweeps · n · flips)
    """Let every row settle from random values of the units that are not held, and count pairs over the last sweeps.

    The stages of the schedule are temperatures (k,) and sweeps (k,) of one visit a free unit on average; after them
    n_kept more at the last temperature, the state after each counted into pairs (n, n). Columns are those of a J with
    J_ii = 0, states (rows, n) int8 are changed, held is one mask (n,) for all rows.
    """
    n = bias.size
    field = np.empty(n)
    free = np.flatnonzero(~held)
    for row in range(states.shape[0]):
        state, stream = states[row], streams[row]
        for i in free:
            state[i] = np.int8(draw(stream) >> np.uint64(63))
        _hear(columns, bias, state, field)
        for stage in range(temperatures.size):
            for _ in range(sweeps[stage]):
                _visit(columns, field, state, free, temperatures[stage], stream)
        for _ in range(n_kept):
            _visit(columns, field, state, free, temperatures[-1], stream)
            _count(state, pairs)

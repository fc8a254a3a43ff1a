"""The loop over rows and sweeps, written once; what a sweep is, each form of J says.

A coupling is a NamedTuple of arrays. `open_run`, `sweep`, `is_settled` and `close_run` have a body for each, chosen by
the compiler from the type (static dispatch): `exact` for whole numbers, `real` for weights and matrices.
"""

import inspect
from typing import Any, NamedTuple

import numpy as np
from numba.extending import overload

from hopfield.kernels.chance import visiting_order
from hopfield.kernels.compiling import BARE, entry

__all__ = ["Hearing", "Log", "advance", "close_run", "is_settled", "offer", "open_run", "sweep"]

_RUNNING, _SETTLED = 0, 1


class Hearing(NamedTuple):
    """How units decide, in the kernel's own unit of field."""

    bias: np.ndarray  # (n,) float64, or (1,) when it is one for all
    held: np.ndarray  # (n,) bool, or (0,) when no unit is
    tolerance: float  # a field up to this counts as zero
    slope: float  # 2β times the unit; 0.0 for T = 0
    once: bool  # whether a sweep visits each unit once


class Log(NamedTuple):
    """Where flips are written, in order."""

    unit: np.ndarray
    heard: np.ndarray
    old: np.ndarray
    new: np.ndarray
    written: np.ndarray  # (1,) int64; nothing is written past the end of the others


def open_run(coupling, s, products):
    """Return what is kept up to date while units flip, from the overlaps of the state."""


def sweep(coupling, memory, s, hearing, order, stream, log):
    """Visit the units in order; return how many changed."""


def is_settled(coupling, memory, s, hearing):
    """Return whether no unit wants to move, from fields without rounding that adds up."""


def close_run(coupling, memory, products):
    """Write the overlaps of the state back."""


def offer(kind, bodies):
    """Register the four bodies for one kind of coupling; only the first may make arrays."""
    stubs: Any = ((open_run, {}), (sweep, BARE), (is_settled, BARE), (close_run, BARE))
    for (stub, options), body in zip(stubs, bodies, strict=True):

        def choose(coupling, *_rest, body=body):
            return body if getattr(coupling, "instance_class", None) is kind else None

        choose.__signature__ = inspect.signature(body)
        overload(stub, strict=False, jit_options=options)(choose)


@entry
def advance(
    coupling,
    s,
    products,
    bias,
    held,
    tolerance,
    slope,
    streams,
    order,
    order_kind,
    n_sweeps,
    status,
    log,
):
    """Move every row that is still running by up to n_sweeps; return how many brought a change, by row.

    A row at T = 0 stops as soon as no unit wants to move, which is checked and not inferred. The order of visits is
    written into the first n items of `order`.
    """
    n_rows, n = s.shape
    moved = np.zeros(n_rows, dtype=np.int64)
    for row in range(n_rows):
        if status[row] != _RUNNING:
            continue
        hearing = Hearing(bias, held[row % held.shape[0]], tolerance, slope, order_kind != 1)
        memory = open_run(coupling, s[row], products[row])
        for k in range(n_sweeps + 1):
            if slope == 0.0 and is_settled(coupling, memory, s[row], hearing):
                status[row] = _SETTLED
                break
            if k == n_sweeps:
                break
            visiting_order(order_kind, streams[row], order[:n])
            n_flips = sweep(coupling, memory, s[row], hearing, order[:n], streams[row], log)
            moved[row] = k + 1 if n_flips or slope > 0.0 else moved[row]
        close_run(coupling, memory, products[row])
    return moved

"""Where do graded neurons come to rest, and is it where two-state ones do?"""

from typing import Any

import numpy as np

import hopfield as hf
from hopfield.couplings import DenseCoupling, OverlapCoupling
from hopfield.dynamics.course import Course, Precision
from hopfield.random import generator

__all__ = ["contours", "minima", "two_units"]

_STEP, _STEPS = 0.05, 240  # of a path, in time constants
_PAIR = np.array([[0.0, 1.0], [1.0, 0.0]])


def two_units(loop: float, resistance: float, seed: Any) -> dict[str, float]:
    """Couple two units by T = 1, with the gain λ = loop/R, and flow from beside the origin: how far does it go?"""
    units = hf.Graded(loop / resistance, resistance, response="arctan")
    net = hf.Network(DenseCoupling(_PAIR), units)
    start = generator(seed).uniform(0.005, 0.02, 2)
    found = hf.recall(net, start, hf.Flow(), max_sweeps=1000)
    return {"value": float(found.state.mean()), "left": float(found.state.min() > start.max())}


def contours(gain: float, points: int, seed: Any) -> dict[str, Any]:
    """Return the energy of the two units over their square, and paths from its edge."""
    net = hf.Network(DenseCoupling(_PAIR), hf.Graded(gain, response="arctan"))
    axis = np.linspace(-0.98, 0.98, points)
    energy = net.energy(np.stack(np.meshgrid(axis, axis, indexing="ij"), axis=-1))
    angle = 2 * np.pi * (np.arange(12) + generator(seed).uniform(0.1, 0.4)) / 12
    edge = np.stack([np.cos(angle), np.sin(angle)], axis=-1)
    start = 0.95 * edge / np.abs(edge).max(axis=1, keepdims=True)
    found = hf.recall(net, start, hf.Flow(), max_sweeps=100)
    path = np.stack([_path(net, values) for values in start], axis=1)
    rise = np.diff(net.energy(path), axis=0).max()
    return {"axis": axis, "energy": energy, "path": path, "rise": float(rise), "end": found.state}


def _path(net: hf.Network, start: np.ndarray) -> np.ndarray:
    """Return where a flow is at every twentieth of a time constant, (steps, n)."""
    held = np.zeros(len(start), dtype=bool)
    course = Course(net, start.copy(), held, Precision(1e-8, 1e-10))
    path = [start]
    for _ in range(_STEPS):
        course.advance(_STEP)
        path.append(course.values())
    return np.stack(path)


def minima(n: int, memories: int, gain: float, seed: Any) -> dict[str, float]:
    """Compare what graded units do with the resting states of two-state ones, of random memories.

    Of n even and an odd number of memories no unit hears exactly nothing. All resting states that 500 starts find are
    taken, and flows begin beside each, and in the inside.
    """
    chance = generator(seed)
    xi = hf.patterns.random(memories, n, seed=chance)
    coupling = OverlapCoupling(xi)
    spins, net = hf.Network(coupling), hf.Network(coupling, hf.Graded(gain))
    starts = hf.patterns.random(500, n, seed=chance).spins
    corners = np.unique(hf.recall(spins, starts, seed=chance).state, axis=0)
    watch = {"E": net.energy}
    beside = hf.recall(net, 0.999 * corners, hf.Flow(), watch=watch)
    inside = hf.recall(net, chance.uniform(-0.5, 0.5, (10, n)), hf.Flow(), watch=watch)
    signs = np.where(inside.state > 0, 1, -1).astype(np.int8)
    rises = [np.diff(found.trace["E"], axis=0).max() for found in (beside, inside)]
    return {
        "corner_has_minimum": float(np.mean((np.sign(beside.state) == corners).all(axis=1))),
        "minimum_has_corner": float(np.mean((signs * spins.gap(signs) > 0).all(axis=1))),
        "integral": float(np.mean(beside.energy - spins.energy(corners))),
        "rise": float(max(rises)),
        "size": float(np.abs(inside.state).max()),
        "loop": float(gain * np.linalg.eigvalsh(spins.coupling.dense())[-1]),
    }

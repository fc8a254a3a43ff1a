"""Where does every macrostate of a network lie, and what does it flow to when units move one at a time at T = 0?"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from hopfield._typing import Real
from hopfield.analysis.classes import Classes, check_size, classes_of
from hopfield.budget import check_memory
from hopfield.couplings import OverlapCoupling
from hopfield.errors import NoEnergyError
from hopfield.network import Network

__all__ = ["Chart", "charted", "check_energy"]

_BYTES = 40  # a macrostate, with all that is kept while it is charted
_NUMBERS = 1 << 22  # numbers of states that are formed at a time
_ROUNDING = 1e-12


@dataclass(frozen=True, eq=False)
class Chart:
    """Macrostates, numbered as in `Classes`, and the moves between them.

    Parameters
    ----------
    classes : Classes
    energy : (macrostates,) float64 array
    up, down : (macrostates,) uint32 arrays
        bit c: units of class c that are down (up) want to move
    """

    classes: Classes
    energy: np.ndarray
    up: np.ndarray
    down: np.ndarray

    @cached_property
    def order(self) -> np.ndarray:
        """The macrostates, each after all that lead to it, (macrostates,) int32.

        Raises
        ------
        NoEnergyError
            if moves lead round in a circle
        """
        from hopfield.kernels.macrostates import ordered

        order = np.empty(len(self.up), dtype=np.int32)
        waiting = np.empty(len(self.up), dtype=np.uint8)
        n_ordered = ordered(self.up, self.down, self.classes.strides, waiting, order)
        if n_ordered < len(order):  # else what circles there would be missing from all basins
            message = f"{len(order) - n_ordered:,} macrostates are on or behind a circle of moves, so no energy falls"
            raise NoEnergyError(message)
        return order

    @cached_property
    def resting(self) -> np.ndarray:
        """The macrostates in which no unit wants to move, (attractors,) int64."""
        return np.flatnonzero((self.up | self.down) == 0)

    def flowed(self, share: Real) -> Real:
        """Return how probable each attractor is when macrostates are drawn with these shares, (attractors,)."""
        from hopfield.kernels.macrostates import flow

        mass = np.array(share, dtype=np.float64)
        flow(self.up, self.down, self.classes.strides, self.classes.sizes, self.order, mass)
        return mass[self.resting]

    def chance(self, target: int) -> Real:
        """Return from each macrostate the probability to end in this attractor, (macrostates,)."""
        from hopfield.kernels.macrostates import chances

        chance = np.zeros(len(self.up))
        chance[target] = float(self.up[target] == 0 and self.down[target] == 0)
        sizes, strides = self.classes.sizes, self.classes.strides
        chances(self.up, self.down, strides, sizes, self.order, chance)
        return chance

    def radii(self) -> np.ndarray:
        """Return for each attractor how many flips, whichever, are undone whatever the order of visits.

        In an attractor of several states, with units of a class on both sides, it is 0: after one flip another unit of
        that class may move back instead.
        """
        from hopfield.kernels.macrostates import fates, nearest_stranger

        fate = np.full(len(self.up), -1, dtype=np.int32)
        fate[self.resting] = np.arange(len(self.resting))
        fates(self.up, self.down, self.classes.strides, self.order, fate)
        counts, sizes = self.classes.counts(self.resting), self.classes.sizes
        is_one = ((counts == 0) | (counts == sizes)).all(axis=1)
        found = np.zeros(len(self.resting), dtype=np.int64)
        for a in np.flatnonzero(is_one):
            found[a] = nearest_stranger(fate, sizes, counts[a], a) - 1
        return found


def check_energy(network: Network, what: str) -> None:
    """Refuse couplings without an energy, and units without two states.

    Raises
    ------
    NoEnergyError, FitError
    """
    network.two_state  # noqa: B018  raises FitError, with what does have two states
    if not network.has_energy:
        message = f"{what} needs an energy, and these couplings are not symmetric; see hf.analysis.attractors"
        raise NoEnergyError(message)


def charted(network: Network, classes: Classes | None = None) -> Chart:
    """Return energies and moves of all macrostates.

    Raises
    ------
    SizeError
        if there are too many, or if they do not fit into memory
    """
    classes = classes_of(network) if classes is None else classes
    check_size(classes)
    size = classes.n_macrostates
    check_memory(_BYTES * size, f"{size:,} macrostates")
    found = Chart(classes, np.empty(size), np.empty(size, np.uint32), np.empty(size, np.uint32))
    coupling = network.coupling
    if isinstance(coupling, OverlapCoupling) and not coupling.is_pairwise:
        _survey_states(network, found, max(1, _NUMBERS // max(network.n, coupling.keys.p)))
    else:
        _survey_matrix(network, found)
    return found


def _between(network: Network, classes: Classes) -> np.ndarray:
    """Return what a unit of one class does to a unit of another, or to another of its own, in the kernels' numbers."""
    coupling, first = network.coupling, classes.first
    gauge = classes.gauge[first].astype(np.float64)
    if isinstance(coupling, OverlapCoupling):
        keys, told = coupling.keys.spins[:, first], coupling.told.spins[:, first]
        found = told.T.astype(np.float64) @ coupling.mixing_matrix @ keys.astype(np.float64)
        found *= coupling.unit / network.n
    else:
        J = coupling.dense()
        found = J[np.ix_(first, first)]
        for c in np.flatnonzero(classes.sizes > 1):
            i, j = np.flatnonzero(classes.labels == c)[:2]
            found[c, c] = J[i, j] * classes.gauge[i] * classes.gauge[j]
    found *= np.multiply.outer(gauge, gauge)
    np.fill_diagonal(found, np.where(classes.sizes > 1, np.diag(found), 0.0))
    return np.rint(found) if coupling.unit != 1.0 else found


def _survey_matrix(network: Network, chart: Chart) -> None:
    """Fill the chart of a network whose couplings have a matrix, from the sums of spins of each class."""
    from hopfield.kernels.macrostates import survey

    classes, unit, gain = chart.classes, network.coupling.unit, network.two_state.gain
    between = _between(network, classes)
    own = np.diag(between).copy()
    bias = np.broadcast_to(network.kernel_bias, (network.n,))[classes.first]
    bias = bias * classes.gauge[classes.first]
    half = len(own) // 2
    low, high = classes.moments(0, half), classes.moments(half, len(own))
    pulls = low @ between[:, :half].T, high @ between[:, half:].T
    tolerance = unit * network.resolution / gain
    sizes = classes.sizes.astype(np.float64)
    survey(low, high, *pulls, own, bias, sizes, tolerance, chart.energy, chart.up, chart.down)
    chart.energy[:] += 0.5 * float(classes.sizes @ own)
    chart.energy[:] *= gain / unit
    known = network.energy(network.two_state.from_spins(classes.spins(np.array(0))))
    offset = known - chart.energy[0]  # of 0/1 units, and of a diagonal that is kept
    if abs(offset) > _ROUNDING * max(abs(known), abs(chart.energy[0])):
        chart.energy[:] += offset


def _survey_states(network: Network, chart: Chart, step: int) -> None:
    """Fill the chart of a network of higher order, from a state of each macrostate."""
    classes = chart.classes
    order = np.argsort(
        classes.labels, kind="stable"
    )  # of a class, the first are up and the last down
    last = np.cumsum(classes.sizes) - 1
    first = last - classes.sizes + 1
    bits = np.uint32(1) << np.arange(len(last), dtype=np.uint32)
    for start in range(0, len(chart.energy), step):
        part = np.arange(start, min(start + step, len(chart.energy)))
        spins, counts = classes.spins(part), classes.counts(part)
        gap = network.gap(spins) * classes.gauge
        rises = (gap[:, order[last]] > network.resolution) & (counts < classes.sizes)
        falls = (gap[:, order[first]] < -network.resolution) & (counts > 0)
        chart.energy[part] = network.energy(spins)
        chart.up[part], chart.down[part] = rises @ bits, falls @ bits

"""What is in a network, all of it and exactly: every attractor, its basin, the passes, and what is surely undone?"""

from dataclasses import dataclass
from functools import cached_property
from math import comb, prod
from typing import Any

import numpy as np

from hopfield._typing import Reals, State
from hopfield.analysis.chart import Chart, charted, check_energy
from hopfield.analysis.naming import checked_patterns, place_of, rank
from hopfield.analysis.valleys import ValleyTree, valleys
from hopfield.errors import ParameterError, SizeError
from hopfield.network import Network
from hopfield.patterns import Match

__all__ = ["Atlas", "Attractor", "Macrostates", "atlas"]

_MOST_ATTRACTORS = 1 << 16


@dataclass(frozen=True, eq=False)
class Attractor:
    """A state in which no unit wants to move, or several that differ only by which of interchangeable units are up.

    Attributes
    ----------
    state : (n,) int8 array
        in the units' own values; of several states one
    energy : float
    basin : float
        the share of all states that end here, each counted with its probability to do so
    radius : int
        flips of whichever units that are surely undone, whatever the order of visits; 0 if there are several states
    match : Match or None
        what the state is; None if no patterns are known
    n_states : int
        of how many states it stands for one; 1 in all networks of Hebb's and the projection rule
    """

    state: np.ndarray
    energy: float
    basin: float
    radius: int
    match: Match | None
    n_states: int = 1


@dataclass(frozen=True, eq=False)
class Macrostates:
    """All macrostates of a network, a row each.

    Attributes
    ----------
    counts : (macrostates, classes) int array
        how many units of each class are up
    sizes : (classes,) int array
        how many there are
    energy : (macrostates,) float array
    share : (macrostates,) float array
        which share of all 2ⁿ states each is; they sum to 1
    log_multiplicity : (macrostates,) float array
        ln of the number of states
    """

    counts: np.ndarray
    sizes: np.ndarray
    energy: np.ndarray
    share: np.ndarray
    log_multiplicity: np.ndarray

    def __len__(self) -> int:
        return len(self.energy)

    @property
    def multiplicity(self) -> Reals:
        """The number of states of each: exact up to 10¹², then to 12 digits, and infinite above 1e308."""
        with np.errstate(over="ignore"):
            return np.rint(np.exp(self.log_multiplicity))


@dataclass(frozen=True, eq=False, repr=False)
class Atlas:
    """All that a network holds: see `atlas`, which makes it.

    Attributes
    ----------
    network : Network
    attractors : tuple of Attractor
        memories first, in the order of the patterns, then their negatives, mixtures, and the rest, by energy
    chart : Chart
        what it is computed from: the macrostates and their moves
    places : tuple of int
        in which macrostate each attractor is
    """

    network: Network
    attractors: tuple[Attractor, ...]
    chart: Chart
    places: tuple[int, ...]

    def __repr__(self) -> str:
        return (
            f"Atlas(n_states={self.n_states:,}, n_macrostates={self.n_macrostates:,},"
            f" attractors={len(self.attractors)})"
        )

    @property
    def n_states(self) -> int:
        """2ⁿ."""
        return 1 << self.network.n

    @property
    def n_macrostates(self) -> int:
        """How many macrostates stand for them."""
        return len(self.chart.energy)

    @cached_property
    def macrostates(self) -> Macrostates:
        """All macrostates, as arrays."""
        classes = self.chart.classes
        return Macrostates(
            classes.counts(np.arange(self.n_macrostates)),
            classes.sizes.copy(),
            self.chart.energy,
            classes.share(),
            classes.log_multiplicity(),
        )

    @cached_property
    def tree(self) -> ValleyTree:
        """How the valleys of the attractors join as the level of energy rises; leaf k is attractor k."""
        return valleys(self.chart, np.array(self.places))

    def find(self, which: object) -> int:
        """Return which attractor is meant.

        Parameters
        ----------
        which : int, str, or state (n,)
            its place in `attractors`, the label of a memory, or a state

        Raises
        ------
        ParameterError
            if there is no such attractor
        """
        return place_of(which, self.attractors)

    def barrier(self, a: object, b: object) -> float:
        """Return how much energy a path from one attractor to another has to climb at least, by single flips.

        min over paths of max E - E(a); of an attractor of several states any may be reached.

        Parameters
        ----------
        a, b : int, str, or state (n,)
            see `find`
        """
        here, there = self.find(a), self.find(b)
        return self.tree.pass_between(here, there) - self.attractors[here].energy

    def recall_probability(self, which: object) -> Reals:
        """Return how probable it is that a state comes back exactly, against the number of units flipped.

        Entry k: k units, drawn at random, are flipped, and then random ones visited until none wants to move.

        Parameters
        ----------
        which : int, str, or state (n,)
            see `find`; any state is accepted, and one that is no attractor never comes back

        Returns
        -------
        (n + 1,) float array
        """
        units = self.network.two_state
        if isinstance(which, int | np.integer | str):
            state = self.attractors[self.find(which)].state
        else:
            state = units.checked(which, self.network.n)
        spins = units.to_spins(state)
        if spins.ndim != 1 or not spins.all():
            message = f"expected one state ({self.network.n},) without unknown units, got the shape {spins.shape}"
            raise ParameterError(message)
        return _recalled(self.network, self.chart, spins)


def atlas(network: Network, *, xi: object = None) -> Atlas:
    """Return every attractor of a network with its exact basin, and all that follows, without any sampling.

    Units whose column of ξ is the same up to sign are interchangeable, so that only their number counts, and the 2ⁿ
    states collapse to Π_c (n_c + 1) macrostates; 2²⁵ to 2,240 for T, C and H on 5×5. At T = 0 each move lowers the
    energy, so that where a state ends follows from where its successors end.

    The dynamics is that of Async(order="random"), hopfield1982: a unit is drawn at random again and again, and keeps
    its value if its gap is zero. Basins are probabilities because the order of visits is left to chance; those of
    "shuffled" visits differ by a little, while attractors, barriers and radii do not depend on it.

    Parameters
    ----------
    network : Network
        of two-state units, with symmetric couplings of any kind. Any network of up to 25 units is enumerated, and
        larger ones as long as their macrostates are at most 2²⁵.
    xi : Patterns, optional
        to name attractors by; by default what the coupling was made of, where it knows its patterns

    Returns
    -------
    Atlas

    Raises
    ------
    SizeError
        if there are too many macrostates (it says how many), or too many attractors
    NoEnergyError
        for asymmetric couplings
    FitError
        for units of real values
    ShapeError
        if xi has another number of units

    Examples
    --------
    >>> import hopfield as hf
    >>> net = hf.models.hopfield(hf.patterns.letters("TCH"))
    >>> atlas = hf.analysis.atlas(net)
    >>> atlas
    Atlas(n_states=33,554,432, n_macrostates=2,240, attractors=10)
    >>> for memory in atlas.attractors[:3]:
    ...     print(
    ...         memory.match.label, round(25 * memory.energy), f"{memory.basin:.4f}", memory.radius
    ...     )
    T -312 0.1437 1
    C -288 0.1531 3
    H -300 0.1584 2
    >>> round(25 * atlas.barrier("T", "H"))
    164
    >>> atlas.recall_probability("C")[:6].round(4).tolist()
    [1.0, 1.0, 1.0, 1.0, 0.9848, 0.971]
    """
    check_energy(network, "an atlas")
    patterns = checked_patterns(network, xi)
    chart = charted(network)
    resting = chart.resting
    if len(resting) > _MOST_ATTRACTORS:
        message = (
            f"{len(resting):,} attractors, more than {_MOST_ATTRACTORS:,}: they are no memories"
        )
        raise SizeError(message)
    spins = chart.classes.spins(resting)
    basins, radii = chart.flowed(chart.classes.share()), chart.radii()
    n_states = _multiplicities(chart, resting)
    matches = [None] * len(resting) if patterns is None else patterns.match(spins)
    found = [
        Attractor(
            state=network.two_state.from_spins(spins[a]),
            energy=float(chart.energy[place]),
            basin=float(basins[a]),
            radius=int(radii[a]),
            match=matches[a],
            n_states=n_states[a],
        )
        for a, place in enumerate(resting)
    ]
    order = sorted(range(len(found)), key=lambda a: _rank(found[a]))
    places = tuple(int(resting[a]) for a in order)
    return Atlas(network, tuple(found[a] for a in order), chart, places)


def _rank(attractor: Attractor) -> tuple[Any, ...]:
    """Return where an attractor comes; equal energies may differ by rounding, and must not change the order."""
    return *rank(attractor.match), float(f"{attractor.energy:.9g}"), attractor.state.tolist()


def _multiplicities(chart: Chart, places: np.ndarray) -> list[int]:
    """Return the number of states of some macrostates."""
    sizes = chart.classes.sizes.tolist()
    counts = chart.classes.counts(places).tolist()
    return [prod(comb(n, k) for n, k in zip(sizes, row, strict=True)) for row in counts]


def _recalled(network: Network, chart: Chart, spins: State) -> Reals:
    """Return the probability that a state comes back, against the number of units flipped."""
    if chart.classes.split(spins).n_macrostates > chart.classes.n_macrostates:
        # the state is one of several of its macrostate: in finer classes it is alone
        chart = charted(network, chart.classes.split(spins))
    classes = chart.classes
    home = classes.number(spins)
    distance = classes.distance(classes.counts(np.array(home)))
    # only ratios at one distance count, and the largest number of states may be no float
    size = classes.log_multiplicity()
    largest = np.full(network.n + 1, -np.inf)
    np.maximum.at(largest, distance, size)
    weight = np.exp(size - largest[distance])
    returned = np.bincount(distance, weights=weight * chart.chance(home))
    return returned / np.bincount(distance, weights=weight)

"""Layer by layer, or block by block: `Blockwise`."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from hopfield.dynamics.walk import Dynamics, Start, Walk, check_two_state, checked_temperature
from hopfield.errors import FitError, ParameterError
from hopfield.network import Network
from hopfield.random import generator

__all__ = ["Blockwise"]

_NOTHING = 1e-10  # of the largest gap: what rounding may leave of a block that does not hear itself


@dataclass(frozen=True)
class Blockwise(Dynamics):
    """The units of a block move together, each by its gap, and the blocks one after the other; a sweep is all blocks.

    No unit may act on another of its block; then to move them together is to move them one by one, and what holds for
    `Async` holds here: at T = 0 the energy of symmetric couplings never rises, so that two layers always come to rest
    (kosko1988), and at T > 0 this is block Gibbs sampling of e^{-E/T} (geman1984).

    Parameters
    ----------
    temperature : float, at least 0
        in the units of the energy
    blocks : sequence of sequences of int, optional
        the units of each block, in the order in which the blocks move; each unit in one of them. By default the layers
        of the network: those of `hf.models.bam` and `hf.models.rbm`

    Raises
    ------
    ParameterError
        for a negative temperature, or blocks that are empty or share a unit

    Examples
    --------
    >>> import numpy as np
    >>> import hopfield as hf
    >>> x, y = hf.patterns.letters("TCH"), hf.patterns.hadamard(3, 8)
    >>> net = hf.models.bam(x, y)
    >>> cue = np.concatenate([hf.patterns.flip(x[0], 4, seed=1), np.zeros(8, np.int8)])
    >>> found = hf.recall(net, cue, hf.Blockwise())
    >>> first, second = net.coupling.split(found.state)
    >>> found.outcome.name, x.match(first).label, y.match(second).index
    ('FIXED_POINT', 'T', 0)
    """

    temperature: Any = 0.0
    blocks: Any = None

    def __post_init__(self) -> None:
        checked_temperature(self.temperature)
        if self.blocks is not None:
            object.__setattr__(self, "blocks", _checked_blocks(self.blocks))

    def check(self, network: Network) -> None:
        """Raise FitError for units of real values, and blocks that are not of this network or hear themselves."""
        check_two_state(network, "hf.Blockwise(...)")
        if network.coupling.has_delay:
            message = f"hf.Blockwise(...) keeps no past; move {network.coupling!r} by hf.Async() or hf.Sync()"
            raise FitError(message)
        if self.blocks is not None:
            _check_partition(self.blocks, network.n)
            for index, units in enumerate(self.block_units(network)):
                _check_alone(network, index, units)
        elif not network.coupling.layers:
            message = (
                f"{network.coupling!r} has no layers: name blocks of units that do not act on each other,"
                " Blockwise(blocks=[...]), or move one unit at a time with hf.Async()"
            )
            raise FitError(message)

    def block_units(self, network: Network) -> list[slice | np.ndarray]:
        """Return the units of each block: a slice where they are neighbours."""
        if self.blocks is not None:
            return [_as_units(np.array(block)) for block in self.blocks]
        ends = np.cumsum([0, *network.coupling.layers]).tolist()
        return [slice(*pair) for pair in pairwise(ends)]

    def descends(self, network: Network) -> bool:
        """Whether the energy never rises: at T = 0, where there is one."""
        return not self.temperature and network.has_energy

    def begin(self, start: Start) -> Walk:
        """Return a walk at its start."""
        from hopfield.dynamics.block_walk import BlockWalk

        return BlockWalk(start, float(self.temperature), self.block_units(start.network))


def _checked_blocks(blocks: Any) -> tuple[tuple[int, ...], ...]:
    """Return blocks as tuples of whole numbers, no number twice."""
    message = (
        "blocks are lists of units, each unit in one of them, such as blocks=[[0, 2, 4], [1, 3]],"
        f" got {blocks!r}"
    )
    try:
        arrays = [np.asarray(list(block)) for block in blocks]
    except TypeError:
        raise ParameterError(message) from None
    if not arrays or any(array.dtype.kind not in "iu" or array.ndim != 1 for array in arrays):
        raise ParameterError(message)
    every = np.concatenate(arrays)
    units, counts = np.unique(every, return_counts=True)
    if counts.max() > 1:
        message = (
            f"unit {units[counts.argmax()]} is in more than one place of the blocks, expected once"
        )
        raise ParameterError(message)
    return tuple(tuple(array.tolist()) for array in arrays)


def _check_partition(blocks: tuple[tuple[int, ...], ...], n: int) -> None:
    """Refuse blocks that are not those of n units."""
    every = np.sort(np.concatenate(blocks))
    if not np.array_equal(every, np.arange(n)):
        is_known = np.isin(np.arange(n), every)
        left_out = f"unit {int(is_known.argmin())} is in none" if not is_known.all() else "others"
        message = (
            f"blocks must hold the units 0 to {n - 1} of the network, each once; they hold {len(every)}"
            f" from {every[0]} to {every[-1]}, {left_out}"
        )
        raise FitError(message)


def _as_units(units: np.ndarray) -> slice | np.ndarray:
    """Return units as a slice where they are neighbours in order: a slice copies nothing."""
    is_slice = np.array_equal(units, np.arange(units[0], units[0] + len(units)))
    return slice(int(units[0]), int(units[-1]) + 1) if is_slice else units


def _check_alone(network: Network, index: int, units: slice | np.ndarray) -> None:
    """Refuse a block whose units hear each other: together they would not do what they do one by one.

    The state is random numbers in the block and zero elsewhere. A gap of higher order has no such test, and two of
    its units always hear each other.
    """
    said = (
        "hear each other, so they can't move together; put them into different blocks,"
        " or move one unit at a time with hf.Async()"
    )
    if not network.coupling.is_pairwise:
        message = f"the units of {network.coupling!r} {said}"
        raise FitError(message)
    state = np.zeros(network.n)
    state[units] = generator(0).normal(size=state[units].shape)
    gap = np.abs(network.coupling.gap(state))
    inside = gap[units]
    if inside.max() > max(_NOTHING * gap.max(), network.coupling.resolution):
        unit = int(np.arange(network.n)[units][inside.argmax()])
        message = f"unit {unit} hears others of its block {index}: units that {said}"
        raise FitError(message)

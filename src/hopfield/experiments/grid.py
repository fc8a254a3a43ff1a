"""Which cells does an experiment have, and which seed has each?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite, prod
from operator import index
from typing import Any, NamedTuple

import numpy as np

from hopfield.errors import ParameterError
from hopfield.random import named

__all__ = ["Cell", "Grid"]

_TAKEN = {"sample", "seed", "done"}


class Cell(NamedTuple):
    """One point of a grid, and one of its samples.

    Attributes
    ----------
    where : tuple of int
        its place along the axes, and the sample
    values : dict
        the value of each axis
    seed : SeedSequence
    """

    where: tuple[int, ...]
    values: dict[str, Any]
    seed: np.random.SeedSequence


@dataclass(frozen=True)
class Grid:
    """Every combination of some parameters, each with so many independent samples.

    The seed of a cell hangs on the seed of the grid and on the cell's own values and sample, not on its place: a
    cell keeps its seed in a larger grid, on any machine and in any order.

    Parameters
    ----------
    axes : mapping of name to values
        numbers, booleans or strings of one kind an axis; each value once
    samples : int, at least 1
        how often each combination is measured
    seed : int, at least 0
    units : mapping of name to str, optional
        of axes and of what is measured; kept with the results

    Raises
    ------
    ParameterError
        for an axis without values, with a value twice, or with a name that is taken or is no name

    Examples
    --------
    >>> import hopfield as hf
    >>> grid = hf.experiments.Grid({"n": [100, 200], "load": [0.1, 0.2, 0.3]}, samples=5)
    >>> len(grid), grid.shape
    (30, (2, 3, 5))
    >>> next(iter(grid)).values
    {'n': 100, 'load': 0.1}
    """

    axes: Any
    samples: Any = 1
    seed: Any = 0
    units: Any = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not isinstance(self.axes, Mapping) or not self.axes:
            message = f'axes is a mapping of names to values, such as {{"load": [0.1, 0.2]}}, got {self.axes!r}'
            raise ParameterError(message)
        axes = {name: _axis(name, values) for name, values in self.axes.items()}
        object.__setattr__(self, "axes", axes)
        object.__setattr__(self, "samples", _whole(self.samples, "samples", 1))
        object.__setattr__(self, "seed", _whole(self.seed, "seed", 0))
        units = dict(self.units)
        if not all(isinstance(word, str) for pair in units.items() for word in pair):
            message = f"units is a mapping of names to words, got {units!r}"
            raise ParameterError(message)
        object.__setattr__(self, "units", units)

    @property
    def dims(self) -> tuple[str, ...]:
        """The names of the axes, and "sample"."""
        return (*self.axes, "sample")

    @property
    def shape(self) -> tuple[int, ...]:
        """How many values each axis has, and how many samples there are."""
        return (*(len(values) for values in self.axes.values()), self.samples)

    def __len__(self) -> int:
        return prod(self.shape)

    def __iter__(self) -> Iterator[Cell]:
        return map(self.cell, np.ndindex(self.shape))

    def cell(self, where: Sequence[int]) -> Cell:
        """Return the cell at a place.

        Parameters
        ----------
        where : sequence of int
            an index for each axis, and the sample
        """
        pairs = zip(
            self.axes.items(), where, strict=False
        )  # the sample comes last and has no values
        values = {name: choices[k] for (name, choices), k in pairs}
        sample = int(where[-1])
        seed = named(self.seed, **values, sample=sample)
        return Cell(tuple(int(k) for k in where), values, seed)


def _whole(value: object, what: str, least: int) -> int:
    """Return a whole number that is large enough."""
    try:
        number = index(value)  # type: ignore[arg-type]  # the error is the point
    except TypeError:
        number = least - 1
    if number < least or isinstance(value, bool):
        message = f"{what} must be a whole number of at least {least}, got {value!r}"
        raise ParameterError(message)
    return number


def _axis(name: object, values: object) -> tuple[Any, ...]:
    """Return the values of an axis as plain numbers or words."""
    if not isinstance(name, str) or not name.isidentifier() or name in _TAKEN:
        message = f"an axis needs a name that can be an argument, and not one of {sorted(_TAKEN)}; got {name!r}"
        raise ParameterError(message)
    found = np.asarray(values) if not isinstance(values, str) else np.empty((0, 0))
    if found.ndim != 1 or not found.size or found.dtype.kind not in "biufU":
        message = f"axis {name!r} needs a list of numbers or of words, got {values!r}"
        raise ParameterError(message)
    plain = tuple(found.tolist())
    if len(set(plain)) < len(plain) or any(isinstance(x, float) and not isfinite(x) for x in plain):
        message = f"axis {name!r} needs finite values, each once, got {values!r}"
        raise ParameterError(message)
    return plain

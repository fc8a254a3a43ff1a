"""What is stored: `Patterns`, an immutable bit-packed set of ±1 patterns with labels and a display shape."""

from collections.abc import Iterator, Sequence
from operator import index
from typing import Any, overload

import numpy as np

from hopfield._typing import Gram, Reals, State
from hopfield.budget import check_memory
from hopfield.errors import PatternError, ShapeError
from hopfield.patterns import bits, comparing
from hopfield.patterns.matching import match_states
from hopfield.states import as_states, describe_values

__all__ = ["Patterns"]

_GRAY_BITS = 8


class Patterns:
    """A set of p patterns of n units, each unit -1 or +1; one bit in memory, ±1 to the eye.

    Parameters
    ----------
    array : array_like, shape (p, n)
        numbers -1 and +1 (any integer or float type)
    labels : sequence of str, length p, optional
        what the patterns are called
    shape : tuple of int, optional
        how a pattern is shown. Its product is n (one unit a pixel), or n / 8 (a picture whose 8 bits a channel
        are units, see `hopfield.patterns.images`).

    Raises
    ------
    PatternError
        values other than -1 and +1 (NaN, booleans and 0/1 bits among them), or no patterns at all
    ShapeError
        an array that is not (p, n); labels or a display shape that do not fit

    Examples
    --------
    >>> import hopfield as hf
    >>> xi = hf.patterns.letters("TCH")
    >>> xi
    Patterns(p=3, n=25, labels=('T', 'C', 'H'), shape=(5, 5))
    >>> xi[0][:5]
    array([1, 1, 1, 1, 1], dtype=int8)
    >>> (25 * xi.overlaps(xi[0])).round().astype(int).tolist()
    [25, 5, -7]
    >>> xi.match(-xi[2])
    Match(kind='reversed', index=2, label='H', overlap=-1.0)
    """

    __slots__ = ("_labels", "_n", "_shape", "_words")

    def __init__(
        self,
        array: object,
        labels: Sequence[str] | None = None,
        shape: Sequence[int] | None = None,
    ) -> None:
        spins = _as_array(array)
        _check_spins(spins)
        self._set(bits.pack(spins > 0), spins.shape[1], labels, shape)

    def _set(
        self,
        words: np.ndarray,
        n: int,
        labels: Sequence[str] | None,
        shape: Sequence[int] | None,
    ) -> None:
        """Fill a new object, once its bits are known to be right."""
        words.flags.writeable = False
        self._words = words
        self._n = n
        self._labels = _checked_labels(labels, len(words))
        self._shape = _checked_shape(shape, n)

    @classmethod
    def from_words(
        cls,
        words: np.ndarray,
        n: int,
        labels: Sequence[str] | None = None,
        shape: Sequence[int] | None = None,
    ) -> "Patterns":
        """Return patterns from packed bits, (p, ⌈n/64⌉) uint64 with zeros past bit n; the array is taken over."""
        if words.shape[1:] != (bits.n_words(n),) or words.dtype != np.uint64:
            message = f"packed patterns of {n} units are (p, {bits.n_words(n)}) uint64, got {words.dtype} {words.shape}"
            raise ShapeError(message)
        if n % bits.WORD and (words[:, -1] >> np.uint64(n % bits.WORD)).any():
            message = f"packed patterns of {n} units have bits set past unit {n - 1}"
            raise PatternError(message)
        patterns = object.__new__(cls)
        patterns._set(words, n, labels, shape)
        return patterns

    @classmethod
    def from_bits(
        cls,
        array: object,
        labels: Sequence[str] | None = None,
        shape: Sequence[int] | None = None,
    ) -> "Patterns":
        """Return patterns from bits: 1 or True becomes +1, 0 or False becomes -1.

        Parameters
        ----------
        array : array_like, shape (p, n)
            booleans, or numbers 0 and 1
        labels : sequence of str, optional
        shape : tuple of int, optional

        Examples
        --------
        >>> import hopfield as hf
        >>> hf.Patterns.from_bits([[0, 1, 1], [1, 0, 1]]).spins.tolist()
        [[-1, 1, 1], [1, -1, 1]]
        """
        given = _as_array(array)
        _check_matrix(given)
        is_set = given == 1
        if not (is_set | (given == 0)).all():
            message = f"bits are 0 and 1, got values {describe_values(given)}; for -1 and +1 use Patterns(x)"
            raise PatternError(message)
        return cls.from_words(bits.pack(is_set), given.shape[1], labels, shape)

    @property
    def p(self) -> int:
        """The number of patterns."""
        return len(self._words)

    @property
    def n(self) -> int:
        """The number of units in a pattern."""
        return self._n

    @property
    def labels(self) -> tuple[str, ...] | None:
        """What the patterns are called, or None."""
        return self._labels

    @property
    def shape(self) -> tuple[int, ...] | None:
        """How a pattern is shown, or None."""
        return self._shape

    @property
    def words(self) -> np.ndarray:
        """The packed bits, (p, ⌈n/64⌉) uint64, read-only: for the kernels."""
        return self._words

    @property
    def spins(self) -> np.ndarray:
        """All patterns as a new (p, n) int8 array of -1 and +1: p·n bytes, or SizeError if they do not fit."""
        check_memory(self.p * self._n, f"{self.p:,} patterns of {self._n:,} units as ±1")
        return bits.unpack(self._words, self._n)

    @overload
    def __getitem__(self, which: int) -> State: ...
    @overload
    def __getitem__(self, which: slice | Sequence[int] | np.ndarray) -> "Patterns": ...
    def __getitem__(self, which: int | slice | Sequence[int] | np.ndarray) -> "State | Patterns":
        """Return pattern k as a new int8 array, or, for a slice or a list, those patterns as `Patterns`."""
        if isinstance(which, bool | np.bool_):
            message = f"index must choose one or more patterns, got {which!r}"
            raise IndexError(message)
        if isinstance(which, int | np.integer):
            return bits.unpack(self._words[which], self._n)
        chosen = np.arange(self.p)[which]
        if chosen.ndim != 1 or not len(chosen):
            message = f"index must choose one or more patterns, got {which!r}"
            raise IndexError(message)
        labels = None if self._labels is None else [self._labels[k] for k in chosen]
        return Patterns.from_words(self._words[chosen], self._n, labels, self._shape)

    def __len__(self) -> int:
        return self.p

    def __iter__(self) -> Iterator[State]:
        return (self[k] for k in range(self.p))

    def __contains__(self, s: object) -> bool:
        return bool((self.products(s) == self._n).any())

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Patterns):
            return NotImplemented
        same = (self._n, self._labels, self._shape) == (other._n, other._labels, other._shape)
        return same and np.array_equal(self._words, other._words)

    def __hash__(self) -> int:
        return hash((self._n, self._labels, self._shape, self._words.tobytes()))

    def __repr__(self) -> str:
        labels = f", labels={_shortened(self._labels)}" if self._labels else ""
        shape = f", shape={self._shape}" if self._shape else ""
        return f"Patterns(p={self.p}, n={self.n}{labels}{shape})"

    def products(self, s: object) -> np.ndarray:
        """Return the exact integers Σ_i ξ_i^μ s_i, shape (*batch, p), for states (*batch, n) in -1, 0, +1."""
        states = as_states(s, self._n)
        rows = states.reshape(-1, self._n)
        return comparing.products(self._words, rows).reshape(*states.shape[:-1], self.p)

    def overlaps(self, s: object) -> Reals:
        """Return how far each pattern is present in a state, m_μ = ξ^μ·s / n, from -1 to +1.

        Parameters
        ----------
        s : array_like, shape (*batch, n)
            -1, +1, and 0 for unknown units, which count for nothing

        Returns
        -------
        (*batch, p) float array

        Raises
        ------
        PatternError
            for values other than -1, 0, +1
        ShapeError
            for another number of units
        """
        return self.products(s) / self._n

    def gram(self) -> Gram:
        """Return the exact integers Σ_i ξ_i^μ ξ_i^ν, shape (p, p)."""
        return np.stack([comparing.products(self._words, self[k][None])[0] for k in range(self.p)])

    def match(self, s: object) -> Any:
        """Return what a state is: a stored pattern, its negative, a mixture of several, or unknown.

        Parameters
        ----------
        s : array_like, shape (n,) or (*batch, n)

        Returns
        -------
        Match, or for a batch a list of them (a list of lists for two batch axes, and so on)

        See Also
        --------
        hopfield.Match : the four kinds, and where the line between them is
        """
        states = as_states(s, self._n)
        return match_states(self._words, self._labels, states)

    def blocks(self) -> Iterator[tuple[slice, np.ndarray]]:
        """Yield (slice of units, their spins (p, units) int8), so that all units pass in little memory."""
        return bits.blocks(self._words, self._n)


def _as_array(values: object) -> np.ndarray:
    """Return values as an array; rows of different length are none."""
    if isinstance(values, np.ma.MaskedArray) and values.mask.any():
        message = "patterns have no masked values; in a probe 0 stands for unknown"
        raise PatternError(message)
    try:
        return np.asarray(values)
    except ValueError as error:
        message = f"patterns must have one length, (p, n): {error}"
        raise ShapeError(message) from None


def _check_matrix(array: np.ndarray) -> None:
    """Refuse what is not (p, n) with at least one pattern and one unit."""
    if array.ndim != 2 or array.size == 0:
        hint = "; for one pattern use x[None]" if array.ndim == 1 and array.size else ""
        message = f"patterns must have the shape (p, n) with p, n >= 1, got {array.shape}{hint}"
        raise ShapeError(message)


def _check_spins(array: np.ndarray) -> None:
    """Refuse an array that is not (p, n) of -1 and +1."""
    _check_matrix(array)
    if array.dtype == bool or array.dtype.kind not in "iuf":
        message = (
            f"patterns hold only -1 and +1, got an array of type {array.dtype};"
            " for bits use Patterns.from_bits(x)"
        )
        raise PatternError(message)
    if not all(((row == 1) | (row == -1)).all() for row in array):
        hint = "for bits use Patterns.from_bits(x)"
        if array.dtype.kind == "f" and np.isnan(array).any():
            hint = f"{int(np.isnan(array).sum())} of them are NaN: decide what they are first"
        message = f"patterns hold only -1 and +1, got values {describe_values(array)}; {hint}"
        raise PatternError(message)


def _checked_labels(labels: Sequence[str] | None, p: int) -> tuple[str, ...] | None:
    """Return the labels as a tuple of text, one a pattern."""
    if labels is None:
        return None
    if len(labels) != p:
        message = f"expected {p} labels, one a pattern, got {len(labels)}"
        raise ShapeError(message)
    return tuple(str(label) for label in labels)


def _checked_shape(shape: Sequence[int] | None, n: int) -> tuple[int, ...] | None:
    """Return the display shape as a tuple whose product is n, or n / 8 for pictures."""
    if shape is None:
        return None
    try:
        shown = tuple(index(side) for side in shape)
    except TypeError:
        message = f"a display shape is a tuple of whole numbers such as (5, 5), got {shape!r}"
        raise ShapeError(message) from None
    if min(shown, default=0) < 1 or int(np.prod(shown)) not in (n, n / _GRAY_BITS):
        message = f"display shape {shown} needs {np.prod(shown)} units (8 times that for pictures), patterns have {n}"
        raise ShapeError(message)
    return shown


def _shortened(labels: tuple[str, ...] | None, shown: int = 4) -> str:
    """Return the first labels as text."""
    if labels is None or len(labels) <= shown:
        return repr(labels)
    return f"({', '.join(map(repr, labels[:shown]))}, … {len(labels)} in all)"

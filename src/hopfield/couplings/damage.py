"""What if synapses are cut, coarse, noisy or one-way, or units are dead?

A damaged J is a multiple of the old one plus static noise: J' = a (J + η), with η independent of the pattern that is
recalled and ⟨η²⟩ = Δ²/n. At T = 0 and θ = 0 the factor a does not matter and Δ² alone says what is lost: noise in the
field has the variance α r + Δ² q instead of α r (sompolinsky1986pra). For Hebb's rule, α = p/n:

    dilute(J, c)            a = c             Δ² = α (1-c)/c
    clip(J)                 a = n √(2/πp)     Δ² = α (π/2 - 1): signal to noise × √(2/π)
    clip(J, "three")        see `clip`: signal to noise × 0.90 at the default threshold
    add_noise(J, x)         a = 1             Δ² = α x²
    one_way(J)              a = ½             Δ² = α, of independent J_ij and J_ji: signal to noise × 1/√2

Where J' is asymmetric (one_way, silence, dilute with symmetric=False) r is another one: no echo of a state comes back.
Nothing is rescaled here. To compare fields, thresholds or temperatures divide the coupling by a.
"""

import numpy as np

from hopfield._typing import Number, Seed
from hopfield.couplings.base import Coupling
from hopfield.couplings.dense import DenseCoupling
from hopfield.couplings.sparse import SparseCoupling
from hopfield.couplings.synapses import (
    built,
    changed,
    check_matrix,
    drawn,
    entries,
    spread,
    whole,
)
from hopfield.errors import ParameterError
from hopfield.patterns import erase
from hopfield.random import generator

__all__ = ["add_noise", "clip", "dilute", "one_way", "silence"]

_BEST_THRESHOLD = 0.612  # largest φ(t) / √(½ Q(t)): three levels that keep most of a normal J
_SPARSE = 0.25  # up to this share of its entries a matrix is made in less memory without the others
_ROWS = 256


def dilute(coupling: Coupling, kept: Number, symmetric: bool = True, seed: Seed = None) -> Coupling:
    """Keep each synapse with a probability, and cut the others (sompolinsky1986pra).

    J'_ij = c_ij J_ij, c_ij = 1 with probability c and else 0; the diagonal stays. Capacity falls from 0.138 n to
    0.0865 n for c = ½. Kept synapses keep their values: fields are c times as large, divide by c to compare them.

    Parameters
    ----------
    coupling : Coupling
        with n units and a matrix
    kept : float, from 0.0 to 1.0
        c
    symmetric : bool
        whether both directions of a pair share one fate, c_ij = c_ji; if not, each has its own
    seed : int, SeedSequence, Generator or None

    Returns
    -------
    SparseCoupling
        for a sparse coupling, or up to c = ¼; of patterns J is never formed, so a million units fit
    DenseCoupling
        otherwise

    Raises
    ------
    ParameterError
        for a probability out of range, a symmetric dilution of asymmetric couplings, or couplings without a matrix
    SizeError
        if what is kept does not fit into memory

    Examples
    --------
    >>> import hopfield as hf
    >>> xi = hf.patterns.letters("TCH")
    >>> half = hf.couplings.damage.dilute(hf.rules.Hebb()(xi), 0.5, seed=0)
    >>> half.is_symmetric, 250 < int((half.matrix != 0).sum()) < 350  # of 600
    (True, True)
    >>> bool(xi.overlaps(hf.recall(hf.Network(half), xi[0], seed=0).state)[0] > 0.8)
    True
    """
    check_matrix(coupling)
    chance, rng = _number(kept, "kept", 1.0), generator(seed)
    if symmetric:
        _check_symmetric(coupling, "dilute(..., symmetric=True)", "symmetric=False")
    if chance > _SPARSE or isinstance(coupling, SparseCoupling):

        def cut(here: np.ndarray, there: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
            stays = rng.random(len(here)) < chance
            other = stays if symmetric else rng.random(len(here)) < chance
            return here * stays, there * other

        return changed(coupling, cut)
    n, diagonal = coupling.n, coupling.self_coupling
    i, j = drawn(n, chance, rng)
    here = entries(coupling, i, j)
    if symmetric:
        return built(n, (i, j), (here, here), diagonal)
    low, high = drawn(n, chance, rng)  # J_ji, j < i
    rows, columns = np.concatenate([i, high]), np.concatenate([j, low])
    values = np.concatenate([here, entries(coupling, high, low)])
    nothing = np.zeros(len(values))
    return built(n, (rows, columns), (values, nothing), diagonal)


def clip(coupling: Coupling, levels: str = "sign", threshold: Number | None = None) -> Coupling:
    """Keep only the sign of each synapse, or its sign where it is strong (hopfield1982, sompolinsky1986pra).

    J'_ij = sgn J_ij, or sgn J_ij where |J_ij| > t · rms(J) and else 0. Entries are -1, 0, +1, the diagonal too. With
    the sign alone, signal to noise is √(2/π) = 0.80 of what it was, and capacity falls from 0.138 n to 0.102 n; with
    three levels it is φ(t) / √(½ Q(t)), 0.90 at t = 0.612. J' / a with a = √(2/π) / rms(J), three levels:
    2 φ(t) / rms(J), is J plus noise. φ and Q are the normal density and tail, rms(J) = √p / n for Hebb's rule.

    Parameters
    ----------
    coupling : Coupling
        with n units and a matrix
    levels : "sign" or "three"
        J = 0 within rounding has the sign 0. Sums of an even number p of patterns are often exactly 0.
    threshold : float of at least 0, optional
        t, for three levels; in units of the rms of J_ij, i ≠ j (sparse: of the synapses that are there)

    Returns
    -------
    DenseCoupling of float32, or SparseCoupling of a sparse one

    Raises
    ------
    ParameterError
        for other levels, a threshold that is out of range or given with "sign", or couplings without a matrix
    SizeError
        if J does not fit into memory

    Examples
    --------
    >>> import numpy as np
    >>> import hopfield as hf
    >>> xi = hf.patterns.letters("TCH")
    >>> clipped = hf.couplings.damage.clip(hf.rules.Hebb()(xi))
    >>> np.unique(clipped.matrix).tolist()
    [-1.0, 0.0, 1.0]
    >>> xi.match(hf.recall(hf.Network(clipped), xi[1], seed=0).state).label
    'C'
    """
    check_matrix(coupling)
    least = _threshold(levels, threshold)
    if least:
        least *= spread(coupling)
    if isinstance(coupling, SparseCoupling):
        matrix = coupling.matrix.copy()
        matrix.data = _signs(matrix.data, least, float(np.abs(matrix.data).max(initial=0.0)))
        return SparseCoupling(matrix)
    matrix = whole(coupling)
    largest = max(float(matrix.max()), -float(matrix.min()))
    clipped = np.empty(matrix.shape, dtype=np.float32)
    for start in range(0, coupling.n, _ROWS):
        rows = slice(start, start + _ROWS)
        clipped[rows] = _signs(matrix[rows], least, largest)
    return DenseCoupling(clipped)


def add_noise(coupling: Coupling, amount: Number, seed: Seed = None) -> Coupling:
    """Add symmetric Gaussian noise to every synapse (sompolinsky1986pra).

    J'_ij = J_ij + x rms(J) z_ij, z_ij = z_ji normal; the diagonal stays. For Hebb's rule Δ² = α x².

    Parameters
    ----------
    coupling : Coupling
        symmetric, with n units and a matrix
    amount : float, finite, at least 0
        x: relative to the rms of J_ij, i ≠ j (sparse: of the synapses that are there; absent ones stay absent)
    seed : int, SeedSequence, Generator or None

    Returns
    -------
    DenseCoupling, or SparseCoupling of a sparse one

    Raises
    ------
    ParameterError
        for an amount out of range, asymmetric couplings, or couplings without a matrix
    SizeError
        if J does not fit into memory

    Examples
    --------
    >>> import hopfield as hf
    >>> xi = hf.patterns.letters("TCH")
    >>> noisy = hf.couplings.damage.add_noise(hf.rules.Hebb()(xi), 0.3, seed=0)
    >>> noisy.is_symmetric, xi.match(hf.recall(hf.Network(noisy), xi[2], seed=0).state).label
    (True, 'H')
    """
    check_matrix(coupling)
    _check_symmetric(coupling, "add_noise", "coupling + DenseCoupling(your own noise)")
    size, rng = _number(amount, "amount") * spread(coupling), generator(seed)

    def shake(here: np.ndarray, there: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        noise = size * rng.standard_normal(len(here))
        return here + noise, there + noise

    return changed(coupling, shake)


def one_way(coupling: Coupling, seed: Seed = None) -> Coupling:
    """Cut one direction of each synapse, by the toss of a coin: J'_ij ≠ 0 means J'_ji = 0 (hopfield1982).

    Signal to noise is 1/√2 of what it was, and memories are still stable; there is no energy any more. The diagonal
    stays. Fields are half as large.

    Parameters
    ----------
    coupling : Coupling
        with n units and a matrix
    seed : int, SeedSequence, Generator or None

    Returns
    -------
    DenseCoupling, or SparseCoupling of a sparse one

    Raises
    ------
    ParameterError
        for couplings without a matrix
    SizeError
        if J does not fit into memory

    Examples
    --------
    >>> import hopfield as hf
    >>> xi = hf.patterns.letters("TCH")
    >>> single = hf.couplings.damage.one_way(hf.rules.Hebb()(xi), seed=0)
    >>> single.is_symmetric, bool((single.matrix * single.matrix.T == 0).all())
    (False, True)
    """
    check_matrix(coupling)
    rng = generator(seed)

    def toss(here: np.ndarray, there: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        coin = rng.random(len(here)) < 0.5
        return here * coin, there * ~coin

    return changed(coupling, toss)


def silence(coupling: Coupling, units: object, seed: Seed = None) -> Coupling:
    """Make units dead for all others: J'_ij = 0 for every silenced j and all i, itself included.

    A silenced unit still hears and still moves: its spin follows the field of the others, so it still shows the bit
    that the network recalls for it, but whatever it does changes nothing elsewhere. J' is asymmetric, without energy.
    Recall from a cue in which the dead units are unknown, and held so, is the same for the others and costs no matrix:
    write 0 into the probe and name them in `clamp`.

    Parameters
    ----------
    coupling : Coupling
        with n units and a matrix
    units : float, int or boolean array_like (n,)
        a fraction from 0.0 to 1.0 (rounded to whole units), a count, or a mask of those that die
    seed : int, SeedSequence, Generator or None
        for a fraction or a count

    Returns
    -------
    DenseCoupling, or SparseCoupling of a sparse one

    Raises
    ------
    ParameterError, ShapeError
        for an amount out of range, a mask that does not fit, or couplings without a matrix
    SizeError
        if J does not fit into memory

    Examples
    --------
    >>> import hopfield as hf
    >>> xi = hf.patterns.letters("TCH")
    >>> hurt = hf.couplings.damage.silence(hf.rules.Hebb()(xi), 0.2, seed=0)
    >>> int((hurt.matrix == 0).all(axis=0).sum())
    5
    >>> xi.match(hf.recall(hf.Network(hurt), xi[0], seed=0).state).label
    'T'
    """
    check_matrix(coupling)
    speaks = erase(np.ones(coupling.n, dtype=np.int8), units, seed=seed)
    if isinstance(coupling, SparseCoupling):
        matrix = coupling.matrix.copy()
        matrix.data = matrix.data * speaks[matrix.indices]
        return SparseCoupling(matrix)
    matrix = whole(coupling)
    matrix *= speaks
    return DenseCoupling(matrix)


def _number(value: Number, name: str, largest: float = np.inf) -> float:
    """Return a finite number from 0 to the largest, or say what is wrong with it."""
    is_number = isinstance(value, int | float | np.number) and not isinstance(value, bool)
    if not is_number or not 0.0 <= value <= largest or not np.isfinite(value):
        upper = "at least 0" if largest == np.inf else f"from 0 to {largest:g}"
        message = f"{name} must be a finite number, {upper}, got {value!r}"
        raise ParameterError(message)
    return float(value)


def _check_symmetric(coupling: Coupling, what: str, instead: str) -> None:
    """Refuse couplings of which the two directions differ."""
    if not coupling.is_symmetric:
        message = f"{what} is for symmetric couplings, these are asymmetric; take {instead}"
        raise ParameterError(message)


def _threshold(levels: str, threshold: Number | None) -> float:
    """Return the threshold of these levels, in units of the rms."""
    if levels not in ("sign", "three"):
        message = f'levels must be "sign" or "three", got {levels!r}'
        raise ParameterError(message)
    if levels == "sign":
        if threshold is not None:
            message = f'levels="sign" has no threshold, got {threshold!r}; take levels="three"'
            raise ParameterError(message)
        return 0.0
    return _number(_BEST_THRESHOLD if threshold is None else threshold, "threshold")


def _signs(values: np.ndarray, least: float, largest: float) -> np.ndarray:
    """Return the signs of what is above a size; rounding is no sign."""
    eps = float(np.finfo(values.dtype).eps)
    return np.sign(values) * (np.abs(values) > max(least, 8 * eps * largest))

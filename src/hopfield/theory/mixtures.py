"""How deep and how stable are the spurious states that mix k memories equally?

Assumed: symmetric mixtures ±ξ¹ ± ... ± ξᵏ of Hebb's rule, n → ∞; X = Σξ over k memories, binomially distributed. k is
odd: for an even one X may be 0, the mixture leaves those units free, and is unstable.

Few memories (α = 0): each of the k overlaps is m = ⟨X tanh(mX/T)⟩/k, at T = 0 m = ⟨|X|⟩/k, and E = -k m²/2; the
larger k, the higher the energy, up to -1/π. A mixture is stable where 1 - C - ⟨ξ¹ξ² tanh²(mX/T)⟩/T > 0, against
growth of some of its members at the cost of the others (amit1985pra).

Many memories (T = 0): with y = m/√(2αr), as for one memory (mean_field),

    √(2α) = ⟨X erf(yX)⟩/(ky) - (2/√π) ⟨e^{-y²X²}⟩                                                amit1987

whose maximum is the largest load at which the mixture exists. It is stable there in the sense above.

Where it fails: unequal mixtures exist too, and are not covered; replicas are symmetric.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np

from hopfield._typing import Values
from hopfield.theory.ranges import plain, whole, within
from hopfield.theory.roots import climb, root

__all__ = ["mixture_energy", "mixture_load", "mixture_overlap", "mixture_temperature"]

_ODD = "mixtures of an even number are unstable"


def mixture_overlap(k: object, T: object = 0.0) -> Any:
    """Return the overlap of a symmetric mixture of k memories with each of them, at small load.

    m = ⟨X tanh(mX/T)⟩/k; at T = 0, ⟨|X|⟩/k = C(k-1, (k-1)/2)/2^{k-1}.                             amit1985pra

    Parameters
    ----------
    k : int or array of odd ints, at least 1
        how many are mixed; 1 is a memory itself
    T : float or array, from 0 to below 1
        temperature

    Returns
    -------
    float, or an array of the shape of k and T together

    Raises
    ------
    ParameterError
        outside these ranges

    Examples
    --------
    >>> import hopfield as hf
    >>> hf.theory.mixture_overlap([1, 3, 5]).tolist()
    [1.0, 0.5000000000000002, 0.375]
    """
    size = whole("k", k, 1, _ODD, step=2)
    why = "from T = 1 on every mixture melts"
    heat = within("T", T, 0.0, 1.0, has_low=True, has_high=False, why=why)
    size, heat = np.broadcast_arrays(size, heat)
    frozen = _frozen(size)
    warm = _each(_overlap, size, np.where(heat > 0, heat, 0.5))
    return plain(np.where(heat > 0, warm, frozen))


def mixture_energy(k: object) -> Any:
    """Return the energy of a unit in a symmetric mixture of k memories at T = 0 and small load: -k m²/2. amit1985pra

    Parameters
    ----------
    k : int or array of odd ints, at least 1
        how many are mixed

    Returns
    -------
    float, or an array of the shape of k
        from -½, a memory, to -1/π as k → ∞

    Raises
    ------
    ParameterError
        for any other k

    Examples
    --------
    >>> import hopfield as hf
    >>> hf.theory.mixture_energy([1, 3]).tolist()
    [-0.5, -0.37500000000000033]
    """
    size = whole("k", k, 1, _ODD, step=2)
    return plain(-size * _frozen(size) ** 2 / 2)


def mixture_temperature(k: object) -> Any:
    """Return the temperature below which symmetric mixtures of k memories are stable, at small load.

    1 - C - ⟨ξ¹ξ² tanh²(mX/T)⟩/T = 0, with C = ⟨sech²(mX/T)⟩/T.                                    amit1985pra

    Parameters
    ----------
    k : int or array of odd ints, at least 1
        how many are mixed

    Returns
    -------
    float, or an array of the shape of k
        1 for a memory, 0.46 for three, less for more

    Raises
    ------
    ParameterError
        for any other k

    Examples
    --------
    >>> import hopfield as hf
    >>> hf.theory.mixture_temperature([1, 3, 5]).round(6).tolist()
    [1.0, 0.459794, 0.384739]
    """
    return plain(_each(_melting, whole("k", k, 1, _ODD, step=2)))


def mixture_load(k: object) -> Any:
    """Return the largest load at which symmetric mixtures of k memories exist at T = 0.              amit1987

    Parameters
    ----------
    k : int or array of odd ints, at least 1
        how many are mixed

    Returns
    -------
    float, or an array of the shape of k
        critical_load() for k = 1, a memory

    Raises
    ------
    ParameterError
        for any other k

    Examples
    --------
    >>> import hopfield as hf
    >>> hf.theory.mixture_load([1, 3, 5]).round(6).tolist()
    [0.137906, 0.029942, 0.016266]
    """
    return plain(_each(_largest, whole("k", k, 1, _ODD, step=2)))


def _frozen(k: Values) -> Values:
    """Return C(2j, j)/4^j, with j = (k-1)/2."""
    from scipy.stats import binom

    return binom.pmf((k - 1) / 2, k - 1, 0.5)


@cache
def _sums(k: int) -> tuple[Values, Values]:
    """Return the positive values of X, and their probabilities, those of -X included."""
    from scipy.stats import binom

    above = np.arange((k + 1) // 2, k + 1)
    return 2.0 * above - k, 2 * binom.pmf(above, k, 0.5)


def _overlap(k: int, T: Values) -> Values:
    """Return the positive m with m = ⟨X tanh(mX/T)⟩/k: Newton's steps from m = 1 fall on it."""
    X, P = _sums(k)
    heat = T[:, None]

    def step(m: Values) -> Values:
        tanh = np.tanh(m[:, None] * X / heat)
        return (tanh @ (P * X) / k - m) / ((1 - tanh**2) @ (P * X**2) / (k * T) - 1)

    return climb(step, np.ones(T.shape))


def _melting(k: int) -> float:
    """Return where one mixture loses its stability."""
    if k == 1:
        return 1.0
    X, P = _sums(k)
    pair = P * (X**2 - k) / (k * (k - 1))  # ⟨ξ¹ξ²⟩ given X

    def margin(T: Values) -> Values:
        tanh2 = np.tanh(_overlap(k, T)[:, None] * X / T[:, None]) ** 2
        return T - (1 - tanh2) @ P - tanh2 @ pair

    # far below every unit is frozen, at ½ not even three are stable
    return float(root(margin, np.array([_frozen(np.array(k)) / 20]), np.array([0.5]))[0])


def _largest(k: int) -> float:
    """Return the maximum of α(y), which lies between y = 1.51 for one memory and 1.81 for k → ∞."""
    from scipy.special import erf

    X, P = _sums(k)

    def parts(y: Values) -> tuple[Values, Values, Values]:
        x = y[..., None] * X
        bell = 2 / np.sqrt(np.pi) * np.exp(-(x**2))
        return erf(x) @ (P * X) / k, bell @ P, bell @ (P * X**2)

    def slope(y: Values) -> Values:
        m, _, steep = parts(y)
        return steep / (k * y) - m / y**2 + 2 * y * steep

    y = root(slope, 1.4, 2.2)
    m, C, _ = parts(y)
    return float((m / y - C) ** 2 / 2)


def _each(f: Callable[..., Any], k: Values, *args: Values) -> Values:
    """Return f(k, args), once for each different k."""
    found = np.empty(k.shape)
    for size in np.unique(k):
        here = k == size
        found[here] = f(int(size), *(arg[here] for arg in args))
    return found

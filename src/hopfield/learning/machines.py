"""What is it that learns? A network of 0/1 units as arrays, and the data that fit it."""

from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from hopfield._typing import is_number
from hopfield.couplings import BipartiteCoupling, Coupling, DenseCoupling
from hopfield.errors import FitError, ParameterError, PatternError, ShapeError
from hopfield.network import Network
from hopfield.states import describe_values, holds_only
from hopfield.units import Binary

__all__ = [
    "Layers",
    "as_data",
    "as_layers",
    "at_least",
    "check_machine",
    "connections_of",
    "positive",
    "rebuilt",
    "with_layers",
]

_NEEDED = "hf.models.boltzmann(J, theta) or hf.models.rbm(weights, visible_bias, hidden_bias)"


def check_machine(network: Any) -> Network:
    """Return a network whose distribution is e^{-E/T} of 0/1 units; raise FitError for any other."""
    if not isinstance(network, Network):
        message = f"network must be a Network, such as {_NEEDED}, got {type(network).__name__}"
        raise ParameterError(message)
    if not isinstance(network.units, Binary):
        message = f"learning is for 0/1 units, hf.Binary(), and these are {network.units!r}: take {_NEEDED}"
        raise FitError(message)
    coupling = network.coupling
    if not (coupling.is_pairwise and coupling.is_symmetric):
        message = (
            f"learning needs symmetric couplings with a matrix, got {coupling!r}: take {_NEEDED}"
        )
        raise FitError(message)
    if np.any(coupling.self_coupling):
        message = "learning needs J_ii = 0; for 0/1 units take J_ii/2 off theta_i instead, it is the same energy"
        raise FitError(message)
    return network


class Layers(NamedTuple):
    """A restricted Boltzmann machine as arrays."""

    weights: np.ndarray  # (n_visible, n_hidden)
    visible_bias: np.ndarray  # (n_visible,)
    hidden_bias: np.ndarray  # (n_hidden,)


def as_layers(network: Any, what: str, temperature: float = 1.0) -> Layers:
    """Return weights and biases, by T, of a network of two layers of 0/1 units; raise FitError for any other."""
    coupling = check_machine(network).coupling
    if not isinstance(coupling, BipartiteCoupling):
        message = (
            f"{what} is for restricted Boltzmann machines, hf.models.rbm(weights, ...), whose layers can be"
            f" sampled at once; got {coupling!r}"
        )
        raise FitError(message)
    biases = np.split(-network.thresholds / temperature, coupling.layers[:1])
    return Layers(coupling.weights / temperature, *biases)


def as_data(data: Any, network: Network) -> np.ndarray:
    """Return data as (rows, n_visible) int8 of 0 and 1.

    Raises
    ------
    ShapeError
        for no rows, or a number of columns that the network's visible units can't be
    PatternError
        for other values
    """
    try:
        array = np.asarray(data)
    except ValueError:
        message = (
            "data must have the shape (rows, visible units), a row each, got rows of unequal length"
        )
        raise ShapeError(message) from None
    layers = network.coupling.layers
    if array.ndim != 2 or not array.size:
        message = f"data must have the shape (rows, visible units), a row each, got {array.shape}"
        raise ShapeError(message)
    if layers and array.shape[1] != layers[0]:
        message = f"data have {array.shape[1]} columns, the network has {layers[0]} visible units"
        raise ShapeError(message)
    if array.shape[1] > network.n:
        message = f"data have {array.shape[1]} columns, the network has {network.n} units in all"
        raise ShapeError(message)
    if array.dtype.kind not in "biuf" or not holds_only(array, 0, 1):
        given = describe_values(array) if array.dtype.kind in "iuf" else array.dtype
        message = (
            f"data must be 0 and 1, got {given}; from spins they are hf.Binary().from_spins(x)"
        )
        raise PatternError(message)
    return array.astype(np.int8)


def connections_of(network: Network, given: Any = None) -> np.ndarray:
    """Return which couplings may change, a symmetric (n, n) mask: all but J_ii, or all between two layers."""
    n, layers = network.n, network.coupling.layers
    allowed = ~np.eye(n, dtype=bool)
    if layers:
        is_second = np.arange(n) >= layers[0]
        allowed = is_second[:, None] != is_second
    if given is None:
        return allowed
    mask = np.asarray(given)
    if mask.shape != (n, n) or mask.dtype != bool:
        message = (
            f"connections are a boolean mask ({n}, {n}), got {mask.dtype} of shape {mask.shape}"
        )
        raise ShapeError(message)
    if not np.array_equal(mask, mask.T) or (mask & ~allowed).any():
        message = (
            "connections must be symmetric, without J_ii or, in two layers, any inside a layer"
        )
        raise ParameterError(message)
    return mask


def rebuilt(network: Network, matrix: np.ndarray, bias: np.ndarray) -> Network:
    """Return the network with other couplings, of the same kind, and θ = -bias."""
    coupling: Coupling = DenseCoupling(matrix)
    if network.coupling.layers:
        n_first = network.coupling.layers[0]
        coupling = BipartiteCoupling(matrix[:n_first, n_first:])
    return replace(network, coupling=coupling, theta=-bias)


def with_layers(network: Network, rbm: Layers) -> Network:
    """Return the network with these weights and biases."""
    theta = -np.concatenate([rbm.visible_bias, rbm.hidden_bias])
    return replace(network, coupling=BipartiteCoupling(rbm.weights), theta=theta)


def positive(name: str, value: Any) -> float:
    """Return a number above zero, or say what is wrong with it."""
    if not (is_number(value) and 0.0 < value < np.inf):
        message = f"{name} must be a finite number above 0, got {value!r}"
        raise ParameterError(message)
    return float(value)


def at_least(name: str, value: Any, least: int) -> int:
    """Return a whole number that is not too small, or say what is wrong with it."""
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < least:
        message = f"{name} must be a whole number of at least {least}, got {value!r}"
        raise ParameterError(message)
    return int(value)

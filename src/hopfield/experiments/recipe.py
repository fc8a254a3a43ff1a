"""What was measured, by which code, on which machine; and are two runs the same?

A recipe is plain data: it is kept with the results, and whoever runs on must have the same one. Nothing is pickled.
"""

import hashlib
import inspect
import json
import platform
import sys
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import reduce
from typing import Any

import numpy as np

import hopfield
from hopfield.errors import ParameterError
from hopfield.experiments.grid import Grid

__all__ = ["differences", "machine", "recipe"]

_PLAIN = (bool, int, float, str, type(None), np.generic)


def recipe(measure: Callable[..., Any], grid: Grid) -> dict[str, Any]:
    """Return what determines the results, as plain data.

    Parameters
    ----------
    measure : function, or frozen dataclass that can be called
        importable: defined at the top of a file
    grid : Grid

    Raises
    ------
    ParameterError
        for a measure that no other process could find, or whose parameters are not plain
    """
    made = {
        "hopfield": hopfield.__version__,
        "measure": _name(measure),
        "source": _source(measure if inspect.isfunction(measure) else type(measure)),
        "axes": {name: list(values) for name, values in grid.axes.items()},
        "samples": grid.samples,
        "seed": grid.seed,
        "units": dict(grid.units),
    }
    return json.loads(json.dumps(made))  # as it is when it comes back from a store


def machine() -> dict[str, str]:
    """Return where and with what something is computed."""
    from importlib.metadata import version

    names = ("numpy", "numba", "xarray", "zarr")
    return {
        "python": platform.python_version(),
        "platform": platform.platform(),
        "processor": platform.machine(),
        **{name: version(name) for name in names},
    }


def differences(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> list[str]:
    """Return what differs between this run's recipe and a store's, a line each."""
    names = [name for name in {**ours, **theirs} if ours.get(name) != theirs.get(name)]
    return [
        f"{name} is {_short(ours.get(name))}, the store has {_short(theirs.get(name))}"
        for name in names
    ]


def _short(value: Any) -> str:
    """Return a value in few letters."""
    text = json.dumps(value)
    return text if len(text) <= 120 else f"{text[:80]} … {text[-30:]}"


def _name(measure: Callable[..., Any]) -> str:
    """Return how a measure is found again: its module, name and parameters."""
    definition = measure if inspect.isfunction(measure) else type(measure)
    module, name = definition.__module__, definition.__qualname__
    try:
        found = reduce(getattr, name.split("."), sys.modules[module])
    except (AttributeError, KeyError):
        found = None
    is_noun = is_dataclass(measure) and not isinstance(measure, type) and callable(measure)
    if found is not definition or not (inspect.isfunction(measure) or is_noun):
        message = (
            "measure must be a function or a frozen dataclass with __call__, defined at the top of a file,"
            f" so that other processes find it; got {measure!r}"
        )
        raise ParameterError(message)
    if is_noun:
        _check_plain(measure, name)
    return f"{module}.{name}" if inspect.isfunction(measure) else f"{module}.{measure!r}"


def _check_plain(value: Any, what: str) -> None:
    """Refuse parameters that their text does not tell apart, such as arrays."""
    if isinstance(value, _PLAIN):
        return
    if isinstance(value, tuple):
        parts = [(part, f"{what}[{k}]") for k, part in enumerate(value)]
    elif is_dataclass(value) and not isinstance(value, type):
        parts = [(getattr(value, part.name), f"{what}.{part.name}") for part in fields(value)]
    else:
        message = f"{what} must be a number, a word, a tuple or a dataclass of such, got {type(value).__name__}"
        raise ParameterError(message)
    for part, name in parts:
        _check_plain(part, name)


def _source(definition: Any) -> str:
    """Return the SHA-256 of the text of a function or class."""
    try:
        text = inspect.getsource(definition)
    except (OSError, TypeError):  # typed into an interpreter
        return "unknown"
    return hashlib.sha256(text.encode()).hexdigest()

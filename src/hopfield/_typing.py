"""The words for arrays: shapes as types, checked in tests only.

The letters are those of the whole library: n neurons, p patterns; `*batch` is any number of leading axes.
"""

import numbers
from typing import Any, TypeAlias

import numpy as np
from jaxtyping import Bool, Float, Int, Int8, UInt64
from numpy.typing import NDArray

__all__ = [
    "Bits",
    "Gram",
    "Mask",
    "Number",
    "OneEach",
    "PerUnit",
    "Real",
    "Reals",
    "Seed",
    "State",
    "States",
    "Values",
    "is_number",
]

State: TypeAlias = Int8[np.ndarray, " n"]
States: TypeAlias = Int8[np.ndarray, "*batch n"]
Mask: TypeAlias = Bool[np.ndarray, "*batch n"]
Bits: TypeAlias = UInt64[np.ndarray, "*rows words"]
Gram: TypeAlias = Int[np.ndarray, "p p"]
OneEach: TypeAlias = Float[np.ndarray, " n"]
PerUnit: TypeAlias = Float[np.ndarray, "*batch n"]
Reals: TypeAlias = Float[np.ndarray, "*batch"]
Real: TypeAlias = NDArray[np.floating[Any]]
Number: TypeAlias = float | int | np.floating[Any] | np.integer[Any]
Values: TypeAlias = Any  # floats of NumPy, or arrays of them: equations hold for both
Seed: TypeAlias = int | np.integer[Any] | np.random.SeedSequence | np.random.Generator | None


def is_number(value: object) -> bool:
    """Return whether a value is a `Number`: a real one, of Python or NumPy; True and False are none."""
    return isinstance(value, numbers.Real) and not isinstance(value, bool)

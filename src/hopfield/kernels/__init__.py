"""Numba kernels: arrays and NamedTuples in, arrays out; no classes, no raising, no hidden randomness.

`loop` is the door: `advance` moves rows of spins in any coupling. `sources` says how compiled code is kept.
"""

from hopfield.kernels import compiling

__all__: list[str] = []

compiling.prepare()

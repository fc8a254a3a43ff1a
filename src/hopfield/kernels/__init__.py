"""Numba kernels: arrays and NamedTuples in, arrays out; no classes, no raising, no hidden randomness.

`loop` is the door: `advance` moves rows of spins in any coupling. `sources` says how compiled code is kept.
"""

__all__: list[str] = []

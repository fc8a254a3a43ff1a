"""Numba kernels: arrays and NamedTuples in, arrays out; no classes, no raising, no hidden randomness.

Numba keeps compiled kernels on disk and does not notice edits in other files, so a body and the loop that calls it
share a file. Whoever edits `chance` deletes the cache (`make clean`).
"""

__all__: list[str] = []

"""Where chance comes from: seeds in, generators and per-row streams out.

Every random thing takes `seed=`: an int, a `numpy.random.SeedSequence`, a `numpy.random.Generator`, or None for a
fresh one. Nothing is global.

A recall gives each row of a batch a stream of its own, named by **what the row is** and not by where it stands: the
stream is a keyed hash (BLAKE2b) of the row's values, of the seed, and of how many equal rows came before it. So the
fate of a row depends on the seed and on the row alone. Row 2 of a batch does what it does alone; a thousand equal
rows are a thousand independent replicas, the first of which is the replica that one row alone would be.
"""

from functools import lru_cache
from hashlib import blake2b
from operator import index

import numpy as np

from hopfield._typing import Seed
from hopfield.errors import ParameterError

__all__ = ["generator", "key", "named", "streams"]

_NOT_ZERO = np.array(
    [1, 0, 0, 0], dtype=np.uint64
)  # the state that the generator can't leave is all zeros


def _checked(seed: Seed) -> Seed:
    """Return the seed, or say what is wrong with it."""
    if seed is None or isinstance(seed, np.random.SeedSequence | np.random.Generator):
        return seed
    message = f"seed must be an integer >= 0, a SeedSequence, a Generator or None, got {seed!r}"
    if isinstance(seed, bool):
        raise ParameterError(message)
    try:
        number = index(seed)
    except TypeError:
        raise ParameterError(message) from None
    if number < 0:
        raise ParameterError(message)
    return number


def generator(seed: Seed = None) -> np.random.Generator:
    """Return the NumPy generator that a seed names; a Generator is passed on and moves forward.

    Raises
    ------
    ParameterError
        if the seed is not an integer >= 0, a SeedSequence, a Generator or None.
    """
    return np.random.default_rng(_checked(seed))


def key(seed: Seed = None) -> bytes:
    """Return the 32 bytes that name the streams of one recall."""
    seed = _checked(seed)
    if isinstance(seed, np.random.Generator):
        return seed.bytes(32)
    if isinstance(seed, np.random.SeedSequence):
        return _key_of_sequence(seed)
    return _key_of_sequence(np.random.SeedSequence()) if seed is None else _key_of_number(int(seed))


def _key_of_sequence(seed: np.random.SeedSequence) -> bytes:
    """Return the 32 bytes of a SeedSequence."""
    return seed.generate_state(8, np.uint32).astype("<u4").tobytes()


@lru_cache(maxsize=64)
def _key_of_number(seed: int) -> bytes:
    """Return the 32 bytes of a number, which are always the same."""
    return _key_of_sequence(np.random.SeedSequence(seed))


def named(seed: Seed, /, **coordinates: object) -> np.random.SeedSequence:
    """Return a seed that is named by coordinates, and independent of those with other ones.

    It hangs on the seed and on the names and values alone: not on the order of the names, on how many others there
    are, or on who asks first. Numbers count by value: 1000 and 1000.0 name the same.

    Parameters
    ----------
    seed : int, SeedSequence, Generator or None
    coordinates : numbers, booleans or strings

    Returns
    -------
    SeedSequence
    """
    digest = blake2b(key=key(seed), digest_size=32)
    for name in sorted(coordinates):
        value = coordinates[name]
        word = repr(str(value)) if isinstance(value, str) else float(value).hex()  # type: ignore[arg-type]
        digest.update(f"{name}={word};".encode())
    return np.random.SeedSequence(np.frombuffer(digest.digest(), dtype="<u4").tolist())


def streams(seed: Seed, states: np.ndarray) -> np.ndarray:
    """Return one generator state per row, as the kernels want it: four 64-bit words that are not all zero.

    Parameters
    ----------
    seed : int, SeedSequence, Generator or None
    states : (rows, n) array

    Returns
    -------
    (rows, 4) uint64 array
    """
    name = key(seed)
    seen: dict[bytes, int] = {}
    digests = []
    for state in np.ascontiguousarray(states):
        content = blake2b(state, key=name, digest_size=32).digest()
        replica = seen.get(content, 0)
        seen[content] = replica + 1
        salt = replica.to_bytes(16, "little")
        digests.append(blake2b(content, key=name, salt=salt, digest_size=32).digest())
    words = np.frombuffer(b"".join(digests), dtype="<u8").reshape(-1, 4)
    return words.astype(np.uint64) | _NOT_ZERO

"""What is the most that this processor can do? Popcounts over a block, and one read of the patterns."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

import hopfield as hf
from hopfield.cli.bench.loops import plain_loop, planned, sum_loop, vector_loop

__all__ = ["bare_loops", "n_planes", "readers", "vectors"]

_BLOCK = 64


def bare_loops(n: int, p: int, planes: int) -> dict[str, Callable[[], Any]]:
    """Return loops over as many words and planes as the fields of n units need, on one block that stays in the cache.

    Nothing is gathered, decided or corrected: only popcounts are added up.

    Parameters
    ----------
    n, p, planes : int
        units, patterns, and bit planes
    """
    rng = np.random.default_rng(0)
    n_words = -(-p // 64)
    rows = rng.integers(0, 2**64, (n_words, _BLOCK), dtype=np.uint64)
    bits = rng.integers(0, 2**64, (planes, n_words), dtype=np.uint64)
    total, n_blocks = np.zeros((1, _BLOCK), dtype=np.int64), -(-n // _BLOCK)
    plain, fast = plain_loop(), vector_loop()
    return {
        "plain": lambda: plain(rows, bits, total, n_blocks),
        "vectors": lambda: fast(rows, bits, total, n_blocks),
    }


def n_planes(xi: hf.Patterns, cue: np.ndarray) -> int:
    """Return with how many bit planes the kernel begins, for the overlaps of a cue."""
    from hopfield.kernels.planes import make_planes

    products = np.asarray(xi.products(cue), dtype=np.int64)
    planes = make_planes(-(-xi.p // 64))
    planned()(products, planes, 1 - xi.n % 2)
    return int(planes.book[0])


def readers(words: np.ndarray, threads: int) -> dict[str, Callable[[], Any]]:
    """Return ways to read packed patterns once, with one thread and with so many; the fastest is the memory's limit.

    Parameters
    ----------
    words : (p, words) uint64 array
    threads : int
    """
    total, flat = sum_loop(), words.reshape(-1)
    ways: dict[str, Callable[[], Any]] = {
        "NumPy, one thread": flat.sum,
        "compiled, one thread": lambda: total(flat),
    }
    if threads > 1:
        parts = np.array_split(flat, threads)
        ways[f"compiled, {threads} threads"] = lambda: _in_threads(total, parts)
    return ways


def _in_threads(work: Callable[[Any], Any], parts: list[Any]) -> list[Any]:
    """Do some work on all parts at once."""
    with ThreadPoolExecutor(len(parts)) as pool:
        return list(pool.map(work, parts))


def vectors() -> str:
    """Return which popcounts and registers the compiler used for a bare loop, if one has run."""
    loop = vector_loop()
    if not loop.signatures:
        return ""
    text = loop.inspect_asm(loop.signatures[0])
    width = next((w for r, w in (("%zmm", 512), ("%ymm", 256), ("%xmm", 128)) if r in text), 64)
    way = next((w for w in ("vpopcntq", "popcnt", "cnt") if w in text), "shifts and masks")
    return f"{way}, {width}-bit registers"

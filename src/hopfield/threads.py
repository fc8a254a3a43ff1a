"""How many threads, and how work is shared among them.

The threads wait for work as long as the process lives: to start one takes longer than a small recall. Whoever has work
to share does it himself, and those who are free help. So nobody waits for a thread that does not come: not when all of
them are taken, and not when the work shares out work of its own.
"""

import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from itertools import pairwise
from typing import Any

from hopfield.errors import ParameterError

__all__ = ["at_most", "helped", "n_threads", "share"]

_LIMIT: ContextVar[int | None] = ContextVar("hopfield_threads", default=None)


@contextmanager
def at_most(threads: int) -> Iterator[None]:
    """Let the calls in the body, in this thread, use no more threads than that.

    For whoever runs many processes on one machine: each with a thread, not each with all of them.
    """
    token = _LIMIT.set(threads)
    try:
        yield
    finally:
        _LIMIT.reset(token)


def n_threads() -> int:
    """Return how many threads a call may use: HOPFIELD_THREADS, or else the processors of this process.

    Within `at_most` it is no more than that.

    Raises
    ------
    ParameterError
        if HOPFIELD_THREADS is set to anything but a whole number of at least 1
    """
    limit = _LIMIT.get()
    return _asked_for() if limit is None else min(limit, _asked_for())


def _asked_for() -> int:
    """Return how many threads the environment asks for, or else how many processors there are."""
    asked = os.environ.get("HOPFIELD_THREADS", "")
    if asked:
        if not asked.isdecimal() or int(asked) < 1:
            message = f"HOPFIELD_THREADS must be a whole number of at least 1, got {asked!r}"
            raise ParameterError(message)
        return int(asked)
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@lru_cache(maxsize=1)
def _waiting(threads: int) -> ThreadPoolExecutor:
    """Return the threads that wait for work, besides the one that has it."""
    return ThreadPoolExecutor(threads - 1, thread_name_prefix="hopfield")


if hasattr(
    os, "register_at_fork"
):  # a forked process has the list of its parent's threads, but not the threads
    os.register_at_fork(after_in_child=_waiting.cache_clear)


@contextmanager
def helped(
    threads: int, n_helpers: int, help_out: Callable[[int], Any], dismiss: Callable[[], Any]
) -> Iterator[None]:
    """Call help_out(1) … help_out(n_helpers) in other threads while the caller works himself.

    Parameters
    ----------
    threads : int, at least 2
        how many may work, the caller among them
    n_helpers : int, at most threads - 1
    help_out : function of int
        what a helper does; one that has not begun by the end never does
    dismiss : function
        called at the end, also after an error, to make the helpers return soon; an error of theirs is then raised
    """
    called: list[Future[Any]] = []
    try:
        waiting = _waiting(threads)
        called.extend(waiting.submit(help_out, helper) for helper in range(1, n_helpers + 1))
        yield
    finally:
        dismiss()
        began = [future for future in called if not future.cancel()]
        errors = [future.exception() for future in began]
    for error in filter(None, errors):
        raise error


def share(work: Callable[[slice], Any], size: int, n_parts: int, threads: int) -> list[Any]:
    """Return work(slice) for slices that divide range(size) into n_parts, done by that many threads, in order."""
    count = min(n_parts, size)
    ends = [size * k // count for k in range(count + 1)] if count else []
    parts = [slice(*pair) for pair in pairwise(ends)]
    if threads <= 1 or count <= 1:
        return [work(part) for part in parts]
    found: list[Any] = [None] * count
    left = deque(enumerate(parts))

    def take(_helper: int) -> None:
        while left:
            try:
                which, part = left.popleft()
            except IndexError:  # another thread was faster
                return
            found[which] = work(part)

    with helped(threads, min(threads, count) - 1, take, left.clear):
        take(0)
    return found

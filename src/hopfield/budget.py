"""Is there memory for what is asked? Said before it is taken: a system that overcommits would say it by killing us."""

import os
from pathlib import Path

from hopfield.errors import SizeError

__all__ = ["available_bytes", "check_memory"]

_MEMINFO = Path("/proc/meminfo")
_GROUP = Path("/sys/fs/cgroup")
_SMALL = 64 << 20  # not worth a look


def _free_in_system() -> int | None:
    """Return how many bytes the system can give, or else has; None where it does not say."""
    try:
        for line in _MEMINFO.read_text("ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return 1024 * int(line.split()[1])
    except (OSError, ValueError):
        pass
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, OSError, ValueError):
        return None


def _free_in_group() -> int | None:
    """Return how many bytes are left of a container's limit; None where there is none."""
    try:
        limit = int((_GROUP / "memory.max").read_text("ascii"))
        return max(0, limit - int((_GROUP / "memory.current").read_text("ascii")))
    except (OSError, ValueError):  # no such group, or "max"
        return None


def available_bytes() -> int | None:
    """Return how much memory is free to be used, or None where the system does not say."""
    known = [free for free in (_free_in_system(), _free_in_group()) if free is not None]
    return min(known, default=None)


def check_memory(n_bytes: int, what: str) -> None:
    """Refuse what does not fit into memory, before it is allocated.

    Parameters
    ----------
    n_bytes : int
    what : str
        the start of a sentence: "1,000 patterns of 10 units"

    Raises
    ------
    SizeError
    """
    free = available_bytes() if n_bytes > _SMALL else None
    if free is not None and n_bytes > free:
        message = (
            f"{what} need {n_bytes:,} bytes ({n_bytes / 1e9:,.1f} GB), {free / 1e9:,.1f} GB of memory are free;"
            " take fewer units or patterns, or a larger machine"
        )
        raise SizeError(message)

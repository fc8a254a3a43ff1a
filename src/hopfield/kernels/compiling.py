"""How are kernels compiled? For the widest registers that the processor has, when first needed, and said once."""

import logging
from functools import cache
from typing import Any

from numba import njit
from numba.core import codegen, config, event

from hopfield.kernels.sources import stamp

__all__ = ["BARE", "absorbed", "bare", "entry", "inlined", "inner", "prepare", "summed"]

_WIDE = "-prefer-256-bit"

# Functions that only kernels call need no way in from Python or C, and a call from Python would be a crash. Those that
# make no arrays and keep none need no counting of references either, whose atomic additions cost more than what is
# done for eight units: those who call them own the arrays for as long as the call lasts.
_INNER: Any = {"nogil": True, "no_cpython_wrapper": True, "no_cfunc_wrapper": True}
BARE: Any = _INNER | {"_nrt": False}
inner = njit(**_INNER)
bare = njit(**BARE)
summed = njit(**BARE, fastmath={"reassoc", "nsz", "contract"})  # sums in any order vectorise
inlined = njit(**BARE, forceinline=True)
absorbed = njit(**BARE, inline="always")  # by its only caller, before anything is compiled


class _Herald(event.Listener):
    """Says once that something is being compiled; what comes from the disk cache is no compilation."""

    def on_start(self, event: Any) -> None:
        """Speak up for kernels of this library, not for those of others."""
        if event.data["dispatcher"].py_func.__module__.startswith("hopfield.kernels"):
            _warn_once(
                "compiling kernels for this processor: some seconds, once, then they are kept"
            )

    def on_end(self, event: Any) -> None:
        """Say nothing more."""


def entry(function: Any) -> Any:
    """Compile a function when it is first called, and keep it on disk, or, where nothing can be kept, in memory."""
    function.__qualname__ = f"{function.__name__}-{stamp():014x}"
    try:
        return njit(cache=True, nogil=True)(function)
    except RuntimeError:  # Numba's way of saying that it found no folder that it can write to
        _warn_once("found no folder to keep compiled kernels in; name one in NUMBA_CACHE_DIR")
        return njit(nogil=True)(function)


@cache
def _warn_once(message: str) -> None:
    """Say it the first time."""
    logging.getLogger("hopfield").warning(message)


def prepare() -> None:
    """Ask for 512-bit registers where there are any, and listen for compilations.

    For several processors LLVM prefers 256 bits, for fear of the lower clock rates of the first that had more; sums of
    popcounts gain from the full width. The wish means nothing to processors without such registers. Numba's settings
    are those of the process: what the environment set stays, and so does code that was compiled before.
    """
    settings: Any = config
    if settings.CPU_NAME is None and settings.CPU_FEATURES is None:
        features = codegen.get_host_cpu_features()
        if "+avx512f" in features.split(","):
            settings.CPU_FEATURES = f"{features},{_WIDE}"
    event.register("numba:compile", _Herald())

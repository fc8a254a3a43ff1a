"""On which machine was it measured?"""

import os
import platform
import re
from pathlib import Path
from typing import Any

import numpy as np

import hopfield as hf

__all__ = ["describe", "machine", "usable_cores"]


def usable_cores() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _found(path: str, pattern: str) -> str:
    """Return what a pattern finds in a file of the system; nothing where there is no such file."""
    try:
        text = Path(path).read_text("utf-8", "replace")
    except OSError:
        return ""
    match = re.search(pattern, text, re.MULTILINE)
    return match[1].strip() if match else ""


def machine() -> dict[str, Any]:
    """Return the processor, its memory and the versions, for the report."""
    import llvmlite.binding as llvm
    import numba

    from hopfield.cli.bench.limits import vectors

    features = llvm.get_host_cpu_features()
    has = [name for name in ("avx2", "avx512f", "avx512vpopcntdq", "neon") if features.get(name)]
    model = _found("/proc/cpuinfo", r"^model name\s*:\s*(.+)$")
    total = _found("/proc/meminfo", r"^MemTotal:\s*(\d+)")
    return {
        "processor": model or platform.processor() or platform.machine(),
        "llvm": llvm.get_host_cpu_name(),
        "has": has,
        "vectors": vectors(),
        "cores": usable_cores(),
        "memory_bytes": 1024 * int(total) if total else None,
        "load": round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None,
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "numpy": np.__version__,
        "numba": numba.__version__,
        "hopfield": hf.__version__,
    }


def describe(found: dict[str, Any]) -> str:
    """Return the machine in a sentence or two."""
    used = f"; the compiler used {found['vectors']}" if found["vectors"] else ""
    return (
        f"{found['processor']} ({found['llvm']}), {found['cores']} cores, {found['system']}{used}."
        f" Python {found['python']}, NumPy {found['numpy']}, Numba {found['numba']},"
        f" hopfield {found['hopfield']}."
    )

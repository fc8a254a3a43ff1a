"""From which sources was a kernel compiled?

Numba keeps compiled functions on disk and notices an edit only in the file of the function itself, not in those that
it calls. So only entry points are cached, and each closes over this stamp, which Numba makes part of the key: an edit
of any kernel makes all entry points compile anew.
"""

import hashlib
from pathlib import Path

__all__ = ["stamp"]


def stamp() -> int:
    """Return a fingerprint of all kernel sources, a number of at least 0."""
    digest = hashlib.blake2b(digest_size=7)
    for file in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(file.read_bytes())
    return int.from_bytes(digest.digest(), "little")

"""From which sources was a kernel compiled?

Numba keeps compiled functions on disk and notices an edit only in the file of the function itself, not in those that
it calls, and it can't read what it kept of types that have moved since. So only entry points are kept, each under
a name that this stamp is part of: an edit of any kernel, or another version of the library, makes new ones.
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

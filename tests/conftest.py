"""What does every test share? A Hypothesis profile, and a Numba cache per worker."""

import os
from pathlib import Path

import hypothesis

hypothesis.settings.register_profile("ci", derandomize=True, deadline=None, print_blob=True)
hypothesis.settings.load_profile("ci")

# Two workers that compile the same kernel would write one cache index over the other, and then one
# would load the other's machine code. Must run before Numba is imported: that is when it looks.
if worker := os.environ.get("PYTEST_XDIST_WORKER"):
    home = os.environ.get("NUMBA_CACHE_DIR", Path(__file__).parents[1] / ".numba_cache")
    os.environ["NUMBA_CACHE_DIR"] = str(Path(home) / worker)

"""Is `import hopfield` light?"""

import json
import subprocess
import sys

HEAVY = (
    "numba",
    "llvmlite",
    "scipy",
    "matplotlib",
    "PIL",
    "typer",
    "rich",
    "torch",
    "xarray",
    "zarr",
    "joblib",
    "dask",
    "distributed",
    "skimage",
)


def fresh(code):
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_import_brings_nothing_heavy():
    loaded = fresh("import sys, json, hopfield; print(json.dumps(sorted(sys.modules)))")
    assert "hopfield.recall" in loaded
    assert not [name for name in loaded if name.split(".")[0] in HEAVY]


def test_import_adds_few_modules_to_those_of_numpy_and_jaxtyping():
    """Work is counted and not seconds, since machines are shared; the measured times are in docs/benchmarks.md."""
    before = fresh("import sys, json, numpy, jaxtyping; print(json.dumps(sorted(sys.modules)))")
    after = fresh("import sys, json, hopfield; print(json.dumps(sorted(sys.modules)))")
    added = [name for name in set(after) - set(before) if not name.startswith("hopfield")]
    assert len(added) < 60, sorted(added)


def test_everything_promised_is_there():
    import hopfield

    assert sorted(hopfield.__all__) == hopfield.__all__
    assert all(hasattr(hopfield, name) for name in hopfield.__all__)

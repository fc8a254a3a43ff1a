"""Which command wrote the numbers of docs/benchmarks.md? This one: python benchmarks/write_docs.py [--quick]."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
PROGRAM = "from hopfield.cli import main; main()"


def main() -> int:
    words = ["bench", "--output", "benchmarks", "--write-docs", "docs/benchmarks.md", *sys.argv[1:]]
    return subprocess.run([sys.executable, "-c", PROGRAM, *words], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())

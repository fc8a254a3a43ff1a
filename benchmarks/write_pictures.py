"""Which script drew the pictures of docs/howto/plots.md? This one runs the page and keeps what it draws, as SVG."""

import doctest
import io
import os
import re
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "howto" / "plots.md"
PICTURES = ROOT / "docs" / "images" / "howto"
# a block of Python, and the picture that the page shows after it
DRAWN = re.compile(
    r"```python\n(.*?)```(?:\s*!\[[^\]]*\]\(\.\./images/howto/(\w+\.svg)\))?", re.DOTALL
)


def _small(svg: str) -> str:
    """Return a picture with its numbers to a hundredth of a point, and no space that nobody sees."""
    svg = re.sub(r"-?\d+\.\d{3,}", lambda number: f"{float(number[0]):.2f}", svg)
    return "\n".join(line.strip() for line in svg.splitlines()) + "\n"


def main() -> int:
    import matplotlib as mpl

    mpl.use("Agg")
    # the same picture is the same file: no date, no random names
    mpl.rcParams |= {"svg.hashsalt": "hopfield", "svg.fonttype": "none", "figure.figsize": (6, 3.9)}
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as desk:  # the page writes a file of its own
        os.chdir(desk)
        return _drawn()


def _drawn() -> int:
    """Run the blocks of the page, and keep the pictures; 1 if the page is wrong."""
    names: dict[str, object] = {}
    for number, (block, name) in enumerate(DRAWN.findall(PAGE.read_text("utf-8")), 1):
        case = doctest.DocTestParser().get_doctest(block, names, f"block {number}", str(PAGE), 0)
        said: list[str] = []
        runner = doctest.DocTestRunner()
        runner.run(case, out=said.append, clear_globs=False)
        if runner.failures:
            sys.stderr.write("".join(said))
            return 1
        names = case.globs
        if name:
            file = io.StringIO()
            names["axes"].figure.savefig(file, format="svg", metadata={"Date": None})  # type: ignore[attr-defined]
            (PICTURES / name).write_text(_small(file.getvalue()), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

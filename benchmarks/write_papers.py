"""Which command wrote docs/papers? This one: python benchmarks/write_papers.py [--full] [KEY...].

All papers by default. A page a paper, docs/papers/<key>.md, with its figure, docs/images/papers/<key>.svg, and
docs/papers/index.md with all pages that there are. A page keeps its counts and its scale in a comment, so that a paper
can be written alone.
"""

import json
import re
import sys
from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

import hopfield as hf
from hopfield.experiments import Report, Verdict
from hopfield.experiments.papers import paper
from hopfield.threads import n_threads

ROOT = Path(__file__).parents[1]
PAGES = ROOT / "docs" / "papers"
IMAGES = ROOT / "docs" / "images" / "papers"
MARK = re.compile(r"^<!-- (\{.*\}) -->$", re.MULTILINE)
INTRO = """# Was the paper right?

Each page sets a paper's claims beside our own measurements. A claim **holds** if ours is within its tolerance (the
paper's rounding, and what a finite size does) and two standard errors, and is *not testable here* if ours is too
uncertain, or needs a larger scale. `hopfield reproduce KEY` measures any of them again.
"""


def page(report: Report, seconds: float) -> str:
    """Return the page of a paper."""
    machine, cores = report.attrs["machine"], n_threads()
    counts = {str(verdict): len(report.of(verdict)) for verdict in Verdict}
    kept = {"scale": report.scale, "date": f"{datetime.now(UTC):%Y-%m-%d}", **counts}
    option = " --full" if report.scale == "full" else ""
    versions = ", ".join(f"{name} {machine[name]}" for name in ("python", "numpy", "numba"))
    said = f"`hopfield reproduce {report.key}{option}`, seed {report.attrs['seed']}"
    where = f"{seconds:.0f} s on {cores} cores of {machine['processor']} ({versions})"
    lines = [
        f"# {report.title}",
        "",
        f"<!-- {json.dumps(kept)} -->",
        "",
        f"`{report.key}` in the [bibliography](index.md#bibliography). {report.note}".rstrip(),
        "",
        report.markdown(),
        f"![The central figure of {report.key}, drawn anew](../images/papers/{report.key}.svg)",
        "",
        f"Measured on {kept['date']} by {said}, in {where}.",
        "",
    ]
    return "\n".join(lines)


def index() -> str:
    """Return the page that lists all pages."""
    verdicts = [str(verdict) for verdict in Verdict]
    lines = [
        f"| paper | {' | '.join(verdicts)} | scale | measured |",
        f"| --- |{' ---: |' * len(verdicts)} --- | --- |",
    ]
    total = dict.fromkeys(verdicts, 0)
    keys = [key for key in hf.experiments.papers() if (PAGES / f"{key}.md").exists()]
    for key in keys:
        found = MARK.search((PAGES / f"{key}.md").read_text("utf-8"))
        kept = json.loads(found[1])
        total = {name: total[name] + kept[name] for name in verdicts}
        counts = " | ".join(str(kept[name]) for name in verdicts)
        title = f"[{paper(key).title}]({key}.md)"
        lines.append(f"| {title} | {counts} | {kept['scale']} | {kept['date']} |")
    lines.append(f"| all {len(keys)} | {' | '.join(map(str, total.values()))} | | |")
    sources = ["## Bibliography", "", "```bibtex", *entries(keys), "```"]
    return "\n".join([INTRO, *lines, "", *sources, ""])


def entries(keys: list[str]) -> list[str]:
    """Return the bibtex of the papers."""
    text = (ROOT / "docs" / "papers.bib").read_text("utf-8")
    found = {
        match[1]: match[0]
        for match in re.finditer(r"^@\w+\{(\w+),.*?^\}", text, re.MULTILINE | re.DOTALL)
    }
    return [found[key] for key in keys]


def main() -> int:
    parser = ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("keys", nargs="*", metavar="KEY")
    parser.add_argument("--full", action="store_true")
    asked = parser.parse_args()
    PAGES.mkdir(exist_ok=True)
    IMAGES.mkdir(parents=True, exist_ok=True)
    for key in asked.keys or hf.experiments.papers():
        start = perf_counter()
        report = hf.experiments.reproduce(key, "full" if asked.full else "quick")
        seconds = perf_counter() - start
        report.draw_into(IMAGES / f"{key}.svg")
        (PAGES / f"{key}.md").write_text(page(report, seconds), "utf-8")
        print(f"{report!r} in {seconds:.0f} s", flush=True)
    (PAGES / "index.md").write_text(index(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Does everything that the documents tell a reader to type work as written?"""

import contextlib
import doctest
import importlib
import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from typer.main import get_command

ROOT = Path(__file__).parents[1]
READMES = ["README.md", "README.zh.md"]
SHOWN = [*READMES, "docs/models.md"]
PAGES = [*READMES, "docs/commands.md"]
# pages of Python; a decision and the reference show none that its docstring does not run already
PYTHON = [*READMES, *sorted(str(p.relative_to(ROOT)) for p in (ROOT / "docs").glob("**/*.md"))]
EXAMPLES = sorted((ROOT / "examples").glob("*.py"))
FENCE = re.compile(r"^```(\w+)[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
EXIT = re.compile(r"\s#\s*exit (\d+)\s*$")
ELSEWHERE = {"demo"}  # 24 photographs: tested end to end, not once more for each page
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
HOPFIELD = [sys.executable, "-c", "from hopfield.cli import main; main()"]


@dataclass(frozen=True)
class Line:
    """One command of a console block, and the exit code that the page promises."""

    words: tuple[str, ...]
    code: int = 0


def blocks(page: str, language: str) -> list[str]:
    """The fenced blocks of one language, in order."""
    return [body for name, body in FENCE.findall(page) if name == language]


def commands(page: str, program: str) -> list[Line]:
    """The lines '$ program ...' of the console blocks; a backslash continues a line."""
    found = []
    for block in blocks(page, "console"):
        for line in block.replace("\\\n", " ").splitlines():
            text = line.removeprefix("$ ")
            if text == line or text.split()[:1] != [program]:
                continue
            code = EXIT.search(text)
            words = tuple(shlex.split(text, comments=True)[1:])
            found.append(Line(words, int(code[1]) if code else 0))
    return found


def execute(page: str, name: str) -> None:
    """Run the python blocks of a page one after the other in one namespace."""
    names: dict[str, object] = {}
    for number, block in enumerate(blocks(page, "python"), 1):
        where = f"{name}, python block {number}"
        if ">>> " in block:
            case = doctest.DocTestParser().get_doctest(block, names, where, name, 0)
            runner = doctest.DocTestRunner(optionflags=FLAGS)
            said: list[str] = []
            runner.run(case, out=said.append, clear_globs=False)
            assert runner.failures == 0, "".join(said)
            names = case.globs
        else:
            with contextlib.redirect_stdout(None):
                exec(compile(block, where, "exec"), names)


def picture(seed: int) -> Image.Image:
    """A small colour picture with shapes and shading, not noise."""
    y, x = np.mgrid[0:32, 0:48]
    waves = [127 + 120 * np.sin((x * (seed + c) + y * (3 - c)) / 9) for c in range(3)]
    pixels = np.stack(waves, axis=-1).astype(np.uint8)
    pixels[(x - 8 * seed) ** 2 + (y - 16) ** 2 < 60] = (250, 40 * seed, 30)
    return Image.fromarray(pixels)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, with three photographs in photos/."""
    (tmp_path / "photos").mkdir()
    for seed, name in enumerate(["cat", "harbour", "forest"], 1):
        picture(seed).save(tmp_path / "photos" / f"{name}.png")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(words: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run one program as a reader would, with what it said in hand."""
    wide = os.environ | {"COLUMNS": "120"}
    return subprocess.run(
        words, cwd=folder, env=wide, capture_output=True, text=True, timeout=300, check=False
    )


@pytest.mark.parametrize("name", PYTHON)
def test_no_python_of_a_page_fails(name: str, desk: Path) -> None:
    page = (ROOT / name).read_text("utf-8")
    assert blocks(page, "python") or name not in SHOWN, f"{name} shows no Python"
    execute(page, name)


@pytest.mark.parametrize("name", PAGES)
def test_no_command_of_a_page_fails(name: str, desk: Path) -> None:
    lines = commands((ROOT / name).read_text("utf-8"), "hopfield")
    known = getattr(get_command(importlib.import_module("hopfield.cli").app), "commands", {})
    assert lines, f"{name} shows no hopfield command"
    for line in lines:
        if line.words and line.words[0] in ELSEWHERE:
            assert line.words[0] in known
            continue
        done = run([*HOPFIELD, *line.words], desk)
        typed = shlex.join(["hopfield", *line.words])
        assert done.returncode == line.code, f"{name}: {typed}\n{done.stdout}{done.stderr}"


@pytest.mark.parametrize("name", READMES)
def test_no_make_target_of_a_readme_is_missing(name: str) -> None:
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    lines = commands((ROOT / name).read_text("utf-8"), "make")
    assert {line.words[0] for line in lines} >= {"demo", "test"}
    assert {line.words[0] for line in lines} <= {*targets}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_no_example_fails(path: Path, desk: Path) -> None:
    done = run([sys.executable, "-W", "error", str(path)], desk)
    assert done.returncode == 0, done.stdout + done.stderr


# --- and would these tests see it? ----------------------------------------------------------------


def test_no_line_of_a_console_block_is_overlooked() -> None:
    lines = "$ hopfield a \\\n  --b 'c d' # exit 1\nfound\n$ make demo\n$ hopfield x # y\n"
    page = f"```console\n{lines}```"
    assert commands(page, "hopfield") == [Line(("a", "--b", "c d"), 1), Line(("x",))]
    assert commands(page, "make") == [Line(("demo",))]
    assert commands("$ hopfield outside of a block\n", "hopfield") == []


def test_no_wrong_output_of_a_readme_is_overlooked() -> None:
    execute("```python\nx = 2\n```\n```python\n>>> x + 1\n3\n```\n```python\ny = x\n```", "right")
    with pytest.raises(AssertionError, match="Expected"):
        execute("```python\n>>> 1 + 1\n3\n```", "wrong")
    with pytest.raises(NameError):
        execute("```python\nmissing\n```", "wrong")

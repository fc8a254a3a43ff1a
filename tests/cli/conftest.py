"""What do the tests of the commands share: small photographs, and a way to run a command."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner

from hopfield.cli import app

Run = Callable[..., object]


def picture(seed: int, *, is_grey: bool = False) -> Image.Image:
    """A small picture, 48×32, with waves and a disc of its own."""
    y, x = np.mgrid[0:32, 0:48]
    waves = [127 + 120 * np.sin((x * (seed + c) + y * (3 - c)) / 9) for c in range(3)]
    pixels = np.stack(waves, axis=-1).astype(np.uint8)
    pixels[(x - 8 * seed) ** 2 + (y - 16) ** 2 < 60] = (250, (40 * seed) % 256, 30)
    return Image.fromarray(pixels).convert("L" if is_grey else "RGB")


@pytest.fixture
def photos(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of three photographs, photos/, seen from the folder above it."""
    folder = tmp_path / "photos"
    folder.mkdir()
    for seed, name in enumerate(["cat", "harbour", "forest"], 1):
        picture(seed).save(folder / f"{name}.png")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    return Path("photos")


@pytest.fixture
def hopfield(photos: Path) -> Run:
    """Run a command line in this process; small pictures unless a size is given."""

    def run(line: str) -> object:
        words = line.split()
        if words[0] == "recall" and "--size" not in words:
            words += ["--size", "48x32"]
        return CliRunner().invoke(app, words)

    return run


def process(
    code: str, words: list[str], folder: Path, **options: object
) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own, after some code."""
    program = f"{code}\nfrom hopfield.cli import main\nmain()"
    return subprocess.run(
        [sys.executable, "-c", program, *words],
        cwd=folder,
        env=os.environ | {"COLUMNS": "200"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        **options,
    )


@pytest.fixture
def separately(photos: Path) -> Run:
    """Run a command line in a process of its own, after some code."""
    return lambda code, line: process(code, line.split(), photos.parent)

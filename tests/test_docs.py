"""Do the documents make a whole site, with a place for every public name?"""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import hopfield as hf

ROOT = Path(__file__).parents[1]
PAGES = sorted((ROOT / "docs" / "reference").glob("*.md"))
ROOMS = [name for name in hf.__all__ if type(getattr(hf, name)).__name__ == "module"]


def shown() -> str:
    """What the pages of the reference ask to be shown."""
    return "\n".join(page.read_text("utf-8") for page in PAGES)


@pytest.mark.parametrize("room", ROOMS)
def test_no_room_lacks_a_page_in_the_reference(room: str) -> None:
    assert re.search(rf"^::: hopfield\.{room}$", shown(), re.MULTILINE)


@pytest.mark.parametrize("name", [name for name in hf.__all__ if name not in ROOMS])
def test_no_public_name_lacks_a_place_in_the_reference(name: str) -> None:
    thing = getattr(hf, name)
    homes = {thing.__module__, thing.__module__.rpartition(".")[0], f"{thing.__module__}.{name}"}
    asked = set(re.findall(r"^::: (\S+)", shown(), re.MULTILINE))
    assert homes & asked, f"{name} of {thing.__module__} is on no page of docs/reference"


@pytest.mark.slow
def test_the_site_is_built_without_a_warning_and_asks_nobody_else(tmp_path: Path) -> None:
    pytest.importorskip("mkdocs", reason="the documents need the docs extra")
    build = [sys.executable, "-m", "mkdocs", "build", "-q", "-d", str(tmp_path)]
    done = subprocess.run(build, check=False, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""
    pages = "".join(page.read_text("utf-8") for page in tmp_path.glob("**/*.html"))
    assert "max_sweeps" in (tmp_path / "reference" / "recall" / "index.html").read_text("utf-8")
    assert re.findall(r'<(?:script|link|img)[^>]+(?:src|href)="https?:', pages) == []

"""Does the house keep its rules, and would the checks see it if it did not?"""

import importlib
import re
import subprocess
import sys
import tomllib
import zipfile
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest
from typer.main import get_command

import house

ROOT = Path(__file__).parents[1]
SRC = ROOT / "src"


def mend(faults: list[str]) -> None:
    """Fail with every fault on a line of its own."""
    if faults:
        pytest.fail("\n".join(["", *faults]), pytrace=False)


@pytest.mark.parametrize("folder", ["src", "tests"])
def test_no_file_grows_past_its_budget(folder: str) -> None:
    mend(house.too_long(ROOT / folder))


def test_no_body_is_longer_than_a_screen() -> None:
    mend(house.off_screen(SRC))


@pytest.mark.parametrize("folder", ["src", "tests"])
def test_no_file_hides_the_question_it_answers(folder: str) -> None:
    mend(house.without_first_line(ROOT / folder))


def test_no_room_is_a_junk_drawer() -> None:
    mend(house.nameless(SRC))


def test_nothing_prints() -> None:
    mend(house.prints(SRC))


def test_no_kernel_knows_the_house_or_draws_in_secret() -> None:
    mend(house.impure_kernels(SRC))


def test_no_room_reaches_up_through_the_front_door() -> None:
    mend(house.back_doors(SRC))


def test_no_paper_is_cited_without_an_entry() -> None:
    known = house.papers((ROOT / "docs/papers.bib").read_text("utf-8"))
    mend([f"{place}: {key}" for key, place in house.cited(SRC).items() if key not in known])


def test_no_entry_lacks_author_title_or_year() -> None:
    entries = house.papers((ROOT / "docs/papers.bib").read_text("utf-8"))
    need = ("author", "title", "year")
    assert len(entries) > 0
    mend([k for k, e in entries.items() if not all(re.search(rf"\b{n}\s*=", e) for n in need)])


def test_no_export_is_a_lie() -> None:
    mend([lie for module in house.modules() for lie in house.exports_that_lie(module)])


def test_no_docstring_names_an_argument_that_is_not_there() -> None:
    mend([lie for module in house.modules() for lie in house.misdescribed(module)])


def test_no_command_goes_without_a_page_and_an_example() -> None:
    commands = getattr(get_command(importlib.import_module("hopfield.cli").app), "commands", {})
    assert len(commands) > 1
    mend(house.undocumented(list(commands), (ROOT / "docs/commands.md").read_text("utf-8")))


def test_no_room_escapes_the_type_checks() -> None:
    options = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["pytest"]
    hook = next(o for o in options["ini_options"]["addopts"] if "jaxtyping-packages" in o)
    plain = {"__init__", "__main__", "_typing", "kernels", "py", "__pycache__"}
    rooms = sorted(
        {p.stem for p in (SRC / "hopfield").iterdir() if p.suffix in ("", ".py")} - plain
    )
    mend(house.unchecked(rooms, hook))


def test_no_changelog_fragment_is_misnamed() -> None:
    names = {p.name for p in (ROOT / "changelog.d").iterdir()} - {"README.md"}
    mend([n for n in sorted(names) if not house.FRAGMENT.fullmatch(n)])


def test_no_wheel_leaves_without_its_types_and_licence(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    names = zipfile.ZipFile(next(tmp_path.glob("*.whl"))).namelist()
    assert "hopfield/py.typed" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    mend([n for n in names if not n.startswith(("hopfield/", "hopfield-"))])


# --- a house built wrong, so that every check above can fail --------------------------------------

BAD = '''"""Bad."""
import hopfield
from hopfield import recall
__all__ = ["absent", "add"]
SECRET = 1
def add(a, b):
    """Add (nobody1900).

    Parameters
    ----------
    a, c : int
        Both.

    Returns
    -------
    int
    """
    print(a)
    return a + b
'''


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    """A small house with one of every fault; gives its src folder."""
    root = tmp_path / "src" / "hopfield"
    (root / "kernels").mkdir(parents=True)
    (root / "bad.py").write_text(BAD)
    (root / "errors.py").write_text('"""Errors."""\n')
    (root / "utils.py").write_text("x = 1\n" * (house.FILE_LINES + 1))
    (root / "long.py").write_text('"""Long."""\ndef f():\n    """D."""\n' + "    1\n" * 41)
    kernel = "import os\nfrom ..errors import E\nfrom .loops import step\nx = np.random.rand()\n"
    (root / "kernels" / "k.py").write_text(kernel)
    return tmp_path / "src"


def load(path: Path) -> ModuleType:
    """Import one file that is on no path; the names it imports need not exist."""
    text = re.sub(r"^(import|from) .*\n", "", path.read_text(), flags=re.MULTILINE)
    path.write_text(text)
    loader = SourceFileLoader(path.stem, str(path))
    module = module_from_spec(spec_from_loader(path.stem, loader))
    loader.exec_module(module)
    return module


def test_no_fault_of_the_files_goes_unseen(bad: Path) -> None:
    assert [line.split(": ")[1] for line in house.too_long(bad)] == ["401 lines"]
    assert [line.split(" ", 1)[1] for line in house.off_screen(bad)] == ["f: 41 lines"]
    assert {Path(p).name for p in house.without_first_line(bad)} == {"utils.py", "k.py"}
    assert [Path(p).name for p in house.nameless(bad)] == ["utils.py"]
    assert len(house.prints(bad)) == 1


def test_no_fault_of_the_imports_goes_unseen(bad: Path) -> None:
    faults = [line.split(" ", 1)[1] for line in house.impure_kernels(bad)]
    assert faults == ["imports os", "imports hopfield.errors.E", "uses np.random"]
    assert [line.split(" ")[2] for line in house.back_doors(bad)] == ["hopfield", "hopfield.recall"]
    assert house.unchecked(["units", "rules"], "--jaxtyping-packages=hopfield.rules,c") == ["units"]


def test_no_fault_of_the_words_goes_unseen(bad: Path) -> None:
    module = load(bad / "hopfield" / "bad.py")
    assert list(house.cited(bad)) == ["nobody1900"]
    assert list(house.papers("@book{a1,\n x = 1}\n@misc{b2,\n}")) == ["a1", "b2"]
    lies = ["bad.absent is promised and absent", "bad.SECRET is not in __all__"]
    assert house.exports_that_lie(module) == lies
    assert house.misdescribed(module) == ["bad.add takes ['a', 'b'], its docstring says ['a', 'c']"]
    page = "# Commands\n\n## `hopfield demo`\n\ntext\n\n## hopfield lab\n\n$ hopfield lab\n"
    assert house.undocumented(["lab"], page) == []
    assert len(house.undocumented(["demo", "bench"], page)) == 2
    assert not house.FRAGMENT.fullmatch("new-things.md")

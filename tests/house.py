"""Which rules does the house keep that no linter checks?

Each check is a function of a folder, a module or a text and gives the list of what breaks the rule,
so that test_house can run it on this house and on a small one built wrong on purpose.
"""

import ast
import importlib
import inspect
import io
import pkgutil
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

FILE_LINES = 400
BODY_LINES = 40
NAMELESS = {"util", "utils", "core", "misc", "common", "helper", "helpers"}
ABOVE_THE_DOOR = {"__init__", "__main__", "cli", "lab", "experiments"}  # may import hopfield itself
KEY = re.compile(r"\b[a-z]+(?:18|19|20)\d\d[a-z]*\b")
FRAGMENT = re.compile(r"\d+(-[a-z-]+)?\.(added|changed|fixed|removed|deprecated)\.md")
HEADING = re.compile(r"^#+ .*?hopfield ([a-z]+)", re.MULTILINE)

KNOWN_TO_KERNELS = ("hopfield.kernels", "hopfield.cache_lines")

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def sources(root: Path) -> list[Path]:
    """Every Python file below a folder."""
    return sorted(p for p in root.rglob("*.py") if "__pycache__" not in p.parts)


def parse(path: Path) -> ast.Module:
    """The syntax tree of one file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def too_long(root: Path) -> list[str]:
    """Files past their budget of lines."""
    counts = {p: len(p.read_text(encoding="utf-8").splitlines()) for p in sources(root)}
    return [f"{p}: {n} lines" for p, n in counts.items() if n > FILE_LINES]


def off_screen(root: Path) -> list[str]:
    """Functions whose body, without the docstring, does not fit on a screen."""
    found = []
    for path in sources(root):
        for node in ast.walk(parse(path)):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            body = node.body[1:] if ast.get_docstring(node) else node.body
            lines = node.body[-1].end_lineno - body[0].lineno + 1 if body else 0
            if lines > BODY_LINES:
                found.append(f"{path}:{node.lineno} {node.name}: {lines} lines")
    return found


def without_first_line(root: Path) -> list[str]:
    """Modules that do not open by saying which question they answer."""
    docs = {p: ast.get_docstring(parse(p)) or "" for p in sources(root)}
    return [str(p) for p, doc in docs.items() if not doc.strip()]


def nameless(root: Path) -> list[str]:
    """Modules and rooms whose name says nothing."""
    return [str(p) for p in sorted(root.rglob("*")) if p.stem in NAMELESS]


def prints(root: Path) -> list[str]:
    """Calls of print."""
    return [
        f"{path}:{node.lineno}"
        for path in sources(root)
        for node in ast.walk(parse(path))
        if isinstance(node, ast.Call) and getattr(node.func, "id", None) == "print"
    ]


def imports(path: Path, src: Path) -> Iterator[tuple[int, str]]:
    """What a file imports, as full dotted names with their lines."""
    package = path.relative_to(src).with_suffix("").parts[:-1]
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            stem = ".".join([*base, *([node.module] if node.module else [])])
            yield from ((node.lineno, f"{stem}.{alias.name}") for alias in node.names)


def impure_kernels(src: Path) -> list[str]:
    """Kernels that reach out of their room, or for hidden randomness or the system."""
    found = []
    for path in sources(src / "hopfield" / "kernels"):
        for line, name in imports(path, src):
            ours = name.startswith("hopfield") and not name.startswith(KNOWN_TO_KERNELS)
            if ours or name.split(".")[0] in {"random", "os"} or "numpy.random" in name:
                found.append(f"{path}:{line} imports {name}")
        uses = (n for n in ast.walk(parse(path)) if isinstance(n, ast.Attribute))
        secret = [n for n in uses if ast.unparse(n) in {"np.random", "os.environ"}]
        found += [f"{path}:{n.lineno} uses {ast.unparse(n)}" for n in secret]
    return found


def back_doors(src: Path) -> list[str]:
    """Rooms that import the whole house, and with it rooms above them; import-linter allows it."""
    house = src / "hopfield"
    rooms = {p.stem for p in house.iterdir()}
    found = []
    for path in sources(house):
        if path.relative_to(house).parts[0].removesuffix(".py") in ABOVE_THE_DOOR:
            continue
        for line, name in imports(path, src):
            top, _, rest = name.partition(".")
            if top == "hopfield" and rest.split(".")[0] not in rooms:
                found.append(f"{path}:{line} imports {name} through hopfield/__init__.py")
    return found


def cited(root: Path) -> dict[str, str]:
    """Bibtex keys in comments and strings, with one place for each."""
    keys = {}
    for path in sources(root):
        for token in tokenize.generate_tokens(io.StringIO(path.read_text("utf-8")).readline):
            if token.type in (tokenize.COMMENT, tokenize.STRING):
                for key in KEY.findall(token.string):
                    keys.setdefault(key, f"{path}:{token.start[0]}")
    return keys


def papers(bib: str) -> dict[str, str]:
    """The entries of a bibtex file by key."""
    entries = re.split(r"^@\w+\{", bib, flags=re.MULTILINE)[1:]
    return {entry.partition(",")[0].strip(): entry for entry in entries}


def exports_that_lie(module: ModuleType) -> list[str]:
    """Names promised in __all__ but absent, and public names defined here but not promised."""
    is_room = Path(module.__file__).name == "__init__.py"
    promised = getattr(module, "__all__", None)
    if promised is None:
        return [f"{module.__name__} has no __all__"] if is_room else []
    defined: set[str] = set()
    for node in parse(Path(module.__file__)).body:
        if isinstance(node, Definition):
            defined.add(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            defined.update(t.id for t in targets if isinstance(t, ast.Name))
    public = {name for name in defined if not name.startswith("_")}
    lies = [
        f"{module.__name__}.{n} is promised and absent" for n in promised if not hasattr(module, n)
    ]
    return lies + [f"{module.__name__}.{n} is not in __all__" for n in sorted(public - {*promised})]


def described(doc: str) -> list[str] | None:
    """The names in a numpydoc Parameters section, or None without one."""
    section = re.search(
        r"^Parameters\n-{3,}\n(.*?)(?=^\S[^\n]*\n-{3,}|\Z)", doc, re.MULTILINE | re.DOTALL
    )
    if section is None:
        return None
    heads = re.findall(r"^(\S.*?)\s*(?::|$)", section[1], re.MULTILINE)
    return [name.strip().lstrip("*") for head in heads for name in head.split(",")]


def callables(module: ModuleType) -> Iterator[tuple[str, Any]]:
    """The public functions, classes and methods that a module defines."""
    for name, thing in vars(module).items():
        if name.startswith("_") or getattr(thing, "__module__", None) != module.__name__:
            continue
        if inspect.isfunction(thing) or inspect.isclass(thing):
            yield name, thing
        if inspect.isclass(thing):
            for part, raw in vars(thing).items():
                method = getattr(raw, "__func__", raw)
                if inspect.isfunction(method) and not part.startswith("_"):
                    yield f"{name}.{part}", method


def misdescribed(module: ModuleType) -> list[str]:
    """Docstrings whose Parameters are not those of the signature."""
    found = []
    for name, thing in callables(module):
        says = described(inspect.cleandoc(thing.__doc__ or ""))
        if says is None:
            continue
        takes = [p for p in inspect.signature(thing).parameters if p not in ("self", "cls")]
        if says != takes:
            found.append(f"{module.__name__}.{name} takes {takes}, its docstring says {says}")
    return found


def undocumented(commands: list[str], page: str) -> list[str]:
    """Commands without a section of their own, or without an example line in it."""
    found = []
    starts = {m[1]: m.start() for m in HEADING.finditer(page)}
    for command in commands:
        if command not in starts:
            found.append(f"no heading with 'hopfield {command}'")
            continue
        level = len(re.match("#+", page[starts[command] :])[0])
        section = re.split(
            rf"^#{{1,{level}}} ", page[starts[command] + level + 1 :], flags=re.MULTILINE
        )[0]
        if not re.search(rf"^\$ hopfield {command}\b", section, re.MULTILINE):
            found.append(f"no line '$ hopfield {command} ...' in its section")
    return found


def unchecked(rooms: list[str], hooked: str) -> list[str]:
    """Rooms that the type-checking hook of the tests does not see."""
    seen = hooked.removeprefix("--jaxtyping-packages=").split(",")
    return [room for room in rooms if f"hopfield.{room}" not in seen]


def modules() -> list[ModuleType]:
    """Every module of the library whose extras are installed."""
    house = importlib.import_module("hopfield")
    found = [house]
    for info in pkgutil.walk_packages(house.__path__, "hopfield."):
        if info.name.endswith("__main__"):
            continue
        try:
            found.append(importlib.import_module(info.name))
        except ModuleNotFoundError as error:
            if (error.name or "").startswith("hopfield"):
                raise
    return found

"""Whose work is this? The bibtex of what was used: `cite`.

A public docstring names its source by a bibtex key; a thing is made of parts (a network of a coupling and units, a
coupling of a separation), and what it owes is what its docstring and those of its parts name. Keys are looked up in
docs/papers.bib, which the wheel carries as hopfield/papers.bib.
"""

import inspect
import re
import sys
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from types import ModuleType

from hopfield.errors import ParameterError

__all__ = ["cite"]

_KEY = re.compile(r"\b[a-z]+(?:18|19|20)\d\d[a-z]*\b")


def cite(*used: object) -> str:
    """Print and return the bibtex of what was used.

    Parameters
    ----------
    used : networks, couplings, rules, dynamics, separations, units, functions, classes or modules of this library
        name all that you used: a network does not know which rule, model or damage made its coupling, nor a `Recall`
        what it was made with

    Returns
    -------
    str
        entries of docs/papers.bib, each once, in the order of their keys

    Raises
    ------
    ParameterError
        for something that names no source, and nothing that it is made of does

    Examples
    --------
    >>> import hopfield as hf
    >>> net = hf.models.exponential(hf.patterns.letters("TCH"))
    >>> entry = hf.cite(net)  # doctest: +ELLIPSIS
    @article{demircigil2017,
      author  = {Demircigil, Mete and Heusel, Judith and ...
    >>> entry = hf.cite(hf.rules.PseudoInverse(), hf.Async())  # doctest: +ELLIPSIS
    @article{glauber1963,
      ...
    @article{personnaz1985,
      ...
    """
    if not used:
        raise ParameterError("cite(...) needs what was used, such as cite(rule, network, dynamics)")
    keys: set[str] = set()
    for thing in used:
        found = _keys(thing) & _papers().keys()
        if not found:
            message = (
                f"{_name(thing)} names no source, nor does anything that it is made of;"
                " name what it was made with: cite(rule, network, dynamics)"
            )
            raise ParameterError(message)
        keys |= found
    text = "\n\n".join(_papers()[key] for key in sorted(keys)) + "\n"
    sys.stdout.write(text)
    return text


def _name(thing: object) -> str:
    """Return how a thing is called in an error."""
    return getattr(thing, "__name__", None) or type(thing).__name__


def _keys(thing: object) -> set[str]:
    """Return what looks like a key in the docstrings of a thing and of its parts."""
    if isinstance(thing, ModuleType):
        public = [getattr(thing, name) for name in getattr(thing, "__all__", [])]
        parts = [part for part in public if not isinstance(part, ModuleType)]
        return _named(thing).union(*map(_keys, parts))
    if not _is_ours(thing):
        return set()
    if inspect.isclass(thing) or inspect.isroutine(thing):
        return _named(thing)
    found = _named(type(thing))
    if is_dataclass(thing):
        found = found.union(*(_keys(getattr(thing, field.name)) for field in fields(thing)))
    return found


def _is_ours(thing: object) -> bool:
    """Return whether a class, a function or the class of an object is of this library."""
    is_named = inspect.isclass(thing) or inspect.isroutine(thing)
    return (getattr(thing if is_named else type(thing), "__module__", None) or "").startswith(
        "hopfield"
    )


def _named(thing: object) -> set[str]:
    """Return what looks like a key in a docstring, not its examples, where a function may be called like a paper."""
    text = (getattr(thing, "__doc__", None) or "").partition("Examples\n")[0]
    return set(_KEY.findall(text))


@cache
def _papers() -> dict[str, str]:
    """Return the entries of the bibliography by key."""
    here = Path(__file__).parent
    shipped, source = here / "papers.bib", here.parents[1] / "docs" / "papers.bib"
    text = (shipped if shipped.exists() else source).read_text("utf-8")
    entries = re.findall(r"^@\w+\{.*?^\}", text, flags=re.MULTILINE | re.DOTALL)
    return {entry.partition("{")[2].partition(",")[0].strip(): entry for entry in entries}

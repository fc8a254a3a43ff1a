"""One file a paper, named by its bibtex key, with a `PAPER` in it."""

import re
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from hopfield.errors import ParameterError
from hopfield.experiments.paper import Paper

__all__ = ["keys", "paper"]

_KEY = re.compile(r"[a-z]+((?:18|19|20)\d\d)[a-z]*")


def keys() -> tuple[str, ...]:
    """Return the keys of all papers that can be reproduced, by year."""
    found = (module.name for module in iter_modules(__path__))
    return tuple(sorted(filter(_KEY.fullmatch, found), key=lambda key: (_KEY.sub(r"\1", key), key)))


def paper(key: Any) -> Paper:
    """Return the paper of a key.

    Raises
    ------
    ParameterError
        for another key; it lists those that there are
    """
    if key not in keys():
        message = f"no paper {key!r} can be reproduced here; there are {', '.join(keys())}"
        raise ParameterError(message)
    return import_module(f"{__name__}.{key}").PAPER

"""What is needed to reproduce a paper: its claims, what to measure, and how ours is read off."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from hopfield.experiments.claims import Claim, Measured
from hopfield.experiments.grid import Grid

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["Data", "Paper", "Plan"]

Plan: TypeAlias = Mapping[str, tuple[Callable[..., Any], Grid]]
Data: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True)
class Paper:
    """A paper that can be reproduced.

    What is measured knows nothing of the paper's values: only `Claim.judged` sees both.

    Parameters
    ----------
    key : str
        in docs/papers.bib
    title : str
    claims : tuple of Claim
    plan : function of a scale
        "quick" or "full" to what is measured, by name: (measure, grid), as for `run`; the seed goes into the grids
    compare : function of the data
        by name, to what was found, by the name of the claim; what is left out is not testable at that scale
    draw : function of the data
        the paper's central figure with ours on it
    note : str
    """

    key: str
    title: str
    claims: tuple[Claim, ...]
    plan: Callable[[str, int], Plan]
    compare: Callable[[Data], Mapping[str, Measured]]
    draw: Callable[[Data], "Figure"]
    note: str = ""

"""What is needed to reproduce a paper: its claims, what to measure, and how ours is read off."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from hopfield.errors import ParameterError
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
        each with a name of its own
    plan : function of a scale, "quick" or "full", and a seed
        gives what is measured, by name: (measure, grid), as for `run`; the seed goes into the grids
    compare : function of the data
        by name; gives what was found, by the name of the claim. What is left out is not testable at that scale
    draw : function of the data
        gives the paper's central figure with ours on it
    note : str
        what a reader has to know about all of it

    Raises
    ------
    ParameterError
        for claims of another paper, two of one name, or none
    """

    key: str
    title: str
    claims: tuple[Claim, ...]
    plan: Callable[[str, int], Plan]
    compare: Callable[[Data], Mapping[str, Measured]]
    draw: Callable[[Data], "Figure"]
    note: str = ""

    def __post_init__(self) -> None:
        names = {claim.name for claim in self.claims}
        is_own = all(claim.key == self.key for claim in self.claims)
        if not names or len(names) < len(self.claims) or not is_own:
            message = f"{self.key} needs claims of its own, each with a name of its own, got {self.claims!r}"
            raise ParameterError(message)

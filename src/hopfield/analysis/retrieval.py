"""Does a network that stores so many random patterns still recall them?"""

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np

from hopfield._typing import Number, Seed
from hopfield.errors import DependenceWarning, LoadWarning, ParameterError
from hopfield.network import Network
from hopfield.patterns import flip, random
from hopfield.patterns.matching import RETRIEVED
from hopfield.random import generator, named
from hopfield.recall import recall
from hopfield.rules import Hebb, Rule

__all__ = ["Retrieval"]


@dataclass(frozen=True)
class Retrieval:
    """Store p = load · n random patterns by a rule, recall some of them at T = 0, and count what comes back.

    It is what `capacity` measures in each network, and a measure for `hf.experiments.run`. The patterns that are
    recalled are drawn from all that are stored, so rules that forget are measured over all ages.

    Parameters
    ----------
    rule : Rule
        for ±1 units
    start : float, above 0 up to 1
        the overlap of a cue with its pattern; 1 starts from the pattern itself
    cues : int, at least 1
        how many patterns are recalled, or all if there are fewer
    max_sweeps : int, at least 1
        then a recall is taken as it stands. Near the transition it may last for many sweeps; what has left the
        memory by then does not return

    Raises
    ------
    ParameterError
        for a number outside its range, or a rule that can't be called

    Examples
    --------
    >>> import hopfield as hf
    >>> hf.analysis.Retrieval()(n=200, load=0.05, seed=0)
    {'retrieved': 1.0, 'overlap': 1.0}
    """

    rule: Rule = Hebb()
    start: Number = 1.0
    cues: int = 16
    max_sweeps: int = 100

    def __post_init__(self) -> None:
        if not isinstance(self.rule, Rule):
            message = f"rule must be one, such as hf.rules.Hebb(), got {self.rule!r}"
            raise ParameterError(message)
        if not 0.0 < self.start <= 1.0:
            message = f"start is the overlap of a cue with its pattern, above 0 up to 1, got {self.start!r}"
            raise ParameterError(message)
        for name, value in (("cues", self.cues), ("max_sweeps", self.max_sweeps)):
            if value < 1:
                message = f"{name} must be a whole number of at least 1, got {value!r}"
                raise ParameterError(message)

    def __call__(self, n: int, load: Number, seed: Seed = None) -> dict[str, Any]:
        """Return the share of cues that end at 0.968 or more with their pattern, and the mean overlap.

        0.968 is the overlap at the critical load of Hebb's rule, where 1.6 % of the bits are wrong (amit1987); what
        does not hold falls to about 0.35, so little hangs on the number.

        Parameters
        ----------
        n : int
        load : float
            p / n; p is rounded, and at least 1
        seed : int, SeedSequence, Generator or None

        Returns
        -------
        dict
            "retrieved" and "overlap", each from 0 to 1 but for an overlap that turns
        """
        if not load > 0.0:
            message = f"load is patterns per unit and above 0, got {load!r}"
            raise ParameterError(message)
        root = named(seed)
        xi = random(max(1, round(load * n)), int(n), seed=named(root, part="patterns"))
        count = min(self.cues, xi.p)
        chosen = np.sort(generator(named(root, part="chosen")).choice(xi.p, count, replace=False))
        stored = xi[chosen.tolist()].spins
        with warnings.catch_warnings():  # too many patterns are what is asked for
            warnings.simplefilter("ignore", LoadWarning)
            warnings.simplefilter("ignore", DependenceWarning)
            network = Network(self.rule(xi))
        wrong = (1.0 - float(self.start)) / 2.0
        cues = flip(stored, wrong, seed=named(root, part="flips")) if wrong else stored
        end = recall(
            network, cues, max_sweeps=self.max_sweeps, seed=named(root, part="recall")
        ).state
        overlaps = np.einsum("kn,kn->k", end, stored, dtype=np.float64) / xi.n
        return {
            "retrieved": float(np.mean(overlaps >= RETRIEVED)),
            "overlap": float(np.mean(overlaps)),
        }

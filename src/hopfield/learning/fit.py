"""How does a machine learn a distribution from data? `fit`."""

from collections.abc import Callable
from itertools import islice
from typing import Any

import numpy as np

from hopfield._typing import Seed
from hopfield.couplings import BipartiteCoupling
from hopfield.errors import ParameterError
from hopfield.learning.annealing import Annealing
from hopfield.learning.divergence import ContrastiveDivergence
from hopfield.learning.machines import as_data, at_least, check_machine
from hopfield.learning.method import History, Learned, Method
from hopfield.network import Network
from hopfield.random import generator

__all__ = ["fit"]


def fit(
    network: Any,
    data: Any,
    method: Any = None,
    *,
    epochs: int = 100,
    stop: Any = None,
    seed: Seed = None,
) -> Learned:
    """Learn couplings and thresholds that make data probable.

    Parameters
    ----------
    network : Network
        where to start: `hf.models.boltzmann` or `hf.models.rbm`, 0/1 units; it is never changed. Hidden units of two
        layers should start with small random weights: from zero they all learn the same.
    data : array_like, shape (rows, n_visible)
        0 and 1; the units past its columns are hidden
    method : Annealing, ContrastiveDivergence or ExactGradient
        by default ContrastiveDivergence() for two layers, and else Annealing(), the learning of 1985 (ackley1985)
    epochs : int, at least 0
        each shows all of the data once, or as often as the method says
    stop : function of a network, optional
        called after each epoch; learning ends when it gives something true
    seed : int, SeedSequence, Generator or None

    Returns
    -------
    Learned
        the new network, and the history of learning

    Raises
    ------
    FitError
        for networks that are no such machine, or that the method can't teach
    ShapeError, PatternError
        for data that do not fit
    ParameterError
        for epochs below 0, what is no method, a stop that is no function, or a rate at which weights grow without
        bound
    SizeError
        for an exact method and too many units

    Examples
    --------
    >>> import numpy as np
    >>> import hopfield as hf
    >>> data = [[0, 0, 1], [1, 1, 0]]
    >>> start = hf.models.boltzmann(np.zeros((3, 3)))
    >>> learned = hf.learning.fit(start, data, hf.learning.ExactGradient(), epochs=300)
    >>> np.exp(hf.learning.log_likelihood(learned.network, data)).round(1).tolist()
    [0.5, 0.5]
    >>> len(learned.history)
    300
    """
    machine = check_machine(network)
    rows = as_data(data, machine)
    is_layered = isinstance(machine.coupling, BipartiteCoupling)
    chosen = method or (ContrastiveDivergence() if is_layered else Annealing())
    if not isinstance(chosen, Method):
        message = (
            "method must be hf.learning.Annealing(...), ContrastiveDivergence(...) or ExactGradient(...),"
            f" got {method!r}"
        )
        raise ParameterError(message)
    at_least("epochs", epochs, 0)
    if stop is not None and not callable(stop):
        message = f"stop must be a function of the network, or None, got {stop!r}"
        raise ParameterError(message)
    scores = []
    build: Callable[[], Network] | None = None
    for build, score in islice(chosen.epochs(machine, rows, generator(seed)), epochs):
        scores.append(score)
        if stop is not None and stop(build()):
            break
    learned = machine if build is None else build()
    return Learned(learned, History(*np.array(scores, dtype=np.float64).reshape(-1, 3).T))

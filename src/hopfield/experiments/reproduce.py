"""Was the paper right? `reproduce` measures what it claims and says what holds."""

from pathlib import Path
from typing import Any

from hopfield.errors import ParameterError
from hopfield.experiments.papers import keys, paper
from hopfield.experiments.recipe import machine
from hopfield.experiments.report import Report
from hopfield.experiments.run import run

__all__ = ["papers", "reproduce"]


def papers() -> tuple[str, ...]:
    """Return the keys of the papers that can be reproduced, the oldest first.

    Examples
    --------
    >>> import hopfield as hf
    >>> "gardner1988" in hf.experiments.papers()
    True
    """
    return keys()


def reproduce(
    key: Any,
    scale: Any = "quick",
    *,
    engine: object = None,
    store: str | Path | None = None,
    n_jobs: Any = None,
    seed: Any = 0,
    progress: bool = True,
) -> Report:
    """Measure what a paper claims, and judge every claim by our own numbers.

    Parameters
    ----------
    key : str
        one of `papers()`
    scale : "quick" or "full"
        under a minute, or as large as the paper and more
    engine : None, "dask", str or distributed.Client
        as for `run`
    store : path, optional
        a folder for the measurements: after an interruption the same call goes on from there
    n_jobs : int, optional
        as for `run`
    seed : int, at least 0
    progress : bool
        as for `run`

    Returns
    -------
    Report

    Raises
    ------
    ParameterError
        for another key or scale; it lists those that there are
    ModuleNotFoundError
        without `pip install 'hopfield[experiments]'`
    StoreError, EngineError
        as `run` raises them

    Examples
    --------
    >>> import hopfield as hf
    >>> report = hf.experiments.reproduce("kanter1987", n_jobs=1)
    >>> report.findings[0].claim.name, str(report.findings[0].verdict)
    ('stored patterns that are fixed points at load 0.95', 'holds')
    """
    chosen = paper(key)
    if scale not in ("quick", "full"):
        message = f'scale must be "quick" or "full", got {scale!r}'
        raise ParameterError(message)
    options: dict[str, Any] = {"engine": engine, "n_jobs": n_jobs, "progress": progress}
    data = {}
    for name, (measure, grid) in chosen.plan(scale, seed).items():
        place = None if store is None else Path(store) / f"{key}-{scale}-{name}.zarr"
        data[name] = run(measure, grid, store=place, **options)
    found = chosen.compare(data)
    unknown = sorted(found.keys() - {claim.name for claim in chosen.claims})
    if unknown:
        message = f"{key} finds {unknown}, which are none of its claims"
        raise ParameterError(message)
    findings = tuple(claim.judged(found.get(claim.name)) for claim in chosen.claims)
    attrs = {"seed": seed, "machine": machine()}
    return Report(key, chosen.title, scale, findings, data, chosen.draw, chosen.note, attrs)

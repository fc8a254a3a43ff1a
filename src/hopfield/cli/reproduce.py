"""`hopfield reproduce`: was a paper right? Its claims beside our numbers, each judged."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import hopfield as hf
from hopfield.cli.edge import FOUND, guarded, notice, telling
from hopfield.cli.verdicts import print_papers, print_report
from hopfield.cli.writing import check_folder
from hopfield.errors import ParameterError
from hopfield.experiments.papers import paper

if TYPE_CHECKING:
    from hopfield.experiments import Report

__all__ = ["reproduce"]

_FILES = ("claims.json", "report.md", "figure.svg", "figure.png")


def reproduce(
    key: Annotated[
        str | None, typer.Argument(help="Of the paper; without one the papers are listed.")
    ] = None,
    *,
    is_full: Annotated[
        bool, typer.Option("--full", help="As large as the paper and more: minutes to hours.")
    ] = False,
    seed: Annotated[int, typer.Option(min=0, help="Of all that is random.")] = 0,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Write report, figure and data here; run on from it."),
    ] = None,
    jobs: Annotated[int | None, typer.Option(min=1, help="Processes; default: processors.")] = None,
    engine: Annotated[
        str | None, typer.Option(help='"dask", or the address of a Dask scheduler.')
    ] = None,
    is_json: Annotated[bool, typer.Option("--json", help="Say it as one JSON object.")] = False,
) -> None:
    """Measure what a paper claims and judge every claim, or list the papers.

    Exit code: 0 judged, whatever came out, 2 wrong use. With -o it may be interrupted and runs on.
    """
    with guarded():
        if key is None:
            _list(is_json=is_json)
            raise typer.Exit(FOUND)
        paper(key)  # refuses another key before any folder is made
        if output is not None:
            check_folder(output, "--output", _FILES)
        scale = "full" if is_full else "quick"
        report = _reproduced(key, scale, seed=seed, output=output, engine=engine, jobs=jobs)
        if output is not None:
            _save(report, output)
        with telling():
            if is_json:
                typer.echo(json.dumps(report.as_data(), allow_nan=False))
            else:
                print_report(report)
        raise typer.Exit(FOUND)


def _list(*, is_json: bool) -> None:
    """List the papers."""
    papers = [paper(key) for key in hf.experiments.papers()]
    with telling():
        if is_json:
            found = [
                {"key": one.key, "title": one.title, "claims": len(one.claims)} for one in papers
            ]
            typer.echo(json.dumps({"papers": found}))
        else:
            print_papers(papers)


def _reproduced(
    key: str, scale: str, *, seed: int, output: Path | None, engine: str | None, jobs: int | None
) -> "Report":
    """Return the report; say what to install if the libraries for it are absent."""
    store = None if output is None else output / "runs"
    try:
        return hf.experiments.reproduce(
            key, scale, engine=engine, store=store, n_jobs=jobs, seed=seed
        )
    except ModuleNotFoundError as error:
        message = f"{error.name} is not installed: pip install 'hopfield[experiments]'"
        raise ParameterError(message) from None


def _save(report: "Report", folder: Path) -> None:
    """Write the report into a folder; say what to install if nothing can be drawn."""
    try:
        report.save(folder)
    except ModuleNotFoundError as error:
        message = f"{error.name} is not installed: pip install 'hopfield[plots]'"
        raise ParameterError(message) from None
    notice(f"the report, the figure and the data are in {folder}")

"""`hopfield bench`: every speed that we speak of, measured against its baseline in the same run."""

import json
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Annotated, Any

import typer

from hopfield.cli.edge import guarded, stages, telling
from hopfield.cli.writing import beside, check_folder

__all__ = ["bench"]

_SCHEMA = 1


def bench(
    *,
    is_quick: Annotated[
        bool, typer.Option("--quick", help="Smaller cases, less than a minute; few targets hold.")
    ] = False,
    rows: Annotated[
        str | None, typer.Option(help="Only these, with commas between; see the documentation.")
    ] = None,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="The folder for bench.json.")
    ] = Path("hopfield-bench"),
    threads: Annotated[
        int | None, typer.Option(min=1, help="How many threads; by default all processors.")
    ] = None,
    is_json: Annotated[bool, typer.Option("--json", help="Say it as one JSON object.")] = False,
    write_docs: Annotated[
        Path | None,
        typer.Option(help="A page of the documentation whose numbers and plots are replaced."),
    ] = None,
) -> None:
    """Measure this machine: our times, those of the baselines, and which targets are met.

    Exit code: 0 whatever came out, 2 wrong use.
    """
    with guarded():
        from hopfield.cli.bench.page import check_page, rewrite
        from hopfield.cli.bench.problem import Setting
        from hopfield.cli.bench.rows import chosen

        check_folder(output, "--output")
        names = chosen(rows)
        if write_docs is not None:
            check_page(write_docs)
        report = _measured(names, Setting(is_quick, threads or _all_threads()))
        output.mkdir(exist_ok=True)
        with beside(output / "bench.json") as file:
            file.write((json.dumps(report, indent=2) + "\n").encode())
        if write_docs is not None:
            rewrite(write_docs, report)
        with telling():
            _say(report, output / "bench.json", is_json)


def _all_threads() -> int:
    """Return as many threads as this process has processors."""
    from hopfield.cli.bench.machine import usable_cores

    return usable_cores()


def _measured(names: list[str], setting: Any) -> dict[str, Any]:
    """Return the report: the rows of these names, and on which machine they were measured."""
    from hopfield.cli.bench.machine import machine
    from hopfield.cli.bench.rows import measured

    start = perf_counter()
    with stages(len(names)) as begin:
        rows = measured(names, setting, begin)
    return {
        "schema": _SCHEMA,
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "quick": setting.is_quick,
        "threads": setting.threads,
        "seconds": round(perf_counter() - start, 1),
        "machine": machine(),
        "rows": [row.as_data() for row in rows],
    }


def _say(report: dict[str, Any], place: Path, is_json: bool) -> None:
    """Say the report on stdout."""
    if is_json:
        typer.echo(json.dumps(report))
        return
    from hopfield.cli.bench.report import print_report

    print_report(report)
    typer.echo(f"\nThe numbers are in {place}")

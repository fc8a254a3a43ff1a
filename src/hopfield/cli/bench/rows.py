"""Which rows does the benchmark have, and in which order?"""

from collections.abc import Callable, Iterable

from hopfield.cli.bench import large, peers, pictures, scaling, start, steep, sweeps
from hopfield.cli.bench.alone import AloneError
from hopfield.cli.bench.problem import Setting
from hopfield.cli.bench.row import Row
from hopfield.errors import ParameterError

__all__ = ["ROWS", "chosen", "measured"]

# rows that recall in the same network stand together: it is kept until another is asked for
ROWS: dict[str, Callable[[Setting], list[Row]]] = {
    "help": start.shown_help,
    "start": start.start,
    "sweep": sweeps.sweep,
    "sync": sweeps.sync,
    "peer": peers.peer,
    "limit": sweeps.limit,
    "batch": sweeps.batch,
    "match": peers.match,
    "photographs": pictures.pictures,
    "steep": steep.steep,
    "million": large.million,
    "threads": large.threads,
    "scaling-n": scaling.scaling_n,
    "scaling-p": scaling.scaling_p,
    "largest": large.largest,
}


def chosen(text: str | None) -> list[str]:
    """Return the names of the rows that are asked for, in the order of the benchmark.

    Raises
    ------
    ParameterError
        for a name that is none
    """
    if text is None:
        return list(ROWS)
    names = [name.strip() for name in text.split(",")]
    unknown = [name for name in names if name not in ROWS]
    if unknown:
        message = f"--rows {text}: there is no row {unknown[0]!r}; the rows are {', '.join(ROWS)}"
        raise ParameterError(message)
    return [name for name in ROWS if name in names]


def measured(names: Iterable[str], setting: Setting, begin: Callable[[str], None]) -> list[Row]:
    """Return the rows of these names, measured; one that finds too little memory says so, and the others go on."""
    rows: list[Row] = []
    for name in names:
        begin(name)
        try:
            rows += ROWS[name](setting)
        except MemoryError:
            reason = "this machine has too little memory for it"
            rows.append(Row(name, 0, 0, setting.threads, absent=reason))
        except AloneError as error:
            rows.append(Row(name, 0, 0, setting.threads, absent=str(error)))
    return rows

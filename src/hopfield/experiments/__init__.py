"""Measurements over grids of parameters: run anywhere, killed at any moment, finished later.

    measure × Grid → run → xarray.Dataset
    Paper → reproduce → Report: its claims beside our numbers

The libraries for it come with `pip install 'hopfield[experiments]'` and are loaded when they are first needed.
"""

from hopfield.experiments.claims import Claim, Finding, Measured, Verdict
from hopfield.experiments.grid import Cell, Grid
from hopfield.experiments.paper import Paper
from hopfield.experiments.report import Report
from hopfield.experiments.reproduce import papers, reproduce
from hopfield.experiments.run import load, run

__all__ = [
    "Cell",
    "Claim",
    "Finding",
    "Grid",
    "Measured",
    "Paper",
    "Report",
    "Verdict",
    "load",
    "papers",
    "reproduce",
    "run",
]

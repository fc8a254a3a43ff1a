"""Measurements over grids of parameters: run anywhere, killed at any moment, finished later.

    measure × Grid → run → xarray.Dataset

The libraries for it come with `pip install 'hopfield[experiments]'` and are loaded when they are first needed.
"""

from hopfield.experiments.grid import Cell, Grid
from hopfield.experiments.run import load, run

__all__ = ["Cell", "Grid", "load", "run"]

"""What do all tests of plots share? Axes without pyplot, and a look at whether anything outside of them changed."""

from collections.abc import Iterator

import pytest


@pytest.fixture
def axes():
    figure = pytest.importorskip("matplotlib.figure", reason="plots need the plots extra")
    return figure.Figure(layout="constrained").add_subplot()


@pytest.fixture(autouse=True)
def nothing_else_changes() -> Iterator[None]:
    """Whatever is drawn on given axes, settings, open figures and the backend stay as they are."""
    mpl = pytest.importorskip("matplotlib", reason="plots need the plots extra")
    mpl.use("Agg")
    import matplotlib.pyplot as plt

    before, open_before = dict(mpl.rcParams), plt.get_fignums()
    yield
    assert dict(mpl.rcParams) == before
    assert plt.get_fignums() == open_before

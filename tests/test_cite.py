"""Does `cite` name the papers of what was used, and of nothing else?"""

import importlib
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

import hopfield as hf
import house
from hopfield.errors import ParameterError

ROOT = Path(__file__).parents[1]
XI = hf.patterns.letters("TCH")


def keys(*used):
    return sorted(house.papers(hf.cite(*used)))


@pytest.mark.parametrize(
    ("used", "expected"),
    [
        (hf.models.hopfield(XI), ["hopfield1982"]),
        (hf.models.dense(XI), ["krotov2016"]),
        (hf.models.dense(XI).coupling, ["krotov2016"]),
        (hf.models.exponential(XI), ["demircigil2017"]),
        (hf.models.exponential, ["demircigil2017"]),
        (hf.models.sequence, ["during1998", "kleinfeld1986", "sompolinsky1986"]),
        (hf.analysis.basin, ["hopfield1982"]),
        (hf.models.sequence(XI, delay=2), ["hopfield1982", "kleinfeld1986", "sompolinsky1986"]),
        (hf.rules.Delayed(2.0, 3), ["kleinfeld1986", "sompolinsky1986"]),
        (hf.models.graded(XI, 10), ["hopfield1982", "hopfield1984"]),
        (hf.models.graded, ["hopfield1984"]),
        (hf.Flow(), ["hairer1993", "hopfield1984"]),
        (hf.models.dense, ["krotov2016"]),
        (hf.separation.Softmax(3.0), ["ramsauer2020"]),
        (hf.rules.PseudoInverse(), ["kanter1987", "personnaz1985"]),
        (hf.rules.PseudoInverse, ["kanter1987", "personnaz1985"]),
        (hf.Sync(), ["goles1985", "little1974"]),
        (hf.Blockwise(), ["geman1984", "kosko1988"]),
        (hf.Hidden(1.0), ["barra2012"]),
        (hf.models.bam, ["kosko1988"]),
        (hf.models.bam(XI, XI), ["kosko1988"]),
        (hf.models.boltzmann, ["ackley1985"]),
        (hf.models.rbm, ["smolensky1986"]),
        (hf.models.rbm([[1.0]]), ["hopfield1982", "kosko1988", "smolensky1986"]),
        (hf.models.hopfield1982, ["hopfield1982"]),
        (hf.learning.Annealing(), ["ackley1985"]),
        (hf.learning.ContrastiveDivergence(), ["hinton2002", "tieleman2008"]),
        (hf.learning.annealed_importance_sampling, ["neal2001", "salakhutdinov2008"]),
        (hf.learning.marginal, ["barra2012"]),
        (hf.couplings.damage.dilute, ["sompolinsky1986pra"]),
        (hf.couplings.damage.one_way, ["hopfield1982"]),
        (hf.analysis.stability, ["krauth1987"]),
        (hf.analysis.generalisation, ["fontanari1990", "hopfield1982"]),
        (hf.analysis.fault_tolerance, ["hopfield1982", "sompolinsky1986pra"]),
        (hf.analysis.recite, ["during1998", "hopfield1982", "kleinfeld1986", "sompolinsky1986"]),
        (hf.patterns.categories, ["hopfield1982"]),
        (hf.analysis.trajectory, ["hopfield1984"]),
        (hf.models.modern(XI, 1.0), ["ramsauer2020"]),
        (hf.models.modern, ["hu2023", "ramsauer2020", "santos2024"]),
        (hf.models.dense(XI.spins), ["krotov2016"]),
        (hf.separation.Entmax(2, 1.0), ["hu2023", "martins2016", "peters2019", "santos2024"]),
    ],
    ids=lambda value: getattr(value, "__name__", None) or type(value).__name__,
)
def test_a_thing_names_its_papers(used, expected):
    assert keys(used) == expected


def test_several_things_name_each_paper_once_and_it_is_printed(capsys):
    said = hf.cite(hf.rules.PseudoInverse(), hf.models.hopfield(XI), hf.Sync(), hf.Sync())
    assert capsys.readouterr().out == said
    expected = ["goles1985", "hopfield1982", "kanter1987", "little1974", "personnaz1985"]
    assert list(house.papers(said)) == expected
    whole = (ROOT / "docs/papers.bib").read_text("utf-8")
    assert all(entry in whole for entry in said.strip().split("\n\n"))


def test_binary_units_and_modules_add_theirs():
    assert keys(hf.models.hopfield1982(XI)) == ["hopfield1982"]
    assert {"krotov2016", "demircigil2017", "during1998"} <= set(keys(hf.models))
    assert {"hopfield1982", "krauth1987", "wilson1927"} <= set(keys(hf.analysis))
    assert set(keys(hf.separation)) == {
        "demircigil2017",
        "hopfield1982",
        "hu2023",
        "krotov2016",
        "martins2016",
        "peters2019",
        "ramsauer2020",
        "santos2024",
    }


@pytest.mark.parametrize(
    "used",
    [
        hf.couplings.DenseCoupling(np.eye(3)),
        hf.recall(hf.models.hopfield(XI), XI[0], hf.Sync(), max_sweeps=0),
        XI,
        hf.patterns.flip,
        hf.patterns.random,
        np.ones(3),
        sys,
        "hopfield1982",
    ],
    ids=lambda value: getattr(value, "__name__", None) or type(value).__name__,
)
def test_what_has_no_source_says_so(used):
    with pytest.raises(ParameterError, match="names no source"):
        hf.cite(used)


def test_nothing_can_not_be_cited():
    with pytest.raises(ParameterError, match="needs what was used"):
        hf.cite()


def test_every_entry_of_the_bibliography_is_found():
    whole = (ROOT / "docs/papers.bib").read_text("utf-8")
    assert importlib.import_module("hopfield.cite")._papers().keys() == house.papers(whole).keys()


def test_it_works_from_a_wheel(tmp_path):
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        wheel.extractall(tmp_path / "installed")
    code = "import hopfield as hf; hf.cite(hf.models.dense); print(hf.__file__)"
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path / "installed"), "PATH": ""},
        check=True,
        capture_output=True,
        text=True,
    )
    assert run.stdout.startswith("@inproceedings{krotov2016,")
    assert str(tmp_path) in run.stdout

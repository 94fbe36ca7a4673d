"""The README: its examples run, and what it lists is there."""

import re
from pathlib import Path

from sim.experiment.case import build_case
from sim.explain.reasons import CHANCE, GROUPS
from sim.scenario import load
from sim.scenario.events import KINDS
from sim.scenario.measures import MEASURE_KINDS
from sim.scenario.shipped import SWEEPS, shipped_names
from sim.sweep import read_sweep

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", README, flags=re.DOTALL)


def test_the_scenario_of_the_readme_is_right(tmp_path):
    [text] = [block for block in blocks("yaml") if "design:" not in block]
    (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
    build_case(load(tmp_path / "mine.yaml"))


def test_the_sweep_of_the_readme_is_right(tmp_path):
    [text] = [block for block in blocks("yaml") if "design:" in block]
    (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
    assert read_sweep(tmp_path / "mine.yaml").size == 3 * 7 * 3


def test_the_python_of_the_readme_runs(capsys):
    [text] = [block for block in blocks("python") if "market" in block]
    exec(text, {})  # what a reader would paste
    assert "order_book" in capsys.readouterr().out


def test_the_sweep_in_python_of_the_readme_runs(tmp_path, monkeypatch, capsys):
    [text] = [block for block in blocks("python") if "sweep" in block]
    # Threads and two worlds a point are as good here, and quicker.
    quick = text.replace("ProcessPoolExecutor", "ThreadPoolExecutor")
    monkeypatch.chdir(tmp_path)
    exec(quick.replace('_rivals"', '_rivals", worlds=2'), names := {})
    assert "price_sensitivity" in capsys.readouterr().out
    assert names["data"]["pak-us-2013-17"].shape == (11, 9, 2)
    assert len(names["experiments"]) == len(names["outcomes"]["pak-china-2013-17"]) == 99


def test_the_readme_lists_every_kind_of_event_and_measure():
    for name in (*KINDS, *MEASURE_KINDS):
        assert f"`{name}`" in README, name


def test_the_readme_lists_every_shipped_scenario():
    for name in shipped_names():
        assert f"scenarios/{name}.yaml" in README, name


def test_the_readme_lists_every_shipped_sweep():
    for name in shipped_names(SWEEPS):
        assert f"scenarios/sweeps/{name}.yaml" in README, name


def test_every_file_that_the_readme_links_to_is_there():
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), target


def test_the_reasons_of_the_readme_are_the_groups_of_the_parameter_table():
    table = README.split("| reason | what it is | strength |")[1].split("\n\n")[0]
    named = [row.split("|")[1].strip() for row in table.splitlines() if row.startswith("| ")]
    assert [name for name in named if name] == [name for name in GROUPS if name != CHANCE]

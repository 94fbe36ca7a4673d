"""The README: its examples run, and what it lists is there."""

import re
from pathlib import Path

from sim.experiment.case import build_case
from sim.scenario import load
from sim.scenario.events import KINDS
from sim.scenario.measures import MEASURE_KINDS
from sim.scenario.shipped import shipped_names

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", README, flags=re.DOTALL)


def test_the_scenario_of_the_readme_is_right(tmp_path):
    [text] = blocks("yaml")
    (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
    build_case(load(tmp_path / "mine.yaml"))


def test_the_python_of_the_readme_runs(capsys):
    [text] = blocks("python")
    exec(text, {})  # what a reader would paste
    assert "order_book" in capsys.readouterr().out


def test_the_readme_lists_every_kind_of_event_and_measure():
    for name in (*KINDS, *MEASURE_KINDS):
        assert f"`{name}`" in README, name


def test_the_readme_lists_every_shipped_scenario():
    for name in shipped_names():
        assert f"scenarios/{name}.yaml" in README, name


def test_every_file_that_the_readme_links_to_is_there():
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), target

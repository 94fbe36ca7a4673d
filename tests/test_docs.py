"""README and docs: their examples are right, their commands exist, their links lead somewhere.

Scenarios and sweeps are checked; Python runs. Of shell blocks every ``sim`` command is parsed by
the command line's own parser; those of the analyst's tutorial run, with few worlds.
"""

import re
import shlex
from contextlib import nullcontext
from dataclasses import replace

import pyarrow.parquet as pq
import pytest
import yaml

from sim.cli import main
from sim.cli.parser import build_parser
from sim.experiment.case import build_case
from sim.experiment.run import run_scenario
from sim.measure.measures import MEASURE_KINDS
from sim.page.lessons import load_lesson
from sim.report.run.figures import draw_figures
from sim.scenario import load
from sim.scenario.events import KINDS
from sim.scenario.shipped import SWEEPS, shipped_names
from sim.sweep import read_sweep
from tools.figures import ROOT
from tools.pages import pages

PAGES = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in pages()}
# What else a reader is told to type, besides sim.
OTHERS = ("pip", "solara", "python", "pytest", "ruff", "mypy", "mkdocs", "dask", "lint-imports")


def blocks(page, language):
    return re.findall(rf"^```{language}\n(.*?)^```", PAGES[page], flags=re.DOTALL | re.MULTILINE)


def having(language):
    return [page for page in PAGES if blocks(page, language)]


def commands(page):
    """Lines of the shell blocks of a page, without comments, as lists of words."""
    lines = "".join(blocks(page, "sh")).splitlines()
    words = (shlex.split(part, comments=True) for line in lines for part in re.split("&&? ", line))
    return [line for line in words if line]


def parse(arguments):
    return build_parser().parse_args([word for word in arguments if not word.startswith(">")])


@pytest.mark.parametrize("page", having("yaml"))
def test_the_files_of_a_page_are_right(page, tmp_path):
    for number, text in enumerate(blocks(page, "yaml")):
        file = tmp_path / f"file{number}.yaml"
        if "title:" not in text:  # an event or a measure of the reference
            text = f"title: t\nextends: history.yaml\n{text}"
        file.write_text(text, encoding="utf-8")
        if "design:" in text:
            assert read_sweep(file).size > 1
        elif "steps:" in text:
            assert load_lesson(file).misfits(build_case(load("history"))) == []
        else:
            scenario = load(file)
            build_case(scenario)


@pytest.mark.parametrize("page", having("sh"))
def test_every_command_of_a_page_can_be_given(page):
    for program, *arguments in commands(page):
        name = program.rpartition("/")[2]
        if name == "sim":
            arguments = arguments[: arguments.index(">")] if ">" in arguments else arguments
            parse(arguments)
        else:
            assert name in OTHERS or program == "python3", program
        assert program in ("python3",) or program.startswith(".venv/bin/"), program


def test_commands_in_tables_and_running_text_exist():
    known = set(build_parser().format_help().split())
    for page, text in PAGES.items():
        for name in re.findall(r"`(?:\.venv/bin/)?sim ([a-z]+)[^`]*`", text):
            assert name in known, f"{page}: sim {name}"
    for line in re.findall(r"`\.venv/bin/sim ([^`]*)`", PAGES["README.md"]):
        parse(shlex.split(line))


@pytest.mark.slow
def test_the_analysts_tutorial_runs(tmp_path, monkeypatch):
    page = "docs/tutorials/analyst.md"
    monkeypatch.chdir(tmp_path)
    [scenario] = blocks(page, "yaml")
    for _, name, *arguments in commands(page):
        few = ["--worlds", "3"] if name == "run" else []
        with pytest.MonkeyPatch.context() as patch:
            if "history" in arguments:  # whose plots no later command asks for; others draw them
                patch.setattr("sim.cli.simulation.draw_on", lambda threads: nullcontext())
            assert main([name, *arguments, *few]) == 0, name
        if name == "new":
            (tmp_path / "egypt.yaml").write_text(scenario, encoding="utf-8")
    assert (tmp_path / "egypt.html").stat().st_size > 100_000


@pytest.mark.slow
def test_the_python_of_the_programmers_tutorial_runs(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = "\n".join(blocks("docs/tutorials/programmer.md", "python"))
    quick = text.replace('run_scenario(load("history")', "run_scenario(few")
    assert quick != text
    exec(quick, {"few": replace(load("history"), worlds=2)})  # what a reader would paste
    assert "order_book" in (out := capsys.readouterr().out) and "pak-us-2013-17" in out


@pytest.mark.slow
def test_the_sweep_in_python_runs(tmp_path, monkeypatch, capsys):
    [text] = blocks("docs/guides/sweeps.md", "python")
    # Threads and two worlds a point are as good here, and quicker.
    quick = text.replace("ProcessPoolExecutor", "ThreadPoolExecutor")
    monkeypatch.chdir(tmp_path)
    exec(quick.replace('_rivals"', '_rivals", worlds=2'), names := {})
    assert "price_sensitivity" in capsys.readouterr().out
    assert names["data"]["pak-us-2013-17"].shape == (11, 9, 2)
    assert len(names["experiments"]) == len(names["outcomes"]["pak-china-2013-17"]) == 99


def test_the_reference_has_every_event_measure_scenario_and_sweep():
    for part, kinds in (("events", KINDS), ("measures", MEASURE_KINDS)):
        page = f"docs/reference/{part}.md"
        shown = [
            key
            for text in blocks(page, "yaml")
            for entry in yaml.safe_load(text)[part]
            for key in entry
            if key in kinds
        ]
        assert shown == list(kinds)
    page = PAGES["docs/reference/scenarios.md"]
    for name in (*shipped_names(), *(f"sweeps/{name}" for name in shipped_names(SWEEPS))):
        assert f"scenarios/{name}.yaml" in page, name


@pytest.mark.slow
def test_the_files_of_a_run_are_those_of_the_reference(tmp_path):
    file = tmp_path / "both.yaml"  # events differ, and a third state pays
    file.write_text(
        "title: Both\nextends: [russian_exports_may_return, saudi_money_for_egypt]\nworlds: 2\n",
        encoding="utf-8",
    )
    folder = run_scenario(load(file), tmp_path / "out").folder
    run = PAGES["docs/reference/files.md"].split("\n## ")[1]
    rows = re.findall(r"^\| `([a-z_]+\.[a-z]+)` \|([^|]*)\|", run, re.MULTILINE)
    told = {name: columns.strip().split(", ") for name, columns in rows}
    assert told.keys() == {path.name for path in folder.iterdir()}
    for name, columns in told.items():
        if name.endswith(".parquet"):
            assert pq.read_schema(folder / name).names == columns
        elif name.endswith(".csv"):
            header = (folder / name).read_text(encoding="utf-8").splitlines()[0]
            assert header.split(",") == columns
    scenario = replace(load("history"), worlds=2)  # of which everything is drawn
    folder = run_scenario(scenario, tmp_path / "history").folder
    draw_figures(folder, scenario, build_case(scenario).theatre)
    plots = re.findall(r"`plots/([a-z_<>]+)\.png`", run)
    drawn = {re.sub(r"_\d+$", "", path.stem) for path in (folder / "plots").iterdir()}  # of pages
    assert {re.sub("_(pakistan|india)$", "_<buyer>", name) for name in drawn} == set(plots)


def anchors(text):
    """What a heading is called in a link."""
    heads = re.findall(r"^#+ (.*)$", text, flags=re.MULTILINE)
    return {re.sub(r"[^\w -]", "", head).strip().lower().replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES)
def test_every_link_of_a_page_leads_somewhere(page):
    for target, anchor in re.findall(r"\]\(([^)#:\s]*)(?:#([^)]*))?\)", PAGES[page]):
        path = (ROOT / page).parent / target if target else ROOT / page
        assert path.exists(), target
        assert not anchor or anchor in anchors(path.read_text(encoding="utf-8")), anchor


def test_the_readme_is_short():
    assert len(PAGES["README.md"].split()) <= 900


def test_nothing_is_installed_from_an_index():
    for page, text in PAGES.items():
        assert not re.search(r"pip install '?sim\b", text), page

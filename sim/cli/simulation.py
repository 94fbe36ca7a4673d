"""What commands that simulate worlds say before and after, and what they draw."""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sim.cli.terminal import progress_bar

if TYPE_CHECKING:
    from sim.experiment.case import Case
    from sim.experiment.run import Result
    from sim.scenario import Scenario
    from sim.sweep.plan import Sweep


def scenario_of(options: argparse.Namespace, file: str) -> "Scenario":
    """The scenario of a file or run, with what the command line puts over it."""
    from sim.experiment.reproduce import folder_of_run, scenario_behind
    from sim.scenario import load

    folder = folder_of_run(file)
    if folder is not None:
        _refuse_put(folder, options.put)
    scenario = load(file, put=options.put) if folder is None else scenario_behind(folder)
    return replace(
        scenario,
        worlds=scenario.worlds if options.worlds is None else options.worlds,
        seed=scenario.seed if options.seed is None else options.seed,
    )


def announce(simulated: "Scenario | Sweep") -> None:
    """Say what is simulated, and that the model is compiled first where it is."""
    from sim.scenario import Scenario

    print(simulated.title)
    if simulated.question:
        print(simulated.question)
    if isinstance(simulated, Scenario):
        scenarios = [simulated]
    else:
        scenarios = [simulated.scenario, *simulated.others]
    announce_compiling(differs=any(scenario.differs for scenario in scenarios))


def announce_compiling(*, differs: bool = False) -> None:
    """Say that the model is compiled first, where it is.

    What is for events that ``differ`` from world to world is compiled when some do.
    """
    from sim.base.caching import tell_uncached
    from sim.model.compiled import cache_folder, is_cached

    if cache_folder() is None:
        tell_uncached("no folder for it can be written")
    if not is_cached("chance.watch_world" if differs else "block.run_block"):
        print("Compiling the model: once on this machine, about a minute …", flush=True)


def warn_if_stale(scenario: "Scenario") -> None:
    """Say on stderr what has changed since the posterior that a scenario draws from was made."""
    if scenario.parameters in ("prior", "central"):
        return
    from sim.experiment.case import find_posterior, find_theatre

    posterior = find_posterior(scenario)
    changed = [] if posterior is None else posterior.stale(find_theatre(scenario))
    if changed:
        one = changed in (["the model"], ["the theatre"])
        what = changed[0] if len(changed) == 1 else f"{', '.join(changed[:-1])} and {changed[-1]}"
        print(
            f"Warning: since this posterior was made, {what} {'has' if one else 'have'} changed; "
            "'sim calibrate seeds/calibration.yaml' makes a new one",
            file=sys.stderr,
        )


def warn_if_edited(folder: Path) -> None:
    """Say on stderr when results that are shown were made before an edit of the model's source."""
    from sim.experiment.run import edited_since
    from sim.experiment.store import read_manifest

    manifest = read_manifest(folder)
    if manifest is not None and edited_since(manifest):
        print(
            f"Warning: {folder} was made before the source of the model was edited; if the edit "
            "changes what worlds do, remove the folder and run again",
            file=sys.stderr,
        )


def run_and_draw(
    scenario: "Scenario", threads: int, out: Path | None = None,
    tables: Sequence[str] | None = None,
) -> "Result":  # fmt: skip
    """Announce a scenario, run it unless that was done before, and draw its plots."""
    announce(scenario)
    with draw_on(threads) as draw:
        from sim.experiment import TABLES
        from sim.experiment.run import run_scenario

        warn_if_stale(scenario)
        kept = TABLES if tables is None else tables
        return run_scenario(scenario, out, threads, progress_bar, draw, kept)


def _refuse_put(folder: Path, put: Sequence[str]) -> None:
    """Refuse values put over what has been run."""
    from sim.base.problems import RefusedError

    if put:
        raise RefusedError(f"{folder} is a run; --set is for scenarios")


def results_of(word: str, threads: int, put: Sequence[str] = ()) -> Path:
    """The folder of a run, or of a scenario, which is run first unless that was done before.

    ``put`` are values put over a scenario, as ``load`` has it.
    """
    from sim.base.problems import RefusedError
    from sim.experiment.reproduce import folder_of_run
    from sim.scenario import load, shipped

    folder = folder_of_run(word)
    if folder is not None:
        _refuse_put(folder, put)
        return folder
    if "/" in word and not word.endswith((".yaml", ".yml")) and shipped.find(word) is None:
        raise RefusedError(f"no such folder: {word}; 'sim run' names the one that it makes")
    result = run_and_draw(load(word, put=put), threads)
    if not result.fresh:
        warn_if_edited(result.folder)
    print(f"Results: {result.folder}", flush=True)
    return result.folder


@contextmanager
def draw_on(threads: int) -> "Iterator[Callable[[Path, Case], None]]":
    """What draws the plots of a run, and says so; other processes get ready for it meanwhile."""
    from sim.plots.processes import team

    with team(threads, "sim.report.run.figures") as drawers:

        def draw(folder: Path, case: "Case") -> None:
            from sim.report.run.figures import draw_figures

            print("Drawing …", flush=True)
            draw_figures(folder, case.scenario, case.theatre, drawers)

        yield draw

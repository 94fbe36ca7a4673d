"""``python -m tests.benchmarks``: measure, and print one Markdown table with lines below it."""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median

from sim.experiment.case import Case, build_case
from sim.model.compiled import source_hash
from sim.scenario import load
from tests.benchmarks import against, child, report, sweeps
from tests.benchmarks.arithmetic import compare_in_turn, count_work
from tests.benchmarks.players import PLAYERS, play_ensemble
from tests.benchmarks.stages import seconds_of_parts
from tests.benchmarks.theatre import LARGE, Size, write_scenario
from tests.benchmarks.timing import FULL, QUICK, Effort, exponent, play_in_turn, seconds_of

HISTORY = "history"
SAMPLE = 8  # worlds of theatres of growing size, and of the stages


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; it fails only if the model does."""
    parser = argparse.ArgumentParser("python -m tests.benchmarks", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="five minutes, not twelve, and less exact"
    )
    parser.add_argument(
        "--full",
        action="store_true",
        help="a sweep of 100,000 worlds too; a quarter of an hour",
    )
    parser.add_argument(
        "--against", type=Path, metavar="PATH",
        help="time another checkout of this project side by side with this one, and nothing else",
    )  # fmt: skip
    options = parser.parse_args(arguments)
    if options.against is not None:
        print(report.facts(), end="\n\n", flush=True)
        for line in against.compare(options.against, quick=options.quick):
            print(line, flush=True)
        return 0
    effort = QUICK if options.quick else FULL
    sizes = (*effort.sweeps, *((100_000,) if options.full else ()))
    print(report.facts(), end="\n\n", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        size = f"{LARGE.buyers} × {LARGE.suppliers}, {LARGE.years} years"
        files: dict[str, Path | str] = {
            "default, history": HISTORY,
            size: write_scenario(Path(folder) / "large", LARGE),
        }
        cases = {title: build_case(load(str(file))) for title, file in files.items()}
        theatres = [measure(title, cases[title], file, effort) for title, file in files.items()]
        print("\n".join(report.table(theatres)), end="\n\n", flush=True)
        for lines in (
            report.how_to_read(theatres),
            report.limits(theatres),
            report.parts(theatres),
            growth(cases["default, history"], Path(folder), effort),
            sweeps.report(sizes, effort.repetitions, plain_worlds=4),
            beginnings(files, effort),
        ):
            for line in lines:
                print(f"- {line}", flush=True)
    if source_hash.__wrapped__() != source_hash():
        print("- The model's source was edited meanwhile: children may have run another model.")
    return 0


def measure(title: str, case: Case, scenario: Path | str, effort: Effort) -> report.Measured:
    """Everything about one theatre that stands in the table and beside its limits."""
    games = play_in_turn(case, effort)
    peaks = {
        key: child.play_apart(key, scenario, effort.paces[player.pace])["peak_mb"]
        for key, player in PLAYERS.items()
    }
    work = count_work(case, range(effort.paces[0]))
    turns = compare_in_turn(case, work, range(SAMPLE), effort.repetitions)
    return report.Measured(title, games, peaks, work, turns, seconds_of_parts(case, range(SAMPLE)))


def growth(case: Case, folder: Path, effort: Effort) -> Iterator[str]:
    """How time grows with worlds and with dyads."""
    counts = effort.ensembles
    slope = exponent(counts, lambda n: play_ensemble(case, range(n)), effort.repetitions)
    yield f"Time grows as worlds^{slope:.2f} ({counts[0]} to {counts[-1]} worlds, one thread)."
    sizes = [Size(*shape, LARGE.years) for shape in effort.theatres]
    cases = {
        size.dyads: build_case(load(str(write_scenario(folder / str(size.dyads), size))))
        for size in sizes
    }
    slope = exponent(
        list(cases), lambda dyads: play_ensemble(cases[dyads], range(SAMPLE)), effort.repetitions
    )
    yield (
        f"Time grows as dyads^{slope:.2f} ({min(cases)} to {max(cases)} dyads, as many packages a "
        f"buyer, {LARGE.years} years)."
    )


def beginnings(files: Mapping[str, Path | str], effort: Effort) -> Iterator[str]:
    """Times that a user waits before and around the worlds."""
    for title, file in files.items():
        scenario = load(str(file))
        seconds = median(seconds_of(build_case, scenario) for _ in range(effort.repetitions))
        yield f"Building the case, {title}: {seconds:.2f} s."
    first, again = child.compile_and_start(HISTORY, effort.processes)
    yield f"From start to the end of a first world: {first:.1f} s compiling, {again:.1f} s after."
    worlds = effort.worlds_of_command
    seconds = child.run_command(worlds, effort.processes)
    yield f"`sim run scenarios/history.yaml`, {worlds} worlds, tables and plots: {seconds:.1f} s."
    yield f"`sim --help`: {child.show_help(effort.repetitions):.2f} s."


if __name__ == "__main__":
    sys.exit(main())

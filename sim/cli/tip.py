"""``sim tip``."""

import argparse
from typing import TYPE_CHECKING

from sim.cli.options import SCENARIO, take_out, take_threads, take_worlds
from sim.cli.simulation import announce, scenario_of, warn_if_stale
from sim.cli.terminal import progress

if TYPE_CHECKING:
    from sim.scenario import Scenario
    from sim.sensitivity.condition import Condition
    from sim.sensitivity.trial import Span
    from sim.theatre.theatre import Theatre

PURPOSE = "find the value at which a measure crosses a threshold"
MORE = """\
The key goes from FROM to TO, which may be the lower one. It is a parameter, a number of an event
(events.ID.year, events.ID.factor), or an attribute of a state (states.Pakistan.domestic_share).
The same worlds with the same noise are run at every tried value: thirteen from end to end (years:
each one, if there are no more), then halves of the interval in which the median crosses. It prints
the crossing, its interval by chance, where single worlds cross, and, if the median crosses nowhere,
what comes nearest. Left in the folder: tip.csv, tip.json, plots/tip.png.

  how cheap must Russia be, to win a tenth of Pakistan's orders?
  sim tip cheap_russian_arms --vary events.russia-sells-cheaper.factor=1:0.1 \\
      --until 'pak-russia-orders >= 0.1'"""


def take_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command is called with."""
    parser.add_argument("file", metavar="SCENARIO", help=SCENARIO)
    parser.add_argument(
        "--vary", metavar="KEY=FROM:TO", required=True,
        help="what is varied, and between which ends",
    )  # fmt: skip
    parser.add_argument(
        "--until", metavar="CONDITION", required=True,
        help="a measure of the scenario, compared: 'pak-china < 0.5'",
    )  # fmt: skip
    take_out(parser, "folder to write into (default: results/…)")
    take_worlds(parser, worlds=100)
    take_threads(parser)


def run(options: argparse.Namespace) -> int:
    """Look for the value of a key at which a condition on a measure begins to hold."""
    from pathlib import Path

    from sim.base.own import refuse_foreign, writing
    from sim.experiment.run import describe, run_id
    from sim.report.sweeps.tip import FILES, PLOT, tip_subject, tip_words, write_tip
    from sim.sensitivity.tip import HALVINGS, find_tip, grid_between
    from sim.sensitivity.trial import new_trial, theatre_of

    scenario = scenario_of(options, options.file)
    theatre = theatre_of(scenario)
    span, condition = _asked(options, scenario, theatre)
    trial = new_trial(scenario, theatre, span.key, condition.measure)
    identity = run_id(trial.base)
    question = f"{span.key.name}={span.start:g}:{span.end:g} until {condition}"
    out = options.out or Path("results") / scenario.name / f"tip-{_short(identity + question)}"
    refuse_foreign(out, FILES)
    announce(scenario)
    warn_if_stale(scenario)
    grid = grid_between(span.start, span.end, span.key.whole)
    with progress((len(grid) + HALVINGS) * scenario.worlds, "Trying") as bar:
        found = find_tip(
            condition, grid, span.key.whole,
            lambda value: trial.run(value, options.threads, bar.update),
        )  # fmt: skip
    subject = tip_subject(trial)
    made = describe(trial.base, identity, options.threads)
    told = ("scenario", "seed", "worlds", "theatre", "model_version")
    about = {name: made[name] for name in told}
    with writing(out, "tip") as partial:
        write_tip(partial, found, trial, subject, about)
    print(f"\n{tip_words(found, span.key.name, subject)}")
    print(f"\nTable: {out / 'tip.csv'}, {out / 'tip.json'}\nPlot:  {out / PLOT}")
    return 0


def _asked(
    options: argparse.Namespace, scenario: "Scenario", theatre: "Theatre"
) -> "tuple[Span, Condition]":
    """What is varied and what is looked for; all mistakes in both are told together."""
    from sim.base.problems import InputError, Problem
    from sim.sensitivity.condition import read_condition
    from sim.sensitivity.trial import read_span

    problems: list[Problem] = []
    span = condition = None
    try:
        span = read_span(options.vary, scenario, theatre)
    except InputError as error:
        problems += error.problems
    try:
        condition = read_condition(options.until, [item.id for item in scenario.measures])
    except InputError as error:
        problems += error.problems
    if span is None or condition is None:
        raise InputError(problems)
    return span, condition


def _short(text: str) -> str:
    import hashlib

    return hashlib.sha256(text.encode()).hexdigest()[:10]

"""``sim ablate``."""

import argparse

from sim.cli.options import SCENARIO_OR_RUN, take_out, take_set, take_threads, take_worlds
from sim.cli.simulation import announce, scenario_of, warn_if_stale
from sim.cli.terminal import plot_files, print_utf8, progress

PURPOSE = "turn off each mechanism and say what is lost"
MORE = """\
Each parameter that has an off value is turned off, one at a time; then whole groups (habit, peers'
orders, affinity, politics, rivals, dependence, price, supply, need); then the events. A mechanism
that is off by default is switched on instead. In the placebo, rivals are permuted: every buyer
reacts to the rivals of another. All else stays as it is, noise included, so differences are paired.
The loss is how much worse the CRPS of the targets becomes, over that of the no-events
counterfactual; its interval is by bootstrap over the worlds. Worlds are simulated up to the last
year that a claim asks about. The folder holds ablation.csv, ablation.json and plots/ablation.png.

  sim ablate history
  sim ablate recorded_tenders --worlds 200 --out ablation"""


def take_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command is called with."""
    parser.add_argument("file", metavar="SCENARIO", help=SCENARIO_OR_RUN)
    take_out(parser, "folder to write into")
    take_set(parser)
    take_worlds(parser, worlds=100)
    take_threads(parser)


def run(options: argparse.Namespace) -> int:
    """Turn off one mechanism of a scenario after the other and say what is lost."""
    from sim.base.own import refuse_foreign, writing
    from sim.claims import load_ledger
    from sim.report.score.ablation_table import ablation_table
    from sim.report.score.write import (
        ABLATION_FILES,
        ablation_folder,
        write_ablated,
    )
    from sim.score.ablate import ablate, plan_ablation

    scenario, ledger = scenario_of(options, options.file), load_ledger()
    announce(scenario)
    warn_if_stale(scenario)
    plan = plan_ablation(scenario, ledger)
    out = ablation_folder(scenario, ledger) if options.out is None else options.out
    refuse_foreign(out, ABLATION_FILES)
    print(
        f"{len(plan.variants)} variants of {scenario.worlds} worlds, "
        f"{plan.short.first_year}-{plan.short.last_year}: "
        f"about {plan.seconds(options.threads):.0f} s",
        flush=True,
    )
    with progress(plan.worlds, "Ablating") as bar:
        found = ablate(plan, options.threads, bar.update)
    with writing(out, "ablate", anew=True) as partial:
        pages = write_ablated(partial, found, ledger)
    print_utf8(ablation_table(found) + "\n")
    print(f"\nTable: {out / 'ablation.csv'}\nPlot:  {plot_files(out, pages)}")
    return 0

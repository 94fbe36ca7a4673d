"""Commands that hold the model against the evidence; imports as in ``sim.cli.commands``."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from sim.base.stopping import exit_status, heard
from sim.cli.terminal import (
    announce,
    as_asked,
    draw_on,
    print_whole,
    progress,
    progress_bar,
    refused,
    warn_if_stale,
)

CLAIMS = """

Five articles ask who arms Pakistan and India, and why. Their claims are held against a register of
arms transfers, and against runs. A role says what a claim is used for:

  event         a scenario puts it in          contradicted  the register says otherwise
  target        parameters may be fitted       disputed      sources disagree
  validation    nothing is fitted to it        limit         what no run may do too often
  mechanism     a reason, with its switch

  sim claims --role target              the figures that a fit may use
  sim claims --article courts-both      what one article claims; keys are in each claim
  sim claims Q1                         measure, figures, tolerance, sources, switch, scenario

'observed' is what the register has and 'claimed' what the article says, both in the measure's own
unit: a fall of 76% is -0.76, a volume is in millions of TIV. The file is seeds/claims.yaml."""

ABLATE = """

Each parameter that has an off value is turned off, then whole groups (habit, peers' orders,
affinity, politics, rivals, dependence, price, supply, need), then the events, and as a placebo
every buyer reacts to another one's rivals.
All else, noise included, stays as it is, so that differences are paired. The loss is how much
worse the score of the targets (CRPS, over that of the model without events) becomes; its interval
is by bootstrap over the worlds. By default 100 worlds, simulated up to the last year that a claim
asks about. Left in the folder: ablation.csv, ablation.json, plots/ablation.png.

  sim ablate history
  sim ablate recorded_tenders --worlds 200 --out ablation"""

CALIBRATE = """

A plan names the free parameters, each with its reason, and stages: worlds with recorded or
simulated tenders up to a year, and the figures that they are held to (who got whose orders, claims
with the role of a target). Parameters begin at their priors; after each stage the sample of the
posterior (regression ABC) is what the next one begins with. A run that was stopped goes on where it
was. Left in the folder: posterior.parquet, calibration.json, plots.

  sim calibrate seeds/calibration.yaml
  parameters: ../results/calibration/posterior.parquet      in a scenario: draw from it"""

SCORE = """

Each claim of the ledger is set beside the worlds of the run: median and bands, how far off the
record is (z), and a score of the whole distribution (CRPS) against the scores of rivals that are
given the same noise: the prior, a habit-only model, the model without events, and the window
before on record. Then stylised facts of the arms trade. Verdicts:

  inside         the record is inside the band of 90% of the worlds
  outside        it is outside
  uninformative  inside, but the band is as wide as half of all shares or a factor of ten
  met, not met   of claims on how many worlds do something

A scenario that has not been run is run first. Left beside the run, or in --out: score.csv,
score.json, plots/score_forest.png.

  sim score history
  sim score results/history/ID --out scores"""


def claims(options: argparse.Namespace) -> int:
    """List the claims of the ledger, or print one in full."""
    from sim.base.problems import quote, suggest_or_list
    from sim.claims import load_ledger
    from sim.claims.claims import ROLES
    from sim.claims.show import in_full, listed
    from sim.scenario import load, shipped

    ledger = load_ledger(options.ledger)
    by_id = {claim.id: claim for claim in ledger.claims}
    keys = list(ledger.articles)
    for what, word, known in (
        ("claim", options.id, list(by_id)),
        ("role", options.role, list(ROLES)),
        ("article", options.article, keys),
    ):
        if word is not None and word not in known:
            return refused("claims", f"no {what} {quote(word)}{suggest_or_list(word, known)}")
    if options.id is not None:
        events = load(shipped.folder() / "history.yaml").events
        print_whole(in_full(by_id[options.id], ledger, events))
        return 0
    chosen = [
        claim
        for claim in ledger.claims
        if options.role in (None, claim.role)
        and (options.article is None or options.article in claim.articles)
    ]
    print_whole(listed(chosen) if chosen else "no claim of this role in this article\n")
    return 0


def score(options: argparse.Namespace) -> int:
    """Hold a run against the ledger of claims; run it first if it is a scenario."""
    from sim.base.own import refuse_foreign, writing
    from sim.claims import load_ledger
    from sim.experiment.case import build_case
    from sim.experiment.reproduce import NotResultsError, StaleResultsError, open_current
    from sim.experiment.run import FolderTakenError, run_scenario
    from sim.model.block import TooManyTendersError
    from sim.report.score.score import FILES, write_scorecard
    from sim.report.score.score_table import score_table
    from sim.score.asked import NothingToAskError
    from sim.score.scorecard import questions_for, rivals_to_run, score_scenario

    folder, ledger = Path(options.what), load_ledger()
    if options.out is not None or folder.is_dir():
        refuse_foreign(folder if options.out is None else options.out, FILES)
    try:
        if folder.is_dir():
            if options.worlds is not None or options.seed is not None:
                return refused("score", f"{folder} is a run: it has its own worlds and seed")
        else:
            asked = as_asked(options, options.what)
            questions_for(build_case(asked), ledger)  # before anything is run
            announce(asked)
            folder = run_scenario(
                asked, None, options.threads, progress_bar, draw_on(options.threads)
            ).folder
        scenario, manifest = open_current(folder)
        warn_if_stale(scenario)
        runs = 1 + len(rivals_to_run(scenario))
        with progress(runs * scenario.worlds, "Scoring") as bar:
            card = score_scenario(scenario, ledger, options.threads, bar.update)
    except (
        FolderTakenError, NothingToAskError, NotResultsError, StaleResultsError,
        TooManyTendersError,
    ) as error:  # fmt: skip
        return refused("score", str(error))
    out = folder if options.out is None else options.out
    with writing(out, "score", anew=True) as partial:
        pages = write_scorecard(partial, card, manifest, ledger)
    print_whole(score_table(card) + "\n")
    print(f"\nScores: {out / 'score.csv'}, {out / 'score.json'}\nPlot:   {_named(out, pages)}")
    return 0


def _named(folder: Path, pages: Sequence[Path]) -> str:
    """The files of a plot in the folder in which they end up."""
    return ", ".join(str(folder / "plots" / page.name) for page in pages)


def ablate(options: argparse.Namespace) -> int:
    """Turn off one mechanism of a scenario after the other and say what is lost."""
    from sim.base.own import refuse_foreign, writing
    from sim.claims import load_ledger
    from sim.model.block import TooManyTendersError
    from sim.report.score.ablation import FILES, default_folder, write_ablated
    from sim.report.score.ablation_table import ablation_table
    from sim.score.ablate import ablate as turned_off
    from sim.score.ablate import plan_ablation
    from sim.score.asked import NothingToAskError

    scenario, ledger = as_asked(options, options.file), load_ledger()
    announce(scenario)
    warn_if_stale(scenario)
    try:
        plan = plan_ablation(scenario, ledger)
        out = default_folder(scenario, ledger) if options.out is None else options.out
        refuse_foreign(out, FILES)
        seconds = plan.seconds(options.threads)
        print(
            f"{len(plan.variants)} variants of {scenario.worlds} worlds, "
            f"{plan.short.first_year}-{plan.short.last_year}: about {seconds:.0f} s",
            flush=True,
        )
        with progress(plan.worlds, "Ablating") as bar:
            found = turned_off(plan, options.threads, bar.update)
    except (NothingToAskError, TooManyTendersError) as error:
        return refused("ablate", str(error))
    with writing(out, "ablate", anew=True) as partial:
        pages = write_ablated(partial, found, ledger)
    print_whole(ablation_table(found) + "\n")
    print(f"\nTable: {out / 'ablation.csv'}\nPlot:  {_named(out, pages)}")
    return 0


def calibrate(options: argparse.Namespace) -> int:
    """Fit a plan's parameters to the evidence, and leave a posterior."""
    from sim.base.own import refuse_foreign, writing
    from sim.calibration.plan import read_plan
    from sim.calibration.run import POSTERIOR, worlds_of
    from sim.calibration.run import calibrate as fit
    from sim.model.block import TooManyTendersError
    from sim.report.calibration.calibration import FILES, calibration_table, write_calibration

    plan = read_plan(options.file)
    print(plan.title)
    announce(plan.scenario)
    refuse_foreign(options.out, (POSTERIOR, *FILES))
    try:
        with progress(worlds_of(plan), "Calibrating") as bar:
            fitted = fit(plan, options.out, options.threads, bar.update)
    except TooManyTendersError as error:
        return refused("calibrate", str(error))
    except KeyboardInterrupt as stop:
        heard()
        print(f"\nstopped; {_kept(options.out)}", file=sys.stderr)
        return exit_status(stop)
    with writing(options.out, "calibrate", anew=True) as partial:
        files = [options.out / path.relative_to(partial)
                 for path in write_calibration(partial, plan, fitted)]  # fmt: skip
    print_whole(calibration_table(plan, fitted) + "\n")
    print(f"\nPosterior: {options.out / POSTERIOR}")
    for file in files:
        print(f"Wrote:     {file}")
    return 0


def _kept(folder: Path) -> str:
    """What a calibration that was stopped has kept."""
    kept = len(list((folder / "parts").rglob("*.npz")))
    if not kept:
        return "no worlds were done yet"
    return (
        f"{kept} part{'s' if kept > 1 else ''} of its worlds {'are' if kept > 1 else 'is'} kept in "
        f"{folder / 'parts'}, and the same command goes on there"
    )

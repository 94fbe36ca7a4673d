"""``sim sweep``, and what ``sim gather`` has in common with it."""

import argparse
import re
from pathlib import Path
from typing import TYPE_CHECKING

from sim.cli.options import take_format, take_out, take_set, take_threads, take_worlds
from sim.cli.simulation import announce, warn_if_edited, warn_if_stale
from sim.cli.terminal import kept_when_stopped, progress
from sim.report.interchange import FORMATS_OF_TABLES

if TYPE_CHECKING:
    from sim.sweep.gather import Draw, SweepResult
    from sim.sweep.plan import Sweep
    from sim.sweep.run import Campaign

PURPOSE = "run many scenarios that differ in a few numbers"
MORE = """\
A sweep file names a scenario, what varies in it, and by which design:

  title: Price against rivals
  scenario: history.yaml
  design: grid
  parameters:
    price_sensitivity: [0, 1, 2]
    events.russia-lifts-ban.year: {from: 2010, to: 2016}
    states.Pakistan.domestic_share: {from: 0, to: 0.4, steps: 3}
  worlds: 64
  measures: [pak-russia-2013-17]

designs     grid, list, lhs {n}, sobol {n}, morris {n, levels}, one-at-a-time
varies      a parameter (or 'parameters: all'); events.ID.FIELD, a year, number or name of an event;
            events.ID.off: [false, true]; 'scenarios: [a, b]'; a table, 'parameters: points.csv';
            states.NAME.ATTRIBUTE: domestic_share, industry, packages, spending of a buyer,
            output, usd_m_per_tiv of a supplier, un_ideal_point

All points have the same noise. Finished points are kept in a folder beside the results: after an
interruption, the same command goes on from there and gives the same bytes. The folder holds
points.parquet, measures.parquet, summary.csv, and regimes, deliveries or orders if asked for.

  sim sweep price_by_rivals
  sim sweep mine.yaml --rows 0:64           one task of a job array; then 'sim gather mine.yaml'
  sim sweep mine.yaml --cluster tcp://10.0.0.1:8786

exit status: 0 done, 2 the input is wrong, or a point failed with on_failure: stop,
             130 interrupted"""


def take_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command is called with."""
    take_sweep(parser)
    parser.add_argument(
        "--cluster", metavar="ADDRESS",
        help="run on the workers of this dask.distributed scheduler",
    )  # fmt: skip
    parser.add_argument(
        "--rows", type=rows, metavar="A:B", help="only points A to B - 1, for 'sim gather' later"
    )
    take_format(parser, FORMATS_OF_TABLES)
    take_threads(parser)


def take_sweep(parser: argparse.ArgumentParser) -> None:
    """The sweep file, and what decides with it what comes out and where."""
    parser.add_argument("file", metavar="SWEEP", help="a sweep file, or the name of a shipped one")
    take_out(parser)
    take_set(parser)
    take_worlds(parser, otherwise="as the file says")


def rows(word: str) -> tuple[int, int]:
    """Rows of a design as the command line has them, such as 0:64."""
    match = re.fullmatch(r"([0-9]{1,9}):([0-9]{1,9})", word)
    if match is None or int(match[1]) >= int(match[2]):
        message = f"must be A:B, points A to B - 1 counted from 0, such as 0:64, not '{word}'"
        raise argparse.ArgumentTypeError(message)
    return int(match[1]), int(match[2])


def run(options: argparse.Namespace) -> int:
    """Run a sweep, or go on with one, and say where its results are."""
    from sim.base.problems import RefusedError
    from sim.report.interchange.write import refuse_lacking
    from sim.sweep.gather import finished, gather
    from sim.sweep.run import alone, campaign_of

    refuse_lacking(options.formats)
    plan = sweep_of(options)
    announce(plan)
    warn_if_stale(plan.scenario)
    campaign = campaign_of(plan, options.out)
    if options.rows is not None and options.rows[0] >= len(campaign.points):
        first, after = options.rows
        last = len(campaign.points) - 1
        message = f"{options.file} has {last + 1:,} rows, 0 to {last:,}: there is no {first:,}"
        raise RefusedError(f"--rows {first}:{after}: {message}")
    done = finished(campaign)
    if done is not None:
        return _written(tell(done), done.folder, options)
    if options.rows is not None:
        with kept_when_stopped(lambda: _kept(campaign)):
            _simulate(campaign, options)
        print(_rows_left(campaign))
        return 0
    with alone(campaign), kept_when_stopped(lambda: _kept(campaign)):
        _simulate(campaign, options)
        done = gather(campaign, draw_sweep_of(plan, options.threads))
    return _written(tell(done), done.folder, options)


def _written(status: int, folder: Path, options: argparse.Namespace) -> int:
    """Write the results in the further forms that are asked for; hands the status on."""
    from sim.report.interchange.write import write_formats

    for path in write_formats(folder, options.formats):
        print(f"Wrote: {path}")
    return status


def sweep_of(options: argparse.Namespace) -> "Sweep":
    """The sweep of the file, with the worlds and the seed of the command line if given."""
    from sim.sweep.plan import read_sweep

    return read_sweep(options.file, options.worlds, options.seed, options.put)


def draw_sweep_of(plan: "Sweep", threads: int) -> "Draw":
    """What draws the plots of a sweep, and says what its design cannot tell."""

    def draw(folder: Path) -> None:
        from sim.report.sweeps.draw import draw_sweep

        print("Drawing …", flush=True)
        for refusal in draw_sweep(folder, threads, plan.resolved()).left_out:
            print(f"Not drawn: {refusal}")

    return draw


def tell(done: "SweepResult") -> int:
    """Say where the results are, and what failed; returns the exit status."""
    if not done.fresh:
        print("This sweep was made before; its folder is complete.")
        warn_if_edited(done.folder)
    if done.failed:
        count, stages = sum(done.failed.values()), sorted(done.failed.items())
        print(
            f"{count:,} of {done.points:,} points failed "
            f"({', '.join(f'{stage}: {number:,}' for stage, number in stages)}); "
            "points.parquet says which and why"
        )
    print(f"Results: {done.folder}")
    return 0


def _simulate(campaign: "Campaign", options: argparse.Namespace) -> None:
    from contextlib import nullcontext

    from sim.sweep.cluster import cluster
    from sim.sweep.run import simulate

    first, after = options.rows or (0, len(campaign.points))
    wanted = max(min(after, len(campaign.points)) - first, 0)
    left = campaign.points_left(options.rows)
    print(
        f"{len(campaign.points):,} points of {campaign.worlds:,} worlds, "
        f"{campaign.sweep.scenario.first_year}-{campaign.sweep.scenario.last_year}"
        + (f"; rows {first}:{first + wanted}" if options.rows else "")
        + (f"; {wanted - left:,} points were done before" if left < wanted else ""),
        flush=True,
    )
    machines = nullcontext() if options.cluster is None else cluster(options.cluster)
    done = (wanted - left) * campaign.worlds
    with machines as executor, progress(wanted * campaign.worlds, "Sweeping", done) as bar:
        simulate(
            campaign, options.rows, threads=options.threads, executor=executor, tick=bar.update
        )


def _kept(campaign: "Campaign") -> str:
    count = len(campaign.points)
    done = count - campaign.points_left()
    return f"{done:,} of {count:,} points are kept, and the same command goes on there"


def _rows_left(campaign: "Campaign") -> str:
    left = campaign.points_left()
    if not left:
        return "All points are done: 'sim gather' makes the results."
    return f"These rows are done; {left:,} of {len(campaign.points):,} points are still to do."

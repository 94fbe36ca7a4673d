"""Commands that run many scenarios at once; imports as in ``sim.cli.commands``."""

import argparse
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sim.base.stopping import exit_status, heard
from sim.cli.terminal import announce, progress, refused, warn_if_edited, warn_if_stale

if TYPE_CHECKING:
    from sim.sweep.gather import Draw, Swept
    from sim.sweep.plan import Sweep
    from sim.sweep.run import Campaign

SWEEP = """

A sweep file names a scenario, what varies in it and by which design:

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
varies      a parameter (or 'parameters: all'); events.ID.FIELD, a year or number of an event;
            states.NAME.ATTRIBUTE: domestic_share, industry, packages, spending of a buyer,
            output, usd_m_per_tiv of a supplier, un_ideal_point

All points have the same noise. What is done is kept in a folder beside the results: after an
interruption the same command goes on, and the same bytes come out. Left in the folder:
points.parquet, measures.parquet, summary.csv, and regimes, deliveries or orders if asked for.

  sim sweep price_by_rivals
  sim sweep mine.yaml --rows 0:64           one task of a job array; then 'sim gather mine.yaml'
  sim sweep mine.yaml --cluster tcp://10.0.0.1:8786

exit status: 0 well, 2 the input is wrong or a point failed with on_failure: stop, 130 stopped"""

GATHER = """

The tasks of a job array share a disk, and each runs some of the points:

  sim sweep mine.yaml --rows 0:64       first task
  sim sweep mine.yaml --rows 64:128     second task, and so on
  sim gather mine.yaml                  when all are done

--out, --worlds and --seed must be those of the tasks. If rows are missing, it names them."""


def rows(word: str) -> tuple[int, int]:
    """Rows of a design as the command line has them, such as 0:64."""
    match = re.fullmatch(r"([0-9]{1,9}):([0-9]{1,9})", word)
    if match is None or int(match[1]) >= int(match[2]):
        message = f"must be A:B, points A to B - 1 counted from 0, such as 0:64, not '{word}'"
        raise argparse.ArgumentTypeError(message)
    return int(match[1]), int(match[2])


def sweep(options: argparse.Namespace) -> int:
    """Run a sweep, or go on with one, and say where its results are."""
    from concurrent.futures import BrokenExecutor

    from sim.experiment.run import FolderTakenError
    from sim.sweep.cluster import ClusterError
    from sim.sweep.gather import RowsMissingError, finished, gather
    from sim.sweep.job import OtherModelError
    from sim.sweep.parts import BrokenPartError
    from sim.sweep.points import PointFailedError
    from sim.sweep.run import alone, campaign

    plan = _read(options)
    announce(plan)
    warn_if_stale(plan.scenario)
    told = campaign(plan, options.out)
    if options.rows is not None and options.rows[0] >= len(told.points):
        first, after = options.rows
        last = len(told.points) - 1
        message = f"{options.file} has {last + 1:,} rows, 0 to {last:,}: there is no {first:,}"
        return refused("sweep", f"--rows {first}:{after}: {message}")
    try:
        done = finished(told)
        if done is None:
            if options.rows is not None:
                _simulate(told, options)
                return _tell_rows(told)
            with alone(told):
                _simulate(told, options)
                done = gather(told, _draw(plan, options.threads))
    except KeyboardInterrupt as stop:
        heard()
        print(f"\nstopped; {_kept(told)}", file=sys.stderr)
        return exit_status(stop)
    except PointFailedError as error:
        return refused("sweep", f"{error}\n{_kept(told)}")
    except (
        BrokenExecutor, BrokenPartError, ClusterError, FolderTakenError, OtherModelError,
        RowsMissingError,
    ) as error:  # fmt: skip
        return refused("sweep", str(error))
    return _tell(done)


def gather_rows(options: argparse.Namespace) -> int:
    """Make the results folder of a sweep whose rows were simulated apart."""
    from sim.experiment.run import FolderTakenError
    from sim.sweep.gather import RowsMissingError, gather
    from sim.sweep.parts import BrokenPartError
    from sim.sweep.run import alone, campaign

    plan = _read(options)
    told = campaign(plan, options.out)
    try:
        with alone(told):
            return _tell(gather(told, _draw(plan, threads=1)))
    except (BrokenPartError, FolderTakenError, RowsMissingError) as error:
        return refused("gather", str(error))


def _read(options: argparse.Namespace) -> "Sweep":
    from sim.sweep.plan import read_sweep

    return read_sweep(options.file, options.worlds, options.seed)


def _simulate(told: "Campaign", options: argparse.Namespace) -> None:
    from contextlib import nullcontext

    from sim.sweep.cluster import cluster
    from sim.sweep.run import simulate

    first, after = options.rows or (0, len(told.points))
    wanted = max(min(after, len(told.points)) - first, 0)
    left = sum(end - begin for begin, end in told.missing(options.rows))
    print(
        f"{len(told.points):,} points of {told.worlds:,} worlds, "
        f"{told.sweep.scenario.first_year}-{told.sweep.scenario.last_year}"
        + (f"; rows {first}:{first + wanted}" if options.rows else "")
        + (f"; {wanted - left:,} points were done before" if left < wanted else ""),
        flush=True,
    )
    machines = nullcontext() if options.cluster is None else cluster(options.cluster)
    done = (wanted - left) * told.worlds
    with machines as executor, progress(wanted * told.worlds, "Sweeping", done) as bar:
        simulate(told, options.rows, threads=options.threads, executor=executor, tick=bar.update)


def _draw(plan: "Sweep", threads: int) -> "Draw":
    """What draws the plots of a sweep, and says what its design cannot tell."""

    def draw(folder: Path) -> None:
        from sim.report.sweeps.draw import draw_sweep

        print("Drawing …", flush=True)
        for refusal in draw_sweep(folder, threads, plan.resolved()).left_out:
            print(f"Not drawn: {refusal}")

    return draw


def _kept(told: "Campaign") -> str:
    left = sum(after - first for first, after in told.missing())
    done = len(told.points) - left
    return f"{done:,} of {len(told.points):,} points are kept, and the same command goes on there"


def _tell_rows(told: "Campaign") -> int:
    left = sum(after - first for first, after in told.missing())
    if left:
        print(f"These rows are done; {left:,} of {len(told.points):,} points are still to do.")
    else:
        print("All points are done: 'sim gather' makes the results.")
    return 0


def _tell(done: "Swept") -> int:
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

"""``sim import``."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sim.cli.options import cast, integer, take_buyers, take_suppliers, take_tables
from sim.cli.terminal import reading

if TYPE_CHECKING:
    from sim.register.read import Register

PURPOSE = "make a theatre of your own register"
MORE = """\
SIPRI's Arms Transfers Database (https://armstransfers.sipri.org) can be downloaded in several
forms. The header row tells which of them a file has:

  trade register, one row per deal and delivery year    volumes are exact; prefer this one
  trade register, one row per deal                      a deal's volume is spread evenly over its
                                                        years of delivery, which errs by 7 to 11%
                                                        of a window of five years and by about
                                                        20% of a year
  table of volumes by state and year                    makes no theatre by itself; corrects the
                                                        recorded deliveries of a register

Take all suppliers, all recipients and all years from 1950: habits, stocks and the order book at the
start come from what was ordered long before it. What is ordered from --start on never enters the
theatre, except in the tables of the record, which is drawn beside a run.

  sim import register.csv --out mine                    40 buyers, 18 suppliers, from 2013
  sim import register.csv table.csv --out mine --start 2003 --buyers all
  sim run mine/history.yaml                             a first scenario, written beside

Every row is counted as used, dropped or repeated, with the reason and its volume; import.json keeps
the account. If more than a tenth of a file's volume is dropped, nothing is written, unless you say
--accept-loss.

Give as many files as you have, in any order: periods, buyers, editions, both forms of register. A
deal counts once, however the files spell it. Of two editions, the newer one counts for the years
that it covers: newer by 'Data generated' above the header, else by its last year of delivery.
Orders are taken from a register with one row per deal, years of delivery from one with a row per
delivery year.

The class of a weapon is taken from SIPRI's armament category; without one, from a table of SIPRI's
descriptions; and for a description that is not in it, from rules about words. The account lists
what these rules decide and what has no class, with volumes. --classes FILE counts before all of
these:

  description,class                  or  description,category
  coastal defence system,missiles        coastal defence system,Artillery

Volumes may be written as 1500.5, 1,500.5, 1.500,5 or 1 500,5, but in one way throughout a file; a
file that leaves it open whether 1.500 is 1,500 or 1.5 is refused. A year in brackets is an
estimate. If the order year is a range such as 2004-2006, its first year counts.

A scenario names the theatre by 'theatre: PATH', and may let the recorded orders drive the world up
to a year: 'replay: {until: 2017}'.

UN votes, military spending, rivalries, defence pacts and embargoes come with the package, for all
states and year by year. The command says how old each is at the start, and which states have none.
A folder given with --relations may add to these or replace them:

  states.csv         state,iso3,aliases,un_ideal_point   (a position that stands in all years)
  un_votes.csv       state,year,ideal_point
  spending.csv       state,year,usd_bn_2024
  milex.csv          SIPRI's sheet of constant US$, saved as CSV: has all years
  rivalries.csv      state_a,state_b,first_year,last_year
  defence_pacts.csv  state_a,state_b,first_year,last_year
  embargoes.csv      supplier,buyer,first_year,last_year,basis   (supplier ALL: every one)

States may be written by today's name, by a former one, or by ISO or COW code. A state that ended
before --start is replaced by its first successor: the Soviet Union by Russia, for one."""


def take_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command is called with."""
    parser.add_argument(
        "files", nargs="+", type=Path, metavar="FILE",
        help="a trade register; optionally more of its files, or tables of volumes by year",
    )  # fmt: skip
    parser.add_argument("--out", type=Path, metavar="DIR", required=True, help="folder to make")
    parser.add_argument(
        "--start", type=integer(1901, 2200), metavar="YEAR", default=2013,
        help="first simulated year (default: 2013)",
    )  # fmt: skip
    take_buyers(parser)
    take_suppliers(parser)
    take_tables(parser)
    take_loss(parser)


def run(options: argparse.Namespace) -> int:
    """Read registers and tables, say what became of their rows, and write a theatre."""
    from sim.base.problems import RefusedError
    from sim.register.build import SCENARIO, ImportOptions, make_theatre, write_theatre
    from sim.register.read import read_register
    from sim.register.weapons import classes_of
    from sim.theatre.load import default_theatre

    out: Path = options.out
    choice = ImportOptions(options.start, *cast(options), options.relations, options.classes)
    if out.exists() or out.is_symlink():
        raise RefusedError(f"{out} exists and stays as it is; name another folder with --out")
    classes = classes_of(options.classes)
    with reading() as watch:
        register = read_register(options.files, watch, classes)
    made = make_theatre(register, choice, out, default_theatre())
    tell(register, made.summary)
    refuse_loss(register, accepted=options.accept_loss)
    write_theatre(made, out)
    print(f"{out} is a theatre. Next: sim run {out / SCENARIO}")
    return 0


def tell(register: "Register", lines: Sequence[str]) -> None:
    """Say what became of the rows of all files, and what else there is to know."""
    for account in register.accounts:
        print("\n".join(account.lines()))
    print("\n".join([*register.remarks, *lines]))
    if register.warning:
        print(f"Warning: {register.warning}", file=sys.stderr)
    for line in register.losses:
        print(line, file=sys.stderr)


def refuse_loss(register: "Register", *, accepted: bool) -> None:
    """Refuse a register of which too much is dropped.

    Raises:
        RefusedError: naming its files.
    """
    from sim.base.problems import RefusedError

    if register.too_much_lost and not accepted:
        files = ", ".join(register.too_much_lost)
        raise RefusedError(
            f"more than a tenth of the volume of {files} is dropped, so nothing is written; give "
            "--accept-loss if it should be left out"
        )


def take_loss(parser: argparse.ArgumentParser) -> None:
    """Whether to go on when much is dropped."""
    parser.add_argument(
        "--accept-loss", action="store_true",
        help="go on although more than a tenth of a file's volume is dropped",
    )  # fmt: skip

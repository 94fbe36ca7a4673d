"""``sim refresh``."""

import argparse
from pathlib import Path

PURPOSE = "bring relations up to date from downloaded files"
MORE = """\
Files may be CSV or workbooks (.xlsx). What is in one is told by its columns, not by its name:

  UN ideal points      iso3c, ccode or a name; session or year; IdealPointFP or IdealPointAll
                       (Bailey, Strezhnev and Voeten: doi.org/10.7910/DVN/LEJUQZ)
  military spending    SIPRI's workbook; its sheet of constant US$ is found, or that sheet as CSV
  defence pacts        ATOP by pair and year, directed or not: mem1 and mem2, stateA and stateB, or
                       ccode1 and ccode2; year; defense or atop_defense (atopdata.org)
  rivalries            ccode1, ccode2, start, end, or names of states in place of the codes
  any of these         as a table of a theatre: un_votes.csv, spending.csv, ...

  sim refresh --from milex.xlsx ideal.csv --out relations     tables for 'sim import --relations'
  sim refresh mine --from milex.xlsx --out mine_2026          a copy of a theatre

States may be written by today's name, by a former one, or by ISO or COW code. If a file has a
state, all its votes or spending are replaced. If it has a pair of states, all that is known of the
pair is replaced, except for years after the file's last. What the files do not have stays as it is.
The command lists what it took, and each line whose state it does not know."""


def take_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command is called with."""
    parser.add_argument(
        "theatre", nargs="?", type=Path, metavar="THEATRE",
        help="a theatre of your own to copy (default: the package's relations of all states)",
    )  # fmt: skip
    parser.add_argument(
        "--from", dest="files", nargs="+", type=Path, metavar="FILE", required=True,
        help="a downloaded file; of two files of one kind the later one counts",
    )  # fmt: skip
    parser.add_argument("--out", type=Path, metavar="DIR", required=True, help="folder to make")


def run(options: argparse.Namespace) -> int:
    """Read the downloads, say what was taken, and write the tables."""
    from sim.base.problems import RefusedError
    from sim.register.refresh import check_theatre, refreshed, write_refreshed
    from sim.theatre.load import default_theatre, load_theatre

    out: Path = options.out
    if out.exists() or out.is_symlink():
        raise RefusedError(f"{out} exists and stays as it is; name another folder with --out")
    if options.theatre is not None:
        check_theatre(options.theatre)
    theatre = default_theatre() if options.theatre is None else load_theatre(options.theatre)
    made = refreshed(theatre, options.files)
    print("\n".join(made.lines))
    write_refreshed(made, theatre, out)
    use = f"sim import REGISTER --relations {out}" if theatre.is_default else "sim run, as before"
    print(f"{out} is written. Next: {use}")
    return 0

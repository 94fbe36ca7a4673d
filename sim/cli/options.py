"""Arguments that several commands take alike."""

import argparse
import os
from collections.abc import Callable, Sequence
from pathlib import Path

BUYERS, SUPPLIERS = 40, 18  # of a register, unless one says otherwise
SCENARIO = "a scenario file, or the name of a shipped one"
RUN = "a folder that 'sim run' made"
SCENARIO_OR_RUN = f"{SCENARIO}, or {RUN}"
OF_REGISTER = "only for a register: "
MOST_WORLDS = 10_000_000


def integer(low: int, high: int) -> Callable[[str], int]:
    """A reader of whole numbers from ``low`` to ``high``."""

    def read(word: str) -> int:
        if not word.isascii() or not word.isdigit() or not low <= int(word) <= high:
            message = f"must be a whole number from {low} to {high}, not '{word}'"
            raise argparse.ArgumentTypeError(message)
        return int(word)

    return read


def integer_or_all(word: str) -> int | None:
    """How many; None for 'all'."""
    try:
        return None if word == "all" else integer(1, 1000)(word)
    except argparse.ArgumentTypeError:
        message = f"must be a whole number from 1 to 1000, or 'all', not '{word}'"
        raise argparse.ArgumentTypeError(message) from None


def take_out(
    parser: argparse.ArgumentParser, what: str = "folder to make", default: Path | None = None,
    otherwise: str = "results/…",
) -> None:  # fmt: skip
    """Where the results go; ``otherwise`` says where if there is no ``default``."""
    parser.add_argument(
        "--out", type=Path, metavar="DIR", default=default,
        help=f"{what} (default: {otherwise if default is None else default.as_posix()})",
    )  # fmt: skip


def take_worlds(
    parser: argparse.ArgumentParser, worlds: int | None = None, seed: int | None = None,
    otherwise: str = "as the scenario says",
) -> None:  # fmt: skip
    """How many worlds and which noise; ``otherwise`` says which without a default."""
    parser.add_argument(
        "--worlds", type=integer(1, MOST_WORLDS), metavar="N", default=worlds,
        help=f"how many worlds (default: {otherwise if worlds is None else worlds})",
    )  # fmt: skip
    parser.add_argument(
        "--seed", type=integer(0, 2**32 - 1), metavar="S", default=seed,
        help=f"seed of the noise (default: {otherwise if seed is None else seed})",
    )  # fmt: skip


def take_set(parser: argparse.ArgumentParser) -> None:
    """Values put over a scenario, whatever its files say; see ``sim.scenario.paths``."""
    parser.add_argument(
        "--set", dest="put", action="append", metavar="PATH=VALUE", default=[],
        help="replace a value of the scenario; PATH is a parameter, events.ID.FIELD, or a heading "
        "such as years.to; may be repeated, the last one counts",
    )  # fmt: skip


def several_of(known: Sequence[str]) -> Callable[[str], list[str]]:
    """A reader of several words, with commas between them."""

    def read(word: str) -> list[str]:
        words = [one.strip() for one in word.split(",")]
        for one in words:
            if one not in known:
                message = f"must be of: {', '.join(known)}, with commas between, not '{one}'"
                raise argparse.ArgumentTypeError(message)
        return words

    return read


def take_format(parser: argparse.ArgumentParser, known: Sequence[str]) -> None:
    """Further forms in which results are written."""
    parser.add_argument(
        "--format", dest="formats", type=several_of(known), metavar="FORM,…", default=[],
        help=f"write the results in these forms too: {', '.join(known)}",
    )  # fmt: skip


def take_threads(parser: argparse.ArgumentParser) -> None:
    """How many threads."""
    parser.add_argument(
        "--threads", type=integer(1, 256), metavar="N", default=os.cpu_count() or 1,
        help="threads (default: all cores); results do not depend on it",
    )  # fmt: skip


def take_run(parser: argparse.ArgumentParser) -> None:
    """A run, or a scenario that is run first, and which of its worlds."""
    parser.add_argument("what", metavar="SCENARIO", help=SCENARIO_OR_RUN)
    which = parser.add_mutually_exclusive_group()
    which.add_argument(
        "--world",
        type=integer(0, MOST_WORLDS),
        metavar="W",
        help="number of the world, counted from 0",
    )
    which.add_argument(
        "--typical",
        action="store_true",
        help="the world nearest to the medians of the run (default)",
    )
    take_set(parser)
    take_threads(parser)


def take_buyers(parser: argparse.ArgumentParser, of: str = "") -> None:
    """How many buyers of a register become states of their own; see ``cast``."""
    parser.add_argument(
        "--buyers", type=integer_or_all, metavar="N", default=argparse.SUPPRESS,
        help=f"{of}how many buyers are states of their own: those that received most in the 18 "
        f"years before the start, or 'all' that received anything then (default: {BUYERS})",
    )  # fmt: skip


def take_suppliers(parser: argparse.ArgumentParser, of: str = "") -> None:
    """How many suppliers of a register become states of their own; see ``cast``."""
    parser.add_argument(
        "--suppliers", type=integer_or_all, metavar="N", default=argparse.SUPPRESS,
        help=f"{of}how many suppliers are states of their own: those that delivered most in the "
        f"18 years before the start, or 'all' that delivered then (default: {SUPPLIERS})",
    )  # fmt: skip


def take_tables(
    parser: argparse.ArgumentParser, of: str = "",
    relations: str = "your own tables of UN votes, spending, rivalries, pacts and embargoes",
) -> None:  # fmt: skip
    """A user's own tables of relations, and of what weapons are."""
    parser.add_argument("--relations", type=Path, metavar="DIR", help=f"{of}{relations}")
    parser.add_argument(
        "--classes", type=Path, metavar="FILE",
        help=f"{of}your own table of what weapons are: a description and its class or category",
    )  # fmt: skip


def cast(options: argparse.Namespace) -> tuple[int | None, int | None]:
    """How many buyers and suppliers; None is all of them."""
    given = vars(options)
    return given.get("buyers", BUYERS), given.get("suppliers", SUPPLIERS)


def options_of_register(options: argparse.Namespace, *others: str) -> list[str]:
    """Options on the command line that are of a register only: the cast, and those named."""
    given = vars(options)
    own = [name for name in ("buyers", "suppliers") if name in given]
    return [f"--{name}" for name in (*own, *others) if name in own or given[name] is not None]

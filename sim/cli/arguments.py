"""What several commands take on the command line alike."""

import argparse
from collections.abc import Callable
from pathlib import Path

BUYERS, SUPPLIERS = 40, 18  # of a register, unless one says otherwise


def whole(low: int, high: int) -> Callable[[str], int]:
    """A reader of whole numbers from ``low`` to ``high``."""

    def number(word: str) -> int:
        if not word.isascii() or not word.isdigit() or not low <= int(word) <= high:
            message = f"must be a whole number from {low} to {high}, not '{word}'"
            raise argparse.ArgumentTypeError(message)
        return int(word)

    return number


def number_or_all(word: str) -> int | None:
    """How many; None for 'all'."""
    try:
        return None if word == "all" else whole(1, 1000)(word)
    except argparse.ArgumentTypeError:
        message = f"must be a whole number from 1 to 1000, or 'all', not '{word}'"
        raise argparse.ArgumentTypeError(message) from None


def take_cast(parser: argparse.ArgumentParser, of: str = "") -> None:
    """How many buyers and suppliers of a register become states of their own; see ``cast``."""
    parser.add_argument(
        "--buyers", type=number_or_all, metavar="N", default=argparse.SUPPRESS,
        help=f"{of}how many buyers, the largest of the 18 years before first, or 'all' that got "
        f"anything then (default: {BUYERS})",
    )  # fmt: skip
    take_suppliers(parser, of)


def take_suppliers(parser: argparse.ArgumentParser, of: str = "") -> None:
    """How many suppliers of a register become states of their own; see ``cast``."""
    parser.add_argument(
        "--suppliers", type=number_or_all, metavar="N", default=argparse.SUPPRESS,
        help=f"{of}how many suppliers, or 'all' that delivered then (default: {SUPPLIERS})",
    )  # fmt: skip


def take_classes(parser: argparse.ArgumentParser, of: str = "") -> None:
    """A user's own classes of weapons."""
    parser.add_argument(
        "--classes", type=Path, metavar="FILE",
        help=f"{of}your own table of what weapons are: description,class or description,category",
    )  # fmt: skip


def cast(options: argparse.Namespace) -> tuple[int | None, int | None]:
    """How many buyers and suppliers; None is all of them."""
    given = vars(options)
    return given.get("buyers", BUYERS), given.get("suppliers", SUPPLIERS)


def said_of_register(options: argparse.Namespace, *others: str) -> list[str]:
    """Options on the command line that are of a register only: the cast, and those named."""
    given = vars(options)
    own = [name for name in ("buyers", "suppliers") if name in given]
    return [f"--{name}" for name in (*own, *others) if name in own or given[name] is not None]

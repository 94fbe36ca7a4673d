"""What several commands take on the command line alike."""

import argparse
from collections.abc import Callable


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
    return None if word == "all" else whole(1, 1000)(word)


def take_cast(parser: argparse.ArgumentParser, of: str = "") -> None:
    """How many buyers and suppliers of a register become states of their own."""
    parser.add_argument(
        "--buyers", type=number_or_all, metavar="N", default=40,
        help=f"{of}how many buyers, the largest first, or 'all' (default: 40)",
    )  # fmt: skip
    take_suppliers(parser, of)


def take_suppliers(parser: argparse.ArgumentParser, of: str = "") -> None:
    """How many suppliers of a register become states of their own."""
    parser.add_argument(
        "--suppliers", type=number_or_all, metavar="N", default=18,
        help=f"{of}how many suppliers, or 'all' (default: 18)",
    )  # fmt: skip

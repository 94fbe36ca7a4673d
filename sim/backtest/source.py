"""What a back-test is made of: register files, or the folder of a theatre made of them."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.problems import InputError, Mark, Problem
from sim.register.build import ACCOUNT, Choice
from sim.register.lines import Watch
from sim.register.read import Register, read_register


@dataclass(frozen=True)
class Source:
    """A register, and whom its user asked for when a theatre was made of it."""

    register: Register
    choice: Choice


def open_source(
    paths: Sequence[Path], choice: Choice, watch: Callable[[Path], Watch] | None = None
) -> Source:
    """Read what is given: the files of a register, or one folder that an import made.

    Of a folder the register is read again, from where it lay when it was imported, with the buyers,
    suppliers, relations and first year of the import.

    Args:
        paths: files, or one folder.
        choice: buyers, suppliers and relations for files.
        watch: as in ``read_register``.

    Raises:
        InputError: if they cannot be used.
    """
    if len(paths) == 1 and paths[0].is_dir():
        files, choice = imported_from(paths[0])
        return Source(read_register(files, watch), choice)
    return Source(read_register(paths, watch), choice)


def imported_from(folder: Path) -> tuple[list[Path], Choice]:
    """The files of which a theatre was made, and how.

    Raises:
        InputError: if no import made it, or its files are gone.
    """
    account = folder / ACCOUNT
    here = Mark(str(account), 1, 1)
    if not account.is_file():
        message = (
            "is not there, so no import made this folder; give a register, or a folder of "
            "'sim import'"
        )
        raise InputError([Problem(here, message)])
    try:
        told = json.loads(account.read_text(encoding="utf-8"))
        choice = Choice(
            int(told["start"]), _number(told["buyers"]), _number(told["suppliers"]),
            None if told.get("relations") is None else Path(told["relations"]),
        )  # fmt: skip
        files = [_found(Path(row["file"]), folder) for row in told["files"]]
    except (ValueError, TypeError, KeyError):
        message = "is not as an import writes it; import the register again"
        raise InputError([Problem(here, message)]) from None
    gone = [path for path in files if not path.is_file()]
    if gone:
        message = (
            f"this theatre was made of {', '.join(map(str, gone))}, which "
            f"{'is' if len(gone) == 1 else 'are'} not there now; call from the folder of the "
            "import, or give the register itself"
        )
        raise InputError([Problem(here, message)])
    return files, choice


def _number(word: object) -> int | None:
    return None if word == "all" else int(str(word))


def _found(path: Path, folder: Path) -> Path:
    """A file as it was given, or beside the theatre."""
    beside = folder.parent / path.name
    return beside if not path.is_file() and beside.is_file() else path

"""Paths → a source: register files, a folder that an import made, or a theatre with a record."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.backtest.from_register import FromRegister
from sim.backtest.from_theatre import FromTheatre
from sim.backtest.source import RecordSource
from sim.base.problems import InputError, Location, Problem
from sim.register.build import ACCOUNT, ImportOptions
from sim.register.descriptions import classes_of
from sim.register.lines import Watch, digest_of
from sim.register.read import read_register
from sim.theatre.load import load_theatre

SHIPPED = Path("default")  # the theatre of the package, where no file or folder has that name
HEAD = "theatre.yaml"  # makes a folder a theatre


def open_source(
    paths: Sequence[Path], choice: ImportOptions, watch: Callable[[Path], Watch] | None = None
) -> RecordSource:
    """Read what is given: the files of a register, a folder that an import made, or a theatre.

    Of an import the register is read again, from where it lay then, with the buyers, suppliers,
    relations and first year of the import. A theatre that no import made is held against the
    record in its own tables.

    Args:
        paths: files, or one folder, or ``default``.
        choice: buyers, suppliers and relations for files.
        watch: as in ``read_register``.

    Raises:
        InputError: if they cannot be used.
    """
    if not is_theatre(paths):
        return FromRegister(read_register(paths, watch, classes_of(choice.classes)), choice)
    folder = paths[0]
    if not folder.exists():
        return FromTheatre(load_theatre())
    if (folder / HEAD).is_file() and not (folder / ACCOUNT).exists():
        return FromTheatre(load_theatre(folder))
    files, choice = imported_from(folder)
    return FromRegister(read_register(files, watch, classes_of(choice.classes)), choice)


def is_theatre(paths: Sequence[Path]) -> bool:
    """Whether a theatre is meant, and not the files of a register."""
    shipped = list(paths) == [SHIPPED] and not SHIPPED.exists()
    return shipped or (len(paths) == 1 and paths[0].is_dir())


def imported_from(folder: Path) -> tuple[list[Path], ImportOptions]:
    """The files of which a theatre was made, and how.

    Raises:
        InputError: if no import made it, or its files are gone.
    """
    account = folder / ACCOUNT
    here = Location(str(account), 1, 1)
    if not account.is_file():
        message = (
            "is not there, so no import made this folder; give a register, a folder of "
            "'sim import', or a theatre"
        )
        raise InputError([Problem(here, message)])
    try:
        told = json.loads(account.read_text(encoding="utf-8"))
        choice = ImportOptions(
            int(told["start"]), _number(told["buyers"]), _number(told["suppliers"]),
            *(None if told.get(name) is None else Path(told[name])
              for name in ("relations", "classes")),
        )  # fmt: skip
        rows = [_Made(row["file"], row["path"], row["blake2b"]) for row in told["files"]]
    except (ValueError, TypeError, KeyError):
        message = "is not as an import writes it; import the register again"
        raise InputError([Problem(here, message)]) from None
    there = [row.found(folder) for row in rows]
    gone = [row.file for row, (path, _) in zip(rows, there, strict=True) if path is None]
    if gone:
        message = (
            f"this theatre was made of {', '.join(gone)}, which "
            f"{'is' if len(gone) == 1 else 'are'} not there now; call from the folder of the "
            "import, or give the register itself"
        )
        raise InputError([Problem(here, message)])
    files = [path for path, _ in there if path is not None]
    changed = [
        Problem(
            Location(str(path), 1, 1), f"has changed since {folder} was made of it; import it anew"
        )
        for path, same in there
        if not same
    ]
    if changed:
        raise InputError(changed)
    return files, choice


def _number(word: object) -> int | None:
    return None if word == "all" else int(str(word))


@dataclass(frozen=True)
class _Made:
    """A file of which a theatre was made: as it was given, where it lay, a digest of its bytes."""

    file: str
    path: str
    digest: str

    def found(self, folder: Path) -> tuple[Path | None, bool]:
        """The file, and whether it is as it was; else what now lies in its place, or None."""
        places = [Path(self.file), Path(self.path), folder.parent / Path(self.file).name]
        there = [path for path in places if path.is_file()]
        for path in there:
            if digest_of(path) == self.digest:
                return path, True
        return next(iter(there), None), False

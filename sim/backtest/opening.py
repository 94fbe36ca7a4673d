"""Paths → a source: register files, a folder that an import made, or a theatre with a record."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

from sim.backtest.from_register import FromRegister
from sim.backtest.from_theatre import FromTheatre
from sim.backtest.run import RecordSource
from sim.base.problems import InputError, Location, Problem
from sim.base.regular import read_bytes
from sim.register.build import ACCOUNT, ImportOptions
from sim.register.lines import LARGEST, Watch, digest_of, refuse
from sim.register.read import read_register
from sim.register.weapons import classes_of
from sim.theatre.load import default_theatre, load_theatre

SHIPPED = Path("default")  # the theatre of the package, where no file or folder has that name
HEAD = "theatre.yaml"  # makes a folder a theatre


def open_source(
    paths: Sequence[Path], cast: ImportOptions, watch: Callable[[Path], Watch] | None = None
) -> RecordSource:
    """Read what is given: the files of a register, a folder that an import made, or a theatre.

    Of an import the register is read again, from where it lay then, with the buyers, suppliers,
    relations and first year of the import. A theatre that no import made is held against the
    record in its own tables.

    Args:
        paths: files, or one folder, or ``default``.
        cast: buyers, suppliers and relations for files.
        watch: as in ``read_register``.

    Raises:
        InputError: if they cannot be used.
    """
    if not is_theatre(paths):
        return FromRegister(read_register(paths, watch, classes_of(cast.classes)), cast)
    folder = paths[0]
    if not folder.exists():
        return FromTheatre(default_theatre())
    if (folder / HEAD).is_file() and not (folder / ACCOUNT).exists():
        return FromTheatre(load_theatre(folder))
    files, cast = imported_from(folder)
    return FromRegister(read_register(files, watch, classes_of(cast.classes)), cast)


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
    if not account.is_file():
        message = (
            "is not there, so no import made this folder; give a register, a folder of "
            "'sim import', or a theatre"
        )
        raise refuse(str(account), 1, message)
    try:
        plain = json.loads(account.read_text(encoding="utf-8"))
        options = ImportOptions(
            int(plain["start"]), _number(plain["buyers"]), _number(plain["suppliers"]),
            *(None if plain.get(name) is None else Path(plain[name])
              for name in ("relations", "classes")),
        )  # fmt: skip
        rows = [(row["file"], Path(row["path"]), row["blake2b"]) for row in plain["files"]]
        found = {name: _found(Path(name), path, digest, folder) for name, path, digest in rows}
    except (ValueError, TypeError, KeyError):
        message = "is not as an import writes it; import the register again"
        raise refuse(str(account), 1, message) from None
    gone = [name for name, (path, _) in found.items() if path is None]
    if gone:
        message = (
            f"this theatre was made of {', '.join(gone)}, which "
            f"{'is' if len(gone) == 1 else 'are'} not there now; call from the folder of the "
            "import, or give the register itself"
        )
        raise refuse(str(account), 1, message)
    changed = [
        Problem(
            Location(str(path), 1, 1), f"has changed since {folder} was made of it; import it anew"
        )
        for path, same in found.values()
        if not same
    ]
    if changed:
        raise InputError(changed)
    return [path for path, _ in found.values() if path is not None], options


def _number(word: object) -> int | None:
    return None if word == "all" else int(str(word))


def _found(name: Path, path: Path, digest: str, folder: Path) -> tuple[Path | None, bool]:
    """A file of which a theatre was made, and whether it is as it was.

    Else what now lies in its place, or None.

    Args:
        name: as it was given.
        path: where it lay.
        digest: of its bytes.
        folder: of the theatre, beside which it may lie.
    """
    places = [one for one in (name, path, folder.parent / name.name) if one.is_file()]
    same = (one for one in places if digest_of(read_bytes(one, LARGEST)) == digest)
    found = next(same, None)
    return (found, True) if found is not None else (next(iter(places), None), False)

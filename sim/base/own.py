"""What commands wrote before may be replaced; what anybody else wrote, or changed since, may not.

A folder lists what commands wrote into it, with a digest of each file. A file that stands alone
ends with a digest of itself.
"""

import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from sim.base.files import write_whole
from sim.base.partial import FolderTakenError, locked, partial_folder, place
from sim.base.problems import RefusedError

WRITTEN = ".written-by-sim.json"  # command → file → its digests: two while one is being replaced
Listed = dict[str, dict[str, list[str]]]

_SEAL = "{} Written by 'sim {}'. SHA-256 of all above: {}{}\n"
_COMMENTS = {".yaml": ("#", "")}  # how a comment begins and ends, by the end of a file's name
_MARKUP = ("<!--", " -->")
_SEALED = re.compile(
    rb"(.*)(?:<!--|#) Written by 'sim [a-z]+'\. SHA-256 of all above: ([0-9a-f]{64})(?: -->)?\n",
    re.DOTALL,
)


class ForeignFileError(RefusedError):
    """A file is in the way that no command wrote as it is now."""


@contextmanager
def writing(folder: Path, command: str, *, anew: bool = False) -> Iterator[Path]:
    """A private folder; at the end its files take their places in ``folder``, or none does.

    Args:
        folder: is made if it is not there.
        command: that writes.
        anew: remove the files that the same command wrote before and does not write now.

    Raises:
        ForeignFileError: if any file is in the way; nothing is replaced then.
    """
    refuse_foreign(folder, ())
    there = folder.is_dir()
    with partial_folder(folder if there else folder.parent, folder.name) as partial:
        yield partial
        made = {
            path.relative_to(partial).as_posix(): digest_of(path)
            for path in sorted(partial.rglob("*"))
            if path.is_file()
        }
        if there:
            with locked(folder, wait=True):
                _replace(partial, folder, command, made, anew)
            return
        _list(partial, {command: {name: [digest] for name, digest in made.items()}})
        try:
            place(partial, folder)
        except FolderTakenError:  # another command made it meanwhile
            with locked(folder, wait=True):
                _replace(partial, folder, command, made, anew)


def refuse_foreign(folder: Path, names: Iterable[str]) -> None:
    """Refuse to write files into a folder where one is in the way that no command wrote.

    Raises:
        ForeignFileError: naming it.
    """
    if folder.exists() and not folder.is_dir():
        raise ForeignFileError(f"{folder} is a file; name a folder with --out")
    listed = listed_in(folder)
    for name in names:
        path = folder / name
        if _in_the_way(path) and not _is_own(path, name, listed):
            raise _foreign(path, "another folder")


def refuse_foreign_file(path: Path) -> None:
    """Refuse to write a file that is there and is not as ``write_own`` left it.

    Raises:
        ForeignFileError: naming it.
    """
    if path.is_dir():
        raise ForeignFileError(f"{path} is a folder; name a file with --out")
    if _in_the_way(path) and (path.is_symlink() or not _is_sealed(path)):
        raise _foreign(path, "another file")


def write_own(path: Path, text: str, command: str) -> None:
    """Write Markdown, HTML or YAML that a later call may replace, as long as nobody changes it.

    Raises:
        ForeignFileError: if something else is there.
    """
    refuse_foreign_file(path)
    digest = hashlib.sha256(text.encode()).hexdigest()
    begin, end = _COMMENTS.get(path.suffix, _MARKUP)
    write_whole(path, text + _SEAL.format(begin, command, digest, end))


def listed_in(folder: Path) -> Listed:
    """What commands wrote into a folder; nothing if the list is not there or damaged."""
    try:
        found = json.loads((folder / WRITTEN).read_text(encoding="utf-8"))
        return {
            str(command): {str(name): [str(one) for one in digests]
                           for name, digests in files.items()}
            for command, files in found.items()
        }  # fmt: skip
    except (OSError, ValueError, AttributeError, TypeError, RecursionError):
        return {}


def changed_since(folder: Path, name: str) -> bool:
    """Whether a file of a folder is not as a command wrote it."""
    return not _is_own(folder / name, name, listed_in(folder))


def digest_of(path: Path) -> str:
    """SHA-256 of a file's bytes, in hex digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _replace(
    partial: Path, folder: Path, command: str, made: Mapping[str, str], anew: bool
) -> None:
    """Move files to their places; at any moment the list has the digest of every one."""
    refuse_foreign(folder, made)
    listed = listed_in(folder)
    mine = listed.get(command, {})
    before = {name: digests for name, digests in mine.items() if name not in made}
    either = {name: [*mine.get(name, ()), digest] for name, digest in made.items()}
    _list(folder, listed | {command: before | either})
    for name in made:
        (folder / name).parent.mkdir(exist_ok=True)
        (partial / name).replace(folder / name)
    if anew:
        for name in before:
            if _is_own(folder / name, name, listed):
                (folder / name).unlink()
        before = {}
    _list(folder, listed | {command: before | {name: [made[name]] for name in made}})


def _list(folder: Path, listed: Listed) -> None:
    write_whole(folder / WRITTEN, json.dumps(listed, indent=1, sort_keys=True) + "\n")


def _in_the_way(path: Path) -> bool:
    return os.path.lexists(path) or any(
        part.is_file() for part in path.parents if os.path.lexists(part)
    )


def _is_own(path: Path, name: str, listed: Listed) -> bool:
    if path.is_symlink() or not path.is_file():
        return False
    known = [digest for files in listed.values() for digest in files.get(name, ())]
    return bool(known) and digest_of(path) in known


def _is_sealed(path: Path) -> bool:
    if not path.is_file():
        return False
    found = _SEALED.fullmatch(path.read_bytes())
    return found is not None and hashlib.sha256(found[1]).hexdigest() == found[2].decode()


def _foreign(path: Path, other: str) -> ForeignFileError:
    return ForeignFileError(
        f"{path} is not as a command of sim left it, so it stays; name {other} with --out, "
        "or move it away"
    )

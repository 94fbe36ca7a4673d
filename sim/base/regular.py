"""Files that a user wrote, read whole: only regular ones, and none of a size beyond all sense."""

import stat
from pathlib import Path

from sim.base.problems import InputError, Location, Problem


def read_bytes(path: Path, most: int) -> bytes:
    """The content of a file of at most ``most`` bytes.

    What is no file is refused before it is opened, for a pipe that nobody writes to would never
    end; so is a file that is too large, before any of it is read.

    Raises:
        InputError: at the beginning of the file, with what is wrong.
    """
    refusal = _refusal(path, most)
    if refusal is None:
        try:
            return path.read_bytes()
        except OSError as error:
            refusal = f"cannot read this file: {error.strerror or error}"
    raise InputError([Problem(Location(str(path), 1, 1), refusal)])


def read_text(path: Path, most: int) -> str:
    """The text of such a file, in UTF-8; a mark of the byte order is left out.

    Raises:
        InputError: as ``read_bytes``, and with the place of what is not UTF-8.
    """
    data = read_bytes(path, most)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", errors="replace")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        raise InputError(
            [Problem(Location(str(path), line, column), "this is not UTF-8 text")]
        ) from None


def _refusal(path: Path, most: int) -> str | None:
    try:
        found = path.stat()
    except OSError as error:
        if path.is_symlink():
            return "cannot read this file: it is a link that leads to nothing"
        return f"cannot read this file: {error.strerror or error}"
    if stat.S_ISDIR(found.st_mode):
        return "cannot read this file: it is a folder"
    if not stat.S_ISREG(found.st_mode):
        return "cannot read this file: it is a pipe or a device; give a file"
    if found.st_size > most:
        return f"the file is larger than {most:,} bytes"
    return None

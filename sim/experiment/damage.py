"""Whether a results folder is as its run left it: asked once, here, by every command that reads."""

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from sim.base.own import digest_of
from sim.base.problems import RefusedError

SEAL = "manifest_sha256"  # of all else in the manifest


class NotResultsError(RefusedError):
    """A folder is not what a run leaves, or not any more."""


def sealed(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """The manifest with a digest of itself."""
    plain: dict[str, Any] = json.loads(json.dumps(manifest))
    return {**plain, SEAL: _digest(plain)}


def manifest_in(path: Path) -> dict[str, Any]:
    """The manifest that a file holds; those of older versions have no digest of themselves.

    Raises:
        NotResultsError: if the file is no manifest, or was changed.
    """
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise NotResultsError(f"{path} cannot be read: {error}") from None
    if not isinstance(found, dict):
        raise NotResultsError(f"{path} is of no run: it is no mapping")
    if found.get(SEAL, _digest(found)) != _digest(found):
        raise changed(path)
    return {key: value for key, value in found.items() if key != SEAL}


def check_files(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Refuse results of which a data file is not there any more, or was changed.

    Raises:
        NotResultsError: naming the file.
    """
    files = manifest.get("files")
    if not isinstance(files, Mapping) or not files:
        raise NotResultsError(f"{folder / 'manifest.json'} is of no run: it does not say its files")
    for name, digest in files.items():
        path = folder / name
        if not path.is_file():
            raise NotResultsError(f"{path} is missing; run its scenario again, elsewhere")
        about = path.stat()
        if _digest_once(path.absolute(), about.st_size, about.st_mtime_ns) != digest:
            raise changed(path)


def kept_table(path: Path) -> Path:
    """The path of a table, which a run may have been told not to keep.

    Raises:
        NotResultsError: naming the table.
    """
    if not path.exists():
        raise NotResultsError(
            f"{path.parent} was made without its table '{path.stem}'; 'sim run' without --tables "
            "makes a run that has it"
        )
    return path


def check_columns(path: Path, columns: Sequence[str]) -> None:
    """Refuse a table that lacks columns, as those of older versions do.

    Raises:
        NotResultsError: naming the file.
    """
    try:
        known = pq.read_schema(path).names
    except (OSError, pa.ArrowException) as error:
        raise NotResultsError(f"{path} cannot be read: {error}") from None
    lacking = [name for name in columns if name not in known]
    if lacking:
        raise NotResultsError(
            f"{path} has no {', '.join(lacking)}: another version of sim made it; run its "
            "scenario again"
        )


def changed(path: Path) -> NotResultsError:
    """That a file is not as it was written."""
    return NotResultsError(
        f"{path} was changed or cut short after it was written; remove its folder and run it again"
    )


@lru_cache(maxsize=256)
def _digest_once(path: Path, size: int, modified: int) -> str:
    """A file is hashed once by a command, however often it is opened."""
    return digest_of(path)


def _digest(manifest: Mapping[str, Any]) -> str:
    content = {key: value for key, value in manifest.items() if key != SEAL}
    return sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()

"""Parts: blocks of points that are done, each a file that is there whole or not at all."""

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import pyarrow as pa
import pyarrow.compute as pc

from sim.base.files import naming
from sim.base.problems import RefusedError

_NAME = re.compile(r"rows-([0-9]{8})-([0-9]{8})\.arrow")
_TABLE = b"table"


class BrokenPartError(RefusedError):
    """A part cannot be read."""


@dataclass(frozen=True, order=True)
class SweepPart:
    """A file with the rows ``first`` to ``after`` - 1."""

    first: int
    after: int
    path: Path

    def tables(self, first: int) -> dict[str, pa.Table]:
        """Its tables, from row ``first`` on.

        Raises:
            BrokenPartError: if something has happened to the file.
        """
        try:
            content, size = self.path.read_bytes(), sha256().digest_size
            packed = content[size:]
            if sha256(packed).digest() != content[:size]:
                raise ValueError("it was changed or cut short")
            tables = unpack(packed)
        except (pa.ArrowException, ValueError, OSError) as error:
            message = f"{self.path} cannot be read ({error}); remove it and run the sweep again"
            raise BrokenPartError(message) from None
        if first == self.first:
            return tables
        return {name: rows.filter(pc.greater_equal(rows["point"], first))
                for name, rows in tables.items()}  # fmt: skip


def pack(tables: Mapping[str, pa.Table]) -> bytes:
    """Tables, one after the other, each with its name."""
    sink = io.BytesIO()
    options = pa.ipc.IpcWriteOptions(compression="zstd")
    for name, table in tables.items():
        named = table.combine_chunks().replace_schema_metadata({_TABLE: name.encode()})
        with pa.ipc.new_stream(sink, named.schema, options=options) as writer:
            writer.write_table(named)
    return sink.getvalue()


def unpack(packed: bytes) -> dict[str, pa.Table]:
    """The tables of ``pack``, by name."""
    source, tables = pa.BufferReader(packed), {}
    while source.tell() < source.size():
        table = pa.ipc.open_stream(source).read_all()
        tables[table.schema.metadata[_TABLE].decode()] = table.replace_schema_metadata(None)
    return tables


def land(folder: Path, first: int, after: int, packed: bytes) -> None:
    """Write a part under a name that nobody else has, then give it its own.

    The folder may have gone meanwhile, if another sweep made the results of all parts.

    Args:
        folder: of the parts.
        first: row of its first point.
        after: row after its last point.
        packed: its tables, from ``pack``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    partial = folder / f".{uuid4().hex}.partial"
    try:
        with naming(folder):
            partial.write_bytes(sha256(packed).digest() + packed)
        partial.replace(folder / f"rows-{first:08d}-{after:08d}.arrow")
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


def parts_in(folder: Path) -> list[SweepPart]:
    """All parts of a folder, by their rows."""
    found = ((path, _NAME.fullmatch(path.name)) for path in folder.glob("rows-*.arrow"))
    return sorted(SweepPart(int(name[1]), int(name[2]), path) for path, name in found if name)


def in_order(parts: list[SweepPart]) -> Iterator[tuple[SweepPart, int]]:
    """The parts that cover all rows that any part has, each with the first row to take of it."""
    row = 0
    for part in parts:
        if part.after > row:
            row = max(row, part.first)
            yield part, row
            row = part.after


def missing(parts: list[SweepPart], first: int, after: int) -> list[tuple[int, int]]:
    """Rows from ``first`` to ``after`` - 1 that no part has, as pairs of the same kind."""
    gaps, row = [], first
    for part in parts:
        if part.first > row:
            gaps.append((row, min(part.first, after)))
        row = max(row, part.after)
        if row >= after:
            return [gap for gap in gaps if gap[0] < gap[1]]
    return [gap for gap in [*gaps, (row, after)] if gap[0] < gap[1]]


def blocks(gaps: list[tuple[int, int]], size: int) -> Iterator[tuple[int, int]]:
    """Gaps, cut at the multiples of a size."""
    for first, after in gaps:
        while first < after:
            end = min(after, (first // size + 1) * size)
            yield first, end
            first = end

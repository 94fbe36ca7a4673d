"""A results folder: written block by block under a temporary name, complete or absent.

Files do not depend on threads or block size: rows come in the order of worlds and are cut into row
groups of a fixed length.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from sim.base.arrays import Floats
from sim.base.bands import QUANTILES
from sim.base.files import csv_text, naming, written_number
from sim.base.own import digest_of
from sim.base.partial import partial_folder, place
from sim.experiment import TABLES
from sim.experiment.case import Case
from sim.experiment.chances import differing_events
from sim.experiment.damage import manifest_in, sealed
from sim.experiment.older import in_todays_words
from sim.experiment.payments import payers_of
from sim.experiment.stylised_facts import StylisedFact
from sim.scenario import Event

ROW_GROUP = 1 << 17
MANIFEST = "manifest.json"

# Measured on 200 worlds of the default theatre: orders take 37 MB instead of 43 and are written
# faster. Deliveries would take 36 instead of 28: an order arrives in equal yearly parts, whose
# bytes repeat as long as they stay together.
ENCODINGS: Mapping[str, Mapping[str, str]] = {
    "orders": {
        "world": "DELTA_BINARY_PACKED",
        "order": "DELTA_BINARY_PACKED",
        "tiv": "BYTE_STREAM_SPLIT",
        "usd_m": "BYTE_STREAM_SPLIT",
    }
}
"""How columns of a table are written where it is not as text and numbers usually are."""

# zstd makes tables 7% smaller, and takes a third longer to write them.
COMPRESSION = "lz4"
# Rows come by world: a reader can skip groups of rows by that column alone.
BOUNDED = ["world"]


class Table:
    """One Parquet file, written in row groups of a fixed length."""

    def __init__(self, path: Path) -> None:
        """Open nothing yet: the first rows bring the columns."""
        self.path = path
        self.writer: pq.ParquetWriter | None = None
        self.waiting: list[pa.Table] = []

    def add(self, rows: pa.Table) -> None:
        """Add rows; they are written once there are enough of them."""
        self.waiting.append(rows)
        if sum(part.num_rows for part in self.waiting) >= ROW_GROUP:
            rows = pa.concat_tables(self.waiting)
            whole = rows.num_rows // ROW_GROUP * ROW_GROUP
            self._write(rows.slice(0, whole))
            self.waiting = [rows.slice(whole)]

    def close(self) -> None:
        """Write what is left."""
        if self.waiting:
            self._write(pa.concat_tables(self.waiting))
            self.waiting = []
        if self.writer is not None:
            with naming(self.path):
                self.writer.close()

    def _write(self, rows: pa.Table) -> None:
        with naming(self.path):
            if self.writer is None:
                own = ENCODINGS.get(self.path.stem, {})
                # Volumes hardly ever repeat: a dictionary of them costs time and space.
                words = [
                    field.name
                    for field in rows.schema
                    if not pa.types.is_floating(field.type) and field.name not in own
                ]
                self.writer = pq.ParquetWriter(
                    self.path, rows.schema, compression=COMPRESSION, use_dictionary=words,
                    write_statistics=BOUNDED, column_encoding=own or None,
                )  # fmt: skip
            self.writer.write_table(rows, row_group_size=ROW_GROUP)


class Store:
    """Writes the results of a case; leave the ``with`` block by an error and nothing remains."""

    def __init__(self, case: Case, folder: Path, tables: Iterable[str] = TABLES) -> None:
        """Results will be found in ``folder``, which must not exist yet."""
        also = {"events": case.differs, "payments": bool(payers_of(case.scenario))}
        self.names = (*tables, *(name for name, made in also.items() if made))
        self.case = case
        self.folder = folder
        self.partial = folder
        self.private = ExitStack()
        self.tables: dict[str, Table] = {}
        self.happened: list[pa.Table] = []
        self.measured: dict[str, list[Floats]] = {
            measure.id: [] for measure in case.scenario.measures
        }

    def __enter__(self) -> "Store":
        """Make a private folder."""
        self.partial = self.private.enter_context(
            partial_folder(self.folder.parent, self.folder.name)
        )
        self.tables = {name: Table(self.partial / f"{name}.parquet") for name in self.names}
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Remove what is half-written."""
        self.private.__exit__(kind, error, trace)

    def add(self, rows: Mapping[str, pa.Table], measured: Mapping[str, Floats]) -> None:
        """Add rows by table, and the values of the measures of the same worlds."""
        for name, added in rows.items():
            if name in self.tables:
                self.tables[name].add(added)
        if "events" in rows:
            self.happened.append(rows["events"])
        for name, values in measured.items():
            self.measured[name].append(values)

    def close(self) -> None:
        """Finish the tables and write the summary."""
        for table in self.tables.values():
            table.close()
        write_summary(self.partial / "summary.csv", self.values())
        if self.case.differs:
            write_events(self.partial / "events.csv", self.happened, self.case)

    def leave_out(self, names: Iterable[str]) -> None:
        """Remove tables that were needed for a while only."""
        for name in names:
            (self.partial / f"{name}.parquet").unlink(missing_ok=True)

    def values(self) -> dict[str, Floats]:
        """Values of each measure in all worlds so far."""
        return {
            name: np.concatenate(parts) if parts else np.zeros(0)
            for name, parts in self.measured.items()
        }

    def publish(self, manifest: dict[str, Any]) -> None:
        """Add the manifest and give the folder its name."""
        publish(self.partial, self.folder, manifest)


def publish(partial: Path, folder: Path, manifest: dict[str, Any]) -> None:
    """Add the manifest with a hash of every data file to a folder, and give it its name.

    Raises:
        FolderTakenError: if another process was quicker.
    """
    manifest["files"] = {
        path.name: digest_of(path) for path in sorted(partial.iterdir()) if path.is_file()
    }
    text = json.dumps(sealed(manifest), indent=2, sort_keys=True, ensure_ascii=False)
    with naming(partial / MANIFEST):
        (partial / MANIFEST).write_text(text + "\n", encoding="utf-8")
    place(partial, folder)


def write_summary(path: Path, values: Mapping[str, Floats]) -> None:
    """Write quantiles of each measure over the worlds in which it has a value."""
    rows = ([name, *_quantiles(drawn), np.isnan(drawn).sum()] for name, drawn in values.items())
    _write_csv(path, ["measure", *QUANTILES, "undefined"], rows)


def write_events(path: Path, happened: Sequence[pa.Table], case: Case) -> None:
    """Write in how many worlds each event that differs happened, and when; year by quantile."""
    rows, worlds = pa.concat_tables(happened), case.scenario.worlds
    names, years = np.array(rows["event"].to_pylist()), rows["year"].to_numpy()

    def row(event: Event) -> list[str]:
        when = years[names == event.id].astype(np.float64)
        share = written_number(len(when) / worlds)
        return [event.id, str(len(when)), share, *_quantiles(when)]

    header = ["event", "worlds", "share", *QUANTILES]
    _write_csv(path, header, map(row, differing_events(case.scenario)))


def write_facts(path: Path, found: Iterable[StylisedFact]) -> None:
    """Write each stylised fact: the record beside quantiles over the worlds."""
    rows = (
        [item.name, written_number(item.recorded), item.source, *_quantiles(item.simulated)]
        for item in found
    )
    _write_csv(path, ["pattern", "recorded", "source", *QUANTILES], rows)


def write_recorded(path: Path, recorded: Mapping[str, float]) -> None:
    """Write what the record says of each measure; a measure it does not know is left out."""
    _write_csv(
        path, ["measure", "recorded"], ([name, written_number(v)] for name, v in recorded.items())
    )


def quantiles_of(drawn: Floats) -> Floats:
    """Each of the ``QUANTILES`` [M, Q] over the worlds in which a measure [M, W] is defined."""
    found = np.full((len(drawn), len(QUANTILES)), np.nan)
    undefined = np.isnan(drawn)
    whole = ~undefined.any(axis=1)
    levels = list(QUANTILES.values())
    if drawn.shape[1]:
        found[whole] = np.quantile(drawn[whole], levels, axis=1).T
        for row in np.flatnonzero(~whole & ~undefined.all(axis=1)):
            found[row] = np.quantile(drawn[row][~undefined[row]], levels)
    return found


def _quantiles(drawn: Floats) -> list[str]:
    return [written_number(None if np.isnan(x) else float(x)) for x in quantiles_of(drawn[None])[0]]


def _write_csv(path: Path, header: list[str], rows: Iterable[Sequence[object]]) -> None:
    with naming(path):
        path.write_text(csv_text(header, rows), encoding="utf-8", newline="")


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """Manifest of a complete results folder in the words of today, or None if there is none.

    Raises:
        NotResultsError: if it is damaged.
    """
    path = folder / MANIFEST
    if not path.is_file():
        return None
    told: dict[str, Any] = in_todays_words(manifest_in(path))
    return told

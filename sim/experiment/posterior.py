"""The posterior: rows of parameters that the evidence has been told of, and what made them."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from sim.base.arrays import Floats
from sim.base.files import naming
from sim.base.parameters import PARAMETERS, first_name
from sim.base.partial import partial_folder
from sim.base.problems import InputError, Location, Problem, quote
from sim.claims import load_ledger
from sim.experiment.columns import values_of
from sim.experiment.older import under_present_names
from sim.model.version import MODEL_VERSION
from sim.scenario import Measure, load
from sim.theatre.theatre import Theatre

SHIPPED = Path(__file__).parent / "data" / "posterior.parquet"
_KEY = b"made_from"
EVENT = "event "  # begins the name of a column with the scores of an event


@dataclass(frozen=True)
class Posterior:
    """Equally likely values [N, P] of the parameters ``names``; the others keep their priors.

    ``scores`` [N, H] are those of the ``events`` that it knows, by id. ``made_from`` has the
    model's version, digests of what else it was fitted to, and the plan.
    """

    names: tuple[str, ...]
    values: Floats
    made_from: Mapping[str, Any]
    digest: str
    events: tuple[str, ...] = ()
    scores: Floats = field(default_factory=lambda: np.zeros((0, 0)))

    def stale(self, theatre: Theatre) -> list[str]:
        """What has changed since it was made, in words; empty if nothing has."""
        now = fingerprint(theatre)
        return [what for what, found in now.items() if self.made_from.get(what) != found]


def fingerprint(theatre: Theatre) -> dict[str, str]:
    """What a posterior depends on: the model's version, digests of theatre, targets and events."""
    targets = [
        [claim.id, _plain(claim.measure), claim.observed, claim.scale]
        for claim in load_ledger().with_role("target")
    ]
    events = cast(Iterable[dict[str, object]], load("history").resolved()["events"])
    happened = [{name: held for name, held in one.items() if name != "title"} for one in events]
    return {
        "the model": MODEL_VERSION,
        "the theatre": theatre.data_hash,
        "the targets": _digest(targets),
        "the events of history": _digest(happened),
    }


def _plain(measure: Measure | None) -> object:
    return None if measure is None else [measure.written()]


def _digest(plain: object) -> str:
    return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()[:16]


def load_posterior(path: Path) -> Posterior:
    """Read a posterior.

    Raises:
        InputError: if there is no such file, or it is not a posterior.
    """
    here = Location(str(path), 1, 1)
    if not path.is_file():
        raise InputError([Problem(here, "there is no such posterior; 'sim calibrate' makes one")])
    try:
        table = under_present_names(pq.ParquetFile(path).read())
    except (pa.ArrowException, OSError):
        raise InputError([Problem(here, "is not a Parquet file")]) from None
    made_from = (table.schema.metadata or {}).get(_KEY)
    if made_from is None:
        raise InputError([Problem(here, "is not a posterior; 'sim calibrate' makes one")])
    events = [name for name in table.column_names if name.startswith(EVENT)]
    names = [name for name in table.column_names if name not in events]
    unknown = [name for name in names if name not in PARAMETERS]
    if unknown:
        message = f"has an unknown parameter {quote(unknown[0])}; 'sim calibrate' makes a new one"
        raise InputError([Problem(here, message)])
    if table.num_rows == 0:
        raise InputError([Problem(here, "has no rows")])
    columns = table.combine_chunks().columns
    values = np.column_stack([values_of(column.chunk(0)) for column in columns])
    if not np.isfinite(values).all():
        raise InputError([Problem(here, "has values that are not numbers")])
    words = " ".join(map(first_name, table.column_names))  # a rename makes it no other sample
    digest = hashlib.sha256(values.tobytes() + words.encode()).hexdigest()
    column = table.column_names.index
    return Posterior(
        tuple(names), values[:, list(map(column, names))], json.loads(made_from), digest[:16],
        tuple(name.removeprefix(EVENT) for name in events), values[:, list(map(column, events))],
    )  # fmt: skip


def write_posterior(
    path: Path, names: tuple[str, ...], values: Floats, made_from: Mapping[str, Any]
) -> None:
    """Write a posterior, whole or not at all."""
    columns = {name: values[:, column] for column, name in enumerate(names)}
    table = pa.table(columns).replace_schema_metadata({_KEY: json.dumps(made_from)})
    with partial_folder(path.parent, path.name) as partial, naming(partial / path.name):
        pq.write_table(table, partial / path.name)
        (partial / path.name).replace(path)

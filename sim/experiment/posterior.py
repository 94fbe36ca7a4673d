"""The posterior: rows of parameters that the evidence has been told of, and what made them."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from sim.evidence import load_ledger
from sim.files import naming
from sim.model.compiled import engine_hash
from sim.model.parameters import PARAMETERS
from sim.partial import partial_folder
from sim.problems import InputError, Mark, Problem, quote
from sim.scenario import load
from sim.theatre.theatre import Theatre

Floats = npt.NDArray[np.float64]

SHIPPED = Path(__file__).parent / "data" / "posterior.parquet"
_KEY = b"made_from"


@dataclass(frozen=True)
class Posterior:
    """Equally likely values [N, P] of the parameters ``names``; the others keep their priors.

    ``made_from`` has the hashes of the engine, the theatre and the claims, and the plan.
    """

    names: tuple[str, ...]
    values: Floats
    made_from: Mapping[str, Any]
    digest: str

    def stale(self, theatre: Theatre) -> list[str]:
        """What has changed since it was made, in words; empty if nothing has."""
        now = fingerprint(theatre)
        return [what for what, found in now.items() if self.made_from.get(what) != found]


def fingerprint(theatre: Theatre) -> dict[str, str]:
    """Hashes of what a posterior depends on: model, theatre, targets, and history's events."""
    targets = [
        (claim.id, claim.measure, claim.observed, claim.scale)
        for claim in load_ledger().with_role("target")
    ]
    events = load("history").resolved()["events"]
    return {
        "the model": engine_hash(),
        "the theatre": theatre.data_hash,
        "the targets": _short(repr(targets)),
        "the events of history": _short(json.dumps(events, sort_keys=True)),
    }


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def load_posterior(path: Path) -> Posterior:
    """Read a posterior.

    Raises:
        InputError: if there is no such file, or it is not a posterior.
    """
    here = Mark(str(path), 1, 1)
    if not path.is_file():
        raise InputError([Problem(here, "there is no such posterior; 'sim calibrate' makes one")])
    try:
        table = pq.read_table(path)
    except (pa.ArrowException, OSError):
        raise InputError([Problem(here, "is not a Parquet file")]) from None
    made_from = (table.schema.metadata or {}).get(_KEY)
    if made_from is None:
        raise InputError([Problem(here, "is not a posterior; 'sim calibrate' makes one")])
    unknown = [name for name in table.column_names if name not in PARAMETERS]
    if unknown:
        message = f"has an unknown parameter {quote(unknown[0])}; 'sim calibrate' makes a new one"
        raise InputError([Problem(here, message)])
    if table.num_rows == 0:
        raise InputError([Problem(here, "has no rows")])
    values = np.column_stack([column.to_numpy() for column in table.columns])
    if not np.isfinite(values).all():
        raise InputError([Problem(here, "has values that are not numbers")])
    digest = hashlib.sha256(values.tobytes() + " ".join(table.column_names).encode()).hexdigest()
    return Posterior(tuple(table.column_names), values, json.loads(made_from), digest[:16])


def write_posterior(
    path: Path, names: tuple[str, ...], values: Floats, made_from: Mapping[str, Any]
) -> None:
    """Write a posterior, whole or not at all."""
    columns = {name: values[:, column] for column, name in enumerate(names)}
    table = pa.table(columns).replace_schema_metadata({_KEY: json.dumps(made_from)})
    with partial_folder(path.parent, path.name) as partial, naming(partial / path.name):
        pq.write_table(table, partial / path.name)
        (partial / path.name).replace(path)

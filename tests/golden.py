"""Golden worlds: digests of what some scenarios gave under a version of the model.

``python -m tests.golden`` writes the table anew, once ``MODEL_VERSION`` has risen with what worlds
do, or when scenarios or theatres of the table have changed. It refuses what the test refuses.
"""

import csv
import hashlib
import json
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from sim.base.parameters import first_name
from sim.experiment.case import find_posterior, find_theatre
from sim.experiment.run import run_scenario
from sim.model.version import MODEL_VERSION
from sim.scenario import Scenario, load
from tests.theatres import write_small_theatre

TABLE = Path(__file__).with_name("golden.json")
WORDS = ("name", "title", "question", "look_for", "plots", "claims", "theatre", "parameters")

SHIPPED = {"history": 4, "rival_blind": 2, "recorded_tenders": 2, "engine_embargo": 2}
SMALL = """\
title: Quiet years
theatre: ./theatre
years: {from: 2010, to: 2024}
worlds: 20
measures:
  - {id: share, share: {buyer: Alba, supplier: Norden, window: 2010-2024, of: orders}}
  - {id: volume, volume: {buyer: Bora, window: 2012-2020}}
"""
EVENTFUL = """\
title: Every kind of event, and every feedback at work
extends: small.yaml
parameters: prior
rivals: permuted
set: {parity: 1, spending_reaction: 3, alignment_drift: 0.15, announcement_drift: -0.2,
      component_hold: 1, concession: 0.5, talk: 0.3, signal: 2.5, veto: 3, quality: 1,
      customary_backlog: 0.2, licence_rate: 0.03, rival_delivery_cost: 0.3}
events:
  - {id: a, year: 2011, why: w,
     embargo: {supplier: Norden, buyer: [Alba, Others], closes: {aircraft: 1, naval: 0.4}}}
  - {id: b, year: 2014, why: w, lift: {supplier: Norden, buyer: Alba}}
  - {id: c, year: 2012, over: 4, why: w, alignment: {between: [Alba, Sudor], shift: 0.9}}
  - {id: d, year: 2013, over: 3, why: w, domestic_cost: {buyer: Bora, supplier: Sudor, shift: 1}}
  - {id: e, year: 2011, until: 2015, why: w,
     patron_objection: {patron: Norden, buyer: [Bora, Cora], supplier: Sudor, strength: 0.8}}
  - {id: f, year: 2014, why: w, rivalry: {between: [Bora, Cora], level: 0.6}}
  - {id: g, year: 2011, why: w,
     objection: {by: Bora, supplier: [Norden, Cora], buyer: Alba, strength: 3}}
  - {id: h, year: 2012, over: 5, why: w, capacity: {supplier: Norden, factor: 0.4, classes: [land]}}
  - {id: i, year: 2011, over: 3, why: w, price: {supplier: [Norden, Residual], factor: 1.7}}
  - {id: j, year: 2012, until: 2014, why: w, need: {buyer: Alba, class: naval, factor: 6}}
  - {id: k, year: 2012, why: w, grant: {supplier: Norden, buyer: Bora, usd_m: 150}}
  - {id: l, year: 2015, why: w, credit: {supplier: Sudor, buyer: Alba, usd_m: 90}}
  - {id: m, year: 2013, why: w, withhold: {supplier: Sudor, buyer: Bora, classes: [aircraft]}}
  - {id: n, year: 2013, why: w,
     order: {buyer: Bora, supplier: Sudor, class: land, tiv: 120, usd_m: 7, licensed: true}}
"""
ON_THE_BOOK = """\
title: Orders suspended and cancelled, stocks lost and handed on
extends: eventful.yaml
events:
  - {id: s1, year: 2012, until: 2014, why: w, suspend: {supplier: Norden, buyer: Alba}}
  - {id: s2, year: 2009, until: 2013, why: w,
     suspend: {supplier: Sudor, buyer: Bora, classes: [land], share: 0.5, resume: false}}
  - {id: s3, year: 2013, why: w,
     cancel: {supplier: [Sudor, Residual], buyer: [Alba, Others], share: 0.7, reorder: true}}
  - {id: s4, year: 2015, why: w,
     cancel: {supplier: Sudor, buyer: Bora, signed: 2008-2014, refund: 0.4}}
  - {id: s5, year: 2012, why: w, stocks: {buyer: Bora, class: all, share: -0.6}}
  - {id: s6, year: 2014, why: w, stocks: {buyer: Bora, class: land, tiv: 40, from: Alba}}
"""

NULL = -(2**63)  # stands for a whole number that is null

OFFERS = """\
title: Suppliers enter, states begin to buy, parts are held back, buyers demand
extends: eventful.yaml
rivals: recorded
groups: {north: [Norden, Residual]}
events:
  - {id: o, year: 2011, why: w, enter: {supplier: Cora, class: aircraft, output_tiv: 90}}
  - {id: p, year: 2012, why: w, enter: {supplier: Serbia, class: naval, output_tiv: 70, price: 2}}
  - {id: q, year: 2012, why: w, new_buyer: {buyer: Serbia, need_tiv: {land: 60, aircraft: 80}}}
  - {id: r, year: 2011, why: w, component: {supplier: north, class: naval, from: Sudor,
     component_class: land, reliance: 0.8}}
  - {id: s, year: 2011, why: w,
     demand: {buyer: [Bora, Alba], class: all, licence_share: 0.6, first_delivery_within: 3}}
  - {id: t, year: 2013, why: w, grant: {supplier: north, buyer: Bora, usd_m: 90, payer: Alba}}
"""

TALKS = """\
title: Talks are known
extends: eventful.yaml
rivals: recorded
events:
  - {id: t, year: 2011, until: 2013, why: w,
     talks: {supplier: [Norden, Sudor], buyer: [Alba, Bora], classes: [land, aircraft]}}
"""

Row = Mapping[str, str]  # "asked", the digest of what was asked, and those of the data files
Rows = Mapping[str, Row]


def digests(folder: Path) -> dict[str, Row]:
    """Simulate all golden worlds, in a folder for results; digests by title of the scenario."""
    found = {}
    for name, scenario in scenarios(folder):
        results = run_scenario(scenario, folder / name).folder
        found[name] = {"asked": digest_of_asked(scenario, facts_in(results))} | {
            file.name: digest_of_file(file)
            for file in sorted(results.iterdir())
            if file.suffix in (".csv", ".parquet")
        }
    return found


def facts_in(results: Path) -> list[str]:
    """Names of the stylised facts that a run is asked for: another name is another question."""
    with (results / "patterns.csv").open(encoding="utf-8", newline="") as file:
        return [row["pattern"] for row in csv.DictReader(file)]


def scenarios(folder: Path) -> Iterator[tuple[str, Scenario]]:
    """Scenarios of the table: shipped ones over all their years, and of a small theatre."""
    for name, worlds in SHIPPED.items():
        yield name, replace(load(name), worlds=worlds)
    write_small_theatre(folder / "theatre")
    for name, text in (
        ("small", SMALL), ("eventful", EVENTFUL), ("offers", OFFERS), ("on the book", ON_THE_BOOK),
        ("talks", TALKS),
    ):  # fmt: skip
        file = folder / f"{name}.yaml"
        file.write_text(text, encoding="utf-8")
        yield name, load(file)


def digest_of_asked(scenario: Scenario, facts: Sequence[str]) -> str:
    """Digest of all that is asked: scenario, theatre, posterior, but no words; names of facts."""
    posterior = find_posterior(scenario)
    told: dict[str, Any] = {k: v for k, v in scenario.resolved().items() if k not in WORDS}
    told["set"] = {first_name(name): value for name, value in told["set"].items()}
    drawn_from = scenario.parameters if posterior is None else posterior.digest
    asked = [told, find_theatre(scenario).data_hash, drawn_from, list(facts)]
    return _short(json.dumps(asked, sort_keys=True))


def digest_of_file(file: Path) -> str:
    """Digest of what a data file says, whichever version of a library wrote it."""
    if file.suffix == ".csv":
        return _short(file.read_text(encoding="utf-8"))
    return digest_of_table(pq.read_table(file))


def digest_of_table(table: pa.Table) -> str:
    """Digest of the names and values of a table's columns.

    Numbers count to single precision: libraries and processors differ in the last bits of a
    logarithm, and that is no other model. Parameters count under their first names.
    """
    digest = hashlib.sha256()
    for name, column in zip(table.column_names, table.columns, strict=True):
        digest.update(f"{name}\0".encode())
        if pa.types.is_floating(column.type):
            known = pc.fill_null(column, float("nan")).to_numpy().astype("<f4")
            digest.update(np.where(np.isnan(known), np.float32("nan"), known).tobytes())
            digest.update(np.packbits(column.is_null().to_numpy()).tobytes())
        elif pa.types.is_integer(column.type) or pa.types.is_boolean(column.type):
            known = pc.fill_null(column.cast(pa.int64()), NULL)
            digest.update(known.to_numpy().astype("<i8").tobytes())
        else:
            digest.update("\0".join(map(first_name, map(str, column.to_pylist()))).encode())
    return digest.hexdigest()[:16]


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def objection(before: Mapping[str, Any], now: Mapping[str, Any]) -> str | None:
    """Why a table of golden worlds may not follow another one; None if it may.

    Where every theatre has changed too, nothing tells whether the model has.

    Each is ``{"version": …, "worlds": {scenario: row}}``.
    """
    same, other = before["version"], now["version"]
    changed = differing(before["worlds"], now["worlds"])
    if same == other and changed:
        return (
            f"the same was asked and other data came out: {', '.join(changed)}. If this is meant, "
            "add a version to sim/model/version.py and run 'python -m tests.golden'; if not, the "
            f"change does something that it should not: worlds of version {same} must stay the same"
        )
    comparable = any(
        before["worlds"][name]["asked"] == row["asked"]
        for name, row in now["worlds"].items()
        if name in before["worlds"]
    )
    if same != other and comparable and not changed:
        return (
            f"the model version rose from {same} to {other}, and the data are the same: take the "
            "new version out of sim/model/version.py"
        )
    return None


def differing(before: Rows, now: Rows) -> list[str]:
    """Files that differ or are gone of scenarios in which the same was asked, ``scenario/file``.

    A file that was not written before tells more of the same worlds, and is no difference.
    """
    return [
        f"{name}/{file}"
        for name, row in now.items()
        if name in before and before[name]["asked"] == row["asked"]
        for file in sorted(before[name])
        if row.get(file) != before[name].get(file)
    ]


def read() -> dict[str, Any]:
    """The table that is committed."""
    table: dict[str, Any] = json.loads(TABLE.read_text(encoding="utf-8"))
    return table


def current(folder: Path) -> dict[str, Any]:
    """The table as it would be now."""
    return {"version": MODEL_VERSION, "worlds": digests(folder)}


def main() -> int:
    """Write the table anew, unless the version says that nothing has changed."""
    with tempfile.TemporaryDirectory() as folder:
        now = current(Path(folder))
    refusal = objection(read(), now) if TABLE.exists() else None
    if refusal is not None:
        print(f"Not written: {refusal}.", file=sys.stderr)
        return 1
    TABLE.write_text(json.dumps(now, indent=1) + "\n", encoding="utf-8")
    print(f"Written: {TABLE}, version {now['version']}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

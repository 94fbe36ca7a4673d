"""Folders as a sweep leaves them, of a known function in place of the model."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

MEASURE = {"id": "out", "ratio": {
    "top": {"buyer": "India"}, "bottom": {"buyer": "Pakistan"}, "window": "2008-2012",
    "of": "deliveries",
}}  # fmt: skip
SCENARIO = {
    "name": "toy", "title": "A toy", "years": {"from": 2003, "to": 2017}, "worlds": 4, "seed": 1,
    "events": [{"id": "us-ends-grants", "year": 2009, "why": "w",
                "grant": {"supplier": "United States", "buyer": "Pakistan", "usd_m": 0}}],
}  # fmt: skip


def make_sweep(
    folder: Path,
    design: object,
    parameters: Mapping[str, Any],
    points: "np.ndarray",
    measured: "Mapping[str, np.ndarray]",
    failed: Sequence[int] = (),
    tops: Sequence[Sequence[str | None]] | None = None,
    measures: Sequence[Mapping[str, Any]] = (MEASURE,),
    thresholds: Mapping[str, float] | None = None,
) -> Path:
    """Write points [N, D], measures [N, W] by id and top suppliers [N][W]."""
    folder.mkdir(parents=True, exist_ok=True)
    keys, number = list(parameters), len(points)
    worlds = next(iter(measured.values())).shape[1]
    bad = set(failed)
    table: dict[str, Any] = {"point": pa.array(range(number), pa.int32())}
    for i, key in enumerate(keys):
        column = points[:, i]
        years = key.endswith(".year")
        table[key] = pa.array(column.astype(np.int64) if years else column)
    for name, good, wrong in (("status", "ok", "failed"), ("stage", None, "simulate"),
                              ("message", None, "too many tenders")):  # fmt: skip
        table[name] = pa.array([wrong if i in bad else good for i in range(number)], pa.string())
    pq.write_table(pa.table(table), folder / "points.parquet")
    rows = [(i, w, name, values[i, w]) for i in range(number) if i not in bad
            for w in range(worlds) for name, values in measured.items()]  # fmt: skip
    point, world, name, value = zip(*rows, strict=True) if rows else ([],) * 4
    known = [None if np.isnan(one) else one for one in value]
    pq.write_table(
        pa.table({
            "point": pa.array(point, pa.int32()), "world": pa.array(world, pa.int32()),
            "measure": pa.array(name, pa.string()).dictionary_encode(),
            "value": pa.array(known, pa.float64()),
        }),
        folder / "measures.parquet",
    )  # fmt: skip
    if tops is not None:
        rows = [(i, w, tops[i][w]) for i in range(number) if i not in bad for w in range(worlds)]
        point, world, who = zip(*rows, strict=True)
        pq.write_table(
            pa.table({"point": pa.array(point, pa.int32()), "world": pa.array(world, pa.int32()),
                      "supplier": pa.array(who, pa.string()).dictionary_encode()}),
            folder / "regimes.parquet",
        )  # fmt: skip
    plan = {
        "name": "toy_sweep", "title": "A sweep of a toy", "question": "What moves it?",
        "look_for": "Nothing in particular.", "scenario": SCENARIO, "design": design,
        "parameters": dict(parameters), "worlds": worlds, "seed": 1, "measures": list(measures),
        "regimes": None if tops is None else {
            "buyer": "Pakistan", "window": "2013-2017", "of": "orders"},
        "thresholds": dict(thresholds or {}), "keep": "measures", "on_failure": "record",
    }  # fmt: skip
    files = {path.name: hashlib.sha256(path.read_bytes()).hexdigest()
             for path in folder.glob("*.parquet")}  # fmt: skip
    manifest = {"kind": "sweep", "id": "0123456789", "sweep": plan, "points": number,
                "failed": len(bad), "files": files}  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


def with_noise(values: "np.ndarray", worlds: int, size: float = 0.1, own: float = 0.0) -> Any:
    """Values [N] in worlds [N, W]: noise that all points share, and some of their ``own``."""
    lots = np.random.Generator(np.random.Philox(5))
    shared = size * lots.standard_normal(worlds)
    return values[:, None] + shared + own * lots.standard_normal((len(values), worlds))


def ishigami(points: "np.ndarray") -> Any:
    """Ishigami's function, a = 7 and b = 0.1, of three keys from −π to π."""
    x, y, z = points.T
    return np.sin(x) + 7 * np.sin(y) ** 2 + 0.1 * z**4 * np.sin(x)


def spans(*names: str, low: float = 0.0, high: float = 1.0) -> dict[str, Any]:
    """The same range for several keys."""
    return {name: {"from": low, "to": high} for name in names}


Function = Callable[["np.ndarray"], "np.ndarray"]

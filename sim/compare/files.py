"""What a comparison leaves: tidy tables, and one file with all that they mean."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import sim
from sim.base.files import csv_text, rounded, write_whole
from sim.compare.compare import ComparedSide, Comparison, meaning
from sim.compare.contrast import Contrast
from sim.compare.gains import LEAST, Gains
from sim.compare.sides import Run, Side

COMPARISON = "comparison.json"

METHOD = {
    "difference": (
        "the other side less the base, world by world; quantiles are over worlds, or over all "
        "pairs of worlds where seeds differ"
    ),
    "mean": (
        "mean difference over worlds; its interval holds in 90% of cases, by Student's t: how well "
        "so many worlds tell the mean, not how far worlds lie apart"
    ),
    "sign": "share of worlds in which the difference has the sign of its median",
    "saved": "1 - Var(difference) / (Var(base) + Var(other)): what pairing takes away",
    "effect": (
        "of two runs, more or less if the interval of the mean misses zero and no fewer worlds go "
        "that way than the other; of the record, if it is outside the 90% of the worlds; none if "
        "all worlds are equal"
    ),
    "undefined": "worlds in which either side has no value are left out, and counted",
    "gains": (
        "deliveries, TIV a year, from the first year in which any delivery differs; of the record, "
        "over the windows that it has. low, high: an interval of the mean that holds in 90% of "
        "cases for all pairs of buyer and supplier at once. sure: it misses zero, and the mean is "
        f"at least {LEAST} TIV; of the record, if it is outside the 90% of the worlds"
    ),
}

_BANDS = ("low", "lower", "median", "upper", "high")
_HEADER = (
    "base", "other", "way", "measure", "kind", "worlds", "undefined",
    *(f"{side} {name}" for side in ("base", "other", "difference")
      for name in ("p5", "p25", "median", "p75", "p95")),
    "mean", "mean low", "mean high", "sign", "more", "less", "same", "saved", "effect",
    "verdict",
)  # fmt: skip
_GAINS = (
    "base", "other", "buyer", "supplier", "first_year", "last_year", "base_tiv", "other_tiv",
    "difference", "low", "high", "more", "less", "sure",
)  # fmt: skip


def write_comparison(folder: Path, found: Comparison) -> None:
    """Write ``comparison.csv``, ``gains.csv`` and ``comparison.json`` into a folder that exists."""
    rows = [row for against in found.against for row in _rows(found, against)]
    write_whole(folder / "comparison.csv", csv_text(_HEADER, rows))
    rows = [
        row
        for against in found.against
        if against.gains is not None
        for row in _gains(found.base.label, against.other.label, against.gains)
    ]
    write_whole(folder / "gains.csv", csv_text(_GAINS, rows))
    text = json.dumps(rounded(_content(found)), indent=2, ensure_ascii=False)
    write_whole(folder / COMPARISON, text + "\n")


def _content(found: Comparison) -> dict[str, object]:
    return {
        "version": sim.__version__,
        "sides": [_side(side) for side in found.sides],
        "years": list(found.years),
        "buyers": list(found.buyers),
        "method": METHOD,
        "measures": {
            item.id: {
                "kind": item.kind,
                **item.of_kind.written(),
            }
            for item in found.measures
        },
        "lacks": [asdict(item) for item in found.shortfalls],
        "against": [_against(found, against) for against in found.against],
    }


def _side(side: Side) -> dict[str, object]:
    if not isinstance(side, Run):
        return {"label": side.label, "theatre": side.theatre.data_hash}
    return {
        "label": side.label,
        "run": side.manifest["id"],
        "scenario": side.scenario.name,
        "title": side.scenario.title,
        "worlds": side.scenario.worlds,
        "seed": side.scenario.seed,
        "parameters": side.scenario.parameters,
        "model_version": side.manifest["model_version"],
        "theatre": side.manifest["theatre"].get("hash"),
    }


def _against(found: Comparison, against: ComparedSide) -> dict[str, object]:
    window = None if against.gains is None else list(against.gains.window)
    return {
        "other": against.other.label,
        "way": against.way,
        "worlds": against.worlds,
        "meaning": meaning(found.base, against.other),
        "inputs": None if against.inputs is None else [asdict(item) for item in against.inputs],
        "verdicts": against.verdicts,
        "contrasts": {
            name: asdict(made) | {"sign": made.sign, "effect": made.effect}
            for name, made in against.contrasts.items()
        },
        "undefined": list(against.undefined),
        "gains window": window,
    }


def _rows(found: Comparison, against: ComparedSide) -> Iterator[list[object]]:
    kinds = {item.id: item.kind for item in found.measures}
    for name, made in against.contrasts.items():
        yield [
            found.base.label, against.other.label, against.way, name, kinds[name], made.worlds,
            made.undefined, *_quantiles(made), made.mean, made.mean_low, made.mean_high, made.sign,
            made.more, made.less, made.same, made.saved, made.effect, against.verdicts.get(name),
        ]  # fmt: skip


def _quantiles(made: Contrast) -> list[float]:
    return [getattr(band, name) for band in (made.base, made.other, made.difference)
            for name in _BANDS]  # fmt: skip


def _gains(base: str, other: str, found: Gains) -> Iterator[list[object]]:
    for b, buyer in enumerate(found.buyers):
        for s, supplier in enumerate(found.suppliers):
            if found.base[b, s] == found.other[b, s] == 0:
                continue
            yield [
                base, other, buyer, supplier, *found.window,
                *(float(array[b, s]) for array in (
                    found.base, found.other, found.difference, found.low, found.high, found.more,
                    found.less,
                )),
                int(found.sure[b, s]),
            ]  # fmt: skip

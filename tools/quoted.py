"""What pages quote, a row each: the command that makes it, and what is taken from its folder."""

import csv
import json
import shlex
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sim.cli.command import main as sim
from sim.cli.terminal import progress_bar
from sim.report.compare.gallery import SHOWN, gallery
from sim.scenario.shipped import shipped_names
from tools import arrivals, gallery_page, lags, transfer

Figures = dict[str, Any]
CLAIMS = "seeds/claims.yaml"


@dataclass(frozen=True)
class Quoted:
    """Figures that belong together.

    ``make`` runs the command, given a folder to make and threads, and returns the figures.
    ``scenarios`` and ``files`` are what it reads; ``plots`` are those of the folder that the
    gallery shows, by the name that they have there, ``width`` pixels wide at most.
    """

    name: str
    command: str
    make: Callable[[Path, int], Figures]
    scenarios: tuple[str, ...]
    files: tuple[str, ...] = ()
    plots: Mapping[str, str] = field(default_factory=dict)
    width: int = 1600  # of these plots, pixels at most


def _by_command(
    name: str,
    command: str,
    read: Callable[[Path], Figures],
    scenario: str,
    files: tuple[str, ...] = (),
    plots: Mapping[str, str] | None = None,
) -> Quoted:
    """A row whose command is one of ``sim`` that leaves a folder."""

    def make(folder: Path, threads: int) -> Figures:
        given = [*shlex.split(command)[1:], "--out", str(folder), "--threads", str(threads)]
        if sim(given) != 0:
            raise RuntimeError(f"{command} failed")
        return read(folder)

    return Quoted(name, command, make, (scenario,), files, plots or {})


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _number(cell: str) -> float | None:
    return None if cell == "" else float(cell)


def measured(folder: Path) -> Figures:
    """Median, band and record of each measure of a run."""
    recorded = {row["measure"]: row["recorded"] for row in _rows(folder / "recorded.csv")}
    return {
        row["measure"]: {
            "median": _number(row["median"]),
            "low": _number(row["p5"]),
            "high": _number(row["p95"]),
            "recorded": _number(recorded.get(row["measure"], "")),
        }
        for row in _rows(folder / "summary.csv")
    }


def tipped(folder: Path) -> Figures:
    """Where a measure crosses its threshold, and in how many worlds."""
    found = json.loads((folder / "tip.json").read_text(encoding="utf-8"))
    keys = ("condition", "vary", "from", "to", "outcome", "answer", "crossings", "chance_90")
    return {key: found[key] for key in keys} | {"worlds": found["worlds"]}


def scored(folder: Path) -> Figures:
    """The scores of a run, overall and claim by claim."""
    found = json.loads((folder / "score.json").read_text(encoding="utf-8"))
    claims = [
        {key: row[key] for key in ("id", "role", "what", "measure", "crps", "in_worlds", "share")}
        | {"verdict": row["verdict"] or None}
        for row in found["claims"]
    ]
    return {
        "overall": {row["who"]: row for row in found["overall"]},
        "claims": claims,
        "patterns": {row["id"]: row["verdict"] for row in found["patterns"]},
        "together": found["together"],
        "placebo": found["placebo"],
        "over_reference": found["over reference"],
        "mixes": found["supplier mix"],
    }


def calibrated(folder: Path) -> Figures:
    """What a calibration says of parameters and targets, and whether it finds what is known."""
    found: Figures = json.loads((folder / "calibration.json").read_text(encoding="utf-8"))
    return found


def ablated(folder: Path) -> Figures:
    """What is lost over all targets when a mechanism is turned off."""
    rows = [row for row in _rows(folder / "ablation.csv") if row["claim"] == "all targets"]
    return {
        row["variant"]: {
            "kind": row["kind"],
            **{key: _number(row[key]) for key in ("loss", "low", "high")},
        }
        for row in rows
    }


def backtested(folder: Path) -> Figures:
    """The table of a back-test, and the coverage of its bands."""
    rows = [
        {key: cell if key in ("flow", "forecaster") else _number(cell) for key, cell in row.items()}
        for row in _rows(folder / "table.csv")
    ]
    report = (folder / "report.txt").read_text(encoding="utf-8").splitlines()
    deliveries, orders = (line.strip() for line in report if "bands hold" in line)
    return {"table": rows, "bands": {"Deliveries": deliveries, "New orders": orders}}


def refitted(folder: Path) -> Figures:
    """The same where choice weights were refitted, and to which orders."""
    about = json.loads((folder / "backtest.json").read_text(encoding="utf-8"))
    [orders] = about["estimated from"].values()
    return backtested(folder) | {"orders": orders}


def swept(*measures: str) -> Callable[[Path], Figures]:
    """Medians and bands of some measures at every point, and all indices of them."""

    def read(folder: Path) -> Figures:
        points = [
            {
                key: _number(cell)
                for key, cell in row.items()
                if "." not in key or key.startswith(("events.", *(f"{m}." for m in measures)))
            }
            for row in _rows(folder / "summary.csv")
        ]
        indices = folder / "sensitivity.csv"
        found = _rows(indices) if indices.is_file() else []
        return {
            "points": points if len(points) < 100 else len(points),
            "indices": [
                {"measure": row["measure"], "key": row["key"], "index": row["index"]}
                | {end: _number(row[end]) for end in ("value", "low", "high")}
                for row in found
                if row["measure"] in measures and row["index"] not in ("mu", "sigma")
            ],
        }

    return read


def _sweep(name: str, scenario: str, measures: Sequence[str], plots: Mapping[str, str]) -> Quoted:
    return _by_command(
        f"sweep-{name.replace('_', '-')}", f"sim sweep {name}", swept(*measures), scenario,
        (f"scenarios/sweeps/{name}.yaml",),
        {f"sweeps/{shown}": f"plots/{plot}.png" for shown, plot in plots.items()},
    )  # fmt: skip


def _explained(folder: Path, threads: int) -> Figures:
    """Who won one order of the most typical world of history, and who came next."""
    asked = ["--buyer", "Pakistan", "--year", "2015", "--class", "helicopters"]
    for given in (["run", "history", "--out", str(folder)], ["explain", str(folder), *asked]):
        if sim(given) != 0:
            raise RuntimeError(f"sim {' '.join(given)} failed")
    [file] = folder.glob("explain_*.json")
    found = json.loads(file.read_text(encoding="utf-8"))
    largest = max((one for one in found["tenders"] if one["race"]), key=lambda one: one["tiv"])
    return {"world": found["world"]} | {
        key: largest["race"][key] for key in ("winner", "runner_up", "decisive")
    }


def _compared(folder: Path, threads: int) -> Figures:
    return {"text": gallery(folder, None, threads, progress_bar)}


def _arrived(folder: Path, threads: int) -> Figures:
    return arrivals.figures()


def _lagged(folder: Path, threads: int) -> Figures:
    return lags.figures()


def _transferred(folder: Path, threads: int) -> Figures:
    return transfer.figures()


_TIP = (
    "sim tip cheap_russian_arms --vary events.russia-sells-cheaper.factor=1:0.1 "
    "--until 'pak-russia-orders >= 0.1' --worlds 200"
)
_OF_HISTORY = (
    *("shares_pakistan", "shares_india", "orders_and_deliveries_pakistan"),
    *("orders_and_deliveries_india", "announcements_pakistan", "announcements_india"),
    *("rival_balance", "export_shares", "who_supplies_whom"),
)
_CHINA, _RUSSIA, _US = "pak-china-2013-17", "india-russia-2013-17", "pak-us-2013-17"

_ROWS = (
    _by_command(
        "history", "sim run scenarios/history.yaml", measured, "history",
        plots={name: f"plots/{name}.png" for name in _OF_HISTORY},
    ),
    _by_command(
        "calibration", "sim calibrate seeds/calibration.yaml --recover 20", calibrated, "history",
        ("seeds/calibration.yaml", CLAIMS),
        {"prior_posterior": "plots/prior_posterior.png"},
    ),
    _by_command(
        "score", "sim score history --placebo 40", scored, "history",
        (CLAIMS, "sim/score/reference.json"),
        {f"score_forest{page}": f"plots/score_forest{page}.png" for page in ("", "_2", "_3")},
    ),
    _by_command(
        "score-recorded-tenders", "sim score recorded_tenders", scored, "recorded_tenders",
        (CLAIMS,),
    ),
    _by_command(
        "ablation", "sim ablate history", ablated, "history", (CLAIMS,),
        {"ablation": "plots/ablation.png"},
    ),
    _by_command(
        "tip", _TIP, tipped, "cheap_russian_arms", plots={"sweeps/tip": "plots/tip.png"}
    ),
    _by_command("backtest", "sim backtest default", backtested, "history"),
    _by_command(
        "backtest-estimated", "sim backtest default --estimate", refitted, "history",
        ("sim/theatre/data/earlier_orders.csv",),
    ),
    _sweep("price_by_rivals", "history", (_RUSSIA, _CHINA),
           {"heatmap_india_russia": "heatmap_india-russia-2013-17", "regimes_pakistan": "regimes"}),
    _sweep("when_grants_end", "grants_end", (_US,),
           {"when_grants_end": "response_pak-us-2013-17", "worlds_enough": "error_pak-us-2013-17"}),
    _sweep("all_parameters", "history", (_CHINA,),
           {"all_parameters": "morris_pak-china-2013-17"}),
    _sweep("the_six_that_matter", "history", (_CHINA, _RUSSIA),
           {"the_six_pakistan_china": "sobol_pak-china-2013-17",
            "the_six_india_russia": "sobol_india-russia-2013-17"}),
    Quoted(
        "explained",
        "sim explain results/history/ID --buyer Pakistan --year 2015 --class helicopters",
        _explained, ("history",), plots={"explained": "plots/explain_*_1_*.png"},
    ),
    Quoted(
        "page", "sim page history", gallery_page.make, ("history",), gallery_page.FILES,
        {"page": "page.png"},
    ),
    Quoted("arrivals", "python -m tools.figures arrivals", _arrived, ("history",)),
    Quoted("lags", "python -m tools.figures lags", _lagged, ("history",)),
    Quoted("transfer", "python -m tools.figures transfer", _transferred, ("history",)),
    Quoted(
        "comparisons", "sim compare history … (each shipped scenario, and the record)", _compared,
        tuple(shipped_names()),
        plots={f"compare/{name}": f"plots/{name}.png" for name in SHOWN},
        width=1000,
    ),
)  # fmt: skip

QUOTED: Mapping[str, Quoted] = {row.name: row for row in _ROWS}

"""What a scorecard leaves: ``score.csv``, a row a claim or stylised fact, and ``score.json``."""

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, fields
from pathlib import Path

from sim.base.bands import LEVELS
from sim.base.files import csv_text, rounded, write_whole
from sim.claims import InWorlds
from sim.experiment.variants import habit_only_in_words
from sim.measure.comparison import ComparisonRule
from sim.measure.measures import MEASURE_KINDS
from sim.score.frozen import Reference
from sim.score.scorecard import RIVALS, Scorecard
from sim.score.scored import EVENTS_OFF, MODEL, PERSISTENCE, SAMPLES, Scored

FORECASTS = (MODEL, *RIVALS, PERSISTENCE)

METHOD = {
    "crps": (
        "continuous ranked probability score E|X - y| - E|X - X'|/2 on the claim's scale, where X "
        "is a world's value plus a normal discrepancy whose sd is the claim's tolerance, in closed "
        "form; the same for every rival, and for the one value of persistence"
    ),
    "z": "(record - mean of worlds) / sqrt(variance over worlds + tolerance squared), on the scale",
    "undefined": "worlds in which a measure is a share of nothing are left out, and counted",
    "prior": "the same scenario, every parameter drawn from the prior of the table",
    "events off": "the same scenario without any event; its score is the scale of the others",
    "persistence": "the record of the same measure one window earlier, where there is one",
    "overall": (
        "mean over targets of a score over that of events off; 90% interval by paired bootstrap "
        f"over the worlds, {SAMPLES} samples"
    ),
    "interval score": (
        "width of the 90% band of the worlds, and 20 times how far the record lies outside, on the "
        "claim's scale; the tolerance is no part of it"
    ),
    "over reference": (
        "mean over rows of a score over that of the frozen reference: the uncalibrated model "
        "without events of a release, kept as a file; 90% interval by bootstrap over the worlds, "
        "the reference held fixed"
    ),
    "together": "share of all worlds in which several claims hold at once",
    "placebo": (
        "the scenario with the pairs and the years of its shifts of politics dealt anew among "
        "them, sizes and all other events kept; mean and 90% range over deals; as_good is the "
        "share of deals, the scenario counted as one, that do as well or better"
    ),
    "supplier mix": (
        "half the sum over suppliers of |mean simulated share - recorded share|, mean over buyers; "
        "decayed_history and before take instead the shares of the orders before the start, "
        "decayed at 0.9 a year, and those of the window before; inside, width and score "
        "(interval score) are of the 90% bands of pairs of buyer and supplier with a mean "
        "simulated share above a tenth"
    ),
    "uninformative": (
        "the record is inside the 90% band, but the band is at least as wide as half of all "
        "shares, ten ranks or years, or a factor of ten"
    ),
}

_HEADER = (
    "id", "role", "verdict", "standing", "recorded", "median", "p5", "p25", "p75", "p95", "worlds",
    "undefined", "width", "prior width", "scale", "tolerance", "z",
    *(f"crps {who}" for who in FORECASTS), "over events off", "over reference",
    *(f"interval score {who}" for who in FORECASTS), "window before", "demanded",
    "share of worlds", "base rate", "measure", "what",
)  # fmt: skip


def write_score(folder: Path, card: Scorecard, about: Mapping[str, object]) -> None:
    """Write both files into a folder, each whole or not at all.

    Args:
        folder: is made if it is not there.
        card: the scorecard.
        about: what made it, such as the id of the run and the digest of the ledger.
    """
    rows = [_row(row, card.reference_of(row)) for row in (*card.claims, *card.facts)]
    write_whole(folder / "score.csv", csv_text(_HEADER, rows))
    content = {
        **about,
        "record": card.record,
        "method": METHOD | {"habit only": habit_only_in_words(), "wide": _wide()},
        "overall": [asdict(item) for item in card.overall],
        "reference": _without_rows(card.reference),
        "over reference": [asdict(item) for item in card.over_reference],
        "claims": [_plain(row) for row in card.claims],
        "patterns": [_plain(row) for row in card.facts],
        "together": [
            {"id": one.together.id, "claim": one.together.claim, "share of worlds": one.shares}
            for one in card.jointly
        ],
        "placebo": None if card.placebo is None else asdict(card.placebo),
        "supplier mix": [asdict(item) for item in card.mixes],
        "not asked": {item.claim.id: item.reason for item in card.unasked},
    }
    text = json.dumps(rounded(content), indent=2, ensure_ascii=False)
    write_whole(folder / "score.json", text + "\n")


def demand_in_words(demand: InWorlds, share_of: str = "of worlds") -> str:
    """``≥ 95% of worlds ≤ 0.1``: how many worlds must lie where."""
    low, high = demand.low, demand.high
    if low is not None and high is not None:
        where = f"in {low:g}-{high:g}"
    elif high is not None:
        where = f"≤ {high:g}"
    else:
        where = "anywhere" if low is None else f"≥ {low:g}"
    if demand.most >= 1:
        share = f"≥ {demand.least:.0%}"
    elif demand.least <= 0:
        share = f"≤ {demand.most:.0%}"
    else:
        share = f"{demand.least:.0%}-{demand.most:.0%}"
    return f"{share} {share_of} {where}"


def _row(row: Scored, reference: float | None) -> list[object]:
    asked, band = row.question, row.band
    quantiles = [None] * len(LEVELS) if band is None else [
        band.median, band.low, band.lower, band.upper, band.high
    ]  # fmt: skip
    return [
        asked.id, asked.role, row.verdict, row.standing, asked.observed, *quantiles, row.worlds,
        row.undefined, row.width, row.prior_width, asked.scale, asked.tolerance, row.z,
        *(row.crps.get(who) for who in FORECASTS), row.over_scale(),
        row.crps[MODEL] / reference if reference is not None and MODEL in row.crps else None,
        *(row.interval_scores.get(who) for who in FORECASTS), asked.before,
        None if asked.in_worlds is None else demand_in_words(asked.in_worlds), row.share,
        asked.base_rate, None if asked.measure is None else asked.measure.id, asked.what,
    ]  # fmt: skip


def _plain(row: Scored) -> dict[str, object]:
    asked = row.question
    given = {item.name: getattr(asked, item.name) for item in fields(asked)}
    found = {item.name: getattr(row, item.name) for item in fields(row) if item.name != "question"}
    return {
        **given,
        "measure": None if asked.measure is None else asked.measure.id,
        "in_worlds": None if asked.in_worlds is None else asked.in_worlds.model_dump(),
        **found,
        "band": None if row.band is None else asdict(row.band),
        f"over {EVENTS_OFF}": row.over_scale(),
    }


def _without_rows(reference: Reference | None) -> dict[str, object] | None:
    if reference is None:
        return None
    return {key: value for key, value in asdict(reference).items() if key != "rows"}


def _wide() -> dict[str, float]:
    compared = {name: kind.comparison for name, kind in MEASURE_KINDS.items()}
    apart = {name: one.wide for name, one in compared.items() if not one.ratio}
    return {**apart, "all else, times": math.exp(ComparisonRule().wide)}

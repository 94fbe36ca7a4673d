"""The scorecard as a table of words, read from ``score.json`` beside a run."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.base.own import changed_since, writing
from sim.base.phrases import capital
from sim.claims import load_ledger
from sim.compare.sides import Run
from sim.experiment.damage import NotResultsError
from sim.experiment.reproduce import StaleResultsError, open_current
from sim.experiment.store import read_manifest
from sim.measure.measures import range_in_words, value_in_words
from sim.report.run.asked import of_others
from sim.report.score.verdicts import HEADINGS, by_heading, full_count
from sim.report.score.write import write_scorecard
from sim.score.asked import ASKED, NothingToAskError
from sim.score.scorecard import score_scenario

Tick = Callable[[int], Any]
_SCORE = "score.json"


@dataclass(frozen=True)
class ClaimLine:
    """A claim or stylised fact: the record, the worlds and the verdict, all in words."""

    what: str
    record: str
    median: str
    band: str
    verdict: str


@dataclass(frozen=True)
class Scores:
    """All that was asked, or in ``missing`` why nothing was."""

    summary: str = ""
    groups: tuple[tuple[str, tuple[ClaimLine, ...]], ...] = ()  # under their headings
    missing: str = ""
    record: str = ""  # whose it is, in words


def needs_scoring(folder: Path) -> bool:
    """Whether no scorecard of this very run and ledger lies in the folder."""
    return _scorecard(folder) is None


def score_beside(folder: Path, threads: int, tick: Tick) -> str:
    """Score a run and leave the scorecard beside it, as ``sim score`` does.

    Returns:
        Why it cannot be scored; empty if it was.
    """
    ledger = load_ledger()
    try:
        scenario, manifest = open_current(folder)
        card = score_scenario(scenario, ledger, threads, tick)
    except (NothingToAskError, StaleResultsError) as error:
        return str(error)
    with writing(folder, "score") as partial:
        write_scorecard(partial, card, manifest, ledger)
    return ""


def scores_of(run: Run, missing: str = "") -> Scores:
    """The scorecard that lies in a run's folder, in words, on what the run asks about."""
    content = _scorecard(run.folder)
    if content is None:
        return Scores(missing=missing or "This run has no scorecard.")
    claims = content["claims"]
    facts = [
        row for row in content["patterns"]
        if not of_others(str(row["what"]), run.scenario, run.theatre)
    ]  # fmt: skip
    groups = [
        (title, rows)
        for title, rows in by_heading(((row["role"], row) for row in claims), facts)
        if title != HEADINGS[ASKED] or any(row["observed"] is not None for row in rows)
    ]
    return Scores(
        full_count([(row["role"], row["verdict"]) for row in claims]),
        tuple((title, tuple(map(_row, rows))) for title, rows in groups),
        record=str(content.get("record", "")),
    )


def _scorecard(folder: Path) -> dict[str, Any] | None:
    """What ``score.json`` says, if it is of this run and of the ledger as it is."""
    manifest = read_manifest(folder)
    path = folder / _SCORE
    if manifest is None or not path.is_file():
        return None
    if changed_since(folder, _SCORE):
        raise NotResultsError(
            f"{path} is not as 'sim score' of this version left it; move it away, and the run is "
            "scored again"
        )
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    made_of = content.get("run"), content.get("ledger_sha256")
    return content if made_of == (manifest["id"], load_ledger().digest) else None


def _row(row: Mapping[str, Any]) -> ClaimLine:
    band, kind, what = row["band"], row["kind"], str(row["what"])
    return ClaimLine(
        capital(what),
        value_in_words(kind, row["observed"]),
        "" if band is None else value_in_words(kind, band["median"]),
        "undefined" if band is None else range_in_words(kind, band["low"], band["high"]),
        row["verdict"],
    )  # fmt: skip

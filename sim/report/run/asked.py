"""What a scenario asks, and what came out: each measure beside the record, in words."""

import csv
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.base.files import unwritten
from sim.base.phrases import capital, counted
from sim.measure.bands import WorldBand, standing, verdict
from sim.measure.measures import range_in_words, value_in_words
from sim.scenario import Measure, Scenario
from sim.theatre.theatre import Theatre

SHORT = 3  # measures that an answer tells
_LEVELS = ("p5", "p25", "median", "p75", "p95")


@dataclass(frozen=True)
class AskedMeasure:
    """One measure of a run: its record, its worlds, and where the one lies in the other."""

    measure: Measure
    worlds: int
    undefined: int
    band: WorldBand | None
    recorded: float | None
    record_ends: int | None  # the last year on record of what it reads

    @property
    def record(self) -> str:
        """The record as one reads it; nothing where there is none."""
        return value_in_words(self.measure.kind, self.recorded)

    @property
    def median(self) -> str:
        """The world in the middle."""
        return "" if self.band is None else value_in_words(self.measure.kind, self.band.median)

    @property
    def range(self) -> str:
        """The band of 90% of the worlds."""
        if self.band is None:
            return "undefined"
        return range_in_words(self.measure.kind, self.band.low, self.band.high)

    @property
    def where(self) -> str:
        """Where the record lies: ``inside``, ``above``, ``past the record, 2017``."""
        if self.recorded is None:
            past = self.record_ends is not None and self._last > self.record_ends
            return f"past the record, {self.record_ends}" if past else "not on record"
        if self.band is None:
            return ""
        if standing(self.recorded, self.band) == "outside":
            return "above" if self.recorded > self.band.high else "below"
        wide = verdict(self.recorded, self.measure.kind, self.band) == "uninformative"
        return "inside, too wide" if wide else "inside"

    @property
    def beside(self) -> str:
        """The same as the end of a sentence: ``the record, 31%, lies inside the 90% band``."""
        if self.recorded is None and self.record_ends is None:
            return "nothing of the kind is on record"
        if self.recorded is None:
            past = self._last > (self.record_ends or 0)
            if past:
                return f"the years run past the record, which ends in {self.record_ends}"
            return "the record does not tell"
        lies = {
            "": "",
            "inside, too wide": "lies inside the 90% band, which is too wide to test anything",
            "inside": "lies inside the 90% band",
        }.get(self.where, f"lies {self.where} the 90% band")
        return f"the record, {self.record}, {lies}" if lies else f"the record is {self.record}"

    @property
    def sentence(self) -> str:
        """The measure, its worlds and its record in one sentence."""
        return f"{self.told}; {self.beside}."

    @property
    def told(self) -> str:
        """The measure and its worlds, as the beginning of that sentence."""
        subject = capital(self.measure.subject)
        if self.band is None:
            return f"{subject}: undefined in every world"
        also = ""
        if self.undefined:
            also = f" (it has no value in {self.undefined} of {counted(self.worlds, 'world')})"
        return f"{subject}: {self.median} in the median world, {self.range} in 90% of worlds{also}"

    @property
    def _last(self) -> int:
        return max((last for _, last in self.measure.windows.values()), default=0)


def asked_measures(folder: Path, scenario: Scenario, theatre: Theatre) -> list[AskedMeasure]:
    """The measures of a run in the order in which the scenario asks them.

    Args:
        folder: of the run.
        scenario: of the run.
        theatre: of the run.
    """
    worlds = {row["measure"]: row for row in rows_of(folder / "summary.csv")}
    recorded = {row["measure"]: row["recorded"] for row in rows_of(folder / "recorded.csv")}
    return [
        AskedMeasure(
            item,
            scenario.worlds,
            int(worlds[item.id]["undefined"]),
            _band(worlds[item.id]),
            float(recorded[item.id]) if recorded.get(item.id) else None,
            _record_ends(item, theatre),
        )
        for item in scenario.measures
        if item.id in worlds
    ]


def in_short(asked: Sequence[AskedMeasure]) -> str:
    """The first measures, a sentence each, and where all others are."""
    first, others = asked[:SHORT], len(asked) - SHORT
    ends = {item.beside for item in first}
    alike = len(first) > 1 and len(ends) == 1  # is said once
    told = [f"{item.told}." if alike else item.sentence for item in first]
    if alike:
        told.append(f"Of all these, {ends.pop()}.")
    if others > 0:
        words = "One more measure stands" if others == 1 else f"{others} more measures stand"
        told.append(f"{words} below, under ‘What came out’.")
    return " ".join(told)


def of_others(words: str, scenario: Scenario, theatre: Theatre) -> bool:
    """Whether words name a state that a scenario with its own question does not ask about."""
    if scenario.claims == "all":
        return False
    asked = {
        theatre.find(word) or word for word in (*scenario.buyers_asked, *scenario.suppliers_asked)
    }
    states = (*theatre.buyers, *theatre.suppliers)
    return any(name in words for name in states if name not in asked)


def rows_of(path: Path) -> Iterator[dict[str, str]]:
    """Rows of a table of a run, as they were before they were made safe for spreadsheets."""
    with path.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            yield {name: unwritten(cell) for name, cell in row.items()}


def _band(row: dict[str, str]) -> WorldBand | None:
    ends = [float(row[name]) if row[name] else math.nan for name in _LEVELS]
    return None if any(map(math.isnan, ends)) else WorldBand(*ends)


def _record_ends(measure: Measure, theatre: Theatre) -> int | None:
    """The last year on record of the flows that a measure reads."""
    ends = [
        last
        for flows in theatre.recorded.values()
        if all(getattr(flows, name) is not None for name in measure.reads)
        for _, last in flows.periods
    ]
    return max(ends, default=None)

"""What became of it: a game beside the record, and beside what the model alone makes of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from sim.base.arrays import Floats
from sim.experiment.case import build_case
from sim.experiment.run import ledgers_of, measure_block, recorded_measures
from sim.experiment.worlds import Block, map_worlds
from sim.play.game import Game
from sim.play.moment import GameError
from sim.scenario import Measure, Scenario

WORLDS = 100
WINDOW = 5  # years
SHOWN = 0.03  # share of deliveries from which a supplier has a row


@dataclass(frozen=True)
class EndingRow:
    """One number of a game beside others. ``alone`` are the worlds [W] of the model alone."""

    buyer: str
    supplier: str | None  # None: all of them
    window: tuple[int, int]
    measure: Measure
    played: float | None
    recorded: float | None
    alone: Floats

    @property
    def below(self) -> int:
        """In how many worlds of the model alone the number is lower than in the game."""
        return 0 if self.played is None else int((self.alone < self.played).sum())


@dataclass(frozen=True)
class Ending:
    """What became of a game. Volumes are TIV delivered in its years Y, by seat that buys.

    ``played`` are those of the game [1, S, Y], ``alone`` of the worlds of the model alone
    [W, S, Y].
    """

    rows: tuple[EndingRow, ...]
    played: Mapping[str, Floats]
    alone: Mapping[str, Floats]


def ending(game: Game, worlds: int = WORLDS, threads: int = 1) -> Ending:
    """Deliveries of each seat that buys, by window and supplier, as far as the game has come.

    Raises:
        GameError: if no year is over, or no seat buys.
    """
    years = range(game.base.first_year, game.year)
    if not years or not game.buyers:
        raise GameError("there is nothing to compare: no year is over, or no seat buys")
    asked = _measures(game, years)
    own, played = _simulated(game, game.scenario, asked, game.world, 1, 1)
    values, alone = _simulated(game, game.base, asked, 0, worlds, threads)
    recorded = recorded_measures(asked, game.theatre)
    rows = [
        EndingRow(
            buyer=item.values["buyer"][0],
            supplier=_only(item.values.get("supplier")),
            window=item.values["window"],
            measure=item,
            played=_known(float(own[item.id][0])),
            recorded=recorded.get(item.id),
            alone=values[item.id],
        )
        for item in asked
    ]
    told = tuple(row for row in rows if row.supplier is None or _matters(row))
    return Ending(told, played, alone)


def windows_of(years: range) -> list[tuple[int, int]]:
    """Windows of five years from the first on; the last one ends with the years."""
    return [(first, min(first + WINDOW - 1, years[-1])) for first in years[::WINDOW]]


def _measures(game: Game, years: range) -> tuple[Measure, ...]:
    plain = list(_written(game, years))
    return Scenario.from_resolved({**game.base.resolved(), "measures": plain}).measures


def _written(game: Game, years: range) -> Iterator[dict[str, object]]:
    for b, buyer in enumerate(game.buyers):
        for first, last in windows_of(years):
            window = f"{first}-{last}"
            yield {"id": f"volume-{b}-{first}", "volume": {"buyer": buyer, "window": window}}
            for s, supplier in enumerate(game.theatre.suppliers):
                if supplier != buyer:
                    values = {"buyer": buyer, "supplier": supplier, "window": window}
                    yield {"id": f"share-{b}-{first}-{s}", "share": values}


def _simulated(
    game: Game, scenario: Scenario, asked: tuple[Measure, ...], first: int, worlds: int,
    threads: int,
) -> tuple[dict[str, Floats], dict[str, Floats]]:  # fmt: skip
    """Values of measures [W], and deliveries to each seat that buys [W, S, Y], of some worlds."""
    until = replace(scenario, measures=asked, last_year=game.year - 1)
    places = [game.theatre.buyers.index(name) for name in game.buyers]

    def take(block: Block) -> tuple[dict[str, Floats], Floats]:
        assert block.flows.deliveries is not None
        return measure_block(block, asked), block.flows.deliveries[:, places].sum(axis=3)

    case = build_case(until, game.theatre)
    blocks = list(map_worlds(take, case, first, worlds, threads, ledgers=ledgers_of(asked)))
    values = {item.id: np.concatenate([value[item.id] for value, _ in blocks]) for item in asked}
    volumes = np.concatenate([volume for _, volume in blocks])
    return values, {name: volumes[:, i] for i, name in enumerate(game.buyers)}


def _matters(row: EndingRow) -> bool:
    known = (row.played, row.recorded, float(np.nanmedian(row.alone)))
    return any(share is not None and share >= SHOWN for share in known)


def _only(names: tuple[str, ...] | None) -> str | None:
    return None if not names else names[0]


def _known(value: float) -> float | None:
    return None if np.isnan(value) else value

"""The model's forecast: worlds from an origin on, which know nothing of what came later."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from sim.backtest.record import FLOWS, Flow
from sim.backtest.ties import tied
from sim.base.arrays import Floats
from sim.base.distributions import Distribution
from sim.document.frozen import FrozenMap
from sim.experiment.case import Case, build_case
from sim.experiment.posterior import Posterior
from sim.experiment.worlds import Block, map_worlds
from sim.register.as_of import deals_as_of, relations_as_of, theatre_as_of_start
from sim.register.build import ImportOptions, make_theatre, write_theatre
from sim.register.cast import without_own
from sim.register.deals import Deals
from sim.register.read import Register
from sim.scenario import Scenario
from sim.theatre.load import default_theatre, load_theatre
from sim.theatre.theatre import Theatre

Tick = Callable[[int], object]


@dataclass(frozen=True)
class OriginPast:
    """What one origin starts from: a theatre, and the deals of a register that it was made of."""

    theatre: Theatre
    deals: Deals | None = None

    @property
    def placed(self) -> Deals:
        """The deals placed before the origin.

        Raises:
            ValueError: if the theatre was not made of a register.
        """
        if self.deals is None:
            raise ValueError("a theatre that was not made of a register has no deals")
        return self.deals


def past_as_of(
    register: Register, options: ImportOptions, folder: Path, *, strict: bool = False
) -> OriginPast:
    """Make the theatre of an origin, ``options.start``, from what was known before it.

    Args:
        register: the complete register.
        options: buyers, suppliers and relations, as for an import.
        folder: where the theatre's tables will lie, and must not yet.
        strict: as in ``deals_as_of``.

    Raises:
        InputError: if nothing was known then, the register does not reach back far enough, or the
            relations are wrong.
    """
    origin = options.start
    deals = without_own(deals_as_of(register.deals, origin, strict=strict), origin)
    if not len(deals.deal):
        raise register.refuse(f"nothing of this register was known before {origin} (--origin)")
    early = Register(deals, (), register.accounts)
    default = relations_as_of(default_theatre(), origin)
    # What is written names the folder as it lies in the back-test, wherever that is being made. The
    # early deals know no year of what had not arrived by then, and so have no record to tell.
    made = make_theatre(early, options, Path(folder.name), default, option="--origin", record=False)
    write_theatre(made, folder)
    return OriginPast(theatre_as_of_start(load_theatre(folder)), deals)


def case_of(
    past: OriginPast, horizon: int, worlds: int, seed: int,
    settings: Mapping[str, Distribution] | None = None, posterior: Posterior | None = None,
) -> Case:  # fmt: skip
    """The case of a forecast: no events, parameters from their priors or as given.

    Args:
        past: what the origin starts from.
        horizon: years simulated.
        worlds: how many.
        seed: of their noise.
        settings: priors in place of the table's, such as those estimated before the origin.
        posterior: fitted before the origin, to draw from.
    """
    start = past.theatre.start
    plain = {
        "name": f"backtest_{start}",
        "title": f"What could be known of {start}-{start + horizon - 1}",
        "theatre": str(past.theatre.folder),
        "years": {"from": start, "to": start + horizon - 1},
        "worlds": worlds,
        "seed": seed,
        "parameters": "prior",
    }
    scenario = Scenario.from_resolved(plain)
    if settings:
        scenario = replace(scenario, settings=FrozenMap(settings))
    return replace(build_case(scenario, past.theatre), posterior=posterior)


@dataclass(frozen=True)
class Simulated:
    """Worlds of an origin, and how often they have a tie in its first year."""

    volumes: dict[Flow, Floats]  # [W, B, S] TIV over all years
    tied: Floats  # [B, S] share of worlds in which at least ``ties.LEAST`` is delivered then


def simulate(case: Case, threads: int, tick: Tick | None = None) -> Simulated:
    """Simulate a case; ``tick`` counts worlds as they are done.

    Raises:
        TooManyTendersError: as ``map_worlds``.
    """

    def take(block: Block) -> tuple[dict[Flow, Floats], Floats]:
        delivered = block.flows.deliveries
        assert delivered is not None  # asked for below
        with_tie = tied(delivered[..., 0].sum(axis=3)).sum(axis=0)
        return {flow: _total(getattr(block.flows, flow)) for flow in FLOWS}, with_tie

    parts, number = [], []
    for part, with_tie in map_worlds(take, case, 0, case.scenario.worlds, threads, ledgers=FLOWS):
        parts.append(part)
        number.append(with_tie)
        if tick is not None:
            tick(len(part["orders"]))
    volumes = {flow: np.concatenate([part[flow] for part in parts]) for flow in FLOWS}
    return Simulated(volumes, np.sum(number, axis=0) / case.scenario.worlds)


def _total(ledger: Floats) -> Floats:
    """Sum of a ledger [W, B, S, K, Y] over classes and years, in memory of its own."""
    return ledger.sum(axis=(3, 4))

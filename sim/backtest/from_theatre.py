"""A back-test from a theatre's own record: one origin, its start, and what its tables then tell."""

from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from sim.backtest.forecast import OriginPast, Tick
from sim.backtest.outcomes import LATELY
from sim.backtest.record import FLOWS, OriginRecord, Windows
from sim.backtest.refit import refit
from sim.backtest.run import BacktestPlan, Estimate
from sim.backtest.words import LAST_MEASURED
from sim.register.as_of import theatre_as_of_start
from sim.register.build import ImportOptions
from sim.register.lines import refuse
from sim.theatre.earlier import earlier_orders
from sim.theatre.theatre import Theatre

LONGEST = 30  # years of a horizon that is looked for


@dataclass(frozen=True)
class FromTheatre:
    """A theatre as it stands, whose tables of what happened are kept from the forecast."""

    theatre: Theatre
    as_of: str = "Start and relations end with the year before"

    @property
    def cast(self) -> ImportOptions:
        """Everybody in the theatre, from its start."""
        theatre = self.theatre
        buyers = len(set(theatre.buyers) - theatre.aggregates)
        suppliers = len(set(theatre.suppliers) - theatre.aggregates)
        return ImportOptions(theatre.start, buyers, suppliers, None)

    @property
    def files(self) -> list[str]:
        """The theatre's title."""
        return [self.theatre.title]

    @property
    def record_of(self) -> str:
        """Whose record the theatre has."""
        return self.theatre.record_of

    def check(self, plan: BacktestPlan) -> None:
        """Check that the origin is the theatre's start, and its record long enough.

        Raises:
            InputError: naming the horizons that it allows.
        """
        theatre, start = self.theatre, self.theatre.start
        if plan.origins != (start,):
            self._refuse(
                f"this theatre starts in {start} and knows no other origin (--origin); "
                "a register has many"
            )
        if plan.strict:
            self._refuse(
                "the order book of a theatre is as its tables have it (--strict); give a register"
            )
        windows = Windows(theatre.recorded)
        can = [
            years
            for years in range(1, LONGEST + 1)
            if windows.has("orders", start - LATELY, start - 1)
            and all(
                windows.has(flow, start - years, start - 1)
                and windows.has(flow, start, start + years - 1)
                for flow in FLOWS
            )
        ]
        if plan.horizon not in can:
            years = " or ".join(map(str, can))
            self._refuse(
                f"its record allows a horizon of {years} years, not {plan.horizon} (--horizon)"
                if can
                else f"has no record of as many years before {start} as from then on, of orders "
                f"and deliveries, or none of the orders of {LATELY} years before; give a register"
            )

    def prepare(self, plan: BacktestPlan, folder: Path) -> list[OriginPast]:
        """The theatre without the record of what happened."""
        del plan, folder
        return [OriginPast(theatre_as_of_start(self.theatre))]

    def estimate(self, past: OriginPast, tick: Tick) -> Estimate:
        """Refit the choice weights on the orders before the start.

        Raises:
            InputError: if it is not the default theatre: of others no such orders are known.
        """
        if not self.theatre.is_default:
            self._refuse(
                "choice weights are refitted on the orders before the start, by year "
                "(--estimate); the tables of a theatre have later ones only; give a register"
            )
        found = refit(past.theatre, earlier_orders(past.theatre), tick)
        return Estimate(found.each, found.words, found.posterior)

    def earlier(self, plan: BacktestPlan) -> dict[int, tuple[int, ...]]:
        """No origin but its start."""
        return dict.fromkeys(plan.origins, ())

    def record(
        self, past: OriginPast, horizon: int, known: OriginPast | None = None
    ) -> OriginRecord:
        """Volumes by window; how late new orders came is not recorded."""
        del past, horizon, known
        windows = Windows(self.theatre.recorded)
        return OriginRecord(before=windows, after=windows, due_of_new=None)

    def notes(self, plan: BacktestPlan) -> list[str]:
        """Which theatre, and that its rates may have counted the years that are forecast."""
        del plan
        return [
            f"Theatre: {self.theatre.title}",
            "Warning: its tender rates, sizes, lags and capacities are taken as they stand, and "
            + self._counted,
        ]

    def hindsight(self, plan: BacktestPlan) -> list[str]:
        """Whatever its tables counted."""
        del plan
        return [
            "sizes of orders placed before the origin are as the theatre has them",
            f"tender rates, sizes, lags and capacities are the theatre's, and {self._counted}",
        ]

    @property
    def _counted(self) -> str:
        return (
            f"count years up to {LAST_MEASURED}"
            if self.theatre.is_default
            else "may have counted the years that are forecast"
        )

    def _refuse(self, message: str) -> NoReturn:
        raise refuse(str(self.theatre.folder), 1, message)

"""A back-test from a register: every origin that it reaches, each without any later deal."""

from dataclasses import dataclass, replace
from pathlib import Path

from sim.backtest.forecast import OriginPast, Tick, past_as_of
from sim.backtest.outcomes import LATELY
from sim.backtest.record import OriginRecord, due_of_new, volumes_of
from sim.backtest.run import BacktestPlan, Estimate
from sim.backtest.widening import EARLIER
from sim.backtest.words import LAST_MEASURED
from sim.estimate.run import estimate_before
from sim.register.build import ImportOptions
from sim.register.cast import without_own
from sim.register.read import Register

LATE = 3  # years, the order's own among them, in which 72% of deals begin to arrive (SIPRI)
PAST = 30  # years before an origin that forecasters without a model may look at

SURVIVORS = (
    "a register with one row per deal and delivery year has no order of which nothing has arrived, "
    "so the order book of an origin is that of survivors: orders that came by the register's end "
    "(on one register .02 to .04 of tv at an origin five years before its end). Give the register "
    "with one row per deal too, which has them"
)


@dataclass(frozen=True)
class FromRegister:
    """A register, and who of it takes part."""

    register: Register
    cast: ImportOptions
    as_of: str = "Starts, rates, sizes, lags and relations end with the year before"

    @property
    def files(self) -> list[str]:
        """Names of the files with deals."""
        return [Path(account.file).name for account in self.register.registers]

    @property
    def record_of(self) -> str:
        """The same, in a row."""
        return ", ".join(self.files)

    def check(self, plan: BacktestPlan) -> None:
        """Check that the register knows a past and the horizon of each origin.

        Raises:
            InputError: naming the origins that it can have.
        """
        deals = self.register.deals
        first, last = deals.first_year + 1, deals.last_year - plan.horizon + 1
        wrong = [origin for origin in plan.origins if not first <= origin <= last]
        if wrong:
            can = (
                f"origins can be {first} to {last} with a horizon of {plan.horizon} years"
                if first <= last
                else f"a horizon of {plan.horizon} years is too long for it"
            )
            raise self.register.refuse(
                f"this register runs from {deals.first_year} to {deals.last_year}; {can}, "
                f"not {', '.join(map(str, wrong))} (--origin, --horizon)"
            )

    def prepare(self, plan: BacktestPlan, folder: Path) -> list[OriginPast]:
        """Make the theatre of each origin; they lie in ``folder`` as ``theatre_2013``.

        Raises:
            InputError: as ``past_as_of``.
        """
        return [
            past_as_of(
                self.register,
                replace(plan.cast, start=origin),
                folder / f"theatre_{origin}",
                strict=plan.strict,
            )
            for origin in plan.origins
        ]

    def estimate(self, past: OriginPast, tick: Tick) -> Estimate:
        """Refit the choice weights on the orders placed by then.

        Raises:
            InputError: as ``estimate_before``.
        """
        found = estimate_before(past.placed, self.register, self.cast, past.theatre.start, tick)
        caution = f". Warning: {found.caution}" if found.caution else ""
        words = f"{found.fit.choices:,} orders since {found.first}{caution}"
        return Estimate(found.priors(), words)

    def record(
        self, past: OriginPast, horizon: int, known: OriginPast | None = None
    ) -> OriginRecord:
        """Volumes by year; of those before the origin only what was known of them."""
        theatre, start = past.theatre, past.theatre.start
        everything = self.register.deals if known is None else known.placed
        last, deals = start + horizon - 1, without_own(everything, start)
        first = max(start - PAST, past.placed.first_year)
        return OriginRecord(
            before=volumes_of(past.placed, theatre, first, start - 1),
            after=volumes_of(deals, theatre, start, last),
            due_of_new=due_of_new(theatre, deals, last),
        )

    def earlier(self, plan: BacktestPlan) -> dict[int, tuple[int, ...]]:
        """Origins one and two horizons before each, with ten years of the register before them."""
        first = self.register.deals.first_year + LATELY
        return {
            origin: tuple(
                year
                for year in (origin - plan.horizon * n for n in range(1, EARLIER + 1))
                if year >= first
            )
            for origin in plan.origins
        }

    def notes(self, plan: BacktestPlan) -> list[str]:
        """How many deals, what is left aside, and which volumes are not quite what they were."""
        register, first, last = self.register, min(plan.origins), max(plan.origins)
        deals, wanted = register.deals, max(plan.horizon, LATELY)
        lines = [f"{len(deals.buyer):,} deals, {deals.first_year}-{deals.last_year}"]
        lines += register.losses
        if register.tables:
            lines.append("Tables of volumes are left aside: they have no orders")
        if first - deals.first_year < wanted:
            lines.append(
                f"Warning: of the {wanted} years before {first} the register knows "
                f"{first - deals.first_year}, so persistence, world shares and new ties look back "
                "no further"
            )
        if register.warning:
            lines.append(
                "Warning: deals with several years of delivery are spread over all of them"
            )
        if register.unfinished and last + plan.horizon > deals.last_year - LATE:
            lines.append(f"Warning: {register.unfinished}: new orders are too few")
        lines += [f"Warning: {line}" for line in self._survivors(plan)]
        if not plan.strict:
            lines.append(
                "Sizes of orders placed before an origin are as known later (--strict: not)"
            )
        return lines

    def _survivors(self, plan: BacktestPlan) -> list[str]:
        """What order books know too well where a register has no order without a delivery."""
        return [SURVIVORS] if self.register.unfinished and not plan.strict else []

    def hindsight(self, plan: BacktestPlan) -> list[str]:
        """Sizes of orders, and what the default theatre lends."""
        spread = ["spread volumes know in how many years a deal came"] * bool(self.register.warning)
        return [
            *spread,
            *self._survivors(plan),
            "sizes of orders placed before the origin are as known later"
            if not plan.strict
            else "of orders, only what had arrived counts",
            "figures of classes with few deals are the default theatre's, which count up to "
            f"{LAST_MEASURED}",
        ]

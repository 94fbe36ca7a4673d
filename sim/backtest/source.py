"""What a back-test learns from and is held against: a register, or a theatre with a record."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from sim.backtest.forecast import OriginPast, Tick
from sim.backtest.plan import BacktestPlan
from sim.backtest.record import Happened
from sim.base.distributions import Distribution
from sim.register.build import ImportOptions


class RecordSource(Protocol):
    """Gives what was known before an origin, and afterwards what then happened."""

    @property
    def choice(self) -> ImportOptions:
        """Who takes part, and the origin that is meant if none is asked for."""

    @property
    def files(self) -> Sequence[str]:
        """Names of what was read."""

    @property
    def recorded(self) -> str:
        """Whose record it is, for the foot of a plot."""

    @property
    def known_before(self) -> str:
        """What ends with the year before an origin, for the head of a plot."""

    def check(self, plan: BacktestPlan) -> None:
        """Check that the record reaches as far as the plan.

        Raises:
            InputError: saying what it allows.
        """

    def prepare(self, plan: BacktestPlan, folder: Path) -> list[OriginPast]:
        """What each origin starts from; a theatre that is made for it lies in ``folder``.

        Raises:
            InputError: if one cannot be made.
        """

    def estimate(self, known: OriginPast, tick: Tick) -> tuple[Mapping[str, Distribution], str]:
        """Priors of the choice weights by what was known, and in words from how much.

        Raises:
            InputError: if there is nothing to learn from.
        """

    def look(self, known: OriginPast, horizon: int) -> Happened:
        """What happened before an origin, and in the years forecast from it."""

    def told(self, plan: BacktestPlan) -> list[str]:
        """What it is, and what of it a forecast knows too well: lines for the screen."""

    def known_too_well(self, plan: BacktestPlan) -> list[str]:
        """What of it a forecast knows too well, for the file that says how it was made."""

"""What would have flipped a choice: the smallest change of one thing that makes the runner-up win.

An offer's utility is linear in the terms of ``sim.model.terms``, so the change that closes the
margin is known exactly; at it the two offers are equal, and anything beyond it flips the choice.
Everything else stays as it was, chance included. A price is moved in percent, a grant in US$ m a
year beside what there is, all else in the unit of its term and no further than the model lets it.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from sim.experiment.case import Case
from sim.experiment.payments import Money
from sim.explain.decisive import Race
from sim.explain.tender import Tender
from sim.model.grids import array_of
from sim.model.terms import WEIGHTS
from sim.model.world import F

Side = Literal["winner", "runner-up"]
PRICE, GRANT = "price", "grant"
MOST_FACTOR = 10.0  # of a price, up or down: what is beyond is no change of price any more
MOST_GRANT = 10_000.0  # US$ m a year: more than any state is given for arms


@dataclass(frozen=True)
class Lever:
    """Something that could have been otherwise: a term, its bounds, and what it is in words."""

    name: str
    weight: str
    low: float
    high: float
    words: str


LEVERS = (
    Lever(PRICE, "price_sensitivity", -math.inf, math.inf, "price"),
    Lever(GRANT, "price_sensitivity", -math.inf, math.inf, "grants"),
    Lever("domestic_cost", "domestic_cost", 0.0, 1.0, "cost at home, 0 to 1"),
    Lever("alignment", "alignment_shift", -1.0, 1.0, "politics closer since the start, −1 to 1"),
    Lever("patron_objection", "patron_objection", 0.0, 1.0, "objection of a patron, 0 to 1"),
    Lever("rival_sales", "rival_sales", 0.0, 1.0, "share of its sales that goes to rivals"),
    Lever("rival_patron", "rival_patron", 0.0, 1.0, "rise of rivals' orders from it"),
    Lever("abandonment", "abandonment", 0.0, 1.0, "turn of its politics to a rival"),
)


@dataclass(frozen=True)
class Flip:
    """The change of one lever at one of the two suppliers that closes the margin.

    ``now`` and ``needed`` are, for a price, its index (1 is that of the start, grants and
    concessions counted); for a grant US$ m a year; else the term's own value. ``needed`` is None
    where no value does, and ``why`` says why not.
    """

    lever: Lever
    side: Side
    supplier: int
    now: float
    needed: float | None
    why: str = ""

    @property
    def change(self) -> float | None:
        """Percent for a price, else the difference; None where no value does."""
        if self.needed is None:
            return None
        if self.lever.name == PRICE:
            return 100.0 * (self.needed / self.now - 1.0)
        return self.needed - self.now


def flips_of(tender: Tender, race: Race, case: Case, money: Money) -> Iterator[Flip]:
    """Every lever at the winner and at the runner-up, in the order of ``LEVERS``."""
    sides: tuple[tuple[Side, int], ...] = (
        ("winner", race.winner),
        ("runner-up", race.runner_up),
    )
    for lever in LEVERS:
        for side, s in sides:
            gain = race.margin if side == "runner-up" else -race.margin  # that its utility needs
            yield _flip(tender, lever, side, s, gain, case, money)


def _flip(
    tender: Tender, lever: Lever, side: Side, s: int, gain: float, case: Case, money: Money
) -> Flip:
    j = WEIGHTS.index(lever.weight)
    weight, term = tender.scale * float(tender.weights[j]), float(tender.terms[s, j])
    usual, grant = _money(tender, s, case, money)
    now = {PRICE: math.exp(-term), GRANT: grant}.get(lever.name, term)

    def found(needed: float | None, why: str = "") -> Flip:
        return Flip(lever, side, s, now, needed, why)

    if weight == 0.0:
        return found(None, "it has no weight in this world")
    step = gain / weight
    special: dict[str, Callable[[], Flip]] = {
        PRICE: lambda: found(*_price(-(term + step), step)),
        GRANT: lambda: found(*_grant(usual, grant, step)),
    }
    if lever.name in special:
        return special[lever.name]()
    high = lever.high
    if lever.name == "abandonment":
        high = float(array_of(case.fixed, F.TIE)[tender.buyer, s])
    if not lever.low <= term + step <= high:
        end = high if step > 0.0 else lever.low
        return found(None, f"not even {end:.3g} is enough")
    return found(term + step)


def _money(tender: Tender, s: int, case: Case, money: Money) -> tuple[float, float]:
    t = tender.year - case.years[0]
    return float(money.usual[tender.buyer, s]), float(money.grants[t, tender.buyer, s])


def _price(log: float, step: float) -> tuple[float | None, str]:
    """A price index by its logarithm, which a change by ``step`` has brought there."""
    if abs(step) > math.log(MOST_FACTOR):
        return None, "no change of price alone does it: not even tenfold"
    return _exp(log), ""


def _grant(usual: float, grant: float, step: float) -> tuple[float | None, str]:
    """Grants, US$ m a year, that move the price term by ``step``; the buyer pays the rest."""
    if usual <= 0.0:
        return None, "there are no usual purchases to hold a grant against"
    needed = (usual + grant) * _exp(step) - usual
    if needed < 0.0:
        return None, "there is none" if grant <= 0.0 else "not even the end of all grants"
    if needed > MOST_GRANT:
        return None, f"not even US$ {MOST_GRANT:,.0f} m a year"
    return needed, ""


def _exp(x: float) -> float:
    return math.exp(x) if x < 700.0 else math.inf

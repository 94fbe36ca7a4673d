"""A tender, an offer for it, and the order that comes of it."""

from dataclasses import dataclass, field

IMPORTED, LICENSED, SECOND_HAND = 0, 1, 2


@dataclass
class Offer:
    """A supplier's bid: its price index, and the uniforms behind taste and talk about it."""

    price: float
    taste: float
    loudness: float


@dataclass
class Tender:
    """A package that a buyer wants. ``number`` counts the buyer's tenders of a class and year."""

    arms: str  # class
    number: int
    tiv: float
    offers: dict[str, Offer] = field(default_factory=dict)  # by supplier
    chosen: str | None = None


@dataclass(frozen=True)
class Order:
    """Years count from the start; deliveries are spread evenly over ``first`` to ``last``."""

    buyer: str
    supplier: str
    arms: str
    signed: int
    first: int
    last: int
    kind: int
    tiv: float
    usd: float

    def delivered_in(self, year: int) -> float:
        """TIV that arrives in a year."""
        if not self.first <= year <= self.last:
            return 0.0
        return self.tiv / (self.last - self.first + 1)

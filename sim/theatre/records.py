"""Rows of a theatre's tables: states, relations, embargoes, orders, components, prices."""

from collections.abc import Mapping
from dataclasses import dataclass, field

GUESS = "guess:"
ORDER_KINDS = ("imported", "licensed", "second_hand")


@dataclass(frozen=True)
class StateRecord:
    """One state, or an aggregate such as the rest of the world.

    ``un_ideal_point`` is one that stands in all years in place of ``Theatre.un_votes``.
    """

    name: str
    iso3: str
    aliases: tuple[str, ...]
    buyer: bool
    supplier: bool
    aggregate: bool
    un_ideal_point: float | None


@dataclass(frozen=True)
class Relation:
    """A rivalry or pact of two states; ``last_year`` None is one that goes on."""

    state_a: str
    state_b: str
    first_year: int
    last_year: int | None

    def holds(self, year: int) -> bool:
        """Whether it holds in a year."""
        return _lasts(self.first_year, self.last_year, year)


@dataclass(frozen=True)
class Embargo:
    """Arms that a supplier, None for every one, does not sell to a buyer; ``basis`` says why.

    ``last_year`` None is an embargo that goes on. A basis that begins with ``GUESS`` has been
    looked up nowhere: such a row is listed for whoever can check it, and no run applies it.
    """

    supplier: str | None
    buyer: str
    first_year: int
    last_year: int | None
    basis: str

    @property
    def guess(self) -> bool:
        """Whether it rests on general knowledge alone."""
        return self.basis.startswith(GUESS)

    def holds(self, year: int) -> bool:
        """Whether the embargo is in force in a year."""
        return _lasts(self.first_year, self.last_year, year)


def _lasts(first_year: int, last_year: int | None, year: int) -> bool:
    return first_year <= year and (last_year is None or year <= last_year)


BEGUN = 0.97  # of an order; what lies above it may be rounding, and is taken for the whole


@dataclass(frozen=True)
class BookRow:
    """Arms ordered before the start and not delivered by then; ``tiv`` is what is still to come.

    ``ordered`` is the volume of the whole order, None where it is not known.
    """

    buyer: str
    supplier: str
    weapon: str
    order_year: int
    licensed: bool
    tiv: float
    ordered: float | None = None

    @property
    def begun(self) -> bool | None:
        """Whether a part had come before the start, beyond rounding; None where that is unknown."""
        return None if self.ordered is None else self.tiv < BEGUN * self.ordered


@dataclass(frozen=True)
class DatedOrder:
    """Packages that a buyer ordered from a supplier in one class, year and kind of order.

    ``weapon`` is the class, ``kind`` one of ``ORDER_KINDS``, ``tiv`` the volume of all packages
    together. ``delivered`` has the first and last year of delivery, None where none is recorded.
    """

    buyer: str
    supplier: str
    weapon: str
    year: int
    kind: str
    packages: int
    tiv: float
    delivered: tuple[int, int] | None


@dataclass(frozen=True)
class ComponentRow:
    """A component that a supplier puts into what it sells, and that another supplier makes.

    ``weapon`` is the class sold and ``component`` the class of the part; ``buyer`` None is all
    buyers. ``reliance`` is the share of the supplier's sales in that class which carries the part.
    """

    supplier: str
    weapon: str
    buyer: str | None
    maker: str
    component: str
    reliance: float


@dataclass(frozen=True)
class PriceLevel:
    """What a supplier asks for a class: US$ m of 2022 per TIV, and the standard error of its ln.

    It is the middling price of a new deal of 30 TIV with a buyer of middling wealth.
    """

    usd_m_per_tiv: float
    ln_se: float


@dataclass(frozen=True)
class Entrant:
    """What a supplier can make of a class once it has entered it, TIV a year.

    ``price`` is its level of price over that of a supplier like others; None leaves the level that
    the theatre has for it.
    """

    output_tiv: float
    price: float | None


@dataclass(frozen=True)
class Newcomers:
    """Who sells or buys only because a scenario says so, and what, by state and class.

    ``suppliers`` and ``buyers`` are on these axes for no other reason, and so have no past there.
    """

    suppliers: frozenset[str] = frozenset()
    buyers: frozenset[str] = frozenset()
    outputs: Mapping[tuple[str, str], Entrant] = field(default_factory=dict)
    needs: Mapping[tuple[str, str], float] = field(default_factory=dict)  # TIV a year

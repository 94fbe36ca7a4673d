"""Rows of registers in plain words: one row is one deal, or what came of it in one year."""

from collections.abc import Callable
from dataclasses import dataclass

from sim.register.account import Mass
from sim.register.classes import CLASSES
from sim.register.names import Party, party
from sim.register.reasons import RowError
from sim.register.volumes import NumberMarks, volume_of

Cell = Callable[[str], str]  # a cell of a row by the name of its column; "" if there is none


@dataclass(frozen=True, slots=True)
class Row:
    """What one row says. ``ordered`` is None where the form tells deliveries only.

    ``delivered`` is what came in all of its ``years``, of which there may be none; ``weapon`` and
    ``kind`` are places as in ``sim.register.deals``. Volumes are TIV.
    """

    line: int
    number: str  # the register's own number of the deal, or ""
    buyer: Party
    supplier: Party
    designation: str  # letters and digits only
    weapon: int
    kind: int
    order_year: int
    ordered: float | None
    delivered: float
    years: tuple[int, ...]
    notes: tuple[str, ...]

    @property
    def mass(self) -> Mass:
        """Whose volume it is."""
        more = max((self.ordered or 0.0) - self.delivered, 0.0)
        weapon = CLASSES[self.weapon]
        return Mass(self.buyer.name, self.supplier.name, weapon, self.delivered, more)


def folded(designation: str) -> str:
    """A designation without what editions spell in different ways: case, blanks, hyphens."""
    return "".join(letter for letter in designation.casefold() if letter.isalnum())


def mass_of(cell: Cell, marks: NumberMarks, empty: float | None = None) -> Mass:
    """Whose volume a row is that cannot be used, as far as it can be read."""

    def volume(name: str) -> float | None:
        try:
            return volume_of(cell(name), empty, marks)
        except RowError:
            return None

    def name(column: str) -> str:
        who = party(cell(column))
        return cell(column).strip() if who is None else who.name

    tiv = volume("tiv")
    ordered = None if not cell("ordered") else volume("ordered")
    more = 0.0 if tiv is None or ordered is None else max(ordered - tiv, 0.0)
    kind = cell("category").strip()
    described = cell("description").strip()
    weapon = ", ".join(word for word in (kind, described) if word)
    return Mass(name("recipient"), name("supplier"), weapon, tiv, more)

"""A case's arrays as plain dictionaries, keyed by the names of states and classes."""

from types import SimpleNamespace
from typing import Any

from sim.experiment.case import Case
from sim.model.grids import Arrays, array_of
from sim.model.world import NOBODY, UNSAID, F, W, World, X
from tests.plain.order import Clock, Component, Given


class Record:
    """What a theatre and a scenario say: ``record[F.TIE]["Pakistan"]["China"]``.

    Years are counted from the start. An axis that has no names stays a list.
    """

    def __init__(self, case: Case) -> None:
        theatre, empty = case.theatre, case.empty_world()
        self.states = tuple(state.name for state in theatre.states)
        self.buyers, self.suppliers = theatre.buyers, theatre.suppliers
        self.classes = theatre.classes
        self.first_year, self.years = case.scenario.first_year, range(len(case.years))
        self._bundles = {
            F: case.fixed,
            X: case.forcing,
            W: World(case.fixed.start, empty.layout, empty.key, empty.p),
        }
        self._names: dict[str, Any] = {
            "B": self.buyers, "S": self.suppliers, "K": self.classes, "Y": self.years
        }  # fmt: skip
        self._read: dict[tuple[type, str], Any] = {}

    def __getitem__(self, array: Arrays) -> Any:
        key = type(array), array.name
        if key not in self._read:
            values = array_of(self._bundles[type(array)], array).tolist()
            self._read[key] = self._named(values, array.axes)
        return self._read[key]

    def imposed(self, t: int) -> SimpleNamespace:
        """What events and recorded covariates impose in one year."""
        by_year = [array for array in X if array.axes[0] == "Y"]
        return SimpleNamespace(**{array.name.lower(): self[array][t] for array in by_year})

    def shifts(self, t: int, kind: int, sizes: list[float]) -> dict[str, dict[str, float]]:
        """What events have shifted of every buyer's politics with every supplier, in one year."""
        found = {b: dict.fromkeys(self.suppliers, 0.0) for b in self.buyers}
        for buyer, (first, end) in self[X.SHIFTS_OF][t].items():
            for event, s, shifted, shift in self[X.SHIFTS][int(first) : int(end)]:
                if shifted == kind:
                    found[buyer][self.suppliers[int(s)]] += sizes[int(event)] * shift
        return found

    def clock(self, supplier: str, arms: str) -> Clock:
        """How a supplier's work in a class goes on."""
        return Clock(self[X.CLOCK][supplier][arms])

    def component(self, t: int, buyer: str, supplier: str, arms: str) -> Component | None:
        """A component on which a supplier relies for what it sells to a buyer in one year."""
        maker, part, reliance = (
            self[array][t][buyer][arms][supplier]
            for array in (X.COMPONENT_FROM, X.COMPONENT_CLASS, X.RELIANCE)
        )
        if int(maker) == NOBODY:
            return None
        return Component(self.suppliers[int(maker)], self.classes[int(part)], reliance)

    def given_orders(self) -> list[Given]:
        """Orders that a scenario gives, in its order."""
        return [self._given(*row) for row in self[X.GIVEN]]

    def _given(
        self, year: float, b: float, s: float, k: float,
        tiv: float, usd: float, first: float, last: float, kind: float,
    ) -> Given:  # fmt: skip
        buyer, supplier = self.buyers[int(b)], self.suppliers[int(s)]
        money = None if usd == UNSAID else usd
        due = None if first == UNSAID else (int(first), int(last))
        return Given(int(year), buyer, supplier, self.classes[int(k)], tiv, money, due, int(kind))

    def _named(self, values: Any, axes: str) -> Any:
        if not axes:
            return values
        inner = [self._named(value, axes[1:]) for value in values]
        names = self._names.get(axes[0])
        return inner if names is None else dict(zip(names, inner, strict=True))

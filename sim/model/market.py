"""One world as a Mesa model: to step through, to look into, and to change a behaviour of."""

from collections.abc import Sequence

import mesa
import numpy as np
from mesa.datacollection import DataCollector

from sim.model.block import TooManyTendersError, tenders_lost
from sim.model.chance import watch_world
from sim.model.events import Events
from sim.model.grids import array_of
from sim.model.orders import Orders, new_orders, write_book, write_orders
from sim.model.state import BEHAVIOURS, State
from sim.model.world import F, Fixed, Forcing, W, World
from sim.model.year import SCHEDULE, run_stage, suppliers_act


class Market(mesa.Model):  # type: ignore[misc]
    """World ``number`` of an ensemble, played year by year.

    Steps equal those of the ensemble bit for bit, for both call the same compiled behaviours in the
    order of the one schedule. ``step`` plays a year; ``running`` turns false after the last one.
    """

    def __init__(
        self,
        fixed: Fixed,
        forcing: Forcing,
        world: World,
        buyers: Sequence[str],
        suppliers: Sequence[str],
        state_class: type[State] = State,
        events: Events | None = None,
        *,
        one_by_one: bool = False,
    ) -> None:
        """Set up the market; use ``Case.market`` rather than this.

        Args:
            fixed: arrays of the theatre.
            forcing: what events impose.
            world: a world at its start; the market plays in it.
            buyers: names along the buyer axis.
            suppliers: names along the supplier axis.
            state_class: the class of all states, for those who change a behaviour.
            events: those that differ from world to world, which paint ``forcing``, a world's own.
            one_by_one: let the states act one by one, in random order, also where none has changed
                a behaviour. Who acts first makes no difference.
        """
        super().__init__(rng=int(world.key[0]))
        self.fixed, self.forcing, self.world = fixed, forcing, world
        self.buyers, self.suppliers = tuple(buyers), tuple(suppliers)
        self.events = events
        self.one_by_one = one_by_one
        self.t = 0  # the year that is played next, from the start
        self._orders = [self._book()]  # then those of each year
        self._by_name: dict[str, State] = {}
        for name in dict.fromkeys((*self.buyers, *self.suppliers)):
            self._by_name[name] = state_class(
                self, name, _place(self.buyers, name), _place(self.suppliers, name)
            )
        self.changed = {
            stage
            for stage, behaviour in BEHAVIOURS.items()
            if getattr(state_class, behaviour) is not getattr(State, behaviour)
        }
        self.datacollector = DataCollector(
            model_reporters={"year": "year", "ordered": "ordered", "delivered": "delivered"},
            agent_reporters={
                "name": "name",
                "spending": "spending",
                "stock": "stock",
                "imports": "imports",
                "exports": "exports",
                "order_book": "order_book",
            },
        )

    @property
    def year(self) -> int:
        """Calendar year played last; the year before the first one at the start."""
        return self.fixed.first_year + self.t - 1

    @property
    def ordered(self) -> float:
        """TIV of all tenders that were won in the year played last."""
        return float(self._orders[-1].value[:, 0].sum()) if self.t > 0 else 0.0

    @property
    def delivered(self) -> float:
        """TIV delivered in the year played last."""
        return float(array_of(self.world, W.DELIVERED).sum())

    def state(self, name: str) -> State:
        """The agent of a state, by its name in the theatre."""
        return self._by_name[name]

    def step(self) -> None:
        """Play one year."""
        for stage in SCHEDULE:
            if self.one_by_one or stage in self.changed:
                self._players(stage).shuffle_do(BEHAVIOURS[stage])
            else:
                run_stage(stage, self.t, self.fixed, self.forcing, self.world)
        if self.events is not None:
            watch_world(self.t, self.fixed, self.world, self.events, self.forcing)
        if tenders_lost(self.world) > 0:
            raise TooManyTendersError(int(self.world.key[1]))
        self._orders.append(self._orders_of_year())
        self.t += 1
        self.running = self.t < self.world.layout[W.TENDERS, 1]
        self.datacollector.collect(self)

    def orders(self) -> Orders:
        """All orders so far, the book at the start first."""
        place, value = zip(*self._orders, strict=True)
        return Orders(np.concatenate(place), np.concatenate(value))

    def _book(self) -> Orders:
        book = new_orders(int(self.fixed.layout[F.BOOK_TIV, 1]))
        write_book(self.fixed, self.world, int(self.world.key[1]), 0, book)
        return book

    def _orders_of_year(self) -> Orders:
        orders = new_orders(int(array_of(self.world, W.TENDERS)[self.t].sum()))
        number = int(self.world.key[1])
        rows = write_orders(self.t, self.fixed, self.world, number, 0, orders)
        return Orders(orders.place[:rows], orders.value[:rows])

    def _players(self, stage: int) -> mesa.agent.AgentSet:
        role = "supplier" if suppliers_act(stage) else "buyer"
        return self.agents.select(lambda state: getattr(state, role) is not None)


def _place(names: Sequence[str], name: str) -> int | None:
    return names.index(name) if name in names else None

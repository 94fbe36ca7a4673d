"""The model as Mesa's own tools take it: it builds itself from a few plain arguments."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np

from sim.experiment.case import build_case
from sim.model.market import Market
from sim.model.state import State
from sim.scenario import Scenario, load


class ArmsMarket(Market):
    """World ``number`` of a scenario as a Mesa model; each step plays a year.

    Its data collector has the volumes ordered and delivered by year, and for each state its
    spending, stock, imports, exports and order book.

    >>> market = ArmsMarket("history", number=3)
    >>> market.step()
    >>> market.year, market.state("India").imports > 0
    (2003, True)
    """

    def __init__(
        self,
        scenario: str | Path | Scenario = "history",
        number: int = 0,
        rng: int | None = None,
        state_class: type[State] = State,
        **kwargs: float,
    ) -> None:
        """Build the market at the start of its first year.

        Args:
            scenario: a shipped scenario by its name, a file, or one that is loaded.
            number: of the world, 0 or more; the same worlds as those of ``sim run``.
            rng: seed of the noise, a whole number; by default the scenario's.
            state_class: the class of all states, such as a ``Player``.
            kwargs: values of parameters by name, as under ``set`` in a scenario; others are drawn.
                (Mesa's tools know further arguments by this name.)

        Raises:
            InputError: if the scenario is wrong, or a parameter.
            TypeError: if ``rng`` is no whole number: noise has addresses, and no generator.
        """
        asked = scenario if isinstance(scenario, Scenario) else load(scenario)
        if rng is not None:
            if not isinstance(rng, int | np.integer):
                raise TypeError(f"rng must be a whole number or None, not {type(rng).__name__}")
            asked = replace(asked, seed=int(rng))
        if kwargs:
            asked = _with_parameters(asked, kwargs)
        self.case = build_case(asked)
        forcing, events, world = self.case.begun(number)
        super().__init__(
            self.case.fixed,
            forcing,
            world,
            self.case.theatre.buyers,
            self.case.theatre.suppliers,
            state_class,
            events,
        )

    @property
    def scenario(self) -> None:
        """None: Mesa's own scenarios are not used, and this model's is ``case.scenario``.

        From Mesa 3.5 on its browser view hands a model's scenario on when it builds it anew, in
        place of what was asked for by this name.
        """
        return None

    @scenario.setter
    def scenario(self, mesas: object) -> None:
        """Leave out what Mesa sets."""


def _with_parameters(scenario: Scenario, values: Mapping[str, float]) -> Scenario:
    """A scenario in which some parameters have the same value in all worlds."""
    plain = scenario.resolved()
    own = plain["set"]
    assert isinstance(own, Mapping)
    return Scenario.from_resolved({**plain, "set": {**own, **values}})

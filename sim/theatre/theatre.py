"""A theatre: the states of a world, the classes of arms, and their recorded past.

A theatre is a folder of CSV files, described column by column in its ``theatre.yaml``. The
default one lies in ``data/default``; a user's own has the same form. Axes: B buyers, S suppliers,
K classes.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from sim.base.arrays import Floats
from sim.base.problems import closest
from sim.measure.flows import Flows
from sim.theatre import groups, names
from sim.theatre.records import (
    BookRow,
    ComponentRow,
    DatedOrder,
    Embargo,
    Newcomers,
    PriceLevel,
    Relation,
    StateRecord,
)

DEFAULT_FOLDER = Path(__file__).parent / "data" / "default"


@dataclass(frozen=True)
class Theatre:
    """Everything that a run knows of the world before its first year. Volumes in TIV (millions)."""

    title: str
    folder: Path
    start: int  # calendar year of the first simulated year
    states: tuple[StateRecord, ...]
    classes: tuple[str, ...]
    spending: dict[str, dict[int, float]]  # state → year → US$ bn, constant prices
    industry: dict[str, float]  # buyer → 0 to 1, arms industry of its own that grows
    components: tuple[ComponentRow, ...]  # rows for one buyer after those for all
    rivalries: tuple[Relation, ...]
    defence_pacts: tuple[Relation, ...]
    embargoes: tuple[Embargo, ...]
    packages: Floats  # [B, K] a year
    ordered: Floats  # [B, K] TIV a year
    world_shares: Floats  # [S, K] of recent orders
    mean_output: Floats  # [S, K] TIV a year
    highest_output: Floats  # [S, K] TIV a year
    decayed_orders: Floats  # [B, S, K] TIV at the start, decayed at 0.9 a year
    stock: Floats  # [B, S, K] TIV at the start, decayed at 0.95 a year
    orders_5y: Floats  # [B, S, K] deals of the last five years
    last_order: Floats  # [B, S, K] calendar year, NaN for never
    book: tuple[BookRow, ...]
    licensed_share: Floats  # [B, K], NaN where unknown
    second_hand_share: Floats  # [B, K], NaN where unknown
    size_sd: Floats  # [K] sd of ln(TIV) of packages within a buyer
    largest: Floats  # [K] TIV of the largest package
    sizes: Floats  # [Z] TIV from which each size of orders begins, rising from 0
    years_to_first: Floats  # [3, K, Z] mean years from the order to the first delivery
    years_delivered: Floats  # [3, K, Z] mean years from the first delivery to the last
    recorded_packages: dict[int, Floats]  # year → [B, K]
    recorded_ordered: dict[int, Floats]  # year → [B, K] TIV
    recorded: dict[str, Flows]  # windows, by_class, by_year: what happened
    dated_orders: tuple[DatedOrder, ...] = ()  # from the start on, to be replayed
    prices: dict[tuple[str, str], PriceLevel] = field(default_factory=dict)  # supplier, class
    wealth: dict[str, dict[int, float]] = field(
        default_factory=dict
    )  # state → year, as in ``wealth_of``
    lead_times: dict[tuple[str, str], float] = field(default_factory=dict)  # years, relative
    licences: dict[str, float] = field(default_factory=dict)  # supplier → share licensed on record
    tender_years: int = 18  # over which packages and orders a year were counted
    un_votes: dict[str, dict[int, float]] = field(default_factory=dict)  # state → year → position
    own_groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # of a scenario
    newcomers: Newcomers = field(default_factory=Newcomers)

    def un_point(self, state: str, year: int) -> float | None:
        """Position of a state in UN votes, the last one known by the end of a year; None if none.

        It follows the record as far as it goes and stays at its last value after.
        """
        own = self.by_name[state].un_ideal_point
        path = self.un_votes.get(state, {})
        known = [one for one in path if one <= year]
        return path[max(known)] if own is None and known else own

    @property
    def is_default(self) -> bool:
        """Whether it is the theatre of the package."""
        return self.folder == DEFAULT_FOLDER

    @property
    def record_of(self) -> str:
        """Whose record of what happened it has."""
        if self.is_default:
            return "SIPRI Arms Transfers Database, own computation"
        return f"theatre {self.title}"

    @cached_property
    def buyers(self) -> tuple[str, ...]:
        """Names along the buyer axis."""
        return tuple(state.name for state in self.states if state.buyer)

    @cached_property
    def suppliers(self) -> tuple[str, ...]:
        """Names along the supplier axis."""
        return tuple(state.name for state in self.states if state.supplier)

    @cached_property
    def aggregates(self) -> frozenset[str]:
        """Names that stand for many states."""
        return frozenset(state.name for state in self.states if state.aggregate)

    @cached_property
    def by_name(self) -> dict[str, StateRecord]:
        """States by their own name."""
        return {state.name: state for state in self.states}

    @cached_property
    def _own_words(self) -> dict[str, str]:
        """Own name of a state by each word that the theatre itself has for it."""
        return {
            names.folded(word): state.name
            for state in self.states
            for word in (*state.aliases, state.iso3, state.name)
            if word
        }

    @cached_property
    def _in_table(self) -> dict[str, str]:
        """Own name of a state by whom the table of names has for it at the start."""
        found = [(names.find(state.name), state.name) for state in reversed(self.states)]
        return {names.as_of(known, self.start): own for known, own in found if known is not None}

    def wealth_of(self, state: str) -> float | None:
        """Wealth of a state as known at the start; None where no earlier year has it.

        It is ln of GDP per head, less what a middling state has in that year.
        """
        known = [year for year in self.wealth.get(state, {}) if year < self.start]
        return self.wealth[state][max(known)] if known else None

    def find(self, word: str) -> str | None:
        """Name of the state that a user means by any spelling, an alias, or its ISO or COW code.

        The theatre's own words come before those of the table of names.
        """
        own, known = self._own_words.get(names.folded(word)), names.find(word)
        if own is not None or known is None:
            return own
        return self._in_table.get(names.as_of(known, self.start))

    def listed(self, word: str, year: int) -> tuple[str, ...] | None:
        """States of a group in a year as its list spells them; None if there is no such group.

        Groups of the scenario come before those of the table, and may name these in turn.
        """
        own = {names.folded(name): states for name, states in self.own_groups.items()}
        if names.folded(word) in own:
            parts = ((one, groups.spelt(one)) for one in own[names.folded(word)])
            return tuple(
                state
                for one, group in parts
                for state in ((one,) if group is None else groups.members(group, year))
            )
        known = groups.spelt(word)
        return None if known is None else groups.members(known, year)

    def members(self, word: str, year: int) -> tuple[str, ...]:
        """Own names of the states that a word means in a year, a state's or a group's; maybe none.

        A word that names a state means this state. Of a group, only states of the theatre count.
        """
        own = self.find(word)
        if own is not None:
            return (own,)
        found = (self.find(state) for state in self.listed(word, year) or ())
        return tuple(dict.fromkeys(name for name in found if name is not None))

    def suggestion(self, word: str) -> str:
        """Ending of a message about an unknown state."""
        known = names.find(word)
        if known is not None:
            also = "" if names.folded(known) == names.folded(word) else f" ({known})"
            return f"{also}: this theatre does not have it as a single state"
        table = names.states()
        spellings = (one for name in self._in_table for one in table[name].spellings)
        known_groups = [*self.own_groups, *groups.groups()]
        match = closest(
            word,
            [*(state.name for state in self.states), *self._own_words, *spellings, *known_groups],
        )
        if match is None:
            return ""
        if match in known_groups and self.find(match) is None:
            return f"; did you mean '{match}'?"
        return f"; did you mean '{self.find(match)}'?"

    @cached_property
    def data_hash(self) -> str:
        """Sixteen hex digits over all files of the theatre; scenarios may lie beside them.

        A file counts the same whichever system ended its lines.
        """
        digest = hashlib.sha256()
        for path in sorted(self.folder.iterdir()):
            if (path.suffix == ".csv" or path.name == "theatre.yaml") and path.is_file():
                content = path.read_bytes().replace(b"\r\n", b"\n")
                digest.update(path.name.encode() + b"\0" + content + b"\0")
        return digest.hexdigest()[:16]

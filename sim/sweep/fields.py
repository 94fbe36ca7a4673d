"""The fields of a sweep file, as a table, and the types that only such files have."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from sim.base.bands import ENDS_OF_90
from sim.base.distributions import Constant
from sim.base.parameters import PARAMETERS
from sim.base.problems import Problem, listing, quote, suggest, suggest_or_list
from sim.experiment.posterior import Posterior
from sim.scenario import Measure, Scenario
from sim.scenario.fields import Mapped, Number, OneOf, Text, Whole
from sim.scenario.frozen import FrozenMap
from sim.scenario.names import ONE_STATE
from sim.scenario.reading import Field, FieldType, Reading, describe, read_fields, read_kind
from sim.scenario.renamed import under_present_names
from sim.scenario.schema import FIELDS as SCENARIO_FIELDS
from sim.scenario.tree import ListNode, MapNode, Node, ScalarNode
from sim.scenario.years import Window
from sim.sweep.designs import DESIGNS, Design
from sim.sweep.ranges import Range, read_range
from sim.sweep.varied import Key, ParameterKey, find_key
from sim.theatre.theatre import Theatre

ALL = "all"


@dataclass(frozen=True)
class SweptScenario:
    """The scenario of a sweep and its theatre; not ``whole`` without what the sweep adds to it."""

    scenario: Scenario
    theatre: Theatre
    posterior: Posterior | None
    whole: bool

    def key(self, name: str) -> Key | str:
        """What a name stands for, or else what is wrong with it."""
        return find_key(name, self.scenario, self.theatre, self.posterior)


@dataclass(frozen=True)
class TopSupplierPlan:
    """Whose top supplier is noted in each world, over which years, by which ledger."""

    buyer: str
    window: tuple[int, int]
    of: Literal["deliveries", "orders"]

    def plain(self) -> dict[str, object]:
        """As a file has it."""
        first, last = self.window
        return {"buyer": self.buyer, "window": f"{first}-{last}", "of": self.of}


@dataclass(frozen=True)
class DesignType(FieldType):
    """The word of a design that needs no options, or a mapping from it to options."""

    @property
    def expected(self) -> str:
        """List the designs."""
        return f"one of: {listing(DESIGNS)}; with options as in {{sobol: {{n: 128}}}}"

    def read(self, node: Node, name: str, reading: Reading) -> Design | None:
        """Return the design with all its options."""
        if isinstance(node, ScalarNode) and isinstance(node.value, str):
            if node.value not in DESIGNS:
                self.refuse(node, name, reading, suggest(node.value, DESIGNS))
                return None
            chosen, under = DESIGNS[node.value], _nothing_in(node)
        elif isinstance(node, MapNode):
            for key, entry in node.entries.items():
                if key not in DESIGNS:
                    message = f"unknown design {quote(key)}" + reading.hint(key, DESIGNS)
                    reading.problems.append(Problem(entry.key_mark, message))
            found = read_kind(node, DESIGNS, (), name, reading)
            if found is None:
                return None
            chosen, under = found, node.entries[found.name].node
            if isinstance(under, ScalarNode) and under.value is None:
                under = _nothing_in(under)
        else:
            self.refuse(node, name, reading)
            return None
        options = read_fields(under, chosen.fields, chosen.name, reading)
        return None if options is None else Design(chosen.name, options)


def _nothing_in(node: Node) -> Node:
    return MapNode(node.mark, {})


@dataclass(frozen=True)
class Ranges(FieldType):
    """A mapping from what varies to its values. Without a scenario, names are not looked at."""

    asked: SweptScenario | None

    @property
    def expected(self) -> str:
        """Say what the mapping holds."""
        return f"a mapping from what varies to its values, or '{ALL}'"

    def read(self, node: Node, name: str, reading: Reading) -> tuple[Range, ...] | None:
        """Return the ranges in the order of the file."""
        if isinstance(node, ScalarNode) and node.value == ALL:
            return () if self.asked is None else all_parameters(self.asked)
        if not isinstance(node, MapNode) or not node.entries:
            self.refuse(node, name, reading)
            return None
        if self.asked is None:
            return ()
        found: list[Range] = []
        node = under_present_names(node, reading.problems)
        for word, entry in node.entries.items():
            key = self.asked.key(word)
            if isinstance(key, str):
                reading.problems.append(Problem(entry.key_mark, key))
                continue
            item = read_range(entry.node, key, reading)
            if item is not None:
                found.append(item)
        return tuple(found) if len(found) == len(node.entries) else None


@dataclass(frozen=True)
class Measures(FieldType):
    """Ids of the scenario's measures, or measures written as in a scenario."""

    asked: SweptScenario | None

    @property
    def expected(self) -> str:
        """Say both forms."""
        return "a list of ids of the scenario's measures, or of whole measures"

    def read(self, node: Node, name: str, reading: Reading) -> tuple[Measure, ...] | None:
        """Return the measures; those written out are the scenario's own by now."""
        if not isinstance(node, ListNode) or not node.items:
            self.refuse(node, name, reading)
            return None
        if self.asked is None:
            return ()
        known = {item.id: item for item in self.asked.scenario.measures}
        beyond = {item.id: item for item in self.asked.scenario.omitted}
        found: dict[str, Measure] = {}
        for item in node.items:
            word = _id_of(item)
            if word is None:
                if not isinstance(item, MapNode):  # else it is reported with the scenario
                    reading.wrong(
                        item, f"a measure must be an id or a mapping, not {describe(item)}"
                    )
            elif word in found:
                reading.wrong(item, f"{name} names {quote(word)} twice")
            elif word in known:
                found[word] = known[word]
            elif word in beyond and beyond[word].fate == "not reached":
                reading.wrong(item, f"measure {quote(word)} is not within the sweep's years")
            elif self.asked.whole or not isinstance(item, MapNode):
                message = f"the scenario has no measure {quote(word)}"
                reading.wrong(item, message + suggest_or_list(word, known))
        return tuple(found.values()) if len(found) == len(node.items) else None


def _id_of(item: Node) -> str | None:
    """Id of a measure, given alone or with the whole measure."""
    if isinstance(item, MapNode) and "id" in item.entries:
        item = item.entries["id"].node
    word = item.value if isinstance(item, ScalarNode) else None
    return word if isinstance(word, str) else None


_REGIMES = Mapped(
    (
        Field("buyer", ONE_STATE, "whose top supplier is noted"),
        Field("window", Window(), "over which years"),
        Field("of", OneOf(("deliveries", "orders")), "by which of the two", False, "deliveries"),
    )
)


@dataclass(frozen=True)
class RegimesType(FieldType):
    """A buyer and a window. Without a scenario, the buyer is not looked at."""

    asked: SweptScenario | None

    @property
    def expected(self) -> str:
        """List the keys."""
        return _REGIMES.expected

    def read(self, node: Node, name: str, reading: Reading) -> TopSupplierPlan | None:
        """Return the buyer by the theatre's own name, and the rest."""
        given = _REGIMES.read(node, name, reading)
        if given is None or self.asked is None:
            return None
        [word], theatre = given["buyer"], self.asked.theatre
        buyer = theatre.find(word)
        if buyer is not None and buyer in theatre.buyers:
            return TopSupplierPlan(buyer, given["window"], given["of"])
        wrong = f"unknown state {quote(word)}{theatre.suggestion(word)}"
        if buyer is not None:
            wrong = f"'{buyer}' is no buyer in this theatre"
        assert isinstance(node, MapNode)
        reading.wrong(node.entries["buyer"].node, wrong)
        return None


@dataclass(frozen=True)
class Thresholds(FieldType):
    """A mapping from measures to numbers."""

    @property
    def expected(self) -> str:
        """Say what the mapping holds."""
        return "a mapping from measure to number"

    def read(self, node: Node, name: str, reading: Reading) -> Mapping[str, float] | None:
        """Return the numbers by measure."""
        if not isinstance(node, MapNode):
            self.refuse(node, name, reading)
            return None
        found = {
            key: Number().read(entry.node, f"the threshold of {key}", reading)
            for key, entry in node.entries.items()
        }
        known = {key: value for key, value in found.items() if value is not None}
        return FrozenMap(known) if len(known) == len(found) else None


def sweep_fields(asked: SweptScenario | None) -> tuple[Field, ...]:
    """The fields of a sweep file, for its scenario; None where that cannot be read."""
    of_scenario = {item.name: item for item in SCENARIO_FIELDS}
    kept, failing = OneOf(("measures", "deliveries", "orders")), OneOf(("record", "stop"))
    return (
        replace(of_scenario["title"], doc="what is varied, as a statement"),
        of_scenario["question"],
        of_scenario["look_for"],
        Field("scenario", Text(500), "the scenario, beside this file or shipped", False, "history"),
        Field("design", DesignType(), "which points are simulated"),
        Field("parameters", Ranges(asked), "what varies, and between what ends"),
        Field("worlds", Whole(1, 10_000_000), "worlds a point, the same noise at each", False, 64),
        replace(of_scenario["seed"], default=None),
        of_scenario["years"],
        Field("measures", Measures(asked), "what is measured; else all of the scenario", False),
        Field("regimes", RegimesType(asked), "note the top supplier of each world", False),
        Field("thresholds", Thresholds(), "values to mark", False, FrozenMap({})),
        Field("keep", kept, "measures only, or all deliveries or orders too", False, "measures"),
        Field("on_failure", failing, "note a point that fails and go on, or stop", False, "record"),
    )  # fmt: skip


def all_parameters(asked: SweptScenario) -> tuple[Range, ...]:
    """Every parameter that the scenario does not fix, over most of its prior."""
    ranges = []
    for name, parameter in PARAMETERS.items():
        prior = asked.scenario.settings.get(name, parameter.prior)
        if not isinstance(prior, Constant):
            key = asked.key(name)
            assert isinstance(key, ParameterKey)
            low, high = (prior.quantile(tail) for tail in ENDS_OF_90)
            ranges.append(Range(key, low, high))
    return tuple(ranges)

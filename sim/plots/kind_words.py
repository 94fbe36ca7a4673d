"""Events in words: what each kind says of the states that it names, without its size."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sim.base.phrases import joined
from sim.measure.flows import ALL
from sim.measure.words import spoken, who, whose
from sim.scenario import Event
from sim.theatre.theatre import Theatre

_NAMED = 3  # classes; of more, the words say only that they are most


def words_of_kind(event: Event, theatre: Theatre) -> str:
    """What happens, from the kind of an event and its states: ``Russia lifts its embargo on Iran``.

    How large a change is they leave out, so that they stay true where that is varied.
    """
    return _WORDS[event.kind](_Fields(event.values, theatre))


@dataclass(frozen=True)
class _Fields:
    """Fields of an event as parts of sentences."""

    values: Mapping[str, Any]
    theatre: Theatre

    def __getitem__(self, field: str) -> Any:
        return self.values[field]

    def names(self, field: str) -> tuple[str, ...]:
        """The states of a field by the theatre's own names."""
        given = self.values[field]
        words = (given,) if isinstance(given, str) else tuple(given)
        return tuple(self.theatre.find(word) or word for word in words)

    def who(self, field: str) -> str:
        """``India``, ``US and UK``, ``India and 3 others``."""
        return who(self.names(field))

    def whose(self, field: str) -> str:
        """``India's``."""
        return whose(self.names(field))

    def does(self, field: str, one: str, many: str) -> str:
        """The states of a field with a verb, which has a form for one of them and one for many."""
        return f"{self.who(field)} {one if len(self.names(field)) == 1 else many}"

    def both(self) -> str:
        """The two states between which it happens."""
        return joined([who((name,)) for name in self.names("between")])

    def arms(self, field: str = "classes") -> str:
        """The weapon classes of a field: ``arms``, ``aircraft and land arms``, ``most arms``."""
        given = self.values[field]
        if isinstance(given, Mapping):
            given = [name for name, share in given.items() if share > 0]
        classes = (given,) if isinstance(given, str) else tuple(given)
        if ALL in classes:
            return "arms"
        many = len(classes) > _NAMED
        return "most arms" if many else joined([spoken(name) for name in classes])

    def of_arms(self) -> str:
        """After what is of all classes if none is named: nothing, or `` of aircraft``."""
        return "" if ALL in self.values["classes"] else f" of {self.arms()}"


def _embargo(event: _Fields) -> str:
    if not any(event["closes"].values()):
        return _lift(event)
    arms = event.arms("closes")
    return f"{event.does('supplier', 'refuses', 'refuse')} {arms} to {event.who('buyer')}"


def _lift(event: _Fields) -> str:
    lifts = event.does("supplier", "lifts its", "lift their")
    return f"{lifts} embargo on {event.who('buyer')}"


def _objection(event: _Fields, by: str) -> str:
    objects = "objects" if event["strength"] > 0 else "no longer objects"
    arms = f"{event.whose('supplier')} arms for {event.who('buyer')}"
    return f"{event.who(by)} {objects} to {arms}"


def _money(event: _Fields, one: str, many: str) -> str:
    payer = "supplier" if event["payer"] is None else "payer"
    if event["usd_m"] == 0:
        one, many = f"no longer {one}", f"no longer {many}"
    verb = event.does(payer, one, many)
    source = "" if payer == "supplier" else f" from {event.who('supplier')}"
    one_buyer = len(event.names("buyer")) == 1
    arms = f"{event.whose('buyer')} arms" if one_buyer else f"the arms of {event.who('buyer')}"
    return f"{verb} {arms}{source}"


def _withhold(event: _Fields) -> str:
    better = "technology" if ALL in event["classes"] else event.arms()
    keeps = event.does("supplier", "keeps its", "keep their")
    if event["share"] == 0:
        keeps = event.does("supplier", "no longer keeps its", "no longer keep their")
    return f"{keeps} better {better} from {event.who('buyer')}"


def _stocks(event: _Fields) -> str:
    change = event["share"] if event["tiv"] is None else event["tiv"]
    if change < 0:
        return f"{event.who('buyer')} loses or gives away {event.arms('class')}"
    if event["from"] is None:
        return f"{event.who('buyer')} receives {event.arms('class')} without an order"
    return f"{event.who('from')} hands {event.arms('class')} on to {event.who('buyer')}"


def _component(event: _Fields) -> str:
    relies = "relies" if len(event.names("supplier")) == 1 else "rely"
    if event["reliance"] == 0:
        relies = "no longer relies" if relies == "relies" else "no longer rely"
    parts = f"{event.whose('from')} {event.arms('component_class')}"
    return f"{event.who('supplier')} {relies} on {parts} for {event.arms('class')}"


def _demand(event: _Fields) -> str:
    demands = [
        words
        for field, words in (
            ("licence_share", "licences"), ("first_delivery_within", "an early first delivery"),
        )
        if event[field] is not None
    ]  # fmt: skip
    of = "" if event["class"] == ALL else f" of {event.arms('class')}"
    return f"{event.does('buyer', 'demands', 'demand')} {joined(demands)}{of}"


def _need(event: _Fields) -> str:
    arms = event.arms("class")
    if event["factor"] == 0:
        return f"{event.does('buyer', 'needs', 'need')} no {arms} any more"
    more = "more" if event["factor"] >= 1 else "fewer"
    return f"{event.does('buyer', 'needs', 'need')} {more} {arms}"


_WORDS: Mapping[str, Callable[[_Fields], str]] = {
    "embargo": _embargo,
    "lift": _lift,
    "alignment": lambda e: f"{e.both()} {'draw closer' if e['shift'] > 0 else 'drift apart'}",
    "domestic_cost": lambda e: (
        f"Arms from {e.who('supplier')} cost {e.who('buyer')} "
        f"{'more' if e['shift'] > 0 else 'less'} at home"
    ),
    "patron_objection": lambda e: _objection(e, "patron"),
    "rivalry": lambda e: f"{e.both()} are {'rivals' if e['level'] > 0 else 'rivals no more'}",
    "objection": lambda e: _objection(e, "by"),
    "capacity": lambda e: (
        f"{e.does('supplier', 'makes', 'make')} {'more' if e['factor'] > 1 else 'fewer'} "
        f"{e.arms()} for export"
    ),
    "price": lambda e: (
        f"{e.whose('supplier')} prices{e.of_arms()} {'rise' if e['factor'] > 1 else 'fall'}"
    ),
    "need": _need,
    "grant": lambda e: _money(e, "pays for", "pay for"),
    "credit": lambda e: _money(e, "lends money for", "lend money for"),
    "withhold": _withhold,
    "order": lambda e: f"{e.who('buyer')} orders {e.arms('class')} from {e.who('supplier')}",
    "suspend": lambda e: (
        f"{e.does('supplier', 'holds', 'hold')} back {e.arms()} that {e.who('buyer')} has ordered"
    ),
    "cancel": lambda e: (
        f"Orders{e.of_arms()} by {e.who('buyer')} from {e.who('supplier')} are cancelled"
    ),
    "stocks": _stocks,
    "enter": lambda e: f"{e.who('supplier')} begins to sell {e.arms('class')}",
    "new_buyer": lambda e: f"{e.who('buyer')} begins to buy {e.arms('need_tiv')}",
    "component": _component,
    "demand": _demand,
    "talks": lambda e: (
        f"{e.does('buyer', 'talks', 'talk')} with {e.who('supplier')} about {e.arms()}, openly"
    ),
}

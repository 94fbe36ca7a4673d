"""One world as a chronicle in Markdown: short sentences by year, always in the same order."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sim.base.phrases import capital, few, possessive, the, was, years
from sim.experiment.case import Case
from sim.experiment.payments import Money, money_of
from sim.explain.chronicle import ChronicleYear, Delivery, Refusal, SignedOrder, Talk
from sim.explain.offers import Cause
from sim.plots.marks import changes_need, dyads_of, names_in, needs_of
from sim.plots.words import names_of, openness_of, words_of, years_of
from sim.report.explain.narrative import arrival, class_words, customers, paid_words, volume
from sim.report.run.record import simulated_line
from sim.report.templates import fill_in
from sim.scenario import Event, Scenario
from sim.scenario.played import decided_by, is_turn
from sim.theatre.theatre import Theatre

# After "would have won, but"; the rest of the sentence for one name, {was} for several.
_REFUSED: Mapping[Cause, str] = {
    "embargo": "{was} kept away by an embargo",
    "component": "{was} kept away by the maker of a component",
    "late": "could not deliver as early as the buyer demands",
    "objection": "{was} kept away by a larger customer, a rival of the buyer",
    "estranged": "did not offer: politics had parted",
    "cancelled": "{was} not asked: this replaces what was cancelled of its orders",
    "busy": "did not offer: too little capacity stood idle",
    "several": "did not offer, for several reasons together",
}


_BY = {
    "player": "By the player's choice",
    "model": "Where the player leaves the choice to the model",
    None: "As the scenario has it",
}


def story_of(
    told: Sequence[ChronicleYear],
    case: Case,
    buyers: Sequence[int],
    kinds: Sequence[int],
    world: str,
    asked: Scenario | None = None,
) -> str:
    """The whole story.

    Args:
        told: years, in order.
        case: scenario and theatre, of that world where events differ from world to world.
        buyers: places of the buyers that it is about.
        kinds: places of the classes that it is about.
        world: a sentence that says which world it is.
        asked: the scenario of all worlds; by default that of the case.
    """
    scenario, theatre = case.scenario, case.theatre
    names, money = [theatre.buyers[b] for b in buyers], money_of(case)
    every = (scenario if asked is None else asked).events
    called = names_of(every, theatre)
    hung_on = {event.id: openness_of(event, called) for event in every if event.differs}
    happened = {event.id for event in scenario.events}
    events: list[dict[str, Any]] = [
        {
            "year": event.year, "why": event.why, "words": words_of(event, theatre),
            "lasting": _duration(event), "hung_on": hung_on.get(event.id, ""),
        }
        for event in sorted(scenario.events, key=lambda event: event.year)
        if _touches(event, names, case)
    ]  # fmt: skip
    text = fill_in(
        "story.md.j2",
        title=" ".join(scenario.title.split()),
        names=names,
        span=years(told[0].year, told[-1].year),
        only=[class_words(case, k) for k in kinds] if len(kinds) < len(theatre.classes) else [],
        world=world,
        simulated=simulated_line(scenario),
        not_here=[
            f"{called[event.id]} ({years_of(event, called)})"
            for event in every
            if event.id not in happened
        ],
        in_force=[event for event in events if event["year"] < scenario.first_year],
        years=[
            {
                "year": one.year,
                "events": [event for event in events if event["year"] == one.year],
                "lines": list(_lines(one, case, money)),
            }
            for one in told
        ],
    )
    return _no_markup(text.rstrip() + "\n")


def _no_markup(text: str) -> str:
    """The same without HTML and links, of which a story has none unless a name or reason has."""
    text = re.sub(r"&(?=#?\w+;)", "&amp;", text)
    return re.sub(r"<(?=[A-Za-z/!?])", "&lt;", text).replace("[", "\\[")


def _touches(event: Event, names: Sequence[str], case: Case) -> bool:
    """Whether an event names one of the buyers, or changes a supplier for all of them."""
    theatre = case.theatre
    if is_turn(event):
        return False  # told as orders
    if event.kind == "rivalry":
        return bool(set(names_in(event, "between", theatre)) & set(names))
    if changes_need(event):
        return bool(needs_of(event, theatre) & set(names))
    if event.kind == "order":
        return False  # told as what it is, an order
    return any(buyer in names for buyer, _ in dyads_of(event, theatre))


def _duration(event: Event) -> str:
    """How long an event holds or grows, if that is said."""
    if event.until is not None:
        return f" (until {event.until})" if event.until > event.year else " (this year only)"
    grows = event.over is not None and event.over > 1
    return f" (grows over {event.over} years)" if grows else ""


def _lines(year: ChronicleYear, case: Case, money: Money) -> Iterator[str]:
    """Orders, the largest of a buyer first; what nobody supplies; talks; deliveries."""
    for item in sorted(year.signed, key=lambda item: (item.buyer, -item.order.tiv)):
        yield f"{_order(item, case, money)}{_refused(item.refusals, case)}"
    for lapsed in year.lapsed:
        tender, buyer = lapsed.tender, the(case.theatre.buyers[lapsed.tender.buyer])
        what = f"{class_words(case, tender.weapon_class)}, {volume(tender.tiv)}"
        yield f"{capital(buyer)} finds nobody who sells it {what}.{_refused(lapsed.refusals, case)}"
    yield from _talks(year.talks, case)
    # What begins and ends in one year is told once.
    begun = [item for item in year.begun if item.order.first != item.order.last]
    yield from _deliveries(begun, case, "Deliveries to {} begin")
    yield from _deliveries(year.ended, case, "Deliveries to {} end")
    yield from _deliveries(year.cancelled, case, "Orders of {} are cancelled")


def _order(item: SignedOrder, case: Case, money: Money) -> str:
    """An order, the next best offer, and the deals that were stopped before it."""
    order, suppliers = item.order, case.theatre.suppliers
    buyer = the(case.theatre.buyers[item.buyer])
    begin = f"**{capital(buyer)}**"
    if order.given:
        begin = f"{_whose(item, case)}, **{buyer}**"
    text = (
        f"{begin} orders from **{the(suppliers[order.supplier])}**: "
        f"{class_words(case, order.weapon_class)}, {volume(order.tiv)} for US$ "
        f"{order.usd_m:,.0f} m, {arrival(order, 'to be delivered')}"
        f"{', made under licence' if order.licensed else ''}."
    )
    paid = money.paid_by(item.buyer, order.supplier, order.year - case.years[0])
    if paid:
        text += f" {capital(paid_words(paid))} of it."
    if item.runner_up is not None:
        text += f" The next best offer is {possessive(suppliers[item.runner_up])}."
    for s, objectors in item.stopped:
        stopped = f"was stopped by {customers(objectors, case)}"
        text += f" A deal with {the(suppliers[s])} had been struck and {stopped}."
    return text


def _whose(item: SignedOrder, case: Case) -> str:
    """Whose decision a given order was: the record's, a player's, the model's, the scenario's."""
    if item.order.year < case.scenario.own_from:
        return "As on record"
    place = (
        item.order.year, case.theatre.buyers[item.buyer],
        case.theatre.suppliers[item.order.supplier], case.theatre.classes[item.order.weapon_class],
    )  # fmt: skip
    by = {
        decided_by(event)
        for event in case.scenario.events
        if event.kind == "order" and _placed(event, case.theatre) == place
    }
    return _BY["player" if "player" in by else "model" if "model" in by else None]


def _placed(event: Event, theatre: Theatre) -> tuple[int, str | None, str | None, str]:
    values = event.values
    buyer, supplier = (theatre.find(values[role][0]) for role in ("buyer", "supplier"))
    return event.year, buyer, supplier, values["class"]


def _refused(refusals: Sequence[Refusal], case: Case) -> str:
    """The best of those who would have won and did not offer, and why it did not."""
    if not refusals:
        return ""
    name = case.theatre.suppliers[refusals[0].supplier]
    why = _REFUSED[refusals[0].cause].format(was=was(name))
    return f" {capital(the(name))} would have won, but {why}."


def _talks(talks: Sequence[Talk], case: Case) -> Iterator[str]:
    """One line for each buyer: by class, with whom talks were announced that came to nothing."""
    by_buyer: dict[int, dict[int, list[str]]] = {}
    for talk in talks:
        by_class = by_buyer.setdefault(talk.buyer, {})
        by_class.setdefault(talk.weapon_class, []).append(
            the(case.theatre.suppliers[talk.supplier])
        )
    for b, by_class in sorted(by_buyer.items()):
        parts = [f"{class_words(case, k)} with {few(who)}" for k, who in sorted(by_class.items())]
        buyer = capital(the(case.theatre.buyers[b]))
        yield f"Talks without an order: {buyer} announces talks about {'; about '.join(parts)}."


def _deliveries(items: Sequence[Delivery], case: Case, what: str) -> Iterator[str]:
    """One line for each buyer: its orders of which something begins, ends or is cancelled now."""
    orders: dict[int, dict[int, dict[int, set[int]]]] = {}  # buyer, supplier, class, years
    for item in items:
        by_class = orders.setdefault(item.buyer, {}).setdefault(item.order.supplier, {})
        by_class.setdefault(item.order.weapon_class, set()).add(item.order.year)
    for b, by_supplier in sorted(orders.items()):
        parts = [
            f"from {the(case.theatre.suppliers[s])} "
            + ", ".join(
                f"{class_words(case, k)} ({', '.join(map(str, sorted(signed)))})"
                for k, signed in sorted(by_class.items())
            )
            for s, by_class in sorted(by_supplier.items())
        ]
        yield f"{what.format(the(case.theatre.buyers[b]))}: {'; '.join(parts)}."

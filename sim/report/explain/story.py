"""One world as a chronicle in Markdown: short sentences by year, always in the same order."""

import re
from collections.abc import Iterator, Mapping, Sequence

from sim.experiment.case import Case
from sim.explain.chronicle import ChronicleYear, Delivery, Lapsed, Refusal, SignedOrder, Talk
from sim.explain.offers import Cause
from sim.plots.marks import dyads_of, names_in
from sim.plots.words import words_of
from sim.report.explain.narrative import class_words, customers, volume, years
from sim.report.run.record import simulated_line
from sim.scenario import Event

_THE = ("United States", "United Kingdom", "Netherlands", "United Arab Emirates")
_PLURAL = ("Other suppliers", "Other buyers")

# After "would have won, but"; the rest of the sentence for one name, {was} for several.
_REFUSED: Mapping[Cause, str] = {
    "embargo": "{was} kept away by an embargo",
    "component": "{was} kept away by the maker of a component",
    "objection": "{was} kept away by a larger customer, a rival of the buyer",
    "estranged": "did not offer: politics had parted",
    "busy": "did not offer: too little capacity stood idle",
    "several": "did not offer, for several reasons together",
}


def story_of(
    told: Sequence[ChronicleYear],
    case: Case,
    buyers: Sequence[int],
    kinds: Sequence[int],
    world: str,
) -> str:
    """The whole story.

    Args:
        told: years, in order.
        case: scenario and theatre.
        buyers: places of the buyers that it is about.
        kinds: places of the classes that it is about.
        world: a sentence that says which world it is.
    """
    scenario, theatre = case.scenario, case.theatre
    names = [theatre.buyers[b] for b in buyers]
    title = " ".join(scenario.title.split())
    lines = [f"# {title}", "", f"The arms of {_listed(names)}, {_span(told)}", ""]
    if len(kinds) < len(theatre.classes):
        lines += [f"Only {_listed([class_words(case, k) for k in kinds])}.", ""]
    lines += [
        f"*One simulated world, not a forecast and not the record. {world} "
        f"{simulated_line(scenario)} Volumes are in TIV, SIPRI's trend-indicator value (millions). "
        "Deliveries have the year of their order in brackets. What is in italics happens in every "
        "world: the scenario says so.*",
        "",
    ]
    events = sorted(scenario.events, key=lambda event: event.year)
    lines += [
        f"*In force at the start, since {event.year}: {words_of(event, theatre)}{_lasting(event)}. "
        f"{_sentence(event.why)}*\n"
        for event in events
        if event.year < scenario.first_year and _touches(event, names, case)
    ]
    for year in told:
        within = [
            event for event in events if event.year == year.year and _touches(event, names, case)
        ]
        lines += [f"## {year.year}", "", *_year(year, within, case, kinds), ""]
    return _no_markup("\n".join(lines).rstrip() + "\n")


def _no_markup(text: str) -> str:
    """The same without HTML and links, of which a story has none unless a name or reason has."""
    text = re.sub(r"&(?=#?\w+;)", "&amp;", text)
    return re.sub(r"<(?=[A-Za-z/!?])", "&lt;", text).replace("[", "\\[")


def _span(told: Sequence[ChronicleYear]) -> str:
    return years(told[0].year, told[-1].year)


def _touches(event: Event, names: Sequence[str], case: Case) -> bool:
    """Whether an event names one of the buyers, or changes a supplier for all of them."""
    theatre = case.theatre
    if event.kind in ("need", "rivalry"):
        field = "buyer" if event.kind == "need" else "between"
        return bool(set(names_in(event, field, theatre)) & set(names))
    if event.kind == "order":
        return False  # told as what it is, an order
    return any(buyer in names for buyer, _ in dyads_of(event, theatre))


def _year(
    year: ChronicleYear, events: Sequence[Event], case: Case, kinds: Sequence[int]
) -> Iterator[str]:
    quiet = True
    for event in events:
        quiet = False
        yield f"*{words_of(event, case.theatre)}{_lasting(event)}. {_sentence(event.why)}*"
        yield ""
    lines = [
        *_orders(year, case),
        *(f"- {_lapse(item, case)}" for item in year.lapsed),
        *_talks(year.talks, case),
        *_deliveries(year.begun, case, "begin"),
        *_deliveries(year.ended, case, "end"),
    ]
    yield from lines
    if quiet and not lines:
        yield "Nothing to tell."


def _lasting(event: Event) -> str:
    """How long an event holds or grows, if that is said."""
    if event.until is not None:
        return f" (until {event.until})" if event.until > event.year else " (this year only)"
    grows = event.over is not None and event.over > 1
    return f" (grows over {event.over} years)" if grows else ""


def _orders(year: ChronicleYear, case: Case) -> Iterator[str]:
    """Orders, each with its refusals and stopped deals behind it; the largest of a buyer first."""
    for item in sorted(year.signed, key=lambda item: (item.buyer, -item.order.tiv)):
        yield f"- {_order(item, case)}{_refused(item.refusals, case)}"


def _order(item: SignedOrder, case: Case) -> str:
    order, buyer = item.order, case.theatre.buyers[item.buyer]
    supplier = _the(case.theatre.suppliers[order.supplier])
    what = f"{class_words(case, order.kind)}, {volume(order.tiv)} for US$ {order.usd_m:,.0f} m"
    made = ", made under licence" if order.licensed else ""
    begin = f"**{_the(buyer, True)}** orders"
    if order.given:
        recorded = order.year < case.scenario.own_from
        begin = f"As {'on record' if recorded else 'the scenario has it'}, **{_the(buyer)}** orders"
    text = f"{begin} from **{supplier}**: {what}, to be delivered {years(order.first, order.last)}"
    text += f"{made}."
    if item.runner_up is not None:
        text += f" The next best offer is {_whose(case.theatre.suppliers[item.runner_up])}."
    for s, objectors in item.stopped:
        name, who = _the(case.theatre.suppliers[s]), customers(objectors, case)
        text += f" A deal with {name} had been struck and was stopped by {who}."
    return text


def _refused(refusals: Sequence[Refusal], case: Case) -> str:
    """The best of those who would have won and did not offer, and why it did not."""
    if not refusals:
        return ""
    name = case.theatre.suppliers[refusals[0].supplier]
    why = _REFUSED[refusals[0].cause].format(was="were" if name in _PLURAL else "was")
    return f" {_the(name, True)} would have won, but {why}."


def _lapse(item: Lapsed, case: Case) -> str:
    tender = item.tender
    buyer = _the(case.theatre.buyers[tender.buyer], True)
    what = f"{class_words(case, tender.kind)}, {volume(tender.tiv)}"
    return f"{buyer} finds nobody who sells it {what}.{_refused(item.refusals, case)}"


def _talks(talks: Sequence[Talk], case: Case) -> Iterator[str]:
    """One line for each buyer and class: with whom talks were announced that came to nothing."""
    by_pair: dict[tuple[int, int], list[str]] = {}
    for talk in talks:
        name = _the(case.theatre.suppliers[talk.supplier])
        by_pair.setdefault((talk.buyer, talk.kind), []).append(name)
    by_buyer: dict[int, list[str]] = {}
    for (b, k), names in sorted(by_pair.items()):
        by_buyer.setdefault(b, []).append(f"{class_words(case, k)} with {_listed(names)}")
    for b, parts in by_buyer.items():
        buyer = _the(case.theatre.buyers[b], True)
        yield f"- Only announced: {buyer} is said to talk of {'; of '.join(parts)}."


def _deliveries(items: Sequence[Delivery], case: Case, verb: str) -> Iterator[str]:
    """One line for each buyer: the orders whose deliveries begin, or end, this year."""
    orders: dict[int, dict[int, dict[int, set[int]]]] = {}  # buyer, supplier, class, years
    for item in items:
        if verb == "begin" and item.order.first == item.order.last:
            continue  # told once, when it ends
        pairs = orders.setdefault(item.buyer, {}).setdefault(item.order.supplier, {})
        pairs.setdefault(item.order.kind, set()).add(item.order.year)
    for b, by_supplier in sorted(orders.items()):
        parts = [
            f"from {_the(case.theatre.suppliers[s])} "
            + ", ".join(
                f"{class_words(case, k)} ({', '.join(map(str, sorted(signed)))})"
                for k, signed in sorted(by_kind.items())
            )
            for s, by_kind in sorted(by_supplier.items())
        ]
        yield f"- Deliveries to {_the(case.theatre.buyers[b])} {verb}: {'; '.join(parts)}."


def _whose(name: str) -> str:
    return _the(name) + ("'" if name.endswith("s") else "'s")


def _the(name: str, first: bool = False) -> str:
    """A state within a sentence, or at its beginning."""
    if name in _THE:
        return f"{'The' if first else 'the'} {name}"
    if name in _PLURAL and not first:
        return name[0].lower() + name[1:]
    return name


def _listed(words: Sequence[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def _sentence(text: str) -> str:
    """A reason as a sentence: on one line, with a capital and a full stop."""
    plain = " ".join(text.split())
    if not plain:
        return ""
    ended = plain if plain[-1] in ".!?" else f"{plain}."
    return ended[0].upper() + ended[1:]

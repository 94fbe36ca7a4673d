"""What a player reads in a turn: tenders with their offers, and the news."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sim.base.numbers import true_minus
from sim.base.phrases import capital, few, joined, possessive, sentence, the, years
from sim.base.text_table import text_table
from sim.explain.chronicle import ChronicleYear
from sim.measure.words import spoken
from sim.play.game import Game
from sim.play.moment import DECLINED
from sim.play.offers import Offer, OpenTender
from sim.plots.words import words_of
from sim.report.explain.narrative import arrival, volume

MOST_OF_RIVALS = 5  # orders of rivals that are told
HEAD = ["", "supplier", "US$ m", "grants", "delivery", "licences", "terms", "value",
        "why, most first"]  # fmt: skip
LEGEND = """\
  US$ m      price in millions of 2022;  grants: what the supplier would pay of it
  delivery   years of the first and the last delivery
  licences   how much of its sales on record the supplier let buyers build themselves
  unpopular  the political cost at home of being seen with the supplier; 100% is the highest
  objects    a patron, or a larger customer of the supplier that is your rival, may stop the deal
  value      what the offer is worth to the model's own government, chance left out: the higher,
             the likelier it is to take it. Then the three reasons that weigh most: habit is what
             you ordered from the supplier before, peers' orders what all others order from it,
             affinity an old taste, politics votes, pacts and rivals, wealth that the rich buy from
             the rich
  TIV        SIPRI's measure of what arms can do; no money"""
_MATTERS = 0.2  # of value, from which a group of reasons is named
_KEPT = 0.05  # share of technology, or of cost at home, from which it is named


def news(game: Game) -> list[str]:
    """Lines of this year's events, of what the seats signed and got last year, of their rivals."""
    happens = [
        f"{words_of(event, game.theatre)}. {sentence(event.why)}"
        for event in game.base.events
        if event.year == game.year
    ]
    told = game.news()
    return happens if told is None else [*happens, *_last_year(game, told)]


def _last_year(game: Game, told: ChronicleYear) -> Iterator[str]:
    buyers, suppliers, classes = (
        game.theatre.buyers, game.theatre.suppliers, game.theatre.classes
    )  # fmt: skip
    ours = [buyers.index(seat) for seat in game.buyers]
    orders = sorted(told.signed, key=lambda item: -item.order.tiv)
    others = [item for item in orders if item.buyer not in ours][:MOST_OF_RIVALS]
    yield "Last year:"
    for item in [one for one in orders if one.buyer in ours] + others:
        order, what = item.order, spoken(classes[item.order.weapon_class])
        yield (
            f"  {capital(the(buyers[item.buyer]))} ordered {what} from "
            f"{the(suppliers[order.supplier])}: {volume(order.tiv)} for US$ {order.usd_m:,.0f} m, "
            f"{arrival(order, 'due')}."
        )
    for b in dict.fromkeys(talk.buyer for talk in told.talks):
        number = Counter(the(suppliers[talk.supplier]) for talk in told.talks if talk.buyer == b)
        with_whom = few([name for name, _ in number.most_common()])
        yield f"  {capital(the(buyers[b]))} was in talks with {with_whom}, without an order."
    for what, items in (("began", told.begun), ("ended", told.ended)):
        came = dict.fromkeys(
            f"{spoken(classes[one.weapon_class])} from {the(suppliers[one.supplier])}"
            for one in (item.order for item in items if item.buyer in ours)
        )
        if came:
            yield f"  Deliveries that {what}: {joined(list(came))}."


def heading(game: Game, tender: OpenTender, place: int, of: int) -> str:
    """``1 of 3: aircraft, 390 TIV. 15 offers``, and what was answered so far."""
    said = game.answer(tender)
    text = f"{place} of {of}: {spoken(tender.weapon_class)}, {volume(tender.tiv)}."
    if said == DECLINED:
        return f"{text} You buy nothing."
    if isinstance(said, Offer):
        return f"{text} You take {possessive(said.supplier)} offer."
    return f"{text} {len(tender.offers)} offers." if tender.offers else f"{text} No offers."


def offers_table(offers: Sequence[Offer]) -> str:
    """Offers in rows, numbered from 1."""
    rows = [HEAD, *(_row(place, offer) for place, offer in enumerate(offers, start=1))]
    return "\n".join(text_table(rows, "><>><><><"))


def _row(place: int, offer: Offer) -> list[str]:
    paid = "" if offer.paid_by_supplier <= 0.0 else f"{offer.paid_by_supplier:,.0f}"
    terms = [
        "built under licence" if offer.licensed else "second hand" if offer.second_hand else "new",
        f"{offer.kept_back:.0%} of technology kept back" if offer.kept_back >= _KEPT else "",
        f"unpopular at home: {offer.cost_at_home:.0%}" if offer.cost_at_home >= _KEPT else "",
        "a patron objects" if offer.patron_objects > 0.0 else "",
        f"{joined(offer.objectors)} may object" if offer.objectors else "",
        "last word" if offer.negotiated else "",
    ]
    groups = sorted(offer.appeal.items(), key=lambda item: -abs(item[1]))
    why = [f"{name} {_signed(worth)}" for name, worth in groups if abs(worth) >= _MATTERS]
    return [
        str(place),
        offer.supplier,
        f"{offer.usd_m:,.0f}",
        paid,
        years(offer.first, offer.last),
        f"{offer.licences:.0%}",
        "; ".join(filter(None, terms)),
        _signed(offer.value),
        ", ".join(why[:3]),
    ]


def _signed(worth: float) -> str:
    """A value with its sign; nothing much has none."""
    rounded = round(worth, 1)
    return true_minus(f"{rounded:+.1f}") if rounded else "0.0"


def outcome(asked: Offer, got: Offer | None) -> str:
    """What came of a negotiation."""
    if got is None:
        return f"{capital(the(asked.supplier))} walks away."
    if replace(got, negotiated=asked.negotiated) == asked:
        return f"{capital(the(asked.supplier))} grants nothing; its offer stands."
    return f"{capital(the(asked.supplier))} yields."


def heard(game: Game, tender: OpenTender) -> str:
    """Who will hear of talks about a tender."""
    who = joined([the(name) for name in game.announced(tender)])
    return (
        f"The world hears that {the(tender.buyer)} talks with {who} about "
        f"{spoken(tender.weapon_class)}."
    )


def seller_lines(game: Game, supplier: str) -> Iterator[str]:
    """What a seat that sells has decided so far."""
    for decision in game.now.decided:
        if any(
            supplier == _sold_by(decision, kind)
            for kind in ("price", "embargo", "lift", "withhold")
        ):
            yield f"{decision['year']}: {capital(str(decision['why']))}."


def _sold_by(decision: object, kind: str) -> object:
    values = decision.get(kind) if hasattr(decision, "get") else None
    return None if values is None else values["supplier"]

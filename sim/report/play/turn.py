"""What a player reads in a turn: tenders with their offers, last year's news, this year's events."""

from collections.abc import Iterator, Sequence

from sim.base.phrases import capital, joined, sentence, the, years
from sim.base.text_table import text_table
from sim.play.game import DECLINED, Game
from sim.play.offers import Offer, OpenTender
from sim.plots.words import words_of
from sim.report.explain.narrative import SPOKEN, volume
from sim.report.explain.story import lines_of

HEAD = ["", "supplier", "US$ m", "of it paid", "delivered", "terms", "value", "why, most first"]
_MATTERS = 0.2  # of value, from which a group of reasons is named
_KEPT = 0.05  # share of technology, or of cost at home, from which it is named


def class_name(weapon_class: str) -> str:
    """A weapon class as one writes it."""
    return SPOKEN.get(weapon_class, weapon_class.replace("_", " "))


def news(game: Game) -> list[str]:
    """Lines of what happened last year to the seats and their rivals, and of this year's events."""
    told = game.news()
    lines = [] if told is None else list(lines_of(told, game.case))
    happens = [
        f"{words_of(event, game.theatre)}. {sentence(event.why)}"
        for event in game.base.events
        if event.year == game.year
    ]
    return [*lines, *happens]


def heading(game: Game, tender: OpenTender, place: int, of: int) -> str:
    """``1 of 3: aircraft, 390 TIV. 15 offers``, and what was answered so far."""
    said = game.answer(tender)
    text = f"{place} of {of}: {class_name(tender.weapon_class)}, {volume(tender.tiv)}."
    if said == DECLINED:
        return f"{text} You buy nothing."
    if isinstance(said, Offer):
        return f"{text} You take {the(said.supplier)}'s offer."
    return f"{text} {len(tender.offers)} offers." if tender.offers else f"{text} No offers."


def offers_table(offers: Sequence[Offer]) -> str:
    """Offers in rows, numbered from 1."""
    rows = [HEAD, *(_row(place, offer) for place, offer in enumerate(offers, start=1))]
    return "\n".join(text_table(rows, "><>><<><"))


def _row(place: int, offer: Offer) -> list[str]:
    paid = "" if offer.paid_by_supplier <= 0.0 else f"{offer.paid_by_supplier:,.0f}"
    terms = [
        "licence" if offer.licensed else "second hand" if offer.second_hand else "new",
        f"{offer.kept_back:.0%} of technology kept back" if offer.kept_back >= _KEPT else "",
        f"costs {offer.cost_at_home:.0%} at home" if offer.cost_at_home >= _KEPT else "",
        "a patron objects" if offer.patron_objects > 0.0 else "",
        f"{joined(offer.objectors)} may object" if offer.objectors else "",
        "last word" if offer.negotiated else "",
    ]
    groups = sorted(offer.appeal.items(), key=lambda item: -abs(item[1]))
    why = [f"{name} {worth:+.1f}" for name, worth in groups if abs(worth) >= _MATTERS]
    return [
        str(place),
        offer.supplier,
        f"{offer.usd_m:,.0f}",
        paid,
        years(offer.first, offer.last),
        "; ".join(filter(None, terms)),
        f"{offer.value:+.1f}",
        ", ".join(why[:3]),
    ]


def seller_lines(game: Game, supplier: str) -> Iterator[str]:
    """What a seat that sells has decided so far."""
    for decision in game.now.decided:
        if any(supplier == _sold_by(decision, kind) for kind in ("price", "embargo", "lift", "withhold")):
            yield f"{decision['year']}: {capital(str(decision['why']))}."


def _sold_by(decision: object, kind: str) -> object:
    values = decision.get(kind) if hasattr(decision, "get") else None
    return None if values is None else values["supplier"]

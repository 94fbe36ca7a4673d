"""A tender in words: who offered what, why the winner won, what would have flipped it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.base.numbers import true_minus
from sim.base.phrases import capital, joined, possessive, the, years
from sim.experiment.case import Case
from sim.experiment.payments import Money
from sim.explain.decisive import Race, race_of
from sim.explain.flip import GRANT, PRICE, Flip, flips_of
from sim.explain.offers import CAUSES
from sim.explain.reasons import GROUPS, REASONS, by_group
from sim.explain.tender import Order, Tender
from sim.measure.words import spoken
from sim.report.templates import fill_in
from sim.theatre.neutral import neutral_at

LEAST = 0.005  # differences that would be printed as nothing


@dataclass(frozen=True)
class ExplainedTender:
    """A tender with all that is told of it."""

    tender: Tender
    race: Race | None
    flips: tuple[Flip, ...]
    paid: tuple[Mapping[str, float], ...]  # [S] share of the price by third states that pay it
    place: int  # from 1, among the tenders that are told


def explained_tenders(tenders: Sequence[Tender], case: Case, money: Money) -> list[ExplainedTender]:
    """Each tender with its race and what would have flipped it."""
    found = []
    for place, tender in enumerate(tenders, start=1):
        race = race_of(tender)
        flips = () if race is None else tuple(flips_of(tender, race, case, money))
        t = tender.year - case.years[0]
        paid = tuple(money.paid_by(tender.buyer, s, t) for s in range(len(tender.made)))
        found.append(ExplainedTender(tender, race, flips, paid, place))
    return found


def heading(item: ExplainedTender, case: Case) -> str:
    """What was bought of whom: ``missiles, 128 TIV: China, ahead of Russia by 0.75``."""
    tender, suppliers = item.tender, case.theatre.suppliers
    what = f"{class_words(case, tender.weapon_class)}, {volume(tender.tiv)}"
    if tender.instead_of is not None:
        what += f", in place of what was cancelled of {possessive(suppliers[tender.instead_of])}"
    if tender.stopped:
        what = f"{what}: {'; '.join(stopped_words(tender, case))}. Then"
    if tender.winner is None:
        return f"{what}: nobody supplies it"
    winner = suppliers[tender.winner]
    if item.race is None:
        return f"{what}: {winner}, the only offer"
    second = the(suppliers[item.race.runner_up])
    return f"{what}: {winner}, ahead of {second} by {item.race.margin:.2f}"


def class_words(case: Case, kind: int) -> str:
    """The name of a class as one writes it."""
    return spoken(case.theatre.classes[kind])


def volume(tiv: float) -> str:
    """Millions of TIV, short."""
    return f"{tiv:,.0f} TIV" if tiv >= 10.0 else f"{tiv:.1f} TIV"


def delivery(order: Order, case: Case) -> str:
    """When an order comes, or is due where that is not all within the years simulated."""
    beyond = order.last is not None and order.last > case.scenario.last_year
    return arrival(order, "due" if beyond else "delivered")


def arrival(order: Order, verb: str) -> str:
    """When an order comes: ``delivered 2012-2014``; and what is cancelled of it."""
    comes = f"{verb} {years(order.first, order.last)}" if order.first and order.last else ""
    if order.cancelled_in is None:
        return comes or "of which nothing ever comes"
    lost = f"{volume(order.cancelled)} of it cancelled"
    comes = comes or "nothing of it delivered"
    return f"{comes}, {lost} from {order.cancelled_in} on"


def narrative(items: Sequence[ExplainedTender], case: Case) -> str:
    """All that is told of some tenders: offers, reasons, what flips the choice, who stayed away."""
    parts = [_parts(item, case) for item in items]
    return fill_in("tenders.txt.j2", tenders=parts, columns=len(GROUPS) + 2)


def _parts(item: ExplainedTender, case: Case) -> dict[str, object]:
    """What the template sets of one tender."""
    tender, race, names = item.tender, item.race, case.theatre.suppliers
    absent = [s for s, made in enumerate(tender.made) if not made]
    return {
        "heading": f"{item.place}. {heading(item, case)}",
        "order": tender.order,
        "arrival": "" if tender.order is None else delivery(tender.order, case),
        "offers": _offers(item, case),
        "not_on_record": neutral_at(
            case.theatre,
            case.theatre.buyers[tender.buyer],
            [names[s] for s in np.flatnonzero(tender.made).tolist()],
            case.theatre.classes[tender.weapon_class],
        ),
        "race": None if race is None else {
            "runner_up": names[race.runner_up],
            "differences": _differences(tender, race, case),
            "decisive": decisive_words(race, case),
            "flips": [
                (f"{names[flip.supplier]}: {flip.lever.words}", flip_words(flip))
                for flip in item.flips
                if flip.needed is not None
            ],
            "hopeless": _hopeless([flip for flip in item.flips if flip.needed is None], case),
        },
        "absent": [_absent(s, tender, case) for s in absent if tender.stances[s].able],
        "incapable": [names[s] for s in absent if tender.stances[s].cause == "lacks"],
        "stopped": [f"{words}, a rival of the buyer" for words in stopped_words(tender, case)],
    }  # fmt: skip


def stopped_words(tender: Tender, case: Case) -> list[str]:
    """A clause for each deal that was struck and stopped before the one that stands."""
    return [
        f"the deal with {the(case.theatre.suppliers[s])} is stopped by "
        f"{customers(tender.objectors[s], case)}"
        for s in tender.stopped
    ]


def customers(objectors: Sequence[int], case: Case) -> str:
    """Who had a deal stopped: ``India, a larger customer``."""
    names = [case.theatre.buyers[r] for r in objectors]
    return f"{joined(names)}, {'a larger customer' if len(names) == 1 else 'larger customers'}"


def decisive_words(race: Race, case: Case) -> str:
    """Which groups of reasons were decisive, in a sentence."""
    other = the(case.theatre.suppliers[race.runner_up])
    if not race.decisive:
        return f"No single reason was decisive: without any one of them, {other} still loses."
    found = [
        f"{name} ({true_minus(f'{race.groups[GROUPS.index(name)]:+.2f}')})"
        for name in race.decisive
    ]
    one = {1: "it", 2: "either of them"}.get(len(found), "any one of them")
    return f"Decisive: {joined(found)}. Without {one}, {other} would have won."


def paid_words(paid: Mapping[str, float]) -> str:
    """Who else pays, and how much of the price: ``Saudi Arabia pays 38%``."""
    return joined([f"{the(payer)} pays {share:.0%}" for payer, share in paid.items()])


def _offers(item: ExplainedTender, case: Case) -> list[list[str]]:
    """The table of offers, by group, the best first."""
    tender = item.tender
    made = sorted(np.flatnonzero(tender.made).tolist(), key=lambda s: -tender.utility[s])
    groups, rows = by_group(tender.parts), [["what each offer is worth", *GROUPS, "total", "US$ m"]]
    for s in made:
        note = "chosen first, then stopped" if s in tender.stopped else ""
        note = "chosen" if s == tender.winner else note
        note = "; ".join(part for part in (note, paid_words(item.paid[s])) if part)
        values = map(two_digits, (*groups[s], tender.utility[s]))
        price = f"{tender.usd_m[s]:,.0f}"
        rows.append([case.theatre.suppliers[s], *values, price, note])
    return rows


def _differences(tender: Tender, race: Race, case: Case) -> list[list[str]]:
    """Every reason at the winner and the runner-up, where they differ; the largest first."""
    two = [race.winner, race.runner_up]
    order = sorted(range(len(REASONS)), key=lambda j: -abs(race.parts[j]))
    lines = [
        (REASONS[j].words, tender.parts[two, j], race.parts[j])
        for j in order
        if abs(race.parts[j]) >= LEAST
    ]
    lines.append(("total", tender.utility[two], race.margin))
    names = [case.theatre.suppliers[s] for s in two]
    return [["why the winner", *names, "difference"]] + [
        [words, *map(two_digits, both), true_minus(f"{apart:+.2f}")] for words, both, apart in lines
    ]


def _hopeless(flips: Sequence[Flip], case: Case) -> str:
    """Levers no change of which flips the choice: at neither supplier, or at one of them."""
    by_lever: dict[str, list[str]] = {}
    for flip in flips:
        by_lever.setdefault(flip.lever.words, []).append(case.theatre.suppliers[flip.supplier])
    return "; ".join(
        f"{words} ({'either' if len(names) == 2 else names[0]})"
        for words, names in by_lever.items()
    )


def flip_words(flip: Flip) -> str:
    """A change in words: ``0.90 → 2.27 (+152%)``."""
    if flip.needed is None:
        return f"no value does: {flip.why}"
    if flip.lever.name == PRICE:
        change = true_minus(f"{flip.needed / flip.now - 1.0:+.0%}")
        return f"{flip.now:.2f} → {flip.needed:.2f} of that at the start ({change})"
    if flip.lever.name == GRANT:
        now = f"US$ {flip.now:,.0f} m" if flip.now > 0.0 else "none"
        return f"{now} → US$ {flip.needed:,.0f} m a year"
    return true_minus(f"{flip.now:.2f} → {flip.needed:.2f}")


def _absent(s: int, tender: Tender, case: Case) -> str:
    """Who did not offer, why, with its chance of offering, and whether it would have won."""
    stance = tender.stances[s]
    assert stance.cause is not None
    chance = f"offers in {stance.chance:.0%} of such cases"
    if stance.cause in stance.without:
        chance += f", in {stance.without[stance.cause]:.0%} without"
    would = "; would have won" if s in tender.would_have_won else ""
    return f"{case.theatre.suppliers[s]}: {CAUSES[stance.cause]} ({chance}){would}"


def two_digits(value: float) -> str:
    """A utility with two digits; 0 for what would be printed as nothing."""
    return true_minus(f"{value:.2f}") if abs(value) >= LEAST else "0"


def flip_sentence(flip: Flip, other: str, supplier: str) -> str:
    """What would have turned a choice: ``Ukraine would have won if Russia's price had been …``.

    Args:
        flip: of which some value turns the choice.
        other: the runner-up.
        supplier: at whom the lever is.
    """
    assert flip.needed is not None
    won = f"{capital(the(other))} would have won"
    if flip.lever.name == PRICE:
        change = flip.needed / flip.now - 1.0
        way = "higher" if change > 0.0 else "lower"
        return f"{won} if {possessive(supplier)} price had been {abs(change):.0%} {way}."
    if flip.lever.name == GRANT:
        instead = f"US$ {flip.now:,.0f} m" if flip.now > 0.0 else "none"
        return (
            f"{won} if grants for arms from {the(supplier)} had been "
            f"US$ {flip.needed:,.0f} m a year instead of {instead}."
        )
    name, _, scale = flip.lever.words.partition(", ")
    on = f" (on a scale of {scale})" if scale else ""
    instead_of = true_minus(f"{flip.needed:.2f} instead of {flip.now:.2f}")
    return f"{won} with another ‘{name}’ of {the(supplier)}: {instead_of}{on}."

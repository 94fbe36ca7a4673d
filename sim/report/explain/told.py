"""A tender in words: who offered what, why the winner won, what would have flipped it."""

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sim.base.numbers import true_minus
from sim.experiment.case import Case
from sim.explain.decisive import Race, race_of
from sim.explain.flip import GRANT, PRICE, Flip, Money, flips_of
from sim.explain.offers import CAUSES, Stance
from sim.explain.reasons import GROUPS, REASONS, by_group
from sim.explain.tender import Tender

HUGE = 1000.0  # a factor of price, or US$ bn a year, beyond which no number is told
SPOKEN = {"land": "land arms", "naval": "naval arms"}  # classes whose names are no nouns
_COLUMNS = tuple((name, max(10, len(name) + 2)) for name in (*GROUPS, "total"))
LEAST = 0.005  # differences that would be printed as nothing


@dataclass(frozen=True)
class ExplainedTender:
    """A tender with all that is told of it."""

    tender: Tender
    race: Race | None
    flips: tuple[Flip, ...]
    place: int  # from 1, among the tenders that are told


def tell(tenders: Sequence[Tender], case: Case, money: Money) -> list[ExplainedTender]:
    """Each tender with its race and what would have flipped it."""
    told = []
    for place, tender in enumerate(tenders, start=1):
        race = race_of(tender)
        flips = () if race is None else tuple(flips_of(tender, race, case, money))
        told.append(ExplainedTender(tender, race, flips, place))
    return told


def heading(item: ExplainedTender, case: Case) -> str:
    """What was bought of whom: ``missiles, 128 TIV: China, ahead of Russia by 0.75``."""
    tender, suppliers = item.tender, case.theatre.suppliers
    what = f"{class_words(case, tender.kind)}, {volume(tender.tiv)}"
    if tender.stopped:
        what = f"{what}: {'; '.join(stopped_words(tender, case))}. Then"
    if tender.winner is None:
        return f"{what}: nobody supplies it"
    winner = suppliers[tender.winner]
    if item.race is None:
        return f"{what}: {winner}, the only offer"
    return f"{what}: {winner}, ahead of {suppliers[item.race.runner_up]} by {item.race.margin:.2f}"


def class_words(case: Case, kind: int) -> str:
    """The name of a class as one writes it."""
    name = case.theatre.classes[kind]
    return SPOKEN.get(name, name.replace("_", " "))


def volume(tiv: float) -> str:
    """Millions of TIV, short."""
    return f"{tiv:,.0f} TIV" if tiv >= 10.0 else f"{tiv:.1f} TIV"


def paragraphs(item: ExplainedTender, case: Case) -> Iterator[str]:
    """All that is told of one tender, line by line."""
    yield f"{item.place}. {heading(item, case)}"
    order = item.tender.order
    if order is not None:
        made = ", made under licence" if order.licensed else ""
        yield f"   US$ {order.usd_m:,.0f} m, delivered {years(order.first, order.last)}{made}"
    yield ""
    yield from _offers(item.tender, case)
    if item.race is not None:
        yield ""
        yield from _difference(item.tender, item.race, case)
        yield ""
        yield f"   {decisive_words(item.race, case)}"
        yield ""
        yield from _flips(item, case)
    yield from _absent(item.tender, case)
    yield ""


def stopped_words(tender: Tender, case: Case) -> list[str]:
    """A clause for each deal that was struck and stopped before the one that stands."""
    return [
        f"the deal with {case.theatre.suppliers[s]} is stopped by "
        f"{customers(tender.objectors[s], case)}"
        for s in tender.stopped
    ]


def customers(objectors: Sequence[int], case: Case) -> str:
    """Who had a deal stopped: ``India, a larger customer``."""
    names = [case.theatre.buyers[r] for r in objectors]
    return (
        f"{' and '.join(names)}, {'a larger customer' if len(names) == 1 else 'larger customers'}"
    )


def years(first: int, last: int) -> str:
    """One year, or the first and the last."""
    return str(first) if first == last else f"{first}-{last}"


def decisive_words(race: Race, case: Case) -> str:
    """Which groups of reasons were decisive, in a sentence."""
    other = case.theatre.suppliers[race.runner_up]
    if not race.decisive:
        return (
            f"No single reason was decisive: without any one of them, {other} loses all the same."
        )
    found = [f"{name} ({race.groups[GROUPS.index(name)]:+.2f})" for name in race.decisive]
    one = "it" if len(found) == 1 else "any one of these"
    return f"Decisive: {', '.join(found)}. Without {one}, {other} would have won."


def _offers(tender: Tender, case: Case) -> Iterator[str]:
    """The table of offers, by group, the best first."""
    made = sorted(
        (s for s, offered in enumerate(tender.made) if offered), key=lambda s: -tender.utility[s]
    )
    names = case.theatre.suppliers
    width = max([len("what each offer is worth"), *(len(names[s]) for s in made)])
    yield (
        "   "
        + f"{'what each offer is worth':{width}}"
        + "".join(f"{name:>{wide}}" for name, wide in _COLUMNS)
    )
    groups = by_group(tender.parts)
    for s in made:
        values = (*groups[s], tender.utility[s])
        numbers = "".join(
            f"{two_digits(value):>{wide}}"
            for value, (_, wide) in zip(values, _COLUMNS, strict=True)
        )
        note = "  chosen first, then stopped" if s in tender.stopped else ""
        note = "  chosen" if s == tender.winner else note
        yield f"   {names[s]:{width}}{numbers}{note}"


def _difference(tender: Tender, race: Race, case: Case) -> Iterator[str]:
    """Every reason at the winner and the runner-up, where they differ; the largest first."""
    one, other = (case.theatre.suppliers[s] for s in (race.winner, race.runner_up))
    width = max(len(reason.words) for reason in REASONS)
    wide = max(len(one), len(other), 8) + 2
    yield f"   {'why the winner':{width}}{one:>{wide}}{other:>{wide}}{'difference':>12}"
    order = sorted(range(len(REASONS)), key=lambda j: -abs(race.parts[j]))
    for j in order:
        if abs(race.parts[j]) < LEAST:
            continue
        ours, theirs = tender.parts[race.winner, j], tender.parts[race.runner_up, j]
        yield true_minus(
            f"   {REASONS[j].words:{width}}{two_digits(ours):>{wide}}{two_digits(theirs):>{wide}}"
            f"{race.parts[j]:>+12.2f}"
        )
    totals = "".join(
        f"{two_digits(tender.utility[s]):>{wide}}" for s in (race.winner, race.runner_up)
    )
    yield true_minus(f"   {'total':{width}}{totals}{race.margin:>+12.2f}")


def _flips(item: ExplainedTender, case: Case) -> Iterator[str]:
    """The smallest changes that make the runner-up win, one lever a line for each side."""
    race = item.race
    assert race is not None
    other = case.theatre.suppliers[race.runner_up]
    yield f"   What would have flipped it to {other}, all else as it was:"
    fixed = [flip for flip in item.flips if flip.needed is not None]
    width = max((len(_whose(flip, case)) for flip in fixed), default=0)
    for flip in fixed:
        yield f"     {_whose(flip, case):{width}}  {flip_words(flip)}"
    hopeless = [flip for flip in item.flips if flip.needed is None]
    if hopeless:
        yield "     no value does, with all else as it was:"
        yield from (f"       {line}" for line in textwrap.wrap(_hopeless(hopeless, case), 88))


def _hopeless(flips: Sequence[Flip], case: Case) -> str:
    """Levers that cannot flip the choice: at neither supplier, or at one of them."""
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
        factor = flip.needed / flip.now
        if factor > HUGE or factor < 1.0 / HUGE:
            return "more than a thousandfold" if factor > HUGE else "less than a thousandth"
        change = true_minus(f"{factor - 1.0:+.0%}")
        return f"{flip.now:.2f} → {flip.needed:.2f} of that at the start ({change})"
    if flip.lever.name == GRANT:
        if flip.needed > 1000.0 * HUGE:
            return "more than US$ 1,000 bn a year"
        return f"US$ {flip.now:,.0f} m → {flip.needed:,.0f} m a year"
    return true_minus(f"{flip.now:.2f} → {flip.needed:.2f}")


def _whose(flip: Flip, case: Case) -> str:
    return f"{case.theatre.suppliers[flip.supplier]}: {flip.lever.words}"


def _absent(tender: Tender, case: Case) -> Iterator[str]:
    """Who did not offer, and why; those that would have won are marked."""
    names = case.theatre.suppliers
    absent = [s for s, made in enumerate(tender.made) if not made]
    told = [s for s in absent if tender.stances[s].able]
    lacking = [names[s] for s in absent if tender.stances[s].cause == "lacks"]
    if told:
        yield ""
        yield "   Did not offer:"
    for s in told:
        would = "; would have won" if s in tender.would_have_won else ""
        yield f"     {names[s]} {cause_words(tender.stances[s])}{would}"
    if lacking:
        yield "   Do not make the class: " + ", ".join(lacking)
    for s in tender.stopped:
        yield (
            f"   Stopped after the choice: the deal with {names[s]}, by "
            f"{customers(tender.objectors[s], case)}, rival of the buyer"
        )


def cause_words(stance: Stance) -> str:
    """Why a supplier did not offer, with its chance of offering."""
    assert stance.cause is not None
    words, chance = CAUSES[stance.cause], f"offers in {stance.chance:.0%} of such cases"
    if stance.cause in stance.without:
        chance += f", in {stance.without[stance.cause]:.0%} without"
    return f"{words} ({chance})"


def two_digits(value: float) -> str:
    """A utility with two digits; 0 for what would be printed as nothing."""
    return true_minus(f"{value:.2f}") if abs(value) >= LEAST else "0"

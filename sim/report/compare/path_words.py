"""The path from what was changed to states far from it, in sentences."""

from collections import Counter
from collections.abc import Iterable

from sim.base.phrases import joined, possessive, the
from sim.compare.attribute import Attribution
from sim.compare.parting import FAR, FarPair
from sim.explain.offers import CAUSES
from sim.explain.paths import Cause, FarPath, Turn
from sim.explain.reasons import REASONS
from sim.report.compare.effects import together
from sim.theatre.theatre import Theatre

NAMED = 4  # causes, the most frequent first


def path_words(found: FarPath, attribution: Attribution) -> str:
    """What differs far from the change, where the path begins, and what turned the far orders."""
    pair, theatre = found.pair, attribution.plan.theatre
    begins = [path.first for path in found.worlds]
    ends = [path.far for path in found.worlds]
    all_worlds, some = attribution.plan.whole.worlds, len(pair.worlds)
    played = "all of them" if len(ends) == some else f"the first {len(ends)} of them by number"
    buyer = theatre.buyers[pair.buyer]
    return (
        f"{_difference(pair, attribution)} These orders differ in {some:,} of {all_worlds:,} "
        f"worlds; {played} were played again on both sides. The first order in the world that "
        f"differs is {_begins(begins, theatre)} of these; what turned it: "
        f"{_causes(begins, theatre)}. The first of {possessive(buyer)} orders that differs comes "
        f"{_later(found)}; what became decisive: {_causes(ends, theatre)}."
    )


def nothing_far(attribution: Attribution) -> str:
    """Why no path is told."""
    if not set(attribution.plan.theatre.buyers) - attribution.near:
        return "All buyers are touched by what was changed, so that none is far from it."
    if not attribution.parting.differ:
        return "No order differs in any world."
    return (
        f"Of the buyers that no changed event names, none orders {FAR:g} TIV a year more or less "
        "from a single supplier, beyond chance for all pairs at once."
    )


def cause_words(cause: Cause, theatre: Theatre) -> str:
    """Why an order turned, as a clause."""
    who = "" if cause.supplier is None else the(theatre.suppliers[cause.supplier])
    whose = "" if cause.supplier is None else possessive(theatre.suppliers[cause.supplier])
    objector = "" if cause.objector is None else the(theatre.buyers[cause.objector])
    match cause.how:
        case "withheld":
            return f"{who} does not offer any more ({_held(cause)})"
        case "offered":
            return f"{who} offers, which it did not ({_held(cause)})"
        case "stopped":
            return f"{objector} has {whose} deal stopped, as its larger customer"
        case "freed":
            return f"{objector} no longer has {whose} deal stopped"
        case "valued":
            [reason] = [one for one in REASONS if one.name == cause.what]
            return f"{reason.group} ({reason.words}) in {whose} offer"
        case "tendered":
            return "what is wanted differs, not who supplies it"
        case "resized":
            return "the supplier is the same and the size of the order differs"
        case "given":
            return "the order is given by the scenario"
        case _:
            return "several reasons, so that no single one was needed"


def _held(cause: Cause) -> str:
    words = {**CAUSES, "luck": "a little less ready, by many small things"}
    return words.get(cause.what, cause.what)  # type: ignore[call-overload]


def _difference(pair: FarPair, attribution: Attribution) -> str:
    theatre, window = attribution.plan.theatre, attribution.parting.window
    assert window is not None  # there is a far pair
    mean, low, high = (word.strip("+−") for word in together(pair.difference, pair.low, pair.high))
    way = "more" if pair.difference > 0 else "less"
    near, far = sorted((low, high), key=lambda word: float(word.replace(",", "")))
    return (
        f"Far from what was changed, {the(theatre.buyers[pair.buyer])} orders {mean} TIV a year "
        f"{way} ({near} to {far}) from {the(theatre.suppliers[pair.supplier])}, where "
        f"{attribution.plan.against} has {pair.base:.0f} (means of {window[0]}–{window[1]})."
    )


def _begins(first: Iterable[Turn], theatre: Theatre) -> str:
    """Whose order is the first that differs: ``Egypt's in 100% of them``."""
    counts = Counter(turn.buyer for turn in first)
    return joined(
        [f"{possessive(theatre.buyers[b])} in {_share(n, counts.total())}"
         for b, n in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:NAMED]]
    )  # fmt: skip


def _later(found: FarPath) -> str:
    years = sorted(path.far.year - path.first.year for path in found.worlds)
    middle = years[len(years) // 2]
    return "in the same year" if middle == 0 else f"{middle} years later (median)"


def _causes(turns: Iterable[Turn], theatre: Theatre) -> str:
    """Shares of worlds in which each cause turned the order; the most frequent first."""
    turns = list(turns)
    counts = Counter(cause for turn in turns for cause in dict.fromkeys(turn.causes))
    order = sorted(counts.items(), key=lambda item: (-item[1], cause_words(item[0], theatre)))
    words = [f"in {_share(n, len(turns))} {cause_words(cause, theatre)}" for cause, n in order]
    if len(words) > NAMED:
        words = [*words[:NAMED], f"{len(words) - NAMED} other causes, each more rarely"]
    return "; ".join(words)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.0%}"

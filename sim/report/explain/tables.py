"""Explanations as tables and JSON: every number that a reader could want to check."""

import json
import math
import textwrap
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from sim.base.files import csv_text
from sim.base.phrases import years
from sim.base.text_table import text_table
from sim.experiment.case import Case
from sim.explain.decisive import CREDITED, DEFINITION, Decisive, shares_of, spell_of
from sim.explain.flip import Flip
from sim.explain.offers import CAUSES
from sim.explain.reasons import CHANCE, GROUPS, REASONS
from sim.report.explain.narrative import ExplainedTender

OFFER_COLUMNS = (
    "world", "year", "buyer", "class", "number", "tiv", "supplier", "usd_m", "paid_by_others",
    "payers", "offered",
    "chance_of_offer", "held_back_by", "stopped", "chosen",
    *(f"part_{reason.name}" for reason in REASONS), "utility",
)  # fmt: skip
_FLIP = ("lever", "side", "supplier", "now", "needed", "change", "why_not")
FLIP_COLUMNS = (
    "world", "year", "buyer", "class", "number", "winner", "runner_up", "margin", *_FLIP,
)  # fmt: skip
DECISIVE_COLUMNS = ("year", "counted_by", "orders", "reason", "decisive", "credited")

MEANING = {
    "usd_m": "price of the offer, US$ m of 2022, as of a contract on record: before any grant",
    "paid_by": "share of the price that each third state pays by grants and credits, in that year",
    "utility": "sum of all parts; the largest of the offers that are not stopped wins",
    "part": "scale of the package times weight times term; part_chance is the offer's luck",
    "offers of those who did not offer": "what the offer would have been worth",
    "held_back_by": dict(CAUSES),
    "flip": "smallest change of one lever at which the runner-up draws level, all else as it was; "
    "price: index, 1 at the start, change in percent; grant: US$ m a year; else the term's unit",
    "decisive": DEFINITION,
}


def offers_csv(items: Sequence[ExplainedTender], case: Case) -> str:
    """A row for each tender and supplier: offered or why not, and every part of the utility."""
    return csv_text(OFFER_COLUMNS, (row for item in items for row in _offer_rows(item, case)))


def _offer_rows(item: ExplainedTender, case: Case) -> Iterator[list[object]]:
    tender = item.tender
    for s, name in enumerate(case.theatre.suppliers):
        stance = tender.stances[s]
        yield [
            *_place(item, case), tender.tiv, name, float(tender.usd_m[s]),
            float(sum(item.paid[s].values())), ";".join(item.paid[s]),
            int(tender.made[s]), stance.chance,
            stance.cause or "", int(s in tender.stopped), int(s == tender.winner),
            *map(float, tender.parts[s]), float(tender.utility[s]),
        ]  # fmt: skip


def flips_csv(items: Sequence[ExplainedTender], case: Case) -> str:
    """A row for each tender, lever and side: the smallest change that flips the choice."""
    return csv_text(FLIP_COLUMNS, (row for item in items for row in _flip_rows(item, case)))


def _flip_rows(item: ExplainedTender, case: Case) -> Iterator[list[object]]:
    names, race = case.theatre.suppliers, item.race
    for flip in item.flips:
        assert race is not None
        ends = names[race.winner], names[race.runner_up], race.margin
        yield [*_place(item, case), *ends, *_flip(flip, names).values()]


def _flip(flip: Flip, names: Sequence[str]) -> dict[str, object]:
    values = (flip.lever.name, flip.side, names[flip.supplier], flip.now, flip.needed, flip.change)
    return dict(zip(_FLIP, (*values, flip.why), strict=True))


def _place(item: ExplainedTender, case: Case) -> list[object]:
    tender = item.tender
    buyer, kind = case.theatre.buyers[tender.buyer], case.theatre.classes[tender.weapon_class]
    return [tender.world, tender.year, buyer, kind, tender.number]


def tenders_json(items: Sequence[ExplainedTender], case: Case, about: dict[str, Any]) -> str:
    """Everything about some tenders, with what the words mean."""
    return _json({**about, "method": MEANING, "tenders": [_tender(item, case) for item in items]})


def _tender(item: ExplainedTender, case: Case) -> dict[str, Any]:
    tender, race, names = item.tender, item.race, case.theatre.suppliers
    order = tender.order
    return {
        "class": case.theatre.classes[tender.weapon_class],
        "number": tender.number,
        "tiv": tender.tiv,
        "scale": tender.scale,
        "order": None
        if order is None
        else {
            "supplier": names[order.supplier],
            "usd_m": order.usd_m,
            "delivered": [order.first, order.last],
            "licensed": order.licensed,
        },
        "stopped": [names[s] for s in tender.stopped],
        "stopped_by": {
            names[s]: [case.theatre.buyers[r] for r in tender.objectors[s]] for s in tender.stopped
        },
        "would_have_won": [names[s] for s in tender.would_have_won],
        "race": None
        if race is None
        else {
            "winner": names[race.winner],
            "runner_up": names[race.runner_up],
            "margin": race.margin,
            "decisive": list(race.decisive),
            "difference_by_group": dict(zip(GROUPS, map(float, race.groups), strict=True)),
            "difference_by_reason": {
                reason.name: float(part) for reason, part in zip(REASONS, race.parts, strict=True)
            },
        },
        "suppliers": [_supplier(item, s, name) for s, name in enumerate(names)],
        "flips": [_flip(flip, names) for flip in item.flips],
    }


def _supplier(item: ExplainedTender, s: int, name: str) -> dict[str, Any]:
    tender, stance = item.tender, item.tender.stances[s]
    return {
        "name": name,
        "usd_m": float(tender.usd_m[s]),
        "paid_by": dict(item.paid[s]),
        "offered": stance.offers,
        "chance_of_offer": stance.chance,
        "held_back_by": stance.cause,
        "chance_without": dict(stance.without),
        "parts": {
            reason.name: float(part) for reason, part in zip(REASONS, tender.parts[s], strict=True)
        },
        "utility": float(tender.utility[s]),
    }


def decisive_csv(found: Decisive) -> str:
    """A row for each year, way of counting and reason: shares of orders, empty without orders."""
    return csv_text(DECISIVE_COLUMNS, _decisive_rows(found))


def _decisive_rows(found: Decisive) -> Iterator[list[object]]:
    decisive = shares_of(found.decisive, found.orders)
    credited = shares_of(found.credited, found.orders)
    for i, by in enumerate(("orders", "tiv")):
        for y, year in enumerate(found.years):
            for c, word in enumerate(CREDITED):
                alone = float(decisive[i, y, c]) if c < len(GROUPS) else None
                row = (alone, float(credited[i, y, c]))
                shown = [None if v is None or math.isnan(v) else v for v in row]
                yield [year, by, float(found.orders[i, y]), word, *shown]


def decisive_json(found: Decisive, about: dict[str, Any]) -> str:
    """Shares over all years together, and what they mean."""
    whole = spell_of(found, found.years[0], found.years[-1])
    shares: dict[str, Any] = {}
    for i, by in enumerate(("orders", "tiv")):
        if whole.orders[i] > 0.0:
            shares[by] = {
                "decisive": dict(zip(GROUPS, whole.decisive[i].tolist(), strict=True)),
                "credited": dict(zip(CREDITED, whole.credited[i].tolist(), strict=True)),
            }
    return _json(
        {**about, "method": DEFINITION, "orders": float(whole.orders[0]), "all years": shares}
    )


def decisive_table(found: Decisive) -> str:
    """Shares of orders, over all years and in thirds of them, by number.

    First what is credited to each group, which adds up to all orders and is what the plot shows;
    then in how many orders a group was decisive, alone or with others.
    """
    spans = [(found.years[0], found.years[-1]), *_thirds(found.years)]
    spells = [spell_of(found, *span) for span in spans]
    heads = ["all years", *(years(*span) for span in spans[1:])]
    lines = [["share of orders credited to", *heads]]
    for c, group in enumerate(CREDITED):
        lines.append([_named(group), *(_percent(one.credited[0, c]) for one in spells)])
    lines += [[""], ["share of orders where decisive", *heads]]
    for g, group in enumerate(GROUPS):
        lines.append([_named(group), *(_percent(one.decisive[0, g]) for one in spells)])
    lines.append(["orders counted", *(f"{one.orders[0]:,.0f}" for one in spells)])
    return "\n".join([*text_table(lines, "<>>>>"), "", *textwrap.wrap(DEFINITION, 100)])


def _named(group: str) -> str:
    return f"{group} (not modelled)" if group == CHANCE else group


def _percent(share: float) -> str:
    return "–" if math.isnan(share) else f"{share:.0%}"


def _thirds(whole: Sequence[int]) -> list[tuple[int, int]]:
    if len(whole) < 3:
        return []
    cuts = [round(i * len(whole) / 3) for i in range(4)]
    return [(whole[a], whole[b - 1]) for a, b in pairwise(cuts)]


def _json(content: dict[str, Any]) -> str:
    return json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False) + "\n"

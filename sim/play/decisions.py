"""What is decided, as events of a scenario: plain data, as one would write it into a file."""

from collections.abc import Mapping, Sequence
from typing import Any

from sim.play.offers import Offer
from sim.scenario import Event, Scenario
from sim.scenario.file import ScenarioFile
from sim.scenario.played import IN_CHARGE, LEFT, PREFIX, of_game

Decision = Mapping[str, Any]

LEAST = 0.001  # TIV, and US$ m, of an order


def takes_charge(buyer: str, year: int) -> Decision:
    """A buyer signs in a year what the scenario gives it, and nothing else."""
    return {
        "id": _id(buyer, year, IN_CHARGE),
        "title": f"A player orders for {buyer} in {year}",
        "year": year,
        "until": year,
        "why": f"A player decides what {buyer} orders in {year}",
        "need": {"buyer": buyer, "class": "all", "factor": 0},
    }


def signs(offer: Offer, *, by_model: bool = False) -> Decision:
    """A buyer takes an offer as it stands, by a player's choice or the model's."""
    who = "The model" if by_model else "A player"
    whose = (LEFT,) if by_model else ()
    return {
        "id": _id(offer.buyer, offer.year, offer.weapon_class, str(offer.number), *whose),
        "year": offer.year,
        "why": f"{who} takes this offer for {offer.buyer}",
        "order": {
            "buyer": offer.buyer,
            "supplier": offer.supplier,
            "class": offer.weapon_class,
            "tiv": max(round(offer.tiv, 2), LEAST),
            "usd_m": max(round(offer.usd_m, 1), LEAST),
            "delivered": f"{offer.first}-{offer.last}",
            "licensed": offer.licensed,
        },
    }


def announces(buyer: str, year: int, supplier: str, weapon_class: str) -> Decision:
    """A buyer lets everybody know in a year that it talks with a supplier."""
    return {
        "id": _id(buyer, year, "talks", supplier, weapon_class),
        "year": year,
        "until": year,
        "why": "A player lets it be known",
        "talks": {"supplier": supplier, "buyer": buyer, "classes": [weapon_class]},
    }


def talked_of(said: Sequence[Decision], buyer: str, weapon_class: str) -> tuple[str, ...]:
    """Suppliers with whom some talks of a buyer about a class are."""
    values = (one["talks"] for one in said)
    return tuple(
        talks["supplier"]
        for talks in values
        if talks["buyer"] == buyer and weapon_class in talks["classes"]
    )


def sets_price(supplier: str, year: int, factor: float, classes: Sequence[str]) -> Decision:
    """A supplier asks so many times the price so far, from a year on."""
    return _of_supplier(
        supplier, year, "price", f"{supplier} asks {factor:g} times the price so far",
        {"supplier": supplier, "factor": factor, "classes": list(classes)}, classes,
    )  # fmt: skip


def refuses(supplier: str, year: int, buyer: str, classes: Sequence[str]) -> Decision:
    """A supplier sells a buyer nothing more, from a year on."""
    return _of_supplier(
        supplier, year, "embargo", f"{supplier} refuses to sell to {buyer}",
        {"supplier": supplier, "buyer": buyer, "closes": dict.fromkeys(classes, 1)},
        (buyer, *classes),
    )  # fmt: skip


def serves(supplier: str, year: int, buyer: str) -> Decision:
    """A supplier ends its refusal, from a year on."""
    return _of_supplier(
        supplier, year, "lift", f"{supplier} sells to {buyer} again",
        {"supplier": supplier, "buyer": buyer}, (buyer,),
    )  # fmt: skip


def withholds(
    supplier: str, year: int, buyer: str, share: float, classes: Sequence[str]
) -> Decision:
    """A supplier keeps a share of its better technology from a buyer, from a year on."""
    return _of_supplier(
        supplier, year, "withhold", f"{supplier} keeps technology from {buyer}",
        {"supplier": supplier, "buyer": buyer, "share": share, "classes": list(classes)},
        (buyer, *classes),
    )  # fmt: skip


def with_decisions(base: Scenario, decisions: Sequence[Decision]) -> Scenario:
    """A scenario with further events.

    Raises:
        InputError: for what no scenario can hold.
    """
    plain = base.resolved()
    events = plain["events"]
    assert isinstance(events, list | tuple)
    return Scenario.from_resolved({**plain, "events": [*events, *decisions]})


def decided_in(scenario: Scenario) -> tuple[Decision, ...]:
    """The decisions that a saved game holds, in the order in which they were made."""
    own = [event for event in scenario.events if of_game(event.id)]
    return tuple(written(own))


def written(events: Sequence[Event]) -> list[Decision]:
    """Events as plain data."""
    plain = ScenarioFile.model_construct(events=tuple(events)).written()["events"]
    return [_alone(event) for event in plain]


def _alone(value: Any) -> Any:
    """Plain data in which one name stands without a list, as people write it."""
    if isinstance(value, list | tuple) and len(value) == 1 and isinstance(value[0], str):
        return value[0]
    if isinstance(value, Mapping):
        return {key: _alone(item) for key, item in value.items()}
    return value


def _of_supplier(
    supplier: str, year: int, kind: str, why: str, values: dict[str, Any], more: Sequence[str]
) -> Decision:
    return {"id": _id(supplier, year, kind, *more), "year": year, "why": why, kind: values}


def _id(*parts: str | int) -> str:
    return "-".join((PREFIX, *(slug(str(part)) for part in parts)))


def slug(name: str) -> str:
    """A name as it stands in an id: small letters, digits and single hyphens."""
    kept = "".join(char if char.isalnum() and char.isascii() else "-" for char in name.lower())
    return "-".join(part for part in kept.split("-") if part)

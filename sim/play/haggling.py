"""Negotiating an offer once: a rule of the game, which the model does not have.

A supplier yields or takes its offer back, at even odds. Asked for a licence, it grants one as often
as it did on record, or its offer stands. What it says is drawn at an address of its own, so that
neither taking back nor waiting changes it.
"""

from dataclasses import replace
from typing import Literal

from sim.experiment.case import Case
from sim.model import noise
from sim.model.world import BUYERS, CLASSES, SUPPLIERS
from sim.play.offers import Offer

Wish = Literal["price", "delivery", "licence"]
WISHES: tuple[Wish, ...] = ("price", "delivery", "licence")

YIELDS = 0.5  # chance (rule of the game)
CHEAPER = 0.9  # times the price (rule of the game)
SOONER = 1  # years (rule of the game)


def haggle(offer: Offer, wish: Wish, case: Case, world: int) -> Offer | None:
    """The offer that comes of a negotiation, or None if the supplier walks away."""
    luck = _luck(offer, case, world)
    if wish == "licence":
        granted = offer.licensed or luck < offer.licences
        return replace(
            offer, licensed=granted, second_hand=offer.second_hand and not granted, negotiated=True
        )
    if luck >= YIELDS:
        return None
    if wish == "price":
        lower = offer.usd_m * CHEAPER
        paid = min(offer.paid_by_supplier, lower)
        return replace(offer, usd_m=lower, paid_by_supplier=paid, negotiated=True)
    years = min(SOONER, offer.first - offer.year)
    return replace(offer, first=offer.first - years, last=offer.last - years, negotiated=True)


def _luck(offer: Offer, case: Case, world: int) -> float:
    theatre, keys = case.theatre, case.fixed.keys
    key = case.world_key(world)
    u, _, _, _ = noise.uniforms(
        key,
        noise.NEGOTIATION,
        offer.year,
        keys[BUYERS, theatre.buyers.index(offer.buyer)],
        keys[SUPPLIERS, theatre.suppliers.index(offer.supplier)],
        keys[CLASSES, theatre.classes.index(offer.weapon_class)],
        offer.number,
    )
    return float(u)

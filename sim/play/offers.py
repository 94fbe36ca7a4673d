"""What a buyer may choose from: its tenders of a year, and the offers for each."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Floats
from sim.experiment.case import Case
from sim.experiment.market import lead_times
from sim.explain.reasons import GROUPS, by_group
from sim.explain.replay import replay
from sim.explain.tender import Tender
from sim.model.grids import array_of, row_of
from sim.model.terms import WEIGHTS
from sim.model.world import LICENSED, SECOND_HAND, F, X

_COST, _PATRON = WEIGHTS.index("domestic_cost"), WEIGHTS.index("patron_objection")


@dataclass(frozen=True)
class Offer:
    """One supplier's offer for one tender.

    ``usd_m`` is millions of US$ of 2022, ``paid_by_supplier`` what of it the supplier's grants and
    soft credits may cover. ``first`` and ``last`` are the years of delivery while the supplier's
    factories work as at the start. ``licences`` is the share of the supplier's sales on record that
    buyers made themselves. ``kept_back`` is the share of its better technology that the
    supplier withholds, ``cost_at_home`` what being seen with it costs the government, 0 to 1.
    ``objectors`` are larger customers of the supplier, rivals of the buyer, that may have the deal
    stopped. ``appeal`` is what each group of reasons adds to its value in the eyes of the model's
    own government, chance left out; ``value`` is their sum.
    """

    buyer: str
    supplier: str
    weapon_class: str
    year: int
    number: int
    tiv: float
    usd_m: float
    paid_by_supplier: float
    first: int
    last: int
    licensed: bool
    licences: float
    second_hand: bool
    kept_back: float
    cost_at_home: float
    patron_objects: float
    objectors: tuple[str, ...]
    appeal: Mapping[str, float]
    negotiated: bool = False

    @property
    def value(self) -> float:
        """Value of the offer in the eyes of the model's own government, chance left out."""
        return sum(self.appeal.values())

    @property
    def tender(self) -> tuple[str, int]:
        """Class and number of the tender that it answers."""
        return self.weapon_class, self.number


@dataclass(frozen=True)
class OpenTender:
    """A package put out to tender, and the offers for it, the most valued first."""

    buyer: str
    weapon_class: str
    year: int
    number: int
    tiv: float
    offers: tuple[Offer, ...]
    advised: str | None  # the supplier that the model would take
    stopped: frozenset[str]  # suppliers whose deal would be stopped once it is struck

    @property
    def key(self) -> tuple[str, int]:
        """Class and number, which name it among the buyer's tenders of the year."""
        return self.weapon_class, self.number

    def offer_of(self, supplier: str) -> Offer | None:
        """The offer of a supplier, or None."""
        return next((offer for offer in self.offers if offer.supplier == supplier), None)


def open_tenders(case: Case, world: int, buyer: str, year: int) -> tuple[OpenTender, ...]:
    """Tenders of a buyer in a year of one world, the largest first."""
    b = case.theatre.buyers.index(buyer)
    seen = next(iter(replay(case, world, [b], [year])))
    paid = case.grants[year - case.years[0], b]
    found = [opened(case, tender, paid) for tender in seen.tenders]
    return tuple(sorted(found, key=lambda tender: (-tender.tiv, tender.key)))


def opened(case: Case, tender: Tender, paid: Floats) -> OpenTender:
    """A tender as its buyer may see it; ``paid`` [S] is what grants and credits pay, US$ m."""
    suppliers = case.theatre.suppliers
    made = [int(s) for s in np.flatnonzero(tender.made)]
    offers = sorted((_offer(case, tender, s, paid[s]) for s in made), key=lambda one: -one.value)
    return OpenTender(
        buyer=case.theatre.buyers[tender.buyer],
        weapon_class=case.theatre.classes[tender.weapon_class],
        year=tender.year,
        number=tender.number,
        tiv=tender.tiv,
        offers=tuple(offers),
        advised=suppliers[tender.standing[0]] if tender.standing else None,
        stopped=frozenset(suppliers[s] for s in made if tender.barred[s]),
    )


def _offer(case: Case, tender: Tender, s: int, paid: float) -> Offer:
    theatre, b, k = case.theatre, tender.buyer, tender.weapon_class
    t = tender.year - case.years[0]
    kind, first, last = tender.agreed[s].tolist()
    sooner = round(float(lead_times(theatre)[k, s]))  # measured: years over those of others
    begin = max(first + sooner, t)
    return Offer(
        buyer=theatre.buyers[b],
        supplier=theatre.suppliers[s],
        weapon_class=theatre.classes[k],
        year=tender.year,
        number=tender.number,
        tiv=tender.tiv,
        usd_m=float(tender.usd_m[s]),
        paid_by_supplier=min(float(paid), tender.usd_m[s]),
        first=case.years[0] + begin,
        last=case.years[0] + begin + last - first,
        licensed=kind == LICENSED,
        licences=float(array_of(case.fixed, F.LICENCES)[s]),
        second_hand=kind == SECOND_HAND,
        kept_back=float(row_of(case.forcing, X.WITHHELD, t, b, k)[s]),
        cost_at_home=float(tender.terms[s, _COST]),
        patron_objects=float(tender.terms[s, _PATRON]),
        objectors=tuple(theatre.buyers[r] for r in tender.objectors[s]),
        appeal=dict(zip(GROUPS[:-1], by_group(tender.parts)[s, :-1].tolist(), strict=True)),
    )

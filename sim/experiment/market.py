"""Theatre → prices, wealth and lead times as arrays. Who is in no table is like all others."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from sim.base.arrays import Floats
from sim.base.parameters import PARAMETERS
from sim.theatre.records import Newcomers
from sim.theatre.theatre import Theatre

USUAL_PRICE = 3.1  # US$ m of 2022 per TIV, the median of 2,706 new deals; for classes without any


class PriceLevels(NamedTuple):
    """Levels of price; US$ are m of 2022 per TIV."""

    of_class: Floats  # [K] US$, the geometric mean of the suppliers that have a level
    relative: Floats  # [K, S] ln over it; 0 for a supplier that has none
    error: Floats  # [K, S] standard error of that

    @property
    def usd(self) -> Floats:
        """US$ m per TIV [K, S]."""
        level: Floats = self.of_class[:, None] * np.exp(self.relative)
        return level


def price_levels(theatre: Theatre) -> PriceLevels:
    """Levels of price of the suppliers of a theatre, class by class."""
    known_levels = theatre.prices.items()
    ln_price = _by_class(theatre, {who: np.log(one.usd_m_per_tiv) for who, one in known_levels})
    error = _by_class(theatre, {who: one.ln_se for who, one in known_levels})
    known = ~np.isnan(ln_price)
    old = known & [name not in theatre.newcomers.suppliers for name in theatre.suppliers]
    total, count = np.where(old, ln_price, 0.0).sum(axis=1), old.sum(axis=1)
    mean = np.where(count > 0, total / np.maximum(count, 1), np.log(USUAL_PRICE))
    for (supplier, weapon), entry in theatre.newcomers.outputs.items():
        if entry.price is not None:
            place = theatre.classes.index(weapon), theatre.suppliers.index(supplier)
            known[place], error[place] = True, 0.0
            ln_price[place] = mean[place[0]] + np.log(entry.price)
    return PriceLevels(
        np.exp(mean),
        np.where(known, ln_price - mean[:, None], 0.0),
        np.where(known, error, 0.0),
    )


def usual_price_for(theatre: Theatre, buyer: str, supplier: str) -> float:
    """What a supplier's level comes to for all that a buyer orders, US$ m per TIV.

    New packages of 30 TIV in the buyer's mix of classes, at its wealth.
    """
    b, s = theatre.buyers.index(buyer), theatre.suppliers.index(supplier)
    ordered, of_class = theatre.ordered[b], price_levels(theatre).usd[:, s]
    level = ordered @ of_class / ordered.sum() if ordered.sum() > 0 else of_class.mean()
    return float(level * np.exp(PARAMETERS["usd_wealth"].prior.central * wealths(theatre)[0][b]))


def outputs(theatre: Theatre) -> tuple[Floats, Floats]:
    """Mean and highest yearly deliveries [S, K] in TIV; 0 is a supplier that lacks the class.

    A supplier with recent orders but no deliveries on record can make what its orders imply; one
    that enters a class in some year, what it can make then.
    """
    implied = theatre.world_shares * theatre.ordered.sum(axis=0)
    highest = np.maximum(theatre.highest_output, implied)
    mean = np.where(theatre.highest_output > 0, theatre.mean_output, implied)
    for (supplier, weapon), entry in theatre.newcomers.outputs.items():
        place = theatre.suppliers.index(supplier), theatre.classes.index(weapon)
        if highest[place] == 0.0:
            highest[place] = entry.output_tiv
    return mean, highest


def outputs_on_record(theatre: Theatre) -> Floats:
    """The same highest deliveries [S, K] without those of whoever only enters."""
    return outputs(replace(theatre, newcomers=Newcomers()))[1]


def lead_times(theatre: Theatre) -> Floats:
    """Years to the first delivery, over those of others [K, S]."""
    years = _by_class(theatre, theatre.lead_times)
    return np.where(np.isnan(years), 0.0, years)


def licence_shares(theatre: Theatre) -> Floats:
    """Share of each supplier's sales on record that buyers made under licence [S].

    Who has none on record is like all others together.
    """
    known = [theatre.licences.get(name, np.nan) for name in theatre.suppliers]
    shares = np.array(known, dtype=np.float64)
    usual = float(np.nanmean(shares)) if (~np.isnan(shares)).any() else 0.0
    return np.where(np.isnan(shares), usual, shares)


def wealths(theatre: Theatre) -> tuple[Floats, Floats]:
    """Wealth of buyers [B] and of suppliers [S] at the start; 0 is a middling state."""
    known = {name: theatre.wealth_of(name) for name in theatre.by_name}
    wealth = {name: 0.0 if of_state is None else of_state for name, of_state in known.items()}
    buyers = np.array([wealth[name] for name in theatre.buyers])
    return buyers, np.array([wealth[name] for name in theatre.suppliers])


def _by_class(theatre: Theatre, values: dict[tuple[str, str], float]) -> Floats:
    """Values of suppliers and classes as an array [K, S]; NaN where there is none."""
    return np.array(
        [
            [values.get((supplier, weapon), np.nan) for supplier in theatre.suppliers]
            for weapon in theatre.classes
        ]
    )

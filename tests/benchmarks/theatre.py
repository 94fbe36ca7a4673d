"""A theatre of any size, with sizes such as the default theatre has, as a folder of CSV files."""

import csv
import random
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

START = 2003
PACKAGES_A_YEAR = 1.75  # of one buyer, all classes: about 300 in a world of 170 buyers

# class → share of all packages, and mean TIV of one
CLASSES = {
    "aircraft": (0.19, 180.0),
    "helicopters": (0.12, 60.0),
    "land": (0.20, 58.0),
    "naval": (0.10, 137.0),
    "air_defence_sensors": (0.13, 70.0),
    "missiles": (0.17, 59.0),
    "engines": (0.09, 38.0),
}
COLUMNS = {
    "states.csv": "state,iso3,aliases,buyer,supplier,aggregate,un_ideal_point,usd_m_per_tiv",
    "world_shares.csv": "supplier,class,share",
    "capacity.csv": "supplier,class,mean_tiv_per_year,highest_tiv_per_year",
    "tenders.csv": "buyer,class,packages_per_year,ordered_tiv_per_year",
    "history.csv": "buyer,supplier,class,decayed_ordered_tiv,stock_tiv,orders_5y,last_order",
    "order_book.csv": "buyer,supplier,class,order_year,licensed,undelivered_tiv",
    "licensed.csv": "buyer,class,licensed_share,second_hand_share",
    "spending.csv": "state,year,usd_bn_2024",
    "rivalries.csv": "state_a,state_b,first_year,last_year",
    "defence_pacts.csv": "state_a,state_b,first_year,last_year",
}

Row = tuple[object, ...]


class Size(NamedTuple):
    """Of a theatre, and of a run in it. Half of the suppliers buy as well."""

    buyers: int
    suppliers: int
    years: int

    @property
    def dyads(self) -> int:
        """Pairs of buyer and supplier."""
        return self.buyers * self.suppliers


LARGE = Size(buyers=170, suppliers=40, years=10)


def write_scenario(folder: Path, size: Size, seed: int = 1) -> Path:
    """Write a theatre of some size and a scenario in it; returns the scenario's file.

    Equal arguments give equal bytes. Package sizes and lags are the default theatre's.
    """
    theatre = folder / "theatre"
    theatre.mkdir(parents=True)
    (theatre / "theatre.yaml").write_text(f"title: Invented\nstart: {START}\n", encoding="utf-8")
    for name, rows in _tables(size, random.Random(seed)).items():
        with (theatre / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([COLUMNS[name].split(","), *rows])
    last, (buyers, suppliers) = START + size.years - 1, _names(size)
    scenario = folder / f"invented_{size.buyers}x{size.suppliers}.yaml"
    scenario.write_text(
        f"title: Invented\ntheatre: {theatre}\nyears: {{from: {START}, to: {last}}}\n"
        "measures:\n"
        f"  - {{id: share, share: {{buyer: {buyers[0]}, supplier: {suppliers[-1]}, "
        f"window: {START}-{last}}}}}\n"
        f"  - {{id: rank, rank: {{buyer: {buyers[0]}, window: {START}-{last}}}}}\n",
        encoding="utf-8",
    )
    return scenario


def _names(size: Size) -> tuple[list[str], list[str]]:
    both = size.suppliers // 2
    names = [f"State {i:03d}" for i in range(size.buyers + size.suppliers - both)]
    return names[: size.buyers], names[size.buyers - both :]


def _tables(size: Size, draw: random.Random) -> dict[str, Iterable[Row]]:
    """Rows of every table. A few states buy and sell much, and many little."""
    buyers, suppliers = _names(size)
    states = list(dict.fromkeys((*buyers, *suppliers)))
    strength = {s: 1 / rank for rank, s in enumerate(reversed(suppliers), 1)}
    makes = {s: [k for k in CLASSES if draw.random() < 0.5 + w / 2] for s, w in strength.items()}
    share = _world_shares(makes, strength)
    rate = {b: draw.lognormvariate(-0.5, 1) * PACKAGES_A_YEAR for b in buyers}
    tenders = [
        (b, k, round(packages, 3), round(packages * tiv * draw.uniform(0.6, 1.4), 1))
        for b in buyers for k, (part, tiv) in CLASSES.items()
        if (packages := rate[b] * part * draw.uniform(0.4, 1.6)) > 0.02
    ]  # fmt: skip
    ordered = {k: sum(float(row[3]) for row in tenders if row[1] == k) for k in CLASSES}
    mean = {at: part * ordered[at[1]] * draw.uniform(0.6, 1.1) for at, part in share.items()}
    history = list(_history(tenders, makes, strength, draw))
    return {
        "states.csv": (
            (name, "", "", int(name in buyers), int(name in suppliers), 0,
             round(draw.gauss(0, 1), 2),
             round(draw.uniform(1, 5), 1) if name in suppliers else "")
            for name in states
        ),
        "world_shares.csv": ((*at, round(part, 4)) for at, part in share.items()),
        "capacity.csv": (
            (*at, round(tiv, 1), round(tiv * draw.uniform(1.3, 2.5) + 1))
            for at, tiv in mean.items()
        ),
        "tenders.csv": tenders,
        "history.csv": history,
        "order_book.csv": (
            (b, s, k, START - draw.randint(1, 8), int(draw.random() < 0.15),
             round(tiv * draw.uniform(0.1, 0.6) + 1))
            for b, s, k, tiv, *_ in history if draw.random() < 0.5
        ),
        "licensed.csv": (
            (b, k, round(draw.uniform(0, 0.4), 2), round(draw.uniform(0, 0.5), 2))
            for b in buyers for k in CLASSES if draw.random() < 0.5
        ),
        "spending.csv": (
            (b, START + later, round(rate[b] * (1 + later * draw.uniform(0, 0.05)), 2))
            for b in buyers for later in (0, 10)
        ),
        "rivalries.csv": (
            (one, other, START - 20, "")
            for i, one in enumerate(states) for other in states[i + 1 : i + 7]
            if draw.random() < 0.1
        ),
        "defence_pacts.csv": (
            (b, s, 1993, "") for b in buyers for s in suppliers
            if b != s and draw.random() < 0.1 * strength[s] ** 0.5
        ),
    }  # fmt: skip


def _world_shares(
    makes: dict[str, list[str]], strength: dict[str, float]
) -> dict[tuple[str, str], float]:
    """Shares by supplier and class, which add up to 1 in a class."""
    whole = {k: sum(strength[s] for s in makes if k in makes[s]) for k in CLASSES}
    return {(s, k): strength[s] / whole[k] for s in makes for k in makes[s]}


def _history(
    tenders: Iterable[tuple[str, str, float, float]],
    makes: dict[str, list[str]],
    strength: dict[str, float],
    draw: random.Random,
) -> Iterable[tuple[str, str, str, float, int, int, int]]:
    """What each buyer had of each class from one to four suppliers."""
    for b, k, packages, tiv in tenders:
        makers = [s for s in makes if k in makes[s] and s != b]
        chosen = draw.choices(makers, [strength[s] for s in makers], k=draw.randint(1, 4))
        for s in dict.fromkeys(chosen):
            decayed = tiv * draw.uniform(1, 9) / len(chosen)
            deals = round(5 * packages * draw.random() / len(chosen))
            last = START - draw.randint(1, 5 if deals else 15)
            yield b, s, k, round(decayed, 1), round(decayed * draw.uniform(1, 3)), deals, last

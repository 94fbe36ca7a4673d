"""Small theatres of invented states, written as folders of CSV files for tests to load."""

import csv
import random
from collections.abc import Collection, Iterable
from pathlib import Path

from sim.theatre.columns import COLUMNS

START = 2010
CLASSES = ("aircraft", "land", "naval")
KINDS = ("imported", "licensed", "second_hand")

# Alba and Bora are rivals; Cora buys and sells; Norden and Sudor only sell; two aggregates.
_FILES = {
    "theatre.yaml": "title: A small theatre\nstart: 2010\n",
    "states.csv": """
state,iso3,aliases,buyer,supplier,aggregate,un_ideal_point
Alba,ALB,Old Alba,1,0,0,-0.9
Bora,BOR,,1,0,0,0.4
Cora,COR,,1,1,0,
Norden,NOR,,0,1,0,1.2
Sudor,SUD,,0,1,0,-0.6
Others,,,1,0,1,
Residual,,,0,1,1,
""",
    "prices.csv": """
supplier,class,usd_m_per_tiv,ln_se
Cora,land,1.5,0.2
Norden,aircraft,4.5,0.1
Norden,land,3.5,0.15
Norden,naval,2.5,0.1
Sudor,aircraft,2.3,0.1
Sudor,land,2.1,0
""",
    "wealth.csv": """
state,year,wealth
Alba,2002,-1.2
Alba,2007,-0.9
Bora,2007,0.3
Norden,2007,1.1
Sudor,2007,-0.2
Sudor,2012,0.4
""",
    "lead_times.csv": """
supplier,class,relative_years
Norden,aircraft,0.6
Sudor,aircraft,-0.9
Sudor,land,-0.4
""",
    "package_sizes.csv": """
class,mean_log_tiv,sd_log_tiv,sd_within_buyer,median_tiv,p90_tiv,largest_tiv
aircraft,3,2.1,1.9,20,300,900
land,2.5,1.7,1.5,12,130,600
naval,3.6,1.6,1.4,32,340,1200
""",
    "lags.csv": """
kind,class,y0,y1,y2,y3,y4,y5,y6,y7,y8,y9,y10,y11,y12,y13,y14,y15
imported,aircraft,0.05,0.15,0.2,0.2,0.1,0.1,0.06,0.05,0.04,0.02,0.01,0.01,0.008,0.001,0.0,0.0019
imported,ALL,0.04,0.26,0.2,0.2,0.1,0.1,0.05,0.03,0.01,0.01,0.0,0.0,0.0,0.0,0.0,0.0
licensed,ALL,0.01,0.03,0.05,0.09,0.1,0.1,0.08,0.08,0.07,0.07,0.06,0.06,0.05,0.04,0.03,0.0748
second_hand,naval,0.2,0.4,0.2,0.1,0.1,0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0
second_hand,ALL,0.1591,0.35,0.25,0.13,0.06,0.03,0.02,0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0
""",
    "world_shares.csv": """
supplier,class,share
Norden,aircraft,0.5
Norden,land,0.3
Norden,naval,0.45
Sudor,aircraft,0.3
Sudor,land,0.5
Sudor,naval,0.25
Cora,land,0.1
Residual,aircraft,0.2
Residual,land,0.1
Residual,naval,0.3
""",
    "capacity.csv": """
supplier,class,mean_tiv_per_year,highest_tiv_per_year
Norden,aircraft,150,260
Norden,land,20,60
Norden,naval,70,120
Sudor,aircraft,30,45
Sudor,land,60,110
Cora,land,12,40
Residual,aircraft,20,90
Residual,land,10,40
Residual,naval,60,110
""",
    "tenders.csv": """
buyer,class,packages_per_year,ordered_tiv_per_year
Alba,aircraft,0.8,40
Alba,land,1.2,25
Alba,naval,0.4,30
Bora,aircraft,1.4,75
Bora,land,0.9,15
Bora,naval,0.6,40
Cora,aircraft,0.5,20
Cora,land,0.3,4
Others,aircraft,2.5,60
Others,land,3,50
Others,naval,1.5,70
""",
    "history.csv": """
buyer,supplier,class,decayed_ordered_tiv,stock_tiv,orders_5y,last_order
Alba,Norden,aircraft,180,400,2,2008
Alba,Norden,land,15,90,0,1999
Alba,Sudor,land,120,210,4,2009
Alba,Residual,naval,60,130,1,2006
Bora,Sudor,aircraft,260,500,3,2009
Bora,Sudor,land,40,160,1,2005
Bora,Norden,naval,90,200,0,2003
Cora,Norden,aircraft,70,150,1,2007
Others,Norden,aircraft,300,900,5,2009
Others,Sudor,land,280,700,6,2009
Others,Residual,naval,310,800,3,2009
Others,Cora,land,50,60,2,2008
""",
    "order_book.csv": """
buyer,supplier,class,order_year,licensed,undelivered_tiv
Alba,Norden,aircraft,2008,0,90
Alba,Sudor,land,2009,0,45
Alba,Sudor,land,2009,1,30
Alba,Residual,naval,2006,0,60
Bora,Sudor,aircraft,2009,0,140
Bora,Sudor,aircraft,1999,1,55
Bora,Norden,naval,1988,0,70
Bora,Norden,naval,1994,1,25
Cora,Norden,aircraft,2007,0,35
Others,Norden,aircraft,2009,0,120
Others,Norden,aircraft,1995,0,15
Others,Sudor,land,1999,0,12
Others,Residual,naval,2008,0,130
Others,Cora,land,2008,0,22
""",
    "licensed.csv": """
buyer,class,licensed_share,second_hand_share
Alba,aircraft,0.2,0.3
Alba,land,0.4,0.1
Bora,aircraft,0.5,0
Bora,naval,0.2,0.4
Others,aircraft,0.1,0.3
""",
    "spending.csv": """
state,year,usd_bn_2024
Alba,2008,3
Alba,2016,5.5
Bora,2010,8
Bora,2015,7
Bora,2024,12
""",
    "rivalries.csv": """
state_a,state_b,first_year,last_year
Alba,Bora,1947,
Cora,Alba,2001,2014
Sudor,Cora,1995,
""",
    "defence_pacts.csv": """
state_a,state_b,first_year,last_year
Alba,Norden,1993,2013
Sudor,Bora,1993,
""",
    "embargoes.csv": """
supplier,buyer,first_year,last_year,basis
Sudor,Alba,2011,2012,a war
ALL,Cora,2014,2014,
Norden,Bora,2016,,a coup
""",
    "components.csv": """
supplier,class,buyer,component_supplier,component,reliance
Cora,land,ALL,Norden,aircraft,0.8
Norden,aircraft,Alba,Residual,naval,0.7
Norden,aircraft,ALL,Sudor,land,0.5
Sudor,land,ALL,Cora,land,0.6
Sudor,aircraft,Bora,Norden,aircraft,0.9
Residual,naval,ALL,Norden,naval,1
""",
    "recorded_tenders.csv": """
buyer,class,year,packages,ordered_tiv
Alba,aircraft,2010,2,85.5
Alba,land,2011,1,0
Alba,naval,2012,1,40
Bora,aircraft,2010,1,60
Bora,aircraft,2012,3,190
Bora,naval,2011,2,75
Cora,aircraft,2012,1,18
Others,aircraft,2010,3,70
Others,land,2011,4,66
Others,naval,2012,2,140
""",
}
_NEEDED = ("theatre.yaml", "states.csv", "world_shares.csv", "capacity.csv", "tenders.csv")
OPTIONAL = tuple(name for name in _FILES if name not in _NEEDED)


def write_small_theatre(folder: Path, *, without: Collection[str] = ()) -> Path:
    """Write four buyers, four suppliers and three classes, starting in 2010.

    It has one of everything: a state that buys and sells, aggregates on both sides, orders of every
    age, licensed ones, a rivalry and a pact that end, recorded tenders, suppliers who rely on parts
    of each other. ``without`` names files to leave out.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in _FILES.items():
        if name not in without:
            (folder / name).write_text(text.lstrip(), encoding="utf-8")
    return folder


def write_random_theatre(folder: Path, seed: int, *, buyers: int = 6, suppliers: int = 4) -> Path:
    """Write a theatre of random numbers, equal for equal arguments.

    The first supplier buys as well; the last buyer and the last supplier are aggregates.
    """
    draw = random.Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    buy = [f"B{i}" for i in range(buyers)]
    sell = [buy[0], *(f"S{i}" for i in range(1, suppliers))]
    names = [*buy, *sell[1:]]
    pairs = [(b, s, k) for b in buy for s in sell for k in CLASSES if b != s]
    makes = [(s, k) for s in sell for k in CLASSES if draw.random() < 0.8] or [(sell[-1], "land")]
    tables = {
        "states.csv": (
            (name, "", "", int(name in buy), int(name in sell), int(name in (buy[-1], sell[-1])),
             draw.choice(["", round(draw.gauss(0, 1), 2)]))
            for name in names
        ),
        "prices.csv": (
            (s, k, round(draw.uniform(1, 5), 1), round(draw.uniform(0, 0.3), 2))
            for s, k in makes if draw.random() < 0.8
        ),
        "wealth.csv": (
            (name, START - 3, round(draw.gauss(0, 1), 2)) for name in names if draw.random() < 0.8
        ),
        "lead_times.csv": (
            (s, k, round(draw.gauss(0, 1), 1)) for s, k in makes if draw.random() < 0.8
        ),
        "delivery_years.csv": (
            (kind, k, size, 9, 400, *_years(draw))
            for kind in KINDS for k in ("ALL", *CLASSES) if k == "ALL" or draw.random() < 0.6
            for size in (0, 20, 45) if size == 0 or draw.random() < 0.7
        ),
        "world_shares.csv": ((s, k, round(draw.random() / suppliers, 4)) for s, k in makes),
        "capacity.csv": (
            (s, k, draw.randint(0, 40), draw.randint(40, 150)) for s, k in makes
        ),
        "tenders.csv": (
            (b, k, round(draw.uniform(0.1, 2.0), 3), round(draw.uniform(1, 80), 1))
            for b in buy for k in CLASSES if draw.random() < 0.9
        ),
        "history.csv": (
            (*pair, round(draw.expovariate(0.01), 1), draw.randint(0, 400), draw.randint(0, 4),
             START - draw.randint(1, 12))
            for pair in pairs if draw.random() < 0.5
        ),
        "order_book.csv": (
            (*pair, *_book(draw))
            for pair in pairs if draw.random() < 0.4
        ),
        "licensed.csv": (
            (b, k, round(draw.uniform(0, 0.5), 2), round(draw.uniform(0, 0.5), 2))
            for b in buy for k in CLASSES if draw.random() < 0.5
        ),
        "spending.csv": (
            (b, year, round(draw.uniform(3, 12), 1)) for b in buy for year in (START, START + 6)
        ),
        "rivalries.csv": (
            (a, b, START - 9, draw.choice(["", START + 5]))
            for i, a in enumerate(names) for b in names[:i] if draw.random() < 0.3
        ),
        "defence_pacts.csv": (
            (b, s, 1993, "") for b in buy for s in sell if b != s and draw.random() < 0.2
        ),
        "embargoes.csv": (
            (s, b, START - 3, draw.choice(["", START + 2]), "a reason")
            for b in buy for s in ("ALL", *sell) if b != s and draw.random() < 0.08
        ),
        "recorded_tenders.csv": (
            (b, k, year, draw.randint(1, 3), draw.randint(1, 200))
            for b in buy for k in CLASSES for year in range(START, START + 3)
            if draw.random() < 0.4
        ),
        "components.csv": (
            (s, k, b, draw.choice([maker for maker in sell if maker != s]), draw.choice(CLASSES),
             round(draw.random(), 2))
            for s, k in makes for b in ("ALL", *buy) if b != s and draw.random() < 0.4
        ),
    }  # fmt: skip
    for name in ("theatre.yaml", "package_sizes.csv"):
        (folder / name).write_text(_FILES[name].lstrip(), encoding="utf-8")
    for name, rows in tables.items():
        _write_table(folder / name, rows)
    return folder


def _years(draw: random.Random) -> tuple[float, float]:
    """Mean years to the first and to the last delivery; deliveries may end as they begin."""
    first = round(draw.choice([0.0, draw.uniform(0.3, 6)]), 2)
    return first, round(first + draw.choice([0.0, draw.uniform(0.2, 8)]), 2)


def _book(draw: random.Random) -> tuple[object, ...]:
    """Year, licence, TIV still to come and, if known, TIV ordered."""
    left = draw.randint(1, 90)
    whole = draw.choice(["", left, round(left * draw.uniform(1.1, 3), 1)])
    return START - draw.randint(1, 22), int(draw.random() < 0.3), left, whole


def _write_table(path: Path, rows: Iterable[tuple[object, ...]]) -> None:
    header = COLUMNS[path.name]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])

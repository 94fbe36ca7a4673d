"""Registers of invented deals between real states, as large as one likes, in each shape.

Not a test: 'python -m tests.register.synthetic yearly 20500 FILE' writes one.
"""

import random
import sys
from dataclasses import dataclass
from pathlib import Path

YEARLY_HEADER = (
    "SIPRI AT Database ID,Supplier,Recipient,Designation,Description,Armament category,Order date,"
    "Order date is estimate,Numbers delivered,Numbers delivered is estimate,Delivery year,"
    "Delivery year is estimate,Status,SIPRI estimate,TIV deal unit,TIV delivery values,"
    "Local production"
)
SINGLE_HEADER = (
    "Recipient,Supplier,Year of order, ,Number ordered, ,Weapon designation,Weapon description,"
    "Number delivered, ,Year(s) of delivery,status,Comments,SIPRI TIV per unit,"
    "SIPRI TIV for total order,SIPRI TIV of delivered weapons"
)
OLD_HEADER = (
    "Deal ID;Seller;Buyer;Designation;Description;Armament category;Order date;"
    "Order date is estimate;Numbers delivered;Numbers delivered is estimate;Delivery year;"
    "Delivery year is estimate;Status;SIPRI estimate;TIV deal unit;TIV delivery values;"
    "Local production"
)
SELLERS = (
    "United States", "Russia", "France", "China", "Germany", "United Kingdom", "Italy", "Israel",
    "Spain", "South Korea", "Sweden", "Netherlands", "Ukraine", "Turkiye", "Switzerland",
    "Canada", "South Africa", "Brazil", "Belarus", "Poland", "Norway", "Czechia",
)  # fmt: skip
BUYERS = (
    "India", "Saudi Arabia", "Pakistan", "China", "Egypt", "Australia", "Algeria", "South Korea",
    "Qatar", "Japan", "United States", "Iraq", "Viet Nam", "Greece", "Indonesia", "Morocco",
    "Bangladesh", "Kuwait", "Peru", "Chad", "Mali", "Nepal", "Finland", "Ecuador", "Uruguay",
    "NATO**", "Hill rebels*", "Kenya", "Zambia", "Mexico", "Oman", "Jordan", "Angola", "Thailand",
    "Malaysia", "Singapore", "Chile", "Colombia", "Turkiye", "Poland", "Norway", "Denmark",
)  # fmt: skip
_MAKES = (
    ("Aircraft", "fighter aircraft", 40), ("Aircraft", "transport helicopter", 9),
    ("Armoured vehicles", "tank", 3), ("Artillery", "self-propelled gun", 1.5),
    ("Missiles", "anti-ship missile", 0.8), ("Engines", "turbofan", 2),
    ("Sensors", "air search radar", 7), ("Air defence systems", "SAM system", 30),
    ("Ships", "frigate", 200), ("Naval weapons", "naval gun", 4), ("Other", "APC turret", 0.3),
    ("Satellites", "reconnaissance satellite", 60),
)  # fmt: skip


@dataclass(frozen=True)
class Deal:
    """One invented deal; ``delivered`` has the number that came in each year."""

    number: int
    seller: str
    buyer: str
    category: str
    description: str
    unit: float
    order: int
    delivered: tuple[tuple[int, int], ...]
    licensed: bool
    used: bool


def deals(count: int, seed: int = 1, first: int = 1950, last: int = 2023) -> list[Deal]:
    """So many deals, equal for equal arguments; large states deal most."""
    draw = random.Random(seed)
    made: list[Deal] = []
    while len(made) < count:
        seller = SELLERS[int(len(SELLERS) * draw.random() ** 2)]
        buyer = BUYERS[int(len(BUYERS) * draw.random() ** 1.5)]
        if seller == buyer:
            continue
        if seller == "Russia" and (order := draw.randint(first, last)) <= 1991:
            seller = "Soviet Union"
        else:
            order = draw.randint(first, last)
        category, description, unit = draw.choice(_MAKES)
        begins = order + draw.choice((1, 1, 2, 2, 3, 4, 6))
        years = range(begins, min(begins + draw.choice((1, 1, 1, 2, 3, 5)), last + 1))
        delivered = tuple((year, draw.randint(1, 12)) for year in years)
        made.append(
            Deal(len(made) + 1, seller, buyer, category, description, unit, order, delivered,
                 draw.random() < 0.15, draw.random() < 0.2)
        )  # fmt: skip
    return made


def yearly_rows(made: list[Deal], delimiter: str = ",") -> list[str]:
    """Rows with one delivery year each."""
    return [
        delimiter.join(map(str, (
            deal.number, deal.seller, deal.buyer, f"Type-{deal.number % 90}", deal.description,
            deal.category, deal.order, "No", number, "Yes", year, "No",
            "Second hand" if deal.used else "New", deal.unit, deal.unit,
            round(deal.unit * number, 2), "Yes" if deal.licensed else "No",
        )))
        for deal in made for year, number in deal.delivered
    ]  # fmt: skip


def single_rows(made: list[Deal]) -> list[str]:
    """Rows with all delivery years in one cell."""
    rows = []
    for deal in made:
        number = sum(count for _, count in deal.delivered)
        rows.append(",".join(map(str, (
            deal.buyer, deal.seller, deal.order, "?", number or 5, "", f"Type-{deal.number % 90}",
            deal.description, number, "?", "; ".join(str(year) for year, _ in deal.delivered),
            "Second hand" if deal.used else "New",
            "Produced under licence" if deal.licensed else "", deal.unit,
            round(deal.unit * (number or 5), 2), round(deal.unit * number, 2),
        ))))  # fmt: skip
    return rows


PREAMBLE = "\n".join(
    ["Trade Register", "", "Invented deals; none of this happened.", "Note one", "Note two", "",
     "", "Source: a random number generator", "", "Data generated: today", ""]
)  # fmt: skip


def yearly_text(made: list[Deal]) -> str:
    """A whole file of the first form."""
    return "\n".join([PREAMBLE, YEARLY_HEADER, *yearly_rows(made), ""])


def single_text(made: list[Deal]) -> str:
    """A whole file of the second form."""
    return "\n".join([PREAMBLE, SINGLE_HEADER, *single_rows(made), ""])


if __name__ == "__main__":
    shape, size, target = sys.argv[1:4]
    written = yearly_text if shape == "yearly" else single_text
    Path(target).write_text(written(deals(int(size))), encoding="iso-8859-1")

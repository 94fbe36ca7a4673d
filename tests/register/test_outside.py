"""States that came and went, and who stays outside."""

import json

import pytest

from sim.register.build import ImportOptions
from sim.theatre.load import load_theatre

from .conftest import imported
from .synthetic import YEARLY_HEADER

START = 2003


def register_text(*deals):
    """A yearly register: supplier, recipient, order year, delivery year, TIV of frigates."""
    rows = [
        f"{i},{seller},{buyer},Type-{i},frigate,Ships,{ordered},No,1,No,{came},No,New,{tiv},{tiv},"
        f"{tiv},No"
        for i, (seller, buyer, ordered, came, tiv) in enumerate(deals, 1)
    ]
    return "\n".join([YEARLY_HEADER, *rows, ""])


BASE = (
    ("United States", "Egypt", 1998, 2001, 100), ("France", "India", 1996, 2000, 90),
    ("United States", "Egypt", 2001, 2005, 50), ("United States", "Peru", 1981, 1983, 5),
)  # fmt: skip


def made_of(tmp_path, *deals, start=START, relations=None):
    tmp_path.mkdir(exist_ok=True)
    out = tmp_path / "mine"
    text = register_text(*BASE, *deals)
    made = imported(text, out, ImportOptions(start, None, None, relations))
    return made, load_theatre(out)


def line_of(made, begins):
    [line] = [line for line in made.summary if line.startswith(begins)]
    return line


def test_a_successor_inherits_and_the_ended_state_is_nowhere(tmp_path):
    made, theatre = made_of(
        tmp_path, ("Czechoslovakia", "Iran", 1991, 1994, 300),
        ("Soviet Union", "East Germany (GDR)", 1988, 1990, 80), ("Czechia", "Iran", 1999, 2000, 10),
    )  # fmt: skip
    assert {"Czechia", "Russia"} <= set(theatre.suppliers)
    assert "Germany" in theatre.buyers
    everything = "".join(text for name, text in made.files.items() if name.endswith(".csv"))
    for gone in ("Czechoslovakia", "Soviet Union", "East Germany"):
        assert gone not in everything
    habit = theatre.decayed_orders[theatre.buyers.index("Iran"),
                                   theatre.suppliers.index("Czechia")].sum()  # fmt: skip
    assert habit == pytest.approx(300 * 0.9**12 + 10 * 0.9**4, rel=1e-6)
    assert "Czechoslovakia as Czechia" in line_of(made, f"Counted under the name of {START}")
    [file] = json.loads(made.files["import.json"])["files"]
    assert file["of used"]["after the end of Czechoslovakia (1992): assigned to Czechia"] == 1
    assert theatre.find("Czechoslovakia") == theatre.find("CSK") == "Czechia"
    assert "Czechoslovakia: Czechia" in " ".join(made.files["theatre.yaml"].split())


def test_before_its_end_a_state_has_its_own_name(tmp_path):
    made, theatre = made_of(
        tmp_path, ("Soviet Union", "East Germany (GDR)", 1983, 1984, 80),
        ("Russia", "India", 1995, 1996, 10), ("Germany (FRG)", "Ukraine", 1981, 1982, 1),
        start=1985,
    )  # fmt: skip
    assert "East Germany (GDR)" in theatre.buyers and "Ukraine" not in theatre.buyers
    assert "Russia" not in theatre.suppliers and theatre.find("Russia") == "Soviet Union"
    assert "East Germany (GDR)" not in theatre.un_votes  # Germany's are not its own
    assert theatre.un_point("Germany", 1985) is None and theatre.un_point("Germany", 1991) > 0
    assert theatre.un_votes["Soviet Union"].keys() >= {1990, 1992}  # with those of Russia
    assert "it stands for Russia" in line_of(made, "Soviet Union ends in 1991")
    assert "Germany inherits" in line_of(made, "Warning: East Germany (GDR) ends in 1990")
    assert line_of(made, "Do not exist in 1985").endswith("Ukraine")


def test_deals_between_what_is_one_state_are_left_out(tmp_path):
    _, theatre = made_of(tmp_path, ("East Germany (GDR)", "Germany", 1989, 1999, 80),
                         ("Germany", "Egypt", 1989, 1999, 80))  # fmt: skip
    assert "Germany" in theatre.suppliers and "Germany" not in theatre.buyers


def test_a_name_that_nobody_knows_is_told_with_its_volume(tmp_path):
    made, _ = made_of(tmp_path, ("France", "Mongolya", 2000, 2001, 10))
    line = line_of(made, "Warning: 1 state by a name")
    assert "with 5% of the volume" in line and "Mongolya; did you mean 'Mongolia'?" in line


def test_rivals_outside_the_cast_are_named(tmp_path):
    made, theatre = made_of(tmp_path)
    assert "Iran" not in theatre.buyers
    line = line_of(made, "Rivals outside this theatre")
    assert "Iran (of Egypt, United States)" not in line  # the United States buy nothing here
    assert "Iran (of Egypt)" in line and "China (of India)" in line

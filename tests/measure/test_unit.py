"""Values in words: one unit for each kind of measure, one minus sign, no comma in a year."""

import pytest

from sim.base.numbers import number
from sim.measure.measures import value_in_words


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        ("first_order", 2005.0, "2005"), ("first_order", 2020.95, "2021"),
        ("hhi", 0.2936, "0.294"), ("rank", 3.0, "3"),
        ("share", 0.123, "12%"), ("share", 0.012, "1.2%"), ("share", 0.0, "0%"),
        ("world_share", 0.5, "50%"), ("change", 0.5, "+50%"), ("change", -0.759, "−76%"),
        ("change", 13.8, "+1,380%"), ("volume", 2964.2, "2,964"), ("volume", 999.7, "1,000"),
        ("money", -12.0, "−12"), ("ratio", 4.118, "4.12"), ("pattern", -0.5, "−0.5"),
        ("share", None, ""),
    ],
)  # fmt: skip
def test_a_value_is_written_by_its_kind(kind, value, words):
    assert value_in_words(kind, value) == words


def test_numbers_never_turn_into_powers_of_ten_at_a_thousand():
    assert [number(value) for value in (999.4, 999.5, 1000.0)] == ["999", "1,000", "1,000"]

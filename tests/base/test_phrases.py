"""Pieces of sentences."""

import pytest

from sim.base.phrases import (
    capital,
    counted,
    few,
    joined,
    possessive,
    sentence,
    the,
    was,
    with_dashes,
    years,
)


def test_states_have_their_article_within_a_sentence():
    assert the("United States") == "the United States" and the("India") == "India"
    assert the("Other suppliers") == "other suppliers" and was("Other suppliers") == "were"
    assert possessive("United States") == "the United States'" and possessive("India") == "India's"
    assert was("India") == "was" and capital(the("Netherlands")) == "The Netherlands"


@pytest.mark.parametrize(
    ("words", "text"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_words_are_joined(words, text):
    assert joined(words) == text


def test_numbers_and_years():
    assert [counted(n, "world") for n in (0, 1, 2000)] == ["0 worlds", "1 world", "2,000 worlds"]
    assert (years(2003, 2003), years(2003, 2007)) == ("2003", "2003–2007")
    assert with_dashes("In 2013-2017, not 2003-07; US-2") == "In 2013–2017, not 2003–07; US-2"


def test_a_reason_becomes_a_sentence():
    assert sentence(" the ban\n ends ") == "The ban ends."
    assert sentence("Why?") == "Why?" and sentence("") == ""


def test_of_many_names_few_are_told():
    assert few(list("abcde")) == "a, b, c, d and e"
    assert few(list("abcdef")) == "a, b, c, d and 2 more"

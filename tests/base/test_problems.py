import pickle

from sim.base.problems import (
    InputError,
    Location,
    Problem,
    closest,
    listing,
    quote,
    suggest,
    suggest_or_list,
)


def problem(file: str, line: int, column: int, message: str = "wrong") -> Problem:
    return Problem(Location(file, line, column), message)


def test_an_error_prints_one_problem_per_line_in_the_order_of_the_files():
    error = InputError(
        [problem("b.yaml", 1, 1), problem("a.yaml", 10, 2), problem("a.yaml", 9, 30)]
    )
    assert str(error) == "a.yaml:9:30: wrong\na.yaml:10:2: wrong\nb.yaml:1:1: wrong"


def test_the_same_problem_is_told_once():
    assert len(InputError([problem("a", 1, 1), problem("a", 1, 1)]).problems) == 1


def test_an_error_survives_the_way_to_another_process():
    error = InputError([problem("a", 1, 2)])
    assert pickle.loads(pickle.dumps(error)).problems == error.problems


def test_a_likely_word_is_suggested_whatever_its_capitals():
    assert suggest("Embrago", ["embargo", "lift"]) == "; did you mean 'embargo'?"
    assert suggest("pakistan", ["Pakistan"]) == "; did you mean 'Pakistan'?"
    assert suggest("zzz", ["embargo", "lift"]) == ""
    assert closest("zzz", ["embargo"]) is None


def test_without_a_likely_word_all_that_is_allowed_is_listed():
    assert suggest_or_list("zzz", ["embargo", "lift"]) == "; allowed: embargo, lift"


def test_a_long_listing_is_cut_short():
    names = [f"n{i}" for i in range(20)]
    assert listing(names).endswith("n11, … (8 more)")
    assert listing(names[:12]).endswith("n11")


def test_quoted_words_stay_on_one_line_and_short():
    assert quote("a\nb\u2028c") == r"'a\nb\u2028c'"
    assert len(quote("x" * 1000)) < 50

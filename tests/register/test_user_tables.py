"""A user's own tables: every spelling of a state, and no word that is another's."""

import pytest

from sim.base.problems import InputError

from .test_outside import made_of


def test_own_tables_take_every_spelling_and_code(tmp_path):
    own = tmp_path / "own"
    own.mkdir()
    (own / "spending.csv").write_text(
        "state,year,usd_bn_2024\nPER,2000,1\n135,2001,2\nperu,2002,3\n"
        "East Germany,1988,9\nGermany,1988,8\n", encoding="utf-8",
    )  # fmt: skip
    (own / "rivalries.csv").write_text(
        "state_a,state_b,first_year,last_year\nUSSR,Republic of Korea,1948,\n750,PER,1990,\n"
        "FRG,GDR,1949,1973\n", encoding="utf-8",
    )  # fmt: skip
    _, theatre = made_of(tmp_path, ("France", "Peru", 2000, 2001, 10), relations=own)
    assert theatre.spending["Peru"] == {2000: 1.0, 2001: 2.0, 2002: 3.0}
    assert ("India", "Peru") in {(tie.state_a, tie.state_b) for tie in theatre.rivalries}


@pytest.mark.parametrize(
    ("row", "words"),
    [("Peru,TUR,,", "'TUR' is Turkiye, not Peru"), ("Peru,,Old;Indien;Egypt,", "'Egypt' is Egypt"),
     ("Hill State,,Perulia,\nSea State,,PERULIA,", "'PERULIA' is Hill State of line 2 too"),
     ("Peru,PER,,\nPER,,,", "repeats Peru of line 2")],
)  # fmt: skip
def test_a_word_of_another_state_is_refused_at_its_line(tmp_path, row, words):
    own = tmp_path / "own"
    own.mkdir()
    text = f"state,iso3,aliases,un_ideal_point\n{row}\n"
    (own / "states.csv").write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        made_of(tmp_path, relations=own)
    [problem] = caught.value.problems
    assert words in problem.message and problem.mark.line == text.count("\n")

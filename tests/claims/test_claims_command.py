"""``sim claims``: the list, its filters, one claim in full, and wrong words."""

import pytest

from sim.claims import InWorlds
from sim.claims.show import demand
from sim.cli.command import main
from tests.shipped import LEDGER


def printed(capsys, *words):
    assert main(["claims", *words]) == 0
    return capsys.readouterr().out


def ids(text):
    """Ids at the head of a row, which stand two blanks in."""
    rows = [line for line in text.splitlines() if line[:2] == "  " and line[2] != " "]
    return {row.split()[0] for row in rows} - {"id"}


def test_the_list_has_every_claim_once_under_its_role(capsys):
    text = printed(capsys)
    for claim in LEDGER.claims:
        assert text.count(f"\n  {claim.id} ") == 1
        above = text[: text.index(f"\n  {claim.id} ")].splitlines()
        heads = [line.split(":")[0] for line in above if line[:1].isalpha()]
        assert heads[-1] == claim.role
    assert max(map(len, text.splitlines())) <= 100


def test_the_list_shows_what_is_observed_beside_what_is_claimed(capsys):
    [line] = [line for line in printed(capsys).splitlines() if line.startswith("  Q3 ")]
    assert line.split()[:3] == ["Q3", "0.031", "0.028"]


def test_only_one_role(capsys):
    assert ids(printed(capsys, "--role", "target")) == {
        claim.id for claim in LEDGER.with_role("target")
    }


def test_only_one_article_and_role(capsys):
    assert ids(printed(capsys, "--article", "courts-both", "--role", "target")) == {"Q8"}


def test_nothing_to_list_is_said(capsys):
    text = printed(capsys, "--article", "courts-both", "--role", "disputed")
    assert text == "no claim of this role in this article\n"


# One of each role and voice: what one prints does not depend on its id.
SHOWN = {(claim.role, claim.by, claim.number is None): claim for claim in LEDGER.claims}


@pytest.mark.parametrize("claim", [pytest.param(claim, id=claim.id) for claim in SHOWN.values()])
def test_a_claim_in_full_tells_all_that_the_ledger_holds(claim, capsys):
    text = printed(capsys, claim.id)
    flat = " ".join(text.split())
    assert " ".join(claim.claim.split()) in flat
    assert " ".join(claim.record.split()) in flat
    for word in (*claim.sources, *claim.parameters, *claim.events, *claim.articles):
        assert word in flat
    for word in (claim.base_rate, claim.look_for, claim.without, claim.tolerance_reason):
        assert word is None or " ".join(word.split()) in flat
    if claim.measure is not None:
        assert f"{claim.measure.id}:" in flat
    if claim.scenario is not None:
        assert f"sim run {claim.scenario}" in flat
    assert ("said by a reader" in flat) == (claim.by == "reader" and bool(claim.articles))
    assert max(map(len, text.splitlines())) <= 100


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["Q99"], "no claim 'Q99'; did you mean"),
        (["--role", "targte"], "no role 'targte'; did you mean 'target'?"),
        (["--role", "x"], "no role 'x'; allowed: event, target, validation"),
        (["--article", "daunting"], "no article 'daunting'; did you mean 'daunting-past'?"),
    ],
)
def test_wrong_words_are_told(words, message, capsys):
    assert main(["claims", *words]) == 2
    assert message in capsys.readouterr().err


def test_another_ledger_is_read_as_strictly(tmp_path, capsys):
    (tmp_path / "mine.yaml").write_text("claims: 3\n", encoding="utf-8")
    assert main(["claims", "--ledger", str(tmp_path / "mine.yaml")]) == 2
    assert f"{tmp_path / 'mine.yaml'}:1:9: claims must be a list" in capsys.readouterr().err


def test_help_explains_the_roles(capsys):
    with pytest.raises(SystemExit):
        main(["claims", "--help"])
    text = capsys.readouterr().out
    for role in {claim.role for claim in LEDGER.claims}:
        assert role in text


@pytest.mark.parametrize(
    ("worlds", "text"),
    [
        (InWorlds(low=None, high=0.1, least=0.95, most=1), "to 0.1, in at least 95% of worlds"),
        (InWorlds(low=1, high=None, least=0.1, most=0.9), "from 1, in 10% to 90% of worlds"),
        (InWorlds(low=-1, high=2, least=0, most=0.5), "from -1 to 2, in 0% to 50% of worlds"),
    ],
)
def test_a_demand_on_worlds_in_words(worlds, text):
    assert demand(worlds) == text

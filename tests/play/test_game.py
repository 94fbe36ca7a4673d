"""Games: what is offered, what is decided, and that a saved game is a scenario like any other."""

from dataclasses import replace

import numpy as np
import pytest

from sim.base.own import ForeignFileError
from sim.base.problems import InputError
from sim.experiment.case import build_case
from sim.experiment.worlds import run_worlds
from sim.model.orders import BUYER_AT, CLASS_AT, SIGNED, SUPPLIER_AT
from sim.play import Game
from sim.play.advice import outlooks
from sim.play.ending import ending, windows_of
from sim.play.moment import GameError
from sim.play.saved import resume, save
from sim.plots.marks import dyad_marks, dyads_of, needs_of
from sim.plots.pictures import title_of
from sim.report.play.ending import ending_text
from sim.report.play.ending_figure import draw_ending
from sim.scenario import load
from sim.scenario.played import is_turn

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def base():
    return replace(load("history"), worlds=4)


@pytest.fixture
def game(base):
    return Game(base, ["Pakistan"])


def dearest(game):
    """Take the dearest offer that is not stopped for the largest tender of a year."""
    tender = game.tenders("Pakistan")[0]
    offer = max(tender.offers, key=lambda offer: offer.usd_m)
    return offer if game.accept(offer) else None


def test_tenders_are_the_models_own_and_their_offers_can_be_compared(game):
    tenders = game.tenders("PAK")
    assert [one.tiv for one in tenders] == sorted((one.tiv for one in tenders), reverse=True)
    for tender in tenders:
        assert tender.advised in {offer.supplier for offer in tender.offers}
        values = [offer.value for offer in tender.offers]
        assert values == sorted(values, reverse=True)
        for offer in tender.offers:
            assert offer.usd_m > 0 and game.year <= offer.first <= offer.last
            assert offer.value == pytest.approx(sum(offer.appeal.values()))
            assert "Pakistan" not in offer.objectors


def test_what_is_accepted_is_signed_in_the_world_of_the_game_and_nothing_else(game):
    offer = dearest(game)
    tenders = game.tenders("Pakistan")
    for tender in tenders[1:]:
        game.decline(tender)
    assert game.end_year() == 2004
    case = build_case(game.scenario)
    place = next(run_worlds(case, 0, 1)).orders.place
    b = case.theatre.buyers.index("Pakistan")
    own = place[(place[:, BUYER_AT] == b) & (place[:, SIGNED] == 0)]
    [signed] = own
    assert case.theatre.suppliers[signed[SUPPLIER_AT]] == offer.supplier
    assert case.theatre.classes[signed[CLASS_AT]] == offer.weapon_class
    [told] = game.news(["Pakistan"]).signed
    assert told.order.usd_m == pytest.approx(offer.usd_m, abs=0.1)
    assert (told.order.first, told.order.last) == (offer.first, offer.last)


def test_what_nobody_answers_the_model_chooses(game):
    wanted = {one.key: one.advised for one in game.tenders("Pakistan")}
    game.end_year()
    told = game.news(["Pakistan"]).signed
    theatre = game.theatre
    signed = sorted(
        (theatre.classes[i.order.weapon_class], theatre.suppliers[i.order.supplier]) for i in told
    )
    assert signed == sorted((key[0], supplier) for key, supplier in wanted.items() if supplier)


def test_taking_back_leaves_no_trace_over_the_end_of_a_year_too(game):
    begin = game.now
    first = game.tenders("Pakistan")
    dearest(game)
    game.end_year()
    game.decline(game.tenders("Pakistan")[0])
    while game.undo():
        pass
    assert game.now == begin and game.tenders("Pakistan") == first
    assert not game.undo()


def test_a_negotiation_is_had_once_and_always_ends_the_same(base, game):
    tender = game.tenders("Pakistan")[0]
    again = Game(base, ["Pakistan"])
    outcomes = []
    for offer in tender.offers:
        better = game.negotiate(offer, "price")
        assert again.negotiate(offer, "price") == better
        outcomes.append(better)
        if better is None:
            with pytest.raises(GameError, match="no longer"):
                game.accept(offer)
        else:
            assert better.usd_m < offer.usd_m
            with pytest.raises(GameError, match="last word"):
                game.negotiate(better, "delivery")
    assert None in outcomes and any(outcomes)


def test_a_supplier_sets_terms_before_buyers_answer(base):
    game = Game(base, ["Pakistan", "China"])
    before = game.tenders("Pakistan")[0].offer_of("China")
    game.set_price("China", 0.5)
    after = game.tenders("Pakistan")[0].offer_of("China")
    assert after.usd_m == pytest.approx(before.usd_m / 2)
    game.refuse("China", "Pakistan", ["aircraft"])
    refused = [one for one in game.tenders("Pakistan") if one.weapon_class == "aircraft"]
    assert refused and all(one.offer_of("China") is None for one in refused)
    game.serve("China", "Pakistan")
    game.decline(game.tenders("Pakistan")[0])
    with pytest.raises(GameError, match="suppliers decide first"):
        game.set_price("China", 2)


@pytest.mark.parametrize(
    ("do", "words"),
    [
        (lambda game: game.tenders("India"), "India is no seat"),
        (lambda game: game.tenders("Atlantis"), "no state 'Atlantis'"),
        (lambda game: game.set_price("Pakistan", 2), "no seat of this game that sells"),
    ],
)
def test_what_the_rules_do_not_allow_is_said(game, do, words):
    with pytest.raises(GameError, match=words):
        do(game)


def test_a_wrong_factor_is_said_at_once_and_changes_nothing(base):
    game = Game(base, ["Russia"])
    with pytest.raises(InputError, match="factor"):
        game.set_price("Russia", -1)
    assert game.now.decided == ()


def test_a_game_needs_a_seat_and_something_to_decide(base):
    with pytest.raises(GameError, match="at least one state"):
        Game(base, [])
    with pytest.raises(GameError, match="on record"):
        Game(load("recorded_tenders"), ["Pakistan"])


def test_talks_are_heard_of_when_the_year_ends_and_can_be_taken_back(game):
    tender = game.tenders("Pakistan")[0]
    game.announce(tender, "RUS")
    assert game.announced(tender) == ("Russia",) and game.tenders("Pakistan")[0] == tender
    with pytest.raises(GameError, match="announced already"):
        game.announce(tender, "Russia")
    with pytest.raises(GameError, match="Afghanistan sells no arms"):
        game.announce(tender, "Afghanistan")
    assert game.undo() and game.announced(tender) == ()
    game.announce(tender, "Russia")
    game.end_year()
    [talks] = [event for event in game.scenario.events if event.kind == "talks"]
    assert (talks.year, talks.until, talks.values["classes"]) == (
        2003,
        2003,
        (tender.weapon_class,),
    )
    heard = {
        (talk.weapon_class, talk.supplier) for talk in game.news(["Pakistan"]).talks
    }  # fmt: skip
    theatre = game.theatre
    place = theatre.classes.index(tender.weapon_class), theatre.suppliers.index("Russia")
    bought = {offer.supplier for offer in tender.offers if tender.advised == offer.supplier}
    assert place in heard or "Russia" in bought


def test_a_licence_is_granted_as_often_as_on_record(game):
    asked = [offer for tender in game.tenders("Pakistan") for offer in tender.offers]
    new = [offer for offer in asked if not offer.licensed]
    got = [game.negotiate(offer, "licence") for offer in new]
    assert all(offer is not None and offer.negotiated for offer in got)
    granted = {offer.supplier for offer in got if offer.licensed}
    assert granted and any(not offer.licensed for offer in got)
    assert all(offer.licences > 0 for offer in new if offer.supplier in granted)


def test_a_saved_game_goes_on_where_it_was(game, tmp_path):
    dearest(game)
    game.end_year()
    game.announce(game.tenders("Pakistan")[0], "Russia")
    dearest(game)
    path = tmp_path / "mine.yaml"
    save(game, path)
    again = resume(path)
    assert (again.year, again.seats, again.world) == (2004, ("Pakistan",), 0)
    assert again.now.decided == game.now.decided
    assert again.now.said == game.now.said != ()
    taken = {key: offer.supplier for key, offer in game.now.answers.items()}
    assert {key: offer.supplier for key, offer in again.now.answers.items()} == taken
    before = path.read_bytes()
    save(again, path)
    assert path.read_bytes() == before
    game.end_year()
    again.end_year()
    assert again.scenario.events == game.scenario.events


def test_a_saved_game_is_a_scenario_in_whose_world_the_same_happens(game, tmp_path):
    for _ in range(2):
        dearest(game)
        game.end_year()
    path = tmp_path / "mine.yaml"
    save(game, path)
    played, loaded = build_case(game.scenario), build_case(load(path))
    one, other = (next(run_worlds(case, 0, 1)).orders for case in (played, loaded))
    np.testing.assert_array_equal(one.place, other.place)
    np.testing.assert_array_equal(one.value, other.value)


def test_a_file_that_is_no_saved_game_is_never_overwritten(game, tmp_path):
    path = tmp_path / "mine.yaml"
    save(game, path)
    path.write_text(path.read_text() + "# a note\n")
    with pytest.raises(ForeignFileError):
        save(game, path)
    with pytest.raises(GameError, match=r"end in \.yaml"):
        save(game, tmp_path / "mine.txt")


def test_a_scenario_that_is_no_game_cannot_be_gone_on_with(tmp_path):
    path = tmp_path / "plain.yaml"
    path.write_text("title: t\nextends: history\n")
    with pytest.raises(GameError, match="no saved game"):
        resume(path)


def test_advice_compares_choices_under_the_same_noise(game):
    tender = game.tenders("Pakistan")[0]
    allowed = [one for one in tender.offers if one.supplier not in tender.stopped]
    taken, none = outlooks(game, tender, [allowed[0], None], 6)
    assert taken.delivered.shape == (6,) and none.offer is None
    assert (taken.delivered != none.delivered).any()
    again, _ = outlooks(game, tender, [allowed[0], None], 6)
    np.testing.assert_array_equal(taken.delivered, again.delivered)
    assert game.answer(tender) is None


def test_the_ending_stands_beside_the_record_and_the_model_alone(game):
    with pytest.raises(GameError, match="no year is over"):
        ending(game, 2)
    for _ in range(5):
        for tender in game.tenders("Pakistan"):
            game.decline(tender)
        game.end_year()
    ended = ending(game, 4)
    rows = ended.rows
    total, *shares = rows
    assert total.supplier is None and total.window == (2003, 2007)
    assert total.played < np.median(total.alone) and total.below == 0
    assert total.recorded is not None
    assert sum(row.recorded or 0.0 for row in shares) == pytest.approx(1.0, abs=0.15)
    assert ended.played["Pakistan"].shape[2] == ended.alone["Pakistan"].shape[2] == 5
    assert ended.alone["Pakistan"].sum(axis=(1, 2)) == pytest.approx(total.alone)
    told = " ".join(ending_text(game, rows).split())
    assert "Your mark on Pakistan: " in told and "in all in 2003–2007, against " in told


def test_the_ending_is_plotted_beside_the_saved_game_and_replaced_by_a_later_one(game, tmp_path):
    dearest(game)
    game.end_year()
    ended = ending(game, 4)
    [path] = draw_ending(game, ended, tmp_path / "mine")
    assert path == tmp_path / "mine" / "pakistan.png"
    assert title_of(path) == "Your arms for Pakistan"
    assert draw_ending(game, ended, tmp_path / "mine") == [path]
    path.write_bytes(b"a picture of my own")
    with pytest.raises(ForeignFileError):
        draw_ending(game, ended, tmp_path / "mine")
    assert path.read_bytes() == b"a picture of my own"


def test_a_game_that_goes_on_is_called_by_what_it_extends(game, tmp_path):
    dearest(game)
    game.end_year()
    save(game, tmp_path / "mine.yaml")
    again = resume(tmp_path / "mine.yaml")
    assert (again.base.name, again.base.title) == (game.base.name, game.base.title)


def test_what_players_sign_is_not_marked_as_an_event_that_befell_them(game):
    dearest(game)
    game.end_year()
    own = [event for event in game.scenario.events if event.id.startswith("played-")]
    assert len(own) > 1 and all(map(is_turn, own))
    assert not any(dyads_of(event, game.theatre) | needs_of(event, game.theatre) for event in own)
    suppliers = game.theatre.suppliers
    marks = dyad_marks(game.scenario, game.theatre, "Pakistan", suppliers)
    assert marks == dyad_marks(game.base, game.theatre, "Pakistan", suppliers)


def test_windows_tile_the_years():
    assert windows_of(range(2003, 2015)) == [(2003, 2007), (2008, 2012), (2013, 2014)]

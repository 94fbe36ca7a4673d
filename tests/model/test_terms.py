"""Terms: weighted and added up they are the value that the engine uses, in any theatre."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from sim.base.parameters import PARAMETERS
from sim.experiment.case import Case, build_case
from sim.model.announcing import weigh_concessions
from sim.model.grids import array_of
from sim.model.money import money_of_offer
from sim.model.reasons import weigh_relations, weigh_suppliers
from sim.model.signing import offered_terms, vetoed
from sim.model.terms import (
    WEIGHTS,
    aside,
    offers_of,
    scales_of,
    settle,
    terms_of,
    unit_weights,
    weights_of,
)
from sim.model.world import CLASS, NUMBER, SUPPLIER, TIV, F, Fixed, Forcing, W, World
from sim.model.year import CHOOSE_SUPPLIERS, SCHEDULE, run_stage
from tests.model.test_plain_agrees import EVERYTHING_HAPPENS, SCENARIOS, small_scenario

CLOSE = 1e-9
PLAYED = (
    ("strong feedbacks", 0),
    ("strong feedbacks", 2),
    ("rivals of others", 1),
    ("recorded tenders", 0),
    ("nothing on record", 0),
    ("random theatre 1", 0),
    ("random theatre 3", 5),
    ("random theatre 5", 0),
    ("a random theatre with rivals of others", 1),
    ("default theatre", 3),
)


@pytest.fixture(scope="module", params=PLAYED, ids=lambda world: f"{world[0]}, world {world[1]}")
def played(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Case:
    """A case, with the world's number."""
    name, number = request.param
    return build_case(SCENARIOS[name][0](tmp_path_factory.mktemp("terms"))), number


def before_choices(case: Case, number: int) -> Iterator[tuple[int, World]]:
    """Each year of a world, when offers are made and nothing is chosen."""
    world = case.world(number)
    for t in range(len(case.years)):
        for stage in SCHEDULE:
            if stage == CHOOSE_SUPPLIERS:
                yield t, world
            run_stage(stage, t, case.fixed, case.forcing, world)


def engine_value(b: int, k: int, t: int, fixed: Fixed, forcing: Forcing, world: World):
    """The value of every supplier's offer as the engine has it."""
    copy = aside(world)
    weigh_concessions(b, t, fixed, forcing, copy)
    weigh_relations(b, t, fixed, forcing, copy)
    weigh_suppliers(b, k, t, fixed, forcing, copy)
    return array_of(copy, W.VALUE)[b].copy()


def test_weighted_terms_add_up_to_the_value_of_every_offer(played) -> None:
    case, number = played
    for t, world in before_choices(case, number):
        weights, units, copy = weights_of(world.p[0]), unit_weights(world.p[0]), aside(world)
        for b in range(len(case.theatre.buyers)):
            for k in range(len(case.theatre.classes)):
                place = b, k, t, case.fixed, case.forcing
                np.testing.assert_allclose(
                    terms_of(*place, copy, units) @ weights,
                    engine_value(*place, world),
                    rtol=0,
                    atol=CLOSE,
                )


def tenders_of(b: int, k: int, t: int, case: Case, world: World):
    """Rows of a buyer's tenders of a class and year; those of given orders come last."""
    first = int(array_of(case.fixed, F.FIRST_SLOT)[b])
    last = first + int(array_of(world, W.WANTED)[b].sum())
    rows = array_of(world, W.TENDER)[first:last]
    return rows[rows[:, CLASS] == k]


def test_offers_settled_once_more_give_the_suppliers_that_were_chosen(played) -> None:
    case, number = played
    told, again = [], []
    for t, world in before_choices(case, number):
        after = World(world.data.copy(), world.layout, world.key, world.p)
        run_stage(CHOOSE_SUPPLIERS, t, case.fixed, case.forcing, after)
        weights, units, copy = weights_of(world.p[0]), unit_weights(world.p[0]), aside(world)
        for b, k in np.argwhere(array_of(world, W.WANTED) > 0):
            wanted = int(array_of(world, W.WANTED)[b, k])
            opened = tenders_of(b, k, t, case, world)
            offers, tiv = offers_of(b, k, t, wanted, case.fixed, case.forcing, copy), opened[:, TIV]
            terms = terms_of(b, k, t, case.fixed, case.forcing, copy, units)
            _, chosen = settle(offers, terms @ weights, scales_of(tiv, world.p[0]))
            again.extend(chosen.tolist())
            rows = tenders_of(b, k, t, case, after)
            assert rows[:, NUMBER].tolist() == list(range(wanted))
            told.extend(rows[:, SUPPLIER].astype(int).tolist())
    assert len(told) > 0
    assert again == told


def test_looking_changes_nothing(tmp_path: Path) -> None:
    case = build_case(SCENARIOS["strong feedbacks"][0](tmp_path))
    looked = case.world(0)
    for t in range(len(case.years)):
        for stage in SCHEDULE:
            if stage == CHOOSE_SUPPLIERS:
                copy, units = aside(looked), unit_weights(looked.p[0])
                for b, k in np.ndindex(array_of(looked, W.WANTED).shape):
                    terms_of(b, k, t, case.fixed, case.forcing, copy, units)
                    offers_of(b, k, t, 3, case.fixed, case.forcing, copy)
                assert copy.p == looked.p
            run_stage(stage, t, case.fixed, case.forcing, looked)
    left_alone = case.world(0)
    for t in range(len(case.years)):
        for stage in SCHEDULE:
            run_stage(stage, t, case.fixed, case.forcing, left_alone)
    assert looked.data.tobytes() == left_alone.data.tobytes()


def test_a_look_reads_nothing_that_the_copy_lacks(played) -> None:
    """The copy is laid before numbers that would spoil whatever is made of them."""
    case, number = played
    for t, world in islice(before_choices(case, number), 3):
        copy = aside(world)
        cut, memory = len(copy.data), np.full_like(world.data, np.nan)
        memory[:cut] = copy.data
        spoilt = World(memory[:cut], world.layout, world.key, world.p)
        for b, k in np.argwhere(array_of(world, W.WANTED) > 0):
            for s in range(len(case.theatre.suppliers)):
                looks = [
                    (
                        money_of_offer(b, s, k, t, 0, 30.0, 3, *given),
                        offered_terms(b, s, k, t, 0, 30.0, *given),
                        vetoed(b, s, k, t, 0, *given),
                    )
                    for given in ((case.fixed, case.forcing, x) for x in (world, spoilt))
                ]
                assert looks[0] == looks[1]


def test_every_term_moves_somewhere_in_a_theatre_where_everything_happens(tmp_path: Path) -> None:
    withheld = "  - {id: kept, year: 2012, why: w, withhold: {supplier: Norden, buyer: Alba}}\n"
    case = build_case(small_scenario(tmp_path, events=EVERYTHING_HAPPENS + withheld))
    moved = np.zeros(len(WEIGHTS), dtype=bool)
    for t, world in before_choices(case, 0):
        units, copy = unit_weights(world.p[0]), aside(world)
        for b, k in np.argwhere(array_of(world, W.WANTED) > 0):
            terms = terms_of(b, k, t, case.fixed, case.forcing, copy, units)
            moved |= np.ptp(terms, axis=0) > CLOSE
    still = [name for name, moves in zip(WEIGHTS, moved, strict=True) if not moves]
    assert still == []


def test_weights_stand_in_the_order_of_the_parameter_table() -> None:
    assert [name for name in PARAMETERS if name in WEIGHTS] == list(WEIGHTS)

"""Events: where they paint, when, and how; and names that the theatre does not have."""

from dataclasses import replace

import numpy as np
import pytest

from sim.base.problems import InputError
from sim.experiment.case import build_case
from sim.experiment.forcing import build_forcing
from sim.model.grids import array_of
from sim.model.world import (
    ALIGNMENT_SHIFT,
    COST_SHIFT,
    IMPORTED,
    LICENSED,
    NOBODY,
    UNSAID,
    X,
)
from sim.scenario import load
from sim.theatre.load import default_theatre
from sim.theatre.records import Embargo

THEATRE = default_theatre()
PAK, IND = THEATRE.buyers.index("Pakistan"), THEATRE.buyers.index("India")
RUS, US = THEATRE.suppliers.index("Russia"), THEATRE.suppliers.index("United States")
IND_SELLS = THEATRE.suppliers.index("India")


@pytest.fixture
def painted(tmp_path):
    def paint(*events, last=2012):
        lines = ["title: t", f"years: {{from: 2003, to: {last}}}", "events:"]
        lines += [f"  - {{id: e{i}, why: w, {event}}}" for i, event in enumerate(events)]
        file = tmp_path / "s.yaml"
        file.write_text("\n".join(lines), encoding="utf-8")
        return build_forcing(THEATRE, load(file))

    return paint


def series(imposed, name, *place):
    if not isinstance(name, X):
        return shifted(imposed, name, *place)
    return array_of(imposed.forcing, name)[(slice(None), *place)].tolist()


def shifted(imposed, kind, buyer, supplier):
    """What events of usual size shift of a buyer's politics, by year."""
    rows = array_of(imposed.forcing, X.SHIFTS)
    found = []
    for first, end in array_of(imposed.forcing, X.SHIFTS_OF)[:, buyer].astype(int):
        _, suppliers, kinds, size = rows[first:end].T
        found.append(float(size[(suppliers == supplier) & (kinds == kind)].sum()))
    return found


def test_an_embargo_closes_until_it_is_lifted(painted):
    imposed = painted(
        "year: 2004, embargo: {supplier: Russia, buyer: Pakistan, closes: {aircraft: 0.6}}",
        "year: 2006, lift: {supplier: RUS, buyer: PAK}",
    )
    aircraft, land = THEATRE.classes.index("aircraft"), THEATRE.classes.index("land")
    assert series(imposed, X.CLOSED, PAK, aircraft, RUS) == [0, 0.6, 0.6, *[0] * 7]
    assert series(imposed, X.CLOSED, PAK, land, RUS) == [0] * 10
    assert series(imposed, X.CLOSED, IND, aircraft, RUS) == [0] * 10


def test_an_event_with_an_end_leaves_what_stood_before(painted):
    imposed = painted(
        "year: 2003, embargo: {supplier: Russia, buyer: Pakistan, closes: {land: 0.2}}",
        "year: 2005, until: 2006, embargo: {supplier: Russia, buyer: Pakistan, closes: all}",
    )
    land = THEATRE.classes.index("land")
    assert series(imposed, X.CLOSED, PAK, land, RUS) == [0.2, 0.2, 1, 1, *[0.2] * 6]


def test_shifts_of_alignment_add_up_both_ways_and_ramps_grow(painted):
    imposed = painted(
        "year: 2004, over: 4, alignment: {between: [India, United States], shift: 1}",
        "year: 2006, alignment: {between: [US, IND], shift: -0.5}",
    )
    assert series(imposed, ALIGNMENT_SHIFT, IND, US) == [0, 0.25, 0.5, 0.25, *[0.5] * 6]
    us_as_buyer, india_as_supplier = (
        THEATRE.buyers.index("United States"),
        THEATRE.suppliers.index("India"),
    )
    assert series(imposed, ALIGNMENT_SHIFT, us_as_buyer, india_as_supplier)[1] == 0.25


def test_factors_multiply_and_ramp_from_one(painted):
    imposed = painted(
        "year: 2004, over: 2, price: {supplier: China, factor: 0.5}",
        "year: 2006, price: {supplier: China, factor: 2, classes: [land]}",
        "year: 2004, capacity: {supplier: Russia, factor: 0.5}",
        "year: 2005, until: 2005, need: {buyer: Pakistan, class: helicopters, factor: 3}",
    )
    china, land = THEATRE.suppliers.index("China"), THEATRE.classes.index("land")
    helicopters = THEATRE.classes.index("helicopters")
    assert series(imposed, X.LIST_PRICE, china, land)[:5] == [1, 0.75, 0.5, 1, 1]
    assert series(imposed, X.LIST_PRICE, china, helicopters)[:5] == [1, 0.75, 0.5, 0.5, 0.5]
    assert series(imposed, X.CAPACITY, RUS, land)[:3] == [1, 0.5, 0.5]
    assert series(imposed, X.NEED, PAK, helicopters)[:4] == [1, 1, 3, 1]
    assert (
        imposed.highest_need[PAK] == 3 and imposed.highest_need.sum() == 3 + len(THEATRE.buyers) - 1
    )


def test_costs_and_objections_fall_on_their_dyad(painted):
    imposed = painted(
        "year: 2004, domestic_cost: {buyer: Pakistan, supplier: United States, shift: 0.5}",
        "year: 2005, patron_objection: "
        "{patron: US, buyer: [IND, EGY], supplier: Russia, strength: 0.8}",
        "year: 2006, objection: {by: India, supplier: Russia, buyer: Pakistan, strength: 2}",
    )
    assert series(imposed, COST_SHIFT, PAK, US)[:3] == [0, 0.5, 0.5]
    assert series(imposed, X.PATRON_OBJECTION, IND, RUS)[:4] == [0, 0, 0.8, 0.8]
    assert series(imposed, X.PATRON_OBJECTION, PAK, RUS) == [0] * 10
    india = imposed.rival_of[PAK].tolist().index(IND)
    assert series(imposed, X.OBJECTION, PAK, india, RUS)[:5] == [1, 1, 1, 2, 2]
    assert series(imposed, X.OBJECTION, PAK, india, US)[:5] == [1] * 5


def test_a_new_rivalry_makes_room_for_the_rival(painted):
    brazil, chile = THEATRE.buyers.index("Brazil"), THEATRE.buyers.index("Chile")
    before = painted()
    after = painted("year: 2005, rivalry: {between: [Brazil, Chile], level: 0.5}")
    assert chile not in before.rival_of[brazil]
    place = after.rival_of[brazil].tolist().index(chile)
    assert series(after, X.RIVALRY, brazil, place)[:4] == [0, 0, 0.5, 0.5]
    assert (array_of(after.forcing, X.RIVALRY)[:, after.rival_of == NOBODY] == 0).all()


def test_only_the_change_of_a_grant_since_the_start_counts(painted):
    steady = painted("year: 2002, grant: {supplier: US, buyer: Pakistan, usd_m: 250}")
    assert series(steady, X.PAID_SHARE, PAK, US) == [1.0] * 10
    ended = painted(
        "year: 1979, grant: {supplier: US, buyer: Pakistan, usd_m: 250}",
        "year: 2006, grant: {supplier: US, buyer: Pakistan, usd_m: 0}",
    )
    paid = series(ended, X.PAID_SHARE, PAK, US)
    assert paid[2] == 1.0 < paid[3] == paid[4]
    until = painted("year: 1979, until: 2005, grant: {supplier: US, buyer: Pakistan, usd_m: 250}")
    assert series(until, X.PAID_SHARE, PAK, US) == paid
    raised = painted("year: 2006, grant: {supplier: US, buyer: Pakistan, usd_m: 250}")
    assert series(raised, X.PAID_SHARE, PAK, US)[3] < 1.0


def test_of_a_credit_its_soft_part_counts_as_a_grant(painted):
    grant = painted("year: 2006, grant: {supplier: China, buyer: Pakistan, usd_m: 100}")
    credit = painted(
        "year: 2006, credit: {supplier: China, buyer: Pakistan, usd_m: 400, softness: 0.25}"
    )
    china = THEATRE.suppliers.index("China")
    assert series(credit, X.PAID_SHARE, PAK, china) == series(grant, X.PAID_SHARE, PAK, china)
    assert series(credit, X.PAID_SHARE, PAK, china)[3] < 1


@pytest.mark.parametrize("kind", ["grant", "credit"])
def test_money_of_the_first_year_is_a_change_as_that_of_the_second_is(painted, kind):
    first, second = (
        series(painted(f"year: {y}, {kind}: {{supplier: US, buyer: PAK, usd_m: 250}}"),
               X.PAID_SHARE, PAK, US)
        for y in (2003, 2004)
    )  # fmt: skip
    assert second == [1.0, *first[1:]] and first == [second[1]] * 10 and second[1] < 1.0


@pytest.mark.parametrize(
    ("event", "name", "place", "before", "until"),
    [
        ("embargo: {supplier: RUS, buyer: PAK, closes: all}", X.CLOSED, (PAK, 0, RUS), 1, 0),
        ("rivalry: {between: [IND, PAK], level: 0}", X.OWN_RIVAL, (PAK, IND_SELLS), 0, 1),
        ("alignment: {between: [RUS, PAK], shift: 0.5}", ALIGNMENT_SHIFT, (PAK, RUS), 0, -0.5),
        ("price: {supplier: RUS, factor: 0.5}", X.LIST_PRICE, (RUS, 0), 1, 2),
        ("capacity: {supplier: RUS, factor: 0.5}", X.CAPACITY, (RUS, 0), 1, 2),
        ("need: {buyer: PAK, class: all, factor: 4}", X.NEED, (PAK, 0), 1, 0.25),
        ("withhold: {supplier: RUS, buyer: PAK}", X.WITHHELD, (PAK, 0, RUS), 0, -1),
        (
            "patron_objection: {patron: US, supplier: RUS, buyer: PAK, strength: 1}",
            X.PATRON_OBJECTION, (PAK, RUS), 0, -1,
        ),
    ],
)  # fmt: skip
def test_what_was_in_force_before_the_start_holds_or_belongs_to_it(
    painted, event, name, place, before, until
):
    """Who may sell to whom holds; all else is in the record, so only its end is a change."""
    assert series(painted(f"year: 1990, {event}"), name, *place) == [before] * 10
    ended = series(painted(f"year: 1990, until: 2005, {event}"), name, *place)
    assert ended == [before] * 3 + [until] * 7


def test_a_shift_that_grows_over_the_start_counts_from_there(painted):
    grown = painted("year: 2001, over: 4, alignment: {between: [India, US], shift: 1}")
    assert series(grown, ALIGNMENT_SHIFT, IND, US) == [0.25, 0.5, *[0.5] * 8]


def test_technology_is_withheld_class_by_class(painted):
    imposed = painted(
        "year: 2005, withhold: {supplier: Russia, buyer: Pakistan, classes: [aircraft], share: 0.7}"
    )
    aircraft, land = THEATRE.classes.index("aircraft"), THEATRE.classes.index("land")
    assert series(imposed, X.WITHHELD, PAK, aircraft, RUS)[:3] == [0, 0, 0.7]
    assert series(imposed, X.WITHHELD, PAK, land, RUS) == [0] * 10


def test_work_goes_on_at_the_speed_of_what_capacity_is_left(painted):
    imposed = painted(
        "year: 2004, capacity: {supplier: Russia, factor: 0.5, classes: [land]}",
        "year: 2006, until: 2006, capacity: {supplier: Russia, factor: 0.4, classes: [land]}",
        "year: 2003, capacity: {supplier: Russia, factor: 3, classes: [aircraft]}",
        last=2008,
    )
    clock = array_of(imposed.forcing, X.CLOCK)
    land, aircraft = THEATRE.classes.index("land"), THEATRE.classes.index("aircraft")
    assert clock[RUS, land].tolist() == pytest.approx([0, 1, 1.5, 2, 2.2, 2.7, 3.2])
    assert clock[RUS, aircraft].tolist() == clock[US, land].tolist() == [0, 1, 2, 3, 4, 5, 6]


def test_given_orders_are_rows_of_their_own_in_the_order_of_the_file(painted):
    imposed = painted(
        "year: 2005, order: {buyer: PAK, supplier: US, class: land, tiv: 40}",
        "year: 2004, capacity: {supplier: Russia, factor: 0.5}",
        "year: 2003, order: {buyer: IND, supplier: RUS, class: aircraft, tiv: 9, usd_m: 30, "
        "delivered: 2004-2031, licensed: true}",
    )
    land, aircraft = THEATRE.classes.index("land"), THEATRE.classes.index("aircraft")
    assert array_of(imposed.forcing, X.GIVEN).tolist() == [
        [2, PAK, US, land, 40, UNSAID, UNSAID, UNSAID, IMPORTED],
        [0, IND, RUS, aircraft, 9, 30, 1, 28, LICENSED],
    ]
    assert array_of(painted().forcing, X.GIVEN).shape == (0, 9)


def test_recorded_covariates_are_laid_down_without_any_event(painted):
    imposed = painted(last=2030)
    spending = array_of(imposed.forcing, X.SPENDING)
    assert (spending[0] == 1).all()
    china = THEATRE.buyers.index("China")
    assert spending[12, china] > 2.5  # 2015 over 2003
    assert np.array_equal(spending[22], spending[27])  # carried on after the record, to 2025
    distance = series(imposed, X.UN_DISTANCE, PAK, US)
    points = {one: THEATRE.un_votes[one] for one in ("Pakistan", "United States")}
    for t in (0, 9, 21, 27):
        known = min(2003 + t, 2024)
        apart = abs(points["Pakistan"][known] - points["United States"][known])
        assert distance[t] == pytest.approx(apart)  # of the year, and of 2024 after the record
    assert len({round(one, 6) for one in distance}) > 5
    assert series(imposed, X.DEFENCE_PACT, PAK, US)[0] == 1
    assert series(imposed, X.OWN_RIVAL, IND, THEATRE.suppliers.index("China"))[0] == 1


def test_embargoes_on_record_close_from_year_to_year(painted):
    imposed = painted(last=2030)
    land = THEATRE.classes.index("land")
    bought = {name: THEATRE.buyers.index(name) for name in ("China", "Iran", "Iraq", "Viet Nam")}
    assert series(imposed, X.CLOSED, bought["China"], land, US) == [1] * 28
    assert series(imposed, X.CLOSED, bought["China"], land, RUS) == [0] * 28
    assert series(imposed, X.CLOSED, bought["Viet Nam"], land, US) == [1] * 13 + [0] * 15
    assert series(imposed, X.CLOSED, bought["Iran"], land, RUS) == (
        [0] * 7 + [1] * 11 + [0] * 5 + [1] * 5
    )
    closed = array_of(imposed.forcing, X.CLOSED)
    assert closed[0, bought["Iraq"]].all() and not closed[2:, bought["Iraq"]].any()


def test_an_embargo_that_is_a_guess_closes_nothing():
    embargo = Embargo(None, "India", 2003, None, "guess: heard of")
    sourced = replace(embargo, basis="an act")
    for one, closes in ((embargo, False), (sourced, True)):
        theatre = replace(THEATRE, embargoes=(one,))
        closed = array_of(build_forcing(theatre, load("history")).forcing, X.CLOSED)
        assert bool(closed[:, IND].any()) == closes


def test_a_lift_ends_an_embargo_on_record(painted):
    imposed = painted("year: 2010, lift: {supplier: US, buyer: China}", last=2012)
    china, land = THEATRE.buyers.index("China"), THEATRE.classes.index("land")
    assert series(imposed, X.CLOSED, china, land, US) == [1] * 7 + [0] * 3


def wrong(tmp_path, *lines):
    file = tmp_path / "s.yaml"
    file.write_text("\n".join(["title: t", *lines]), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        build_case(load(file))
    return [(p.mark.line, p.message) for p in caught.value.problems]


def test_unknown_names_are_told_all_at_once_with_their_lines(tmp_path):
    problems = wrong(
        tmp_path,
        "events:",
        "  - {id: a, year: 2004, why: w, embargo: {supplier: Rusia, buyer: Pakistan, closes: all}}",
        "  - {id: b, year: 2004, why: w, embargo: {supplier: Russia, buyer: Pakistan,",
        "     closes: {aircrafts: 1}}}",
        "measures:",
        "  - {id: m, share: {buyer: Pakstan, supplier: US, window: 2003-2007}}",
        "  - {id: n, share: {buyer: Pakistan, supplier: Pakistan, window: 2003-2007}}",
        "plots: {buyers: [Germany]}",
    )
    assert [line for line, _ in problems] == [3, 5, 7, 8, 9]
    messages = [message for _, message in problems]
    assert "did you mean 'Russia'" in messages[0]
    assert "did you mean 'aircraft'" in messages[1]
    assert "did you mean 'Pakistan'" in messages[2]
    assert "no supplier" in messages[3]
    assert "no buyer" in messages[4]


def test_years_must_begin_where_the_theatre_does(tmp_path):
    [(line, message)] = wrong(tmp_path, "years: {from: 2005, to: 2010}")
    assert line == 2
    assert "2003" in message


def test_a_missing_theatre_is_told_with_its_line(tmp_path):
    [(line, message)] = wrong(tmp_path, "theatre: ./nowhere")
    assert line == 2
    assert "nowhere" in message


def test_names_in_a_given_order_are_checked(tmp_path):
    problems = wrong(
        tmp_path,
        "events:",
        "  - {id: a, year: 2004, why: w, order: {buyer: India, supplier: US, class: tank, tiv: 1}}",
        "  - {id: b, year: 2004, why: w, order: {buyer: Indai, supplier: US, class: land, tiv: 1}}",
        "  - {id: c, year: 2004, why: w, order: {buyer: US, supplier: Nepal, class: land, tiv: 1}}",
    )
    assert [line for line, _ in problems] == [3, 4, 5]
    messages = [message for _, message in problems]
    assert "unknown class 'tank'" in messages[0]
    assert "did you mean 'India'" in messages[1]
    assert "Nepal" in messages[2]


def test_a_state_under_two_names_places_no_order_with_itself(tmp_path):
    [(line, message)] = wrong(
        tmp_path,
        "events:",
        "  - {id: a, year: 2004, why: w, order: {buyer: US, supplier: USA, class: land, tiv: 1}}",
    )
    assert line == 3
    assert message == "'USA' and 'US' are the same state"


def test_factors_that_leave_all_sense_together_are_refused_at_the_last_event(painted):
    cheap = "price: {supplier: China, factor: 0.001}"
    with pytest.raises(InputError, match=r"s\.yaml:5:\S+ with the other events, this makes price"):
        painted(
            f"year: 2004, {cheap}", f"year: 2006, {cheap}", f"year: 2005, {cheap}",
        )  # fmt: skip
    with pytest.raises(InputError, match="a need of 0 before the first year leaves nothing"):
        painted("year: 1990, until: 2005, need: {buyer: Pakistan, class: land, factor: 0}")


def test_a_need_beyond_all_room_is_refused_with_what_there_is_room_for(tmp_path):
    need = "need: {buyer: India, class: all, factor: 100}"
    events = "".join(f"  - {{id: e{y}, year: {y}, why: w, {need}}}\n" for y in (2005, 2006))
    (tmp_path / "s.yaml").write_text(f"title: t\nevents:\n{events}", encoding="utf-8")
    with pytest.raises(InputError, match=r"room for a factor of at most [0-9]{3} in all") as caught:
        build_case(load(tmp_path / "s.yaml"))
    assert [problem.mark.line for problem in caught.value.problems] == [3, 4]

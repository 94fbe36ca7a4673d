"""Who sells and who buys, what is demanded, who pays, and groups: what they do to worlds."""

from dataclasses import replace

import numpy as np
import pytest

from sim.base.problems import InputError
from sim.experiment.case import build_case
from sim.experiment.names import groups_taken
from sim.experiment.payments import money_of
from sim.experiment.run import resolve_measure
from sim.experiment.worlds import map_worlds
from sim.model.grids import array_of
from sim.model.orders import BUYER_AT, CLASS_AT, KIND_AT, SIGNED, SUPPLIER_AT
from sim.model.world import LICENSED, NOBODY, UNSAID, F, X
from sim.scenario import load
from tests.theatres import START, write_small_theatre

WORLDS, YEARS = 40, 12


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("offers")
    write_small_theatre(made / "theatre")
    return made


@pytest.fixture(scope="module")
def scenario_of(folder):
    def scenario(*events, more=""):
        lines = ["title: t", "theatre: ./theatre", "parameters: central",
                 f"years: {{from: {START}, to: {START + YEARS - 1}}}", more]  # fmt: skip
        lines += ["events:"] if events else []
        lines += [f"  - {{id: e{i}, why: w, {event}}}" for i, event in enumerate(events)]
        file = folder / "s.yaml"
        file.write_text("\n".join(lines), encoding="utf-8")
        return load(file)

    return scenario


@pytest.fixture(scope="module")
def case_of(scenario_of):
    return lambda *events, **more: build_case(scenario_of(*events, **more))


def orders(case):
    """Orders signed in the years simulated, of all worlds: rows of places, and TIV."""
    kept = map_worlds(
        lambda block: (block.orders.place.copy(), block.orders.value[:, 0].copy()), case, 0, WORLDS
    )
    place, tiv = (np.concatenate(parts) for parts in zip(*kept, strict=True))
    new = place[:, SIGNED] >= 0
    return place[new], tiv[new]


def volume(case, *, supplier=None, buyer=None, weapon=None):
    place, tiv = orders(case)
    for word, axis, column in (
        (supplier, case.theatre.suppliers, SUPPLIER_AT),
        (buyer, case.theatre.buyers, BUYER_AT),
        (weapon, case.theatre.classes, CLASS_AT),
    ):
        if word is not None:
            keep = place[:, column] == axis.index(word)
            place, tiv = place[keep], tiv[keep]
    return tiv.sum()


ENTERS = "year: 2013, enter: {supplier: Cora, class: aircraft, output_tiv: 90"


def test_a_supplier_sells_from_the_year_on_in_which_it_enters(case_of):
    case = case_of(ENTERS + "}", "year: 2016, until: 2017, enter: {supplier: Alba, class: land, "
                   "output_tiv: 50}")  # fmt: skip
    place, _ = orders(case)
    k = case.theatre.classes.index
    for name, weapon, years in (("Cora", "aircraft", range(3, 12)), ("Alba", "land", range(6, 8))):
        s = case.theatre.suppliers.index(name)
        signed = place[(place[:, SUPPLIER_AT] == s) & (place[:, CLASS_AT] == k(weapon)), SIGNED]
        assert len(signed) and {*signed.tolist()} <= {*years}


def test_before_it_enters_nobody_notices(case_of):
    case, without = case_of(ENTERS.replace("2013", "2016") + "}"), case_of()
    told = []
    for one in (case, without):
        place, tiv = orders(one)
        early = place[:, SIGNED] < 6
        names = np.array(one.theatre.suppliers)[place[early, SUPPLIER_AT]]
        told.append((names.tolist(), place[early].tolist(), tiv[early].tolist()))
    assert told[0] == told[1]


def test_an_entrant_lowers_what_others_sell(case_of):
    case, without = case_of(ENTERS + "}"), case_of()
    sold = [
        volume(one, weapon="aircraft") - volume(one, weapon="aircraft", supplier="Cora")
        for one in (case, without)
    ]
    assert sold[0] < 0.97 * sold[1]


def test_an_entrant_has_its_price_and_the_levels_of_others_stay(case_of):
    case, without = case_of(ENTERS + ", price: 0.5}"), case_of()
    k = case.theatre.classes.index("aircraft")
    levels = [array_of(one.fixed, F.LN_LEVEL)[k] for one in (case, without)]
    s = case.theatre.suppliers.index("Cora")
    assert levels[0][s] == pytest.approx(np.log(0.5)) and levels[1][s] == 0.0
    assert np.delete(levels[0], s).tolist() == np.delete(levels[1], s).tolist()


def test_more_output_of_a_class_that_is_made_already_holds_from_the_year_on(case_of):
    case = case_of("year: 2013, enter: {supplier: Sudor, class: aircraft, output_tiv: 300}")
    s, k = case.theatre.suppliers.index("Sudor"), case.theatre.classes.index("aircraft")
    output = array_of(case.forcing, X.OUTPUT)[:, s, k]
    before = array_of(case.fixed, F.HIGHEST_OUTPUT)[s, k]
    assert output.tolist() == [before] * 3 + [300.0] * 9


BUYS = "year: 2013, new_buyer: {buyer: Norden, need_tiv: {land: 30}}"


def test_a_new_buyer_buys_what_it_needs_from_the_year_on(case_of):
    case = case_of(BUYS)
    place, tiv = orders(case)
    own = place[:, BUYER_AT] == case.theatre.buyers.index("Norden")
    assert own.any() and place[own, SIGNED].min() >= 3
    assert {*place[own, CLASS_AT].tolist()} == {case.theatre.classes.index("land")}
    assert 0.5 < tiv[own].sum() / (30 * 9 * WORLDS) < 1.5


def test_a_new_buyer_leaves_what_suppliers_could_make(case_of):
    case, without = case_of(BUYS), case_of()
    for name in (F.HIGHEST_OUTPUT, F.LN_LEVEL, F.CLASS_PRICE):
        assert (array_of(case.fixed, name) == array_of(without.fixed, name)).all()
    mu = [array_of(one.fixed, F.SIZE_MU) for one in (case, without)]
    b = case.theatre.buyers.index("Norden")
    assert (np.delete(mu[0], b, axis=0) == mu[1]).all()


CLOSED = "year: 2010, embargo: {supplier: Sudor, buyer: Bora, closes: {land: 1}}"
PART = ("component: {supplier: Norden, class: naval, from: Sudor, component_class: land, "
        "buyer: [Bora, Cora], reliance: ")  # fmt: skip
HOLD = "set: {component_hold: 1}"


def test_an_embargo_reaches_as_far_as_the_component_does(case_of):
    held = case_of(CLOSED, f"year: 2010, {PART}1}}", more=HOLD)
    ended = case_of(
        CLOSED, f"year: 2010, {PART}1}}", f"year: 2014, {PART}0}}", more=HOLD
    )  # fmt: skip
    free = case_of(CLOSED, more=HOLD)
    sold = [volume(one, supplier="Norden", buyer="Bora") for one in (held, ended, free)]
    assert sold[0] < sold[1] < sold[2]
    assert volume(held, supplier="Norden", buyer="Cora") == pytest.approx(
        volume(free, supplier="Norden", buyer="Cora"), rel=0.2
    )


def test_a_component_is_painted_for_its_years_and_buyers(case_of):
    case = case_of(f"year: 2012, until: 2013, {PART}0.8}}")
    t = case.theatre
    s, k = t.suppliers.index("Norden"), t.classes.index("naval")
    for buyer, reliance in (("Bora", 0.8), ("Alba", 0.0)):
        place = (slice(None), t.buyers.index(buyer), k, s)
        at = [0.0, 0.0, reliance, reliance, 0.0]
        assert array_of(case.forcing, X.RELIANCE)[place][:5].tolist() == at
        makers = array_of(case.forcing, X.COMPONENT_FROM)[place][:5]
        held = t.suppliers.index("Sudor") if reliance else NOBODY
        assert makers.tolist() == [NOBODY, NOBODY, held, held, NOBODY]


def test_nobody_holds_back_what_a_state_makes_itself(case_of):
    case = case_of("year: 2012, component: {supplier: Norden, class: naval, from: Cora, "
                   "component_class: land, reliance: 1}")  # fmt: skip
    t, reliance = case.theatre, array_of(case.forcing, X.RELIANCE)
    place = t.classes.index("naval"), t.suppliers.index("Norden")
    assert reliance[5, t.buyers.index("Bora"), *place] == 1.0
    assert reliance[5, t.buyers.index("Cora"), *place] == 0.0


def test_who_demands_licences_gets_them_from_those_who_give_them(case_of):
    demand = "year: 2010, demand: {buyer: Bora, class: all, licence_share: 0.9}"
    more = "set: {quality: 3}"
    case, without = case_of(demand, more=more), case_of(more=more)
    shares = []
    for one in (case, without):
        place, _ = orders(one)
        own = place[place[:, BUYER_AT] == one.theatre.buyers.index("Bora")]
        shares.append((own[:, KIND_AT] == LICENSED).mean())
    assert shares[1] < 0.5 < 0.8 < shares[0]
    known = {"Norden": 0.9, "Sudor": 0.0, "Cora": 0.0, "Residual": 0.0}
    sold = [
        volume(build_case(one.scenario, replace(one.theatre, licences=known)),
               supplier="Norden", buyer="Bora")
        for one in (case, without)
    ]  # fmt: skip
    assert sold[0] > sold[1]


def test_who_comes_too_late_does_not_offer(case_of):
    demand = "year: 2012, until: 2015, demand: {buyer: Bora, class: aircraft, "
    none = case_of(demand + "first_delivery_within: 0}")
    place, _ = orders(none)
    b, k = none.theatre.buyers.index("Bora"), none.theatre.classes.index("aircraft")
    signed = place[(place[:, BUYER_AT] == b) & (place[:, CLASS_AT] == k), SIGNED]
    assert not {*signed.tolist()} & {2, 3, 4, 5} and {1, 6} <= {*signed.tolist()}
    long = case_of(demand + "first_delivery_within: 25}")
    assert volume(long, buyer="Bora") == volume(case_of(), buyer="Bora")


def test_a_demand_is_painted_for_its_years(case_of):
    case = case_of("year: 2012, until: 2013, demand: {buyer: Bora, class: naval, "
                   "licence_share: 0.5, first_delivery_within: 3}")  # fmt: skip
    place = (slice(None, 5), case.theatre.buyers.index("Bora"), case.theatre.classes.index("naval"))
    assert array_of(case.forcing, X.LICENCES_ASKED)[place].tolist() == [0, 0, 0.5, 0.5, 0]
    years = array_of(case.forcing, X.YEARS_ASKED)[place].tolist()
    assert years == [UNSAID, UNSAID, 3, 3, UNSAID]


GRANT = "year: 2012, until: 2015, grant: {supplier: Norden, buyer: Bora, usd_m: 200"


def test_money_of_a_third_state_is_as_good_as_the_suppliers_own(case_of):
    third, own, none = case_of(GRANT + ", payer: Alba}"), case_of(GRANT + "}"), case_of()
    paid = [array_of(one.forcing, X.PAID_SHARE) for one in (third, own, none)]
    assert (paid[0] == paid[1]).all() and paid[0].min() < 1.0
    sold = [volume(one, supplier="Norden", buyer="Bora") for one in (third, none)]
    assert sold[0] > sold[1]


def test_who_pays_how_much_of_the_price(case_of):
    case = case_of(
        GRANT + ", payer: Alba}",
        "year: 2013, credit: {supplier: Norden, buyer: Bora, usd_m: 100, softness: 0.5}",
        "year: 2014, until: 2015, grant: {supplier: Norden, buyer: Bora, usd_m: 70, payer: Cora}",
    )
    money, t = money_of(case), case.theatre
    b, s = t.buyers.index("Bora"), t.suppliers.index("Norden")
    usual = money.usual[b, s]
    assert money.paid_by(b, s, 1) == {}
    assert money.paid_by(b, s, 2) == {"Alba": pytest.approx(200 / (usual + 200))}
    assert money.paid_by(b, s, 3) == {"Alba": pytest.approx(200 / (usual + 250))}
    assert money.paid_by(b, s, 4) == {"Cora": pytest.approx(70 / (usual + 120))}
    assert money.paid_by(b, s, 6) == {}


# --- groups

OWN = "groups: {sellers: [Norden, Sudor, Serbia], rivals: [Alba, Bora]}"


def test_a_group_stands_wherever_states_may(case_of):
    grouped = case_of(
        "year: 2011, embargo: {supplier: sellers, buyer: rivals, closes: all}",
        "year: 2012, alignment: {between: [rivals, sellers], shift: 0.5}",
        "year: 2012, rivalry: {between: [rivals, Cora], level: 0.5}",
        "year: 2013, objection: {by: rivals, supplier: sellers, buyer: Cora, strength: 2}",
        more=OWN,
    )
    listed = case_of(
        "year: 2011, embargo: {supplier: [Norden, Sudor], buyer: [Alba, Bora], closes: all}",
        *(f"year: 2012, alignment: {{between: [{a}, {s}], shift: 0.5}}"
          for a in ("Alba", "Bora") for s in ("Norden", "Sudor")),
        *(f"year: 2012, rivalry: {{between: [{a}, Cora], level: 0.5}}" for a in ("Alba", "Bora")),
        *(f"year: 2013, objection: {{by: {a}, supplier: [Norden, Sudor], buyer: Cora, "
          "strength: 2}" for a in ("Alba", "Bora")),
    )  # fmt: skip
    for name in (X.CLOSED, X.RIVALRY, X.OBJECTION, X.OWN_RIVAL):
        assert (array_of(grouped.forcing, name) == array_of(listed.forcing, name)).all(), name
    shifts = [array_of(one.forcing, X.SHIFTS)[:, 1:] for one in (grouped, listed)]
    assert sorted(shifts[0].tolist()) == sorted(shifts[1].tolist())


def test_members_are_those_of_the_events_year(case_of):
    """Sweden, a supplier here, is in the EU since 1995 and in NATO since 2024."""
    case = case_of(
        "year: 2010, enter: {supplier: Sweden, class: naval, output_tiv: 9}",
        "year: 2011, until: 2014, embargo: {supplier: EU, buyer: Alba, closes: all}",
    )
    closed = array_of(case.forcing, X.CLOSED)[:, 0, 0, case.theatre.suppliers.index("Sweden")]
    assert closed.tolist() == [0, 1, 1, 1, 1, *[0] * 7]
    with pytest.raises(InputError, match="no state of 'NATO' in 2011 is a supplier"):
        case_of("year: 2011, embargo: {supplier: NATO, buyer: Alba, closes: all}")


def test_a_measure_and_a_plot_may_name_a_group(case_of):
    measure = "measures: [{id: m, share: {buyer: rivals, supplier: sellers, window: 2010-2012}}]"
    case = case_of(more=f"{OWN}\n{measure}\nplots: {{buyers: [rivals]}}")
    [item] = case.scenario.measures
    found = resolve_measure(item, case.theatre)
    assert found.values["buyer"] == ("Alba", "Bora")
    assert found.values["supplier"] == ("Norden", "Sudor")
    assert found.label == item.label == "sellers' share of rivals' imports, 2010–12"
    assert groups_taken(case.scenario, case.theatre) == [
        "group rivals in 2012: Alba and Bora",
        "group sellers in 2012: Norden and Sudor; not in this theatre: Serbia",
        f"group rivals in {START + YEARS - 1}: Alba and Bora",
    ]


# --- what makes no sense


@pytest.mark.parametrize(
    ("event", "more", "message"),
    [
        ("", "groups: {Alba: [Bora]}", "6:.*'Alba' is a state of this theatre; give the group"),
        ("", "groups: {us: [Bora, Norway, Nordn]}", "unknown state 'Nordn'; did you mean 'Norden'"),
        ("year: 2011, new_buyer: {buyer: Alba, need_tiv: {land: 1}}", "",
         "'Alba' buys in this theatre already; to change what it needs, write a 'need' event"),
        ("year: 2011, new_buyer: {buyer: Ruritania, need_tiv: {land: 1}}", "",
         "unknown state 'Ruritania'; for a state of your own, give its iso3 too"),
        ("year: 2011, new_buyer: {buyer: Serbia, need_tiv: {guns: 1}}", "",
         "unknown class 'guns'; this theatre has: aircraft, land, naval"),
        ("year: 2011, enter: {supplier: Residual, class: land, output_tiv: 1}", "",
         "'Residual' is a sum of many states, which do not come anew"),
        ("year: 2011, enter: {supplier: EU, class: land, output_tiv: 1}", "",
         "'EU' is a group; enter is of one state, so write an event for each"),
        ("year: 2011, order: {supplier: sellers, buyer: Alba, class: land, tiv: 1}", OWN,
         "'sellers' is a group; order is of one state, so write one event for each"),
        ("year: 2011, component: {supplier: Norden, class: land, from: Alba, "
         "component_class: land, reliance: 1}", "", "'Alba' is no supplier in this theatre"),
        ("year: 2011, grant: {supplier: Norden, buyer: Alba, usd_m: 1, payer: Nowhere}", "",
         "unknown state 'Nowhere'"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(case_of, event, more, message):
    with pytest.raises(InputError, match=message):
        case_of(*([event] if event else []), more=more)


def test_one_comes_to_a_class_once(case_of):
    with pytest.raises(InputError, match="'Cora' comes to aircraft twice; what changes later is a"):
        case_of(ENTERS + "}", ENTERS.replace("2013", "2015") + "}")

"""What explanations say of demands, entrants and payers."""

import pytest

from sim.experiment.case import build_case
from sim.experiment.payments import money_of
from sim.explain.chronicle import chronicle
from sim.explain.replay import replay
from sim.report.explain.narrative import explained_tenders, narrative
from sim.report.explain.story import story_of
from sim.report.explain.tables import OFFER_COLUMNS, offers_csv
from sim.scenario import load
from tests.theatres import START, write_small_theatre

DEMAND = ("{id: early-arms, year: 2012, why: w, "
          "demand: {buyer: Bora, class: all, first_delivery_within: 0}}")  # fmt: skip
GRANT = ("{id: g, year: 2010, why: w, "
         "grant: {supplier: [Norden, Sudor], buyer: Bora, usd_m: 200, payer: Alba}}")  # fmt: skip
ENTER = "{id: n, year: 2012, why: w, enter: {supplier: Cora, class: aircraft, output_tiv: 90}}"


@pytest.fixture(scope="module")
def case_of(tmp_path_factory):
    folder = tmp_path_factory.mktemp("told")
    write_small_theatre(folder / "theatre")

    def case(*events):
        lines = ["title: t", "theatre: ./theatre", "parameters: central",
                 f"years: {{from: {START}, to: {START + 4}}}"]  # fmt: skip
        lines += ["events:"] if events else []
        file = folder / "s.yaml"
        file.write_text("\n".join([*lines, *(f"  - {event}" for event in events)]))
        return build_case(load(file))

    return case


def tenders(case, buyer, years):
    b = case.theatre.buyers.index(buyer)
    for item in replay(case, 0, [b], range(START, years[-1] + 1)):
        yield from (tender for tender in item.tenders if tender.year in years)


def told(case, buyer):
    b, kinds = case.theatre.buyers.index(buyer), range(len(case.theatre.classes))
    years = range(START, START + 5)
    return story_of(chronicle(case, 0, [b], kinds, years), case, [b], kinds, "World 0.")


def test_who_comes_too_late_is_held_back_by_the_demand(case_of):
    case, free = case_of(DEMAND), case_of()
    years, found = range(START + 2, START + 3), 0  # the worlds part only when the first one chooses
    for held, other in zip(tenders(case, "Bora", years), tenders(free, "Bora", years), strict=True):
        for late, before in zip(held.stances, other.stances, strict=True):
            if late.able and before.offers:
                assert (late.chance, late.cause) == (0.0, "late")
                assert late.without["late"] == pytest.approx(before.chance)
                found += 1
    assert found
    text = told(case, "Bora")
    assert "would have won, but could not deliver as early as the buyer demands." in text
    assert "Bora demands an early first delivery" in text


def test_an_entrant_lacks_the_class_before_it_enters(case_of):
    case = case_of(ENTER)
    s, k = case.theatre.suppliers.index("Cora"), case.theatre.classes.index("aircraft")
    causes = {
        (tender.year >= START + 2, tender.stances[s].cause == "lacks")
        for tender in tenders(case, "Bora", range(START, START + 5))
        if tender.weapon_class == k
    }
    assert causes == {(False, True), (True, False)}


def test_who_pays_is_told(case_of):
    case = case_of(GRANT)
    money, found = money_of(case), list(tenders(case, "Bora", range(START, START + 5)))
    items = explained_tenders(found, case, money)
    s = case.theatre.suppliers.index("Norden")
    share = items[0].paid[s]["Alba"]
    assert 0 < share < 1
    assert f"Alba pays {share:.0%}" in narrative(items, case)
    rows = [line.split(",") for line in offers_csv(items, case).splitlines()]
    payers, paid = OFFER_COLUMNS.index("payers"), OFFER_COLUMNS.index("paid_by_others")
    by_supplier = {row[OFFER_COLUMNS.index("supplier")]: row for row in rows[1:]}
    assert by_supplier["Norden"][payers] == "Alba"
    assert float(by_supplier["Norden"][paid]) == pytest.approx(share)
    assert by_supplier["Residual"][payers] == ""
    assert "Alba pays" in told(case, "Bora")
    assert "pays" not in told(case_of(), "Bora")

"""Mechanisms: each has a parameter that turns it off, and works in the direction that it should.

Each claim runs the same worlds twice with the same noise, all parameters at their centre but one,
and compares the sum of a measure over the worlds.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pytest

from sim.base.distributions import Constant
from sim.base.parameters import PARAMETERS
from sim.experiment.case import build_case
from sim.experiment.run import measure_block, resolve_measure
from sim.experiment.worlds import run_worlds
from sim.scenario import load
from sim.theatre.load import default_theatre

WORLDS = 12
THEATRE = default_theatre()

# What happens in a claim: lines of YAML.
NOTHING_HAPPENS = ""
CHEAP_CHINA = "price: {supplier: China, factor: 0.4}"
US_TOXIC = "domestic_cost: {buyer: Pakistan, supplier: United States, shift: 1}"
US_COURTS_INDIA = "alignment: {between: [United States, India], shift: 1}"
INDIA_LEAVES_RUSSIA = "alignment: {between: [Russia, India], shift: -1}"
RUSSIA_COURTS_PAKISTAN = "alignment: {between: [Russia, Pakistan], shift: 1}"
US_PAYS = "grant: {supplier: United States, buyer: Pakistan, usd_m: 3000}"
SANCTIONS = "patron_objection: {patron: US, buyer: India, supplier: Russia, strength: 1}"
CHINA_ARMS = "need: {buyer: China, class: all, factor: 6}"
HELICOPTERS = "need: {buyer: Pakistan, class: helicopters, factor: 4}"
US_LEAVES_PAKISTAN = "alignment: {between: [US, Pakistan], shift: -1}"
WITHHELD = "withhold: {supplier: Russia, buyer: India}"
LOANS = "credit: {supplier: China, buyer: Pakistan, usd_m: 5000}"
ENGINE_BAN = "embargo: {supplier: Russia, buyer: Pakistan, closes: {engines: 1}}"
NO_ENGINES_FOR_RIVALS = "objection: {by: India, supplier: Russia, buyer: Pakistan, strength: 3}"
BAN = "embargo: {supplier: United States, buyer: Pakistan, closes: all}"
TALKS_WITH_CHINA = "talks: {supplier: China, buyer: Pakistan, classes: [all]}"
TALKS_WITH_RUSSIA = "talks: {supplier: Russia, buyer: Pakistan, classes: [all]}"
NEVER_REFUSES = {"willingness_base": 3.5}

LATER = "2006-2020"
FROM_US = f"share: {{buyer: Pakistan, supplier: US, window: {LATER}, of: orders}}"
FROM_CHINA = f"share: {{buyer: Pakistan, supplier: China, window: {LATER}, of: orders}}"
FROM_UKRAINE = f"share: {{buyer: Pakistan, supplier: Ukraine, window: {LATER}, of: orders}}"
INDIA_FROM_RUSSIA = f"share: {{buyer: India, supplier: Russia, window: {LATER}, of: orders}}"
ALL_RUSSIAN_ORDERS = f"order_count: {{supplier: Russia, window: {LATER}}}"
RUSSIAN_ORDERS = f"order_count: {{buyer: Pakistan, supplier: Russia, window: {LATER}}}"
PAKISTANI_VOLUME = f"volume: {{buyer: Pakistan, window: {LATER}, of: orders}}"
CHINESE_AIRCRAFT = (
    f"share: {{buyer: Pakistan, supplier: China, class: aircraft, window: {LATER}, of: orders}}"
)
RUSSIAN_AIRCRAFT = (
    f"share: {{buyer: India, supplier: Russia, class: aircraft, window: {LATER}, of: orders}}"
)
CHINESE_VOLUME = f"volume: {{buyer: China, window: {LATER}, of: orders}}"
RUSSIAN_TALKS = f"announcements_per_order: {{buyer: Pakistan, supplier: Russia, window: {LATER}}}"
TALKS_PER_ORDER = f"announcements_per_order: {{buyer: Pakistan, window: {LATER}}}"
CONCENTRATION = f"hhi: {{buyer: India, window: {LATER}, of: orders}}"
CONCENTRATION_OF_PAKISTAN = f"hhi: {{buyer: Pakistan, window: {LATER}, of: orders}}"
MONEY = f"money: {{buyer: India, window: {LATER}, of: orders}}"


@dataclass(frozen=True)
class Claim:
    """With the parameter at ``on`` instead of its off value, the measure moves by ``sign``."""

    mechanism: str
    parameter: str
    on: float
    happens: str
    measure: str
    sign: int
    beside: Mapping[str, float] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.mechanism} {self.parameter}"


CLAIMS = [
    Claim("M1 cheaper arms are chosen", "price_sensitivity", 1.5, CHEAP_CHINA, FROM_CHINA, +1),
    Claim("M2 a tie that is toxic at home loosens", "domestic_cost", -2, US_TOXIC, FROM_US, -1,
          {"domestic_cost_event": 1}),
    Claim("M3 a tipped balance raises demand", "parity", 1, NOTHING_HAPPENS, PAKISTANI_VOLUME, +1),
    Claim("M3 and breadth", "search", 1, CHINA_ARMS, CONCENTRATION, -1, {"parity": 1}),
    Claim("M4 one's patron's turn to the rival drives away", "rival_patron", -1, US_COURTS_INDIA,
          FROM_US, -1, {"alignment_event": 1, "alignment_shift": 3}),
    Claim("M5 lost customers make a supplier seek others", "lost_share", 3, INDIA_LEAVES_RUSSIA,
          RUSSIAN_ORDERS, +1,
          {"alignment_event": 1, "alignment_shift": 3, "willingness_base": -1, "friendship": 0}),
    Claim("M5 and so does idle capacity", "idle_capacity", 3, NOTHING_HAPPENS,
          ALL_RUSSIAN_ORDERS, +1, {"willingness_base": 0}),
    Claim("M6 a drifting customer hears of talks", "leverage", 4, INDIA_LEAVES_RUSSIA,
          RUSSIAN_TALKS, +1, {"alignment_event": 1}),
    Claim("M9 a buyer left by its patron shows other options", "signal", 4, US_LEAVES_PAKISTAN,
          TALKS_PER_ORDER, +1, {"alignment_event": 1}),
    Claim("M9 announcements exceed contracts", "talk", 0.3, NOTHING_HAPPENS, TALKS_PER_ORDER, +1),
    Claim("M7 a larger customer stops deals", "veto", 2, RUSSIA_COURTS_PAKISTAN, RUSSIAN_ORDERS, -1,
          {"alignment_event": 1, "alignment_shift": 3}),
    Claim("M7 or has them refused", "objection", -4, RUSSIA_COURTS_PAKISTAN, RUSSIAN_ORDERS, -1,
          {"alignment_event": 1, "alignment_shift": 3}),
    Claim("M8 who depends on one supplier diversifies", "dependence", -3, NOTHING_HAPPENS,
          CONCENTRATION, -1),
    Claim("M10 an engine supplier holds up co-production", "component_hold", 1, ENGINE_BAN,
          CHINESE_AIRCRAFT, -1),
    Claim("M10 and so do its customers", "component_hold", 1, NO_ENGINES_FOR_RIVALS,
          CHINESE_AIRCRAFT, -1, {"veto": 2}),
    Claim("M11 aid wins orders", "price_sensitivity", 1.5, US_PAYS, FROM_US, +1),
    Claim("poor buyers take cheap suppliers", "price_wealth", 0.5, NOTHING_HAPPENS,
          FROM_UKRAINE, +1),
    Claim("poor states do not buy from rich ones", "supplier_wealth", 0.4, NOTHING_HAPPENS,
          FROM_US, -1),
    Claim("who delivers late sells less", "lead_time", -0.5, NOTHING_HAPPENS,
          RUSSIAN_AIRCRAFT, +1),
    Claim("M22 large packages are cheaper per TIV", "usd_size", -0.1, NOTHING_HAPPENS, MONEY, -1),
    Claim("M22 and so are used ones", "usd_second_hand", -0.91, NOTHING_HAPPENS, MONEY, -1),
    Claim("M22 and those for poor buyers", "usd_wealth", 0.11, NOTHING_HAPPENS, MONEY, -1),
    Claim("M12 the past binds", "habit_class", 0.311, NOTHING_HAPPENS, INDIA_FROM_RUSSIA, +1),
    Claim("M13 domestic industry takes tenders home", "domestic_growth", 0.03, NOTHING_HAPPENS,
          CHINESE_VOLUME, -1),
    Claim("M14 what China buys makes India, and India makes Pakistan, buy", "parity", 1, CHINA_ARMS,
          PAKISTANI_VOLUME, +1),
    Claim("M15 a patron's displeasure limits ties", "patron_objection", -3, SANCTIONS,
          INDIA_FROM_RUSSIA, -1),
    Claim("M17 a supplier serves its friends", "friendship", 2, RUSSIA_COURTS_PAKISTAN,
          RUSSIAN_ORDERS, +1, {"alignment_event": 1, "willingness_base": 0}),
    Claim("M18 energy and other ties are alignment", "alignment_shift", 3, RUSSIA_COURTS_PAKISTAN,
          RUSSIAN_ORDERS, +1, {"alignment_event": 1}),
    Claim("M21 who arms my rival is distrusted", "rival_sales", -2, NOTHING_HAPPENS,
          RUSSIAN_ORDERS, -1),
    Claim("M22 many bidders lower the price", "bidding_discount", 0.3, NOTHING_HAPPENS, MONEY, -1),
    Claim("M22 a signal earns concessions", "concession", 0.5, US_LEAVES_PAKISTAN, FROM_US, +1,
          {"alignment_event": 1, "alignment_shift": 0, "signal": 4, "talk": 0.1,
           "price_sensitivity": 1.5}),
    Claim("M23 fear of abandonment comes before volumes fall", "abandonment", -3, US_COURTS_INDIA,
          FROM_US, -1, {"alignment_event": 1, "alignment_shift": 0}),
    Claim("M20 and M24 withheld technology spoils an offer", "quality", 1, WITHHELD,
          INDIA_FROM_RUSSIA, -1),
    Claim("announcements draw politics along", "announcement_drift", 0.3, NOTHING_HAPPENS,
          CONCENTRATION_OF_PAKISTAN, +1, {"alignment_shift": 3}),
    Claim("credit wins orders", "price_sensitivity", 1.5, LOANS, FROM_CHINA, +1),
    Claim("an embargo closes the market", "embargo", -2.13, BAN, FROM_US, -1),
    Claim("affinity keeps old customers", "affinity", 0.5, NOTHING_HAPPENS, INDIA_FROM_RUSSIA, +1),
    Claim("deliveries to a rival cost at home", "rival_delivery_cost", 0.3, US_COURTS_INDIA,
          FROM_US, -1, {"alignment_event": 1, "alignment_shift": 3, "domestic_cost": -2}),
    Claim("rivals' stocks raise spending", "spending_reaction", 0.5, CHINA_ARMS,
          f"volume: {{buyer: India, window: {LATER}, of: orders}}", +1, {"spending_elasticity": 1}),
]  # fmt: skip


def outcome(folder, happens, measure, settings):
    """The measure summed over the same worlds."""
    event = f"\nevents:\n  - {{id: e, year: 2004, why: supposed, {happens}}}" if happens else ""
    text = f"title: t\nyears: {{from: 2003, to: 2020}}\nparameters: central{event}\n"
    file = folder / "claim.yaml"
    file.write_text(f"{text}measures:\n  - {{id: m, {measure}}}\n", encoding="utf-8")
    fixed = {name: Constant(value) for name, value in settings.items()}
    scenario = replace(load(file), settings=fixed)
    case = build_case(scenario, THEATRE)
    asked = [resolve_measure(item, THEATRE) for item in scenario.measures]
    values = [measure_block(block, asked)["m"] for block in run_worlds(case, 0, WORLDS, 2)]
    return np.nansum(np.concatenate(values))


@pytest.mark.parametrize("claim", CLAIMS, ids=str)
def test_a_mechanism_works_in_its_direction_and_can_be_turned_off(claim, tmp_path):
    off = PARAMETERS[claim.parameter].off
    assert off is not None
    without = outcome(
        tmp_path, claim.happens, claim.measure, {**claim.beside, claim.parameter: off}
    )
    with_it = outcome(
        tmp_path, claim.happens, claim.measure, {**claim.beside, claim.parameter: claim.on}
    )
    assert np.sign(with_it - without) == claim.sign, (without, with_it)


@pytest.mark.parametrize(
    ("talks", "settings", "measure"),
    [
        (TALKS_WITH_CHINA, {"concession": 0.5, "price_sensitivity": 1.5}, FROM_US),
        (TALKS_WITH_RUSSIA, {"announcement_drift": 0.3}, RUSSIAN_ORDERS),
    ],
    ids=["a patron that was left lowers its price", "politics follow what is announced"],
)
def test_talks_that_all_hear_of_have_two_ends_and_no_other(talks, settings, measure, tmp_path):
    """Concessions by those from whom a buyer is estranged, and politics; without them, nothing."""
    beside = {"alignment_event": 1, "alignment_shift": 2, "signal": 0, "talk": 0.1}
    off = dict.fromkeys(("concession", "announcement_drift"), 0)
    both = f"{US_LEAVES_PAKISTAN}}}\n  - {{id: t, year: 2004, why: supposed, {talks}"
    happens = (US_LEAVES_PAKISTAN, both)
    before, after = (outcome(tmp_path, e, measure, beside | off | settings) for e in happens)
    assert after > before
    before, after = (outcome(tmp_path, e, measure, beside | off) for e in happens)
    assert after == before


def test_m16_need_of_one_class_rises_alone(tmp_path):
    def volume(happens, kind):
        asked = f"volume: {{buyer: Pakistan, class: {kind}, window: {LATER}, of: orders}}"
        return outcome(tmp_path, happens, asked, {"parity": 0, "spending_reaction": 0})

    assert volume(HELICOPTERS, "helicopters") > 2 * volume("", "helicopters")
    assert volume(HELICOPTERS, "naval") == pytest.approx(volume("", "naval"))


def test_m14_the_cascade_stops_without_parity_and_reaction(tmp_path):
    """What is left is that busier suppliers refuse, or let lapse, a tender more or less."""
    off = {"parity": 0, "spending_reaction": 0}
    calm = outcome(tmp_path, "", PAKISTANI_VOLUME, off)
    assert outcome(tmp_path, CHINA_ARMS, PAKISTANI_VOLUME, off) == pytest.approx(calm, rel=0.05)


def test_every_parameter_that_can_be_off_is_off_in_a_run(tmp_path):
    """A world with every mechanism off still trades, by chance alone."""
    off = {name: row.off for name, row in PARAMETERS.items() if row.off is not None}
    assert outcome(tmp_path, "", PAKISTANI_VOLUME, off) > 0

"""The noise: known answers, exact quantiles, addresses that do not disturb each other."""

import math
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.experiment.case import build_case
from sim.model import noise
from sim.scenario import load
from tests.model.battery import battery
from tests.plain import PlainMarket
from tests.theatres import write_small_theatre

KEY = np.array([1, 0], dtype=np.uint64)


@pytest.mark.parametrize(
    ("times", "answer"),
    [(1, 0xE220A8397B1DCDAF), (2, 0x6E789E6AA1B965F4), (3, 0x06C45D188009454F)],
)
def test_the_mixer_gives_the_known_answers_of_splitmix64(times, answer):
    """The first outputs of SplitMix64 from seed 0."""
    assert int(noise.bits_at(np.uint64(0), np.uint64(0), times)) == answer


def test_halves_are_the_upper_and_the_lower_32_bits():
    one, other = noise.halves(np.uint64(0x80000000_00000001))
    assert (one, other) == (0.5 + 2.0**-33, 1.5 * 2.0**-32)
    assert noise.halves(np.uint64(2**64 - 1)) == (1 - 2.0**-33, 1 - 2.0**-33)


@given(st.floats(1e-10, 1 - 1e-10))
def test_normal_is_the_inverse_of_the_normal_distribution(u):
    assert math.isclose(noise.normal(u), NormalDist().inv_cdf(u), rel_tol=1e-9, abs_tol=1e-12)


@given(st.floats(1e-6, 1 - 1e-6), st.floats(0.0, 60.0))
def test_poisson_is_the_smallest_count_that_reaches_the_probability(u, mean):
    n = noise.poisson(u, mean)
    below = sum(math.exp(-mean + i * math.log(mean) - math.lgamma(i + 1)) if mean > 0 else i == 0
                for i in range(n))  # fmt: skip
    at_least = below + (
        math.exp(-mean + n * math.log(mean) - math.lgamma(n + 1)) if mean > 0 else float(n == 0)
    )
    assert below <= u + 1e-9
    assert at_least >= u - 1e-9


def draw(process=noise.OFFER, year=2003, buyer=1, supplier=2, kind=3, number=0, key=KEY):
    return noise.uniforms(
        key, process, year, np.uint64(buyer), np.uint64(supplier), np.uint64(kind), number
    )


def test_every_part_of_an_address_changes_the_draw():
    elsewhere = [
        draw(process=noise.TERMS),
        draw(year=2004),
        draw(buyer=9),
        draw(supplier=9),
        draw(kind=9),
        draw(number=1),
        draw(key=np.array([2, 0], dtype=np.uint64)),
        draw(key=np.array([1, 1], dtype=np.uint64)),
    ]
    assert len({draw(), *elsewhere}) == len(elsewhere) + 1


def test_uniforms_fill_the_unit_interval_evenly():
    drawn = np.array([draw(number=n) for n in range(5000)])
    assert drawn.min() > 0 and drawn.max() < 1
    assert np.allclose(drawn.mean(axis=0), 0.5, atol=0.015)
    assert np.allclose(np.corrcoef(drawn.T)[~np.eye(4, dtype=bool)], 0, atol=0.05)


def test_the_noise_passes_the_battery():
    found = dict(battery(2**16))
    assert min(found.values()) > 1e-3 / len(found), found


def drawn_by(case):
    """All draws of a world of the plain model, by address."""
    found = {}

    class Noted(PlainMarket):
        def draw(self, *address, **names):
            u = super().draw(*address, **names)
            found[address, tuple(sorted(names.items()))] = u
            return u

    Noted(case, 0).run_all_years()
    return found


def test_scenarios_share_the_draws_that_they_can_share(tmp_path):
    """An embargo moves orders, and leaves nearly every draw of every process as it was."""
    write_small_theatre(tmp_path / "theatre")
    text = (
        "title: t\ntheatre: ./theatre\nyears: {from: 2010, to: 2019}\nworlds: 1\n"
        "parameters: central\n"
    )
    event = (
        "events:\n  - {id: a, year: 2012, why: w,"
        " embargo: {supplier: Norden, buyer: Alba, closes: all}}\n"
    )
    both = []
    for name, told in (("without", text), ("with", text + event)):
        file = tmp_path / f"{name}.yaml"
        file.write_text(told, encoding="utf-8")
        both.append(drawn_by(build_case(load(file))))
    without, embargoed = both
    shared = without.keys() & embargoed.keys()
    assert all(without[address] == embargoed[address] for address in shared)
    assert len(shared) > 0.9 * max(len(without), len(embargoed))
    asked = {address[0][0] for address in shared}
    assert {noise.DEMAND, noise.TENDERS, noise.SIZE, noise.OFFER, noise.TERMS, noise.WALK} <= asked


def test_a_name_has_the_same_key_in_every_process():
    assert noise.name_key("Pakistan") == 0x07EC45A1
    assert noise.name_key("Pakistan") != noise.name_key("India")

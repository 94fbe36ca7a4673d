"""The noise: known answers, exact quantiles, addresses that do not disturb each other."""

import math
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.model import noise

KEY = np.array([1, 0], dtype=np.uint64)


@pytest.mark.parametrize(
    ("counter", "key", "answer"),
    [
        ((0, 0), 0, (0xCA00A0459843D731, 0x66C24222C9A845B5)),
        ((2**64 - 1,) * 2, 2**64 - 1, (0x65B021D60CD8310F, 0x4D02F3222F86DF20)),
        (
            (0x243F6A8885A308D3, 0x13198A2E03707344),
            0xA4093822299F31D0,
            (0x0A5E742C2997341C, 0xB0F883D38000DE5D),
        ),
    ],
)
def test_philox_gives_the_published_known_answers(counter, key, answer):
    words = noise.philox(*map(np.uint64, counter), np.uint64(key))
    assert tuple(int(word) for word in words) == answer


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


def test_a_name_has_the_same_key_in_every_process():
    assert noise.name_key("Pakistan") == 0x07EC45A1
    assert noise.name_key("Pakistan") != noise.name_key("India")

"""Whatever bytes a file has: deals whose account adds up, or problems with lines."""

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.base.problems import InputError
from sim.register.read import read_register

from .conftest import FILES, adds_up

SHAPES = {path.name: path.read_bytes() for path in sorted(FILES.iterdir())}
NUMBERS = itertools.count()

anything = settings(
    deadline=None, max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip


def read(content, folder, *others):
    """What comes of a file, beside others that are right; None if it is refused."""
    file = folder / f"{next(NUMBERS)}.csv"
    file.write_bytes(content)
    try:
        register = read_register([*others, file])
    except InputError as error:
        assert error.problems
        assert all(problem.mark.line >= 1 for problem in error.problems)
        return None
    else:
        assert all(map(adds_up, register.accounts))
        return register
    finally:
        file.unlink()


@anything
@given(content=st.binary(max_size=300))
def test_any_bytes(content, tmp_path):
    read(content, tmp_path)


@pytest.mark.parametrize("name", list(SHAPES))
def test_a_file_that_ends_in_its_header_is_told_there(name, tmp_path):
    """Nothing stands below the header, and the header itself has no end."""
    lines = SHAPES[name].splitlines(keepends=True)
    for number in range(1, len(lines) + 1):
        read(b"".join(lines[:number]).rstrip(b"\r\n"), tmp_path)
        if name.startswith("table"):
            read(b"".join(lines[:number]).rstrip(b"\r\n"), tmp_path, FILES / "old.csv")


@st.composite
def damaged(draw, name):
    """A right file in which something was cut, doubled or written over."""
    content = SHAPES[name]
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(content)))
        gone = draw(st.sampled_from([0, 1, 5, 80, 700]))
        put = draw(st.one_of(
            st.binary(max_size=4),
            st.sampled_from([b",", b";", b"\n", b"\r\n", b'"', b"\xe4", b"*", b"nan", b"-1",
                             b"1e999", b"99999", b",,,,,,,,,,,,,,,,,,,,\n"]),
        ))  # fmt: skip
        content = content[:at] + put + content[at + gone :]
    return content


@pytest.mark.parametrize("name", [name for name in SHAPES if not name.startswith("table")])
@anything
@given(data=st.data())
def test_any_damage_to_a_register(name, data, tmp_path):
    register = read(data.draw(damaged(name)), tmp_path)
    if register is not None:
        deals = register.deals
        assert (deals.ordered >= 0).all() and (deals.delivered >= 0).all()
        assert (deals.deal < len(deals.buyer)).all()


@pytest.mark.parametrize("name", [name for name in SHAPES if name.startswith("table")])
@anything
@given(data=st.data())
def test_any_damage_to_a_table(name, data, tmp_path):
    read(data.draw(damaged(name)), tmp_path, FILES / "old.csv")


def test_an_untouched_file_is_read(tmp_path):
    assert read(SHAPES["yearly.csv"], tmp_path) is not None

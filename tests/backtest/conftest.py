"""A register of invented deals, and what was known of it at an origin."""

import pytest

from sim.register.build import ImportOptions
from sim.register.read import read_register

from ..register.synthetic import deals, yearly_text

ORIGIN, HORIZON = 2013, 3
CHOICE = ImportOptions(ORIGIN, buyers=6, suppliers=5)


def register_of(made, folder):
    """The register that a file of these deals holds."""
    file = folder / "register.csv"
    file.write_text(yearly_text(made), encoding="utf-8")
    return read_register([file])


@pytest.fixture(scope="session")
def invented():
    return deals(1200, first=1985)


@pytest.fixture(scope="session")
def register(tmp_path_factory, invented):
    return register_of(invented, tmp_path_factory.mktemp("whole"))

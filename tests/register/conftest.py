"""Registers written by hand, one in each shape, and a theatre of many invented deals."""

import re
from pathlib import Path

import pytest

from sim.register.build import ImportOptions, make_theatre, write_theatre
from sim.register.lines import cells_of, is_blank
from sim.register.read import read_register
from sim.register.recognise import recognise
from sim.theatre.load import default_theatre

from .synthetic import deals, yearly_text

DEFAULT = default_theatre()
FILES = Path(__file__).parent / "files"
CHOICE = ImportOptions(2013, buyers=6, suppliers=5)


def adds_up(account):
    """Whether an account has all lines of its file, counted here by themselves, and all volume."""
    path = Path(account.path)
    source, content = recognise(path), path.read_bytes()
    text = content.decode(
        source.text.encoding, "replace" if source.text.encoding == "cp1252" else "strict"
    )
    below = re.split("\r\n|\r|\n", text)[source.header_line :]
    lines = sum(not is_blank(cells_of(line, source.delimiter)) for line in below)
    lost, again = account.dropped.values(), account.repeated.values()
    rows = account.used + sum(tally.rows for tally in (*lost, *again))
    tiv = account.used_tiv + sum(tally.tiv for tally in (*lost, *again))
    by_rows = account.rows == rows and lines == rows + account.pieces
    return by_rows and (account.form == "table" or tiv == pytest.approx(account.tiv))


def imported(text, folder, choice=CHOICE, others=()):
    """A theatre of the text of a register, written into a folder; what was made of it."""
    file = folder.with_name("register.csv")
    file.write_text(text, encoding="utf-8")
    made = make_theatre(read_register([file, *others]), choice, folder, DEFAULT)
    write_theatre(made, folder)
    return made


@pytest.fixture(scope="session")
def invented():
    """Invented deals, enough for each class to have figures of its own."""
    return deals(1800, first=1980)


@pytest.fixture(scope="session")
def made_folder(tmp_path_factory, invented):
    """Folder of a theatre made of the invented deals."""
    folder = tmp_path_factory.mktemp("imported") / "mine"
    imported(yearly_text(invented), folder)
    return folder

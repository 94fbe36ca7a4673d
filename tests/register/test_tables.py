"""Tables of volumes by state and year set the recorded deliveries right."""

import pytest

from sim.problems import InputError
from sim.register.cast import choose_cast
from sim.register.read import read_register
from sim.register.record import BEFORE, deliveries_by_year
from sim.register.set_right import strangers

from .conftest import FILES

START = 2013


def delivered(*files):
    register = read_register([FILES / "yearly.csv", *(FILES / name for name in files)])
    cast = choose_cast(register.deals, START, None, None)
    volumes = deliveries_by_year(register.deals, cast, register.tables)

    def of(buyer, supplier, year):
        place = cast.buyers.index(buyer), cast.suppliers.index(supplier)
        return volumes[(*place, year - START + BEFORE)]

    return register, of


def test_a_table_of_one_supplier_stands_in_place_of_the_register():
    register, of = delivered("table_old.csv")
    [table] = register.tables
    assert (table.rows, table.partner) == ("recipient", ("United States", "state"))
    assert of("India", "United States", 2011) == 290
    assert of("India", "United States", 2013) == 20
    assert of("India", "United States", 2014) == 150  # the table ends before
    assert of("Turkiye", "France", 2010) == 20  # another supplier
    assert of("Turkiye", "United States", 2010) == 7


def test_a_table_of_all_suppliers_scales_the_register_to_its_sums():
    register, of = delivered("table_new.csv")
    assert register.tables[0].partner is None
    assert of("India", "United States", 2011) == pytest.approx(330)
    assert of("India", "United States", 2014) == pytest.approx(300)
    assert of("India", "United States", 2012) == pytest.approx(40 * 32 / 36)
    assert strangers(register.tables[0], register.deals) == {"Atlantis": 4.0}


def test_decimal_commas_of_a_table_are_read(tmp_path):
    text = (FILES / "table_old.csv").read_text(encoding="utf-8").replace('2010-2013"', '2010"')
    head, rows = text.split("\n,2010", 1)
    file = tmp_path / "european.csv"
    text = f"{head}\n{(',2010' + rows).replace(',', ';').replace('290', '290,5')}"
    file.write_text(text, encoding="utf-8")
    [table] = read_register([FILES / "yearly.csv", file]).tables
    assert table.volumes["India", "state"] == (5, 290.5, 40, 20)


def test_every_row_of_a_table_is_accounted_for():
    for name, rows, used in (("table_new.csv", 4, 3), ("table_old.csv", 4, 3)):
        account = delivered(name)[0].accounts[1]
        assert (account.rows, account.used) == (rows, used)
        assert account.dropped["a total"].rows == 1


def test_a_table_about_somebody_whom_the_register_lacks_is_refused(tmp_path):
    file = tmp_path / "whose.csv"
    text = (FILES / "table_old.csv").read_text(encoding="utf-8")
    file.write_text(text.replace("from United States", "from Untied States"), encoding="utf-8")
    with pytest.raises(InputError, match=r":1:1: is about 'Untied States'.*'United States'"):
        read_register([FILES / "yearly.csv", file])


@pytest.mark.parametrize(
    "first", ["Table of an invented world", "Imports of small arms by anybody"]
)
def test_whose_a_table_is_may_stand_in_any_line_above_it(first, tmp_path):
    file = tmp_path / "lower.csv"
    text = (FILES / "table_old.csv").read_text(encoding="utf-8")
    file.write_text(f"{first}\n\n{text}", encoding="utf-8")
    [table] = read_register([FILES / "yearly.csv", file]).tables
    assert (table.rows, table.partner) == ("recipient", ("United States", "state"))
    file.write_text(f"{first}\n\n{text}".replace("United States", "Untied States"), "utf-8")
    with pytest.raises(InputError, match=r":3:1: is about 'Untied States'.*'United States'"):
        read_register([FILES / "yearly.csv", file])


@pytest.mark.parametrize("name", ["table_new.csv", "table_old.csv"])
def test_a_row_with_more_cells_than_the_header_is_not_shifted(name, tmp_path):
    """A comma between thousands would move a number into the next year."""
    text = (FILES / name).read_text(encoding="utf-8")
    [india] = [line for line in text.splitlines() if line.startswith("India,")]
    file = tmp_path / name
    file.write_text(text.replace(india, india.replace("India,", "India,1,")), encoding="utf-8")
    register = read_register([FILES / "yearly.csv", file])
    assert ("India", "state") not in register.tables[0].volumes
    assert register.accounts[1].dropped["does not have the cells of the header"].rows == 1


def test_a_table_that_does_not_say_whose_it_is_is_refused(tmp_path):
    file = tmp_path / "whose.csv"
    text = (FILES / "table_old.csv").read_text(encoding="utf-8")
    file.write_text(text.replace("exports from", "things of"), encoding="utf-8")
    with pytest.raises(InputError, match="must say above it whose it is"):
        read_register([FILES / "yearly.csv", file])

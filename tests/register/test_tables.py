"""Tables of volumes by state and year set the recorded deliveries right."""

import itertools

import pytest

from sim.base.problems import InputError
from sim.register.cast import choose_cast
from sim.register.corrections import strangers
from sim.register.read import read_register
from sim.register.record import BEFORE, deliveries_by_year, recorded_windows

from .conftest import FILES
from .synthetic import SINGLE_HEADER

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


def test_a_table_about_somebody_whom_the_register_lacks_is_left_out_with_its_volume(tmp_path):
    file = tmp_path / "whose.csv"
    text = (FILES / "table_old.csv").read_text(encoding="utf-8")
    file.write_text(text.replace("from United States", "from Untied States"), encoding="utf-8")
    register = read_register([FILES / "yearly.csv", file, FILES / "table_new.csv"])
    assert [table.file for table in register.tables] == [str(FILES / "table_new.csv")]
    [warning] = register.accounts[1].warnings
    assert warning == (
        "line 1: is about 'Untied States', whom the register does not have; did you mean "
        "'United States'?; its 363 TIV are left out"
    )


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
    [warning] = read_register([FILES / "yearly.csv", file]).accounts[1].warnings
    assert warning.startswith("line 3: is about 'Untied States'")


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


DEALS = """{header}
Algeria,Russia,2008,,10,,Alpha,tank,10,,2009; 2010; 2011,New,,10,100,100
India,Russia,2007,,1,,Beta,frigate,1,,2011; 2012,New,,200,200,200
Norway,France,2008,,1,,Gamma,frigate,1,,2010,New,,150,150,150
Norway,France,2011,,1,,Gamma,tank,1,,2012,New,,5,5,5
Algeria,Soviet Union,1985,,5,,Delta,tank,5,,1986,New,,10,50,50
Norway,France,2000,,5,,Delta,tank,5,,2003,New,,10,50,50
"""


def of_one_partner(folder):
    """A register, and tables of Russia and the Soviet Union: one supplier from 1992 on."""
    texts = {
        "deals": DEALS.format(header=SINGLE_HEADER),
        "Russia": ",2009,2010,2011,2012,Total\nAlgeria,100,,,,100\nIndia,,,200,,200\n",
        "Soviet Union": ",2009,2010,2011,2012,Total\nAlgeria,,,,,\nIndia,,,,,\n",
    }
    for name, text in texts.items():
        about = "" if name == "deals" else f"TIV of arms exports from {name}\n"
        (folder / f"{name}.csv").write_text(about + text, encoding="utf-8")
    return [folder / f"{name}.csv" for name in texts]


def windows_of(files):
    register = read_register(files)
    cast = choose_cast(register.deals, START, None, None)
    volumes = deliveries_by_year(register.deals, cast, register.tables)
    return {row[:4]: row[4] for row in recorded_windows(volumes, cast, [(2008, 2012)])}


def test_tables_of_one_partner_under_two_names_add_up_in_any_order(tmp_path):
    files = of_one_partner(tmp_path)
    for order in itertools.permutations([*files, files[1]]):  # one of them twice
        found = windows_of(order)
        assert found["Algeria", "Russia", 2008, 2012] == 100
        assert found["India", "Russia", 2008, 2012] == 200


def test_a_table_of_a_dead_state_leaves_its_successor_alone(tmp_path):
    deals, _, soviet = of_one_partner(tmp_path)
    assert windows_of([deals, soviet])["India", "Russia", 2008, 2012] == 200


def test_of_two_editions_of_a_table_the_one_that_reaches_further_holds(tmp_path):
    deals, russia, _ = of_one_partner(tmp_path)
    newer = tmp_path / "newer.csv"
    text = russia.read_text(encoding="utf-8")
    longer = text.replace("2012,Total", "2012,2013,Total").replace("Algeria,100", "Algeria,120")
    newer.write_text(longer.replace(",,,,100", ",,,,,120").replace(",,200,", ",,200,,"), "utf-8")
    for files in ([deals, russia, newer], [newer, russia, deals]):
        assert windows_of(files)["Algeria", "Russia", 2008, 2012] == 120
        told = [line for account in read_register(files).accounts for line in account.warnings]
        assert told == [
            f"reaches further than {russia}: its figures hold where they differ, 1 times"
        ]
    newer.write_text(text.replace("Algeria,100", "Algeria,120"), "utf-8")
    with pytest.raises(InputError, match=r"in 1 figures .*give the newer one only"):
        read_register([deals, russia, newer])

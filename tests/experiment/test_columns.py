"""Columns hold what they were given, as PyArrow itself would put it."""

import subprocess
import sys

import numpy as np
import pyarrow as pa

from sim.experiment.columns import column, column_of_known, column_of_names, values_of


def test_numbers_and_truths_are_what_pyarrow_makes_of_them():
    for kind in (np.int16, np.int32, np.float64):
        numbers = np.arange(19).astype(kind)
        assert column(numbers).equals(pa.array(numbers))
    truths = np.arange(19) % 3 == 0
    assert column(truths).equals(pa.array(truths))
    assert len(column(np.zeros(0))) == len(column(np.zeros(0, dtype=bool))) == 0


def test_what_is_undefined_is_null():
    values = np.array([1.0, np.nan, 3.0, *[4.0] * 9, np.nan])
    assert column_of_known(values).equals(pa.array(values, mask=np.isnan(values)))
    assert column_of_known(values).null_count == 2


def test_names_keep_their_letters():
    names = ["Türkiye", "Viet Nam", "", "Côte d'Ivoire"]
    places = np.array([3, 0, 0, 2, 1], dtype=np.int16)
    assert column_of_names(places, names).to_pylist() == [names[place] for place in places]
    made = pa.DictionaryArray.from_arrays(places, names)
    assert column_of_names(places, names).equals(made)


def test_values_come_back_from_any_part_of_a_column():
    for numbers in (pa.array([1, None, 3, 4] * 5, pa.int16()), pa.array([0.5, None, 2.0] * 9)):
        for part in (numbers, numbers[3:10], numbers[2:3], numbers[:0]):
            expected = [-1 if held is None else held for held in part.to_pylist()]
            assert values_of(part, -1).tolist() == expected
    assert values_of(pa.array([1, 2], pa.int16())).dtype == np.int16
    truths = pa.array([True, False, False] * 7)
    assert values_of(truths[4:17]).tolist() == truths[4:17].to_pylist()
    assert values_of(truths[:0]).dtype == np.bool_
    assert np.isnan(values_of(pa.array([None, 1.0]))[0])


def test_no_column_imports_pandas():
    script = (
        "import sys, numpy as np, pyarrow as pa\n"
        "from sim.experiment.columns import *\n"
        "places = np.zeros(3, dtype=np.int16)\n"
        "columns = column(places == 0), column_of_known(np.ones(3)), column_of_names(places, 'a')\n"
        "pa.table(dict(zip('abc', columns)))\n"
        "values_of(columns[0]), values_of(columns[1]), values_of(columns[2].indices)\n"
        "assert 'pandas' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)

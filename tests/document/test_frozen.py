import pickle

import pytest

from sim.document.frozen import FrozenMap


def test_equal_mappings_hash_alike_whatever_their_order():
    one, other = FrozenMap({"a": 1, "b": 2}), FrozenMap({"b": 2, "a": 1})
    assert one == other
    assert hash(one) == hash(other)
    assert list(other) == ["a", "b"]


def test_nobody_changes_it_not_even_by_its_source():
    source = {"a": 1}
    frozen = FrozenMap(source)
    source["a"] = 2
    assert frozen["a"] == 1
    with pytest.raises(TypeError):
        frozen["a"] = 3  # type: ignore[index]


def test_it_survives_the_way_to_another_process():
    frozen = FrozenMap({"a": (1, 2)})
    assert pickle.loads(pickle.dumps(frozen)) == frozen

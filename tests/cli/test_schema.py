"""``sim schema``."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from sim.cli import main
from sim.document import tree

ROOT = Path(__file__).resolve().parents[2]


def test_schema_prints_a_json_schema_that_offers_the_states(capsys):
    assert main(["schema"]) == 0
    schema = json.loads(capsys.readouterr().out)
    Draft202012Validator.check_schema(schema)
    offered = schema["$defs"]["supplier"]["anyOf"][0]["enum"]
    assert "China" in offered and "Pakistan" not in offered


@pytest.mark.parametrize(
    ("kind", "files"),
    [
        ("sweep", sorted((ROOT / "scenarios" / "sweeps").glob("*.yaml"))),
        ("claims", [ROOT / "seeds" / "claims.yaml"]),
        ("calibration", [ROOT / "seeds" / "calibration.yaml"]),
    ],
)
def test_each_kind_of_file_has_a_schema_that_takes_the_shipped_ones(capsys, kind, files):
    assert main(["schema", kind]) == 0
    schema = json.loads(capsys.readouterr().out)
    Draft202012Validator.check_schema(schema)
    assert files
    for file in files:
        root = tree.read(file, [])
        errors = Draft202012Validator(schema).iter_errors(tree.to_plain(root))
        assert [error.message for error in errors] == [], file

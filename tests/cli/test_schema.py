"""``sim schema``."""

import json

from jsonschema import Draft202012Validator

from sim.cli import main


def test_schema_prints_a_json_schema_that_offers_the_states(capsys):
    assert main(["schema"]) == 0
    schema = json.loads(capsys.readouterr().out)
    Draft202012Validator.check_schema(schema)
    offered = schema["$defs"]["supplier"]["anyOf"][0]["enum"]
    assert "China" in offered and "Pakistan" not in offered

"""A parameter that was renamed is read by its former name wherever one may be written."""

import json
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml

from sim.base.distributions import Constant
from sim.base.own import digest_of
from sim.base.parameters import FORMER, PARAMETERS, first_name, present_name
from sim.base.problems import InputError
from sim.calibration.plan import read_plan
from sim.claims import load_ledger
from sim.claims.load import shipped_ledger
from sim.experiment import case
from sim.experiment.case import draw_parameters
from sim.experiment.posterior import load_posterior, write_posterior
from sim.experiment.store import read_manifest
from sim.scenario import Scenario, load
from sim.scenario.json_schema import KnownNames, scenario_schema
from sim.sweep.plan import read_sweep
from sim.sweep.results import read_results
from sim.sweep.varied import find_key
from sim.theatre.load import load_theatre
from tests.theatres import write_small_theatre

OLD, NEW = "answer_to_price", "price_sensitivity"


@pytest.fixture(autouse=True)
def renamed(monkeypatch):
    """As if ``price_sensitivity`` had once been ``answer_to_price``."""
    monkeypatch.setitem(FORMER, OLD, NEW)


@pytest.fixture
def write(tmp_path):
    """Write a scenario of a small theatre, with more lines; returns its path."""
    write_small_theatre(tmp_path / "theatre")

    def written(more, name="old.yaml", head="title: Old\ntheatre: ./theatre\n"):
        (tmp_path / name).write_text(
            f"{head}years: {{from: 2010, to: 2012}}\n{more}\n", encoding="utf-8"
        )
        return tmp_path / name

    return written


def test_every_former_name_leads_to_a_row_and_is_none_itself():
    assert set(FORMER.values()) <= set(PARAMETERS)
    assert not set(FORMER) & set(PARAMETERS)


def test_of_two_renames_the_oldest_name_is_the_first(monkeypatch):
    monkeypatch.setitem(FORMER, "price", NEW)
    assert (present_name("price"), first_name(NEW)) == (NEW, OLD)
    assert (present_name("veto"), first_name("veto")) == ("veto", "veto")


def test_a_scenario_is_read_and_written_under_the_present_name(write):
    found = load(write(f"set: {{{OLD}: 0.7}}"))
    assert dict(found.settings) == {NEW: Constant(0.7)}
    assert found.resolved()["set"] == {NEW: 0.7}
    plain = found.resolved() | {"set": {OLD: 0.7}}
    assert dict(Scenario.from_resolved(plain).settings) == {NEW: Constant(0.7)}


def test_a_child_replaces_what_its_parent_says_under_the_former_name(write):
    write(f"set: {{{OLD}: 0.7, veto: 0}}")
    child = write(f"set: {{{NEW}: 0.2}}", "child.yaml", "extends: old.yaml\n")
    assert dict(load(child).settings) == {NEW: Constant(0.2), "veto": Constant(0.0)}


def test_both_names_in_one_file_are_a_mistake(write):
    with pytest.raises(InputError) as caught:
        load(write(f"set:\n  {NEW}: 0.2\n  {OLD}: 0.7"))
    message = f"'{OLD}' is a former name of '{NEW}'; write one of the two"
    assert [(p.mark.line, p.message) for p in caught.value.problems] == [(6, message)]


def test_the_schema_marks_a_former_name_as_deprecated():
    known = KnownNames(("Alba",), ("Alba",), ("Norden",), ("land",))
    rows = scenario_schema(known)["properties"]["set"]["properties"]
    assert rows[OLD] == rows[NEW] | {"deprecated": True}


def test_a_sweep_varies_it(write):
    path = write("measures: [{id: m, volume: {buyer: Alba, window: 2010-2012}}]")
    sweep = path.with_name("sweep.yaml")
    sweep.write_text(
        f"title: S\nscenario: old.yaml\ndesign: grid\nparameters: {{{OLD}: [0, 1]}}\n", "utf-8"
    )
    assert [key.name for key in read_sweep(sweep).keys] == [NEW]
    assert list(read_sweep(sweep).resolved()["parameters"]) == [NEW]
    found = load(path)
    assert find_key(OLD, found, load_theatre(path.parent / "theatre")).name == NEW


def test_results_of_an_older_sweep_are_read(tmp_path):
    plan = {"parameters": {OLD: [0.0, 1.0]}, "keys": [OLD], "worlds": 1, "design": "grid",
            "scenario": {"set": {OLD: 1}}, "measures": [{"id": "m"}]}  # fmt: skip
    manifest = {"kind": "sweep", "sweep": plan, "scenario": {"set": {OLD: 2}}, "model_hash": "ab"}
    status = {"status": ["ok", "ok"], "stage": [None, None], "message": [None, None]}
    pq.write_table(
        pa.table({"point": [0, 1], OLD: [0.0, 1.0], **status}), tmp_path / "points.parquet"
    )
    rows = {"point": [0, 1], "world": [0, 0], "measure": ["m", "m"], "value": [3.0, 4.0]}
    pq.write_table(pa.table(rows), tmp_path / "measures.parquet")
    files = {file.name: digest_of(file) for file in tmp_path.iterdir()}
    text = json.dumps(manifest | {"files": files})
    (tmp_path / "manifest.json").write_text(text, encoding="utf-8")
    found = read_results(tmp_path)
    assert found.keys == (NEW,) and found.points[:, 0].tolist() == [0.0, 1.0]
    told = read_manifest(tmp_path)
    assert told["scenario"]["set"] == {NEW: 2} and told["sweep"]["scenario"]["set"] == {NEW: 1}
    assert told["sweep"]["keys"] == [NEW] and told["model_version"] == "before 1 (ab)"


def test_a_posterior_is_read_and_stays_the_same_sample(tmp_path):
    values = np.linspace(0.0, 1.0, 12)[:, None]
    for name in (OLD, NEW):
        write_posterior(tmp_path / name, (name,), values, {"plan": "p"})
    old, new = (load_posterior(tmp_path / name) for name in (OLD, NEW))
    assert old.names == new.names == (NEW,) and old.made_from == {"plan": "p"}
    assert old.digest == new.digest


def test_a_plan_sets_it(tmp_path, write):
    write("")
    plan = {"title": "P", "scenario": "old.yaml", "seed": 1, "size": 10, "set": {OLD: 0.5},
            "weak": {"normal": {"mean": 0, "sd": 2}},
            "orders": {"to": 2011, "cap": 500, "count": "alike"}}  # fmt: skip
    (tmp_path / "plan.yaml").write_text(yaml.safe_dump(plan), encoding="utf-8")
    found = read_plan(tmp_path / "plan.yaml")
    assert found.scenario.settings[NEW] == Constant(0.5) and NEW not in found.priors


def test_a_claim_names_it(tmp_path):
    text = shipped_ledger().read_text(encoding="utf-8")
    assert f"[{NEW}" in text
    (tmp_path / "claims.yaml").write_text(text.replace(f"[{NEW}", f"[{OLD}"), encoding="utf-8")
    assert load_ledger(tmp_path / "claims.yaml").claims == load_ledger().claims


def test_a_rename_moves_no_draw(write):
    """The former name was drawn at its own address, and so is the present one."""
    found = replace(load(write("")), seed=5)
    drawn = draw_parameters(found, 0, 3)[NEW].tolist()
    lots = case._lots(5, OLD, 0, 3)
    assert drawn == [PARAMETERS[NEW].prior.quantile(u) for u in lots]

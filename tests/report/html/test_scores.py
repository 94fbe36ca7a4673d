"""The scorecard in words, and whose it must be."""

import json

from sim.base.own import writing
from sim.claims import load_ledger
from sim.compare.sides import Run
from sim.report.html.scores import needs_scoring, scores_of
from sim.scenario import load
from sim.theatre.load import default_theatre

ROW = {
    "id": "Q1", "role": "target", "what": "china's share", "kind": "share", "observed": 0.71,
    "band": {"median": 0.684, "low": 0.05, "high": 0.9}, "verdict": "uninformative",
}  # fmt: skip


def run_in(folder):
    return Run("a run", folder, load("history"), {}, default_theatre())


def lay(folder, run="abc"):
    bare = {**ROW, "role": "event", "observed": None, "band": None, "verdict": ""}
    misses = {**ROW, "role": "validation", "kind": "change", "observed": 5.5, "verdict": "outside"}
    content = {
        "run": run, "ledger_sha256": load_ledger().digest, "claims": [ROW, misses, bare],
        "patterns": [], "record": "The record is somebody's.",
    }  # fmt: skip
    (folder / "manifest.json").write_text('{"id": "abc"}', encoding="utf-8")
    with writing(folder, "score") as partial:
        (partial / "score.json").write_text(json.dumps(content), encoding="utf-8")


def test_rows_are_in_words_by_role(tmp_path):
    lay(tmp_path)
    found = scores_of(run_in(tmp_path))
    row, miss, bare = (rows[0] for _, rows in found.groups)
    assert (row.what, row.record, row.median, row.band, row.verdict) == (
        "China's share", "71%", "68%", "5.0–90%", "uninformative",
    )  # fmt: skip
    assert miss.record == "+550%" and found.record == "The record is somebody's."
    assert (bare.record, bare.band) == ("", "undefined")
    assert found.summary == (
        "The 90% band of the only target is too wide for the record to test it. Over all claims, "
        "the record is inside the 90% band on none of 2 claims, outside on 1, and on 1 the band is "
        "too wide to test it"
    )


def test_a_scorecard_of_another_run_is_not_shown(tmp_path):
    lay(tmp_path, run="another")
    assert needs_scoring(tmp_path)
    assert scores_of(run_in(tmp_path), "a reason").missing == "a reason"

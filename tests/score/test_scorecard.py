"""The scorecard: rows, rivals, limits, and files that do not depend on threads."""

import csv
import json
from dataclasses import replace

import numpy as np
import pytest

from sim.base.distributions import Constant
from sim.claims import Claim, Claims, InWorlds
from sim.experiment.run import run_scenario
from sim.measure.scoring import crps, z_of
from sim.scenario import load
from sim.score.asked import NothingToAskError, cut_to
from sim.score.score_files import demand_in_words, write_score
from sim.score.scorecard import RIVALS, rivals_to_run, score_scenario, whose_record
from sim.score.scored import Question, scored
from sim.theatre.load import default_theatre
from tests.shipped import LEDGER

SHORT = replace(cut_to(load("history"), 2013), worlds=10, parameters="prior")


@pytest.fixture(scope="module")
def card():
    return score_scenario(SHORT, LEDGER, 1)


def question(**changes):
    asked = Question(
        "Q", "target", "a claim", "share", None, 0.5, "", "linear", 0.1, None, None, None
    )
    return replace(asked, **changes)


def row_of(card, name):
    [row] = [row for row in card.claims if row.question.id == name]
    return row


def test_every_claim_is_a_row_or_named_as_not_asked(card):
    measured = {claim.id for claim in LEDGER.claims if claim.measure is not None}
    rows = {row.question.id for row in card.claims}
    assert rows | {item.claim.id for item in card.unasked} == measured
    assert rows.isdisjoint(item.claim.id for item in card.unasked)


def test_the_worlds_scored_are_those_of_the_run(card, tmp_path):
    claim = LEDGER.by_id("Q8")
    scenario = replace(SHORT, measures=(claim.measure,))
    folder = run_scenario(scenario, tmp_path / "out").folder
    with (folder / "summary.csv").open(encoding="utf-8") as file:
        [summary] = csv.DictReader(file)
    band = row_of(card, "Q8").band
    assert f"{band.median:.6g}" == summary["median"] and f"{band.low:.6g}" == summary["p5"]
    with (folder / "patterns.csv").open(encoding="utf-8") as file:
        patterns = {row["pattern"]: row["median"] for row in csv.DictReader(file)}
    assert {row.question.id: f"{row.band.median:.6g}" for row in card.facts} == patterns


def test_a_prior_that_is_the_scenario_is_not_simulated_twice(card):
    assert set(rivals_to_run(SHORT)) == {"habit only", "events off"}
    row = row_of(card, "Q8")
    assert row.crps["prior"] == row.crps["model"] != row.crps["habit only"]
    assert row.prior_width == row.width
    assert set(rivals_to_run(replace(SHORT, settings={"veto": Constant(0.0)}))) == set(RIVALS)


def test_a_scenario_without_events_is_its_own_scale():
    bare = score_scenario(replace(SHORT, events=(), worlds=4), LEDGER, 1)
    assert all(row.over_scale() in (1.0, None) for row in bare.claims)
    own = next(item for item in bare.overall if item.who == "model")
    assert (own.mean, own.low, own.high) == (1.0, 1.0, 1.0)


def test_rivals_are_compared_on_the_same_targets(card):
    assert [item.who for item in card.overall] == ["model", *RIVALS, "persistence"]
    targets = {item.targets for item in card.overall[:-1]}
    assert len(targets) == 1
    own = card.overall[0]
    assert own.low < own.mean < own.high
    persistence = card.overall[-1]
    assert persistence.low is None and 0 < persistence.targets <= own.targets


def test_scores_are_on_the_claims_scale_with_its_tolerance():
    worlds = np.array([0.2, 0.4, np.nan, 0.9])
    row = scored(question(), {"model": worlds, "events off": worlds + 0.2})
    assert row.undefined == 1 and row.worlds == 4
    assert row.crps["model"] == crps(worlds, 0.5, 0.1)
    assert row.z == z_of(worlds, 0.5, 0.1)
    assert row.over_scale() == crps(worlds, 0.5, 0.1) / crps(worlds + 0.2, 0.5, 0.1)
    logs = scored(question(kind="ratio", scale="log"), {"model": worlds, "events off": worlds})
    assert logs.crps["model"] == crps(np.log(worlds), np.log(0.5), 0.1)


def test_the_interval_score_is_that_of_the_band_on_the_scale():
    worlds = np.linspace(0.1, 0.3, 21)  # the band is 0.11 to 0.29
    row = scored(question(kind="ratio", scale="log"), {"model": worlds})
    low, high = np.log(0.11), np.log(0.29)
    expected = high - low + 20 * (np.log(0.5) - high)
    assert row.interval_scores["model"] == pytest.approx(expected, rel=0.01)
    inside = scored(question(observed=0.2), {"model": worlds})
    assert inside.interval_scores["model"] == pytest.approx(0.18)
    assert not scored(question(observed=None), {"model": worlds}).interval_scores


def test_every_score_stands_over_the_frozen_reference_too(card, tmp_path):
    groups = {(one.group, one.who): one for one in card.over_reference}
    assert groups["targets", "model"].rows > 4 and groups["validation", "model"].low > 0
    assert not [group for group, _ in groups if group == "stylised facts"]  # other years
    write_score(tmp_path, card, {})
    content = json.loads((tmp_path / "score.json").read_text(encoding="utf-8"))
    assert content["reference"]["scenario"] == "history" and "rows" not in content["reference"]
    with (tmp_path / "score.csv").open(encoding="utf-8") as file:
        row = next(row for row in csv.DictReader(file) if row["id"] == "Q8")
    kept = card.reference.rows["Q8"].crps
    assert float(row["over reference"]) == pytest.approx(float(row["crps model"]) / kept, rel=1e-4)
    assert float(row["interval score model"]) > 0


def test_persistence_is_one_world():
    row = scored(question(before=0.8, tolerance=0.0), {"model": np.array([0.5])})
    assert row.crps["persistence"] == pytest.approx(0.3)


def test_a_question_without_a_record_has_no_score():
    row = scored(question(observed=None), {"model": np.array([0.2, 0.4])})
    assert (row.z, row.verdict, row.standing, row.over_scale()) == (None, "", "", None)
    assert row.band is not None and not row.crps


def test_an_undefined_claim_has_neither_band_nor_verdict():
    row = scored(question(), {"model": np.full(3, np.nan), "events off": np.array([0.5])})
    assert (row.band, row.z, row.verdict, row.over_scale()) == (None, None, "", None)


@pytest.mark.parametrize(
    ("least", "most", "verdict"), [(0.6, 1.0, "met"), (0.7, 1.0, "not met"), (0, 0.5, "not met")]
)
def test_a_demand_on_many_worlds_is_judged_by_their_share(least, most, verdict):
    worlds = {"model": np.array([0.05, 0.1, 0.3, np.nan])}
    row = scored(question(in_worlds=InWorlds(low=None, high=0.1, least=least, most=most)), worlds)
    assert (row.share, row.verdict) == (pytest.approx(2 / 3), verdict)


def test_demands_in_words():
    assert (
        demand_in_words(InWorlds(low=None, high=0.1, least=0.95, most=1.0))
        == "≥ 95% of worlds ≤ 0.1"
    )
    assert (
        demand_in_words(InWorlds(low=1.0, high=None, least=0.1, most=0.9))
        == "10%-90% of worlds ≥ 1"
    )
    assert (
        demand_in_words(InWorlds(low=1.0, high=2.0, least=0.0, most=0.5))
        == "≤ 50% of worlds in 1-2"
    )


def test_nothing_to_ask_is_said():
    with pytest.raises(NothingToAskError):
        score_scenario(SHORT, Claims((), (), ""), 1)


def test_two_claims_may_share_the_id_of_a_measure():
    one, other = LEDGER.by_id("Q8"), LEDGER.by_id("Q6")
    assert isinstance(one, Claim)
    same_id = other.measure.model_copy(update={"id": one.measure.id})
    twin = other.model_copy(update={"measure": same_id})
    found = score_scenario(replace(SHORT, worlds=3), Claims((), (one, twin), ""), 1)
    assert found.claims[0].band != found.claims[1].band


def test_threads_change_no_byte(card, tmp_path):
    write_score(tmp_path / "one", card, {"run": "x"})
    write_score(tmp_path / "two", score_scenario(SHORT, LEDGER, 2), {"run": "x"})
    for name in ("score.csv", "score.json"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    assert sorted(path.name for path in (tmp_path / "one").iterdir()) == ["score.csv", "score.json"]


def test_the_files_say_how_and_hold_every_row(card, tmp_path):
    write_score(tmp_path, card, {"run": "x"})
    content = json.loads((tmp_path / "score.json").read_text(encoding="utf-8"))
    assert content["run"] == "x" and content["method"]["habit only"]["events"] == "none"
    with (tmp_path / "score.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["id"] for row in rows] == [row.question.id for row in (*card.claims, *card.facts)]
    assert len(content["claims"]) + len(content["patterns"]) == len(rows)
    assert content["not asked"].keys() == {item.claim.id for item in card.unasked}


def test_it_is_said_whose_the_record_is(tmp_path):
    shipped = default_theatre()
    assert whose_record(shipped) == "Recorded: SIPRI Arms Transfers Database, own computation."
    own = whose_record(replace(shipped, folder=tmp_path, title="My register, from 2013"))
    assert "not that of this theatre's own tables" in own
    assert "the window before (persistence) is that of theatre My register, from 2013." in own


def test_whose_record_it_is_stands_in_the_file(card, tmp_path):
    write_score(tmp_path, replace(card, record="The record is somebody's."), {})
    content = json.loads((tmp_path / "score.json").read_text(encoding="utf-8"))
    assert content["record"] == "The record is somebody's."
    assert card.record == whose_record(default_theatre())

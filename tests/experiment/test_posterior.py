"""Posteriors: files, what makes them stale, and how worlds draw from them."""

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sim.base.parameters import PARAMETERS
from sim.base.problems import InputError
from sim.cli.command import main
from sim.cli.simulation import warn_if_stale
from sim.experiment import posterior as posteriors
from sim.experiment import run as running
from sim.experiment.case import build_case, draw_parameters, find_posterior
from sim.experiment.posterior import SHIPPED, fingerprint, load_posterior, write_posterior
from sim.experiment.run import run_id
from sim.scenario import load
from sim.theatre.load import default_theatre

NAMES = ("affinity", "choice_scale")
VALUES = np.column_stack([np.linspace(0.0, 0.5, 40), np.linspace(0.9, 1.3, 40)])


@pytest.fixture(scope="module")
def theatre():
    return default_theatre()


@pytest.fixture
def file(tmp_path, theatre):
    write_posterior(tmp_path / "posterior.parquet", NAMES, VALUES, fingerprint(theatre))
    return tmp_path / "posterior.parquet"


def scenario(tmp_path, parameters, more=""):
    """A scenario of two years that draws from a posterior, the prior, or central values."""
    path = tmp_path / "asked.yaml"
    path.write_text(
        "extends: history\nyears: {from: 2003, to: 2004}\nseed: 12\nworlds: 2\n"
        f"parameters: {parameters}\n{more}",
        encoding="utf-8",
    )
    return load(path)


def test_what_is_written_is_read(file, theatre):
    found = load_posterior(file)
    assert found.names == NAMES and np.array_equal(found.values, VALUES)
    assert found.made_from == fingerprint(theatre)
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_its_digest_tells_values_and_names_apart(tmp_path):
    found = set()
    for number, (names, values) in enumerate(
        [(NAMES, VALUES), (NAMES[::-1], VALUES), (NAMES, VALUES + 1e-9)]
    ):
        write_posterior(tmp_path / str(number), names, values, {})
        found.add(load_posterior(tmp_path / str(number)).digest)
    assert len(found) == 3


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "there is no such posterior; 'sim calibrate' makes one"),
        (b"title: no", "is not a Parquet file"),
        (b"", "is not a Parquet file"),
    ],
)
def test_a_wrong_file_is_named(tmp_path, content, message):
    path = tmp_path / "wrong.parquet"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        load_posterior(path)
    assert str(caught.value) == f"{path}:1:1: {message}"


def test_a_table_of_something_else_is_no_posterior(tmp_path):
    path = tmp_path / "orders.parquet"
    pq.write_table(pa.table({"world": [1]}), path)
    with pytest.raises(InputError, match="is not a posterior; 'sim calibrate' makes one"):
        load_posterior(path)


@pytest.mark.parametrize(
    ("names", "values", "message"),
    [
        (("affinity", "afinity"), VALUES, "has an unknown parameter 'afinity'"),
        (NAMES, VALUES[:0], "has no rows"),
        (NAMES, np.where(VALUES > 0.4, np.nan, VALUES), "has values that are not numbers"),
    ],
)
def test_a_posterior_that_no_world_can_draw_from_is_refused(tmp_path, names, values, message):
    write_posterior(tmp_path / "bad.parquet", names, values, {})
    with pytest.raises(InputError, match=message):
        load_posterior(tmp_path / "bad.parquet")


def test_it_is_stale_once_anything_that_made_it_has_changed(file, theatre, monkeypatch):
    assert load_posterior(file).stale(theatre) == []
    monkeypatch.setattr(posteriors, "MODEL_VERSION", "another")
    assert load_posterior(file).stale(theatre) == ["the model"]
    monkeypatch.undo()
    made_from = {**fingerprint(theatre), "the theatre": "another"}
    write_posterior(file, NAMES, VALUES, made_from)
    assert load_posterior(file).stale(theatre) == ["the theatre"]
    write_posterior(file, NAMES, VALUES, {})
    assert load_posterior(file).stale(theatre) == list(fingerprint(theatre))


def test_changed_targets_and_events_are_named(file, theatre, monkeypatch):
    history, ledger = load("history"), posteriors.load_ledger()
    shorter = replace(history, events=history.events[1:])
    monkeypatch.setattr(posteriors, "load", lambda _: shorter)
    assert load_posterior(file).stale(theatre) == ["the events of history"]
    monkeypatch.setattr(
        posteriors, "load_ledger", lambda: replace(ledger, claims=ledger.claims[1:])
    )
    assert load_posterior(file).stale(theatre) == ["the targets", "the events of history"]


def test_the_shipped_posterior_is_not_stale(theatre):
    assert load_posterior(SHIPPED).stale(theatre) == []


def test_a_row_depends_on_seed_and_world_alone(file, tmp_path):
    posterior = load_posterior(file)
    one = scenario(tmp_path, file)
    all_of_them = draw_parameters(one, 0, 30, posterior)
    assert np.array_equal(draw_parameters(one, 17, 5, posterior), all_of_them[17:22])
    other = replace(one, title="another", last_year=2010, worlds=99)
    assert np.array_equal(draw_parameters(other, 0, 30, posterior), all_of_them)
    again = draw_parameters(replace(one, seed=13), 0, 30, posterior)
    assert not np.array_equal(again["affinity"], all_of_them["affinity"])


def test_parameters_come_together_as_rows_of_the_posterior(file, tmp_path):
    drawn = draw_parameters(scenario(tmp_path, file), 0, 200, load_posterior(file))
    rows = set(map(tuple, VALUES.tolist()))
    assert {(a, c) for a, c in zip(drawn["affinity"].tolist(), drawn["choice_scale"].tolist(),
                                   strict=True)} <= rows  # fmt: skip
    assert len(set(drawn["affinity"].tolist())) > 35  # all rows have their turn


def test_what_a_posterior_does_not_have_keeps_its_prior_draws(file, tmp_path):
    prior = draw_parameters(scenario(tmp_path, "prior"), 0, 20)
    drawn = draw_parameters(scenario(tmp_path, file), 0, 20, load_posterior(file))
    for name in PARAMETERS:
        assert np.array_equal(drawn[name], prior[name]) == (name not in NAMES), name


def test_what_a_scenario_sets_is_not_drawn(file, tmp_path):
    posterior = load_posterior(file)
    free = draw_parameters(scenario(tmp_path, file), 0, 20, posterior)
    one = scenario(tmp_path, file, "set: {affinity: 0.123}\n")
    drawn = draw_parameters(one, 0, 20, posterior)
    assert (drawn["affinity"] == 0.123).all()
    for name in PARAMETERS:
        assert np.array_equal(drawn[name], free[name]) == (name != "affinity"), name


def test_the_words_for_where_parameters_come_from(file, tmp_path):
    assert find_posterior(scenario(tmp_path, "central")) is None
    assert find_posterior(scenario(tmp_path, "prior")) is None
    shipped, own = (find_posterior(scenario(tmp_path, word)) for word in ("posterior", file))
    assert shipped.digest == load_posterior(SHIPPED).digest
    assert own.digest == load_posterior(file).digest


def test_another_posterior_is_another_run(file, tmp_path, theatre):
    one = scenario(tmp_path, file)
    first = run_id(build_case(one, theatre))
    assert run_id(build_case(one, theatre)) == first
    write_posterior(file, NAMES, VALUES * 0.999, fingerprint(theatre))
    assert run_id(build_case(one, theatre)) != first


def test_a_stale_posterior_is_told_of_on_stderr(file, tmp_path, theatre, capsys):
    one = scenario(tmp_path, file)
    warn_if_stale(one)
    assert capsys.readouterr().err == ""
    write_posterior(file, NAMES, VALUES, {**fingerprint(theatre), "the model": "an earlier one"})
    warn_if_stale(one)
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("Warning: since this posterior was made, the model has changed; ")
    assert "sim calibrate" in told.err
    for word in ("prior", "central"):
        warn_if_stale(scenario(tmp_path, word))
    assert capsys.readouterr().err == ""


def test_sim_run_warns_before_it_runs(file, tmp_path, theatre, capsys, monkeypatch):
    changed = {**fingerprint(theatre), "the model": "", "the targets": ""}
    write_posterior(file, NAMES, VALUES, changed)
    scenario(tmp_path, file)

    def refuse(*_):
        raise running.FolderTakenError("taken")

    monkeypatch.setattr(running, "run_scenario", refuse)
    assert main(["run", str(tmp_path / "asked.yaml")]) == 2
    assert "the model and the targets have changed" in capsys.readouterr().err

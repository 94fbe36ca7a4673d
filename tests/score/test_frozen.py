"""The frozen reference: what it keeps, what it is a scale of, and that it is this release's."""

from dataclasses import replace

import numpy as np
import pytest

from sim.claims import load_ledger
from sim.model.version import MODEL_VERSION
from sim.score.frozen import (
    Kept,
    Reference,
    kept_rows,
    load_reference,
    over_reference,
    plain_model,
    write_reference,
)
from sim.score.scored import Question, scored
from tests.shipped import HISTORY

SHIPPED = load_reference()


def question(name, role="target", **changes):
    asked = Question(name, role, "a claim", "share", None, 0.5, "", "linear", 0.1, *[None] * 3)
    return replace(asked, **changes)


def row_of(name, role, off):
    values = {"model": np.array([0.5 + off, 0.5 - off]), "events off": np.array([0.9])}
    return scored(question(name, role), values), values


def reference(**scores):
    rows = {name: Kept(score, 0.5, 0.1) for name, score in scores.items()}
    return Reference("0", "history", HISTORY.first_year, HISTORY.last_year, 8, 1, rows)


def test_the_shipped_reference_is_of_this_model_and_has_every_target():
    assert SHIPPED.model_version == MODEL_VERSION  # else: python -m tools.frozen
    assert {claim.id for claim in load_ledger().with_role("target")} <= set(SHIPPED.rows)
    assert all(kept.crps > 0 for kept in SHIPPED.rows.values())


def test_the_plain_model_has_no_event_and_draws_from_the_prior():
    plain = plain_model(HISTORY, 12)
    assert (plain.events, plain.parameters, plain.worlds) == ((), "prior", 12)


def test_groups_are_averaged_apart_over_the_same_rows():
    rows = [row_of("A", "target", 0.1), row_of("B", "target", 0.3), row_of("V", "validation", 0.2)]
    scale, asked = reference(A=0.1, B=0.2, V=0.4), replace(HISTORY, worlds=2)
    found = {(one.group, one.who): one for one in over_reference(rows, scale, asked)}
    assert set(found) == {
        (g, w) for g in ("targets", "validation") for w in ("model", "events off")
    }
    crps = [row.crps["model"] for row, _ in rows]
    own = found["targets", "model"]
    assert own.rows == 2 and own.mean == pytest.approx((crps[0] / 0.1 + crps[1] / 0.2) / 2)
    assert own.low <= own.mean <= own.high
    assert found["validation", "model"].mean == pytest.approx(crps[2] / 0.4)
    assert found["targets", "events off"].low is None


def test_a_row_that_asks_something_else_by_now_has_no_reference():
    scale = reference(A=0.1, F=0.2)
    assert scale.score(question("A"), HISTORY) == 0.1
    assert scale.score(question("A", observed=0.6), HISTORY) is None
    assert scale.score(question("A", tolerance=0.2), HISTORY) is None
    assert scale.score(question("B"), HISTORY) is None
    assert scale.score(question("A", observed=None), HISTORY) is None
    fact = question("F", "pattern")
    assert scale.score(fact, HISTORY) == 0.2
    assert scale.score(fact, replace(HISTORY, last_year=2012)) is None


def test_what_is_written_is_read(tmp_path):
    row, _ = row_of("A", "target", 0.1)
    unknown = scored(question("N", observed=None), {"model": np.array([0.2])})
    kept = kept_rows([row, unknown])
    assert kept == {"A": Kept(row.crps["model"], 0.5, 0.1)}
    made = replace(reference(), rows=kept)
    write_reference(tmp_path / "reference.json", made)
    again = load_reference(tmp_path / "reference.json")
    assert again.rows["A"].crps == pytest.approx(row.crps["model"], rel=1e-8)
    assert replace(again, rows={}) == replace(made, rows={})

"""A locked forecast: it cannot be changed, and a later edition is held against it."""

import json
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from sim.backtest.locked import hindsight_lines, hold, open_lock, seal, years_held
from sim.backtest.outcomes import MODEL, OWN_PAST
from sim.base.problems import InputError, RefusedError
from sim.cli.command import main
from sim.experiment.case import find_theatre
from sim.register.read import read_register
from sim.scenario import load
from tests.register.synthetic import deals, yearly_text

START, WORLDS, HORIZON = 2024, 6, 3
WHEN = datetime(2026, 7, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def editions(tmp_path_factory):
    """The same deals as known at the end of 2023, and two years later."""
    folder = tmp_path_factory.mktemp("editions")
    made = [deal for deal in deals(1200, first=1990, last=2025) if deal.category != "Satellites"]
    early = [
        replace(deal, delivered=tuple(one for one in deal.delivered if one[0] < START))
        for deal in made if deal.order < START
    ]  # fmt: skip
    for name, some in (("old.csv", early), ("new.csv", made)):
        text = yearly_text([deal for deal in some if deal.delivered])
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def locked(editions):
    """A lock made by the command, and the folder that it is in."""
    given = ["today", str(editions / "old.csv"), "--out", str(editions / "now"), "--lock"]
    cast = ["--buyers", "8", "--suppliers", "6", "--worlds", str(WORLDS), "--threads", "2"]
    assert main([*given, str(editions / "x.lock"), "--horizon", str(HORIZON), *cast]) == 0
    return editions / "x.lock"


def test_a_lock_has_a_date_a_digest_and_what_it_started_from(locked):
    lock = open_lock(locked)
    assert (lock.start, lock.horizon) == (START, HORIZON)
    assert lock.deliveries.shape == (WORLDS, 9, 7, HORIZON) and lock.orders.sum() > 0
    assert datetime.fromisoformat(lock.head["locked"]).tzinfo is not None
    assert lock.before.over("deliveries", START, START + 9).sum() == 0  # nothing later


def test_who_enters_is_with_the_aggregates_as_in_a_register(locked):
    scenario = load(str(locked.parent / "now" / "today.yaml"))
    assert {"enter", "new_buyer"} <= {event.kind for event in scenario.events}
    lock = open_lock(locked)
    assert lock.theatre.buyers[-1] == "Rest of world" and "Russia" not in lock.theatre.buyers
    assert lock.orders[:, -1].sum() > 0


def test_the_same_forecast_at_the_same_time_has_the_same_digest(locked, tmp_path):
    scenario = load(str(locked.parent / "now" / "today.yaml"))
    scenario = replace(scenario, worlds=WORLDS)
    register = read_register([locked.parent / "old.csv"])
    digests = {
        seal(tmp_path / f"{threads}.lock", scenario, find_theatre(scenario), register, WHEN,
             HORIZON, threads, lambda _: None)
        for threads in (1, 3)
    }  # fmt: skip
    assert len(digests) == 1
    again = open_lock(tmp_path / "1.lock")
    assert np.array_equal(again.deliveries, open_lock(locked).deliveries)
    with pytest.raises(RefusedError, match="stays as it is"):
        seal(tmp_path / "1.lock", scenario, find_theatre(scenario), register, WHEN, HORIZON, 1,
             lambda _: None)  # fmt: skip


def test_a_later_edition_is_held_against_it_as_far_as_it_reaches(locked):
    lock, register = open_lock(locked), read_register([locked.parent / "new.csv"])
    assert years_held(lock, register.deals) == 2
    found = hold(lock, register, seed=1)
    deliveries = next(one for one in found.outcomes if one.flow == "deliveries")
    assert deliveries.horizon == 2 and {MODEL, OWN_PAST, "persistence"} <= set(deliveries.shares)
    whole = register.deals.delivery_year
    came = register.deals.delivered[(whole >= START) & (whole < START + 2)].sum()
    assert 0 < deliveries.volume.sum() <= came
    [ties] = found.ties
    assert 0 < ties.came.sum() < ties.came.size


def test_benchmarks_know_only_what_was_on_record_when_it_was_locked(locked):
    """An edition that tells the past otherwise changes what came, and no forecast."""
    lock, register = open_lock(locked), read_register([locked.parent / "new.csv"])
    late = register.deals
    past = late.delivery_year < START
    told = replace(register, deals=replace(late, delivered=np.where(past, late.delivered * 3,
                                                                    late.delivered)))  # fmt: skip
    one, other = (hold(lock, edition, seed=1).outcomes[0] for edition in (register, told))
    for name, shares in one.shares.items():
        if "future" not in name:
            assert np.array_equal(shares, other.shares[name]), name
    lines = "\n".join(hindsight_lines(lock, told))
    assert "200% of the volume is told otherwise" in lines


def test_an_edition_that_ends_too_early_is_refused(locked):
    with pytest.raises(InputError, match=r"ends in 2023, and .* forecasts from 2024 on"):
        hold(open_lock(locked), read_register([locked.parent / "old.csv"]), seed=1)


@pytest.mark.parametrize("member", ["theatre/spending.csv", "forecast.npz"])
def test_a_lock_that_was_changed_is_refused(locked, tmp_path, member):
    with zipfile.ZipFile(locked) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(tmp_path / "y.lock", "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content + (b"\n" if name == member else b""))
    with pytest.raises(InputError, match=f"was changed since it was locked: {member}"):
        open_lock(tmp_path / "y.lock")
    (tmp_path / "z.lock").write_text("nothing", encoding="utf-8")
    with pytest.raises(InputError, match="is no forecast that"):
        open_lock(tmp_path / "z.lock")


def test_the_command_leaves_tables_and_says_what_hindsight_changes(locked, tmp_path, capsys):
    given = ["backtest", str(locked.parent / "new.csv"), "--locked", str(locked)]
    assert main([*given, "--out", str(tmp_path / "held")]) == 0
    printed = capsys.readouterr().out
    assert "2 of 3 years from 2024 on are in this edition" in printed
    assert "Orders of 2019-2023:" in printed and "Deliveries of 2019-2023:" in printed
    names = {path.name for path in (tmp_path / "held").iterdir()}
    assert {"table.csv", "buyers.csv", "bands.csv", "ties.csv", "report.txt"} <= names
    about = json.loads((tmp_path / "held" / "backtest.json").read_text(encoding="utf-8"))
    assert about["locked"][str(locked)]["blake2b"] == open_lock(locked).digest

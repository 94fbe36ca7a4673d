"""A forecast put under lock before its years, and held later against what came.

A lock is an archive of three things, each with its digest: the theatre that the forecast started
from, arrays of what was simulated and what was then on record, and how it was made and when. The
digest of the whole, published, shows that nothing was changed. Axes: W worlds, B buyers, S
suppliers, Y years.
"""

import io
import json
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

import sim
from sim.backtest.forecast import Tick
from sim.backtest.from_register import PAST
from sim.backtest.outcomes import outcome_of
from sim.backtest.record import FLOWS, OriginRecord, RecordVolumes, due_of_new, volumes_of
from sim.backtest.run import Backtested
from sim.backtest.ties import tied, ties_of
from sim.base.arrays import Floats
from sim.base.files import naming
from sim.base.partial import partial_folder
from sim.base.problems import RefusedError
from sim.base.regular import read_bytes
from sim.experiment.case import build_case
from sim.experiment.worlds import Block, map_worlds
from sim.model.version import MODEL_VERSION
from sim.register.cast import without_own
from sim.register.deals import Deals
from sim.register.lines import digest_of, refuse
from sim.register.read import Register
from sim.scenario import Scenario
from sim.theatre.load import load_theatre
from sim.theatre.theatre import Theatre

HEAD, ARRAYS, THEATRE = "lock.json", "forecast.npz", "theatre/"
LOOKED_BACK = 5  # years before the start whose record two editions are held against each other
_LARGEST = 500_000_000  # bytes
_WHEN = (1980, 1, 1, 0, 0, 0)  # of every member: only the head has a date


@dataclass(frozen=True)
class Lock:
    """A forecast as it was locked."""

    file: str
    digest: str
    head: Mapping[str, Any]
    theatre: Theatre
    deliveries: Floats  # [W, B, S, Y] TIV
    orders: Floats  # [W, B, S, Y] TIV
    before: RecordVolumes  # as known when it was locked

    @property
    def start(self) -> int:
        """The first year forecast."""
        return self.theatre.start

    @property
    def horizon(self) -> int:
        """How many years are forecast."""
        return self.deliveries.shape[3]


def seal(
    path: Path, scenario: Scenario, theatre: Theatre, register: Register, when: datetime,
    horizon: int, threads: int, tick: Tick,
) -> str:  # fmt: skip
    """Simulate the first years of a scenario and lock them; returns the digest of the file.

    Args:
        path: the file to write, which must not be there.
        scenario: whose events, parameters, worlds and seed hold.
        theatre: of the scenario, made of the register.
        register: tells what is on record before the start.
        when: the date that the lock bears.
        horizon: years forecast.
        threads: that share the worlds out; nothing depends on them.
        tick: counts worlds as they are done.

    Raises:
        RefusedError: if the file is there.
    """
    if path.exists() or path.is_symlink():
        raise RefusedError(f"{path} exists and stays as it is; name another file with --lock")
    start = theatre.start
    last = start + horizon - 1
    events = tuple(event for event in scenario.events if event.year <= last)
    short = replace(scenario, last_year=last, events=events, measures=())

    case, base = build_case(short, theatre), load_theatre(theatre.folder)  # without newcomers

    def take(block: Block) -> tuple[Floats, Floats]:
        flows = block.flows
        assert flows.deliveries is not None and flows.orders is not None  # asked for below
        deliveries, orders = flows.deliveries.sum(axis=3), flows.orders.sum(axis=3)
        return _on(base, case.theatre, deliveries), _on(base, case.theatre, orders)

    parts = []
    for part in map_worlds(take, case, 0, short.worlds, threads, ledgers=FLOWS):
        parts.append(part)
        tick(len(part[0]))
    deliveries, orders = (np.concatenate(side) for side in zip(*parts, strict=True))
    deals = without_own(register.deals, start)
    first = max(start - PAST, deals.first_year)
    before = volumes_of(deals, base, first, start - 1)
    arrays = {"deliveries": deliveries.astype(np.float32), "orders": orders.astype(np.float32),
              "first": np.array(first), "delivered": before.deliveries,
              "ordered": before.orders}  # fmt: skip
    members = {
        f"{THEATRE}{one.name}": one.read_bytes()
        for one in sorted(theatre.folder.iterdir())
        if one.suffix in (".csv", ".yaml")
    }
    members[ARRAYS] = _packed(arrays)
    head = {
        "made by": f"sim {sim.__version__}",
        "model_version": MODEL_VERSION,
        "locked": when.isoformat(timespec="seconds"),
        "scenario": scenario.resolved(),
        "years": [start, last],
        "register": {Path(one.file).name: one.plain()["blake2b"] for one in register.registers},
        "members": {name: digest_of(data) for name, data in members.items()},
    }
    text = json.dumps(head, indent=2, ensure_ascii=False, default=str) + "\n"
    data = _zipped({HEAD: text.encode(), **members})
    with partial_folder(path.parent, path.name) as partial:
        made = partial / path.name
        with naming(made):
            made.write_bytes(data)
        made.replace(path)
    return digest_of(data)


def open_lock(path: Path) -> Lock:
    """Read a lock and check every digest in it.

    Raises:
        InputError: if it is no lock, or was changed since.
    """
    data = read_bytes(path, _LARGEST)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        head = json.loads(members.pop(HEAD))
        said = dict(head["members"])
    except (zipfile.BadZipFile, KeyError, TypeError, ValueError):
        raise refuse(str(path), 1, "is no forecast that 'sim today --lock' locked") from None
    changed = [name for name in sorted({*said, *members})
               if name not in members or said.get(name) != digest_of(members[name])]  # fmt: skip
    if changed:
        raise refuse(str(path), 1, f"was changed since it was locked: {', '.join(changed)}")
    with tempfile.TemporaryDirectory() as folder:
        for name, content in members.items():
            if name.startswith(THEATRE):
                (Path(folder) / Path(name).name).write_bytes(content)
        theatre = load_theatre(Path(folder))
        _ = theatre.data_hash  # reads the files while they are there
    with np.load(io.BytesIO(members[ARRAYS]), allow_pickle=False) as arrays:
        before = RecordVolumes(int(arrays["first"]), arrays["delivered"], arrays["ordered"])
        deliveries, orders = (arrays[flow].astype(np.float64) for flow in FLOWS)
    return Lock(str(path), digest_of(data), head, theatre, deliveries, orders, before)


def hold(lock: Lock, register: Register, seed: int, most: int | None = None) -> Backtested:
    """Hold a lock against a later edition of its register, as far as that reaches.

    ``most`` is how many years are held at most.

    Raises:
        InputError: if the register ends before the forecast begins.
    """
    theatre, start = lock.theatre, lock.start
    deals = without_own(register.deals, start)
    years = years_held(lock, deals)
    if years < 1:
        raise register.refuse(
            f"this register ends in {deals.last_year}, and {lock.file} forecasts from {start} on; "
            "give a later edition"
        )
    years = years if most is None else min(years, most)
    last = start + years - 1
    record = OriginRecord(
        lock.before, volumes_of(deals, theatre, start, last), due_of_new(theatre, deals, last)
    )
    outcomes = [
        outcome_of(theatre, flow, getattr(lock, flow)[..., :years].sum(axis=3), record, years, seed)
        for flow in FLOWS
    ]
    chance = tied(lock.deliveries[..., 0]).mean(axis=0)
    found = ties_of(theatre, chance, record)
    return Backtested(outcomes, [] if found is None else [found])


def years_held(lock: Lock, deals: Deals) -> int:
    """How many years of a forecast a register knows."""
    return min(lock.horizon, deals.last_year - lock.start + 1)


def hindsight_lines(lock: Lock, register: Register) -> Iterator[str]:
    """What a later edition says otherwise of years that had passed when the lock was made."""
    first, last = lock.start - LOOKED_BACK, lock.start - 1
    now = volumes_of(without_own(register.deals, lock.start), lock.theatre, first, last)
    for flow in FLOWS:
        then, later = lock.before.over(flow, first, last), now.over(flow, first, last)
        if then.sum() > 0:
            moved = np.abs(later - then).sum() / then.sum()
            yield (
                f"{flow.capitalize()} of {first}-{last}: {then.sum():,.0f} TIV when locked, "
                f"{later.sum():,.0f} in this edition; {moved:.0%} of the volume is told otherwise, "
                "pair by pair"
            )


def _on(theatre: Theatre, wider: Theatre, volumes: Floats) -> Floats:
    """Volumes [W, B, S, Y] of a theatre with newcomers on the axes of the one that it began as.

    A register counts the newcomers with the aggregates, the last of each axis; so does this.
    """
    for axis, own, names in (
        (1, theatre.buyers, wider.buyers), (2, theatre.suppliers, wider.suppliers),
    ):  # fmt: skip
        place = [own.index(name) if name in own else len(own) - 1 for name in names]
        moved = np.zeros((len(own), *np.moveaxis(volumes, axis, 0).shape[1:]))
        np.add.at(moved, place, np.moveaxis(volumes, axis, 0))
        volumes = np.moveaxis(moved, 0, axis)
    return volumes


def _packed(arrays: Mapping[str, Any]) -> bytes:
    """Arrays as a compressed archive, equal for equal arrays."""
    return _zipped({f"{name}.npy": _npy(array) for name, array in arrays.items()})


def _npy(array: Any) -> bytes:
    text = io.BytesIO()
    np.lib.format.write_array(text, np.asarray(array, order="C"), allow_pickle=False)
    return text.getvalue()


def _zipped(members: Mapping[str, bytes]) -> bytes:
    text = io.BytesIO()
    with zipfile.ZipFile(text, "w") as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, _WHEN), content, zipfile.ZIP_DEFLATED, 6)
    return text.getvalue()

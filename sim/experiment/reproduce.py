"""A results folder, made again from its manifest: is it the same, and if not, what has changed?"""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from sim.base.own import digest_of
from sim.base.problems import InputError, RefusedError
from sim.experiment import TABLES
from sim.experiment.case import find_theatre
from sim.experiment.damage import NotResultsError as NotResultsError
from sim.experiment.damage import check_columns, check_files
from sim.experiment.rows import COLUMNS
from sim.experiment.run import Progress, run_scenario
from sim.experiment.store import MANIFEST, read_manifest
from sim.model.version import MODEL_VERSION
from sim.scenario import Scenario, load

Verdict = Literal["identical", "differs", "missing", "altered", "not made"]

EXPLAINED: Mapping[Verdict, str] = {
    "identical": "",
    "differs": "the run now gives other bytes",
    "missing": "the folder no longer has this file",
    "altered": "the file was changed after the run that made it",
    "not made": "the run no longer makes this file",
}

_NEEDED = {
    "id": str,
    "scenario": dict,
    "files": dict,
    "theatre": dict,
    "versions": dict,
    "source": dict,
    "model_version": str,
    "scenario_sha256": str,
}


class StaleResultsError(RefusedError):
    """A results folder was made by another version of the model or from other data."""


@dataclass(frozen=True)
class InputChange:
    """Something that made a run and is no longer what it was."""

    what: str
    then: str
    now: str
    note: str = ""


@dataclass(frozen=True)
class Reproduction:
    """What became of each data file, and what has changed since the first run."""

    files: Mapping[str, Verdict]
    changes: tuple[InputChange, ...]

    @property
    def identical(self) -> bool:
        """Whether every data file is what the run makes of it today."""
        return all(verdict == "identical" for verdict in self.files.values())


def open_results(folder: Path, whole: bool = True) -> tuple[Scenario, dict[str, Any]]:
    """Return the scenario of a results folder, and its manifest.

    Args:
        folder: of a run.
        whole: refuse it if any data file of it is not as the run left it.

    Raises:
        NotResultsError: if the folder has no manifest, or one that no run wrote, or is damaged.
        InputError: if the scenario is none that this version of the model knows.
    """
    manifest = read_manifest(folder)
    if manifest is None:
        raise NotResultsError(f"{folder} is no results folder: it has no {MANIFEST}")
    lacking = [key for key, kind in _NEEDED.items() if not isinstance(manifest.get(key), kind)]
    if lacking or not manifest["files"]:
        what = ", ".join(lacking or ["files"])
        raise NotResultsError(f"{folder / MANIFEST} is of no run: it does not say its {what}")
    if whole:
        check_files(folder, manifest)
        for name, columns in COLUMNS.items():
            if f"{name}.parquet" in manifest["files"]:
                check_columns(folder / f"{name}.parquet", columns)
    try:
        return Scenario.from_resolved(manifest["scenario"]), manifest
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        message = f"{folder / MANIFEST} holds no scenario of this version ({error!r})"
        raise NotResultsError(message) from None


def scenario_behind(folder: Path) -> Scenario:
    """The scenario of a results folder as it stands in its file, which says what it extends.

    Where that file is gone or says something else by now: as the run kept it.

    Raises:
        NotResultsError, InputError: as ``open_results``.
    """
    kept, manifest = open_results(folder)
    for word in dict.fromkeys((manifest.get("file"), kept.name)):
        try:
            found = load(str(word), put=manifest.get("set", ()))
        except InputError:
            continue
        found = replace(found, worlds=kept.worlds, seed=kept.seed)
        if found.resolved() == kept.resolved():
            return found
    return kept


def folder_of_run(word: str) -> Path | None:
    """The results folder that a word names; None if it names no folder.

    A folder of a single run's folder, such as ``results/NAME``, stands for that run.

    Raises:
        NotResultsError: if it holds several runs, or none.
    """
    folder = Path(word)
    if not folder.is_dir():
        return None
    if (folder / MANIFEST).exists():
        return folder
    runs = sorted(path.parent for path in folder.glob(f"*/{MANIFEST}"))
    if len(runs) == 1:
        return runs[0]
    if runs:
        named = ", ".join(map(str, runs))
        raise NotResultsError(f"{folder} holds {len(runs)} runs; name one of: {named}")
    raise NotResultsError(f"{folder} is no results folder: it has no {MANIFEST}")


def open_current(folder: Path) -> tuple[Scenario, dict[str, Any]]:
    """Open results whose worlds this version of the model simulates again bit for bit.

    Raises:
        NotResultsError, InputError: as ``open_results``.
        StaleResultsError: if model or data have changed since.
    """
    scenario, manifest = open_results(folder)
    now = {"model version": MODEL_VERSION, "data": find_theatre(scenario).data_hash}
    then = {"model version": manifest["model_version"], "data": manifest["theatre"].get("hash")}
    changed = [what for what in now if now[what] != then[what]]
    if changed:
        raise StaleResultsError(
            f"{folder} was made by another {' and '.join(changed)} (then "
            f"{', '.join(str(then[what]) for what in changed)}, now "
            f"{', '.join(now[what] for what in changed)}); run its scenario again"
        )
    return scenario, manifest


def reproduce(folder: Path, threads: int = 1, progress: Progress | None = None) -> Reproduction:
    """Run a results folder's scenario again, in a temporary folder, and compare the data files.

    Plots are not compared: they depend on fonts and on the version of the drawing library.

    Raises:
        NotResultsError, InputError: as ``open_results``.
        InputError: if the scenario's theatre is no longer there.
    """
    scenario, before = open_results(folder, whole=False)
    tables = before.get("tables", TABLES)
    with tempfile.TemporaryDirectory(prefix="sim-reproduce-") as temporary:
        out = Path(temporary) / "again"
        again = run_scenario(scenario, out, threads, progress, tables=tables).folder
        now = read_manifest(again)
    assert now is not None
    verdicts = {
        name: _verdict(folder / name, recorded, now["files"].get(name))
        for name, recorded in sorted(before["files"].items())
    }
    return Reproduction(verdicts, tuple(changes(before, now)))


def changes(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[InputChange]:
    """Compare two manifests: the model, the data, the versions and the commit."""
    found = [
        InputChange("model version", before["model_version"], now["model_version"],
               "worlds of another version may differ"),
        InputChange("data", before["theatre"].get("hash", "unknown"), now["theatre"]["hash"],
               "the theatre's files have changed since"),
    ]  # fmt: skip
    for name in {**before["versions"], **now["versions"]}:
        then, today = (manifest["versions"].get(name, "none") for manifest in (before, now))
        found.append(InputChange(name, then, today))
    found.append(InputChange("commit", _commit(before), _commit(now)))
    return [change for change in found if change.then != change.now]


def _commit(manifest: Mapping[str, Any]) -> str:
    commit, dirty = manifest["source"].get("commit"), manifest["source"].get("dirty")
    return "unknown" if commit is None else f"{commit[:10]}{' and edits' if dirty else ''}"


def _verdict(file: Path, recorded: str, again: str | None) -> Verdict:
    if not file.is_file():
        return "missing"
    if digest_of(file) != recorded:
        return "altered"
    if again is None:
        return "not made"
    return "identical" if again == recorded else "differs"

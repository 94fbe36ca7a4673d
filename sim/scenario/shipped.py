"""The scenarios that come with the package, wherever it is installed, and sweeps of them."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent
_FOLDER_NAME = "scenarios"
_SUFFIX = ".yaml"

DESIGN = "design"
"""The key by which a file is a sweep, and no scenario."""

SWEEPS = "sweeps"
"""The folder, beside the shipped scenarios, of shipped sweeps."""


def folder() -> Path:
    """Return where they lie: in the package when installed, beside it in a checkout."""
    installed = _PACKAGE / _FOLDER_NAME
    return installed if installed.is_dir() else _PACKAGE.parent / _FOLDER_NAME


def shipped_names(under: str = "") -> list[str]:
    """Return the names of the shipped scenarios, without suffix, in alphabetical order.

    With ``under``, those of the shipped files in that folder beside them.
    """
    return sorted(path.stem for path in (folder() / under).glob(f"*{_SUFFIX}"))


def find(path_or_name: str, under: str = "") -> Path | None:
    """Find a scenario file: an existing path first, else a shipped one by its name.

    ``history``, ``history.yaml`` and ``scenarios/history.yaml`` all name the shipped file. A path
    into any other folder names only itself, so a mistyped folder cannot run another scenario.
    A shipped file below the working folder is returned relative to it, as a user would write it.
    With ``under``, shipped files are looked for in that folder beside the scenarios.
    """
    given = Path(path_or_name)
    if is_file(given):
        return given
    if given.parent not in (Path(), Path(_FOLDER_NAME) / under):
        return None
    shipped = folder() / under / with_suffix(given.name)
    if not is_file(shipped):
        return None
    here = Path.cwd()
    return shipped.relative_to(here) if shipped.is_relative_to(here) else shipped


def with_suffix(name: str) -> str:
    """Add the suffix of scenario files to a name without it."""
    return name if name.endswith((_SUFFIX, ".yml")) else name + _SUFFIX


def is_file(path: Path) -> bool:
    """Tell whether a file is there; what cannot even be a path is not."""
    try:
        return path.is_file()
    except (OSError, ValueError):  # a name too long, a NUL byte
        return False

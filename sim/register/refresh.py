"""Relations of a theatre brought up to date from what their publishers let one download."""

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from sim.base.files import csv_text, naming
from sim.base.partial import FolderTakenError, partial_folder, place
from sim.base.phrases import counted
from sim.base.problems import suggest
from sim.document.model import LATEST
from sim.register.cube import Rows
from sim.register.downloads import MILEX, Download, Pair, Span, Who, read_download
from sim.register.lines import refuse
from sim.theatre import names
from sim.theatre.columns import COLUMNS
from sim.theatre.records import Relation
from sim.theatre.theatre import Theatre

_HEAD = "theatre.yaml"
_SHOWN = 5
_PATHS: Mapping[str, Callable[[Theatre], dict[str, dict[int, float]]]] = {
    "un_votes.csv": lambda theatre: theatre.un_votes,
    "spending.csv": lambda theatre: theatre.spending,
}
_SPANS: Mapping[str, Callable[[Theatre], tuple[Relation, ...]]] = {
    "rivalries.csv": lambda theatre: theatre.rivalries,
    "defence_pacts.csv": lambda theatre: theatre.defence_pacts,
}


@dataclass(frozen=True)
class Refreshed:
    """New tables by file name, each with what it was made of, and what to tell of it."""

    tables: dict[str, str]
    made_of: dict[str, list[Download]]
    lines: tuple[str, ...]


def who_in(theatre: Theatre) -> Who:
    """Tells states by the table of names and codes, and by the theatre's own words.

    A state that ended goes by the name of the one that continues it: of today among the package's
    tables of all states, of its start in a theatre.
    """
    year = LATEST if theatre.is_default else theatre.start

    def who(word: str) -> str | None:
        known = names.find(word)
        if known is None:
            own = theatre.find(word)
            return None if own in theatre.aggregates else own
        present = names.continued(known, year)
        if theatre.is_default or names.as_of(present, year) != present:
            return present
        return theatre.find(present) or present

    return who


def refreshed(theatre: Theatre, files: Sequence[Path]) -> Refreshed:
    """Read downloads and lay them over the relations of a theatre. Nothing is written.

    UN votes and spending of a state are replaced whole, for series of two editions do not mix.
    Spans of a pair of states are replaced too, but for what the theatre knows of years after the
    last one of the file.

    Args:
        theatre: whose relations are brought up to date.
        files: downloads, in any order; of two of a kind the later one holds.

    Raises:
        InputError: if a file is no table of relations.
    """
    downloads = [read_download(path, who_in(theatre)) for path in files]
    made_of: dict[str, list[Download]] = {}
    for download in downloads:
        made_of.setdefault(download.form.table, []).append(download)
    tables, lines = {}, [line for one in downloads for line in _account(one)]
    for table, some in made_of.items():
        rows = _paths(theatre, table, some) if table in _PATHS else _spans(theatre, table, some)
        tables[table] = csv_text(COLUMNS[table], rows)
        lines += _told(theatre, table, some)
    return Refreshed(tables, made_of, tuple(lines))


def write_refreshed(refresh: Refreshed, theatre: Theatre, out: Path) -> None:
    """Write a copy of a theatre with the new tables; of the package's theatre the tables alone.

    Raises:
        FolderTakenError: if there is something already.
    """
    if out.exists() or out.is_symlink():
        raise FolderTakenError(f"{out} exists and stays as it is; name another folder with --out")
    with partial_folder(out.parent, out.name) as partial:
        for path in () if theatre.is_default else sorted(theatre.folder.iterdir()):
            if path.is_file():
                shutil.copyfile(path, partial / path.name)
        for name, text in refresh.tables.items():
            with naming(partial / name):
                (partial / name).write_text(text, encoding="utf-8", newline="")
        if not theatre.is_default:
            head = partial / _HEAD
            head.write_text(_described(head.read_text(encoding="utf-8"), refresh), encoding="utf-8")
        place(partial, out)


def check_theatre(folder: Path) -> None:
    """Refuse a folder that is no theatre.

    Raises:
        InputError: naming it.
    """
    if not (folder / _HEAD).is_file():
        raise refuse(str(folder), 1, f"is no theatre: it has no {_HEAD}")


def _paths(theatre: Theatre, table: str, downloads: Sequence[Download]) -> Rows:
    found: dict[str, dict[int, float]] = {}
    who = who_in(theatre)
    before = _PATHS[table](theatre)
    for name in sorted(before, key=lambda name: who(name) == name):  # its own years hold
        found.setdefault(who(name) or name, {}).update(before[name])
    for download in downloads:
        found |= download.paths
    return [(name, year, value)
            for name in sorted(found) for year, value in sorted(found[name].items())]  # fmt: skip


def _spans(theatre: Theatre, table: str, downloads: Sequence[Download]) -> Rows:
    found: dict[Pair, list[Span]] = {}
    who = who_in(theatre)
    for one in _SPANS[table](theatre):
        a, b = sorted(who(name) or name for name in (one.state_a, one.state_b))
        found.setdefault((a, b), []).append((one.first_year, one.last_year))
    for download in downloads:
        for pair, spans in download.spans.items():
            found[pair] = [*_laid_over(spans, found.get(pair, []), download)]
    return [(*pair, first, last)
            for pair in sorted(found) for first, last in _once(found[pair])]  # fmt: skip


def _once(spans: Sequence[Span]) -> list[Span]:
    """Spans by their first year; of two with the same, the longer one."""
    return sorted(dict(sorted(spans, key=_end)).items())


def _end(span: Span) -> int:
    return LATEST if span[1] is None else span[1]


def _laid_over(
    spans: Sequence[Span], before: Sequence[Span], download: Download
) -> Iterator[Span]:  # fmt: skip
    """Spans of a file, with what was known before of years that lie outside the file's."""
    known_from, known_to = download.first, download.last
    ends = [last for first, last in before if last is not None and first <= known_to < last]
    begins = [first for first, _ in before if first < known_from]
    for first, last in spans:
        begin = min(begins, default=first) if first == known_from else first
        yield begin, max(ends, default=None) if last is None else last
    yield from (span for span in before if span[0] > known_to)
    yield from (span for span in before if span[1] is not None and span[1] < known_from)


def _account(download: Download) -> Iterator[str]:
    """What was taken of a file, and what was not, with the line."""
    of = f", sheet '{download.part}'" if download.part else ""
    used = sum(map(len, download.paths.values())) or sum(map(len, download.spans.values()))
    noun = "value" if download.paths else "span"
    empty = f", {download.empty:,} of them without a value" if download.empty else ""
    yield (
        f"{download.file}{of}: {download.form.name}, known to {download.last}; "
        f"{counted(download.rows, 'row')}{empty}; {counted(used, noun)} of "
        f"{counted(len(download.states), 'state')} → {download.form.table}"
    )
    spellings = [word for state in names.states().values() for word in state.spellings]
    if download.form is MILEX:
        yield "  prices as in the sheet: a run reads how a state's spending changes, not its level"
    unknown = [
        f"'{word}' (line {line}, {counted(download.left_out[word], 'row')}"
        f"{suggest(word, spellings)})"
        for word, line in download.unknown.items()
    ]
    if unknown:
        yield f"  names nobody that the package knows: {_few(unknown)}"
    if download.wrong:
        yield f"  left out: {_few([f'line {line}: {why}' for line, why in download.wrong])}"


def _told(theatre: Theatre, table: str, downloads: Sequence[Download]) -> Iterator[str]:
    """Which states a table now knows that it did not, and which are as they were."""
    own = [one.name for one in theatre.states if not one.aggregate]
    new = {name for download in downloads for name in download.states}
    if table in _PATHS:
        old = set(_PATHS[table](theatre))
        ended = {
            name: max(path) for name, path in _PATHS[table](theatre).items() if name in own and path
        }
        kept = [f"{name} (to {ended[name]})" for name in own if name in ended and name not in new]
        if kept:
            yield f"{table}: as they were, for no file has them: {_few(kept)}"
    else:
        old = {name for one in _SPANS[table](theatre) for name in (one.state_a, one.state_b)}
    added = sorted(new - old)
    if added:
        yield f"{table}: new in it: {_few(added)}"
    lacking = [name for name in own if name not in new | old]
    if lacking and table in _PATHS:
        yield f"{table}: still not known: {_few(lacking)}"


def _few(words: Sequence[str]) -> str:
    more = len(words) - _SHOWN
    return ", ".join(words[:_SHOWN]) + (f" and {more} more" if more > 0 else "")


def _described(text: str, refresh: Refreshed) -> str:
    """The text of theatre.yaml that says of each new table what it was made of."""
    comments = [line for line in text.splitlines() if line.startswith("#")]
    head: dict[str, Any] = yaml.safe_load(text)
    files = head.setdefault("files", None) or {}
    for table, downloads in refresh.made_of.items():
        made = "; ".join(f"{Path(one.file).name} (BLAKE2b {one.digest})" for one in downloads)
        entry = files.setdefault(table, {"what": table, "columns": {}})
        entry["what"] = f"{entry['what']}; brought up to date from {made}"
    head["files"] = files
    dumped = yaml.safe_dump(head, sort_keys=False, allow_unicode=True, width=100)
    return "\n".join([*comments, dumped])

"""Tables of relations as their publishers let one download them, recognised by their columns."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sim.base.sheets import is_workbook, sheets_of
from sim.register.lines import LARGEST, cells_of, digest_of, is_blank, read_lines, refuse
from sim.register.milex import UNKNOWN_CELLS, year_columns
from sim.theatre import tables

Who = Callable[[str], str | None]
"""The name of a state by any spelling or code; None if nobody is meant."""
Pair = tuple[str, str]
Span = tuple[int, int | None]

_HEADER_WITHIN = 30  # lines
_DELIMITERS = (",", ";", "\t")
_MISSING = {"", "na", "nan", ".", "-9", *UNKNOWN_CELLS}
_FIRST_SESSION = 1945  # of the General Assembly, the year before its first one's
EARLIEST = 0
_MILLION = 1000.0  # US$ m in a US$ bn
_A = "state_a mem1 statea ccode1 ccodea country_a"
_B = "state_b mem2 stateb ccode2 ccodeb country_b"
_FIRST = "first_year start styear start_year begin rivstart"
_LAST = "last_year end endyear end_year rivend"


@dataclass(frozen=True)
class Form:
    """A kind of download: the table that it becomes, and by which columns it is known.

    Each column has several spellings, the best first.
    """

    table: str
    name: str
    columns: tuple[str, ...]

    def places(self, header: Sequence[str]) -> list[int] | None:
        """Where the columns stand in a header; None if one is not there."""
        lower = [cell.strip().casefold() for cell in header]
        found = [
            next((lower.index(word) for word in words.split() if word in lower), None)
            for words in self.columns
        ]
        known = [place for place in found if place is not None]
        return known if len(known) == len(found) else None


PACTS = Form("defence_pacts.csv", "defence pacts by year (ATOP)",
             (_A, _B, "year", "defense atop_defense defence"))  # fmt: skip
PACT_SPANS = Form("defence_pacts.csv", "defence pacts", (_A, _B, _FIRST, _LAST, "obligation"))
RIVALRIES = Form("rivalries.csv", "rivalries", (_A, _B, _FIRST, _LAST))
SPENDING = Form("spending.csv", "military spending", ("state", "year", "usd_bn_2024"))
VOTES = Form(
    "un_votes.csv", "UN ideal points",
    ("state iso3 ccode iso3c countryname", "year session",
     "ideal_point idealpointfp idealpointall idealpoint"),
)  # fmt: skip
MILEX = Form("spending.csv", "SIPRI's military expenditure", ())
FORMS = (PACTS, PACT_SPANS, RIVALRIES, SPENDING, VOTES)  # the more demanding first


@dataclass
class Download:
    """What a file has: values by state and year, or spans of years by pair of states.

    ``first`` and ``last`` are the years that it knows; a span that lasts until then goes on.
    ``unknown`` has the first line of each word that names nobody, ``wrong`` what is wrong with
    lines left out.
    """

    file: str
    digest: str
    form: Form
    part: str = ""  # the sheet of a workbook
    rows: int = 0  # below the header, but for blank ones
    empty: int = 0  # rows without a value, or without a pledge
    first: int = EARLIEST  # of spans; a table by year knows nothing of earlier ones
    last: int = 0
    paths: dict[str, dict[int, float]] = field(default_factory=dict)
    spans: dict[Pair, list[Span]] = field(default_factory=dict)
    unknown: dict[str, int] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)  # rows by such words
    wrong: list[tuple[int, str]] = field(default_factory=list)

    @property
    def states(self) -> set[str]:
        """Whom it is about."""
        return {*self.paths, *(name for pair in self.spans for name in pair)}


Line = tuple[int, list[str]]


def read_download(path: Path, who: Who) -> Download:
    """Read a table of relations in any of the known forms.

    Args:
        path: a CSV file, or a workbook of which every sheet is looked at.
        who: tells states by name or code.

    Raises:
        InputError: if no line is a header of a known form, or of two sheets both could be meant.
    """
    digest, parts = _parts(path)
    for part, lines in parts:
        found = _recognised(path, lines)
        if found is None:
            continue
        form, header, places = found
        download = Download(str(path), digest, form, part)
        below = [line for line in lines if line[0] > header[0] and not is_blank(line[1])]
        if form is MILEX:
            _take_milex(download, header[1], below, who)
        else:
            _take(download, header[1], places, below, who)
        if not download.states:
            raise refuse(str(path), header[0], f"has no row of {form.name} that could be taken")
        return download
    kinds = "; ".join(f"{form.name}: {_needs(form)}" for form in FORMS)
    message = (
        f"is no table of relations that is known by its columns. Known are: {kinds}; {MILEX.name}: "
        "the sheet of constant US$, with a line that begins with Country and names years"
    )
    raise refuse(str(path), 1, message)


def _needs(form: Form) -> str:
    return ", ".join(words.split()[0] for words in form.columns)


def _parts(path: Path) -> tuple[str, list[tuple[str, list[Line]]]]:
    """Digest of a file, and its sheets; a CSV file is one without a name."""
    if not is_workbook(path):
        text = read_lines(path)
        return text.digest, [("", _cells(text.lines))]
    sheets = sheets_of(path, LARGEST)
    constant = [name for name in sheets if name.casefold().startswith("constant")]
    chosen = constant or list(sheets)  # SIPRI's workbook has one of them, and many others
    return digest_of(path.read_bytes()), [
        (name, _cells(sheets[name].split("\n"))) for name in chosen
    ]


def _cells(lines: Sequence[str]) -> list[Line]:
    """Cells of all lines, by the mark that parts the widest of the first ones."""
    head = lines[:_HEADER_WITHIN]
    delimiter = max(
        _DELIMITERS, key=lambda mark: max((len(cells_of(line, mark)) for line in head), default=0)
    )
    return [(number, cells_of(line, delimiter)) for number, line in enumerate(lines, 1)]


def _recognised(path: Path, lines: Sequence[Line]) -> tuple[Form, Line, list[int]] | None:
    """The form of a table, its header, and where the form's columns stand in it."""
    for line in lines[:_HEADER_WITHIN]:
        for form in FORMS:
            places = form.places(line[1])
            if places is not None:
                if form is RIVALRIES and "pact" in path.name.casefold():
                    form = PACT_SPANS  # the package's own tables of both have the same columns
                return form, line, places
        if line[1][0].strip() == "Country" and year_columns(line[1]):
            return MILEX, line, []
    return None


def _take_milex(download: Download, header: Sequence[str], lines: Sequence[Line], who: Who) -> None:
    years = year_columns(header)
    for number, cells in lines:
        values = {
            year: cells[place].strip()
            for place, year in years.items()
            if place < len(cells) and cells[place].strip().casefold() not in _MISSING
        }
        if not values:  # a heading, or a state of which nothing is known
            continue
        download.rows += 1
        state = _state(download, cells[0], number, who)
        for year, word in values.items() if state is not None else ():
            value = _number(download, number, word.replace(",", ""), tables.number)
            if value is not None:
                _put(download, str(state), year, value / _MILLION)


def _take(
    download: Download, header: Sequence[str], places: Sequence[int], lines: Sequence[Line],
    who: Who,
) -> None:  # fmt: skip
    form = download.form
    held: dict[Pair, set[int]] = {}
    known = set[int]()  # years of a table by year
    in_sessions = "year" in form.columns[1] and header[places[1]].strip().casefold() == "session"
    for number, cells in lines:
        download.rows += 1
        words = [cells[place].strip() if place < len(cells) else "" for place in places]
        if form in (VOTES, SPENDING):
            if words[2].casefold() in _MISSING:
                download.empty += 1
                continue
            reader = tables.ideal_point if form is VOTES else tables.amount
            year, value = _year(download, number, words[1], in_sessions), None
            state = _state(download, words[0], number, who)
            if state is not None and year is not None:
                value = _number(download, number, words[2], reader)
            if value is not None:
                _put(download, str(state), int(year or 0), value)
            continue
        if form is PACTS and words[3] not in ("1", "1.0"):
            download.empty += 1
            year = _year(download, number, words[2], False)
            known |= set() if year is None else {year}
            continue
        pair = _pair(download, words, number, who)
        first = _year(download, number, words[2], False)
        if pair is None or first is None:
            continue
        download.last = max(download.last, first)
        if form is PACTS:
            known.add(first)
            held.setdefault(pair, set()).add(first)
            continue
        last = None
        if words[3].casefold() not in _MISSING:
            last = _year(download, number, words[3], False)
            if last is None or last < first:
                download.wrong.append((number, f"ends in {words[3]}, before it begins"))
                continue
            download.last = max(download.last, last)
        download.spans.setdefault(pair, []).append((first, last))
    if form is PACTS:
        download.first, download.last = min(known, default=EARLIEST), max(known, default=0)
    for pair, years in held.items():
        download.spans[pair] = list(_runs(years))
    _leave_open(download)


def _runs(years: set[int]) -> Iterator[Span]:
    """Years without a gap, as spans."""
    first = last = min(years)
    for year in sorted(years):
        if year > last + 1:
            yield first, last
            first = year
        last = year
    yield first, last


def _leave_open(download: Download) -> None:
    """What lasts to the last year that a file knows goes on, as far as it can tell."""
    for pair, spans in download.spans.items():
        download.spans[pair] = sorted(
            (first, None if last == download.last else last) for first, last in spans
        )


def _put(download: Download, state: str, year: int, value: float) -> None:
    download.paths.setdefault(state, {})[year] = value
    download.last = max(download.last, year)


def _pair(download: Download, words: Sequence[str], number: int, who: Who) -> Pair | None:
    one, other = (_state(download, word, number, who) for word in words[:2])
    if one is None or other is None:
        return None
    if one == other:
        download.wrong.append((number, f"{one} has no tie with itself"))
        return None
    return (one, other) if one < other else (other, one)


def _state(download: Download, word: str, number: int, who: Who) -> str | None:
    word = word.removesuffix(".0") if word.endswith(".0") else word  # a COW code from a spreadsheet
    name = who(word.strip())
    if name is None:
        download.unknown.setdefault(word.strip(), number)
        download.left_out[word.strip()] += 1
    return name


def _year(download: Download, number: int, word: str, in_sessions: bool) -> int | None:
    try:
        value = int(float(word))
        return int(tables.year(str(value + _FIRST_SESSION if in_sessions else value)) or 0)
    except (ValueError, OverflowError):
        download.wrong.append((number, f"'{word}' is no year"))
        return None


def _number(download: Download, number: int, word: str, reader: tables.Reader) -> float | None:
    try:
        return float(reader(word) or 0.0)
    except ValueError as error:
        download.wrong.append((number, str(error)))
        return None

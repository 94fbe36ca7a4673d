"""The reader of the ledger: every mistake in its place, all at once, and what is allowed."""

import hashlib

import pytest

from sim.base.problems import InputError
from sim.claims import load, load_ledger, shipped_ledger
from sim.claims.claims import InWorlds

ARTICLES = """\
articles:
  first: {title: On arms, publisher: A paper, date: 2014-06-12}
  second: {title: More of it, publisher: A journal, date: 2018, author: A. N. Author}
claims:
"""
CHANGE = "{id: fall, change: {buyer: Pakistan, from: 2008-2012, to: 2013-2017}}"
TARGET = """\
  - id: T1
    role: target
    articles: first
    claim: Imports fell by half
    measure: {id: fall, change: {buyer: Pakistan, from: 2008-2012, to: 2013-2017}}
    number: -0.5
    observed: -0.45
    scale: log
    tolerance: 0.1
    tolerance_reason: Vintages
    register: Nearly so
    sources: A register
"""
MECHANISM = """\
  - id: N1
    role: mechanism
    by: reader
    articles: [first, second]
    claim: It is the price
    register: Silent
    look_for: Cheaper arms sell more
    parameters: [price_sensitivity, quality]
    scenario: cheap_chinese_arms
"""
LIMIT = """\
  - id: Z1
    role: limit
    claim: Not too often
    measure: {id: some, order_count: {buyer: Pakistan, supplier: Russia, window: 2014-2017}}
    in_worlds: {from: 1, at_most: 0.9}
    register: Once
    sources: [One, Another]
"""
EVENT = """\
  - id: V1
    role: event
    claim: The ban was lifted
    register: In June
    events: russia-lifts-ban
    sources: A paper
"""
WHOLE = ARTICLES + TARGET + MECHANISM + LIMIT + EVENT


@pytest.fixture
def read(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def from_text(text):
        (tmp_path / "c.yaml").write_text(text, encoding="utf-8")
        return load_ledger(tmp_path / "c.yaml")

    return from_text


@pytest.fixture
def mistakes(read, tmp_path):
    def of_text(text):
        with pytest.raises(InputError) as caught:
            read(text)
        return str(caught.value).replace(f"{tmp_path}/", "").split("\n")

    return of_text


def test_a_ledger_holds_what_its_file_says(read):
    ledger = read(WHOLE)
    assert [claim.id for claim in ledger.claims] == ["T1", "N1", "Z1", "V1"]
    assert [article.author for article in ledger.articles.values()] == [None, "A. N. Author"]
    assert ledger.articles["second"].date == "2018"
    target, mechanism = ledger.by_id("T1"), ledger.by_id("N1")
    assert (target.by, target.number, target.observed) == ("author", -0.5, -0.45)
    assert target.measure.values["from"] == (2008, 2012)
    assert target.articles == ("first",) and target.sources == ("A register",)
    assert (mechanism.by, mechanism.scenario) == ("reader", "cheap_chinese_arms")
    assert mechanism.parameters == ("price_sensitivity", "quality")
    assert mechanism.measure is None and mechanism.tolerance is None
    assert ledger.by_id("Z1").in_worlds == InWorlds(low=1, least=0, most=0.9)
    assert ledger.by_id("V1").events == ("russia-lifts-ban",)
    assert ledger.with_role("limit") == (ledger.by_id("Z1"),)


def test_the_digest_is_of_the_content_of_the_file(read):
    ledger = read(WHOLE)
    assert ledger.digest == hashlib.sha256(WHOLE.encode()).hexdigest()
    assert read(WHOLE + "\n").digest != ledger.digest
    assert read(WHOLE).digest == ledger.digest


WRONG = [
    ("articles: first", "articles: frist", "7:15", "did you mean 'first'?"),
    ("role: target", "role: tagret", "6:11", "did you mean 'target'?"),
    ("number: -0.5", "numbr: -0.5", "10:5", "unknown key 'numbr' in claim 'T1'; did you mean"),
    ("number: -0.5", "number: half", "10:13", "number must be a finite number, not 'half'"),
    ("number: -0.5", "number: -1", "10:13", "-1 has no logarithm"),
    ("scale: log", "scale: cubic", "12:12", "one of: linear, log, not 'cubic'"),
    ("tolerance: 0.1", "tolerance: 0", "13:16", "a number above 0, not 0"),
    ("    tolerance: 0.1\n", "", "5:5", "claim 'T1' lacks 'tolerance'"),
    ("    observed: -0.45\n", "", "5:5", "claim 'T1' lacks 'observed'"),
    ("    tolerance_reason: Vintages\n", "", "5:5", "go together"),
    ("    sources: A register\n", "", "5:5", "claim 'T1' lacks 'sources'"),
    ("    role: target\n", "", "5:5", "claim 'T1' lacks 'role'"),
    ("    claim: Imports fell by half\n", "", "5:5", "claim 'T1' lacks 'claim'"),
    ("    register: Nearly so\n", "", "5:5", "claim 'T1' lacks 'register'"),
    ("change: {", "chnage: {", "9:25", "did you mean 'change'?"),
    ("2008-2012", "1998-2002", "9:57", "leaves the scenario's years, 2003-2030"),
    (CHANGE, "fall", "9:14", "measure must be a mapping, not"),
    ("by: reader", "by: editor", "19:9", "one of: author, reader, not 'editor'"),
    ("[first, second]", "[first, first]", "20:23", "names 'first' twice"),
    ("[first, second]", "{first: 1}", "20:15", "articles must be a list of articles"),
    ("articles: [first, second]", "sources: Somebody", "19:9", "a reader's comment stands below"),
    ("quality]", "qualiyt]", "24:37", "did you mean 'quality'?"),
    ("scenario: cheap", "scenario: chaep", "25:15", "did you mean 'cheap_chinese_arms'?"),
    ("    scenario: cheap_chinese_arms\n", "", "17:5", "a mechanism lacks 'scenario'"),
    ("    look_for: Cheaper arms sell more\n", "", "17:5", "a mechanism lacks 'look_for'"),
    (
        "    parameters: [price_sensitivity, quality]\n", "", "17:5",
        "a mechanism lacks 'parameters' that turn it off, or 'without'",
    ),
    ("{from: 1, at_most: 0.9}", "{from: 1}", "30:16", "it demands nothing"),
    ("{from: 1, at_most: 0.9}", "{at_most: 0.9}", "30:16", "lacks 'from' or 'to'"),
    ("{from: 1, at_most: 0.9}", "{from: 1, to: 0, at_most: 0.9}", "30:16", "before it begins"),
    ("{from: 1, at_most: 0.9}", "{from: 1, at_most: 90}", "30:35", "a number from 0 to 1, not 90"),
    (
        "{from: 1, at_most: 0.9}", "{from: 1, at_least: 0.9, at_most: 0.1}", "30:16",
        "at_most below its at_least",
    ),
    ("russia-lifts-ban", "russia-lift-ban", "37:13", "did you mean 'russia-lifts-ban'?"),
    ("    events: russia-lifts-ban\n", "", "33:5", "claim 'V1' lacks 'events'"),
    ("id: V1", "id: T1", "33:9", "the id 'T1' stands twice; first on line 5"),
    ("id: V1", "id: V 1", "33:9", "id must be up to 64 letters"),
    ("date: 2014-06-12", "date: June", "2:53", "a date such as 2014-06-12, 2014-06 or 2014"),
    ("publisher: A paper", "publihser: A paper", "2:27", "did you mean 'publisher'?"),
    ("  first: {", "  the first: {", "2:3", "a key of articles must be"),
    ("articles:\n", "artciles:\n", "1:1", "unknown key 'artciles' in a ledger; did you mean"),
]  # fmt: skip


@pytest.mark.parametrize(("right", "wrong", "place", "message"), WRONG)
def test_a_mistake_is_told_in_its_place(mistakes, right, wrong, place, message):
    assert right in WHOLE
    found = mistakes(WHOLE.replace(right, wrong, 1))
    assert any(line.startswith(f"c.yaml:{place}: ") and message in line for line in found), found


@pytest.mark.parametrize(
    ("cut", "message"),
    [
        ("    measure: {id: fall", "observed is of a measure, and this claim has no 'measure'"),
        ("    measure: {id: some", "in_worlds is of a measure"),
        ("    measure: {id: some", "lacks 'measure', or 'without': why no run measures it"),
    ],
)
def test_a_claim_without_a_measure_says_why(mistakes, cut, message):
    lines = [line for line in WHOLE.splitlines() if not line.startswith(cut)]
    assert any(message in line for line in mistakes("\n".join(lines)))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "c.yaml:1:1: the file is empty"),
        ("- a\n", "c.yaml:1:1: this must be a mapping"),
        (
            "articles: {}\nclaims: []\n",
            "c.yaml:2:9: claims must be a list of claims, not an empty list",
        ),
        ("articles: first\nclaims: 3\n", "c.yaml:1:11: articles must be a mapping, not"),
        (ARTICLES, "c.yaml:4:8: claims must be a list of claims, not nothing"),
        ("claims: [3]\n", "c.yaml:1:1: a ledger lacks 'articles'"),
        ("claims: [3]\n", "c.yaml:1:10: this claim must be a mapping of"),
        ("claims: [*x]\n", "c.yaml:1:10"),
    ],
)
def test_what_is_no_ledger_at_all_is_told(mistakes, text, message):
    assert any(line.startswith(message) for line in mistakes(text))


def test_all_mistakes_are_told_at_once(mistakes):
    text = WHOLE.replace("role: target", "role: tagret").replace("by: reader", "by: editor")
    assert [line.split(": ")[0] for line in mistakes(text)] == ["c.yaml:6:11", "c.yaml:19:9"]


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(InputError, match="cannot read this file"):
        load_ledger(tmp_path / "nowhere.yaml")


def test_an_installed_package_brings_its_own_ledger(tmp_path, monkeypatch):
    (tmp_path / "sim" / "seeds").mkdir(parents=True)
    own = tmp_path / "sim" / "seeds" / "claims.yaml"
    own.write_text(WHOLE, encoding="utf-8")
    monkeypatch.setattr(load, "_PACKAGE", tmp_path / "sim")
    assert shipped_ledger() == own
    assert load_ledger().by_id("T1").number == -0.5

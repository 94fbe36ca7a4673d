"""A claim, the articles that make it, and the ledger that holds them all."""

from dataclasses import dataclass
from functools import cached_property

from sim.scenario.measures import Measure

ROLES = {
    "event": "a dated event that scenarios put in",
    "target": "a figure that parameters may be fitted to",
    "validation": "a pattern that nothing is fitted to",
    "mechanism": "a reason why states choose as they do, with a switch",
    "limit": "a bound on what runs may produce",
    "contradicted": "the register says otherwise: shown, never fitted",
    "disputed": "sources disagree: shown, never fitted",
}
"""What a claim is used for, in the order in which they are listed."""

VOICES = ("author", "reader")
"""Who says it: the article's author, or a reader in a comment below the article."""

SCALES = ("linear", "log")
"""Where a model and the record are compared."""


@dataclass(frozen=True)
class Article:
    """Where a claim was made. ``author`` is None where none is named."""

    key: str
    title: str
    publisher: str
    date: str
    author: str | None = None


@dataclass(frozen=True)
class InWorlds:
    """A demand on many worlds.

    Of those in which the measure has a value, at least a share ``least`` and at most ``most`` must
    have it from ``low`` to ``high``. An end that is None is open.
    """

    low: float | None
    high: float | None
    least: float
    most: float


@dataclass(frozen=True)
class Claim:
    """One claim, in our words, and what is known of it.

    ``number`` is what the article says and ``observed`` what the register says, both on the
    measure's own scale: a fall of 76% is -0.76. ``tolerance`` is the standard deviation of the
    discrepancy on ``scale``, fixed beforehand, and ``tolerance_reason`` says where it comes from:
    on the log scale a change x is compared as ln(1 + x), a volume or a ratio as ln(x).
    ``look_for`` is what a run must let one see of a mechanism, and ``parameters`` switch it off.
    ``without`` says why there is no measure, or no switch in the model.
    """

    id: str
    articles: tuple[str, ...]
    claim: str
    role: str
    by: str
    number: float | None
    observed: float | None
    scale: str
    tolerance: float | None
    tolerance_reason: str | None
    measure: Measure | None
    in_worlds: InWorlds | None
    register: str
    look_for: str | None
    base_rate: str | None
    sources: tuple[str, ...]
    parameters: tuple[str, ...]
    scenario: str | None
    events: tuple[str, ...]
    without: str | None


@dataclass(frozen=True)
class Within:
    """Bounds on the measure of a claim; None is no bound."""

    claim: str
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Together:
    """What several claims say of one and the same world."""

    id: str
    claim: str
    of: tuple[Within, ...]


@dataclass(frozen=True)
class Claims:
    """All claims, in the order of the file. ``digest`` is the SHA-256 of the file's content."""

    articles: tuple[Article, ...]
    claims: tuple[Claim, ...]
    digest: str
    together: tuple[Together, ...] = ()

    def by_id(self, id: str) -> Claim:
        """Return the claim of this id. Raises KeyError if there is none."""
        return self._claims[id]

    def with_role(self, role: str) -> tuple[Claim, ...]:
        """Return the claims that play a role."""
        return tuple(claim for claim in self.claims if claim.role == role)

    def article(self, key: str) -> Article:
        """Return the article of this key. Raises KeyError if there is none."""
        return self._articles[key]

    @cached_property
    def _claims(self) -> dict[str, Claim]:
        return {claim.id: claim for claim in self.claims}

    @cached_property
    def _articles(self) -> dict[str, Article]:
        return {article.key: article for article in self.articles}

"""A game: whose turn it is, what has been decided, and what may be decided now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from sim.base.problems import RefusedError, quote, suggest_or_list
from sim.experiment.case import Case, build_case, find_theatre
from sim.experiment.worlds import case_of_world
from sim.explain.chronicle import ChronicleYear, chronicle
from sim.play import decisions
from sim.play.decisions import Decision
from sim.play.haggling import Wish, haggle
from sim.play.offers import Offer, OpenTender, open_tenders
from sim.scenario import Scenario, load

Key = tuple[str, str, int]  # buyer, class and number of a tender

DECLINED: Literal["declined"] = "declined"
Answer = Offer | Literal["declined"]


class GameError(RefusedError):
    """Something that the rules of a game do not allow."""


@dataclass(frozen=True)
class Moment:
    """Where a game stands. Moments never change, so that taking back is going to the one before.

    ``changed`` are offers after a negotiation, None for one that is gone.
    """

    year: int
    decided: tuple[Decision, ...] = ()
    answers: Mapping[Key, Answer] = field(default_factory=dict)
    changed: Mapping[tuple[Key, str], Offer | None] = field(default_factory=dict)


class Game:
    """One world of a scenario in which some states are played.

    Each year, states that sell set their terms first; then states that buy answer the offers for
    their tenders. What nobody answers is left to the model. ``end_year`` signs and goes on.

    >>> game = Game("history", seats=["Pakistan"])
    >>> game.year
    2003
    >>> offer = game.tenders("Pakistan")[0].offers[0]
    >>> game.accept(offer) and game.end_year()
    2004
    """

    def __init__(
        self,
        scenario: str | Scenario = "history",
        seats: Sequence[str] = (),
        world: int = 0,
        *,
        moment: Moment | None = None,
    ) -> None:
        """Begin a game, or go on at a moment of one.

        Args:
            scenario: a shipped scenario, a file, or a loaded scenario.
            seats: the states that are played, by name, alias or ISO code.
            world: number of the world.
            moment: where to go on; by default the first year.

        Raises:
            GameError: for a state that the theatre does not have, or no state.
            InputError: if the scenario is wrong.
        """
        base = load(scenario) if isinstance(scenario, str) else scenario
        if base.tenders == "recorded" or base.replay is not None:
            raise GameError(
                "tenders or orders of this scenario are those on record; nothing is to decide"
            )
        self.base, self.world = base, world
        self.theatre = find_theatre(base)
        self.seats = tuple(dict.fromkeys(self._name(word) for word in seats))
        if not self.seats:
            raise GameError("a game needs at least one state that is played")
        self.now = Moment(base.first_year) if moment is None else moment
        self._past: list[Moment] = []
        self._cases: dict[tuple[str, ...], Case] = {}

    # --- where the game stands

    @property
    def year(self) -> int:
        """The year that is being decided; after the last one the game is over."""
        return self.now.year

    @property
    def over(self) -> bool:
        """Whether all years are played."""
        return self.year > self.base.last_year

    @property
    def buyers(self) -> tuple[str, ...]:
        """Seats that buy."""
        return tuple(seat for seat in self.seats if seat in self.theatre.buyers)

    @property
    def sellers(self) -> tuple[str, ...]:
        """Seats that sell."""
        return tuple(seat for seat in self.seats if seat in self.theatre.suppliers)

    @property
    def scenario(self) -> Scenario:
        """The base scenario with all that was decided in the years that are over."""
        return decisions.with_decisions(self.base, self.now.decided)

    @property
    def case(self) -> Case:
        """The scenario of the game in its theatre, its events as they fall in the game's world."""
        key = tuple(str(decision["id"]) for decision in self.now.decided)
        if key not in self._cases:
            case = case_of_world(build_case(self.scenario, self.theatre), self.world)
            self._cases = {key: case}  # one is enough
            self._tenders: dict[str, tuple[OpenTender, ...]] = {}
        return self._cases[key]

    def tenders(self, buyer: str) -> tuple[OpenTender, ...]:
        """Tenders of a buyer this year, the largest first, with the offers that still stand."""
        self._go_on()
        buyer = self._seat(buyer, self.buyers, "buys")
        case = self.case
        if buyer not in self._tenders:
            self._tenders[buyer] = open_tenders(case, self.world, buyer, self.year)
        return tuple(self._standing(tender) for tender in self._tenders[buyer])

    def answer(self, tender: OpenTender) -> Answer | None:
        """What was answered: an offer that was accepted, ``declined``, or None for nothing yet."""
        return self.now.answers.get(_key(tender))

    def news(self, buyers: Sequence[str] | None = None) -> ChronicleYear | None:
        """What happened last year to some buyers, by default the seats and their rivals."""
        if self.year == self.base.first_year:
            return None
        case, last = self.case, self.year - 1
        told = self._of_interest() if buyers is None else [self._name(word) for word in buyers]
        places = [self.theatre.buyers.index(name) for name in told if name in self.theatre.buyers]
        kinds = range(len(self.theatre.classes))
        return chronicle(case, self.world, places, kinds, range(last, last + 1))[0]

    # --- what a buyer decides

    def accept(self, offer: Offer) -> bool:
        """Take an offer. False if the deal was stopped by a larger customer: the offer is gone.

        Raises:
            GameError: if this is no offer that stands.
        """
        tender = self._tender_of(offer)
        if offer not in tender.offers:
            raise GameError(f"{offer.supplier} does not offer that, or no longer")
        key = _key(tender)
        if offer.supplier in tender.stopped:
            self._become(changed={**self.now.changed, (key, offer.supplier): None})
            return False
        self._become(answers={**self.now.answers, key: offer})
        return True

    def decline(self, tender: OpenTender) -> None:
        """Buy nothing for a tender."""
        self._check_now(tender)
        self._become(answers={**self.now.answers, _key(tender): DECLINED})

    def leave(self, tender: OpenTender) -> None:
        """Leave a tender to the model, as if it had never been answered."""
        self._check_now(tender)
        kept = {key: value for key, value in self.now.answers.items() if key != _key(tender)}
        self._become(answers=kept)

    def negotiate(self, offer: Offer, wish: Wish) -> Offer | None:
        """Ask once for a lower price, an earlier delivery or a licence.

        Returns the better offer, or None if the supplier walks away.

        Raises:
            GameError: if the offer was negotiated before, or does not stand.
        """
        tender = self._tender_of(offer)
        if offer not in tender.offers:
            raise GameError(f"{offer.supplier} does not offer that, or no longer")
        if offer.negotiated:
            raise GameError(f"{offer.supplier} has said its last word")
        better = haggle(offer, wish, self.case, self.world)
        self._become(changed={**self.now.changed, (_key(tender), offer.supplier): better})
        return better

    def take_again(self, tender: OpenTender, agreed: Offer) -> None:
        """Take an offer as it was agreed before the game was saved."""
        key = _key(tender)
        self._become(
            answers={**self.now.answers, key: agreed},
            changed={**self.now.changed, (key, agreed.supplier): agreed},
        )

    # --- what a supplier decides, before buyers answer

    def set_price(self, supplier: str, factor: float, classes: Sequence[str] = ("all",)) -> None:
        """Ask so many times the price so far, from this year on; .001 to 1,000."""
        self._impose(decisions.sets_price(self._seller(supplier), self.year, factor, classes))

    def refuse(self, supplier: str, buyer: str, classes: Sequence[str] = ("all",)) -> None:
        """Sell a buyer nothing more of some classes, from this year on."""
        seller, name = self._seller(supplier), self._name(buyer)
        self._impose(decisions.refuses(seller, self.year, name, classes))

    def serve(self, supplier: str, buyer: str) -> None:
        """Sell to a buyer again, from this year on."""
        self._impose(decisions.serves(self._seller(supplier), self.year, self._name(buyer)))

    def withhold(
        self, supplier: str, buyer: str, share: float, classes: Sequence[str] = ("all",)
    ) -> None:
        """Keep a share of the better technology from a buyer, from this year on."""
        seller, name = self._seller(supplier), self._name(buyer)
        self._impose(decisions.withholds(seller, self.year, name, share, classes))

    # --- time

    def end_year(self) -> int:
        """Sign what was accepted, leave to the model what was not answered, and go on.

        Returns the year that is decided next.
        """
        self._go_on()
        decided = list(self.now.decided)
        for buyer in self.buyers:
            decided.append(decisions.takes_charge(buyer, self.year))
            for tender in self.tenders(buyer):
                chosen = self._chosen(tender)
                if chosen is not None:
                    decided.append(decisions.signs(chosen, by_model=self.answer(tender) is None))
        self._become(year=self.year + 1, decided=tuple(decided), answers={}, changed={})
        return self.year

    def undo(self) -> bool:
        """Take back the last decision, over the ends of years too; False if there is none."""
        if not self._past:
            return False
        self.now = self._past.pop()
        return True

    # --- within

    def _chosen(self, tender: OpenTender) -> Offer | None:
        """The offer that is signed for a tender, or None; the model chooses where nobody did."""
        answer = self.answer(tender)
        if answer == DECLINED:
            return None
        if isinstance(answer, Offer):
            return answer
        return None if tender.advised is None else tender.offer_of(tender.advised)

    def _standing(self, tender: OpenTender) -> OpenTender:
        """A tender with its offers as they are after negotiations."""
        key = _key(tender)
        now = (self.now.changed.get((key, offer.supplier), offer) for offer in tender.offers)
        return replace(tender, offers=tuple(offer for offer in now if offer is not None))

    def _tender_of(self, offer: Offer) -> OpenTender:
        found = [one for one in self.tenders(offer.buyer) if one.key == offer.tender]
        if offer.year != self.year or not found:
            raise GameError(f"this offer is not of {self.year}")
        return found[0]

    def _check_now(self, tender: OpenTender) -> None:
        if tender.year != self.year or tender.buyer not in self.buyers:
            raise GameError(f"this tender is not open in {self.year}")

    def _impose(self, decision: Decision) -> None:
        self._go_on()
        if self.now.answers:
            raise GameError(
                "suppliers decide first: buyers have answered offers of this year already"
            )
        kept = [one for one in self.now.decided if one["id"] != decision["id"]]
        moment = replace(self.now, decided=(*kept, decision), changed={})
        decisions.with_decisions(self.base, moment.decided)  # or a clear word of what is wrong
        self._past.append(self.now)
        self.now = moment

    def _become(self, **changes: object) -> None:
        self._past.append(self.now)
        self.now = replace(self.now, **changes)  # type: ignore[arg-type]

    def _go_on(self) -> None:
        if self.over:
            raise GameError(f"the game is over: {self.base.last_year} was its last year")

    def _of_interest(self) -> list[str]:
        """Seats that buy, and their rivals of last year."""
        rivals = [
            other
            for relation in self.theatre.rivalries
            if relation.holds(self.year - 1)
            for one, other in (
                (relation.state_a, relation.state_b),
                (relation.state_b, relation.state_a),
            )
            if one in self.buyers
        ]
        return list(dict.fromkeys((*self.buyers, *rivals)))

    def _seller(self, word: str) -> str:
        return self._seat(word, self.sellers, "sells")

    def _seat(self, word: str, seats: tuple[str, ...], does: str) -> str:
        name = self._name(word)
        if name not in seats:
            raise GameError(
                f"{name} is no seat of this game that {does}{suggest_or_list('', seats)}"
            )
        return name

    def _name(self, word: str) -> str:
        name = self.theatre.find(word)
        if name is None:
            hint = self.theatre.suggestion(word)
            raise GameError(f"there is no state {quote(word)} in the theatre{hint}")
        return name


def _key(tender: OpenTender) -> Key:
    return tender.buyer, tender.weapon_class, tender.number

"""A game: whose turn it is, what has been decided, and what may be decided now."""

from collections.abc import Sequence
from dataclasses import replace

from sim.experiment.case import Case, build_case, find_theatre
from sim.experiment.worlds import case_of_world
from sim.explain.chronicle import ChronicleYear, chronicle
from sim.play import decisions
from sim.play.decisions import Decision
from sim.play.haggling import Wish, haggle
from sim.play.moment import DECLINED, Answer, GameError, Moment, key_of
from sim.play.offers import Offer, OpenTender, open_tenders
from sim.play.seats import GameSeats
from sim.scenario import Scenario, load


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
        self._seats = GameSeats(self.theatre, seats)
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
    def seats(self) -> tuple[str, ...]:
        """States that are played."""
        return self._seats.names

    @property
    def buyers(self) -> tuple[str, ...]:
        """GameSeats that buy."""
        return self._seats.buyers

    @property
    def sellers(self) -> tuple[str, ...]:
        """GameSeats that sell."""
        return self._seats.sellers

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
        buyer = self._seats.buyer(buyer)
        case = self.case
        if buyer not in self._tenders:
            self._tenders[buyer] = open_tenders(case, self.world, buyer, self.year)
        return tuple(self._standing(tender) for tender in self._tenders[buyer])

    def answer(self, tender: OpenTender) -> Answer | None:
        """What was answered: an offer that was accepted, ``declined``, or None for nothing yet."""
        return self.now.answers.get(key_of(tender))

    def news(self, buyers: Sequence[str] | None = None) -> ChronicleYear | None:
        """What happened last year to some buyers, by default the seats and their rivals."""
        if self.year == self.base.first_year:
            return None
        case, last = self.case, self.year - 1
        told = map(self._seats.state, self._seats.with_rivals(last) if buyers is None else buyers)
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
        key = key_of(tender)
        if offer.supplier in tender.stopped:
            self._become(changed={**self.now.changed, (key, offer.supplier): None})
            return False
        self._become(answers={**self.now.answers, key: offer})
        return True

    def decline(self, tender: OpenTender) -> None:
        """Buy nothing for a tender."""
        self._check_now(tender)
        self._become(answers={**self.now.answers, key_of(tender): DECLINED})

    def leave(self, tender: OpenTender) -> None:
        """Leave a tender to the model, as if it had never been answered."""
        self._check_now(tender)
        kept = {key: value for key, value in self.now.answers.items() if key != key_of(tender)}
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
        self._become(changed={**self.now.changed, (key_of(tender), offer.supplier): better})
        return better

    def announce(self, tender: OpenTender, supplier: str) -> None:
        """Let everybody know that the buyer talks with a supplier about what it tenders for.

        Others hear of it when the year ends: those from whom the buyer is estranged lower their
        price next year, and politics follow what is announced.

        Raises:
            GameError: if that was announced this year, or the state sells nothing.
        """
        self._check_now(tender)
        name = self._seats.supplier(supplier)
        said = decisions.announces(tender.buyer, self.year, name, tender.weapon_class)
        if said in self.now.said:
            raise GameError(f"talks with {name} about that are announced already")
        self._become(said=(*self.now.said, said))

    def announced(self, tender: OpenTender) -> tuple[str, ...]:
        """Suppliers with whom talks about such a tender were announced this year."""
        return decisions.talked_of(self.now.said, tender.buyer, tender.weapon_class)

    def take_again(self, tender: OpenTender, agreed: Offer) -> None:
        """Take an offer as it was agreed before the game was saved."""
        key = key_of(tender)
        self._become(
            answers={**self.now.answers, key: agreed},
            changed={**self.now.changed, (key, agreed.supplier): agreed},
        )

    # --- what a supplier decides, before buyers answer

    def set_price(self, supplier: str, factor: float, classes: Sequence[str] = ("all",)) -> None:
        """Ask so many times the price so far, from this year on; .001 to 1,000."""
        self._impose(decisions.sets_price(self._seats.seller(supplier), self.year, factor, classes))

    def refuse(self, supplier: str, buyer: str, classes: Sequence[str] = ("all",)) -> None:
        """Sell a buyer nothing more of some classes, from this year on."""
        seller, name = self._seats.seller(supplier), self._seats.state(buyer)
        self._impose(decisions.refuses(seller, self.year, name, classes))

    def serve(self, supplier: str, buyer: str) -> None:
        """Sell to a buyer again, from this year on."""
        seller, name = self._seats.seller(supplier), self._seats.state(buyer)
        self._impose(decisions.serves(seller, self.year, name))

    def withhold(
        self, supplier: str, buyer: str, share: float, classes: Sequence[str] = ("all",)
    ) -> None:
        """Keep a share of the better technology from a buyer, from this year on."""
        seller, name = self._seats.seller(supplier), self._seats.state(buyer)
        self._impose(decisions.withholds(seller, self.year, name, share, classes))

    # --- time

    def end_year(self) -> int:
        """Sign what was accepted, leave to the model what was not answered, and go on.

        Returns the year that is decided next.
        """
        self._go_on()
        decided = [*self.now.decided, *self.now.said]
        for buyer in self.buyers:
            decided.append(decisions.takes_charge(buyer, self.year))
            for tender in self.tenders(buyer):
                chosen = self._chosen(tender)
                if chosen is not None:
                    decided.append(decisions.signs(chosen, by_model=self.answer(tender) is None))
        self._become(year=self.year + 1, decided=tuple(decided), answers={}, changed={}, said=())
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
        key = key_of(tender)
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

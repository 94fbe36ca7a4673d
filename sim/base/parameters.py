"""The parameter table: the only home of every number that the model does not take from a theatre.

A parameter is one row here and an equation that reads it. All that is said of it elsewhere (what a
scenario may set, `sim explain`, `sim ablate`, the pages, the plots) is read from its row.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sim.base.bounds import ABOVE_0, ANY, FROM_0, SHARE, Bounds
from sim.base.distributions import Constant, Distribution, Normal, Triangular, Uniform

Record = Any  # parameters of one world: an array record, in compiled code read by attribute
Evidence = Literal["†", "‡"]

EVIDENCE: Mapping[Evidence, str] = {"†": "measured", "‡": "a guess"}
"""The signs that tables print: measured on recorded orders up to 2012, or no data behind it."""

COUNTS = (
    "packages by buyer and year 1995-2012 (SIPRI): spread beyond a Poisson law that fades at once"
)
LOGIT = "conditional logit on recorded arms orders 1992-2012, volume-weighted, clustered by buyer"
GUESS = "guess: no data behind it"
CONTRACTS = "regression of 2,096 priced contracts of 1980-2012, from comments of the SIPRI register"
ARRIVALS = (
    "what had come by 2003 of the recorded orders of 1995-2002, by buyer and supplier (SIPRI): the CRPS is lowest at "
    "0.5 in TIV, 0.5 in its root, 0.8 in its logarithm, each with a standard error of 0.14 over buyers"
)
LATER_LOGIT = "penalised logit on recorded orders 2003-2012, clustered by buyer: unweighted, and weighted by volume"


@dataclass(frozen=True)
class ReasonGroup:
    """A family of mechanisms that is told, and turned off, together.

    ``habitual`` groups are all that the habit-only benchmark keeps.
    """

    meaning: str
    habitual: bool = False


NOISE = "noise"
GROUPS: Mapping[str, ReasonGroup] = {
    "habit": ReasonGroup(
        "past orders from this supplier, in this class and lately; a first order is a hurdle", True
    ),
    "peers' orders": ReasonGroup("what all other buyers buy", True),
    "affinity": ReasonGroup("a lasting taste that the start shows", True),
    "politics": ReasonGroup(
        "votes, pacts, alignment, cost at home, a patron's objection, embargoes"
    ),
    "rivals": ReasonGroup(
        "who arms the buyer's rivals or turns to them, and all that answers to rivals"
    ),
    "dependence": ReasonGroup("leaning too much on one supplier"),
    "price": ReasonGroup(
        "changes of price, grants, concessions; levels of price, by the buyer's wealth; technology withheld"
    ),
    "wealth": ReasonGroup("rich states buy from rich suppliers, and poor from poor ones"),
    "supply": ReasonGroup(
        "what makes a supplier ready to offer, and able to deliver; how soon it delivers"
    ),
    "need": ReasonGroup("how much is bought"),
    NOISE: ReasonGroup("chance, which is no mechanism", True),
}
"""What a parameter belongs to: the one home of the groups, in the order in which they are told."""


@dataclass(frozen=True)
class Parameter:
    """One row of the table.

    Args:
        name: as scenarios, sweeps and plans write it.
        group: one of ``GROUPS``.
        equation: the function of ``sim.model.equations`` that reads it.
        unit: of its values.
        prior: what is believed of it before any run is held against the record.
        evidence: one of ``EVIDENCE``. Where it is a guess, the prior is wide.
        off: the value at which it has no effect; None if it is part of how every choice is made
            and cannot be turned off.
        meaning: what it stands for, with the sign of its effect where that is not plain.
        source: where the prior comes from.
        bounds: the values that make sense.
        reason: the words for its term, if it is a weight in the value of an offer.
        on_record: whether a register of orders shows its term, so that ``sim estimate`` fits it.
        trial: of a mechanism that is off by default, what it is drawn from when one switches it on.
    """

    name: str
    group: str
    equation: str
    unit: str
    prior: Distribution
    evidence: Evidence
    off: float | None
    meaning: str
    source: str = GUESS
    bounds: Bounds = ANY
    reason: str = ""
    on_record: bool = False
    trial: Distribution | None = None

    @property
    def range(self) -> Distribution:
        """What it is drawn from where it is on: what sweeps go over and ablations switch on."""
        return self.prior if self.trial is None else self.trial


_ROWS = (
    # --- choice: weights in the value of an offer; all terms are added, signs stand here
    Parameter("habit_class", "habit", "habit_value", "per ln(1 + TIV)", Normal(0.311, 0.027), "†", 0.0,
              "pull of past orders from this supplier in this class, decayed 0.9 a year", LOGIT,
              reason="past orders of the class from this supplier", on_record=True),
    Parameter("orders_5y", "habit", "recent_orders_value", "per ln(1 + orders)", Normal(0.419, 0.093), "†", 0.0,
              "pull of the number of orders in this class in the last five years", LOGIT,
              reason="number of such orders in five years", on_record=True),
    Parameter("order_3y", "habit", "habit_value", "0/1", Normal(0.576, 0.091), "†", 0.0,
              "any order from this supplier, of any class, in the last three years", LOGIT,
              reason="an order of any kind in three years", on_record=True),
    Parameter("first_order", "habit", "habit_value", "0/1", Normal(-0.622, 0.237), "†", 0.0,
              "hurdle of a first order ever", LOGIT, reason="hurdle of a first order", on_record=True),
    Parameter("affinity", "affinity", "affinity", "per ln(ratio)", Uniform(0.0, 0.5), "‡", 0.0,
              "lasting taste: the supplier's share of this buyer over its share of the world, at the start",
              reason="lasting taste for the supplier"),
    Parameter("world_share", "peers' orders", "world_share_value", "per ln(share)", Normal(0.426, 0.033), "†", 0.0,
              "pull of what other buyers buy in this class", LOGIT, reason="what all others buy", on_record=True),
    Parameter("world_share_feedback", "peers' orders", "blended_share", "share", Uniform(0.25, 0.75), "‡", 0.0,
              "how far simulated sales replace the starting world share", bounds=SHARE),
    Parameter("world_share_drift", "noise", "world_share_value", "sd a year", Uniform(0.05, 0.2), "‡", 0.0,
              "a supplier's own random walk in the eyes of all buyers", bounds=FROM_0),
    Parameter("other_supplier", "peers' orders", "tie_value", "0/1", Normal(-0.6, 0.15), "‡", 0.0,
              "the residual supplier is a sum of many, not one strong supplier",
              "set so that the residual does not outgrow its recorded share; the logit gives 0.33",
              reason="a sum of many small suppliers", on_record=True),
    Parameter("un_distance", "politics", "tie_value", "per ideal-point unit", Normal(-0.168, 0.073), "†", 0.0,
              "distance of votes in the United Nations", LOGIT, reason="distance in UN votes", on_record=True),
    Parameter("un_distance_first_order", "politics", "tie_value", "per ideal-point unit", Normal(-0.248, 0.207), "†", 0.0,
              "the same distance, extra for a first order", LOGIT, reason="the same, at a first order",
              on_record=True),
    Parameter("defence_pact", "politics", "tie_value", "0/1", Normal(0.106, 0.113), "†", 0.0,
              "a defence pact with the supplier", LOGIT, reason="defence pact", on_record=True),
    Parameter("own_rival", "politics", "tie_value", "0/1", Normal(-3.527, 0.736), "†", 0.0,
              "the supplier is a strategic rival of the buyer", LOGIT, reason="the supplier is a rival itself",
              on_record=True),
    Parameter("alignment_shift", "politics", "shift_value", "per unit of alignment", Uniform(0.0, 3.0), "‡", 0.0,
              "political alignment with the supplier, as a change since the start (-1 to 1)",
              reason="politics closer or apart since the start"),
    Parameter("domestic_cost", "politics", "shift_value", "per unit of cost", Uniform(-2.0, 0.0), "‡", 0.0,
              "cost at home of being seen with this supplier (0 to 1)", reason="cost at home"),
    Parameter("patron_objection", "politics", "tie_value", "per unit of strength", Normal(-0.4, 0.4), "†", 0.0,
              "the buyer's patron objects to this supplier (sanction risk, 0 to 1); fragile: states with American aid buy "
              "less from Russia and China, but as much less from Israel and Ukraine",
              "Poisson on recorded arms orders 1992-2012, American aid against Russia or China",
              reason="objection of a patron"),
    Parameter("dependence", "dependence", "dependence_value", "per share", Constant(0.0), "‡", 0.0,
              "own orders from the supplier above 60%: who depends on one looks for another; off by default, for "
              "recorded orders show no sign of it: -0.3 ± 0.8 and 0.7 ± 1.0",
              LATER_LOGIT, reason="leaning too much on one supplier", trial=Uniform(-3.0, 0.0)),
    Parameter("quality", "price", "withheld_value", "per share withheld", Uniform(0.0, 1.0), "‡", 0.0,
              "worth of the technology that a supplier withholds, and of licences that it refuses", reason="technology or licences withheld"),
    Parameter("search", "rivals", "search_value", "per ln(ratio)", Uniform(0.0, 1.0), "‡", 0.0,
              "when the balance tips, a buyer searches various markets: suppliers without a recent order gain",
              reason="search for others as the balance tips"),
    Parameter("price_sensitivity", "price", "price_value", "per ln(price)", Triangular(0.0, 0.5, 1.5), "‡", 0.0,
              "answer to a change of price since the start, by discounts, concessions, grants and credit; levels of price "
              "come with quality and tell nothing of it",
              reason="price to be paid"),
    Parameter("price_wealth", "price", "price_wealth_value", "per ln(price) times wealth", Normal(0.15, 0.15), "†", 0.0,
              "rich buyers take dear suppliers, poor buyers cheap ones: level of price times the buyer's wealth; fragile",
              "conditional logit on recorded arms orders 1992-2012, beside the wealth of both",
              reason="level of price, to its wealth", on_record=True),
    Parameter("supplier_wealth", "wealth", "supplier_wealth_value", "per product of ln(GDP)", Normal(0.4, 0.1), "†", 0.0,
              "rich states buy from rich suppliers: GDP per head of both, each in ln over a middling state's; what it adds "
              "to forecasts is within its error",
              "conditional logit on recorded arms orders 1992-2012: 0.44 by volume, 0.35 by orders",
              reason="as rich, or as poor, as the buyer", on_record=True),
    Parameter("lead_time", "supply", "lead_time_value", "per year", Normal(-0.05, 0.08), "†", 0.0,
              "years to the supplier's first delivery, over those of others; weak: -0.11 by volume, -0.02 by orders",
              "conditional logit on recorded arms orders 1992-2012", reason="later delivery than others", on_record=True),
    Parameter("rival_sales", "rivals", "rival_value", "per share", Normal(0.0, 0.5), "†", 0.0,
              "share of the supplier's sales that goes to the buyer's rivals; not told from 0: its sign changes with how "
              "orders are weighted, and effects of dyad, supplier and buyer by year leave nothing",
              "conditional logit on recorded arms orders 1992-2012: -0.83 by orders, 0.96 by volume", reason="the supplier arms rivals", on_record=True),
    Parameter("rival_patron", "rivals", "rival_value", "per share", Constant(0.0), "‡", 0.0,
              "rise of a rival's ties with this supplier since the start; off by default, for recorded orders show "
              "none or the opposite: 0.1 ± 0.3 and 1.1 ± 0.5",
              LATER_LOGIT, reason="rivals order more from it than before", trial=Uniform(-1.0, 0.0)),
    Parameter("abandonment", "rivals", "abandonment_value", "per unit of alignment", Uniform(-3.0, 0.0), "‡", 0.0,
              "fear of being abandoned: a supplier on which the buyer leans aligns with its rival, before volumes fall; "
              "recorded orders give -4.0 ± 1.8 and -4.4 ± 1.9, but without one buyer -2.0 ± 2.6",
              LATER_LOGIT, reason="its politics turn to a rival"),
    Parameter("abandonment_from", "rivals", "turned_to_rival", "alignment", Uniform(0.25, 0.5), "‡", 0.0,
              "alignment of a supplier with the rival up to which nobody feels abandoned: a visit, 0.25 at most, is no "
              "change of sides", bounds=SHARE),
    Parameter("choice_scale", "noise", "mean_race_time", "factor", Uniform(0.9, 1.3), "‡", None,
              "weight of the reasons above against everything not modelled", bounds=ABOVE_0),
    Parameter("small_package", "noise", "scale_of_package", "factor", Uniform(0.5, 1.0), "‡", 1.0,
              "weight of the reasons for a package under 60 TIV, over that for a large one; measured on all recorded "
              "packages alike, most of them small, the pull of habit in the class and of the world is two thirds of that "
              "measured by volume",
              LOGIT),
    # --- willingness of the supplier to offer
    Parameter("willingness_base", "supply", "class_odds", "logit", Uniform(1.5, 3.5), "‡", None,
              "readiness of a supplier that nothing holds back"),
    Parameter("idle_capacity", "supply", "class_odds", "per share idle", Uniform(0.0, 3.0), "‡", 0.0,
              "unused capacity makes a supplier seek customers"),
    Parameter("lost_share", "supply", "class_odds", "per share lost", Uniform(0.0, 3.0), "‡", 0.0,
              "share lost with the customers of the start makes a supplier seek others"),
    Parameter("friendship", "politics", "buyer_odds", "per unit of alignment", Uniform(0.0, 2.0), "‡", 0.0,
              "alignment makes a supplier willing"),
    Parameter("objection", "rivals", "buyer_odds", "per share of the order book", Uniform(-4.0, 0.0), "‡", 0.0,
              "larger customers that are rivals of the buyer object, as far as they are larger"),
    Parameter("embargo", "politics", "open_share", "log share left open", Normal(-2.13, 0.284), "†", 0.0,
              "how tight a full embargo is: -2.13 leaves 12% of tenders open", LOGIT, on_record=True),
    Parameter("component_hold", "supply", "held_share", "share", Uniform(0.0, 1.0), "‡", 0.0,
              "what a supplier of components can hold up of deals that rely on them: an engine embargo, or its "
              "own customers' objections, reach through to the maker of the aircraft"),
    # --- need
    Parameter("spending_elasticity", "need", "pressure", "elasticity", Uniform(0.0, 1.0), "‡", 0.0,
              "how far tenders follow military spending"),
    Parameter("spending_reaction", "rivals", "spending_target", "per ln(stock)", Uniform(0.0, 0.5), "‡", 0.0,
              "Richardson reaction: spending rises with the rivals' stocks"),
    Parameter("parity", "rivals", "pressure", "per ln(ratio)", Uniform(0.0, 1.0), "‡", 0.0,
              "tenders rise when the balance with the rivals has moved against the buyer"),
    Parameter("domestic_growth", "need", "domestic_factor", "a year", Uniform(0.0, 0.03), "‡", 0.0,
              "a state with arms industry of its own takes so much of its tenders home every year", bounds=SHARE),
    Parameter("demand_year_sd", "noise", "demand_factor", "sd of ln", Triangular(0.15, 0.25, 0.35), "†", 0.0,
              "good and bad years of a buyer, in all classes at once", COUNTS, bounds=FROM_0),
    Parameter("demand_slow_sd", "noise", "demand_factor", "sd of ln", Triangular(0.1, 0.3, 0.5), "‡", 0.0,
              "the slow part of the same; counts give 0.2 to 0.4, in which what spending explains is still contained",
              bounds=FROM_0),
    Parameter("demand_persistence", "noise", "demand_factor", "a year", Triangular(0.6, 0.8, 0.95), "‡", 0.0,
              "how much of the slow part stays from one year to the next", bounds=SHARE),
    # --- prices
    Parameter("idle_discount", "price", "price_index", "share", Uniform(0.0, 0.3), "‡", 0.0,
              "discount of a supplier whose capacity stands idle", bounds=SHARE),
    Parameter("bidding_discount", "price", "price_paid", "share", Uniform(0.0, 0.3), "‡", 0.0,
              "discount when many bid; shows in money, not in who is chosen", bounds=SHARE),
    Parameter("usd_size", "price", "usual_price", "per ln(TIV)", Normal(-0.1, 0.01), "†", 0.0,
              "large packages are cheaper per TIV; shows in money alone", CONTRACTS),
    Parameter("usd_second_hand", "price", "usual_price", "ln", Normal(-0.91, 0.05), "†", 0.0,
              "second-hand arms are cheaper per TIV; shows in money alone", CONTRACTS),
    Parameter("usd_wealth", "price", "usual_price", "per ln(GDP)", Normal(0.11, 0.02), "†", 0.0,
              "rich buyers pay more per TIV; shows in money alone", CONTRACTS),
    Parameter("concession", "price", "conceded_part", "share", Uniform(0.0, 0.5), "‡", 0.0,
              "what a supplier from whom a buyer is estranged takes off its price, when the buyer signalled last year "
              "that it has other options"),
    Parameter("deal_price_sd", "noise", "price_paid", "sd of ln", Normal(0.52, 0.06), "†", 0.0,
              "spread of US$ per TIV between deals that are alike in supplier, class, size and buyer's wealth",
              CONTRACTS, bounds=FROM_0),
    # --- announcements
    Parameter("talk", "noise", "talk_probability", "probability", Uniform(0.05, 0.5), "‡", 0.0,
              "an offer that is not taken is announced all the same: one announcement in two to ten becomes an order"),
    Parameter("leverage", "rivals", "talk_probability", "per share of the supplier's orders", Uniform(0.0, 4.0), "‡", 0.0,
              "a large customer drifts away, and the supplier lets it hear of talks with its rival"),
    Parameter("signal", "politics", "talk_probability", "per unit of alignment lost", Uniform(0.0, 4.0), "‡", 0.0,
              "a buyer whose patron turns away shows that it has other options"),
    # --- signing
    Parameter("veto", "rivals", "veto_probability", "hazard per share of the order book", Uniform(0.0, 2.0), "‡", 0.0,
              "a larger customer that is the buyer's rival has a deal stopped after the choice; by how much larger it is "
              "counts",
              bounds=FROM_0),
    # --- delivery
    Parameter("capacity_slack", "supply", "idle_share", "factor", Triangular(1.0, 1.3, 2.0), "‡", None,
              "capacity over the highest yearly deliveries on record", bounds=ABOVE_0),
    Parameter("customary_backlog", "supply", "years_of_waiting", "years", Triangular(4.0, 6.0, 10.0), "‡", 1e9,
              "orders beyond this many years of capacity wait"),
    Parameter("licence_rate", "supply", "years_to_build", "share a year", Uniform(0.05, 0.5), "‡", 1e9,
              "what a licensed line turns out, of the most that the supplier has delivered in a year: a large programme "
              "takes decades, whatever the lags of others"),
    Parameter("shared_delay", "noise", "delayed_together", "share of orders", Triangular(0.3, 0.6, 0.9), "†", 0.0,
              "orders of a buyer from one supplier that are delivered as soon, or as late, as each other; the lags of a "
              "single order stay as they are, but what comes from a supplier in all is less certain", ARRIVALS, bounds=SHARE),
    # --- feedback
    Parameter("alignment_drift", "politics", "drifted_alignment", "a year", Normal(0.0, 0.05), "‡", 0.0,
              "alignment follows deliveries; the literature finds little"),
    Parameter("announcement_drift", "politics", "drifted_alignment", "a year", Normal(0.0, 0.05), "‡", 0.0,
              "alignment follows announcements, as it may follow deliveries"),
    Parameter("rival_delivery_cost", "rivals", "drifted_cost", "a year", Uniform(0.0, 0.3), "‡", 0.0,
              "deliveries to a rival, above the starting tie, raise the domestic cost of their supplier"),
    # --- a size for each kind of political shock
    Parameter("alignment_event", "politics", "alignment_now", "alignment per event", Uniform(0.0, 1.0), "‡", 0.0,
              "what an event of shift 1 does to alignment"),
    Parameter("domestic_cost_event", "politics", "domestic_cost_now", "cost per event", Uniform(0.0, 1.0), "‡", 0.0,
              "what an event of shift 1 does to domestic cost"),
    Parameter("event_spread", "politics", "event_size", "sd of ln", Uniform(0.0, 1.0), "‡", 0.0,
              "how much events of one kind differ in size; that of their kind is the median", bounds=FROM_0),
)  # fmt: skip

PARAMETERS: dict[str, Parameter] = {row.name: row for row in _ROWS}

FORMER: dict[str, str] = {}
"""Former name → present name of every parameter that was renamed, oldest names first.

Files with a former name are read; only present names are written.
"""


def present_name(name: str) -> str:
    """The name that a parameter has today; any other word as it is."""
    return FORMER.get(name, name)


def first_name(name: str) -> str:
    """The name that a parameter had at first. Its draws hang on it, so that a rename moves none."""
    return next((former for former, now in FORMER.items() if now == name), name)

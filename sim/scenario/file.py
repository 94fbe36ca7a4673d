"""The form of a scenario file: its headings, what may stand under each, and what they mean."""

from typing import Annotated, Literal

from pydantic import Field

from sim.document.model import Model
from sim.document.types import (
    AnyStates,
    Groups,
    Line200,
    Line500,
    OwnYear,
    Seed,
    Worlds,
    Year,
    doc,
    must_be,
    text,
)
from sim.measure.measures import Measure
from sim.scenario.events import Event
from sim.scenario.settings import ParameterSource, Settings


class Years(Model):
    """The years simulated."""

    first: Year = doc("the first year simulated", 2003, key="from")
    last: Year = doc("the last year simulated", 2030, key="to")


class Replay(Model):
    """Orders on record."""

    until: OwnYear = doc("the last year whose orders are those on record")


class Plots(Model):
    """What is drawn."""

    buyers: AnyStates = doc(
        "buyers shown; else those of the measures, or of the scenario's own events, or the two "
        "largest",
        (),
    )


class Played(Model):
    """Where a game stands."""

    seats: AnyStates = doc("the states that are played")
    world: Annotated[int, Field(ge=0, le=999_999)] = doc("the world in which the game is played", 0)
    year: Year = doc("the year that is decided next")


class ScenarioFile(Model):
    """One question to the model: the years, the political events, the measures."""

    title: Line200 = doc("what the scenario supposes, as a statement")
    question: Annotated[str, text(500, shortest=0)] = doc("what it is to answer", "")
    extends: (
        Annotated[
            Line500 | tuple[Line500, ...], must_be("a scenario's name or file, or a list of them")
        ]
        | None
    ) = doc("the scenario from which this one differs, or several, of which a later one wins", None)
    inherit: Literal["questions"] | None = doc(
        "also what that scenario asks: its question, measures, plots, look_for and claims, none of "
        "which a scenario inherits that asks anything itself",
        None,
    )
    theatre: Line500 = doc("a theatre's name, or a path to its folder", "default")
    years: Years = doc("the years simulated", Years())
    worlds: Worlds = doc("how many worlds to simulate", 200)
    seed: Seed = doc("where the random draws start", 1)
    tenders: Literal["simulated", "recorded"] = doc(
        "the model's own tenders or those on record", "simulated"
    )
    replay: Replay | None = doc(
        "orders as on record up to a year, in a theatre that has them; then the model's own", None
    )
    rivals: Literal["recorded", "permuted"] = doc(
        "each buyer's own rivals, or for a placebo those of another buyer", "recorded"
    )
    parameters: ParameterSource = doc(
        "drawn from the posterior (in a theatre of your own, unless you say so, "
        "from their priors), from their priors, or at their centre",
        "posterior",
    )
    settings: Settings = doc(
        "parameters with a value or prior of their own", {}, key="set", validate_default=True
    )
    groups: Groups | None = doc(
        "lists of states under names of your own, which may stand wherever states may", None
    )
    events: tuple[Event, ...] = doc("what happens", ())
    measures: tuple[Measure, ...] = doc("what is measured", ())
    plots: Plots = doc("what is drawn", Plots())
    look_for: Annotated[str, text(2000, shortest=0)] = doc("what to look at in the plots", "")
    claims: Literal["all"] | None = doc(
        "hold the run against all claims on record; else only against those on states that it asks "
        "about",
        None,
    )
    game: Played | None = doc(
        "written by 'sim play', which goes on from here; a run takes no notice of it", None
    )

"""The gallery of comparisons: every shipped scenario against history, two sentences and one plot.

``python -m tools.figures comparisons`` runs them all and keeps the words and the plots. Which plot
tells most, and which measures a question is about, is a choice of ours and stands here; the words
come from the numbers.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from sim.base.phrases import capital
from sim.compare.compare import ComparedSide, Comparison, compare
from sim.compare.sides import RECORD, open_sides
from sim.experiment.run import Progress, run_scenario
from sim.plots.drawing import draw
from sim.report.compare.answers import answer
from sim.report.compare.effects import LITTLE, negligible
from sim.report.compare.gains_sentence import Change
from sim.report.compare.write import buyers_drawn, plots_of
from sim.scenario import Scenario, load
from sim.scenario.shipped import shipped_names

BASE = "history"


@dataclass(frozen=True)
class Shown:
    """How a scenario is shown: one plot of the comparison, measures, and whose gains are told.

    No measures: the one that moves most. No buyers: all. ``recorded`` is whether both runs are
    held against the record as well, for a question that asks which of them is right. The ``lead``
    is a word or two before the sentences, for each of what can happen to the first measure: more,
    less, little more, little less, negligible, same, unclear; none where the numbers speak alone.
    """

    plot: str
    asked: tuple[str, ...] = ()
    buyers: tuple[str, ...] = ()
    recorded: bool = False
    only: Change | None = None  # those who gain, or those who lose
    lead: Mapping[str, str] = field(default_factory=dict)  # by what happens to the first measure


_PAKISTAN, _INDIA = ("Pakistan",), ("India",)
SHOWN: Mapping[str, Shown] = {
    "history": Shown("measures"),
    "eu_embargo_on_the_gulf": Shown("measures"),
    "gripen_without_american_parts": Shown("measures"),
    "india_demands_licences": Shown("measures"),
    "iranian_drones_for_russia": Shown("measures"),
    "saudi_money_for_egypt": Shown("measures"),
    "recorded_tenders": Shown("panels_pakistan", (), ("Pakistan", "India"), recorded=True),
    "no_embargo_lift": Shown(
        "difference_pakistan",
        ("pak-us-2013-17", "pak-russia-2013-17"),
        _PAKISTAN,
        lead={
            "negligible": "Yes, as much.",
            "same": "Yes, as much.",
            "little more": "Yes, nearly as much.",
            "more": "Less so.",
            "less": "Even more.",
        },
    ),
    "no_us_india_rapprochement": Shown(
        "difference_india",
        ("india-us-2013-17", "pak-china-2013-17", "pak-russia-2013-17"),
        _INDIA,
        lead={
            "less": "India much less than it did.",
            "little less": "India nearly as much.",
            "negligible": "India as much.",
        },
    ),
    "us_aid_continues": Shown(
        "difference_pakistan",
        ("pak-us-2013-17",),
        _PAKISTAN,
        lead={
            "more": "More than it did.",
            "little more": "Hardly more than it did.",
            "negligible": "No more than it did.",
        },
    ),
    "grants_end": Shown(
        "difference_pakistan",
        ("pak-us-2013-17",),
        _PAKISTAN,
        lead={"less": "Yes.", "little less": "Only a little.", "negligible": "No."},
    ),
    "india_vetoes_harder": Shown(
        "difference_pakistan",
        ("pak-russia-orders-2014-17", "pak-russia-2013-17"),
        _PAKISTAN,
        lead={"less": "Only in part.", "little less": "Hardly.", "negligible": "No."},
    ),
    "cheap_chinese_arms": Shown(
        "gains_and_losses",
        ("pak-china-2008-12", "pak-china-2013-17"),
        lead={
            "more": "They do.",
            "little more": "Yes, and Pakistan hardly sooner.",
            "negligible": "Pakistan no sooner.",
        },
    ),
    "cheap_chinese_credit": Shown("gains_and_losses", ("china-world-share-2013-22",)),
    "cheap_russian_arms": Shown("difference_pakistan", ("pak-russia-orders",), _PAKISTAN),
    "sanctions_on_buyers_of_russian_arms": Shown(
        "gains_and_losses", ("russia-volume-2014-23", "india-russia-2014-23"), only="less"
    ),
    "russian_capacity_unbroken": Shown(
        "gains_and_losses",
        ("russia-world-share-2023-30", "russia-world-share-orders-2023-30"),
        lead={"more": "Some of it.", "negligible": "None."},
    ),
    "russian_capacity_shock_2022": Shown(
        "gains_and_losses", ("russia-world-share-2023-30", "india-volume-2023-30"), only="more"
    ),
    "indian_self_reliance": Shown(
        "gains_and_losses", ("india-russia-2021-30", "india-us-2021-30"), only="less"
    ),
    "engine_embargo": Shown(
        "difference_pakistan", ("pak-china-aircraft-2008-17", "pak-aircraft-2008-17"), _PAKISTAN
    ),
    "technology_withheld": Shown(
        "difference_pakistan",
        ("pak-china-2013-17", "pak-russia-2013-17"),
        _PAKISTAN,
        lead={
            "less": "It loses some, not the buyer.",
            "little less": "Negligible.",
            "negligible": "No.",
        },
    ),
    "us_holds_egypts_arms": Shown(
        "difference_egypt", ("egypt-us-2014", "egypt-us-2015-19"), ("Egypt",)
    ),
    "india_cancels_russian_arms": Shown(
        "difference_india", ("india-russia-2023-27", "india-us-2023-30"), _INDIA
    ),
    "poland_gives_its_tanks": Shown("difference_poland", ("poland-orders-2023-27",), ("Poland",)),
    "american_answer_to_russian_air_defence": Shown("gains_and_losses", ("turkiye-us-2020-29",)),
    "russian_exports_may_return": Shown(
        "gains_and_losses", ("india-russia-orders-2026-30", "russia-volume-2026-30")
    ),
    "rival_blind": Shown("measures"),
    "placebo_rivals": Shown("measures"),
}


def gallery(
    runs: Path, worlds: int | None = None, threads: int = 1, progress: Progress | None = None
) -> str:
    """Make all comparisons and their plots.

    Args:
        runs: a folder for the runs.
        worlds: how many; as the scenarios say if None.
        threads: that share worlds out.
        progress: shows how far a run is.
    """
    for name in _order():
        scenario = load(name)
        asked = scenario if worlds is None else replace(scenario, worlds=worlds)
        run_scenario(asked, runs / name, threads, progress)
    parts = []
    for name in _order():
        shown = SHOWN[name]
        found = _compared(runs, BASE, RECORD if name == BASE else name)
        _draw(found, shown, runs / "plots" / f"{name}.png")
        parts.append(_section(runs, load(name), shown, found))
    return "\n".join(parts)


def _order() -> list[str]:
    """Shipped scenarios as in the table; one that it lacks comes last and is an error in a test."""
    return [name for name in SHOWN if name in shipped_names()]


def _compared(runs: Path, *names: str) -> Comparison:
    words = [name if name == RECORD else str(runs / name) for name in names]
    return compare(open_sides(words, load, _never))


def _never(scenario: Scenario) -> Path:
    raise AssertionError(f"{scenario.name} has been run")


def _section(runs: Path, scenario: Scenario, shown: Shown, found: Comparison) -> str:
    """Question, two sentences and the plot."""
    [against] = found.against
    words = shown_answer(found, against, shown)
    if shown.recorded:
        words = f"{_nearer(runs, scenario.name)} {words.split('. ', 1)[-1]}"
    name, title = scenario.name, scenario.title
    against_what = "the record" if against.way == "record" else BASE
    return (
        f"### {scenario.question}\n\n[{title}](../scenarios/{name}.yaml). {words}\n\n"
        f"![{title}, against {against_what}](gallery/compare/{name}.png)\n"
    )


def shown_answer(found: Comparison, against: ComparedSide, shown: Shown) -> str:
    """The answer to a shipped scenario's question: its lead, and two sentences."""
    words = answer(found, against, shown.buyers, shown.asked, shown.only)
    return f"{_lead(shown, against)} {words}".strip()


def _lead(shown: Shown, against: ComparedSide) -> str:
    """The words for what happens to the first measure, or nothing."""
    if not shown.lead or shown.asked[0] not in against.contrasts:
        return ""
    made, scaled = (of[shown.asked[0]] for of in (against.contrasts, against.scaled))
    happens = {"none": "same"}.get(made.effect, str(made.effect))
    if made.effect != "none" and negligible(scaled):
        happens = "negligible"
    elif happens in ("more", "less") and abs(scaled.mean) < LITTLE:
        happens = f"little {happens}"
    return shown.lead.get(happens, "")


def _nearer(runs: Path, name: str) -> str:
    """On how many measures the record is outside the bands of a run and of the base."""
    mine, base = (_compared(runs, side, RECORD).against[0].tally for side in (name, BASE))
    words = mine.words("measure")
    return (
        f"{capital(words)}; in {BASE} it is outside on {base.outside}, and on "
        f"{base.uninformative} the band is too wide."
    )


def _draw(found: Comparison, shown: Shown, path: Path) -> None:
    """Draw the one plot."""
    by_name = {plot.path.stem: plot for plot in plots_of(found, buyers_drawn(found))}
    path.parent.mkdir(parents=True, exist_ok=True)
    draw(replace(by_name[shown.plot], path=path))

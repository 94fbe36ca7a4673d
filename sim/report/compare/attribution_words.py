"""What did it, in sentences that are no surer than their numbers."""

from collections.abc import Sequence

from sim.base.bands import HOLDS
from sim.base.phrases import capital, counted, joined
from sim.base.text_table import Row
from sim.compare.attribute import Attribution, MeasureEffects
from sim.compare.attribution_plan import AttributionPlan
from sim.compare.contrast import Contrast
from sim.compare.items import Item, ScenarioChange
from sim.document import yaml_text
from sim.measure.measures import unit_of, value_in_words
from sim.plots.words import words_of
from sim.report.compare.effects import together
from sim.scenario.settings import written_prior
from sim.theatre.theatre import Theatre

TOGETHER, INTERACTION = "All together", "Interaction"
MOST_TOLD = 8  # measures in text and plot; the table of all is attribution.csv


def item_words(item: Item, theatre: Theatre) -> str:
    """An item as plots, tables and sentences call it."""
    return _change(item.changes[0], theatre) if len(item.changes) == 1 else item.name


def named(item: Item, theatre: Theatre) -> str:
    """An item within a sentence: what an added event is called stands in quotes."""
    words, [first, *others] = item_words(item, theatre), item.changes
    added = not others and first.event is not None and first.before is None
    return f"‘{words}’" if added else words


def mean_words(kind: str, made: Contrast) -> str:
    """A mean and its 90% interval in the unit of a difference: ``−6.4 (−7.6 to −5.2)``.

    0 where all worlds are equal.
    """
    if made.effect == "none":
        return "0"
    mean, low, high = together(
        *(end * unit_of(kind).times for end in (made.mean, made.mean_low, made.mean_high))
    )
    return f"{mean} ({low} to {high})"


def gap(kind: str) -> str:
    """The unit of a difference, with a space before it if there is one."""
    return f" {unit_of(kind).gap}" if unit_of(kind).gap else ""


def told(found: MeasureEffects, plan: AttributionPlan) -> str:
    """Who did what to one measure, in a few sentences."""
    item, total = found.measure, found.total
    if total.effect == "none" and all(one.alone.effect == "none" for one in found.effects):
        value = value_in_words(item.kind, total.base.median)
        return f"{capital(item.subject)} is the same in every world (median {value})."
    unit = gap(item.kind)
    before, after = (value_in_words(item.kind, band.median) for band in (total.base, total.other))
    change, made = ("change", "it") if len(plan.items) == 1 else ("changes", "them")
    median = f"{before} without the {change} and {after} with {made}"
    if before == after:
        median = f"{before} with and without the {change}"
    lead = f"{capital(item.subject)}: the median is {median}. "
    difference = f"{mean_words(item.kind, total)}{unit}"
    parts = [_alone(found, plan, difference), *_joint(found)]
    return lead + " ".join([*parts, capital(left_out(found))] if total.undefined else parts)


def left_out(found: MeasureEffects) -> str:
    """In how many worlds any scenario run leaves the measure undefined, as a sentence."""
    worlds = counted(found.total.undefined, "world")
    verb = "is" if found.total.undefined == 1 else "are"
    return f"{worlds} {verb} left out, in which it is undefined in one of the scenarios run."


def _alone(found: MeasureEffects, plan: AttributionPlan, difference: str) -> str:
    """What each item brings alone, the largest first; then those that do nothing for sure."""
    kind, theatre = found.measure.kind, plan.theatre
    if len(found.effects) == 1:
        [one] = found.effects
        chance = "" if one.alone.effect in ("more", "less") else ", which may be chance"
        return f"{capital(named(one.item, theatre))} brings {difference} in the mean{chance}."
    largest = sorted(found.effects, key=lambda one: -abs(one.alone.mean))
    clear = [one for one in largest if one.alone.effect in ("more", "less")]
    unclear = [named(one.item, theatre) for one in largest if one.alone.effect == "unclear"]
    none = [_without_effect(one.item, plan) for one in largest if one.alone.effect == "none"]
    parts = [
        f"{named(one.item, theatre)} alone brings {mean_words(kind, one.alone)}" for one in clear
    ]
    unsure = found.total.effect not in ("more", "less")
    whole = f"the mean difference of {difference}{', which may be chance' if unsure else ''}"
    words = f"Of {whole}, {joined(parts)}."
    if not parts:
        words = f"The mean difference is {difference}{' and may be chance' if unsure else ''}."
    if unclear:
        words += f" What {joined(unclear)} would do alone may be chance."
    if none:
        verb = "changes" if len(none) == 1 else "change"
        words += f" {joined(none)} alone {verb} nothing in any world."
    return words


def _without_effect(item: Item, plan: AttributionPlan) -> str:
    """An item that changes nothing, and why if all of it was there before the first year."""
    words, first = named(item, plan.theatre), plan.whole.first_year
    events = [change.event for change in item.changes]
    if all(event is not None and event.year < first for event in events):
        return f"{words} (in force before {first}, so that the start has it already)"
    return words


def _joint(found: MeasureEffects) -> Sequence[str]:
    """What the items do together beyond their sum."""
    if len(found.effects) < 2:
        return []
    joint = found.interaction
    summed = found.total.mean - joint.mean
    if joint.effect == "none":
        return ["Together they do just the sum of what each does alone, in every world."]
    amount = f"{mean_words(found.measure.kind, joint)}{gap(found.measure.kind)}"
    if joint.effect == "unclear":
        return [f"What they do together beyond the sum may be chance: {amount}."]
    if abs(found.total.mean) > abs(summed) and found.total.mean * summed >= 0:
        return [f"Together they do more than the sum: the interaction is {amount}."]
    if found.total.mean * summed >= 0:
        return [f"Together they do less than the sum: the interaction is {amount}."]
    return [f"Together they turn the sum round: the interaction is {amount}."]


def rows_of(found: MeasureEffects, plan: AttributionPlan) -> list[Row]:
    """The rows of the text table of one measure."""
    item, total = found.measure, found.total
    head = f"{item.label}{f' [{unit}]' if (unit := unit_of(item.kind).gap) else ''}"
    rows: list[Row] = [(head, "added alone", "added last")]
    for one in found.effects:
        words = (mean_words(item.kind, made) for made in (one.alone, one.left_out))
        rows.append((f"  {item_words(one.item, plan.theatre)}", *words))
    if len(found.effects) > 1:
        rows.append((f"  {INTERACTION}", mean_words(item.kind, found.interaction)))
    rows.append((f"  {TOGETHER}", mean_words(item.kind, total)))
    return rows


def others_words(found: Attribution) -> str:
    """The measures that are not shown, in a sentence: how many differ beyond chance."""
    others = [one for one in found.measures if one not in shown_measures(found)]
    moved = [one for one in others if one.total.effect in ("more", "less")]
    if not others:
        return ""
    verb = "differs" if len(moved) == 1 else "differ"
    words = f"Of {len(others)} other measures {len(moved) or 'none'} {verb} beyond chance"
    by_chance = len(others) * (1 - HOLDS)
    if moved and by_chance >= 1:
        words += f" (about {by_chance:.0f} would by chance alone)"
    names = "; ".join(
        f"{one.measure.label}, {mean_words(one.measure.kind, one.total)}{gap(one.measure.kind)}"
        for one in moved
    )
    return f"{words}{f': {names}' if names else ''}."


def shown_measures(found: Attribution) -> list[MeasureEffects]:
    """The scenario's own measures; if it has none, those that differ. ``MOST_TOLD`` at most."""
    own = [one for one in found.measures if one.own]
    return (own or [one for one in found.measures if one.total.effect != "none"])[:MOST_TOLD]


def _change(change: ScenarioChange, theatre: Theatre) -> str:
    if change.event is not None:
        words = words_of(change.event, theatre)
        if change.event.title is None:  # two events of one kind may have the same words
            words += f", {change.event.year}"
        if change.after is None:
            return f"‘{words}’ taken out"
        return words if change.before is None else f"‘{words}’ changed"
    name = change.name.replace("_", " ")
    if change.part == "setting":
        return f"{name}: {change.after}"
    if change.after is None:
        return f"{name} as drawn"
    value = written_prior(change.after)
    return f"{name} {value if isinstance(value, int | float) else yaml_text.flow(value)}"

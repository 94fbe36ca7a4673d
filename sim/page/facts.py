"""What the page tells of a scenario, as plain data; its form is ``Meta`` in ``js/types.d.ts``."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

import sim
from sim.base.arrays import Floats
from sim.base.bands import LEVELS
from sim.base.parameters import EVIDENCE, GROUPS, PARAMETERS, Parameter
from sim.experiment.case import Case
from sim.experiment.run import recorded_measures, resolve_measure
from sim.measure.measures import unit_of
from sim.measure.words import spoken
from sim.model.version import MODEL_VERSION
from sim.page.event_facts import event_facts
from sim.plots.style import supplier_colour
from sim.report.html.page import LIMITS
from sim.report.run.asked import of_others
from sim.report.run.figures import plot_buyers
from sim.report.run.look_for import in_plain_words
from sim.report.run.record import BuyerRecord, record_of, record_of_all, record_words
from sim.scenario import Measure

Plain = dict[str, Any]

MAIN: Mapping[str, str] = {
    "habit_class": "how much past orders count",
    "alignment_shift": "how much friendship between governments counts",
    "domestic_cost": "cost at home of an unloved supplier",
    "alignment_event": "how far an event moves politics",
    "embargo": "how tight an embargo is",
    "rival_sales": "a supplier that also arms my rivals",
    "objection": "how much large customers can object",
    "price_sensitivity": "how much a change of price counts",
    "idle_discount": "discount of a supplier without work",
    "idle_capacity": "how much a supplier without work seeks customers",
    "spending_elasticity": "how far purchases follow military spending",
    "choice_scale": "how much reasons count against chance",
}
"""Parameters that are in view at first, in plain words."""

_FARTHEST = 1e6  # a value "off" beyond it means infinity, to which no slider goes
_ENDS = (0.01, 0.99)  # quantiles of a range between which its slider goes


def facts_of(case: Case) -> Plain:
    """All that the page's scripts read of a case, but for what has run."""
    scenario, theatre = case.scenario, case.theatre
    resolved = [resolve_measure(item, theatre) for item in scenario.measures]
    records = {buyer: _record(record_of(theatre, buyer)) for buyer in theatre.buyers}
    return {
        "name": scenario.name,
        "title": scenario.title,
        "question": scenario.question,
        "look_for": in_plain_words(scenario.look_for, plot_buyers(scenario, theatre)),
        "years": [scenario.first_year, scenario.last_year],
        "worlds": scenario.worlds,
        "seed": scenario.seed,
        "buyers": list(theatre.buyers),
        "plot_buyers": list(plot_buyers(scenario, theatre)),
        "suppliers": [{"name": s, "colour": supplier_colour(s)} for s in theatre.suppliers],
        "classes": [{"id": k, "label": spoken(k)} for k in theatre.classes],
        "groups": [{"name": name, "meaning": group.meaning} for name, group in GROUPS.items()],
        "events": [event_facts(event, case) for event in scenario.events],
        "parameters": _parameters(case),
        "measures": _measures(resolved, recorded_measures(resolved, theatre)),
        "record": {**records, "": _record(record_of_all(theatre))},
        "record_words": record_words(theatre),
        "scenario": scenario.resolved(),
        "limits": [limit for limit in LIMITS if not of_others(limit, scenario, theatre)],
        "version": sim.__version__,
        "model_version": MODEL_VERSION,
        "own_theatre": not theatre.is_default,
        "theatre": theatre.title,
    }


def rounded(values: Floats) -> list[Any]:
    """An array as lists of numbers of five digits, which no eye tells apart; None for NaN."""
    flat = [None if np.isnan(v) else float(f"{v:.5g}") for v in values.ravel().tolist()]
    nested = np.empty(values.size, dtype=object)
    nested[:] = flat
    listed: list[Any] = nested.reshape(values.shape).tolist()
    return listed


def _record(record: BuyerRecord) -> Plain:
    return {
        "years": record.years.tolist(),
        "yearly": rounded(record.yearly),
        "windows": [list(window) for window in record.windows],
        "delivered": rounded(record.delivered),
        "order_windows": [list(window) for window in record.order_windows],
        "ordered": rounded(record.ordered),
    }


def _measures(measures: Sequence[Measure], recorded: Mapping[str, float]) -> list[Plain]:
    found = []
    for item in measures:
        unit = unit_of(item.kind)
        found.append(
            {
                "id": item.id,
                "label": item.label,
                "subject": item.subject,
                "kind": item.kind,
                "unit": {
                    "words": unit.words, "gap": unit.gap, "percent": unit.percent,
                    "signed": unit.signed, "whole": unit.whole,
                },
                "record": recorded.get(item.id),
            }
        )  # fmt: skip
    return found


def _parameters(case: Case) -> list[Plain]:
    drawn = case.parameters(0, case.scenario.worlds)
    rows = sorted(PARAMETERS.values(), key=lambda row: list(GROUPS).index(row.group))
    return [_parameter(row, drawn[row.name]) for row in rows]


def _parameter(row: Parameter, drawn: Floats) -> Plain:
    off = None if row.off is None or abs(row.off) > _FARTHEST else row.off
    worlds = np.quantile(drawn, LEVELS).tolist()
    shown = [*(row.range.quantile(end) for end in _ENDS), worlds[0], worlds[-1]]
    ends = shown if off is None else [*shown, off]
    low, high = (_nearest(end, row) for end in (min(ends), max(ends)))
    return {
        "name": row.name,
        "label": MAIN.get(row.name) or row.reason or row.name.replace("_", " "),
        "meaning": row.meaning,
        "group": row.group,
        "unit": row.unit,
        "evidence": EVIDENCE[row.evidence],
        "low": _short(low),
        "high": _short(high),
        "drawn": [_short(value) for value in worlds],
        "off": off,
        "main": row.name in MAIN,
    }


def _nearest(value: float, row: Parameter) -> float:
    """The value, or the bound of the parameter that it would leave."""
    low = -np.inf if row.bounds.low is None else row.bounds.low
    high = np.inf if row.bounds.high is None else row.bounds.high
    return float(np.clip(value, low, high))


def _short(value: float) -> float:
    return float(f"{value:.4g}")

"""Measures in a few words, for labels: ``Pakistan from United States, 2008–12 to 2013–17``."""

from collections.abc import Mapping
from typing import Any

from sim.measure.flows import Window
from sim.scenario import Measure

_SHORT = {"United States": "US", "United Kingdom": "UK"}


def words_of_measure(measure: Measure) -> str:
    """What is measured, of whom, and when."""
    values: Mapping[str, Any] = measure.values
    return f"{_what(measure.kind, values)}{_class(values)}{_when(values)}"


def subject_of_measure(measure: Measure) -> str:
    """The same as the subject of a sentence: ``Deliveries to India from Russia, 2021–30``."""
    values: Mapping[str, Any] = measure.values
    if measure.kind not in ("volume", "order_count"):
        return words_of_measure(measure)
    signed = measure.kind == "order_count" or values.get("of") == "orders"
    noun = "number of orders" if measure.kind == "order_count" else "orders"
    noun, to = (noun, "of") if signed else ("deliveries", "to")
    buyer = "" if values.get("buyer") is None else f" {to} {_who(values, 'buyer')}"
    seller = "" if values.get("supplier") is None else f" from {_who(values, 'supplier')}"
    return f"{noun.capitalize()}{buyer}{seller}{_class(values)}{_when(values)}"


def short_window(window: Window) -> str:
    """``2008–12``, ``1998–2002``, or one year."""
    first, last = window
    if first == last:
        return str(first)
    return f"{first}–{last % 100:02d}" if first // 100 == last // 100 else f"{first}–{last}"


def _what(kind: str, values: Mapping[str, Any]) -> str:
    orders = " in orders" if values.get("of") == "orders" else ""
    got = "orders" if orders else "imports"
    match kind:
        case "share":
            return f"{_whose(values, 'supplier')} share of {_whose(values, 'buyer')} {got}"
        case "world_share":
            role = _role(values)
            of = "orders" if orders else "imports" if role == "buyer" else "exports"
            return f"{_whose(values, role)} share of world {of}"
        case "rank":
            return f"{_whose(values, _role(values))} rank among {_role(values)}s{orders}"
        case "change":
            return f"{_flow(values)}: change{orders}"
        case "ratio":
            return f"{_flow(values['top'])} over {_flow(values['bottom'])}{orders}"
        case "hhi":
            return f"{_whose(values, 'buyer')} suppliers, concentration{orders}"
        case "volume":
            return f"{_flow(values)}: TIV{' ordered' if orders else ''}"
        case "money":
            return f"{_flow(values)}: US$ m{orders}"
        case "first_order":
            return f"{_flow(values)}: first order"
        case "order_count":
            return f"{_flow(values)}: orders"
        case "announcements_per_order":
            return f"{_flow(values)}: talks per order"
        case _:
            return kind.replace("_", " ")


def _role(values: Mapping[str, Any]) -> str:
    return "buyer" if values.get("buyer") is not None else "supplier"


def _flow(values: Mapping[str, Any]) -> str:
    buyer, supplier = values.get("buyer"), values.get("supplier")
    if supplier is None:
        return _who(values, "buyer") if buyer is not None else "world"
    seller = _who(values, "supplier")
    return f"{_who(values, 'buyer')} from {seller}" if buyer is not None else f"{seller} sales"


def _who(values: Mapping[str, Any], role: str) -> str:
    names = [_SHORT.get(name, name) for name in values[role]]
    return " and ".join(names) if len(names) < 3 else f"{names[0]} and {len(names) - 1} others"


def _whose(values: Mapping[str, Any], role: str) -> str:
    who = _who(values, role)
    return who if who in _SHORT.values() else f"{who}'s"


def _class(values: Mapping[str, Any]) -> str:
    kind = values.get("class", "all")
    return "" if kind == "all" else f", {kind.replace('_', ' ')}"


def _when(values: Mapping[str, Any]) -> str:
    if "from" in values:
        return f", {short_window(values['from'])} to {short_window(values['to'])}"
    return f", {short_window(values['window'])}" if "window" in values else ""

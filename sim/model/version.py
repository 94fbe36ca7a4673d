"""The version of the model: worlds of one version are the same, whatever its code looks like.

It rises when a change of code changes what a scenario gives in a theatre, and only then; not when
text, names or speed change, nor when a scenario or a theatre does. Identities of results carry it,
and a posterior knows by it whether the model has changed since. The tests hold it to golden worlds:
digests of what some scenarios gave under this version.
"""

VERSIONS = {
    "1": "as the shipped posterior was fitted: embargoes on record, objections net of own custom",
    "2": "other draws: noise is hashed, with a draw for each tender; own elementary functions. UN "
    "distance by year; dependence and a rival's patron off; a visit feeds no abandonment; each "
    "event has a size of its own, drawn by its name around that of its kind. First and last "
    "delivery by kind, class and size; the order book by what has begun. Prices in US$ by supplier "
    "and class; wealth and delivery times in choices",
    "3": "orders of a buyer from one supplier share the luck of their deliveries",
}
"""Every version, oldest first, with what changed in the worlds."""

MODEL_VERSION = list(VERSIONS)[-1]

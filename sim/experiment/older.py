"""What older versions wrote, in the words of today."""

from typing import Any

import pyarrow as pa

from sim.base.parameters import present_name


def in_todays_words(manifest: Any) -> Any:
    """A manifest as it would be called now, whatever wrote it.

    Results from before there were model versions have a hash of the model's source instead, which
    is no version of today's.
    """
    if not isinstance(manifest, dict):
        return manifest
    told = dict(manifest)
    if isinstance(told.get("model_hash"), str):
        told.setdefault("model_version", f"before 1 ({told.pop('model_hash')})")
    if "scenario" in told:
        told["scenario"] = _under("set", told["scenario"])
    if isinstance(told.get("sweep"), dict):
        sweep = _under("parameters", told["sweep"])
        if isinstance(sweep.get("keys"), list):
            sweep["keys"] = [present_name(str(key)) for key in sweep["keys"]]
        told["sweep"] = {**sweep, "scenario": _under("set", sweep.get("scenario"))}
    return told


def _under(key: str, whole: Any) -> Any:
    """A mapping whose mapping ``key`` has parameters under their present names."""
    named = whole.get(key) if isinstance(whole, dict) else None
    if not isinstance(named, dict):
        return whole
    return {**whole, key: {present_name(name): value for name, value in named.items()}}


def under_present_names(table: pa.Table) -> pa.Table:
    """A table of which some columns are parameters, under their present names."""
    renamed = table.rename_columns([present_name(name) for name in table.column_names])
    return renamed.replace_schema_metadata(table.schema.metadata)

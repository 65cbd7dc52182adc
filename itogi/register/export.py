"""The whole register as lines of JSON: the same bytes for the same register, whatever database holds it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from itogi.model.entry import Entry, Variant
from itogi.model.record import as_dict
from itogi.register.store import Register


def lines(register: Register) -> Iterator[str]:
    """Each entry with its records, sorted by id, one object a line."""
    for entry in register.all_entries():
        yield json.dumps(entry_dict(entry), ensure_ascii=False, sort_keys=True) + "\n"


def entry_dict(entry: Entry) -> dict[str, Any]:
    """An entry as plain data: its values with those who state them, its history, its records."""
    records = sorted(entry.records, key=lambda record: record.id)
    return {
        "id": entry.id,
        "type": entry.type,
        "review": entry.review,
        "sources": entry.sources,
        "slots": {slot: [_variant(v) for v in variants] for slot, variants in entry.slots.items()},
        "stages": [
            {"stage": s.stage, "record": s.record, "said": s.said, "fact": s.fact} for s in entry.stages
        ],
        "records": [as_dict(record, full=True) for record in records],
    }


def _variant(variant: Variant) -> dict[str, Any]:
    value = variant.value
    plain = list(value) if isinstance(value, tuple) else value
    return {"value": plain, "records": list(variant.records), "rule": variant.rule}

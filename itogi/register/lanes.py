"""The lanes of an overview (``lanes.yml``): sessions, documents, exercises, chairmanships."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from itogi.errors import DataError
from itogi.model.data import load_yaml
from itogi.model.entry import Entry
from itogi.model.kinds import kinds

SESSION, COUNCIL, EXERCISE = "session", "council", "exercise"


@cache
def lanes() -> Mapping[str, Mapping[str, Any]]:
    """The lanes in their order, with their conditions.

    Raises:
        DataError: a lane names a type or slot that there is not.
    """
    path = Path(__file__).parent / "lanes.yml"
    found: dict[str, dict[str, Any]] = load_yaml(path)
    for name, rule in found.items():
        slots = {**rule.get("where", {}), **rule.get("without", {})}
        kind = kinds().get(rule["type"])
        if kind is None or not set(slots) <= set(kind.slots):
            raise DataError(
                f"lane {name!r} is of no type, or asks for slots that its type has not",
                where=str(path),
                remedy=f"choose of {', '.join(kinds())} and their slots",
            )
    return found


def lane_of(entry: Entry) -> str | None:
    """The lane that an entry is in, if any."""
    return next((name for name in lanes() if in_lane(name, entry)), None)


def in_lane(name: str, entry: Entry) -> bool:
    """Whether an entry belongs to a lane."""
    rule = lanes()[name]
    if entry.type != rule["type"]:
        return False
    if any(_holds(entry, slot, value) for slot, value in rule.get("without", {}).items()):
        return False
    where = rule.get("where", {}).items()
    if all(entry.value(slot) in values for slot, values in where):
        return True
    unsaid = all(entry.value(slot) is None for slot, _ in where)
    return unsaid and _has_word(str(entry.value("body") or ""), tuple(rule.get("body", ())))


def _holds(entry: Entry, slot: str, value: str) -> bool:
    members = entry.value(slot)
    return isinstance(members, tuple) and value in members


def _has_word(text: str, beginnings: tuple[str, ...]) -> bool:
    """Whether a word of a text begins in one of these ways."""
    return any(word.startswith(beginnings) for word in re.findall(r"[^\W_]+", text.casefold()))

"""When two slot values of one article say the same."""

from __future__ import annotations

import re
from functools import lru_cache

from itogi.model.letters import without_yo
from itogi.model.values import dates_overlap


@lru_cache(maxsize=8192)
def stems(text: str) -> frozenset[str]:
    """First five letters of each word, lower case, ё as е: Russian inflects at the end."""
    words = re.findall(r"\w+", without_yo(text.lower()))
    return frozenset(w[:5] for w in words if len(w) > 1 or w.isdigit())


def overlap(a: str, b: str) -> float:
    """Jaccard overlap of the stems of two texts, 0 to 1."""
    x, y = stems(a), stems(b)
    return len(x & y) / len(x | y) if x and y else float(a == b)


def same_value(slot_type: str, a: object, b: object) -> bool:
    """Whether two values of a slot of ``slot_type`` agree (dates that can be one, texts in other cases)."""
    if slot_type == "date":
        return dates_overlap(str(a), str(b))
    if slot_type in {"text", "verbatim", "place", "party"}:
        return overlap(str(a), str(b)) >= 0.5
    if slot_type == "person":
        return family(str(a)) == family(str(b))
    return a == b


def family(name: str) -> str:
    """The stem of the family name: the first five letters of the last word."""
    words = re.findall(r"[\w-]+", without_yo(name.lower()))
    return words[-1][:5] if words else ""

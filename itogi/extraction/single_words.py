"""Single words that a rule looks for, and endings of words, by English names (``patterns/words.yml``).

Classes of words that mean one thing are in ``patterns/classes.yml``; here is what the grammar of a
sentence is read by: prepositions, conjunctions, pronouns, and the one noun or verb of a fixed phrase.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from itogi.errors import DataError
from itogi.model.data import load_yaml

_FILE = Path(__file__).parent / "patterns" / "words.yml"


@cache
def _table() -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = load_yaml(_FILE)
    return loaded


def spelt(name: str) -> str:
    """The word called ``name``."""
    found = _table().get(name)
    if not isinstance(found, str):
        raise DataError(f"there is no word {name!r}", where=str(_FILE), remedy="add it to the file")
    return found


def any_of(*names: str) -> frozenset[str]:
    """The words of these names."""
    return frozenset(spelt(name) for name in names)


def endings(name: str) -> tuple[str, ...]:
    """The endings called ``name``, in the order of the file."""
    found = _table().get(name)
    if not isinstance(found, list):
        raise DataError(f"there are no endings {name!r}", where=str(_FILE), remedy="add them to the file")
    return tuple(found)

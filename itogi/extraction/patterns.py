"""Patterns as data: loading and checking of ``patterns/<type>.yml``; ``matching.py`` finds them in a text.

Each pattern has an ``id`` (``type.name``), rows of atoms (``match``, see :mod:`.atoms`), constant or
bound slots, a confidence, and ``examples`` that must match and ``counter`` examples that must not;
one parametrised test runs them all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from itogi.errors import DataError
from itogi.extraction.atoms import AtomError, Compiled, compile_row
from itogi.model.data import load_yaml
from itogi.model.kinds import kinds
from itogi.model.letters import without_yo

FOLDER = Path(__file__).parent / "patterns"
_KEYS = {"id", "match", "slots", "confidence", "examples", "counter", "note"}


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence that a pattern must (or must not) find, with slots that must come out of it."""

    text: str
    slots: Mapping[str, Any] = field(default_factory=dict)
    published: str = "2024-11-28"


@dataclass(frozen=True, slots=True)
class Pattern:
    """One pattern: rows of atoms and what a match of them says."""

    id: str
    type: str
    rows: tuple[Compiled, ...]
    slots: Mapping[str, Any]
    confidence: float
    examples: tuple[Example, ...]
    counter: tuple[Example, ...]


@cache
def word_classes() -> Mapping[str, frozenset[str]]:
    """Word classes by name (``patterns/classes.yml``), each a set of lemmas with ё written е."""
    path = FOLDER / "classes.yml"
    raw = load_yaml(path) or {}
    out: dict[str, frozenset[str]] = {}
    for name, words in raw.items():
        if not isinstance(words, list) or not all(isinstance(w, str) and w.strip() for w in words):
            raise DataError(
                f"class {name!r} is not a list of words", where=str(path), remedy="list its lemmas"
            )
        members: set[str] = set()
        for word in words:
            # "@other" takes in a class that stands before this one.
            members |= out[word[1:]] if word[0] == "@" else {without_yo(word).lower()}
        out[name] = frozenset(members)
    return out


def _example(raw: Any) -> Example:
    if isinstance(raw, str):
        return Example(raw)
    return Example(raw["text"], raw.get("slots", {}), str(raw.get("published", "2024-11-28")))


def _pattern(kind: str, raw: Mapping[str, Any], where: str) -> Pattern:
    name = raw.get("id", "?")
    unknown = set(raw) - _KEYS
    if unknown or "match" not in raw or not str(name).startswith(f"{kind}."):
        raise DataError(
            f"pattern {name!r} has unknown keys {sorted(unknown)}, no match, or an id outside {kind}.*",
            where=where,
            remedy=f"use the keys {', '.join(sorted(_KEYS))}",
        )
    rows = raw["match"] if isinstance(raw["match"], list) else [raw["match"]]
    try:
        compiled = tuple(compile_row(row, word_classes()) for row in rows)
    except AtomError as error:
        raise DataError(f"pattern {name}: {error}", where=where, remedy="see extraction/atoms.py") from error
    bad = set(raw.get("slots", {})) - set(kinds()[kind].slots)
    if bad or not raw.get("examples"):
        raise DataError(
            f"pattern {name} fills unknown slots {sorted(bad)} or has no examples",
            where=where,
            remedy="name slots of the kind and give a sentence that must match",
        )
    return Pattern(
        name, kind, compiled, raw.get("slots", {}), float(raw.get("confidence", 0.7)),
        tuple(map(_example, raw["examples"])), tuple(map(_example, raw.get("counter", []))),
    )  # fmt: skip


def load_patterns(kind: str, path: Path | None = None) -> tuple[Pattern, ...]:
    """The patterns of one type of record.

    Raises:
        DataError: the file is faulty; the message names file and pattern.
    """
    path = path or FOLDER / f"{kind}.yml"
    raw = load_yaml(path)
    if not isinstance(raw, dict) or raw.get("type") != kind or not isinstance(raw.get("patterns"), list):
        raise DataError(
            f"a pattern file needs type: {kind} and patterns", where=str(path), remedy="see others"
        )
    found = tuple(_pattern(kind, item, str(path)) for item in raw["patterns"])
    if len({p.id for p in found}) < len(found):
        raise DataError("two patterns have one id", where=str(path), remedy="rename one of them")
    return found


@cache
def patterns(kind: str) -> tuple[Pattern, ...]:
    """The patterns of ``kind`` that itogi ships."""
    return load_patterns(kind)


def constant_rows(slot: str, values: Sequence[str]) -> Iterator[Compiled]:
    """The rows of all patterns that fill ``slot`` with one of ``values`` whatever the text says."""
    for path in sorted(FOLDER.glob("*.yml")):
        if path.stem in kinds():
            found = (p for p in patterns(path.stem) if p.slots.get(slot) in values)
            yield from (row for pattern in found for row in pattern.rows)

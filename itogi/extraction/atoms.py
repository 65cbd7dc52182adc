"""The small language in which patterns are written, compiled to spaCy ``Matcher`` patterns.

A pattern is a row of atoms, each standing for one token unless it carries an operator; no-break spaces
between atoms are passed over:

====================  ==================================================================
``слово``             a token whose lemma is this (ё is written е); ``а|б`` for alternatives
``=слова``            a token whose lower-case form is this
``@class``            a token whose lemma is in the word class
``<COUNTRY|PLACE>``   one or more tokens of a mention with one of these labels
``[VERB]``            a token by part of speech; ``[VERB:Tense=Past,Voice=Pass]`` with features
``..3``               up to three tokens of any kind, none of which ends a sentence
====================  ==================================================================

An atom may begin with ``name:`` to bind what it matches, end with ``/Case=Gen`` to ask for features,
and end with an operator ``?``, ``*`` or ``+``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from itogi.model.letters import without_yo

_ATOM = re.compile(
    r"""(?:(?P<name>[a-z_]+):)?
        (?:(?P<gap>\.\.\d+)|<(?P<label>[A-Z|]+)>|\[(?P<pos>[A-Z|]+)(?::(?P<posmorph>[\w=,]+))?\]
          |@(?P<cls>[\w-]+)|=(?P<form>[\w.,:;()|«»\"%№–—-]+)|(?P<lemma>[\w|-]+))
        (?:/(?P<morph>[\w=,]+))?(?P<op>[?*+])?""",
    re.VERBOSE,
)
_ENDS = [".", "!", "?", "…", ";", "\n"]
# A no-break space is a token of its own; no pattern should have to say so.
SPACE = {"TEXT": {"IN": ["\xa0", "\u202f", "\u2009", "  "]}, "OP": "?"}


class AtomError(ValueError):
    """An atom that the little language does not know; the message names it."""


BY = ("LEMMA", "LOWER", "ENT_TYPE")  # attributes of tokens that an anchor may ask for
_SHORT = 2  # letters: prepositions and the like stand everywhere
_MANY = 40  # tokens: more than a mention, or a row of words of one kind, ever has


@dataclass(frozen=True, slots=True)
class Anchor:
    """An atom of a row that asks for a word or a mention: where it stands, and its words or labels."""

    at: int
    by: str
    words: tuple[str, ...]

    @property
    def commonness(self) -> int:
        """0 for words, 1 for mentions, 2 for words of a letter or two."""
        if self.by == "ENT_TYPE":
            return 1
        return 2 * any(len(word) <= _SHORT for word in self.words)


@dataclass(frozen=True, slots=True)
class Compiled:
    """One row of atoms: the spaCy pattern and, for each of its items, the name it binds (or None)."""

    tokens: tuple[dict[str, Any], ...]
    names: tuple[str | None, ...]

    def anchors(self) -> list[Anchor]:
        """The atoms that cannot be missing, the rarest first: few words, then mentions, then short words."""
        found = [
            Anchor(at, by, tuple(spec[by]["IN"]))
            for at, spec in enumerate(self.tokens)
            for by in BY
            if by in spec and spec.get("OP", "+") == "+"
        ]
        return sorted(found, key=lambda anchor: (anchor.commonness, len(anchor.words)))

    def reach(self, start: int, end: int) -> int:
        """How many tokens the items from ``start`` to ``end`` stand for at most."""
        return sum(_longest(str(spec.get("OP", "?"))) for spec in self.tokens[start:end])


def _longest(op: str) -> int:
    if op in "+*":
        return _MANY
    return 1 if op == "?" else int(op.strip("{}").split(",")[1])


def _words(text: str) -> list[str]:
    return [without_yo(w).lower() for w in text.split("|")]


def _spec(found: re.Match[str], classes: Mapping[str, frozenset[str]]) -> dict[str, Any]:
    if gap := found["gap"]:
        return {"TEXT": {"NOT_IN": _ENDS}, "OP": f"{{0,{gap[2:]}}}"}
    if label := found["label"]:
        return {"ENT_TYPE": {"IN": label.split("|")}, "OP": "+"}
    if pos := found["pos"]:
        spec: dict[str, Any] = {"POS": {"IN": pos.split("|")}}
        if found["posmorph"]:
            spec["MORPH"] = {"IS_SUPERSET": found["posmorph"].split(",")}
        return spec
    if cls := found["cls"]:
        if cls not in classes:
            raise AtomError(f"word class @{cls} does not exist")
        return {"LEMMA": {"IN": sorted(classes[cls])}}
    if form := found["form"]:
        return {"LOWER": {"IN": form.lower().split("|")}}
    return {"LEMMA": {"IN": _words(found["lemma"])}}


def compile_row(row: str, classes: Mapping[str, frozenset[str]]) -> Compiled:
    """Compile one row of atoms.

    Raises:
        AtomError: an atom cannot be read or names a word class that does not exist.
    """
    tokens: list[dict[str, Any]] = []
    names: list[str | None] = []
    for part in row.split():
        found = _ATOM.fullmatch(part)
        if not found:
            raise AtomError(f"atom {part!r} cannot be read")
        spec = _spec(found, classes)
        if found["morph"]:
            asked = [*spec.get("MORPH", {}).get("IS_SUPERSET", []), *found["morph"].split(",")]
            spec["MORPH"] = {"IS_SUPERSET": asked}
        if op := found["op"]:
            # A mention is one or more tokens already; "?" and "*" make the whole of it optional.
            spec["OP"] = "*" if found["label"] and op in "?*" else op
        if tokens:
            tokens.append(dict(SPACE))
            names.append(None)
        tokens.append(spec)
        names.append(found["name"])
    if not tokens:
        raise AtomError("a pattern needs at least one atom")
    return Compiled(tuple(tokens), tuple(names))

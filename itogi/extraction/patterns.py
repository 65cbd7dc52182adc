"""Patterns as data: loading, checking and matching of ``patterns/<type>.yml``.

Each pattern has an ``id`` (``type.name``), rows of atoms (``match``, see :mod:`.atoms`), constant or
bound slots, a confidence, and ``examples`` that must match and ``counter`` examples that must not;
one parametrised test runs them all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from itogi.errors import DataError
from itogi.extraction.atoms import AtomError, Compiled, compile_row
from itogi.model.data import load_yaml
from itogi.model.kinds import kinds
from itogi.model.letters import without_yo

if TYPE_CHECKING:
    from spacy.matcher import Matcher
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

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


@dataclass(frozen=True, slots=True)
class Match:
    """Where a pattern matched: token range, and the token ranges of its bound names."""

    pattern: Pattern
    start: int
    end: int
    groups: Mapping[str, tuple[int, int]]


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


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a pattern with a matcher of its own, and how far a match reaches from its anchor."""

    number: int
    pattern: Pattern
    row: Compiled
    matcher: Matcher
    before: int
    after: int
    # The words, by LEMMA or LOWER, of its other atoms that cannot be missing.
    needed: tuple[tuple[str, frozenset[int]], ...]


class PatternMatcher:
    """All patterns of one type compiled for one vocabulary.

    spaCy asks every row at every token. Nearly all rows hold an atom that only few words fulfil, their
    anchor; so a row is asked only around its anchors, which gives the same matches at a tenth of the cost.
    """

    def __init__(self, kind: str, vocab: Vocab) -> None:
        self._anchored: dict[str, dict[int, list[_Row]]] = {"LEMMA": {}, "LOWER": {}}
        self._anywhere: list[_Row] = []
        rows = [(pattern, row) for pattern in patterns(kind) for row in pattern.rows]
        for number, (pattern, row) in enumerate(rows):
            self._add(number, pattern, row, vocab)

    def _add(self, number: int, pattern: Pattern, row: Compiled, vocab: Vocab) -> None:
        from spacy.matcher import Matcher  # whoever only reads the patterns needs no spaCy

        found = Matcher(vocab)
        found.add(pattern.id, [list(row.tokens)], greedy="LONGEST")
        anchors = row.anchors()
        at = anchors[0].at if anchors else 0
        before, after = row.reach(0, at), row.reach(at + 1, len(row.tokens))
        needed = tuple((o.by, frozenset(map(vocab.strings.add, o.words))) for o in anchors[1:])
        one = _Row(number, pattern, row, found, before, after, needed)
        if not anchors:
            self._anywhere.append(one)
        for anchor in anchors[:1]:
            for word in anchor.words:
                self._anchored[anchor.by].setdefault(vocab.strings.add(word), []).append(one)

    def __call__(self, doc: Doc) -> Iterator[Match]:
        """Matches in ``doc`` in text order; one that crosses a sentence border is dropped."""
        found = [match for row, spans in self._asked(doc) for match in _matches(row, doc, spans)]
        for start, minus_end, _, row, alignment in sorted(found, key=lambda m: m[:3]):
            if any(doc[i].is_sent_start for i in range(start + 1, -minus_end)):
                continue
            yield Match(row.pattern, start, -minus_end, _groups(row.row, start, alignment))

    def _asked(self, doc: Doc) -> Iterator[tuple[_Row, list[tuple[int, int]]]]:
        """The rows that can match in ``doc``, each with the token ranges around its anchors."""
        asked = {row.number: (row, [(0, len(doc))]) for row in self._anywhere}
        by_lemma, by_form = self._anchored["LEMMA"], self._anchored["LOWER"]
        words = doc.to_array(["LEMMA", "LOWER"]).tolist()
        nothing: list[_Row] = []
        for at, (lemma, form) in enumerate(words):
            for row in (*by_lemma.get(lemma, nothing), *by_form.get(form, nothing)):
                low, high = max(0, at - row.before), min(len(doc), at + row.after + 1)
                spans = asked.setdefault(row.number, (row, []))[1]
                if spans and low <= spans[-1][1]:
                    spans[-1] = (spans[-1][0], high)
                else:
                    spans.append((low, high))
        held = {"LEMMA": {lemma for lemma, _ in words}, "LOWER": {form for _, form in words}}
        for row, spans in asked.values():
            if not any(some.isdisjoint(held[by]) for by, some in row.needed):
                yield row, spans


_Found = tuple[int, int, int, _Row, list[int]]


def _matches(row: _Row, doc: Doc, spans: Iterable[tuple[int, int]]) -> Iterator[_Found]:
    """Start, end with a minus, number of the row: the order of matches; then the row and its alignment."""
    for low, high in spans:
        # spaCy's stub knows the matches without alignments only.
        found = row.matcher(doc[low:high], allow_missing=True, with_alignments=True)
        for _, start, end, alignment in cast("list[tuple[int, int, int, list[int]]]", found):
            yield low + start, -low - end, row.number, row, alignment


def _groups(row: Compiled, start: int, alignment: list[int]) -> dict[str, tuple[int, int]]:
    """Token ranges of the bound names: ``alignment[i]`` is the atom that matched token ``start + i``."""
    out: dict[str, tuple[int, int]] = {}
    for offset, item in enumerate(alignment):
        name = row.names[item]
        if name:
            low = out[name][0] if name in out else start + offset
            out[name] = (low, start + offset + 1)
    return out


@cache
def matcher(kind: str, vocab: Vocab) -> PatternMatcher:
    """The matcher of ``kind`` for ``vocab``, compiled once."""
    return PatternMatcher(kind, vocab)

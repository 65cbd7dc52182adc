"""Finding the patterns of all types in a ``Doc``.

spaCy's ``Matcher`` asks every row at every token. Nearly all rows hold an atom that only few tokens fulfil,
their anchor; so a row is asked only around its anchors, and only where what else it needs stands beside them.
A row of one atom needs no ``Matcher`` at all. The matches are the same at a twentieth of the cost.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from itogi.extraction.atoms import BY, Compiled
from itogi.extraction.patterns import FOLDER, Pattern, patterns
from itogi.model.kinds import kinds

if TYPE_CHECKING:
    from spacy.matcher import Matcher
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

Spans = Sequence[tuple[int, int]]
Columns = Mapping[str, Sequence[int]]  # attributes of all tokens of a text


@dataclass(frozen=True, slots=True)
class Match:
    """Where a pattern matched: token range, and the token ranges of its bound names."""

    pattern: Pattern
    start: int
    end: int
    groups: Mapping[str, tuple[int, int]]


class _One:
    """A row of one atom: it matches wherever the atom's word stands with this part of speech and features."""

    def __init__(self, spec: Mapping[str, Any]) -> None:
        self.pos: frozenset[str] | None = frozenset(spec["POS"]["IN"]) if "POS" in spec else None
        self.features = frozenset(spec.get("MORPH", {}).get("IS_SUPERSET", ()))
        self._known: dict[tuple[int, int], bool] = {}

    def __call__(self, doc: Doc, columns: Columns, at: int) -> bool:
        """Whether the token fulfils what its word does not tell."""
        key = columns["POS"][at], columns["MORPH"][at]
        known = self._known.get(key)
        if known is None:
            token = doc[at]
            known = self._known[key] = (self.pos is None or token.pos_ in self.pos) and (
                self.features <= set(str(token.morph).split("|"))
            )
        return known


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a pattern with what finds it, and how far a match reaches from its anchor."""

    number: int
    pattern: Pattern
    row: Compiled
    find: Matcher | _One
    before: int
    after: int
    # What its other atoms that cannot be missing ask for, by attribute.
    needed: tuple[tuple[str, frozenset[int]], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What can match in a text: by type the rows, each with the token ranges around its anchors."""

    doc: Doc
    columns: Columns
    rows: Mapping[str, Sequence[tuple[_Row, Spans]]]

    def matches(self, kind: str) -> Iterator[Match]:
        """Matches of one type in text order; one that crosses a sentence border is dropped."""
        found = [match for row, spans in self.rows.get(kind, ()) for match in self._found(row, spans)]
        for start, minus_end, _, row, alignment in sorted(found, key=lambda m: m[:3]):
            if any(self.doc[i].is_sent_start for i in range(start + 1, -minus_end)):
                continue
            yield Match(row.pattern, start, -minus_end, _groups(row.row, start, alignment))

    def _found(self, row: _Row, spans: Spans) -> Iterator[tuple[int, int, int, _Row, list[int]]]:
        """Start, end with a minus, number of the row: the order of matches; the row and its alignment."""
        for low, high in spans:
            if isinstance(row.find, _One):
                at = (i for i in range(low, high) if row.find(self.doc, self.columns, i))
                yield from ((i, -i - 1, row.number, row, [0]) for i in at)
                continue
            # spaCy's stub knows the matches without alignments only.
            found = row.find(self.doc[low:high], allow_missing=True, with_alignments=True)
            for _, start, end, alignment in cast("list[tuple[int, int, int, list[int]]]", found):
                yield low + start, -low - end, row.number, row, alignment


class PatternMatcher:
    """The patterns of all types compiled for one vocabulary."""

    def __init__(self, vocab: Vocab) -> None:
        self._anchored: dict[str, dict[int, list[_Row]]] = {by: {} for by in BY}
        self._anywhere: list[_Row] = []
        types = (path.stem for path in sorted(FOLDER.glob("*.yml")) if path.stem in kinds())
        rows = [(pattern, row) for type in types for pattern in patterns(type) for row in pattern.rows]
        for number, (pattern, row) in enumerate(rows):
            self._add(number, pattern, row, vocab)

    def _add(self, number: int, pattern: Pattern, row: Compiled, vocab: Vocab) -> None:
        anchors = row.anchors()
        at = anchors[0].at if anchors else 0
        before, after = row.reach(0, at), row.reach(at + 1, len(row.tokens))
        needed = tuple((o.by, frozenset(map(vocab.strings.add, o.words))) for o in anchors[1:])
        one = _Row(number, pattern, row, _finder(pattern, row, vocab), before, after, needed)
        if not anchors:
            self._anywhere.append(one)
        for anchor in anchors[:1]:
            for word in anchor.words:
                self._anchored[anchor.by].setdefault(vocab.strings.add(word), []).append(one)

    def asked(self, doc: Doc) -> Asked:
        """The rows that can match in ``doc``."""
        names = (*BY, "POS", "MORPH")
        values = doc.to_array(list(names)).T.tolist() if len(doc) else [[] for _ in names]
        columns: Columns = dict(zip(names, values, strict=True))
        spans: dict[int, tuple[_Row, list[tuple[int, int]]]] = {
            row.number: (row, [(0, len(doc))]) for row in self._anywhere
        }
        tables = [self._anchored[by] for by in BY]
        for at, codes in enumerate(zip(*(columns[by] for by in BY), strict=True)):
            for table, code in zip(tables, codes, strict=True):
                for row in table.get(code, ()):
                    low, high = max(0, at - row.before), min(len(doc), at + row.after + 1)
                    some = spans.setdefault(row.number, (row, []))[1]
                    if some and low <= some[-1][1]:
                        some[-1] = (some[-1][0], high)
                    else:
                        some.append((low, high))
        found: dict[str, list[tuple[_Row, Spans]]] = {}
        for row, some in spans.values():
            kept = [(low, high) for low, high in some if _complete(row, columns, low, high)]
            if kept:
                found.setdefault(row.pattern.type, []).append((row, kept))
        return Asked(doc, columns, found)


def _finder(pattern: Pattern, row: Compiled, vocab: Vocab) -> Matcher | _One:
    spec = row.tokens[0]
    if len(row.tokens) == 1 and "OP" not in spec and set(spec) <= {"LEMMA", "LOWER", "POS", "MORPH"}:
        return _One(spec)
    from spacy.matcher import Matcher  # whoever only reads the patterns needs no spaCy

    found = Matcher(vocab)
    found.add(pattern.id, [list(row.tokens)], greedy="LONGEST")
    return found


def _complete(row: _Row, columns: Columns, low: int, high: int) -> bool:
    """Whether all that a row needs stands in a range."""
    return not any(held.isdisjoint(columns[by][low:high]) for by, held in row.needed)


def _groups(row: Compiled, start: int, alignment: Iterable[int]) -> dict[str, tuple[int, int]]:
    """Token ranges of the bound names: ``alignment[i]`` is the atom that matched token ``start + i``."""
    out: dict[str, tuple[int, int]] = {}
    for offset, item in enumerate(alignment):
        name = row.names[item]
        if name:
            low = out[name][0] if name in out else start + offset
            out[name] = (low, start + offset + 1)
    return out


@cache
def matcher(vocab: Vocab) -> PatternMatcher:
    """The matcher for ``vocab``, compiled once."""
    return PatternMatcher(vocab)

"""The sentence of a text that answers a query best, with its words marked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from itogi.language.segment import LINE, sentences
from itogi.register.asking import Query, Word
from itogi.register.passages import Piece

_LONGEST = 4_000  # characters of a line that sentences are looked for in, and around the words found
_ENOUGH = 600  # characters of a sentence that is shown whole
Span = tuple[int, int]
Match = tuple[int, int, Word]


def snippet(query: Query, pieces: Sequence[Piece]) -> tuple[str, tuple[Span, ...], str]:
    """The best sentence, the offsets of the words found in it, and the article that it stands in.

    Best is what holds a phrase, then most of the words; a sentence before a title, the earlier first.
    """
    ordered = sorted((p for p in pieces if p.text.strip()), key=lambda p: (p.title, not p.article))
    best: tuple[tuple[int, int], str, str] | None = None
    for piece in ordered:
        for line in _lines(query, piece.text):
            for text in _parts(line):
                found = _worth(query, text)
                if best is None or found > best[0]:
                    best = found, text, piece.article
    if best is None:
        return "", (), ""
    text = _cut(best[1], query.spans(best[1]))
    return text, tuple((start, end) for start, end, _ in query.spans(text)), best[2]


def _lines(query: Query, text: str) -> Iterable[str]:
    """The lines that hold most of the words; the first line where none holds any."""
    found: dict[Span, set[Word]] = defaultdict(set)
    matches = query.spans(text)
    at = 0
    for line in LINE.finditer(text):
        low, high = line.span()
        while at < len(matches) and matches[at][0] < high:
            start, _, word = matches[at]
            block = start - start % _LONGEST
            near = max(low, block - _LONGEST // 4), min(high, block + _LONGEST * 5 // 4)
            found[(low, high) if high - low <= _LONGEST else near].add(word)
            at += 1
    if not found:
        return [line.group()[:_LONGEST] for line in LINE.finditer(text[:_LONGEST]) if line.group().strip()][
            :1
        ]
    most = max(map(len, found.values()))
    spans = [span for span, some in found.items() if len(some) == most]
    return [text[low:high] for low, high in (spans if query.has_phrases else spans[:1])]


def _parts(line: str) -> Iterable[str]:
    return (line[sentence.start : sentence.end] for sentence in sentences(line))


def _worth(query: Query, text: str) -> tuple[int, int]:
    """How many phrases a sentence holds, and how many of the words."""
    phrases = sum(Query((phrase,), ()).holds([text]) for phrase in query.wanted if len(phrase) > 1)
    return phrases, len({word for *_, word in query.spans(text)})


def _cut(text: str, found: Sequence[Match]) -> str:
    """A sentence that goes on and on, shortened to what stands around the first word found."""
    if len(text) <= _ENOUGH:
        return text
    middle = found[0][0] if found else 0
    low = max(0, min(middle - _ENOUGH // 3, len(text) - _ENOUGH))
    high = min(len(text), low + _ENOUGH)
    low = text.find(" ", low, middle) + 1 if low else 0
    high = text.rfind(" ", middle, high) if high < len(text) and text.rfind(" ", middle, high) > 0 else high
    return text[low:high]

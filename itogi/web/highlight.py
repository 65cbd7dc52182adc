"""A text cut into pieces at all edges of evidence, so that overlapping sentences can be shown in one line.

A piece knows which records cover it. Of their types the first three are drawn (as lines under the text),
each in a layer of its own, so that a sentence which states a meeting, a document and a quote shows all three.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from itogi.model.record import Record

LAYERS = "abc"


@dataclass(frozen=True, slots=True)
class Number:
    """The number of a record, shown where its evidence ends."""

    number: int
    type: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text that the same records cover.

    ``anchors`` are the offsets at which evidence begins here: ids of the page. ``ends`` are the records whose
    evidence ends here; ``classes`` name the types that are drawn, a layer for each.
    """

    text: str
    covered: tuple[int, ...] = ()
    classes: str = ""
    anchor: str = ""
    ends: tuple[Number, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the text."""

    pieces: tuple[Piece, ...]


def paragraphs(text: str, records: Sequence[Record]) -> list[Paragraph]:
    """The text in paragraphs of pieces; records are numbered from 1 in their order here."""
    spans = _spans(records, len(text))
    made, start = [], 0
    for part in text.split("\n"):
        end = start + len(part)
        if part.strip():
            made.append(Paragraph(tuple(_pieces(text, start, end, spans, records))))
        start = end + 1
    return made


def _spans(records: Sequence[Record], length: int) -> list[tuple[int, int, int]]:
    """Where evidence stands: start, end, number of the record; what lies outside of the text is left out."""
    return sorted(
        (e.start, e.end, number)
        for number, record in enumerate(records, 1)
        for e in record.evidence
        if 0 <= e.start < e.end <= length
    )


def _pieces(
    text: str, low: int, high: int, spans: list[tuple[int, int, int]], records: Sequence[Record]
) -> Iterator[Piece]:
    near = [(max(s, low), min(e, high), s, e, n) for s, e, n in spans if s < high and e > low]
    edges = sorted({low, high, *(s for s, *_ in near), *(e for _, e, *_ in near)})
    ends: dict[int, list[Number]] = defaultdict(list)
    for _, cut, _, end, number in near:
        if cut in (end, high):
            ends[cut].append(Number(number, records[number - 1].type))
    starts = {s for _, _, s, _, _ in near}
    for start, end in pairwise(edges):
        covered = tuple(sorted({n for s, e, _, _, n in near if s <= start and end <= e}))
        classes = _classes([records[n - 1].type for n in covered])
        anchor = f"s{start}" if start in starts else ""
        yield Piece(text[start:end], covered, classes, anchor, tuple(_once(ends[end])) if covered else ())


def _once(numbers: list[Number]) -> list[Number]:
    return sorted(set(numbers), key=lambda n: n.number)


def _classes(types: list[str]) -> str:
    """``a-meeting b-quote``: a layer for each type, in the order of the records."""
    return " ".join(f"{layer}-{type}" for layer, type in zip(LAYERS, dict.fromkeys(types), strict=False))

"""Pieces of a source and the clean text that is put together from them, with the map back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from itogi.model.article import Segment

_BREAK = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Piece:
    """``source[start:end]``: a line, or what is kept of it."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What a page or a plain text gives: the clean text, its map, and what it says of itself."""

    text: str
    segments: tuple[Segment, ...] = ()
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: date | None = None


def split_lines(source: str) -> list[Piece]:
    """The lines of ``source`` without their ends and without the white space around them."""
    pieces, start = [], 0
    for found in _BREAK.finditer(source):
        pieces.append(trim(source, start, found.start()))
        start = found.end()
    pieces.append(trim(source, start, len(source)))
    return pieces


def trim(source: str, start: int, end: int) -> Piece:
    """``source[start:end]`` less the white space at both ends."""
    line = source[start:end]
    left = len(line) - len(line.lstrip())
    return Piece(start + left, start + max(left, len(line.rstrip())))


def without_idle_blanks(pieces: Iterable[Piece]) -> list[Piece]:
    """Drop empty lines at both ends and all but one where several follow each other."""
    kept: list[Piece] = []
    for piece in pieces:
        blank = piece.start == piece.end
        if blank and (not kept or kept[-1].start == kept[-1].end):
            continue
        kept.append(piece)
    if kept and kept[-1].start == kept[-1].end:
        kept.pop()
    return kept


def join(source: str, pieces: Sequence[Piece]) -> tuple[str, tuple[Segment, ...]]:
    """Put the pieces together, one a line; a line end belongs to the map where the source has it too."""
    text: list[str] = []
    spans: list[tuple[int, int, int]] = []
    at = 0
    for number, piece in enumerate(pieces):
        if number:
            text.append("\n")
            before = pieces[number - 1].end
            if source[before : piece.start] == "\n":
                spans.append((at, before, 1))
            elif piece.start and source[piece.start - 1] == "\n":
                spans.append((at, piece.start - 1, 1))
            at += 1
        text.append(source[piece.start : piece.end])
        spans.append((at, piece.start, piece.end - piece.start))
        at += piece.end - piece.start
    return "".join(text), merge(spans)


def merge(spans: Iterable[tuple[int, int, int]]) -> tuple[Segment, ...]:
    """Join ``(start, source, length)`` runs that touch each other on both sides into segments."""
    segments: list[Segment] = []
    for start, source, length in spans:
        if not length:
            continue
        last = segments[-1] if segments else None
        if last and last.start + last.length == start and last.source + last.length == source:
            segments[-1] = Segment(last.start, last.source, last.length + length)
        else:
            segments.append(Segment(start, source, length))
    return tuple(segments)

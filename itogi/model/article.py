"""Articles: one report or official text as read, and the way back from its clean text to the source."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of clean text that stands letter for letter in the source.

    ``start`` and ``source`` are character offsets in the clean and the decoded source text.
    """

    start: int
    source: int
    length: int


@dataclass(frozen=True, slots=True)
class Article:
    """One report as read: clean text, where it came from, and the map back to the source."""

    id: str
    text: str
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: date | None = None
    language: str = "ru"
    raw_hash: str = ""
    source: str = ""
    encoding: str = "utf-8"
    segments: tuple[Segment, ...] = field(default=(), repr=False)

    def source_offset(self, position: int) -> int | None:
        """The offset in the decoded source of the character at ``position``; None if it has none."""
        index = bisect_right(self.segments, position, key=lambda s: s.start) - 1
        if index < 0:
            return None
        segment = self.segments[index]
        inside = position - segment.start
        return segment.source + inside if inside < segment.length else None

    def verbatim_pieces(self, start: int, end: int) -> list[tuple[int, int]]:
        """Split ``text[start:end]`` into the runs that are contiguous in the source as well.

        A clean text leaves furniture out, so two sentences that are neighbours here may have a
        menu between them there. Without a map the whole span is one piece.
        """
        if not self.segments:
            return [(start, end)]
        pieces: list[tuple[int, int]] = []
        expected = -1
        for segment in self.segments:
            low, high = max(start, segment.start), min(end, segment.start + segment.length)
            if low >= high:
                continue
            at = segment.source + low - segment.start
            if pieces and pieces[-1][1] == low and expected == at:
                pieces[-1] = (pieces[-1][0], high)
            else:
                pieces.append((low, high))
            expected = at + high - low
        return pieces


def hash_bytes(raw: bytes) -> str:
    """SHA-256 of the raw bytes, in hexadecimal (64 characters)."""
    return hashlib.sha256(raw).hexdigest()


def article_id(raw_hash: str) -> str:
    """The id of an article: the first 16 hexadecimal digits of the hash of its raw bytes."""
    return raw_hash[:16]

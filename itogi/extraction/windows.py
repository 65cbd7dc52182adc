"""Long articles are read in windows, so that time grows with their length and not with its square.

A window holds whole lines, else whole sentences, else whole words. What a later window refers to by a
word of an earlier one ("организация") is not resolved across the border; nearly all reports fit in one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from itogi.model.article import Article
from itogi.model.record import Evidence, Record

LIMIT = 24_000  # characters: ten pages
BORDERS = ("\n", ". ", " ")  # the better ones first; looked for in the last quarter of a window


def windows(article: Article, limit: int = LIMIT) -> Iterator[tuple[Article, int]]:
    """Parts of ``article`` as articles of their own, with their offsets; a short article is its own part."""
    if len(article.text) <= limit:
        yield article, 0
        return
    start = 0
    while start < len(article.text):
        end = _border(article.text, start, start + limit)
        yield replace(article, text=article.text[start:end], segments=()), start
        start = end


def _border(text: str, start: int, end: int) -> int:
    if end >= len(text):
        return len(text)
    for border in BORDERS:
        at = text.rfind(border, end - (end - start) // 4, end)
        if at >= 0:
            return at + len(border)
    return end


def moved(record: Record, article: Article, offset: int) -> Record:
    """``record`` of a window that begins at ``offset`` as a record of the whole ``article``."""
    evidence = tuple(
        Evidence.of(article, start, end)
        for e in record.evidence
        for start, end in article.verbatim_pieces(e.start + offset, e.end + offset)
    )
    return Record(record.type, record.slots, evidence, record.confidence, record.pattern)

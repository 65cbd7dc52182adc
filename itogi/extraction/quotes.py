"""Quotations of one article: what is said, by whom, in whose words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from itogi.extraction.context import Context
from itogi.extraction.quotes_blocks import find_blocks
from itogi.extraction.quotes_clause import Marked
from itogi.extraction.quotes_direct import find_direct
from itogi.extraction.quotes_marks import stretches
from itogi.extraction.quotes_said import find_said
from itogi.extraction.quotes_source import Said
from itogi.extraction.quotes_speaker import Speakers


@dataclass(frozen=True, slots=True)
class Quote:
    """One quotation: characters ``start:end`` of the text, verbatim, and the sentences that show it."""

    start: int
    end: int
    speaker: str
    direct: bool
    evidence: tuple[tuple[int, int], ...]
    pattern: str
    confidence: float


def find_quotes(ctx: Context) -> Iterator[Quote]:
    """All quotations of an article, in text order."""
    marked = Marked(ctx.doc, stretches(ctx.article.text))
    found = [*find_blocks(ctx, marked), *find_direct(ctx, marked), *find_said(ctx, marked)]
    speakers = Speakers(ctx)
    kept = _outermost(found)
    for said in sorted(kept, key=lambda s: (max(s.source.verb, s.source.head), s.start)):
        speaker = said.speaker or speakers.resolve(said.source, min(said.tokens, default=said.source.verb))
        if said.speaker:
            speakers.last = said.speaker
        if speaker:
            yield _quote(ctx, said, speaker)


def _quote(ctx: Context, said: Said, speaker: str) -> Quote:
    evidence = tuple(ctx.evidence(*said.tokens))
    return Quote(said.start, said.end, speaker, said.direct, evidence, said.pattern, said.confidence)


def _outermost(found: list[Said]) -> list[Said]:
    """Of quotations that overlap, keep the whole: what a quoted speaker quotes is part of his words.

    Direct words in marks are surer than a clause that runs into them, unless the clause holds them.
    """
    order = sorted(found, key=lambda s: (s.start - s.end, not s.direct, -s.confidence))
    kept: list[Said] = []
    for said in order:
        rivals = [k for k in kept if k.start < said.end and said.start < k.end]
        if not rivals:
            kept.append(said)
        elif said.direct and len(rivals) == 1 and not rivals[0].direct and _mostly(said, rivals[0]):
            kept[kept.index(rivals[0])] = replace(said)
    return kept


def _mostly(inner: Said, outer: Said) -> bool:
    """Whether direct words make up nearly all of the clause that holds them."""
    return inner.end - inner.start >= 0.95 * (outer.end - outer.start)

"""Quotations of one article: what is said, by whom, in whose words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from itogi.extraction.context import Context
from itogi.extraction.quotes_blocks import find_blocks
from itogi.extraction.quotes_clause import Marked
from itogi.extraction.quotes_direct import find_direct
from itogi.extraction.quotes_marks import stretches
from itogi.extraction.quotes_phrase import Said
from itogi.extraction.quotes_said import find_said
from itogi.extraction.quotes_speaker import Speakers
from itogi.extraction.similar import stems

# The share of a headline's words that a quotation below must hold to be what the headline sums up.
GIST = 0.35


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
    """All quotations of an article, in the order of their attributions."""
    yield from _without_headline(ctx, list(_resolved(ctx)))


def _resolved(ctx: Context) -> Iterator[Quote]:
    marked = Marked(ctx.doc, stretches(ctx.article.text))
    found = [*find_blocks(ctx, marked), *find_direct(ctx, marked), *find_said(ctx, marked)]
    speakers = Speakers(ctx)
    kept = _outermost(found)
    for said in sorted(kept, key=lambda s: (max(s.source.verb, s.source.head), s.start)):
        if said.speaker == "":
            continue
        speaker = said.speaker or speakers.resolve(said.source, min(said.tokens, default=said.source.verb))
        if said.speaker:
            speakers.last = said.speaker
        if speaker:
            yield _quote(ctx, said, speaker)


def _without_headline(ctx: Context, quotes: list[Quote]) -> Iterator[Quote]:
    """A headline that gives the gist of a quotation below is evidence of that one."""
    text = ctx.article.text
    first_line = len(text) - len(text.lstrip("\n"))
    border = text.find("\n", first_line)
    headline = [q for q in quotes if not q.direct and q.end <= border]
    gists = [(q, _gist(text, q, quotes)) for q in headline]
    for quote in quotes:
        if any(q is quote and of is not None for q, of in gists):
            continue
        evidence = {e for q, of in gists if of is quote for e in q.evidence}
        yield replace(quote, evidence=tuple(sorted(evidence | set(quote.evidence))))


def _gist(text: str, short: Quote, quotes: list[Quote]) -> Quote | None:
    """The quotation of the same speaker that says most of what ``short`` says."""
    wanted = stems(text[short.start : short.end])
    best: tuple[float, Quote | None] = (GIST, None)
    for quote in quotes:
        if quote is not short and quote.speaker == short.speaker and quote.start > short.end:
            shared = len(wanted & stems(text[quote.start : quote.end])) / max(len(wanted), 1)
            best = max(best, (shared, quote), key=lambda pair: pair[0])
    return best[1]


def _quote(ctx: Context, said: Said, speaker: str) -> Quote:
    evidence = tuple(ctx.evidence(*said.tokens))
    return Quote(said.start, said.end, speaker, said.direct, evidence, said.pattern, said.confidence)


def _outermost(found: list[Said]) -> list[Said]:
    """Of quotations that overlap, keep the whole: what a quoted speaker quotes is part of his words.

    Direct words in marks are surer than a clause that runs into them, unless the clause holds them.
    """
    marked = [s for s in found if s.pattern == "quote.marks"]
    found = [s for s in found if s.direct or not any(_only_frames(s, m) for m in marked)]
    own = {"quote.that", "quote.according", "quote.as-said", "quote.inserted"}
    told = [s for s in found if s.pattern in own]
    # "X заявил, что … Об этом сообщили …": the words are those of X
    found = [s for s in found if s.pattern != "quote.about-this" or not any(_holds(s, t) for t in told)]
    order = sorted(found, key=lambda s: (s.start - s.end, not s.direct, -s.confidence))
    kept: list[Said] = []
    for said in order:
        rivals = [k for k in kept if k.start < said.end and said.start < k.end]
        if not rivals:
            kept.append(said)
        elif said.direct and len(rivals) == 1 and not rivals[0].direct and _mostly(said, rivals[0]):
            kept[kept.index(rivals[0])] = replace(said)
    return kept


def _holds(said: Said, other: Said) -> bool:
    return said.start <= other.start and other.end <= said.end + 1


def _only_frames(said: Said, marked: Said) -> bool:
    """Whether a clause is little more than words attributed inside it, with their attribution."""
    return _holds(said, marked) and (
        marked.start - said.start < 3
        or 2 * (marked.end - marked.start) > said.end - said.start
        or marked.source.verb == said.source.verb
    )


def _mostly(inner: Said, outer: Said) -> bool:
    """Whether direct words make up nearly all of the clause that holds them."""
    return inner.end - inner.start >= 0.95 * (outer.end - outer.start)

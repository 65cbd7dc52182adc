"""Records of type quote: who said what, directly or as reported."""

from __future__ import annotations

from collections.abc import Iterator

from itogi.extraction.assemble import Draft
from itogi.extraction.context import Context


def find(ctx: Context) -> Iterator[Draft]:
    """One draft for each quotation of the article."""
    for quote in ctx.quotes:
        slots = {
            "speaker": quote.speaker,
            "direct": quote.direct,
            "text": ctx.article.text[quote.start : quote.end],
        }
        yield Draft("quote", slots, list(quote.evidence), quote.confidence, quote.pattern)

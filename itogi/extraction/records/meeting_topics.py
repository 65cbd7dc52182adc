"""Topics of a meeting: what its participants discuss, in its sentence and those that go on about it."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Span, Token

from itogi.extraction.context import Context
from itogi.extraction.patterns import word_classes

# Names say nothing of what is discussed: "Организация экономического сотрудничества".
_NAMES = ("ORGANISATION", "BODY", "POST", "ORGNAME", "PERSON", "VENUE")


def phrase_topics(ctx: Context, trigger: Token, end: int) -> list[str]:
    """Topics of "переговоры по …", "встреча, посвящённая …"."""
    words = word_classes()["about"]
    about = next((t for t in ctx.doc[trigger.i + 1 : end] if t.lemma_ in words), None)
    return topics_of(ctx, about.i, end) if about is not None else []


def sentence_topics(ctx: Context, sentence: Span) -> list[str]:
    """Topics of what a sentence says was or will be discussed."""
    found: list[str] = []
    for low, high in _discussed(sentence):
        found += [t for t in topics_of(ctx, low, high) if t not in found]
    return found


def _discussed(sentence: Span) -> Iterator[tuple[int, int]]:
    """The stretch that a word of discussing opens: to the end of the sentence; for "тема", all of it."""
    classes = word_classes()
    for token in sentence:
        if token.lemma_ in classes["discuss"]:
            yield (
                (token.i + 1, sentence.end) if token.i + 4 < sentence.end else (sentence.start, sentence.end)
            )
            return
        if token.lemma_ in classes["discuss-head"]:
            yield sentence.start, sentence.end
            return


def topics_of(ctx: Context, low: int, high: int) -> list[str]:
    """Topic codes of a token range, names of organisations, bodies and posts left out."""
    inside = sorted((m.start, m.end) for m in ctx.mentions_in(low, high, *_NAMES))
    ranges, at = [], low
    for start, end in inside:
        if start > at:
            ranges.append((at, start))
        at = max(at, end)
    if at < high:
        ranges.append((at, high))
    return ctx.topics(*ranges)

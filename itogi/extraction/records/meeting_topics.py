"""Topics of a meeting: what its participants discuss, in its sentence and those that go on about it."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Span, Token

from itogi.extraction.assemble import Draft
from itogi.extraction.circumstances import news_item
from itogi.extraction.context import Context
from itogi.extraction.patterns import word_classes
from itogi.extraction.records.clauses import clause_of

# Names say nothing of what is discussed: "Организация экономического сотрудничества".
_NAMES = ("ORGANISATION", "BODY", "POST", "ORGNAME", "PERSON", "VENUE")
_GOVERNED = {"obj", "nsubj", "nsubj:pass", "obl", "ccomp", "xcomp", "conj"}


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


def decided_topics(ctx: Context, draft: Draft, sentences: list[Span]) -> list[str]:
    """Topics of what was decided at a meeting, and of its own clause where it is over.

    ``sentences``: those that mention the meeting. They count where nothing is said to be discussed.
    """
    found: list[str] = []
    for sentence in sentences:
        if not news_item(ctx, sentence.start)[2]:
            for low, high in _decided(sentence):
                found += topics_of(ctx, low, high)
    low, high, digest = news_item(ctx, draft.position)
    if draft.slots["status"] in {"held", "ongoing"} and not digest:
        start, end = clause_of(ctx, ctx.doc[draft.position])
        found += topics_of(ctx, max(low, start), min(high, end))
    # Chairs and sessions themselves make no topic.
    return [t for t in dict.fromkeys(found) if t != "institutional"]


def _decided(sentence: Span) -> Iterator[tuple[int, int]]:
    """What the verbs of deciding govern ("утвердили план по туризму")."""
    for verb in sentence:
        if verb.lemma_ in word_classes()["meeting-act"]:
            inside = [t.i for c in verb.children if c.dep_ in _GOVERNED for t in c.subtree]
            if inside:
                yield min(inside), max(inside) + 1


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

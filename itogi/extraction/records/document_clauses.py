"""Clauses that belong to a title: which one a bare noun means, how long it runs, what a list holds."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from itogi.extraction.context import Context
from itogi.extraction.patterns import word_classes
from itogi.extraction.single_words import spelt

_WHICH = spelt("which")


def which(doc: Doc, head: Token) -> int | None:
    """The end of a relative clause that says which one a bare noun means: "план, который готовил штаб"."""
    i = head.i + 1
    if i + 1 >= len(doc) or doc[i].text != ",":
        return None
    told = "Part" in doc[i + 1].morph.get("VerbForm", []) and doc[i + 1].head == head
    told = told and head.lemma_ not in word_classes()["doc-weak"]
    if doc[i + 1].lemma_ != _WHICH and not told:
        return None
    if set(doc[i + 1].morph.get("Gender", [])) != set(head.morph.get("Gender", [])):
        return None
    stop = next((t.i for t in doc[i + 1 : head.sent.end] if t.is_punct or t.is_space), head.sent.end)
    return stop if 3 <= stop - i <= 14 else None


def lasting(ctx: Context, end: int) -> int | None:
    """The end of ", рассчитанную до 2030 года" after a title."""
    doc = ctx.doc
    if end + 2 >= len(doc) or doc[end].text != "," or doc[end + 1].lemma_ not in word_classes()["doc-lasts"]:
        return None
    return next(
        (high for low, high, _ in ctx.times_in(end + 2, min(end + 6, len(doc))) if low <= end + 3), None
    )


def whose(doc: Doc, end: int) -> int | None:
    """The end of a clause that says what is in a list: "список стран, которым предложат войти в число …"."""
    opening = doc[end : end + 3]
    if len(opening) < 3 or opening[0].text != "," or not any(t.lemma_ == _WHICH for t in opening[1:]):
        return None
    return next((t.i for t in doc[end + 1 : opening[0].sent.end] if t.is_punct or t.is_space), None)

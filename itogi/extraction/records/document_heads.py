"""The nouns that may name an instrument, with the kind that their pattern gives."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from spacy.tokens import Doc, Token

from itogi.extraction.context import Context
from itogi.extraction.patterns import word_classes
from itogi.extraction.single_words import spelt
from itogi.extraction.stance import act_of

_ORDER_OF = spelt("order-of")
_RULE_SET = spelt("rule-set")

_ACTS_ON_TREATY = {"sign", "ratify", "force", "reject"}


class Head(NamedTuple):
    """A noun that may name an instrument, its kind, and the pattern that found it."""

    token: Token
    kind: str
    pattern: str
    confidence: float


def heads_in(ctx: Context) -> Iterator[Head]:
    """The nouns of a text that may name an instrument, each once, in text order."""
    seen: set[int] = set()
    for match in ctx.matches("document"):
        start, end = match.groups["k"]
        head = ctx.doc[start:end].root
        if head.i in seen or _inside_name(ctx, head) or _is_act(head) or _is_other_word(ctx.doc, head):
            continue
        seen.add(head.i)
        yield Head(head, str(match.pattern.slots["kind"]), match.pattern.id, match.pattern.confidence)


def _is_act(head: Token) -> bool:
    """ "заключение соглашения": the noun stands for the act, not for an opinion."""
    concluded = word_classes()["doc-concluded"]
    return act_of(head) == "sign" and any(c.lemma_ in concluded for c in head.children)


def _is_other_word(doc: Doc, head: Token) -> bool:
    """ "порядка 60 единиц" counts, "положение в стране" describes, "план развития" is one in any case."""
    after = doc[head.i + 1] if head.i + 1 < len(doc) else head
    if head.lower_ == _ORDER_OF:
        return after.pos_ == "NUM" or after.is_digit or word_number(after) is not None
    return (
        head.lemma_ == _RULE_SET and after.pos_ == "ADP" and after.lemma_ not in word_classes()["doc-about"]
    )


def _inside_name(ctx: Context, head: Token) -> bool:
    """Whether the noun belongs to the name of an organisation or a post ("Организация Договора о …")."""
    around = [m for m in ctx.mentions if m.start <= head.i < m.end]
    if any(m.label == "ORGANISATION" and _is_acted_on(ctx.doc[m.start : m.end].root, head) for m in around):
        return False
    return any(m.label in {"ORGANISATION", "BODY", "POST"} for m in around)


def _is_acted_on(root: Token, head: Token) -> bool:
    """ "Договор о коллективной безопасности подписали": an organisation named after its treaty."""
    if root != head:
        return False
    return any(act_of(t) in _ACTS_ON_TREATY for t in (head.head, *head.children) if t != head)


def word_number(token: Token) -> int | None:
    """A small number in digits or words ("два" is 2); None for others."""
    if token.text.isdigit():
        return int(token.text)
    for name, value in (("doc-two", 2), ("doc-three", 3), ("doc-four", 4)):
        if token.lemma_ in word_classes()[name]:
            return value
    return None

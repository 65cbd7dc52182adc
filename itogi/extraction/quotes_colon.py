"""Quotations without marks behind a colon or a dash: "X: дорога готова", "X уверен — дорога готова"."""

from __future__ import annotations

from spacy.tokens import Token

from itogi.extraction.context import Context
from itogi.extraction.features import feature
from itogi.extraction.matching import Match
from itogi.extraction.quotes_clause import Marked, is_complete, said_at, sentence_end, trimmed
from itogi.extraction.quotes_marks import is_name, words
from itogi.extraction.quotes_phrase import (
    Said,
    can_lead,
    in_class,
    is_addressed,
    is_dash,
    is_said,
    of_noun,
    speaks,
)
from itogi.extraction.quotes_source import of_verb

# Objects of a verb of saying that are what is said ("сообщил подробности: …").
OBJECTS = ("quote-speech", "quote-utterance", "quote-opinion", "quote-according")


def colon(ctx: Context, marked: Marked, match: Match) -> Said | None:
    """A speaker or a verb of saying, a at, and the words without marks."""
    at = match.end - 1
    if is_dash(ctx.doc[at]):
        return _dashed(ctx, marked, match)
    if at + 1 >= len(ctx.doc) or ctx.doc[at + 1].is_sent_start or _quotes(ctx, marked, at + 1):
        return None
    sentence = ctx.sentences[ctx.sentence(at)]
    end = sentence_end(ctx, marked, at)
    span = trimmed(ctx, at + 1, end)
    said = next(
        (t for t in reversed(ctx.doc[sentence.start : at]) if is_said(t, "quote-tell", "quote-think")),
        None,
    )
    complete = is_complete(ctx, at + 1, end)
    if said is not None and (complete or at - said.i <= 2) and _is_main(said, at):
        return said_at(ctx, match, of_verb(said), span, said.i)
    framed = _framed(ctx, sentence.start, at) if complete else None
    if framed is not None:
        return said_at(ctx, match, of_verb(framed), span, framed.i)
    head = ctx.doc[sentence.start : at].root
    if not head.ent_type_:
        head = ctx.doc[sentence.start]
    # A headline may quote without a verb, but only a person: "Страна: итоги года" quotes nobody.
    brief = head.ent_type_ == "PERSON" and ctx.is_headline(at) and words(ctx.article.text[slice(*span)]) > 2
    if not complete and not brief:
        return None
    named = head.ent_type_ in {"PERSON", "ORGANISATION", "ORGNAME", "BODY", "POST"}
    # A country speaks in a headline; in the text "Белоруссия: …" opens a point of a list.
    named = named or (head.ent_type_ in {"COUNTRY", "CAPITAL"} and ctx.is_headline(at))
    named = named or in_class(head, "quote-person") or in_class(head, "quote-institution")
    # "Саммит в Минске: …" tells where a body met.
    named = named and not (head.ent_type_ == "BODY" and any(t.pos_ == "ADP" for t in ctx.doc[head.i : at]))
    if not named or not can_lead(head) or not _only_name(ctx, sentence.start, at):
        return None
    return said_at(ctx, match, of_noun(head, at), span, head.i)


def _dashed(ctx: Context, marked: Marked, match: Match) -> Said | None:
    """ "X уверен — мост нужен": a dash in the place of a colon, right behind the verb."""
    dash = match.end - 1
    cue = ctx.doc[max(0, dash - 1)]
    if (
        not is_said(cue, "quote-tell-think")
        or marked.at(dash) is not None
        or feature(cue, "VerbForm") == "Conv"
    ):
        return None
    end = sentence_end(ctx, marked, dash)
    source = of_verb(cue)
    if not is_complete(ctx, dash + 1, end) or source is None or not 0 <= source.head < dash:
        return None
    return said_at(ctx, match, source, trimmed(ctx, dash + 1, end), cue.i)


def _quotes(ctx: Context, marked: Marked, token: int) -> bool:
    """Whether the words behind a colon are a quotation in marks, not only begin with a name in marks."""
    stretch = marked.at(token)
    return stretch is not None and not is_name(ctx.article.text, stretch)


def _framed(ctx: Context, low: int, at: int) -> Token | None:
    """ "назвал слухи преждевременными: …": the verb of a statement by somebody who can speak."""
    root = ctx.doc[low:at].root
    if not in_class(root, "quote-frame") or is_addressed(root):
        return None
    source = of_verb(root)
    if source is None or source.head < 0 or source.head >= at:
        return None
    head = ctx.doc[source.head]
    able = head.ent_type_ in {"PERSON", "POST"} or in_class(head, "quote-person") or head.pos_ == "PRON"
    institution = feature(root, "Number") == "Plur" and speaks(head)
    return root if able or institution else None


def _is_thing(noun: Token) -> bool:
    return feature(noun, "Animacy") == "Inan" and noun.pos_ != "PROPN" and not noun.ent_type_


def _is_main(said: Token, colon: int) -> bool:
    """Whether a verb before a colon is that of its clause: no other finite verb stands between.

    One with a thing for its object tells what is done, not said ("организация утверждала документы").
    """
    things = (c for c in said.children if c.dep_ == "obj" and _is_thing(c))
    if any(not any(in_class(c, name) for name in OBJECTS) for c in things):
        return False
    between = said.doc[said.i + 1 : colon]
    return said.dep_ not in {"acl", "acl:relcl"} and not any(
        feature(t, "VerbForm") == "Fin" and t.dep_ not in {"acl", "acl:relcl", "advcl"} for t in between
    )


def _only_name(ctx: Context, low: int, high: int) -> bool:
    """Whether a token range is nothing but the name of a speaker."""
    tokens = [t for t in ctx.doc[low:high] if t.pos_ != "SPACE"]
    nominal = {"NOUN", "PROPN", "ADJ", "X", "PUNCT", "CCONJ", "ADP", "NUM"}
    return (
        bool(tokens)
        and len(tokens) <= 12
        and all(t.pos_ in nominal for t in tokens)
        and tokens[0].pos_ != "ADP"
    )

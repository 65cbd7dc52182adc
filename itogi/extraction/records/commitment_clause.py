"""The words of a commitment: where its clause begins and ends, its topics and its term."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from spacy.tokens import Token

from itogi.extraction.context import Context
from itogi.extraction.features import feature
from itogi.extraction.patterns import word_classes
from itogi.extraction.records.actors import quotes_of
from itogi.extraction.single_words import any_of, spelt
from itogi.extraction.stance import tense_of
from itogi.extraction.times import Time
from itogi.model.values import date_range

_BECOME = spelt("become")
_NOT = spelt("not")
_THAT_SO_THAT = any_of("that", "so-that")

_TERMS = {"by", "until"}
_NO_TERMS = {"duration", "repeated", "title"}
# Tokens between a subject and its predicate that the text of a commitment may span.
SPAN = 30
# The same where the subject is that of an earlier predicate ("стороны осудили … и намерены …").
SHARED_SPAN = 12
# A topic that every report on an organisation shows.
_OF_ANY_TEXT = "institutional"
# Tokens of a quotation before "пообещал".
QUOTED = 60
# Tokens of an inset between a subject and its predicate that the text may keep.
INSET = 4
# Tokens between a term and the clause it stands before, or that are lost behind one.
TERM_GAP = 6


def extent(ctx: Context, predicate: Token, trigger: Token, subject: Token | None) -> tuple[int, int]:
    """The token range of the clause: from its subject (or its first word) to the last word it governs."""
    top = predicate.head if predicate.dep_ == "xcomp" and predicate.head.lemma_ == _BECOME else predicate
    end = max(_last(top, top), _last(trigger, trigger)) + 1
    start = min([top.i, *(c.i for c in top.children if c.dep_ in {"aux", "cop", "aux:pass"})])
    start = _with_denial(ctx, start)
    reach = SPAN if subject is not None and subject.head in {top, predicate} else SHARED_SPAN
    if subject is not None and 0 < start - subject.i <= reach and not _inset(ctx, subject.i, start):
        start = min(start, _first(subject))
    first = put_first(trigger)
    start = min(start, first.i) if first is not None else start
    start = _term_before(ctx, top, start)
    if that_follows(predicate) and end <= predicate.i + 2:
        end = next((t.i for t in ctx.doc[end:] if t.is_sent_start or t.text in ";\n"), len(ctx.doc))
    end = _to_the_break(ctx, end)
    sentence = ctx.sentences[ctx.sentence(top.i)]
    start, end = max(start, sentence.start), min(end, sentence.end)
    quote = next((q for q in quotes_of(ctx) if q.start <= top.idx < q.end), None)
    if quote is not None:
        # What is said in a quotation ends with it, though the parse reads on.
        end = next((t.i for t in ctx.doc[top.i : end] if t.idx >= quote.end), end)
    return start, _trimmed(ctx, start, _before_source(ctx, max(top.i, trigger.i), end))


def _with_denial(ctx: Context, start: int) -> int:
    return start - 1 if start and ctx.doc[start - 1].lower_ == _NOT else start


def _inset(ctx: Context, subject: int, predicate: int) -> bool:
    """Whether a long inset between commas parts a subject from its predicate."""
    commas = [t.i for t in ctx.doc[subject:predicate] if t.text == ","]
    return bool(commas) and commas[-1] == predicate - 1 and predicate - commas[0] > INSET


def _before_source(ctx: Context, low: int, end: int) -> int:
    """Where ", сообщил …" cuts a clause."""
    says = word_classes()["quote-voice"]
    for token in ctx.doc[low + 1 : end - 1]:
        after = ctx.doc[token.i + 1]
        if token.text in ",—–" and after.lemma_ in says and feature(after, "VerbForm") == "Fin":
            return token.i
    return end


def put_first(verb: Token) -> Token | None:
    """The infinitive before its verb, where the parse ties it elsewhere: "помогать им союз намерен"."""
    for token in reversed(verb.doc[verb.sent.start : verb.i]):
        if token.text in ",:;—–()«»":
            return None
        if feature(token, "VerbForm") == "Inf":
            return token if token.head.i < verb.i or token.head == verb else None
        if token.pos_ == "VERB":
            return None
    return None


def promised(ctx: Context, verb: Token) -> tuple[int, int] | None:
    """The words that ", пообещал …" promises: the clause or quotation before it, and what goes on behind."""
    sentence = ctx.sentences[ctx.sentence(verb.i)]
    comma = next((t for t in reversed(ctx.doc[max(0, verb.i - 3) : verb.i]) if t.text == ","), None)
    if comma is None or any(t.text not in {",", "—", "–", "-"} for t in ctx.doc[comma.i : verb.i]):
        return None
    if ctx.doc[comma.i - 1].text in '»”"':
        before = ctx.doc[max(0, comma.i - QUOTED) : comma.i - 1]
        opening = next((t.i for t in reversed(before) if t.text in '«“„"'), None)
        return _ahead(ctx, opening + 1, comma.i - 1, []) if opening is not None else None
    breaks = [t.i + 1 for t in ctx.doc[sentence.start : comma.i] if t.text in ":;"]
    start = max(breaks, default=sentence.start)
    start += ctx.doc[start].text in {"—", "–", "-"}
    after = next((t.i for t in ctx.doc[verb.i : sentence.end] if t.text in ",.;"), sentence.end)
    whole = any(
        t.pos_ in {"VERB", "AUX"} and feature(t, "VerbForm") == "Fin" for t in ctx.doc[start : comma.i]
    )
    if whole or after == sentence.end or ctx.doc[after].text != ",":
        return _ahead(ctx, start, comma.i, [])
    return _ahead(ctx, start, sentence.end, ctx.doc[comma.i : after])


def _ahead(ctx: Context, start: int, end: int, inset: Iterable[Token]) -> tuple[int, int] | None:
    """A range of words that tells of what will or must be done; an inset is not asked."""
    left_out = {t.i for t in inset}
    words = [t for t in ctx.doc[start:end] if t.i not in left_out]
    classes = word_classes()
    will = [t for t in words if t.lemma_ in classes["cmt-become"] and feature(t, "Tense") != "Past"]
    told = will or any(tense_of(t) == "future" or t.lemma_ in classes["cmt-must"] for t in words)
    return (start, _trimmed(ctx, start, end)) if told else None


def that_follows(verb: Token) -> bool:
    """Whether ", что" stands right after a verb, whatever the parse makes of it."""
    after = verb.doc[verb.i + 1 : verb.i + 3]
    return len(after) == 2 and after[0].text == "," and after[1].lower_ in _THAT_SO_THAT


def _term_before(ctx: Context, top: Token, start: int) -> int:
    """The start of a clause with the term that stands before it: "К 2030 году страны намерены …"."""
    for s, e, t in reversed(ctx.times_in(top.sent.start, start)):
        between = ctx.doc[e:start]
        if len(between) > TERM_GAP or any(w.text in ",:;—–()" or w.pos_ == "VERB" for w in between):
            break
        if t.role in _TERMS or _to_come(ctx, t):
            return s
    return start


def _to_the_break(ctx: Context, end: int) -> int:
    """The end of a clause with the few words that the parse hangs elsewhere: "обязалась | до октября, …"."""
    for token in ctx.doc[end : end + TERM_GAP]:
        if token.is_sent_start or token.pos_ in {"VERB", "AUX", "CCONJ", "PRON"}:
            return end
        if token.text in ",.;:—–()»":
            return token.i
    return end


def _first(subject: Token) -> int:
    """The first word of the phrase of a subject, without a preposition or what a comma sets off."""
    first = subject.i
    while (
        first > subject.left_edge.i
        and subject.doc[first - 1].text not in ',:;—–«»"()'
        and not subject.doc[first].is_sent_start
    ):
        first -= 1
    while first < subject.i and subject.doc[first].pos_ in {
        "CCONJ",
        "SCONJ",
        "PUNCT",
        "SPACE",
        "ADV",
        "PART",
    }:
        first += 1
    return first


def _last(token: Token, top: Token) -> int:
    """The last word of what ``token`` governs, without asides and clauses that stand alone."""
    last = token.i
    for child in token.children:
        if child.is_punct or child.dep_ in {"parataxis", "discourse", "vocative"} or child.is_space:
            continue
        if token == top and child.dep_ in {"conj", "advcl"} and _stands_alone(child, top):
            continue
        last = max(last, _last(child, top))
    return last


def _stands_alone(clause: Token, top: Token) -> bool:
    """Whether a joined clause is another statement: it has a subject, another tense, or undertakes anew."""
    if any(c.dep_ in {"nsubj", "nsubj:pass"} for c in clause.children):
        return True
    anew = word_classes()["cmt-strong"] | word_classes()["cmt-weak"]
    return clause.dep_ == "conj" and (
        clause.lemma_ in anew
        or (clause.pos_ == "VERB" and tense_of(clause) == "past" and tense_of(top) != "past")
    )


def _trimmed(ctx: Context, start: int, end: int) -> int:
    """Cut a clause at the end of its quotation and drop punctuation from its end."""
    depth = 0
    for i in range(start, end):
        text = ctx.doc[i].text
        if text in "«“„":
            depth += 1
        elif text in "»”":
            depth -= 1
            if depth < 0:
                end = i
                break
        elif text == "\n":
            end = i
            break
    while end > start + 1 and (ctx.doc[end - 1].text in ",.:;!?…—–-" or ctx.doc[end - 1].is_space):
        end -= 1
    if end < len(ctx.doc) and depth > 0 and ctx.doc[end].text in "»”":
        end += 1
    return end


# -- topics and term --------------------------------------------------------------------------------


def topics_of(ctx: Context, start: int, end: int) -> list[str]:
    """The topics of the clause; where it shows none, what the text speaks of most."""
    return ctx.topics((start, end)) or list(_main_topic(ctx))


@lru_cache(maxsize=2)
def _main_topic(ctx: Context) -> tuple[str, ...]:
    votes = Counter(
        code for s in ctx.sentences for code in ctx.topics((s.start, s.end)) if code != _OF_ANY_TEXT
    )
    return tuple(code for code, _ in votes.most_common(1))


def due_of(ctx: Context, start: int, end: int) -> str | None:
    """The term of what is to be done: "до конца года", "к 2030 году", else a time still to come."""
    # A time may begin just before the clause: the parse takes "2013-го союзники" for one phrase.
    near = [t for _, e, t in ctx.times_in(max(0, start - TERM_GAP), end) if e > start]
    times = [t for t in near if t.edtf and t.role not in _NO_TERMS]
    term = next((t.edtf for t in times if t.role in _TERMS), None)
    return term or next((t.edtf for t in times if _to_come(ctx, t)), None)


def _to_come(ctx: Context, time: Time) -> bool:
    bounds = date_range(str(time.edtf))
    published = ctx.article.published
    return published is not None and bounds is not None and bounds[1] > published

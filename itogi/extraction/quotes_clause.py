"""Where the words of an indirect quotation begin and end in their sentence."""

from __future__ import annotations

import re
from dataclasses import replace

from spacy.tokens import Doc, Token

from itogi.extraction.context import Context
from itogi.extraction.features import feature
from itogi.extraction.matching import Match
from itogi.extraction.patterns import word_classes
from itogi.extraction.quotes_marks import Stretch, words
from itogi.extraction.quotes_phrase import (
    VERBAL,
    Said,
    Source,
    after,
    in_class,
    is_dash,
    is_form,
    is_said,
)
from itogi.extraction.quotes_source import of_verb
from itogi.extraction.single_words import spelt

_ABOUT = spelt("about")
_BY = spelt("by")
_THAT = spelt("that")
_THAT_LOCATIVE = spelt("that-locative")
_WHICH = spelt("which")

_DATELINE = re.compile(
    r"(?:[А-ЯЁ]{3,}[А-ЯЁ \-]*|[А-ЯЁ][а-яё-]+)[,.] *\d{1,2} [а-яё]{3,8}\.?"
    r"(?: *[/(][^/()]{2,30}[/)]\.?| [A-ZА-ЯЁ.]{2,}\b)?\s*[.–—-]*\s*"
    r"(?=[«\"]?[А-ЯЁA-Z0-9])"
)
WHOLE = 0.95  # share of a clause that marks take in where it is direct
PIECE = 2  # words of a piece in marks that are quoted
_EDGE = " \t\n\xa0,;:.–—-"


class Marked:
    """Which tokens lie in quotation marks, and the stretches of a text."""

    def __init__(self, doc: Doc, found: list[Stretch]) -> None:
        self.found = found
        self._at: dict[int, Stretch] = {}
        for stretch in found:
            span = doc.char_span(stretch.low, stretch.high, alignment_mode="expand")
            if span is not None:
                self._at.update(dict.fromkeys(range(span.start, span.end), stretch))

    def at(self, token: int) -> Stretch | None:
        """The stretch that holds a token, or None."""
        return self._at.get(token)


def said_at(
    ctx: Context, match: Match, source: Source | None, span: tuple[int, int], *tokens: int
) -> Said | None:
    """Words in the report's own voice, with the tokens that show them; None without a source or words."""
    if source is None or span[0] >= span[1]:
        return None
    at = ctx.doc.char_span(*span, alignment_mode="expand")
    ends = (at.start, at.end - 1) if at is not None else ()
    every = tuple(range(ends[0], ends[1] + 1)) if ends else ()
    return Said(*span, False, source, match.pattern.id, match.pattern.confidence, (*every, *tokens))


def sentence_end(ctx: Context, marked: Marked, token: int) -> int:
    """The token after the sentence of ``token``; a quotation of several sentences is not cut."""
    end = ctx.sentences[ctx.sentence(token)].end
    while end < len(ctx.doc) and (stretch := marked.at(end)) is not None and marked.at(end - 1) is stretch:
        end = ctx.sentences[ctx.sentence(end)].end
    return end


def clause_end(ctx: Context, marked: Marked, start: int, cue: Token) -> int:
    """The token after a clause that begins at ``start`` and is said by ``cue``.

    It runs to the sentence's end, or to where the report speaks again: a credit (", сообщает …"), a
    second verb of saying ("…, добавив, что"), or a verb that is coordinated with ``cue``.
    """
    end = sentence_end(ctx, marked, start)
    for i in range(start + 1, end):
        if marked.at(i) is not None:
            continue
        token = ctx.doc[i]
        if token.text == ";" and any(_attributed(t) for t in ctx.doc[i:end]):
            return i
        if not token.is_punct and (cut := _new_voice(ctx.doc, start, token, cue)) is not None:
            return cut
    return end


def _attributed(token: Token) -> bool:
    """Whether a word attributes a clause of its own ("…; срок, по его словам, прошёл")."""
    if in_class(token, "quote-according"):
        return token.i > 1 and any(t.lower_ == _BY for t in token.doc[token.i - 2 : token.i])
    return is_said(token, "quote-tell") and any(c.dep_ in {"nsubj", "mark"} for c in token.children)


def _new_voice(doc: Doc, start: int, verb: Token, cue: Token) -> int | None:
    """Where the words before ``verb`` end, if the report itself speaks with that verb."""
    said = is_said(verb, "quote-tell-think", "quote-relay")
    if not said and verb.pos_ not in VERBAL:
        return None
    boundary = _boundary(doc, start, verb)
    if boundary is None or any(t.lemma_ == _WHICH for t in doc[boundary : verb.i]):
        return None
    if said:
        if feature(verb, "VerbForm") == "Conv":
            return boundary
        if _credit(doc, boundary, verb):
            return boundary
        if _takes_clause(doc, verb) and not _own_subject(verb):
            return boundary
    coordinated = verb.dep_ in {"conj", "advcl"} and verb.head.i == cue.i
    same = feature(verb, "VerbForm") in {"Fin", "Conv"} and feature(verb, "Tense") in {
        feature(cue, "Tense"),
        None,
    }
    return boundary if coordinated and same and not _own_subject(verb) else None


def _boundary(doc: Doc, start: int, verb: Token) -> int | None:
    """The punctuation or conjunction that opens the clause of ``verb``, a few words before it."""
    for i in range(verb.i - 1, max(start, verb.i - 5), -1):
        token = doc[i]
        if token.text in ",;" or is_dash(token):
            return i
        if is_form(token, "quote-joint"):
            return i - 1 if doc[i - 1].text in ",;" else i
        if token.pos_ not in {"ADV", "PART", "SCONJ", "PRON", "ADP", "DET"} and not in_class(
            token, "quote-filler"
        ):
            return None
    return None


def _credit(doc: Doc, boundary: int, verb: Token) -> bool:
    """ ", сообщает ТАСС": a verb with its subject behind it up to a comma or the end."""
    if is_form(doc[boundary], "quote-joint"):
        return False
    source = of_verb(verb)
    if source is None:
        follows = doc[verb.i + 1] if verb.i + 1 < len(doc) else None
        named_before = any(c.dep_ in {"nsubj", "nsubj:pass"} and c.i < verb.i for c in verb.children)
        return follows is not None and follows.pos_ in {"PROPN", "NOUN", "PUNCT", "X"} and not named_before
    return source.head > verb.i or source.head >= boundary


def _takes_clause(doc: Doc, verb: Token) -> bool:
    for i in range(verb.i + 1, min(verb.i + 10, len(doc) - 1)):
        follows = after(doc[i])
        if doc[i].text == "," and follows is not None and follows.lower_ == _THAT:
            return True
        if doc[i].pos_ == "VERB" or doc[i].text in ".;":
            return False
    return False


def _own_subject(verb: Token) -> bool:
    return any(c.dep_ in {"nsubj", "nsubj:pass"} for c in verb.children)


def trimmed(ctx: Context, start: int, end: int) -> tuple[int, int]:
    """Character span of a token range without blanks, commas, dashes and stops at its ends."""
    low, high = ctx.span(start, end)
    text = ctx.article.text
    while low < high and (text[low] in _EDGE and not _negative(text, low)):
        low += 1
    while high > low and (text[high - 1] in _EDGE):
        if text[high - 1] == "." and _abbreviated(text, low, high):
            break
        high -= 1
    return low, high


def _negative(text: str, at: int) -> bool:
    return text[at] in "-–−" and text[at + 1 : at + 2].isdigit()


def _abbreviated(text: str, low: int, high: int) -> bool:
    """Whether the stop at ``high - 1`` belongs to a short form ("2024 г.")."""
    last = re.search(r"[^\s]+$", text[low : high - 1])
    return bool(last and last.group() in word_classes()["quote-stop"])


def after_dateline(text: str, low: int, high: int) -> int:
    """Where the words of a sentence start behind a dateline ("МИНСК, 3 июня. …")."""
    found = _DATELINE.match(text, low, high)
    return found.end() if found and found.end() < high - 10 else low


def after_about(ctx: Context, low: int) -> int:
    """ "О том, что CLAUSE, заявил X": the token after "что"."""
    tokens = [t for t in ctx.doc[low : low + 10] if not t.is_space]
    for number in range(min(3, len(tokens) - 3)):
        if [t.lower_ for t in tokens[number : number + 4]] == [_ABOUT, _THAT_LOCATIVE, ",", _THAT]:
            return tokens[number + 3].i + 1
    return low


def insertion_end(ctx: Context, start: int, first: int, end: int) -> int:
    """The token after an insertion: behind the comma or dash that closes it, or the sentence's end."""
    for i in range(first, end):
        token = ctx.doc[i]
        if token.text == "," or (is_dash(token) and i > start + 1):
            return i + 1
    return end


def clause_start(ctx: Context, low: int, start: int) -> int:
    """The first token of the clause that an insertion at ``start`` interrupts."""
    for i in range(start - 1, low, -1):
        token = ctx.doc[i]
        if token.text in ";:" and (is_complete(ctx, low, i) or i - low <= 2):
            return i + 1
        if token.text == "," and is_complete(ctx, low, i) and not is_complete(ctx, i + 1, start):
            follows = ctx.doc[i + 1]
            if is_form(follows, "quote-joint-clause"):
                return i + 2
        if (
            is_form(token, "quote-joint")
            and token.dep_ == "cc"
            and token.head.pos_ == "VERB"
            and token.head.i >= start
        ):
            return i + 1
    return low


def follows_conjunction(ctx: Context, start: int) -> bool:
    """Whether an insertion stands right behind the word that opens its clause ("…, где, по словам …")."""
    before = [t for t in ctx.doc[max(0, start - 3) : start] if not t.is_space and t.text != ","]
    return bool(before) and (before[-1].pos_ == "SCONJ" or in_class(before[-1], "quote-relative"))


def has_words(ctx: Context, low: int, high: int) -> bool:
    """Whether a token range holds any word or number."""
    return any(t.is_alpha or t.like_num for t in ctx.doc[low:high] if t.pos_ != "SPACE")


def is_complete(ctx: Context, low: int, high: int) -> bool:
    """Whether a token range holds the verb of a main clause of its own."""
    for token in ctx.doc[low:high]:
        finite = token.pos_ in {"VERB", "AUX"} and feature(token, "VerbForm") == "Fin"
        short = feature(token, "Variant") == "Short"
        nominal = token.pos_ in {"NOUN", "ADJ"} and any(
            c.dep_ == "nsubj" and low <= c.i < high for c in token.children
        )
        predicative = is_form(token, "quote-predicative")
        if (finite or short or nominal or predicative) and not any(
            c.dep_ == "mark" or c.lemma_ == _WHICH for c in token.subtree if c.i < token.i
        ):
            return True
    return False


def is_fresh(ctx: Context, low: int, high: int) -> bool:
    """Whether what follows an insertion has a subject of its own, and so does not go on with the clause."""
    return is_complete(ctx, low, high) and any(
        t.dep_ in {"nsubj", "nsubj:pass"} and t.head.i >= low and t.lemma_ != _WHICH
        for t in ctx.doc[low:high]
    )


def is_light(ctx: Context, low: int, high: int) -> bool:
    """Whether words before an insertion carry nothing of the clause ("А это", "Сейчас", "Кроме того")."""
    tokens = [t for t in ctx.doc[low:high] if t.is_alpha]
    return len(tokens) <= 4 and all(
        t.pos_ not in {"NOUN", "PROPN", "NUM", "VERB", "AUX", "X", "ADP"} and t.dep_ != "nsubj"
        for t in tokens
    )


def describes(ctx: Context, low: int, high: int) -> bool:
    """Whether what follows an attribution is about the speaker ("— шутит X, участвовавший в переговорах")."""
    first = next((t for t in ctx.doc[low:high] if not t.is_space), None)
    return (
        first is not None
        and feature(first, "VerbForm") == "Part"
        and feature(first, "Variant") != "Short"
        and not is_complete(ctx, low, high)
    )


def resumes(ctx: Context, low: int, high: int) -> bool:
    """Whether what follows an insertion is the report again ("…, сказал он, добавив, что")."""
    first = [t for t in ctx.doc[low:high] if t.pos_ != "SPACE"][:4]
    return any(feature(t, "VerbForm") == "Conv" and not is_form(t, "quote-adverb") for t in first)


def in_marks(ctx: Context, marked: Marked, said: Said | None) -> Said | None:
    """Words that a report gives in marks are direct: all of them, or the verb of a clause "по словам X"."""
    if said is None or said.direct:
        return said
    inside = [s for s in marked.found if said.start <= s.low and s.high <= said.end]
    if len(inside) != 1:
        return said
    only, text = inside[0], ctx.article.text
    whole = only.high - only.low >= WHOLE * (said.end - said.start)
    edge = only.low == said.start or only.high == said.end
    piece = said.pattern == "quote.according" and edge and text[only.start : only.end][:1].islower()
    piece = piece and not _has_verb(ctx, said.start, only.low) and not _has_verb(ctx, only.high, said.end)
    if words(text[only.start : only.end]) < PIECE or not (whole or piece):
        return said
    return replace(said, start=only.start, end=only.end, direct=True)


def _has_verb(ctx: Context, start: int, end: int) -> bool:
    span = ctx.doc.char_span(start, end, alignment_mode="expand") if start < end else None
    return span is not None and any(feature(t, "VerbForm") == "Fin" for t in span)

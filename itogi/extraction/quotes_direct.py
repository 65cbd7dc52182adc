"""Direct quotations in marks: whole sentences with their attribution, and pieces inside a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from itogi.extraction.context import Context
from itogi.extraction.features import feature
from itogi.extraction.quotes_clause import Marked
from itogi.extraction.quotes_marks import Stretch, is_name, words
from itogi.extraction.quotes_phrase import Said, Source, in_class, is_dash, is_form, is_said, of_noun
from itogi.extraction.quotes_source import by_place, of_verb

# A piece of a sentence in marks is somebody's words from this length on; a shorter one is a name.
PIECE = 4
LABEL = 2  # … and words that a verb of calling or urging takes, from this length on
SENTENCE = 3  # words of a whole sentence in marks that can stand without an attribution
NEAR = 20  # characters around marks that are looked at
REACH = 16  # tokens between marks and the verb that attributes them


@dataclass(frozen=True, slots=True)
class Attributed:
    """A stretch with its source (None: nobody is named beside it) and the tokens of its attribution."""

    stretch: Stretch
    source: Source | None
    low: int
    high: int
    piece: bool = False


def find_direct(ctx: Context, marked: Marked) -> Iterator[Said]:
    """Every direct quotation in marks; stretches of one unbroken quotation are one."""
    group: list[Attributed] = []
    for item in _attributed(ctx, marked):
        if group and not _unbroken(ctx, group[-1], item):
            yield from _joined(ctx, group)
            group = []
        group.append(item)
    yield from _joined(ctx, group)


def _attributed(ctx: Context, marked: Marked) -> Iterator[Attributed]:
    for stretch in marked.found:
        span = ctx.doc.char_span(stretch.low, stretch.high, alignment_mode="expand")
        if span is None or words(ctx.article.text[stretch.start : stretch.end]) == 0:
            continue
        low, high = span.start, span.end
        source = _after(ctx, stretch, high) or _before(ctx, stretch, low) or _inside(ctx, stretch, low, high)
        if source is not None:
            yield Attributed(stretch, source, low, high)
        elif _stands_alone(ctx, stretch, low, high):
            yield Attributed(stretch, None, low, high)
        elif (source := _piece(ctx, stretch, low)) is not None:
            yield Attributed(stretch, source, low, high, piece=True)


def _joined(ctx: Context, group: list[Attributed]) -> Iterator[Said]:
    """One record for a row of unbroken stretches; one without a name needs a speaker before it."""
    if not group:
        return
    named = next((g.source for g in group if g.source is not None), None)
    start, end = group[0].stretch.start, group[-1].stretch.end
    last = group[-1]
    if ctx.article.text[end - 1] == "." and not ctx.article.text[start:end].endswith(".."):
        end -= 1
    tokens = (*range(group[0].low, last.high), *((named.verb,) if named else ()))
    if named is None:
        source = Source(-1, -1, -1, group[0].low)
        yield Said(start, end, True, source, "quote.goes-on", 0.6, tokens)
        return
    pattern, confidence = ("quote.piece", 0.7) if group[0].piece else ("quote.marks", 0.9)
    yield Said(start, end, True, named, pattern, confidence, tokens)


def _unbroken(ctx: Context, a: Attributed, b: Attributed) -> bool:
    """Whether ``b`` goes on with ``a``: nothing between them, or only the attribution of ``a``."""
    between = ctx.article.text[a.stretch.high : b.stretch.low]
    if a.piece or b.piece:
        return False
    if not between.strip(" \n,"):
        return a.source is None or b.source is None or b.source.verb == a.source.verb
    if a.source is None or "\n" in between or not a.source.verb >= a.high:
        return False
    tokens = [t for t in ctx.doc[a.high : b.low] if t.is_alpha]
    if b.source is not None and b.source.verb >= b.low and b.source.verb != a.source.verb:
        return False
    verbs = [t for t in tokens if t.pos_ == "VERB"]
    return len(tokens) <= REACH and len(verbs) <= 1 and ":" not in between


# -- attribution behind the marks ---------------------------------------------------------------------


def _after(ctx: Context, stretch: Stretch, high: int) -> Source | None:
    """ "…», — сказал X" and its like: a comma or dash, then a verb of saying with its subject."""
    doc = ctx.doc
    text = ctx.article.text
    follows = list(doc[high : high + REACH])
    if not follows or words(text[stretch.start : stretch.end]) < 2:
        return None
    punctuation = [t for t in follows[:3] if t.text in ",." or is_dash(t) or t.is_space]
    ends = text[stretch.end - 1] in "!?…" or text[stretch.high - 2 : stretch.high - 1] in {",", "!", "?", "…"}
    dashed = any(is_dash(t) for t in follows[:3])
    if not (punctuation and (dashed or punctuation[0].text == "," or ends)):
        return None
    if not dashed and (words(text[stretch.start : stretch.end]) < PIECE or text[stretch.start].islower()):
        return None
    if not _opens_sentence(ctx, stretch) and words(text[stretch.start : stretch.end]) < PIECE:
        return None
    verb = _first_verb(follows, stretch.low, ctx)
    if verb is None or (not dashed and not _opens_with(doc, high, verb)):
        return None
    source = of_verb(verb)
    # "«Позор», — так в МИД прокомментировали": a word of the quotation is nobody's subject
    inside = source is not None and ctx.doc[source.head].idx in range(stretch.low, stretch.high)
    return by_place(verb) if source is not None and source.head >= 0 and inside else source


def _opens_sentence(ctx: Context, stretch: Stretch) -> bool:
    """Whether no words of the report stand before a stretch in its sentence."""
    before = ctx.article.text[max(0, stretch.low - NEAR) : stretch.low].rstrip(" ")
    return not before or before[-1] in '\n.!?…»"”:–—-'


def _first_verb(tokens: list[Token], low: int, ctx: Context) -> Token | None:
    for token in tokens:
        if token.text in '«“"' and token.i > tokens[0].i + 2:
            return None
        if is_said(token, "quote-say", "quote-think", "quote-relay", "quote-aloud"):
            return token
        if token.pos_ == "VERB" and feature(token, "VerbForm") == "Fin":
            return _expressed(token)
        if token.text in ".!?" and token.i > tokens[0].i + 1:
            return None
    return None


def _expressed(verb: Token) -> Token | None:
    """ "поставил точку министр": any verb whose subject follows it introduces words before a dash."""
    subject = next((c for c in verb.children if c.dep_ == "nsubj" and c.i > verb.i), None)
    return verb if subject is not None and subject.i - verb.i <= 4 else None


def _opens_with(doc: object, high: int, verb: Token) -> bool:
    """Whether nothing but the comma, "как" and small words stands before the verb."""
    between = verb.doc[high : verb.i]
    return sum(t.is_alpha for t in between) <= 3 and not any(in_class(t, "quote-relative") for t in between)


def _inside(ctx: Context, stretch: Stretch, low: int, high: int) -> Source | None:
    """ "«Мы готовы, — сказал X. — Будем работать»": an attribution between dashes inside the marks."""
    tokens = [t for t in ctx.doc[low:high] if not t.is_space]
    for number, token in enumerate(tokens[1:-2], 1):
        if not is_dash(token) or tokens[number - 1].text not in {",", "!", "?", "…", ".", "!..", "?.."}:
            continue
        verb = tokens[number + 1]
        if not is_said(verb, "quote-say", "quote-think", "quote-aloud") or not verb.text[0].islower():
            continue
        closes = any(is_dash(t) for t in tokens[number + 2 : number + 2 + REACH])
        if closes and (source := of_verb(verb)) is not None and source.head > verb.i:
            return source
    return None


# -- attribution before the marks ---------------------------------------------------------------------


def _before(ctx: Context, stretch: Stretch, low: int) -> Source | None:
    """ "X сказал: «…»", "X: «…»", "слова X: «…»"."""
    doc = ctx.doc
    i = low - 1
    while i >= 0 and (doc[i].is_space or is_dash(doc[i])):
        i -= 1
    if i < 0 or doc[i].text != ":":
        return None
    sentence = ctx.sentences[ctx.sentence(i)]
    tokens = [t for t in doc[sentence.start : i] if not t.is_space]
    if not tokens or words(ctx.article.text[stretch.start : stretch.end]) < 2:
        return None
    if is_name(ctx.article.text, stretch):
        return None
    said = next(
        (t for t in reversed(tokens) if is_said(t, "quote-say", "quote-think", "quote-relay", "quote-aloud")),
        None,
    )
    if said is not None:
        return of_verb(said)
    return _noun_before(tokens) or _subject_before(ctx, stretch, tokens)


def _noun_before(tokens: list[Token]) -> Source | None:
    """ "высказывание X, сделанное накануне: «…»": a noun of speech with its author."""
    for noun in reversed(tokens):
        if (
            in_class(noun, "quote-message")
            or in_class(noun, "quote-according")
            or in_class(noun, "quote-utterance")
        ):
            author = next(
                (c for c in noun.children if c.dep_ == "nmod" and feature(c, "Case") == "Gen"), None
            )
            if author is not None:
                return of_noun(author, noun.i)
    return None


def _subject_before(ctx: Context, stretch: Stretch, tokens: list[Token]) -> Source | None:
    """ "X: «…»", or a sentence about a person or institution that ends in a colon."""
    text = ctx.article.text[stretch.start : stretch.end]
    if words(text) < (2 if text[:1].isupper() else PIECE):
        return None
    root = ctx.doc[tokens[0].i : tokens[-1].i + 1].root
    head = root
    if root.pos_ in {"VERB", "ADJ", "AUX"}:
        subject = next((c for c in root.children if c.dep_ == "nsubj"), None)
        if subject is None:
            source = of_verb(root) if feature(root, "Number") == "Plur" else None
            return source if source is not None and source.head >= 0 else None
        head = subject
    if not (
        head.ent_type_ in {"PERSON", "POST"}
        or (head is root and head.pos_ == "PROPN")
        or in_class(head, "quote-person")
        or is_form(head, "quote-he")
    ):
        return None
    return of_noun(head, root.i)


# -- stretches by themselves, and pieces --------------------------------------------------------------


def _stands_alone(ctx: Context, stretch: Stretch, low: int, high: int) -> bool:
    """Whether a stretch is a sentence of its own: it opens after a stop and ends with one."""
    text = ctx.article.text
    if words(text[stretch.start : stretch.end]) < SENTENCE or not text[stretch.start].isupper():
        return False
    if not _has_verb(ctx, low, high):
        return False
    before = text[max(0, stretch.low - NEAR) : stretch.low].rstrip(" ")
    opens = not before or before[-1] in '\n.!?…»"”'
    after = text[stretch.high : stretch.high + NEAR].lstrip(" ")
    closes = not after or after[0] in "\n.!?…" or text[stretch.end - 1] in ".!?…"
    return opens and closes


def _has_verb(ctx: Context, low: int, high: int) -> bool:
    return any(t.pos_ in {"VERB", "AUX"} or feature(t, "Variant") == "Short" for t in ctx.doc[low:high])


def _piece(ctx: Context, stretch: Stretch, low: int) -> Source | None:
    """A piece of a sentence in marks that a verb before it ascribes ("призвал ООН «ответить …»")."""
    text = ctx.article.text[stretch.start : stretch.end]
    if words(text) < LABEL or (text[:1].isupper() and not _after_verb(ctx, low)):
        return None
    short = words(text) < PIECE
    start = ctx.sentences[ctx.sentence(low)].start
    for i in range(low - 1, max(start - 1, low - REACH), -1):
        token = ctx.doc[i]
        if is_said(token, "quote-label") or (not short and is_said(token, "quote-piece", "quote-tell")):
            return of_verb(token)
        if token.pos_ == "VERB" and feature(token, "VerbForm") == "Fin" and feature(token, "Person") != "1":
            return None
        if token.text in ";:»":
            return None
    return None


def _after_verb(ctx: Context, low: int) -> bool:
    return low > 0 and ctx.doc[low - 1].pos_ == "VERB"

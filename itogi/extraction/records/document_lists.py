"""Lists of instruments: items that share one head noun, and instruments named inside the titles of others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise

from spacy.tokens import Doc, Token

from itogi.extraction.context import Context
from itogi.extraction.patterns import word_classes
from itogi.extraction.records.document_heads import heads_in, word_number
from itogi.extraction.records.document_titles import (
    Instrument,
    closing_mark,
    in_enumeration,
    inside,
    instrument_at,
)
from itogi.extraction.single_words import any_of, spelt
from itogi.extraction.stance import is_verb

_AND_YES_AND_ALSO = any_of("and-yes", "and", "also")
_BUT_AND_ALSO = any_of("but", "and", "also")
_IN = any_of("in", "in-full")
_PARTICULAR = spelt("particular")
_RELATION_CONNECTION = any_of("relation", "connection")

_LIST_STOPS = {";", ".", "—", "–", "(", "\n"}
_ITEM_BREAKS = {",", ";"}


def instruments(ctx: Context) -> list[Instrument]:
    """All instruments in text order; one named inside the title of another is left out."""
    heads = {head.token.i: head for head in heads_in(ctx)}
    found = [instrument_at(ctx, head, heads) for head in heads.values()]
    outer = [f for f in found if not any(inside(f, other) for other in found)]
    items = [x for f in outer for x in _unfolded(ctx, f, heads)]
    return sorted((x for x in items if not any(_within(x, o) for o in items)), key=lambda x: x.start)


def _within(item: Instrument, other: Instrument) -> bool:
    """Whether an instrument is named only in the item of a list that another head opens."""
    return other.split and other.head != item.head and other.start <= item.head.i < other.end


def _unfolded(ctx: Context, found: Instrument, heads: Mapping[int, object]) -> list[Instrument]:
    """The instruments that one head noun stands for: "протоколы о … и о …" are two."""
    apart = _one_by_one(ctx, found) or _quoted(ctx, found)
    if len(apart) > 1:
        return _shared(found, apart)
    colon = found.head.i + 1 < len(ctx.doc) and ctx.doc[found.head.i + 1].text == ":"
    if colon and (found.plural or _listed_after(ctx.doc, found.head.i + 2)):
        pieces = list(_lines(ctx, found.head.i + 2, heads))
    else:
        pieces = _pieces(ctx.doc, found, _list_end(ctx, found, heads)) or _counted(ctx.doc, found)
        if pieces and not _in_particular(ctx.doc, found.head.i):
            pieces[0] = (found.start, pieces[0][1])
    if len(pieces) < 2:
        subjects, lead = _subjects(ctx.doc, found)
        return _shared(found, subjects, lead) or [found]
    return _shared(found, pieces)


def _quoted(ctx: Context, found: Instrument) -> list[tuple[int, int]]:
    """ "принято двенадцать законов, среди них «О беженцах» и «О …»": titles in marks after a plural head."""
    if not found.plural:
        return []
    doc, stop = ctx.doc, ctx.sentences[ctx.sentence(found.head.i)].end
    starts = [
        i for i in range(found.head.i + 1, stop - 1) if doc[i + 1].lemma_ in word_classes()["doc-about"]
    ]
    return [(i, end + 1) for i in starts if (end := closing_mark(doc, i)) is not None]


def _shared(
    found: Instrument, pieces: list[tuple[int, int]], lead: tuple[int, int] | None = None
) -> list[Instrument]:
    """One instrument for each piece; ``lead`` is the part of the title that the later ones share."""
    sure = min(found.confidence, 0.8)
    return [
        replace(
            found,
            start=s,
            end=e,
            pattern="document.shared-head",
            confidence=sure,
            split=True,
            lead=lead if number else None,
        )
        for number, (s, e) in enumerate(pieces)
    ]


def _listed_after(doc: Doc, i: int) -> bool:
    """Whether a subject ("по …", "о …") follows, after line marks."""
    while i < len(doc) and (doc[i].is_space or doc[i].is_punct):
        i += 1
    return i < len(doc) and doc[i].pos_ == "ADP" and doc[i].lemma_ in word_classes()["doc-subject"]


def _lines(ctx: Context, i: int, heads: Mapping[int, object]) -> Iterator[tuple[int, int]]:
    """Items after a colon, in a row or a line each: "решения: о бюджете; об итогах"."""
    doc, openers = ctx.doc, word_classes()["doc-subject"]
    while i < len(doc):
        while i < len(doc) and (doc[i].is_space or doc[i].is_punct or doc[i].is_digit):
            i += 1
        if i >= len(doc) or not (doc[i].pos_ == "ADP" and doc[i].lemma_ in openers):
            return
        end = i + 1
        while end < len(doc) and doc[end].text not in {";", "."} and "\n" not in doc[end].text:
            if _after_break(doc, end) and doc[end].lemma_ in openers:
                break
            end += 1
        yield i, _trimmed(doc, i, end)
        if end < len(doc) and doc[end].text == ".":
            return
        i = end


def _list_end(ctx: Context, found: Instrument, heads: Mapping[int, object]) -> int:
    """Where the list that an instrument opens ends: at the next head, a predicate or the sentence end."""
    sentence = ctx.sentences[ctx.sentence(found.head.i)]
    for i in range(found.end, sentence.end):
        token = ctx.doc[i]
        if (
            (i in heads and not _governed(token))
            or token.text in _LIST_STOPS
            or (is_verb(token) and "Inf" not in token.morph.get("VerbForm", []))
        ):
            return i
    return sentence.end


def _pieces(doc: Doc, found: Instrument, stop: int) -> list[tuple[int, int]]:
    """Items that open with a preposition: "по …, о … и в связи с …"; the head is plural or listed."""
    listed = in_enumeration(found.head)
    if not (found.plural or listed):
        return []
    cuts = [i for i in range(found.head.i + 1, stop) if _opens_item(doc, i)]
    if not cuts or cuts[0] > found.head.i + (8 if _in_particular(doc, found.head.i) else 4):
        return []
    first = doc[cuts[0]].lemma_
    cuts = [cuts[0], *(i for i in cuts[1:] if _after_break(doc, i) and (listed or doc[i].lemma_ == first))]
    if len(cuts) < 2:
        return []
    if listed:
        cuts = sorted({*cuts, *_bare_items(doc, cuts[0], cuts[-1])})
    edges = [*cuts, stop]
    return [(low, _trimmed(doc, low, high)) for low, high in pairwise(edges)]


def _governed(noun: Token) -> bool:
    """Whether a head noun stands after a preposition: the subject of an item and no item of its own."""
    return any(c.dep_ == "case" for c in noun.children)


def _in_particular(doc: Doc, i: int) -> bool:
    """Whether items follow with "в том числе", "в частности"."""
    return any(t.lemma_ in word_classes()["doc-among"] or t.lower_ == _PARTICULAR for t in doc[i + 1 : i + 5])


def _opens_item(doc: Doc, i: int) -> bool:
    return (doc[i].pos_ == "ADP" and doc[i].lemma_ in word_classes()["doc-subject"]) or _in_connection(doc, i)


def _in_connection(doc: Doc, i: int) -> bool:
    return doc[i].lower_ in _IN and i + 2 < len(doc) and doc[i + 1].lower_ in _RELATION_CONNECTION


def _after_break(doc: Doc, i: int) -> bool:
    """Whether an item begins at ``i``: after a comma, "и" or "а также"."""
    before = doc[i - 1]
    return before.text in _ITEM_BREAKS or before.lemma_ in _AND_YES_AND_ALSO


def _bare_items(doc: Doc, low: int, high: int) -> Iterator[int]:
    """Items without a preposition between others: "по торговле, сотрудничество в космосе, по миграции"."""
    for i in range(low + 1, high):
        token = doc[i]
        if (
            doc[i - 1].text == ","
            and token.pos_ == "NOUN"
            and set(token.morph.get("Case", [])) & {"Nom", "Acc"}
        ):
            yield i


def _trimmed(doc: Doc, low: int, high: int) -> int:
    """The end of an item without the words that join it to the next."""
    while high > low + 1:
        token = doc[high - 1]
        if not (token.is_space or token.pos_ in {"CCONJ", "SCONJ"} or token.text in _ITEM_BREAKS | {"."}
                or token.lemma_ in _BUT_AND_ALSO):  # fmt: skip
            break
        high -= 1
    return high


def _counted(doc: Doc, found: Instrument) -> list[tuple[int, int]]:
    """ "два протокола к соглашениям по вопросам А и Б": as many complements as the numeral says."""
    number = next((c for c in found.head.children if c.dep_.startswith("nummod")), None)
    wanted = word_number(number) if number is not None else None
    if wanted is None or not 2 <= wanted <= 6:
        return []
    for token in doc[found.head.i + 1 : found.end]:
        others = [c for c in token.children if c.dep_ == "conj" and c.i < found.end]
        if len(others) == wanted - 1:
            return _at_conjuncts(doc, found, others)
    return []


def _subjects(doc: Doc, found: Instrument) -> tuple[list[tuple[int, int]], tuple[int, int] | None]:
    """ "протоколы о борьбе с терроризмом и контрабандой": several instruments, one for each subject."""
    if not found.plural or found.head.lemma_ in word_classes()["doc-weak"]:
        return [], None
    for token in reversed(doc[found.head.i + 1 : found.end]):
        others = [c for c in token.children if c.dep_ == "conj" and token.i < c.i < found.end]
        if others and token.pos_ in {"NOUN", "PROPN"} and found.end - token.i <= 14:
            return _at_conjuncts(doc, found, others), (found.start, _own_start(token))
    return [], None


def _own_start(noun: Token) -> int:
    """Where a noun begins with its adjectives, without its preposition."""
    return min((c.i for c in noun.children if c.dep_ in {"amod", "det"} and c.i < noun.i), default=noun.i)


def _one_by_one(ctx: Context, found: Instrument) -> list[tuple[int, int]]:
    """ "Одно касается торговли, второе – перевозок": a sentence that tells two or three of them apart."""
    number = ctx.sentence(found.head.i)
    if not found.plural or number + 1 >= len(ctx.sentences):
        return []
    doc, sentence, classes = ctx.doc, ctx.sentences[number + 1], word_classes()
    words = [t for t in sentence if not t.is_space and not t.is_punct]
    if not words or words[0].lemma_ not in classes["doc-first"]:
        return []
    pieces: list[tuple[int, int]] = []
    opens = next((t for t in words[1:6] if t.lemma_ in classes["doc-concerns"]), None)
    while opens is not None:
        end = next((t.i for t in doc[opens.i + 1 : sentence.end] if t.text in {",", ";", "."}), sentence.end)
        pieces.append((opens.i + (opens.pos_ != "ADP"), end))
        opens = next((t for t in doc[end : min(end + 5, sentence.end)] if t.text in {"–", "—", "-"}), None)
    return pieces


def _at_conjuncts(doc: Doc, found: Instrument, others: list[Token]) -> list[tuple[int, int]]:
    starts = [
        min((t.i for t in c.subtree if t.i > 0 and t.dep_ not in {"cc", "punct"}), default=c.i)
        for c in others
    ]
    edges = [found.start, *starts, found.end]
    return [(low, _trimmed(doc, low, high)) for low, high in pairwise(edges)]

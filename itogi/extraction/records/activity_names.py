"""Names of activities: in guillemets, with a year ("Скала-2024"), in capitals, or the phrase itself."""

from __future__ import annotations

import re
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from itogi.extraction.context import Context
from itogi.extraction.counted_nouns import genitives
from itogi.extraction.nounphrase import noun_phrase
from itogi.extraction.patterns import word_classes
from itogi.extraction.single_words import any_of

_AND_COMMA = any_of("and") | {","}
_IN_UPON = any_of("in", "in-full", "upon")

_OPEN = {"«": "»", "“": "”", "„": "“", '"': '"'}
_YEAR = re.compile(r".*[-–]\s?(?:19|20)\d\d")
_FAR = 22
_LONGEST = 8
_NAMELIKE = {"forum", "competition", "conference", "celebration"}


@dataclass(frozen=True, slots=True)
class Name:
    """A name: its token range, the text, and whether it is a proper one rather than a plain phrase."""

    start: int
    end: int
    text: str
    proper: bool


def names_of(ctx: Context, trigger: Token, kind: str) -> list[Name]:
    """The names of the activity, or of each of a list of activities, that ``trigger`` announces."""
    plain = kind == "visit" or trigger.lemma_ in word_classes()["press-noun"] | word_classes()["meal-noun"]
    proper = [] if plain else _proper(ctx, trigger)
    start, end = phrase(ctx, trigger)
    if proper and kind == "other" and len(proper) == 1 and proper[0].start > trigger.i:
        # "фестиваль короткого метра «Восход»": what is shown is known by its whole phrase.
        close = proper[0].end + 1
        return [Name(start, close, ctx.text(start, close), True)]
    if proper:
        return proper
    if not plain:
        end = _before_circumstances(ctx, trigger, end)
    text = ctx.text(start, end)
    capital = kind in _NAMELIKE and _capital_name(ctx.doc, start, trigger)
    return [Name(start, end, text, capital)]


def _proper(ctx: Context, trigger: Token) -> list[Name]:
    return (
        _quoted_after(ctx, trigger)
        or _quoted_before(ctx, trigger)
        or _dated(ctx, trigger)
        or _latin(ctx, trigger)
    )


def phrase(ctx: Context, trigger: Token) -> tuple[int, int]:
    """The noun phrase of a trigger, up to a quotation; with "третий раунд" before it."""
    above = trigger.head
    if above.lemma_ in word_classes()["activity-round"] and 0 < trigger.i - above.i < 4:
        start, end = noun_phrase(ctx.doc, above)
    else:
        start, end = noun_phrase(ctx.doc, trigger)
        # "первое в истории ОДКБ учение": what stands between an adjective and its noun
        nouns = [t.i for t in ctx.doc[start : trigger.i] if t.dep_ == "nmod" and t.pos_ in {"NOUN", "PROPN"}]
        start = max(nouns) + 1 if nouns else start
    end = max(end, genitives(ctx.doc, trigger.i + 1))
    for i in range(trigger.i + 1, end):
        finite = "Fin" in ctx.doc[i].morph.get("VerbForm", [])
        if finite or ctx.doc[i].ent_type_ == "TIME" or ctx.doc[i].text in _OPEN:
            end = i
            break
    while end > trigger.i + 1 and (ctx.doc[end - 1].is_punct or ctx.doc[end - 1].pos_ in {"ADP", "CCONJ"}):
        end -= 1
    return start, end


def _before_circumstances(ctx: Context, trigger: Token, end: int) -> int:
    """The end of a phrase without its circumstances: "учения | в рамках …", "форум | в Пекине"."""
    doc = ctx.doc
    for i in range(trigger.i + 1, end - 1):
        if doc[i].pos_ != "ADP":
            continue
        after = doc[i + 1]
        if after.lemma_ in word_classes()["name-ends"]:
            return i
        if doc[i].lower_ in _IN_UPON and after.ent_type_ in {
            "PLACE",
            "COUNTRY",
            "CAPITAL",
            "TIME",
            "VENUE",
        }:
            return i
    return end


def quoted(doc: Doc, opening: int) -> Name | None:
    """The short name in quotation marks that open at ``opening``, if it reads as one."""
    mark = _OPEN.get(doc[opening].text)
    if mark is None or opening + 1 >= len(doc) or not doc[opening + 1].text[0].isupper():
        return None
    for i in range(opening + 2, min(len(doc), opening + 2 + _LONGEST)):
        if doc[i].text == mark:
            piece = doc[opening + 1 : i]
            plain = not any(t.text in ".!?" or (t.text == "," and len(piece) < 4) for t in piece)
            return Name(opening + 1, i, piece.text.strip(), True) if plain else None
        if doc[i].is_sent_start and doc[i].text != mark and "\n" in doc[i - 1].text_with_ws:
            return None
    return None


def _quoted_after(ctx: Context, trigger: Token) -> list[Name]:
    """Names in marks after a trigger: past its complements, before a verb or clause; lists are kept."""
    doc = ctx.doc
    sentence = ctx.sentences[ctx.sentence(trigger.i)]
    out: list[Name] = []
    i = trigger.i + 1
    while i < min(sentence.end, trigger.i + _FAR):
        token = doc[i]
        if token.text in _OPEN:
            name = quoted(doc, i)
            if name is None:
                break
            out.append(name)
            i = name.end + 1
            continue
        if (out and token.text not in _AND_COMMA) or _breaks(token, trigger):
            break
        i += 1
    return out


def _quoted_before(ctx: Context, trigger: Token) -> list[Name]:
    """ "«Рубеж», учение ОДКБ", "«Поиск» – сбор разведчиков": a name that the noun explains."""
    doc, i = ctx.doc, trigger.i - 1
    while i > 1 and doc[i].pos_ == "ADJ" and not doc[i].is_sent_start:
        i -= 1
    if i < 2 or doc[i].text not in {",", "-", "–", "—"} or doc[i - 1].text not in _OPEN.values():
        return []
    opening = next((k for k in range(i - 2, max(i - 9, -1), -1) if doc[k].text in _OPEN), None)
    name = quoted(doc, opening) if opening is not None else None
    return [name] if name is not None and name.end == i - 1 else []


def _latin(ctx: Context, trigger: Token) -> list[Name]:
    """ "учения НАТО Cyber Coalition": a run of Latin words with capitals right behind the noun."""
    doc, end = ctx.doc, min(len(ctx.doc), trigger.i + 6)
    start = next((i for i in range(trigger.i + 1, end) if _is_latin(doc[i])), None)
    if start is None or any(t.is_punct or t.pos_ in {"VERB", "ADP"} for t in doc[trigger.i + 1 : start]):
        return []
    stop = start + 1
    while stop < len(doc) and not doc[stop].is_sent_start and (_is_latin(doc[stop]) or doc[stop].is_digit):
        stop += 1
    return [Name(start, stop, ctx.text(start, stop), True)]


def _is_latin(token: Token) -> bool:
    text = token.text
    return text[0].isupper() and len(text) > 2 and text.isascii() and text[1].isalpha()


def _breaks(token: Token, trigger: Token) -> bool:
    """Whether a token parts a trigger from a name: a verb, another clause, another event."""
    verb = token.pos_ in {"VERB", "AUX"} and "Part" not in token.morph.get("VerbForm", [])
    return verb or token.text in {";", "("} or (token.text == "," and token.i - trigger.i < 2)


def _dated(ctx: Context, trigger: Token) -> list[Name]:
    """Names without marks that end in a year: "Нерушимое братство-2024"."""
    sentence = ctx.sentences[ctx.sentence(trigger.i)]
    out: list[Name] = []
    for token in ctx.doc[trigger.i + 1 : min(sentence.end, trigger.i + _FAR)]:
        if token.text in _OPEN or (token.pos_ == "VERB" and "Fin" in token.morph.get("VerbForm", [])):
            break
        if _YEAR.fullmatch(token.text) and token.text[0].isalpha():
            start = _name_start(ctx, token.i, trigger.i + 1)
            out.append(Name(start, token.i + 1, ctx.text(start, token.i + 1), True))
    return out


def _name_start(ctx: Context, at: int, low: int) -> int:
    """Where an unmarked name begins: back over words up to one with a capital."""
    doc = ctx.doc
    if doc[at].text[0].isupper():
        return at
    for i in range(at - 1, max(low, at - 4) - 1, -1):
        if doc[i].text[0].isupper() and not doc[i].ent_type_:
            return i
    return at


def _capital_name(doc: Doc, start: int, trigger: Token) -> bool:
    """Whether adjectives with a capital make a phrase a name: "Иссык-Кульский форум"."""
    return any(
        t.text[0].isupper() and not t.is_sent_start and len(t.text) > 1 for t in doc[start : trigger.i]
    )


def years_celebrated(ctx: Context) -> list[Name]:
    """ "Год охраны здоровья": a year, week or day with a capital and its theme in the genitive."""
    out = []
    for token in ctx.doc:
        if (
            token.lemma_ in word_classes()["proper-year"]
            and token.text[0].isupper()
            and not token.is_sent_start
        ):
            end = genitives(ctx.doc, token.i + 1)
            if end > token.i + 1 and not ctx.doc[token.i - 1].is_digit:
                out.append(Name(token.i, end, ctx.text(token.i, end), True))
    return out

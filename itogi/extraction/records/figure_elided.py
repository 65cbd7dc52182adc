"""Numbers without their noun: "трое воздержались", "двадцать из них", "с 10,4 до 6,5 процента"."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Token

from itogi.extraction.context import Context
from itogi.extraction.counted import counted
from itogi.extraction.counted_nouns import Counted, kind_of
from itogi.extraction.nounphrase import noun_phrase
from itogi.extraction.numbers import Number, find_numbers
from itogi.extraction.patterns import word_classes
from itogi.extraction.single_words import any_of, spelt
from itogi.language.lemma import parses

_BY = spelt("by")
_OUT_OF = spelt("out-of")
_STILL = spelt("still")
_THEM_OF = spelt("them-of")
_UNTIL = spelt("until")
_WITH = any_of("with", "with-full")

_ELIDED = 2
_SHORT = 6  # tokens of a question that only goes on
_MEASURES = {"share", "money", "trade"}


def elided(ctx: Context, number: Number, last: Counted | None) -> Counted | None:
    """A number without its noun: "согласие нашлось по 15", "Шестьдесят, включая …" after "Сколько …?"."""
    sentence = ctx.sentence(number.start)
    doc = ctx.doc
    found = _collective(ctx, number, last) or _of_them(ctx, number, last)
    if found is not None:
        return found
    if (
        last is not None
        and last.what in _MEASURES - {"share"}
        and sentence - ctx.sentence(last.noun.i) <= _ELIDED
    ):
        return _sum(ctx, number, last)
    after = doc[number.end] if number.end < len(doc) else None
    if (after is not None and not after.is_punct) or number.value < 3:
        return None
    if doc[number.first].is_sent_start and sentence:
        noun = _asked(ctx, sentence - 1) or _and_of(ctx, sentence - 1, last)
        if noun is not None:
            start, end = noun_phrase(doc, noun)
            what, listed = kind_of(doc, noun)
            what = what if listed or last is None else last.what
            return Counted(number, noun, start, min(end, noun.i + 1), what) if listed or last else None
    before = doc[number.first - 1] if number.first else None
    if last is None or before is None or before.lower_ != _BY or sentence - ctx.sentence(last.noun.i) > 1:
        return None
    return Counted(number, last.noun, last.start, last.end, last.what, last.listed)


def _sum(ctx: Context, number: Number, last: Counted) -> Counted | None:
    """A sum whose currency, or even its millions, the sum before it gives: "… довести до двадцати"."""
    doc, unit = ctx.doc, ctx.doc[number.end - 1]
    after = doc[number.end] if number.end < len(doc) else None
    if after is not None and not after.is_punct and after.pos_ not in {"VERB", "CCONJ", "ADP"}:
        return None
    scale = 10 ** (3 * (len(str(int(last.number.value))) // 3 - (len(str(int(last.number.value))) % 3 == 0)))
    words = doc[max(ctx.sentences[ctx.sentence(unit.i)].start, number.first - 8) : number.start]
    moves = word_classes()["figure-measure"] | word_classes()["change-to"] | word_classes()["figure-bring"]
    if number.sort != "cardinal" or not any(t.lemma_ in moves for t in words):
        return None
    if number.value < 1000 <= last.number.value:
        whole = Number(number.first, number.start, number.end, number.value * scale, number.approximate)
        return Counted(whole, unit, number.start, number.end, last.what)
    return Counted(number, unit, unit.i, number.end, last.what) if number.value >= 1000 else None


def _asked(ctx: Context, sentence: int) -> Token | None:
    """The noun of a question "Сколько … мероприятий …?"."""
    tokens = ctx.sentences[sentence]
    ask = next((t for t in tokens if t.lemma_ in word_classes()["figure-ask"]), None)
    if ask is None:
        return None
    return next((t for t in ctx.doc[ask.i : tokens.end] if t.pos_ == "NOUN"), None)


def _and_of(ctx: Context, sentence: int, last: Counted | None) -> Token | None:
    """The noun of a question that goes on with a count: "А партнёров? Девять"."""
    tokens = ctx.sentences[sentence]
    if last is None or len(tokens) > _SHORT or tokens[-1].text != "?":
        return None
    return next((t for t in tokens if t.pos_ == "NOUN" and _of_many(t)), None)


def _of_many(noun: Token) -> bool:
    """Whether a form may be a genitive plural, which the parse of so short a sentence often misses."""
    return any(p.tag.case == "gent" and p.tag.number == "plur" for p in parses(noun.lower_))


def changed(ctx: Context, number: Number) -> Counted | None:
    """ "с 10,4 до 6,5 процента", "с 40 до 300 тысяч": what a change starts from has the unit of its goal."""
    doc = ctx.doc
    before = doc[number.first - 1].lower_ if number.first else ""
    if before not in _WITH or number.end + 1 >= len(doc) or doc[number.end].lower_ != _UNTIL:
        return None
    goal = next((n for n in find_numbers(doc) if n.start == number.end + 1), None)
    what = counted(ctx, goal) if goal is not None else None
    if what is None or goal is None or (number.value < 3 and what.what not in _MEASURES):
        return None
    steps = (10.0**power for power in (0, 3, 6, 9, 12))
    scale = next((s for s in steps if 0.05 < goal.value / (number.value * s) < 20), 1.0)
    return replace(what, number=replace(number, value=number.value * scale))


def _collective(ctx: Context, number: Number, last: Counted | None) -> Counted | None:
    """ "прибавилось четверо: Египет, Иран …", "трое воздержались": states by such a numeral or a vote."""
    doc, classes = ctx.doc, word_classes()
    token, sentence = doc[number.start], ctx.sentence(number.start)
    beside = {t.lemma_ for t in doc[max(0, number.first - 2) : number.end + 2]}
    votes = bool(beside & classes["figure-vote"]) and last is not None and last.what == "countries"
    states = len(ctx.in_sentence(number.start, "COUNTRY")) > 1
    alone = token.lemma_ in classes["figure-collective"] and states
    near = last is not None and sentence - ctx.sentence(last.noun.i) <= 1
    if number.value < 3 or not (alone or (votes and near)):
        return None
    return Counted(number, token, number.start, number.end, "countries", True, True)


def _of_them(ctx: Context, number: Number, last: Counted | None) -> Counted | None:
    """ "двадцать из них", "13 из 15 членов", "ещё пять запланированы": some, or more, of what is counted."""
    doc = ctx.doc
    words = [t.lower_ for t in doc[number.end : number.end + 2]]
    if words[:1] == [_OUT_OF] and number.value >= 3:
        whole = next((n for n in find_numbers(doc) if n.start == number.end + 1), None)
        what = counted(ctx, whole) if whole is not None else None
        if what is not None and what.what != "other":
            return replace(what, number=number, inverted=True)
    if last is None or ctx.sentence(number.start) - ctx.sentence(last.noun.i) > 1:
        return None
    more = bool(number.first) and doc[number.first - 1].lemma_ == _STILL and number.end < len(doc)
    more = more and (doc[number.end].is_punct or doc[number.end].pos_ == "VERB")
    return replace(last, number=number, inverted=True) if more or words == [_OUT_OF, _THEM_OF] else None

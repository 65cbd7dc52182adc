"""Numbers of a text: "23 тыс.", "двадцать пять", "300–400", "80-летие", "пятый", rough or exact."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from spacy.tokens import Doc, Token

from itogi.extraction.patterns import word_classes
from itogi.extraction.single_words import any_of, endings, spelt
from itogi.language import lexicon
from itogi.language.lemma import fold

_AND_OR_WITH = any_of("and", "or", "with")
_FROM = spelt("from")
_HALF_INSTRUMENTAL = spelt("half-instrumental")
_TEN_SOME = spelt("ten-some")
_UNTIL = spelt("until")
_WITH = spelt("with")
_YEARS_STEM = spelt("years-stem")

_DIGITS = re.compile(r"\d+(?:[.,]\d+)?")
_RANGE = re.compile(r"(\d+(?:[.,]\d+)?)[-–—](\d+(?:[.,]\d+)?)")
_CARDINAL = re.compile(rf"(\d+)-?(?:{'|'.join(endings('cardinal'))})")
_ORDINAL = re.compile(rf"(\d+)-?(?:{'|'.join(endings('ordinal'))})")
_YEARS = re.compile(rf"(\d+)-?(?:{'|'.join(endings('years-old'))})")
_FRACTIONS = {spelt("half"): 0.5, spelt("third-part"): 0.33, spelt("quarter"): 0.25}
# "от" opens a range and "под" may govern what is signed: neither makes a number rough by itself.
_NOT_ROUGH = {(spelt("from"),), (spelt("under"),)}
_LONGEST = 4


@dataclass(frozen=True, slots=True)
class Number:
    """A numeral: its tokens with multipliers, value, whether it is rough, and what sort it is.

    ``first`` is the token where words that make it rough begin; ``sort`` is cardinal, ordinal, fraction or
    years ("80-летие", where the number and its noun are one word).
    """

    first: int
    start: int
    end: int
    value: float
    approximate: bool
    sort: str = "cardinal"


@lru_cache(maxsize=2)  # several finders ask for those of the article in hand
def find_numbers(doc: Doc) -> list[Number]:
    """All numerals of ``doc`` in text order, none inside another."""
    out: list[Number] = []
    end = 0
    for position in [t.i for t in doc if _begins(t.text, t.lemma_)]:
        if position >= end and (number := _number(doc, position)) is not None:
            out.append(_from_to(doc, number) or _or(doc, number) or number)
            end = out[-1].end
    return out


def _from_to(doc: Doc, low: Number) -> Number | None:
    """ "от десяти до одиннадцати тысяч": a range in words gives its lower bound, roughly."""
    end = low.end
    if low.sort != "cardinal" or not low.start or doc[low.start - 1].lower_ != _FROM or end + 1 >= len(doc):
        return None
    high = _number(doc, end + 1) if doc[end].lower_ == _UNTIL and not doc[end].is_sent_start else None
    if high is None or high.sort != "cardinal" or high.value <= low.value:
        return None
    factor = _factor(doc, high.end - 1, _words()[2]) or 1
    value = low.value * factor if low.value * factor < high.value else low.value
    return Number(low.start - 1, low.start, high.end, _plain(value), True)


def _or(doc: Doc, low: Number) -> Number | None:
    """ "тридцать пять или тридцать шесть стран": the lower of two, roughly."""
    end = low.end
    if low.sort != "cardinal" or end + 1 >= len(doc) or doc[end].lower_ not in word_classes()["figure-or"]:
        return None
    high = _cardinal(doc, end + 1)
    if high is None or not low.value < high.value <= 1.5 * low.value:
        return None
    return Number(low.first, low.start, high.end, low.value, True)


def _number(doc: Doc, at: int) -> Number | None:
    token = doc[at]
    if not _begins(token.text, token.lemma_) or token.is_space or token.is_punct:
        return None
    text = fold(token.text)
    if years := _years(text):
        return Number(at, at, at + 1, years, False, "years")
    if token.lemma_ in _FRACTIONS and "Sing" in token.morph.get("Number", []):
        first, rough = _rough(doc, at)
        return Number(first, at, at + 1, _FRACTIONS[token.lemma_], rough, "fraction")
    if (ordinal := _ordinal(token, text)) is not None:
        return Number(at, at, at + 1, ordinal, False, "ordinal")
    return _compound_ordinal(doc, at) or _cardinal(doc, at)


@lru_cache(1 << 15)
def _begins(word: str, lemma: str) -> bool:
    """Whether a word can begin a numeral at all: nearly no word of a text can."""
    text = fold(word)
    tables = (*_words(), _FRACTIONS)
    return text[:1].isdigit() or _YEARS_STEM in text or any(lemma in t or text in t for t in tables)


def _compound_ordinal(doc: Doc, at: int) -> Number | None:
    """ "семьдесят четвёртая", "сто двадцать пятый": only the last word is an ordinal."""
    value, i = 0.0, at
    while i < len(doc) and (step := _words()[0].get(doc[i].lemma_)) and step >= 20:
        value, i = value + step, i + 1
    if i == at or i >= len(doc) or i - at > 2 or doc[i].is_sent_start:
        return None
    last = _ordinal(doc[i], fold(doc[i].text)) if doc[i].is_alpha else None
    return Number(at, at, i + 1, value + last, False, "ordinal") if last and last < 20 else None


def _years(text: str) -> float | None:
    """80 for "80-летие", "восьмидесятилетие"."""
    if found := _YEARS.fullmatch(text):
        return float(found[1])
    stem, cut, _ = text.partition(_YEARS_STEM)
    return _stems().get(stem) if cut and stem else None


@cache
def _stems() -> dict[str, float]:
    return {fold(stem): value for stem, value in lexicon.figures().stems.items()}


@cache
def _words() -> tuple[dict[str, float], dict[str, float], dict[str, float]]:
    words = lexicon.figures()
    tables = (words.cardinals, words.ordinals, words.multipliers)
    one, two, three = ({fold(w): v for w, v in table.items() if " " not in w} for table in tables)
    return one, two, three


def _ordinal(token: Token, text: str) -> float | None:
    if found := _ORDINAL.fullmatch(text):
        return float(found[1])
    return _words()[1].get(token.lemma_) if token.pos_ in {"ADJ", "NUM"} else None


def _cardinal(doc: Doc, at: int) -> Number | None:
    read = _digits(doc, at) or _spelled(doc, at)
    if read is None:
        return None
    value, end, rough = read
    if end + 1 < len(doc) and doc[end].lower_ == _WITH and doc[end + 1].lower_ == _HALF_INSTRUMENTAL:
        value, end = value + 0.5, end + 2
    value, end, more = _multiplied(doc, value, end)
    end, after = _tail(doc, end)
    first, before = _rough(doc, at)
    return Number(first, at, end, _plain(value), rough or more or after or before)


def _plain(value: float) -> float:
    return round(value, 6)


def _digits(doc: Doc, at: int) -> tuple[float, int, bool] | None:
    """Value, token after it and roughness of digits; "1 500" is one number, a range gives its lower bound."""
    text = doc[at].text
    if found := _RANGE.fullmatch(text):
        low, high = _float(found[1]), _float(found[2])
        return (low, at + 1, True) if low < high else None
    if found := _CARDINAL.fullmatch(text.lower()):
        return float(found[1]), at + 1, False
    if not _DIGITS.fullmatch(text):
        return None
    end = at + 1
    if text.isdigit() and len(text) <= 3 and text[0] != "0":
        while end < len(doc) and doc[end].is_digit and len(doc[end].text) == 3 and _apart(doc, end):
            text += doc[end].text
            end += 1
    high_end = _upper_bound(doc, end, _float(text))
    return _float(text), high_end or end, high_end is not None


def _apart(doc: Doc, i: int) -> bool:
    """Whether only a blank stands between token ``i`` and the one before."""
    return doc[i].idx - (doc[i - 1].idx + len(doc[i - 1])) == 1 and not doc[i].is_sent_start


def _upper_bound(doc: Doc, end: int, low: float) -> int | None:
    """The token after "400" in "300 – 400", if the text has a range there."""
    if end + 1 < len(doc) and doc[end].text in "-–—" and _DIGITS.fullmatch(doc[end + 1].text):
        # A dash with blanks may join clauses: only a pair of growing numbers is a range.
        return end + 2 if _float(doc[end + 1].text) > low else None
    return None


def _float(text: str) -> float:
    return float(text.replace(",", "."))


def _spelled(doc: Doc, at: int) -> tuple[float, int, bool] | None:
    """Words: "двести двадцать пять", "полтора десятка", "тысяча" (one of it)."""
    cardinals, _, multipliers = _words()
    lemma = doc[at].lemma_
    value = cardinals.get(lemma, cardinals.get(fold(doc[at].text)))
    if value is None:
        single = "Sing" in doc[at].morph.get("Number", []) and lemma in multipliers and lemma != _TEN_SOME
        return _with_rest(doc, at + 1, multipliers[lemma]) if single else None
    if lemma in multipliers and "Plur" in doc[at].morph.get("Number", []):
        return None
    end, last = at + 1, value
    while end < len(doc) and not doc[end].is_sent_start:
        step = cardinals.get(doc[end].lemma_)
        if step is None or doc[end].lemma_ in multipliers or not _adds(last, step):
            break
        value, last, end = value + step, step, end + 1
    return value, end, False


def _with_rest(doc: Doc, end: int, value: float) -> tuple[float, int, bool]:
    """ "тысяча двести": a lone multiplier with a smaller numeral after it."""
    if end < len(doc) and not doc[end].is_sent_start and doc[end].lemma_ in _words()[0]:
        rest = _spelled(doc, end)
        if rest is not None and rest[0] < value:
            return value + rest[0], rest[1], False
    return value, end, False


def _adds(before: float, step: float) -> bool:
    """Whether ``step`` can follow in one numeral: пять after двадцать, двадцать after двести."""
    return (before >= 100 and before % 100 == 0 and step < 100) or (
        20 <= before < 100 and before % 10 == 0 and step < 10
    )


def _multiplied(doc: Doc, value: float, end: int) -> tuple[float, int, bool]:
    """Multiplies by "тыс.", "миллиона", "десятка" that follow; "с лишним" may stand between."""
    multipliers = _words()[2]
    rough = False
    while end < len(doc) and not doc[end].is_sent_start:
        place, more = _tail(doc, end)
        factor = _factor(doc, place, multipliers) if place < len(doc) else None
        if factor is None:
            break
        rough, value, end = rough or more, value * factor, place + 1
        if end < len(doc) and doc[end].text == "." and end + 1 < len(doc) and not doc[end + 1].is_sent_start:
            end += 1
        low = _digits(doc, end) or _spelled(doc, end) if end < len(doc) else None
        if low and low[0] < factor and not doc[end].is_sent_start:
            value, end, _ = value + _scaled(doc, low, multipliers), _after(doc, low[1], multipliers), rough
            break
    return value, end, rough


def _factor(doc: Doc, at: int, multipliers: dict[str, float]) -> float | None:
    return multipliers.get(doc[at].lemma_, multipliers.get(fold(doc[at].text)))


def _scaled(doc: Doc, low: tuple[float, int, bool], multipliers: dict[str, float]) -> float:
    factor = _factor(doc, low[1], multipliers) if low[1] < len(doc) else None
    return low[0] * (factor or 1)


def _after(doc: Doc, end: int, multipliers: dict[str, float]) -> int:
    return end + 1 if end < len(doc) and _factor(doc, end, multipliers) else end


def _tail(doc: Doc, end: int) -> tuple[int, bool]:
    """The token after "с лишним", "с небольшим", "и более" at ``end``, and whether they stand there."""
    pair = tuple(fold(t.text) for t in doc[end : end + 2])
    if len(pair) == 2 and pair[1] in word_classes()["rough-after"] and pair[0] in _AND_OR_WITH:
        return end + 2, True
    return end, False


@cache
def _rough_words() -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(fold(w).split()) for w in lexicon.figures().approximators) - _NOT_ROUGH


def _rough(doc: Doc, start: int) -> tuple[int, bool]:
    """Where the words that make a number rough begin, if any: before it, or before its preposition."""
    at = start - 1 if start > 1 and doc[start - 1].pos_ == "ADP" and not doc[start].is_sent_start else start
    for place in dict.fromkeys((start, at)):
        first, rough = _rough_before(doc, place)
        if rough:
            return first, True
    return start, False


def _rough_before(doc: Doc, start: int) -> tuple[int, bool]:
    near = list(doc[max(0, start - _LONGEST) : start + 1])
    # A sentence begins at none of the words but the first.
    begins = next((i for i in range(len(near) - 1, -1, -1) if near[i].is_sent_start), 0)
    before = near[begins:-1]
    if not before:
        return start, False
    all_words, all_lemmas = tuple(fold(t.text) for t in before), tuple(t.lemma_ for t in before)
    for size in range(len(before), 0, -1):
        words, lemmas = all_words[-size:], all_lemmas[-size:]
        if (words in _rough_words() or lemmas in _rough_words()) and not _goal(doc, start, words):
            return start - size, True
    return start, False


def _goal(doc: Doc, start: int, words: tuple[str, ...]) -> bool:
    """Whether "до" names what a change arrives at ("расширился до 11 стран"), which is exact."""
    if words != (_UNTIL,):
        return False
    return any(t.lemma_ in word_classes()["change-to"] for t in doc[max(0, start - 8) : start + 9])

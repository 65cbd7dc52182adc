"""Sums and shares: what they are of ("капитал фонда - 15 млрд рублей", "торговля выросла на 9%")."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from itogi.extraction.context import Context
from itogi.extraction.counted_nouns import Counted, counted_phrase, genitives, kind_of
from itogi.extraction.nounphrase import noun_phrase
from itogi.extraction.numbers import Number
from itogi.extraction.patterns import word_classes
from itogi.extraction.single_words import any_of, spelt

_GDP = spelt("gdp")
_THIS_IS = spelt("this-is")
_TRADE_TURNOVER = spelt("trade-turnover")
_UPON = spelt("upon")
_USA_STOP = any_of("usa") | {"."}

DASHES = frozenset("-—–")
_MILLION = 1_000_000
_CLAUSE = 8  # words of a clause that name a sum


def measured(doc: Doc, number: Number, unit: Token, what: str) -> Counted | None:
    """A share or a sum: its label is what it is of ("мирового экспорта"), else the subject measured."""
    end = unit.i + 1
    if what == "share":
        whole = genitive_after(doc, unit, end)
        if whole is not None and whole.lemma_ in word_classes()["figure-not"]:
            return None
        if whole is not None:
            start, stop = bounded(doc, whole, end)
            return Counted(number, unit, start, stop, what)
    elif (of := _sum_after(doc, end)) is not None:
        return Counted(number, unit, *of)
    beside = _sum_before(doc, number)
    if beside is not None:
        return Counted(number, unit, beside[0], beside[1], beside[2] if what == "money" else what)
    subject = _subject(unit) or (_rate_before(doc, number) if what == "share" else None)
    if subject is None or not kind_of(doc, subject)[1]:
        subject = _trade_before(doc, number) or subject
    if subject is not None and (subject.i < number.start or _told_after(doc, subject, what)):
        kind, listed = kind_of(doc, subject)
        start, stop = noun_phrase(doc, subject)
        if kind == "trade" or stop <= number.start or start >= number.end:
            trade = listed and kind == "trade" and what == "money"
            stop = min(stop, number.first) if start < number.first else stop
            return Counted(number, unit, start, stop, "trade" if trade else what)
    product = next((t for t in doc[end : end + 2] if t.lemma_ in word_classes()["figure-product"]), None)
    world = (
        all(t.lemma_ in word_classes()["figure-world"] for t in doc[end : product.i]) if product else False
    )
    if what == "share" and product is not None and world:
        return Counted(number, unit, end, product.i + 1, what)
    purpose = _purpose(doc, end) if what == "share" else None
    if what == "share" and purpose is None:
        return None
    start, stop = purpose or counted_phrase(doc, number, unit)
    return Counted(number, unit, start, stop, what)


def bare_sum(ctx: Context, number: Number) -> Counted | None:
    """A sum without its currency, or with a sign before it: "Москва внесёт 7,5 млрд", "$10 млрд"."""
    doc, classes = ctx.doc, word_classes()
    sign = number.start > 0 and doc[number.start - 1].text in "$€£"
    unit = doc[number.end - 1]
    if number.sort != "cardinal" or (not sign and (number.value < _MILLION or unit.is_digit)):
        return None
    sentence = ctx.sentences[ctx.sentence(number.start)]
    back = ctx.sentences[max(0, ctx.sentence(number.start) - 1)].start
    if not sign and not any(
        t.lemma_ in classes["figure-sum"] | classes["figure-pay"] or kind_of(doc, t)[0] in {"money", "trade"}
        for t in doc[back : sentence.end]
    ):
        return None
    if sign:
        number = Number(
            min(number.first, number.start - 1),
            number.start - 1,
            number.end,
            number.value,
            number.approximate,
        )
    beside = _sum_before(doc, number)
    if beside is not None:
        return Counted(number, unit, *beside)
    subject = _subject(unit)
    if subject is not None and subject.i < number.first:
        start, stop = noun_phrase(doc, subject)
        trade = kind_of(doc, subject)[0] == "trade"
        return Counted(number, unit, start, min(stop, number.first), "trade" if trade else "money")
    start, stop = _clause_before(ctx, number)
    return Counted(number, unit, start, stop, "money")


def _clause_before(ctx: Context, number: Number) -> tuple[int, int]:
    """The words of the clause that end at a number ("Астана - миллиард"); the number where there are none."""
    doc = ctx.doc
    low = max(ctx.sentences[ctx.sentence(number.start)].start, number.first - _CLAUSE)
    stop = number.first
    while stop > low and (doc[stop - 1].text in DASHES or doc[stop - 1].pos_ == "ADP"):
        stop -= 1
    start = stop
    while start > low and not doc[start - 1].is_punct and doc[start - 1].pos_ != "CCONJ":
        start -= 1
    while start < stop and doc[start].pos_ in {"CCONJ", "SCONJ", "PART", "ADV"}:
        start += 1
    return (start, stop) if start < stop else (number.start, number.end)


def _sum_after(doc: Doc, at: int) -> tuple[int, int, str] | None:
    """ "89 млрд долларов взаимных поставок": the noun in the genitive that a sum is of."""
    while at < len(doc) and doc[at].lower_ in _USA_STOP and not doc[at].is_sent_start:
        at += 1
    noun = genitive_after(doc, doc[at - 1], at) if at < len(doc) else None
    if noun is None:
        return None
    trade = kind_of(doc, noun)[0] == "trade"
    if not trade and noun.lemma_ not in word_classes()["figure-sum"]:
        return None
    return *bounded(doc, noun, at), "trade" if trade else "money"


def _sum_before(doc: Doc, number: Number) -> tuple[int, int, str] | None:
    """The noun that a sum is of, right before it: "штраф в размере …", "капитал - …", "транш, …,"."""
    classes, at = word_classes(), number.first
    while (
        at > 0
        and not doc[at].is_sent_start
        and (
            doc[at - 1].pos_ == "ADP"
            or doc[at - 1].text in DASHES | {",", ":", "("}
            or doc[at - 1].lemma_ in classes["figure-size"]
            or doc[at - 1].lower_ == _THIS_IS
        )
    ):
        at -= 1
    if at == number.first:
        return None
    for noun in reversed(doc[max(0, at - 12) : at]):
        kind = kind_of(doc, noun)[0] if noun.pos_ == "NOUN" else ""
        if kind == "trade" or noun.lemma_ in classes["figure-sum"]:
            top = _top(noun)
            start, stop = noun_phrase(doc, top)
            whole = max(stop, genitives(doc, top.i + 1)) >= at
            return (start, at, "trade" if kind == "trade" else "money") if whole else None
        if noun.is_sent_start or noun.is_punct or noun.pos_ == "VERB":
            return None
    return None


def _top(noun: Token) -> Token:
    """The noun that heads the phrase: капитал of "уставный капитал фонда"."""
    while noun.dep_ == "nmod" and noun.head.pos_ == "NOUN" and noun.head.i < noun.i:
        noun = noun.head
    return noun


def _told_after(doc: Doc, subject: Token, what: str) -> bool:
    """Whether what is measured may follow its number: "До 86% выросла доля", "на 9% упала торговля"."""
    kind, listed = kind_of(doc, subject)
    rate = subject.lemma_ in word_classes()["figure-rate"]
    return kind == "trade" or (what != "money" and listed) or rate


def _trade_before(doc: Doc, number: Number) -> Token | None:
    """The trade that a number measures where the parse has another subject: it stands before."""
    for token in reversed(doc[max(0, number.first - 16) : number.first]):
        if (
            token.pos_ == "NOUN" and kind_of(doc, token)[0] == "trade" and not token.is_title
        ) or token.lemma_ == _TRADE_TURNOVER:
            return token
        if token.is_sent_start:
            return None
    return None


def _rate_before(doc: Doc, number: Number) -> Token | None:
    """ "Доля расчётов в рублях — 90 процентов": what a dash or a verb gives a share of."""
    passed = False
    for token in reversed(doc[max(0, number.first - 16) : number.first]):
        passed = passed or token.text in DASHES or token.lemma_ in word_classes()["figure-measure"]
        if passed and token.lemma_ in word_classes()["figure-rate"]:
            return token
        if token.is_sent_start:
            return None
    return None


def _purpose(doc: Doc, at: int) -> tuple[int, int] | None:
    """ "1,5% – на охрану …": what a share is spent on, in the same sentence."""
    for token in doc[at : at + 12]:
        if token.is_sent_start or token.pos_ == "NUM":
            return None
        if token.lower_ == _UPON and token.head.pos_ == "NOUN" and token.head.i > token.i:
            return token.i + 1, noun_phrase(doc, token.head)[1]
    return None


def genitive_after(doc: Doc, unit: Token, at: int) -> Token | None:
    """The noun in the genitive right after a unit: "49% мирового экспорта"."""
    for token in doc[at : at + 4]:
        if token.is_sent_start or token.is_punct:
            return None
        if token.pos_ in {"NOUN", "PROPN"}:
            return token if "Gen" in token.morph.get("Case", []) and token.lemma_ != _GDP else None
        if token.pos_ not in {"ADJ", "DET", "VERB"}:
            return None
    return None


def bounded(doc: Doc, noun: Token, start: int) -> tuple[int, int]:
    """From ``start`` to the end of ``noun`` with the genitives behind it."""
    return start, max(noun.i + 1, genitives(doc, noun.i + 1))


def _subject(unit: Token) -> Token | None:
    """The subject of a verb of measure above a unit: "расходы достигнут 5% ВВП"."""
    for above in unit.ancestors:
        if above.pos_ in {"VERB", "AUX", "ADJ"}:
            if above.lemma_ not in word_classes()["figure-measure"]:
                return None
            verbs = (above, above.head) if above.dep_ in {"conj", "advcl"} else (above,)
            nouns = [c for verb in verbs for c in verb.children if c.pos_ in {"NOUN", "PROPN"}]
            moved = (c for c in nouns if c.dep_ == "obj" and c.i < unit.i and above.dep_ != "advcl")
            subjects = (c for c in nouns if c.dep_.startswith("nsubj"))
            # "страны доведут расходы до 2%": what is brought somewhere is measured, not who brings it
            return next(moved, None) or next(subjects, None)
    return None

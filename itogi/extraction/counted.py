"""What a number counts: its noun, the phrase around it, and the kind of thing (figure.what)."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from itogi.extraction.context import Context
from itogi.extraction.counted_nouns import FAR, Counted, counted_phrase, genitives, kind_of
from itogi.extraction.counted_sums import bare_sum, bounded, genitive_after, measured
from itogi.extraction.numbers import Number
from itogi.extraction.patterns import word_classes
from itogi.extraction.single_words import spelt
from itogi.language.lemma import parses

_HEAD = spelt("head")
_PEOPLE_COUNTED = spelt("people-counted")
_SHARE = spelt("share")
_TON = spelt("ton")

_BEFORE_NOUN = {"ADJ", "DET", "ADV", "VERB", "CCONJ", "PROPN"}
_SIGNS = {"$": "money", "€": "money", "%": "share"}
_CURRENCIES = frozenset("$€£")


def counted(ctx: Context, number: Number) -> Counted | None:
    """What ``number`` counts, by the words beside it; None where it counts nothing (years, names, terms)."""
    doc = ctx.doc
    classes = word_classes()
    both = doc[number.start].lemma_ in classes["figure-both"]
    if both or (number.start and _numbering(doc[number.start - 1])):
        return None
    if number.end < len(doc) and doc[number.end].text == "%":
        return measured(doc, number, doc[number.end], "share")
    noun = _noun_after(doc, number)
    if noun is None or (number.end < noun.i and doc[number.end].is_punct) or _after_sign(doc, number):
        return bare_sum(ctx, number) or _inverted(ctx, number) or _numbered_subject(ctx, number)
    if noun.lemma_ in classes["figure-not"] and number.sort != "fraction" and not _heads(noun):
        return None
    what, listed = kind_of(doc, noun)
    if number.sort == "fraction" or (what == "share" and noun.lemma_ != _SHARE):
        return measured(doc, number, noun, "share")
    if what in {"money", "trade"}:
        return measured(doc, number, noun, what)
    if not _agrees(number, noun):
        return None
    if noun.lemma_ in classes["figure-person"] and (of := _numbered_subject(ctx, number)) is not None:
        return of
    start, end = counted_phrase(doc, number, noun)
    return Counted(number, noun, start, end, _context_kind(ctx, noun, what), listed)


def _numbering(before: Token) -> bool:
    """Whether the word before a number makes it a name: "статья 5", "№ 3"."""
    joined = before.idx + len(before) == before.nbor().idx
    sign = before.text in {"№", "N", "#", "/", "«"} or (before.text == "-" and joined)
    return sign or before.lemma_ in word_classes()["numbered"]


def _after_sign(doc: Doc, number: Number) -> bool:
    return number.start > 0 and doc[number.start - 1].text in _CURRENCIES


def _noun_after(doc: Doc, number: Number) -> Token | None:
    """The noun that follows a number, past adjectives and participles."""
    if number.sort == "fraction":
        return doc[number.start]
    for i in range(number.end, min(len(doc), number.end + FAR)):
        token = doc[i]
        if token.is_sent_start and i > number.end - 1:
            return None
        if token.pos_ in {"NOUN", "PROPN"} and not _is_adjective(token):
            return token
        if token.lower_ == _TON and i == number.end:
            return token
        if token.pos_ not in _BEFORE_NOUN and token.text not in _SIGNS:
            # "двух (из трёх) стран" and "пять, по его словам, стран" are left alone.
            return _substantive(doc, i - 1, number)
        if token.pos_ == "VERB" and "Part" not in token.morph.get("VerbForm", []):
            return None
    return None


def _substantive(doc: Doc, i: int, number: Number) -> Token | None:
    """A participle or adjective that stands for a noun: "больше 300 задержанных"."""
    token = doc[i]
    plural = "Gen" in token.morph.get("Case", []) and "Plur" in token.morph.get("Number", [])
    return token if i >= number.end and plural and token.pos_ in {"VERB", "ADJ"} else None


def _is_adjective(token: Token) -> bool:
    """Nouns by the tagger that only agree with the noun after them ("ядерных боезарядов")."""
    after = token.nbor() if token.i + 1 < len(token.doc) else None
    return after is not None and token.dep_ == "amod" and token.head.i > token.i


def _agrees(number: Number, noun: Token) -> bool:
    """Whether number and noun agree as a count: "5 стран", "21 единица", never "статья 5 договора"."""
    whole = number.value == int(number.value)
    cases = {
        str(p.tag.case) + ("p" if p.tag.number == "plur" else "s") for p in parses(noun.lower_) if p.tag.case
    }
    if not cases:
        return True
    last = int(number.value) % 100
    if whole and last % 10 == 1 and last != 11:
        return any(c.endswith("s") for c in cases)
    if number.sort != "cardinal":
        return True
    small = (whole and last % 10 in {2, 3, 4} and last not in {12, 13, 14}) or not whole
    return "gents" in cases if small and "gents" in cases else any(c.endswith("p") for c in cases)


def _heads(noun: Token) -> bool:
    """ "одиннадцать глав государств"."""
    states = word_classes()["figure-state"]
    return noun.lemma_ == _HEAD and any(t.lemma_ in states for t in noun.children)


def _stands_for_state(ctx: Context, noun: Token) -> bool:
    """Whether members or leaders are counted for their states: "девять членов Совета", "пять лидеров"."""
    classes = word_classes()
    if noun.lemma_ in classes["figure-state-head"]:
        return noun.lemma_ != _HEAD or _heads(noun)
    if noun.lemma_ not in classes["figure-state-member"]:
        return False
    reach = 2 if noun.lemma_ in classes["figure-near-member"] else 6  # "участник форума ШОС" is a person
    after = ctx.mentions_in(noun.i + 1, min(len(ctx.doc), noun.i + reach), "ORGANISATION", "BODY", "ORGNAME")
    bare = noun.lemma_ in classes["figure-bare-member"] and genitives(ctx.doc, noun.i + 1) == noun.i + 1
    return (
        bare
        or noun.lemma_ in classes["figure-founder"]
        or any(
            all("Gen" in t.morph.get("Case", []) or not t.is_alpha for t in ctx.doc[noun.i + 1 : m.start + 1])
            for m in after[:1]
        )
    )


def _inverted(ctx: Context, number: Number) -> Counted | None:
    """ "мероприятий шестьдесят", "дел насчитали свыше 5000": the noun in the genitive plural stands first."""
    doc = ctx.doc
    last = doc[number.end - 1]
    if number.value < 5 or number.sort != "cardinal" or (last.is_digit and 1900 <= number.value <= 2100):
        return None
    noun = doc[number.first - 1] if number.first else None
    verb = None
    if noun is not None and noun.pos_ in {"VERB", "AUX"} and not noun.is_sent_start:
        verb, noun = noun, doc[noun.i - 1]
    if noun is None or doc[number.first].is_sent_start:
        return None
    if noun.pos_ != "NOUN" or "Gen" not in noun.morph.get("Case", []):
        verb, noun = noun, _opening_noun(ctx, number)
    if noun is None:
        return None
    plural = any(p.tag.case == "gent" and p.tag.number == "plur" for p in parses(noun.lower_))
    what, listed = kind_of(doc, noun)
    if not plural or not listed or noun.lemma_ in word_classes()["figure-not"]:
        return None
    start = noun.i
    while start > 0 and not doc[start].is_sent_start and doc[start - 1].pos_ == "ADJ":
        start -= 1
    rough = number if verb is not None else Number(
        number.first, number.start, number.end, number.value, not last.is_digit or number.approximate
    )  # fmt: skip
    return Counted(rough, noun, start, noun.i + 1, _context_kind(ctx, noun, what), listed, True)


def _numbered_subject(ctx: Context, number: Number) -> Counted | None:
    """ "Число членов выросло до двадцати восьми": the number of what the subject says."""
    doc, classes = ctx.doc, word_classes()
    low = max(ctx.sentences[ctx.sentence(number.start)].start, number.first - 12)
    noun = next((t for t in reversed(doc[low : number.first]) if t.lemma_ in classes["figure-amount"]), None)
    of = genitive_after(doc, noun, noun.i + 1) if noun is not None else None
    if noun is None or of is None or of.lemma_ in classes["figure-not"]:
        return None
    if not any(t.lemma_ in classes["figure-measure"] or t.text in "—–" for t in doc[of.i : number.start]):
        return None
    what, listed = kind_of(doc, of)
    stop = min(bounded(doc, of, noun.i)[1], number.first)
    return Counted(number, of, noun.i, stop, _context_kind(ctx, of, what), listed, True)


def _opening_noun(ctx: Context, number: Number) -> Token | None:
    """The noun that opens a sentence whose number stands alone ("Мероприятий у них порядка шестидесяти")."""
    after = ctx.doc[number.end] if number.end < len(ctx.doc) else None
    if after is not None and not after.is_punct:
        return None
    sentence = ctx.sentences[ctx.sentence(number.start)]
    first = next((t for t in sentence if t.pos_ not in {"ADJ", "DET"}), None)
    return first if first is not None and first.pos_ == "NOUN" and first.i < number.first else None


def _context_kind(ctx: Context, noun: Token, what: str) -> str:
    """People are troops, population or participants by the words of their sentence."""
    classes = word_classes()
    if _stands_for_state(ctx, noun):
        return "countries"
    if (
        noun.dep_ == "nmod"
        and noun.head.lemma_ in classes["figure-delegate"]
        and what in {"other", "participants"}
    ):
        return "participants"
    if noun.lemma_ != _PEOPLE_COUNTED:
        return what
    lemmas = {t.lemma_ for t in ctx.sentences[ctx.sentence(noun.i)]}
    if lemmas & classes["figure-live"]:
        return "population"
    if lemmas & classes["figure-force"]:
        return "troops"
    return "other" if lemmas & classes["figure-caught"] else "participants"

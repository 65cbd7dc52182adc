"""What a number counts: its noun, the phrase around it, and the kind of thing (figure.what)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc, Span, Token

from itogi.extraction.context import Context
from itogi.extraction.nounphrase import noun_phrase
from itogi.extraction.numbers import Number
from itogi.extraction.patterns import word_classes
from itogi.language import lexicon
from itogi.language.lemma import fold, parses

_BEFORE_NOUN = {"ADJ", "DET", "ADV", "VERB", "CCONJ", "PROPN"}
_FAR = 7
_SIGNS = {"$": "money", "€": "money", "%": "share"}


@dataclass(frozen=True, slots=True)
class Counted:
    """A number with what it counts: the head noun, the verbatim phrase, the kind; ``listed`` if a lexicon
    of figures knows the noun, ``inverted`` where the noun stands first ("мероприятий шестьдесят")."""

    number: Number
    noun: Token
    start: int
    end: int
    what: str
    listed: bool = True
    inverted: bool = False


def counted(ctx: Context, number: Number) -> Counted | None:
    """What ``number`` counts, by the words beside it; None where it counts nothing (years, names, terms)."""
    doc = ctx.doc
    if number.start and _numbering(doc[number.start - 1]):
        return None
    if number.end < len(doc) and doc[number.end].text == "%":
        return _measured(doc, number, doc[number.end], "share")
    noun = _noun_after(doc, number)
    if noun is None or (number.end < noun.i and doc[number.end].is_punct):
        return _inverted(ctx, number) or _numbered_subject(ctx, number)
    if noun.lemma_ in word_classes()["figure-not"] and number.sort != "fraction" and not _heads(noun):
        return None
    what, listed = kind_of(doc, noun)
    if number.sort == "fraction" or (what == "share" and noun.lemma_ != "доля"):
        return _measured(doc, number, noun, "share")
    if what in {"money", "trade"}:
        return _measured(doc, number, noun, what)
    if not _agrees(number, noun):
        return None
    start, end = _phrase(doc, number, noun)
    return Counted(number, noun, start, end, _context_kind(ctx, noun, what), listed)


def _numbering(before: Token) -> bool:
    """Whether the word before a number makes it a name: "статья 5", "№ 3"."""
    return before.text in {"№", "N", "#", "/", "-", "«"} or before.lemma_ in word_classes()["numbered"]


def _noun_after(doc: Doc, number: Number) -> Token | None:
    """The noun that follows a number, past adjectives and participles."""
    if number.sort == "fraction":
        return doc[number.start]
    for i in range(number.end, min(len(doc), number.end + _FAR)):
        token = doc[i]
        if token.is_sent_start and i > number.end - 1:
            return None
        if token.pos_ in {"NOUN", "PROPN"} and not _is_adjective(token):
            return token
        if token.lower_ == "т" and i == number.end:
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


def _phrase(doc: Doc, number: Number, noun: Token) -> tuple[int, int]:
    """The phrase that is counted, from after the number; it ends before another number or clause."""
    end = max(noun_phrase(doc, noun)[1], genitives(doc, noun.i + 1))
    start = number.end
    for i in range(noun.i + 1, end):
        token = doc[i]
        if token.pos_ == "NUM" or token.text in {"«", '"', "("} or token.ent_type_ == "TIME":
            end = i
            break
    while end > noun.i + 1 and doc[end - 1].pos_ in {"ADP", "CCONJ", "PUNCT", "SCONJ", "ADV"}:
        end -= 1
    return start, max(end, noun.i + 1)


def _heads(noun: Token) -> bool:
    """ "одиннадцать глав государств"."""
    states = word_classes()["figure-state"]
    return noun.lemma_ == "глава" and any(t.lemma_ in states for t in noun.children)


def _stands_for_state(ctx: Context, noun: Token) -> bool:
    """Whether members or leaders are counted for their states: "девять членов Совета", "пять лидеров"."""
    classes = word_classes()
    if noun.lemma_ in classes["figure-state-head"]:
        return noun.lemma_ != "глава" or _heads(noun)
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


def _measured(doc: Doc, number: Number, unit: Token, what: str) -> Counted | None:
    """A share or a sum: its label is what it is of ("мирового экспорта"), else the subject measured."""
    end = unit.i + 1
    if what == "share":
        whole = _genitive(doc, unit, end)
        if whole is not None and whole.lemma_ in word_classes()["figure-not"]:
            return None
        if whole is not None:
            start, stop = _bounded(doc, whole, end)
            return Counted(number, unit, start, stop, what)
    subject = _subject(unit) or (_rate_before(doc, number) if what == "share" else None)
    if subject is None or not kind_of(doc, subject)[1]:
        subject = _trade_before(doc, number) or subject
    if subject is not None and subject.i < number.start:
        kind, listed = kind_of(doc, subject)
        start, stop = noun_phrase(doc, subject)
        if kind == "trade" or stop <= number.start:
            trade = listed and kind == "trade" and what == "money"
            return Counted(number, unit, start, min(stop, number.first), "trade" if trade else what)
    product = next((t for t in doc[end : end + 2] if t.lemma_ in word_classes()["figure-product"]), None)
    world = (
        all(t.lemma_ in word_classes()["figure-world"] for t in doc[end : product.i]) if product else False
    )
    if what == "share" and product is not None and world:
        return Counted(number, unit, end, product.i + 1, what)
    purpose = _purpose(doc, end) if what == "share" else None
    if what == "share" and purpose is None:
        return None
    start, stop = purpose or _phrase(doc, number, unit)
    return Counted(number, unit, start, stop, what)


def _trade_before(doc: Doc, number: Number) -> Token | None:
    """The trade that a number measures where the parse has another subject: it stands before."""
    for token in reversed(doc[max(0, number.first - 16) : number.first]):
        if (
            token.pos_ == "NOUN" and kind_of(doc, token)[0] == "trade" and not token.is_title
        ) or token.lemma_ == "товарооборот":
            return token
        if token.is_sent_start:
            return None
    return None


def _rate_before(doc: Doc, number: Number) -> Token | None:
    """ "Доля расчётов в рублях — 90 процентов": what a dash or a verb gives a share of."""
    passed = False
    for token in reversed(doc[max(0, number.first - 16) : number.first]):
        passed = passed or token.text in "—–" or token.lemma_ in word_classes()["figure-measure"]
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
        if token.lower_ == "на" and token.head.pos_ == "NOUN" and token.head.i > token.i:
            return token.i + 1, noun_phrase(doc, token.head)[1]
    return None


def _genitive(doc: Doc, unit: Token, at: int) -> Token | None:
    """The noun in the genitive right after a unit: "49% мирового экспорта"."""
    for token in doc[at : at + 4]:
        if token.is_sent_start or token.is_punct:
            return None
        if token.pos_ in {"NOUN", "PROPN"}:
            return token if "Gen" in token.morph.get("Case", []) and token.lemma_ != "ввп" else None
        if token.pos_ not in {"ADJ", "DET", "VERB"}:
            return None
    return None


def _bounded(doc: Doc, noun: Token, start: int) -> tuple[int, int]:
    return start, max(noun.i + 1, genitives(doc, noun.i + 1))


def genitives(doc: Doc, at: int) -> int:
    """The token after the nouns in the genitive that stand at ``at`` ("тонн изъятых веществ")."""
    end = at
    for i in range(at, min(len(doc), at + _FAR)):
        token = doc[i]
        case = token.morph.get("Case", [])
        if (
            token.is_sent_start
            or ("Gen" not in case and token.pos_ != "CCONJ")
            or token.dep_ in {"obj", "iobj"}
        ):
            break
        if token.pos_ in {"NOUN", "PROPN"}:
            end = i + 1
        elif token.pos_ not in {"ADJ", "DET", "VERB", "CCONJ"}:
            break
    return end


def _subject(unit: Token) -> Token | None:
    """The subject of a verb of measure above a unit: "расходы достигнут 5% ВВП"."""
    for above in unit.ancestors:
        if above.pos_ in {"VERB", "AUX", "ADJ"}:
            if above.lemma_ not in word_classes()["figure-measure"]:
                return None
            verbs = (above, above.head) if above.dep_ == "conj" else (above,)
            nouns = [c for verb in verbs for c in verb.children if c.pos_ in {"NOUN", "PROPN"}]
            moved = (c for c in nouns if c.dep_ == "obj" and c.i < unit.i)
            subjects = (c for c in nouns if c.dep_.startswith("nsubj"))
            # "страны доведут расходы до 2%": what is brought somewhere is measured, not who brings it
            return next(moved, None) or next(subjects, None)
    return None


def _inverted(ctx: Context, number: Number) -> Counted | None:
    """ "мероприятий шестьдесят", "дел насчитали свыше 5000": the noun in the genitive plural stands first."""
    doc = ctx.doc
    last = doc[number.end - 1]
    if number.value < 5 or number.sort != "cardinal" or (last.is_digit and 1900 <= number.value <= 2100):
        return None
    noun = doc[number.first - 1] if number.first else None
    verb = None
    if noun is not None and noun.pos_ == "VERB" and not noun.is_sent_start:
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
    of = _genitive(doc, noun, noun.i + 1) if noun is not None else None
    if noun is None or of is None or of.lemma_ in classes["figure-not"]:
        return None
    if not any(t.lemma_ in classes["figure-measure"] or t.text in "—–" for t in doc[of.i : number.start]):
        return None
    what, listed = kind_of(doc, of)
    stop = min(_bounded(doc, of, noun.i)[1], number.first)
    return Counted(number, of, noun.i, stop, _context_kind(ctx, of, what), listed, True)


def _opening_noun(ctx: Context, number: Number) -> Token | None:
    """The noun that opens a sentence whose number stands alone ("Мероприятий у них порядка шестидесяти")."""
    after = ctx.doc[number.end] if number.end < len(ctx.doc) else None
    if after is not None and not after.is_punct:
        return None
    sentence = ctx.sentences[ctx.sentence(number.start)]
    first = next((t for t in sentence if t.pos_ not in {"ADJ", "DET"}), None)
    return first if first is not None and first.pos_ == "NOUN" and first.i < number.first else None


@cache
def _kinds() -> tuple[dict[str, str], dict[str, list[tuple[tuple[str, ...], str]]]]:
    """Single nouns by lemma; phrases by the stem of their first word, as stems."""
    single: dict[str, str] = {}
    several: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for what, nouns in lexicon.figures().nouns.items():
        for noun in nouns:
            words = fold(noun).split()
            if len(words) == 1:
                single[words[0]] = what
            else:
                stems = tuple(w[:4] for w in words)
                several.setdefault(stems[0], []).append((stems, what))
    return single, several


def kind_of(doc: Doc, noun: Token) -> tuple[str, bool]:
    """figure.what of a counted noun and whether the lexicon lists it: phrases first ("единиц техники")."""
    single, several = _kinds()
    for at in {noun.i, max(noun.i - 1, 0)}:
        window: Span = doc[at : at + 3]
        words = tuple(t.lemma_[:4] for t in window)
        for stems, what in several.get(words[0], ()):
            if words[: len(stems)] == stems:
                return what, True
    found = single.get(noun.lemma_) or next((single[h] for h in _parts(noun) if h in single), None)
    return found or "other", found is not None


def _parts(noun: Token) -> tuple[str, ...]:
    """ "страны-участницы": the first part of a compound; other readings of the form."""
    first = noun.lemma_.split("-")[0]
    return first, *(fold(p.normal_form) for p in parses(noun.lower_)[:3])


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
    if noun.lemma_ != "человек":
        return what
    lemmas = {t.lemma_ for t in ctx.sentences[ctx.sentence(noun.i)]}
    if lemmas & classes["figure-live"]:
        return "population"
    if lemmas & classes["figure-force"]:
        return "troops"
    return "other" if lemmas & classes["figure-caught"] else "participants"

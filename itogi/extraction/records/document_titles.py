"""Instruments of a text: head nouns with their kinds, titles, and lists whose items share one head."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from itogi.extraction.context import Context
from itogi.extraction.features import beside
from itogi.extraction.nounphrase import noun_phrase
from itogi.extraction.patterns import word_classes
from itogi.extraction.records.document_clauses import lasting, which, whose
from itogi.extraction.records.document_heads import Head, word_number
from itogi.extraction.single_words import any_of, spelt
from itogi.extraction.stance import ancestors, is_verb

_ADJECTIVE_ENDING = spelt("adjective-ending")
_AND = spelt("and")
_AND_COMMA = any_of("and") | {","}
_BETWEEN = spelt("between")
_FROM = spelt("from")
_UPON = spelt("upon")
_WHICH = spelt("which")


@dataclass(slots=True)
class Instrument:
    """One instrument as a text names it: head noun, kind, token range of the title, and the draft mark."""

    head: Token
    kind: str
    start: int
    end: int
    pattern: str
    confidence: float
    draft: bool = False
    split: bool = False
    plural: bool = False
    lead: tuple[int, int] | None = None  # words of the title that it shares with others of its list


def inside(item: Instrument, other: Instrument) -> bool:
    """Whether one instrument is named in the title of another."""
    if _only_ratifies(other.head):
        return False
    return other is not item and other.head.i < item.head.i < other.end


def _only_ratifies(head: Token) -> bool:
    """ "закон о ратификации соглашения": the law is but the act by which the agreement is ratified."""
    laws, acts = word_classes()["doc-law"], word_classes()["stage-ratify"] | word_classes()["doc-quit"]
    return head.lemma_ in laws and any(c.lemma_ in acts for c in head.children)


def instrument_at(ctx: Context, found: Head, heads: Mapping[int, object]) -> Instrument:
    """The instrument that a head noun names, with its title; ``heads`` are those of the whole text."""
    classes, doc, head = word_classes(), ctx.doc, found.token
    start, _ = noun_phrase(doc, head)
    start = title_start(doc, start, head)
    end = _line_end(doc, start, head) or title_end(ctx, head, heads)
    if end == head.i + 1 and start == head.i:
        end = which(doc, head) or end
    end = lasting(ctx, end) or (whose(doc, end) if found.kind == "list" else None) or end
    draft = head.lemma_ in classes["doc-draft"]
    plural, top = _is_plural(head), head
    while (above := _wrapper(top)) is not None:
        draft = draft or above.lemma_ in classes["doc-draft"] | classes["doc-amendment"]
        bare = end == head.i + 1 and start == head.i and above.lemma_ in classes["doc-draft"]
        if above.lemma_ in classes["doc-amendment"] or bare:
            start = min(start, title_start(doc, _adjectives(doc, above), above))
            plural = _is_plural(above) or plural
        top = above
    return Instrument(head, found.kind, start, end, found.pattern, found.confidence, draft, plural=plural)


def _adjectives(doc: Doc, noun: Token) -> int:
    """Where the adjectives right before a noun begin."""
    start = noun.i
    while start > 0 and doc[start - 1].pos_ == "ADJ" and doc[start - 1].head == noun:
        start -= 1
    return start


def _is_plural(noun: Token) -> bool:
    if "Plur" in noun.morph.get("Number", []):
        return True
    # "3) план" is a number in a list.
    return any(
        c.dep_.startswith("nummod") and noun.i - 6 < c.i < noun.i and beside(c) not in {")", "."}
        for c in noun.children
    )


def _wrapper(token: Token) -> Token | None:
    """The noun above a head that is no part of a title: "проект плана", "правки к регламенту"."""
    classes = word_classes()
    above = token.head
    if above == token or above.i > token.i or token.dep_ not in {"nmod", "appos", "obl"}:
        return None
    return above if above.lemma_ in classes["doc-wrapper"] | classes["doc-amendment"] else None


def outermost(head: Token) -> Token:
    """The noun through which the instrument at ``head`` takes part in its clause, past wrappers and lists."""
    top = head
    for _ in range(12):
        above = _wrapper(top) or (
            top.head if top.dep_ == "conj" and top.head.pos_ in {"NOUN", "PROPN"} else None
        )
        if above is None or above == top:
            return top
        top = above
    return top


# -- the extent of a title --------------------------------------------------------------------------------


def title_start(doc: Doc, start: int, head: Token) -> int:
    """Leave out words that say which, not what: "новая", "важный", participles such as "подписанное"."""
    out = word_classes()["doc-not-title"]
    if start == head.i > 0 and not head.is_sent_start and names_place(doc[start - 1]):
        return start - 1
    while start < head.i:
        token = doc[start]
        if token.pos_ == "ADJ" and token.lemma_ not in out and not token.text[0].isdigit():
            break
        if token.text[0].isupper() and token.pos_ in {"ADJ", "PROPN"} and not token.is_sent_start:
            break
        start += 1
    return start


def names_place(token: Token) -> bool:
    """ "Душанбинская" before "декларация", which the parser may take for a name."""
    return token.text[0].isupper() and token.lemma_.endswith(_ADJECTIVE_ENDING)


def title_end(ctx: Context, head: Token, heads: Mapping[int, object]) -> int:
    """The token after the title of ``head``: its complements, read from left to right.

    A word goes on with the title if it hangs on a word of it. The parser often hangs the complements of a
    long title elsewhere, so "о", a genitive after a noun and a year that a plan runs to go on as well.
    """
    doc = ctx.doc
    times = {start: (end, time.role) for start, end, time in ctx.times_in(head.i, head.sent.end)}
    planned = word_classes()["doc-plan"] | word_classes()["doc-programme"]
    end = i = head.i + 1
    _, phrase_end = noun_phrase(doc, head)
    while i < head.sent.end:
        token = doc[i]
        if i in times:
            if _about_follows(doc, times[i][0]) and doc[i].is_digit and len(doc[i]) == 4:
                i = times[i][0]  # "соглашение 2014 года об автоперевозках"
                continue
            if i == head.i + 1 and times[i][1] != "for":
                if head.lemma_ in planned and doc[i].is_digit and len(doc[i]) == 4:
                    end = times[i][0]  # "план 2025 года"
                break
            spans = times[i][1] == "duration" and doc[i].lower_ == _UPON
            if times[i][1] == "until" and not any(t.text[:4].isdigit() for t in doc[i : times[i][0]]):
                break  # "ждут доклада до конца месяца"
            named = i == end and _names_act(doc, i - 1, head)  # "решение объявить 2020-й Годом семьи"
            if times[i][1] not in _TITLE_TIMES and not (spans or named or _dated(doc, i)):
                break
            i = end = times[i][0]
            continue
        closing = closing_mark(doc, i)
        if closing is not None:
            i = end = closing + 1
            continue
        if token.text in _AND_COMMA or token.pos_ == "CCONJ":
            coordinated = _coordinated(doc, i)
            goes_on = i < phrase_end or coordinated
            after_name = doc[i - 1].text in _CLOSING or (i == head.i + 1 and not i < phrase_end)
            after_name = after_name or (token.text == "," and i == head.i + 1)
            if not goes_on or after_name or _sibling_follows(doc, i, head, heads, not coordinated):
                break
            i += 1
            continue
        if (
            token.text in {"-", "–", "—"}
            and i + 1 < len(doc)
            and doc[i + 1].lemma_ in word_classes()["doc-member"]
        ):
            i += 1
            continue
        if not _continues(doc, i, head, end):
            break
        i += 1
        if token.pos_ not in {"ADP", "ADJ", "DET", "PART", "ADV", "SCONJ"} or i >= phrase_end == i:
            end = i
    return end


def _about_follows(doc: Doc, i: int) -> bool:
    return i < len(doc) and doc[i].pos_ == "ADP" and doc[i].lemma_ in word_classes()["doc-subject"]


def _line_end(doc: Doc, start: int, head: Token) -> int | None:
    """The end of a line that is nothing but a title ("– Решение о бюджете на 2026 год;"), or None."""
    before = start - 1
    while before >= 0 and not doc[before].is_space and (doc[before].is_punct or doc[before].is_digit):
        before -= 1
    if before < 0 or "\n" not in doc[before].text or before == start - 1:
        return None
    end = head.i + 1
    while end < len(doc) and not (
        "\n" in doc[end].text or doc[end].text in {";", "—", ":"} or is_predicate(doc[end])
    ):
        end += 1
    whole = end >= len(doc) or "\n" in doc[end].text or doc[end].text == ";"
    while whole and doc[end - 1].text in {".", ","}:
        end -= 1
    return end if whole and end < head.i + 40 else None


_CLOSING = {"»", "”", '"'}
_TITLE_TIMES = {"until", "for", "by", "title", "since"}


def closing_mark(doc: Doc, i: int) -> int | None:
    """Where a quotation that opens at ``i`` closes in the same sentence, or None."""
    closing = {"«": "»", "“": "”", "„": "“", '"': '"'}.get(doc[i].text)
    if closing is None:
        return None
    stop = min(doc[i].sent.end, i + 40)
    return next((j for j in range(i + 1, stop) if doc[j].text == closing), None)


def _coordinated(doc: Doc, i: int) -> bool:
    """Whether "и" or a comma at ``i`` joins two nouns in one oblique case ("между союзом и Ираном")."""
    if doc[i].lower_ not in _AND_COMMA or i + 1 >= len(doc):
        return False
    after = next((t for t in doc[i + 1 : i + 5] if t.pos_ not in {"ADJ", "DET", "PUNCT"}), doc[i])
    if after.ent_type_ and any(t.lemma_ == _BETWEEN for t in doc[max(i - 6, 0) : i]):
        return True
    case = set(doc[i - 1].morph.get("Case", [])) & set(after.morph.get("Case", []))
    return after.pos_ in {"NOUN", "PROPN"} and bool(case - {"Nom"}) and after.i < doc[i].sent.end


def _dated(doc: Doc, i: int) -> bool:
    return doc[i].lower_ == _FROM or doc[i - 1].lower_ == _FROM


def _sibling_follows(doc: Doc, i: int, head: Token, heads: Mapping[int, object], clauses: bool) -> bool:
    """Whether the comma or "и" at ``i`` leads to another instrument of the same list, or to a clause."""
    case = set(outermost(head).morph.get("Case", [])) | set(head.morph.get("Case", []))
    drafts = word_classes()["doc-draft"]
    direct = {"Nom", "Acc"}
    for j in range(i + 1, min(i + 6, head.sent.end)):
        token = doc[j]
        if token.pos_ == "ADP" or token.text == "," or (token.lower_ == _AND and j > i):
            return False
        if token.lemma_ in drafts and any(k in heads for k in range(j + 1, min(j + 4, head.sent.end))):
            other = set(token.morph.get("Case", []))
            return bool(case & other) or (case <= direct and other <= direct)
        if j in heads:
            other = set(token.morph.get("Case", []))
            titled = token.text[0].isupper() or names_place(doc[j - 1])
            return titled or bool(case & other) or (case <= direct and other <= direct)
        if clauses and (is_predicate(token) or token.lemma_ == _WHICH):
            return True
    return False


def gatherings() -> frozenset[str]:
    """Lemmas of sessions, summits, councils: what an instrument is adopted at."""
    return word_classes()["session-noun"] | word_classes()["doc-gathering"]


def is_predicate(token: Token) -> bool:
    """A finite verb, infinitive or short participle: no part of a title."""
    if token.pos_ not in {"VERB", "AUX"}:
        return False
    return "Part" not in token.morph.get("VerbForm", []) or "Short" in token.morph.get("Variant", [])


def _continues(doc: Doc, i: int, head: Token, end: int) -> bool:
    """Whether the word at ``i`` belongs to the title that reaches to it."""
    token, classes = doc[i], word_classes()
    if token.ent_type_ == "COUNTRY" and "Nom" in token.morph.get("Case", []) and not token.text.isupper():
        return False
    if token.is_space or (is_predicate(token) and not _names_act(doc, i, head)):
        return False
    if token.is_punct and token.text not in {"-", "/", "№"}:
        return False
    if token.lemma_ == _WHICH or (i + 1 < len(doc) and doc[i + 1].lemma_ == _WHICH):
        return False
    if token.pos_ == "ADP" and any(t.lemma_ in classes["doc-measure"] for t in doc[i + 2 : i + 5]):
        return not any(word_number(t) is not None or t.pos_ == "NUM" for t in doc[i + 1 : i + 4])
    if token.lemma_ in classes["doc-tied"] and doc[i - 1].lemma_ in classes["doc-tie"]:
        return True  # "обращение в связи с юбилеем"
    if token.pos_ == "ADP":
        noun = token.head if token.head.i > i else doc[min(i + 1, len(doc) - 1)]
        framed = noun.lemma_ not in classes["doc-frame"] or any(
            c.lemma_ in gatherings() for c in noun.children
        )
        if (
            token.lower_ in classes["doc-occasion"]
            and noun.lemma_ in classes["doc-session-break"]
            and framed
            and doc[i - 1].lemma_ not in classes["doc-takes-part"]
        ):
            return False
        if token.lemma_ in classes["doc-about"] or noun.lemma_ in classes["doc-term"] | classes["doc-member"]:
            return True
        if any(t.lemma_ in classes["doc-field"] for t in doc[i + 1 : i + 3]) and doc[i + 1].pos_ != "ADP":
            return True
        return _hangs(noun, head.i, i)
    if token.lemma_ in classes["doc-term"] and doc[i - 1].pos_ == "ADP":
        return True
    if token.pos_ == "ADJ" and token.head.i < i and doc[i - 1].pos_ == "NOUN" and _genitive(token):
        return True  # "во имя будущего"
    if token.pos_ in {"ADJ", "DET", "NUM", "VERB", "PART", "ADV"}:
        return (token.head.i > i and doc[i - 1].pos_ != "ADV") or _hangs(token, head.i, i)
    if (
        token.pos_ == "NOUN"
        and "Nom" in token.morph.get("Case", [])
        and "Anim" in token.morph.get("Animacy", [])
    ):
        return False
    if (
        _acts_next(doc, i, head)
        or _decides(doc, i, head)
        or (head.lemma_ in classes["doc-notice"] and _addressee(token))
    ):
        return False
    genitive = _genitive(token) and doc[i - 1].pos_ in {"NOUN", "PROPN", "ADJ", "NUM"}
    return (
        _hangs(token, head.i, i)
        or genitive
        or any(end <= c.i < i and c.dep_ == "case" for c in token.children)
        or (doc[i - 1].lemma_ in classes["doc-tied"] and doc[i - 2].lemma_ in classes["doc-tie"])
    )


def _genitive(token: Token) -> bool:
    return "Gen" in token.morph.get("Case", [])


def _addressee(token: Token) -> bool:
    """ "вручил грамоту о присоединении госсекретарю": to whom a letter goes is no part of its title."""
    return "Dat" in token.morph.get("Case", []) and "Anim" in token.morph.get("Animacy", [])


def _acts_next(doc: Doc, i: int, head: Token) -> bool:
    """ "отчёт бюро опубликовало": an undeclined noun before its verb acts on the instrument."""
    if i + 1 >= len(doc) or doc[i].lower_ != doc[i].lemma_ or doc[i + 1].pos_ != "VERB":
        return False
    neuter = "Neut" in doc[i].morph.get("Gender", []) and "Neut" in doc[i + 1].morph.get("Gender", [])
    return neuter and "Neut" not in head.morph.get("Gender", [])


def _decides(doc: Doc, i: int, head: Token) -> bool:
    """ "решение Совет министров принял": a body in the nominative right after the head acts."""
    cases = set(doc[i].morph.get("Case", []))
    bodies = gatherings() | word_classes()["doc-parliament"]
    return i == head.i + 1 and doc[i].lemma_ in bodies and bool(cases & {"Nom", "Acc"}) and "Gen" not in cases


def _names_act(doc: Doc, i: int, head: Token) -> bool:
    """ "решение просить ООН", "резолюция с требованием прекратить": the infinitive says what is in it."""
    if "Inf" not in doc[i].morph.get("VerbForm", []):
        return False
    decided = i == head.i + 1 and head.lemma_ in word_classes()["doc-to-do"]
    return decided or doc[i - 1].lemma_ in word_classes()["doc-asks"]


def _hangs(token: Token, low: int, high: int) -> bool:
    """Whether a token before ``high`` and from ``low`` on governs ``token``, at any depth of nouns."""
    current = token
    for above in ancestors(token):
        if low <= above.i < high:
            return True
        if is_verb(above) and above.i < low:
            return False
        if current.dep_ in {"obl", "nsubj", "nsubj:pass", "obj"} and is_verb(above) and above.i >= high:
            return False
        current = above
    return False


def in_enumeration(head: Token) -> bool:
    """Whether a head stands in a list opened by "среди них", "в их числе", "это, в частности"."""
    sentence = head.sent
    opening = sentence.doc[sentence.start : min(sentence.start + 6, head.i)]
    return any(t.lemma_ in word_classes()["doc-among"] for t in opening) and head.i - sentence.start < 60

"""What quotations are made of: sources, words that say something, and phrases that name a speaker."""

from __future__ import annotations

import re
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from itogi.extraction.features import feature
from itogi.extraction.patterns import word_classes
from itogi.extraction.single_words import endings, spelt
from itogi.model.letters import without_yo

_UPON = spelt("upon")

VERBAL = {"VERB", "AUX", "ADJ"}
VOICES = ("quote-person", "quote-institution", "quote-occupation")
_SITE = re.compile(rf"\w\.(?:{'|'.join(endings('domain'))})$")
# Forms of the second person, infinitives, and names that have one form for all cases.
_SECOND_PERSON, _INFINITIVE = endings("second-person"), endings("infinitive")
_STAYING = endings("name-staying")
_DASHES = {"-", "–", "—", "−"}


@dataclass(frozen=True, slots=True)
class Source:
    """The phrase that names a speaker: its head token and token range.

    ``head`` is -1 where the sentence names nobody ("добавил, что …"): the speaker goes on.
    ``bare`` marks a message whose author the text leaves to be understood ("в сообщении").
    """

    head: int
    start: int
    end: int
    verb: int
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """Words found with their source: characters ``start:end`` of the text, and the tokens that show it.

    ``speaker`` is set where no phrase of the text has to be resolved.
    """

    start: int
    end: int
    direct: bool
    source: Source
    pattern: str
    confidence: float
    tokens: tuple[int, ...] = ()
    speaker: str | None = None


def in_class(token: Token, name: str) -> bool:
    """Whether the lemma of ``token`` is in the word class ``name``."""
    return token.lemma_ in word_classes()[name]


def after(token: Token) -> Token | None:
    """The next token that is no white space (a no-break space is a token of its own)."""
    i = token.i + 1
    while i < len(token.doc) and token.doc[i].is_space:
        i += 1
    return token.doc[i] if i < len(token.doc) else None


def is_form(token: Token, name: str) -> bool:
    """Whether the form of ``token`` as it stands is in the word class ``name``."""
    return without_yo(token.lower_) in word_classes()[name]


def is_dash(token: Token) -> bool:
    """Whether a token is a dash (or a hyphen written for one)."""
    return token.text in _DASHES


def is_said(token: Token, *classes: str) -> bool:
    """Whether ``token`` is a verb of one of the classes that says something: not denied, not unreal."""
    if _hints(token):
        return "quote-tell" in classes or "quote-tell-think" in classes
    if not any(in_class(token, c) for c in classes) or not _verbal(token):
        return False
    form = feature(token, "VerbForm")
    # "успели назвать" is said, "могут назвать" is not
    if form == "Inf" and not in_class(token.head, "quote-phase"):
        return False
    # The reporter's own "скажем" and "я думаю", and what one asks for, is nobody's quotation.
    if feature(token, "Mood") in {"Imp", "Cnd"} or is_addressed(token):
        return False
    if form == "Part" and feature(token, "Variant") != "Short" and feature(token, "Voice") == "Pass":
        return False
    return not _unreal(token)


def is_addressed(token: Token) -> bool:
    """Whether a verb is of the first or second person; taggers take "смеётся" for the second."""
    person = feature(token, "Person")
    return person == "1" or (person == "2" and token.lower_.endswith(_SECOND_PERSON))


def _unreal(token: Token) -> bool:
    """Whether a verb only supposes, or is denied; "не исключил" says something just because it is denied."""
    unreal = any(c.dep_ == "mark" and in_class(c, "quote-unreal") for c in token.children)
    verbs = [token, token.head] if feature(token, "VerbForm") == "Inf" else [token]
    denied = any(_denied(v) for v in verbs)
    return unreal or denied != any(in_class(v, "quote-undenied") for v in verbs)


def _hints(token: Token) -> bool:
    """ "дал понять": an infinitive that says something with its verb."""
    head = token.head
    return (
        in_class(token, "quote-hint")
        and feature(token, "VerbForm") == "Inf"
        and in_class(head, "quote-give")
        and feature(head, "VerbForm") != "Inf"
        and not _denied(head)
    )


def _verbal(token: Token) -> bool:
    if token.pos_ == "ADJ":
        return feature(token, "Variant") == "Short" or feature(token, "Degree") is None
    # Taggers take a rare form for a noun; its lemma tells that it is a verb.
    return token.pos_ in VERBAL or token.lemma_.endswith(_INFINITIVE)


def _denied(token: Token) -> bool:
    before = token.nbor(-1) if token.i > 0 else None
    return bool(before is not None and in_class(before, "quote-deny")) or any(
        c.dep_ == "advmod" and in_class(c, "quote-deny") for c in token.children
    )


def phrase(head: Token) -> tuple[int, int]:
    """The noun phrase around ``head`` without clauses and appositions set off by commas."""
    start, end = head.left_edge.i, head.right_edge.i + 1
    doc = head.doc
    for i in range(head.i - 1, start - 1, -1):
        if doc[i].is_sent_start and i != start:
            start = i
            break
        if (
            doc[i].text in ",:;"
            or is_dash(doc[i])
            or (doc[i].pos_ == "VERB" and feature(doc[i], "VerbForm") == "Fin")
        ):
            start = i + 1
            break
    for i in range(head.i + 1, end):
        if doc[i].text == "," and _lists(doc[i], head):
            continue
        if doc[i].is_sent_start or doc[i].text in ",:;.(" or is_dash(doc[i]) or _starts_clause(doc[i]):
            end = i
            break
        if _adverbial(doc[i]):
            end = i
            break
        if _occasion(doc[i]) and not any(t.pos_ == "PROPN" for t in doc[doc[i].head.i + 1 : end]):
            end = i
            break
    lead = {"ADP", "CCONJ", "PART", "PUNCT", "ADV", "SPACE"}
    while start < head.i and (doc[start].pos_ in lead or in_class(doc[start], "quote-small")):
        start += 1
    while end > head.i + 1 and doc[end - 1].text in ',.:;»"' and "«" not in doc[start:end].text:
        end -= 1
    return start, end


def _lists(comma: Token, head: Token) -> bool:
    """Whether a comma separates members of a list inside the phrase ("лидеры России, Украины и Армении")."""
    following = comma.doc[comma.i + 1] if comma.i + 1 < len(comma.doc) else None
    if following is None or following.dep_ != "conj" or following.pos_ not in {"NOUN", "PROPN"}:
        return False
    return head.i <= following.head.i < comma.i and feature(following, "Case") == feature(
        following.head, "Case"
    )


def _occasion(token: Token) -> bool:
    """A preposition of where or when it was said ("премьер в соцсетях"): no part of the speaker."""
    follows = after(token)
    if token.pos_ != "ADP" or follows is None:
        return False
    return in_class(follows, "quote-occasion") or (
        token.head.i > token.i and in_class(token.head, "quote-occasion")
    )


def _adverbial(token: Token) -> bool:
    """A preposition that tells how it was said ("ответил министр на упрёк"): no part of the speaker."""
    if token.pos_ != "ADP" or token.i + 1 >= len(token.doc):
        return False
    onto = token.lower_ == _UPON and feature(token.head, "Case") == "Acc"
    return onto or is_form(token, "quote-adverbial")


def _starts_clause(token: Token) -> bool:
    return token.pos_ in {"VERB", "SCONJ"} and feature(token, "VerbForm") != "Part"


def of_noun(head: Token, verb: int) -> Source:
    """The source that the phrase around ``head`` names."""
    start, end = phrase(head)
    return Source(head.i, start, end, verb)


def is_media(doc: Doc, source: Source) -> bool:
    """Whether a source is a medium or a journalist: it relays and does not speak."""
    if source.head < 0:
        return False
    head = doc[source.head]
    if in_class(head, "quote-media") or head.lower_ in word_classes()["quote-outlet"]:
        return True
    inside = doc[source.start : source.end]
    if in_class(head, "quote-person") or in_class(head, "quote-institution"):
        return False
    outlets = word_classes()["quote-outlet"]
    return any(t.lower_ in outlets or in_class(t, "quote-media") or _SITE.search(t.lower_) for t in inside)


def can_lead(token: Token) -> bool:
    """Whether a form can be a subject: the nominative, or no case shown ("ООН", "Лукашенко")."""
    if feature(token, "Case") in {"Nom", None}:
        return True
    stays = token.text.isupper() and len(token.text) > 1
    return stays or (token.pos_ == "PROPN" and token.ent_type_ == "PERSON" and token.text[-1] in _STAYING)


def speaks(token: Token) -> bool:
    """Whether a noun can be somebody who speaks: a name, an office, a person or an institution."""
    if token.ent_type_ and token.ent_type_ != "TIME":
        return True
    return token.pos_ == "PROPN" or any(
        in_class(token, c) for c in ("quote-person", "quote-institution", "quote-occupation")
    )

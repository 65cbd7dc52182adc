"""What a post is of: the organisation, country, body or institution that the words after it name."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from itogi.extraction.features import feature
from itogi.extraction.mentions import Mention
from itogi.extraction.patterns import word_classes
from itogi.extraction.single_words import spelt
from itogi.language.inflect import nominative

_CENTRE = spelt("centre")

_OPEN = {"«", '"', "“", "„"}
# Posts that a region or town has ("губернатор | Свердловской области"), and heads of state of its kind.
_LOCAL = {"head", "head-of-state", "head-of-government", "deputy", "speaker-of-parliament", "mp"}


def owner_of(doc: Doc, complement: list[Mention], post: Mention, high: int) -> tuple[str | None, int]:
    """What a post is of, and where the words of the position end.

    An organisation or country named last in the complement owns the post; the position keeps the
    words before it ("помощник президента | России"). A body in capital letters is an owner of its own
    ("глава исполкома | РАТС ШОС"). Without any, an institution that the words name does. What stands
    behind the "по" of a duty ("представитель ЕС | по Центральной Азии") owns nothing.
    """
    low = post.end
    quoted = _quoted(doc, low, high)
    if quoted is not None:
        return quoted
    complement = _before_duty(doc, complement, high)
    owners = [
        m for m in complement if m.label in {"ORGANISATION", "COUNTRY", "NATIONAL"} and m.via != "people"
    ]
    owners += [m for m in complement if m.label == "CAPITAL" and m.via == "seat"]
    bodies = [m for m in complement if m.label == "BODY"]
    letters = next((b for b in bodies if b.end - b.start == 1 and doc[b.start].is_upper), None)
    if letters is not None and not any(o.label in {"COUNTRY", "NATIONAL"} for o in owners):
        return _full(doc, letters), letters.start
    if owners and not _inside_name(doc, low, owners[-1]):
        last = owners[-1]
        ends = last.start if last.end >= high or last.label != "NATIONAL" else high
        return (last.country if last.label == "CAPITAL" else last.value), min(ends, high)
    if bodies and bodies[-1].owner:
        # The body alone stands for the institution: "глава коллегии | Евразийской экономической комиссии".
        body = bodies[-1]
        return nominative(doc[body.start : body.end]), body.start
    institutions = [m for m in complement if m.label == "ORGNAME"]
    if institutions and not _inside_name(doc, low, institutions[-1]):
        name = institutions[-1]
        return name.value, name.start
    local = next((m for m in complement if m.label in {"PLACE", "CAPITAL"} and m.start == low), None)
    if local is not None and post.level in _LOCAL:
        return nominative(doc[local.start : local.end], person=False), local.start
    return _institution(doc, low, high)


def _quoted(doc: Doc, low: int, high: int) -> tuple[str, int] | None:
    """ "лидер партии | «Единая Россия»": a name in marks right behind the post or the kind of institution."""
    opened = next((i for i in range(low, min(low + 2, high)) if doc[i].text in _OPEN), None)
    if opened is None or doc[opened - 1].pos_ == "ADP":
        return None
    closed = next((i for i in range(opened + 1, high) if doc[i].text in {"»", "”", '"'}), None)
    if closed is None or closed == opened + 1:
        return None
    name = doc[opened + 1 : closed]
    cases = {feature(t, "Case") for t in name}
    return (name.text if "Nom" in cases else nominative(name, person=False)), opened


def _before_duty(doc: Doc, complement: list[Mention], high: int) -> list[Mention]:
    """The mentions before a duty, where one of them can own the post; else all of them."""
    owners = {"ORGANISATION", "COUNTRY", "NATIONAL", "BODY", "ORGNAME"}
    first = complement[0].start if complement else high
    opened = next((i for i in range(first, high) if _opens_duty(doc[i])), high)
    before = [m for m in complement if m.start < opened]
    return before if any(m.label in owners for m in before) else complement


def _opens_duty(token: Token) -> bool:
    return token.lower_ in word_classes()["duty-preposition"]


def duty(doc: Doc, mentions: list[Mention], cut: int, high: int) -> range:
    """The tokens of a duty behind the owner of a post ("представитель | ЕС | по Центральной Азии")."""
    start = next((i for i in range(cut + 1, high) if _opens_duty(doc[i])), high)
    named = any(m.label in {"PERSON", "POST"} for m in mentions if start <= m.start < high)
    timed = any(t.like_num or t.is_punct for t in doc[start:high])
    return range(high, high) if named or timed else range(start, high)


def _inside_name(doc: Doc, low: int, owner: Mention) -> bool:
    """Whether an organisation only stands in the name of an institution ("агентство по делам СНГ")."""
    opened = next((i for i in range(low, owner.start) if _opens_duty(doc[i])), low)
    return any(_names_institution(t) and t.head.i < t.i for t in doc[low:opened])


def _begins_name(token: Token) -> bool:
    return token.text.istitle() and token.lemma_ in word_classes()["institution"]


def _full(doc: Doc, body: Mention) -> str:
    """The full name of a body where the text itself gives it, else its letters."""
    words = {w.lower()[:5] for w in body.value.split()}
    stems = {t.lower_[:5] for t in doc if t.is_alpha}
    return body.value if words <= stems else doc[body.start : body.end].text


def _is_company(token: Token) -> bool:
    """ "гендиректор | Росатома": one proper name in the genitive that is no person's."""
    proper = token.pos_ == "PROPN" and token.text.istitle() and token.ent_type_ != "PERSON"
    return proper and feature(token, "Case") == "Gen"


def _names_institution(token: Token) -> bool:
    """A word for an institution, or letters that stand for one ("Заречного УВД", "гидрометцентра")."""
    letters = 1 < len(token.text) < 7 and token.text.isalpha() and token.text.isupper()
    return letters or token.lemma_ in word_classes()["institution"] or token.lemma_.endswith(_CENTRE)


def _institution(doc: Doc, low: int, high: int) -> tuple[str | None, int]:
    """The institution in "директор департамента | министерства экономики", "лидер | «Народного союза»".

    The last word of the post itself may be the first of the institution's name ("директор | Центра …").
    """
    nouns = [t for t in doc[low:high] if _names_institution(t)]
    if not nouns and high > low and _begins_name(doc[low - 1]):
        nouns = [doc[low - 1]]
    if not nouns and high - low == 1 and _is_company(doc[low]):
        return nominative(doc[low:high], person=False), low
    if not nouns:
        return None, high
    start = nouns[-1].i
    while start > low and doc[start - 1].pos_ in {"ADJ", "PROPN"} and doc[start - 1].dep_ == "amod":
        start -= 1
    opened = start > low and doc[start - 1].text in _OPEN
    end = next((t.i for t in doc[start:high] if t.text in {"»", "”", '"'}), high) if opened else high
    return nominative(doc[start:end]), start - opened

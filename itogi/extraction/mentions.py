"""Mentions: organisations, bodies, countries, places, posts and persons as they stand in a text."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, lru_cache

from spacy.tokens import Doc, Span, Token

from itogi.extraction.names_missed import missed_names
from itogi.extraction.patterns import word_classes
from itogi.extraction.similar import family
from itogi.extraction.single_words import spelt
from itogi.language import lexicon
from itogi.language.inflect import nominative
from itogi.language.phrases import PhraseIndex

_ABOUT = spelt("about")
_RANGE = spelt("range")

# Which mention keeps a token that several claim, strongest first: a body's name may hold an
# organisation's, a person's name may hold a word that is a place elsewhere.
_RANK = (
    "DECOY",
    "BODY",
    "ORGANISATION",
    "VENUE",
    "PERSON",
    "COUNTRY",
    "POST",
    "NATIONAL",
    "CAPITAL",
    "PLACE",
)


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention: token range, label, canonical value, and the kind of name it was found by.

    ``label`` is one of ORGANISATION, BODY, COUNTRY, NATIONAL (adjective), CAPITAL, PLACE, VENUE, POST,
    PERSON; ``value`` is a code, or the name in the nominative; ``country`` the country a place or
    capital lies in; ``owner`` the organisation a body belongs to, where its name tells; ``level`` the
    rank of a body or the class of a post.
    """

    start: int
    end: int
    label: str
    value: str
    via: str = "name"
    country: str | None = None
    owner: str | None = None
    level: str | None = None


@cache
def phrase_index() -> PhraseIndex[Mention]:
    """All phrases of the lexicons, each with the mention it makes (token range still 0:0)."""
    index: PhraseIndex[Mention] = PhraseIndex()
    _add_organisations(index)
    _add_countries(index)
    for place in lexicon.places():
        label = "VENUE" if place.kind in {"venue", "range"} else "PLACE"
        index.add(place.name, Mention(0, 0, label, place.label, place.kind, country=place.country))
    for post in lexicon.posts():
        for phrase in (*post.phrases, *post.abbreviations):
            _add_post(index, phrase, post.class_)
    return index


def _add_post(index: PhraseIndex[Mention], phrase: str, cls: str) -> None:
    """A post as it stands, and as a former one ("экс-министр"); full stops are tokens of their own."""
    index.add(phrase.replace(".", " ."), Mention(0, 0, "POST", phrase, level=cls), capitals=False)
    former = word_classes()["former-prefix"]
    if not phrase.startswith(tuple(former)) and "." not in phrase:
        for prefix in former:
            index.add(prefix + phrase, Mention(0, 0, "POST", prefix + phrase, level=cls), capitals=False)


def _add_organisations(index: PhraseIndex[Mention]) -> None:
    for org in lexicon.organisations().values():
        for via, names in (("name", org.phrases), ("abbreviation", org.abbreviations)):
            for name in names:
                index.add(name, Mention(0, 0, "ORGANISATION", org.code, via))
        for name in org.paraphrases:
            index.add(name, Mention(0, 0, "ORGANISATION", org.code, "paraphrase"))
        for name in org.decoys:
            index.add(name, Mention(0, 0, "DECOY", org.code))
        for body in org.bodies:
            for via, names in (("name", (body.name, *body.aliases)), ("abbreviation", body.abbreviations)):
                for name in (n for n in names if n[0].isupper()):
                    found = "own" if via == "name" and _tells_owner(name) else via
                    index.add(name, Mention(0, 0, "BODY", body.name, found, owner=org.code, level=body.level))
    for body in lexicon.bodies():
        # "встреча министров" is a kind of event and no name: names of bodies begin with a capital.
        for name in (n for n in (body.name, *body.aliases, *body.abbreviations) if n[0].isupper()):
            index.add(name, Mention(0, 0, "BODY", body.name, "generic", level=body.level))


def _tells_owner(name: str) -> bool:
    """Whether a short name of a body can be that of one organisation only ("Еврокомиссия", "Совет ЕЭК")."""
    begun = any(f" {p}" in f" {name.lower()}" for p in word_classes()["body-own-prefix"])
    return begun or any(len(w) > 1 and w.isupper() for w in name.split()[1:])


def _add_countries(index: PhraseIndex[Mention]) -> None:
    for country in lexicon.countries().values():
        rows = (
            ("COUNTRY", "name", country.names),
            ("COUNTRY", "abbreviation", country.abbreviations),
            ("NATIONAL", "adjective", country.adjectives),
            ("NATIONAL", "people", country.people),
            ("CAPITAL", "capital", country.capitals),
            ("CAPITAL", "seat", country.seats),
        )
        for label, via, names in rows:
            for name in names:
                value = name if label == "CAPITAL" else country.code
                index.add(name, Mention(0, 0, label, value, via, country=country.code))
        for name in country.decoys:
            index.add(name, Mention(0, 0, "DECOY", country.code))


def find_mentions(doc: Doc) -> list[Mention]:
    """All mentions of ``doc`` in text order; phrases of the lexicons, then persons by the name model.

    A paraphrase ("организация", "Содружество") is kept only where its organisation is named by a
    surer name somewhere in the text; of several such organisations the one named last before it counts.
    """
    found = [replace(m, start=s, end=e) for s, e, m in phrase_index().find(doc) if _plausible(doc, s, e, m)]
    found += [m for t in doc if "-" in t.text or "–" in t.text for m in _compound(t)]
    # The name model takes a state that begins a sentence for a person at times ("Лаосу", "Кыргызстан").
    states = {(m.start, m.end) for m in found if m.label in {"COUNTRY", "NATIONAL"}}
    found += [m for m in _persons(doc) if (m.start, m.end) not in states]
    found += _family_names(doc, found)
    found += [m for m in _other_names(doc) if not any(_overlap(m, x) for x in found)]
    found += _missed(doc, found)
    return _owned(_paraphrases(_strongest(found)))


def _missed(doc: Doc, found: list[Mention]) -> list[Mention]:
    """Persons that the name model overlooks."""
    people = [m.value for m in found if m.label == "PERSON"]
    taken = {i for m in found for i in range(m.start, m.end)}
    return [
        Mention(start, end, "PERSON", nominative(doc[start:end], person=True), "missed")
        for start, end in missed_names(doc, people, taken)
    ]


def _overlap(a: Mention, b: Mention) -> bool:
    return a.start < b.end and b.start < a.end


def _plausible(doc: Doc, start: int, end: int, mention: Mention) -> bool:
    """Whether a phrase found by lemma reads as a name here (not a pronoun, verb or part of a word)."""
    span = doc[start:end]
    if mention.via == "range" and not _beside_range(doc, start, end):
        return False
    if mention.label in {"COUNTRY", "CAPITAL", "PLACE"} and len(span) == 1:
        return span[0].pos_ in {"PROPN", "NOUN", "X", "ADJ"}
    return any(t.pos_ in {"NOUN", "PROPN", "ADJ", "X", "NUM"} for t in span)


def _beside_range(doc: Doc, start: int, end: int) -> bool:
    """Whether a training ground's common name ("Берег") stands in quotation marks or after "полигон"."""
    before = doc[max(0, start - 2) : start]
    quoted = (
        end < len(doc) and any(t.text in {"«", '"', "“"} for t in before) and doc[end].text in {"»", '"', "”"}
    )
    return quoted or any(t.lemma_ == _RANGE for t in before)


def _persons(doc: Doc) -> list[Mention]:
    return [
        Mention(e.start, e.end, "PERSON", nominative(e))
        for e in doc.ents
        if e.label_ == "PER" and _is_name(e)
    ]


def _family_names(doc: Doc, found: list[Mention]) -> list[Mention]:
    """Family names that stand alone and that the name model missed, of persons named in full elsewhere."""
    full = {family(m.value): m.value.split()[-1] for m in found if m.label == "PERSON" and " " in m.value}
    if not full:
        return []
    taken = {i for m in found if m.label != "DECOY" for i in range(m.start, m.end)}
    out = []
    for token in doc:
        name = full.get(family(token.text)) if token.is_title and token.i not in taken else None
        if name and len(token.text) > 3 and -2 <= len(token.text) - len(name) <= 3:
            out.append(Mention(token.i, token.i + 1, "PERSON", name))
    return out


def _compound(token: Token) -> list[Mention]:
    """The states or organisations of one word: "Россия-ЕС", "российско-белорусский"; no part unknown."""
    parts = [p for p in token.text.replace("–", "-").split("-") if p]
    if len(parts) < 2 or not all(p.isalpha() for p in parts):
        return []
    last = token.lemma_.rsplit("-", 1)[-1]
    found = [
        _named(p) or _adjective(p.lower(), last if n + 1 == len(parts) else None) for n, p in enumerate(parts)
    ]
    return [replace(m, start=token.i, end=token.i + 1) for m in found if m] if all(found) else []


@cache
def _names() -> dict[str, Mention]:
    out: dict[str, Mention] = {}
    for country in lexicon.countries().values():
        for name in (*country.names, *country.abbreviations):
            out[name] = Mention(0, 0, "COUNTRY", country.code, "compound", country=country.code)
    for org in lexicon.organisations().values():
        for name in org.abbreviations:
            out[name] = Mention(0, 0, "ORGANISATION", org.code, "compound")
    return out


def _named(part: str) -> Mention | None:
    return _names().get(part) if part[0].isupper() else None


@lru_cache(maxsize=4096)
def _adjective(part: str, lemma: str | None) -> Mention | None:
    """The state of a part of a compound adjective: whole at its end, a stem in "о" before ("американо-")."""
    for country in lexicon.countries().values():
        for word in country.adjectives:
            stem = (
                lemma is None and len(part) > 4 and part[-1] == _ABOUT and word.lower().startswith(part[:-1])
            )
            if stem or word.lower() == lemma:
                return Mention(0, 0, "NATIONAL", country.code, "compound", country=country.code)
    return None


def _is_name(span: Span) -> bool:
    return span.text[0].isupper() and any((len(t.text) > 1 and t.is_alpha) or "-" in t.text for t in span)


def _other_names(doc: Doc) -> list[Mention]:
    """Places and organisations that no lexicon knows but the name model sees."""
    labels = {"LOC": "PLACE", "ORG": "ORGNAME"}
    return [
        Mention(e.start, e.end, labels[e.label_], nominative(e), "model")
        for e in doc.ents
        if e.label_ in labels and e.text[0].isalnum()
    ]


def _strongest(found: list[Mention]) -> list[Mention]:
    """Drop a mention that lies inside, or across, a longer or stronger one; bodies keep inner names."""
    order = sorted(found, key=lambda m: (m.start - m.end, _RANK.index(m.label) if m.label in _RANK else 99))
    kept: list[Mention] = []
    for mention in order:
        rivals = [k for k in kept if _overlap(k, mention)]
        if all(_may_hold(k, mention) for k in rivals):
            kept.append(mention)
    return sorted((m for m in kept if m.label != "DECOY"), key=lambda m: (m.start, -m.end))


def _may_hold(outer: Mention, inner: Mention) -> bool:
    inside = (
        outer.start <= inner.start
        and inner.end <= outer.end
        and outer.end - outer.start > inner.end - inner.start
    )
    if not inside:
        same = (outer.start, outer.end) == (inner.start, inner.end)
        # One word may be the paraphrase, or name a body, of several organisations: the text decides which.
        rivals = outer.via == inner.via in {"paraphrase", "compound"} or outer.label == inner.label == "BODY"
        return same and rivals and (outer.value, outer.owner) != (inner.value, inner.owner)
    names = {"ORGANISATION", "COUNTRY", "NATIONAL"}
    if outer.label == "POST" and (inner.label == "BODY" or inner.via == "seat"):
        return True
    return outer.label in {"BODY", "POST", "ORGNAME"} and inner.label in names


def _paraphrases(mentions: list[Mention]) -> list[Mention]:
    sure = [m for m in mentions if m.label == "ORGANISATION" and m.via != "paraphrase"]
    sure += [m for m in mentions if m.label == "BODY" and m.owner and len(_rivals(mentions, m)) == 1]
    out: list[Mention] = []
    for mention in mentions:
        if mention.via != "paraphrase":
            out.append(mention)
            continue
        choices = {
            m.value for m in mentions if (m.start, m.end, m.via) == (mention.start, mention.end, "paraphrase")
        }
        before = [m for m in sure if (m.owner or m.value) in choices and m.start < mention.start]
        after = [m for m in sure if (m.owner or m.value) in choices and m.start > mention.start]
        pick = before[-1] if before else after[0] if after else None
        if pick and (pick.owner or pick.value) == mention.value:
            out.append(mention)
    return out


def _rivals(mentions: list[Mention], mention: Mention) -> list[Mention]:
    """Mentions of one span and label: the same words may name a body of several organisations."""
    return [m for m in mentions if (m.start, m.end, m.label) == (mention.start, mention.end, mention.label)]


def _owned(mentions: list[Mention]) -> list[Mention]:
    """Of the organisations that have a body of this name, keep the one that the words nearby name.

    The organisation right after or inside the name counts first ("СМИД ОДКБ"), then the last named before,
    then the first named after; a body whose organisations are named nowhere keeps no owner.
    """
    sure = [m for m in mentions if m.label == "ORGANISATION"]
    out: list[Mention] = []
    for mention in mentions:
        rivals = _rivals(mentions, mention) if mention.label == "BODY" else []
        if mention.label != "BODY":
            out.append(mention)
        elif rivals[0] is mention:
            out.append(_with_owner(mention, rivals, sure, mentions))
    return out


def _national_body(body: Mention, mentions: list[Mention]) -> bool:
    """Whether a country beside the name says that the body is one of a state ("российский Совбез")."""
    return any(
        (m.label == "NATIONAL" and m.end == body.start) or (m.label == "COUNTRY" and m.start == body.end)
        for m in mentions
    )


def _with_owner(
    mention: Mention, rivals: list[Mention], sure: list[Mention], mentions: list[Mention]
) -> Mention:
    if _national_body(mention, mentions):
        return replace(mention, owner=None, level=None, label="ORGNAME")
    near = [m for m in sure if mention.start <= m.start <= mention.end + 3]
    before = [m for m in reversed(sure) if m.start < mention.start]
    after = [m for m in sure if m.start > mention.end]
    owners = {m.owner for m in rivals if m.owner}
    for org in (*near, *before, *after):
        chosen = next((m for m in rivals if m.owner == org.value), None)
        if chosen is not None:
            return chosen
        if org in near and mention.via == "generic":
            return replace(mention, owner=org.value)
    if len(owners) == 1 and _telling(mention):
        return next(m for m in rivals if m.owner)
    generic = next((m for m in rivals if m.via == "generic"), rivals[0])
    return replace(generic, owner=None)


def _telling(body: Mention) -> bool:
    """Whether a body's name alone tells whose it is: an abbreviation, a name of its own, or three words."""
    return (
        body.end - body.start >= 3 or body.value.split()[0].isupper() or body.via in {"abbreviation", "own"}
    )

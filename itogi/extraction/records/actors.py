"""Actors: who undertakes something, as codes of states and organisations, persons, or the phrase itself."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

from spacy.tokens import Token

from itogi.extraction.context import Context
from itogi.extraction.features import feature
from itogi.extraction.nounphrase import noun_phrase
from itogi.extraction.patterns import word_classes
from itogi.extraction.quotes import Quote, find_quotes
from itogi.extraction.records.states import country_at, named_at, person_country, with_conjuncts
from itogi.extraction.single_words import any_of, spelt
from itogi.language import lexicon
from itogi.language.inflect import nominative

_BOTH_THREE_FOUR = any_of("both", "three", "four")
_EACH_ANY = any_of("each", "any")
_OUR = spelt("our")
_SIDE = spelt("side")
_SIDE_ONLY = any_of("side")
_THEY = spelt("they")
_WE_I = any_of("we", "i")

# Sentences before "стороны" in which the two who talk must be named.
REACH = 3


def actors_of(ctx: Context, subject: Token) -> list[str]:
    """The parties that a subject names: [] where it names nobody who acts between states."""
    out: list[str] = []
    for token in with_conjuncts(subject):
        out += [a for a in _party(ctx, token) if a not in out]
    return out


def _party(ctx: Context, token: Token) -> list[str]:
    classes = word_classes()
    if token.lemma_ in _WE_I or any(c.lemma_ == _OUR for c in token.children):
        return speaker_at(ctx, token)
    if token.lower_ == _THEY:
        return _pair_before(ctx, token)
    code = _named(ctx, token)
    if code:
        return [code]
    person = ctx.people.at(token.i)
    if person is not None:
        known = person_country(ctx, token) or _official(ctx, token) or ctx.main_organisation
        return [person.name] if known else []
    if token.lemma_ in classes["cmt-member"] | classes["cmt-leader"]:
        return _group(ctx, token)
    if token.lemma_ in classes["cmt-union"] and feature(token, "Number") != "Plur":
        alone = not any(c.dep_ in {"amod", "nmod"} for c in token.children)
        return [ctx.main_organisation] if alone and ctx.main_organisation else []
    if token.lemma_ in classes["state-noun"]:
        own = any(c.lower_ in classes["state-pronoun"] for c in token.children)
        code = country_at(ctx, token, anaphora=own)
        return [code] if code else []
    start, end = noun_phrase(ctx.doc, token)
    counted = token.lemma_ in classes["cmt-near"] and any(c.dep_.startswith("nummod") for c in token.children)
    named = token.lemma_ in classes["bdy-noun"] - classes["cmt-private"] and end - start > 1
    told = counted or named or token.lemma_ in classes["cmt-office"]
    return [nominative(ctx.doc[start:end])] if told and ctx.main_organisation else []


def _named(ctx: Context, token: Token) -> str | None:
    """The country or organisation that a mention at ``token`` names."""
    country = named_at(ctx, token)
    if country:
        return country
    for m in ctx.mentions:
        if m.start <= token.i < m.end and (m.label == "ORGANISATION" or (m.label == "BODY" and m.owner)):
            return m.owner or m.value
    return None


def _official(ctx: Context, token: Token) -> bool:
    """Whether a person is of an organisation, by the text."""
    person = ctx.people.at(token.i)
    return person is not None and any(o.of and len(o.of) > 2 and o.of.isascii() for o in person.offices)


def _group(ctx: Context, token: Token) -> list[str]:
    """Members or leaders as one party: an organisation, the states named beside them, or just "стороны"."""
    start, end = noun_phrase(ctx.doc, token)
    # The tagger takes "государства-члены" for a singular: the verb tells.
    plural = "Plur" in {feature(token, "Number"), feature(token.head, "Number")}
    plural = plural or token.lemma_ in word_classes()["cmt-number"]
    if not plural:
        named = _name_after(ctx, token)
        if named:
            return [named]
        if ctx.doc[max(0, token.i - 1)].lemma_ not in _EACH_ANY:
            bare = token.lemma_ in word_classes()["state-noun"] and not any(
                c.dep_ in {"amod", "nmod"} for c in token.children
            )
            code = country_at(ctx, token, anaphora=bare) or person_country(ctx, token)
            return [code] if code else _head_of_body(ctx, token)
    inside = ctx.mentions_in(start, max(end, token.i + 1))
    countries = list(
        dict.fromkeys(m.country for m in inside if m.country and m.label in {"COUNTRY", "NATIONAL"})
    )
    if countries:
        return countries
    organisation = next(
        (m for m in inside if m.label == "ORGANISATION" or (m.label == "BODY" and m.owner)), None
    )
    if organisation is not None:
        return [organisation.owner or organisation.value]
    return _bare(ctx, token, start, end)


def _head_of_body(ctx: Context, token: Token) -> list[str]:
    """ "Глава ЕЭК": who leads an organisation or its body, without a name, as the text calls him."""
    start, end = noun_phrase(ctx.doc, token)
    led = ctx.mentions_in(start, end, "ORGANISATION", "BODY")
    leads = token.lemma_ in word_classes()["cmt-leader"]
    return [nominative(ctx.doc[start:end])] if led and leads else []


def _name_after(ctx: Context, token: Token) -> str | None:
    """The person whose post ``token`` is."""
    post = next((m for m in ctx.mentions if m.label == "POST" and m.start <= token.i < m.end), None)
    person = ctx.people.named_by(post) if post is not None else None
    return person.name if person else None


def _bare(ctx: Context, token: Token, start: int, end: int) -> list[str]:
    """A bare "стороны" or "президенты": the pair who talk, the report's organisation, or the phrase."""
    if ctx.main_organisation is None and not _talks(ctx):
        return []
    nouns = [t for t in ctx.doc[start:end] if t.pos_ in {"NOUN", "PROPN"} and t != token]
    if nouns:
        regional = token.lemma_ in word_classes()["cmt-state"] and any(t.ent_type_ == "PLACE" for t in nouns)
        states = regional or any(t.lemma_ in word_classes()["cmt-member"] for t in nouns)
        return [nominative(ctx.doc[start:end])] if states else []
    if ctx.main_organisation and token.lemma_ in word_classes()["cmt-party"]:
        return [nominative(ctx.doc[start:end])]
    few = any(c.pos_ == "NUM" or c.lemma_ in _BOTH_THREE_FOUR for c in token.children)
    if few or token.lemma_ in word_classes()["cmt-leader"] or token.lemma_ == _SIDE:
        listed = _pair_before(ctx, token) or _members_named(ctx)
        if not listed and ctx.main_organisation is None:
            listed = pair_of_the_text(ctx)
        if listed:
            return listed
    if (
        token.lemma_ in word_classes()["cmt-leader"] | word_classes()["cmt-member"] - _SIDE_ONLY
        and ctx.main_organisation
    ):
        return [ctx.main_organisation]
    return [nominative(ctx.doc[start:end]).lower()]


def pair_of_the_text(ctx: Context) -> list[str]:
    """The two states of a report on their talks: no third is named as often as either of them."""
    if ctx.main_organisation is not None:
        return []
    counts = Counter(m.country for m in ctx.mentions if m.country).most_common(3)
    if len(counts) < 2 or counts[1][1] < 2 or (len(counts) == 3 and counts[2][1] == counts[1][1]):
        return []
    return sorted(str(c) for c, _ in counts[:2])


def _members_named(ctx: Context) -> list[str]:
    """The members of the report's organisation that the text names, if those are most of them."""
    organisation = lexicon.organisations().get(ctx.main_organisation or "")
    if organisation is None or ctx.article.published is None:
        return []
    members = organisation.members_at(ctx.article.published.isoformat())
    named = dict.fromkeys(m.country for m in ctx.mentions if m.country in members)
    return [c for c in named if c] if len(named) >= max(3, 0.6 * len(members)) else []


def _talks(ctx: Context) -> bool:
    return len({m.country for m in ctx.mentions if m.country}) >= 2


def _pair_before(ctx: Context, token: Token) -> list[str]:
    """The countries of the two persons, or the two or more states, named last before ``token``."""
    number = ctx.sentence(token.i)
    for back in range(min(REACH, number) + 1):
        sentence = ctx.sentences[number - back]
        people = ctx.people.in_range(sentence.start, min(sentence.end, token.i))
        codes = [person_country(ctx, ctx.doc[p.mentions[0].start]) for p in people]
        found = list(dict.fromkeys(c for c in codes if c))
        if len(found) == 2 and len(people) == 2:
            return found
        names = list(
            dict.fromkeys(
                m.country for m in ctx.mentions_in(sentence.start, min(sentence.end, token.i), "COUNTRY")
            )
        )
        most = 3 if ctx.main_organisation else 9
        if 2 <= len(names) <= most and not people:
            return [n for n in names if n]
    return []


@lru_cache(maxsize=2)
def quotes_of(ctx: Context) -> tuple[Quote, ...]:
    """The quotations of a text, found once."""
    return tuple(find_quotes(ctx))


def speaker_at(ctx: Context, token: Token) -> list[str]:
    """The state or organisation for which the speaker of the quotation around "мы" speaks."""
    at = token.idx
    quote = next((q for q in quotes_of(ctx) if q.start <= at < q.end), None)
    if quote is None:
        return []
    if quote.speaker.isupper() and quote.speaker.isascii():
        return [quote.speaker]
    person = next((p for p in ctx.people.persons if p.name == quote.speaker), None)
    if person is None:
        return []
    own = [o.of for o in person.offices if o.of and o.of.isascii() and o.of.isupper()]
    own += [k.of for k in person.known]
    return own[:1] or [person.name]

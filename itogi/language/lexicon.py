"""The lexicon: organisations, countries, places, posts, topics, figures and office holders, as data.

The words are in ``lexicon/*.yml|tsv``; every loader checks its file and raises `DataError` with file and
line. Phrases are nominative and meant to be matched by lemma, abbreviations as written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from itogi.language import lexicon_check as check
from itogi.language.lexicon_types import (
    BODY_KINDS,
    PLACE_KINDS,
    POST_CLASSES,
    Body,
    Country,
    Figures,
    Membership,
    Officeholder,
    Organisation,
    Place,
    Post,
    Topic,
)
from itogi.model.data import load_yaml
from itogi.model.kinds import FOLDER as KINDS_FOLDER
from itogi.model.kinds import load_kind
from itogi.model.values import is_country
from itogi.model.values import topics as topic_codes

FOLDER = Path(__file__).parent / "lexicon"


# Organisations and bodies


@cache
def levels() -> tuple[str, ...]:
    """The levels of a meeting, which are those of the bodies."""
    return load_kind(KINDS_FOLDER / "meeting.yml").slots["level"].values


def _memberships(path: Path, raw: Any, near: str) -> tuple[Membership, ...]:
    out = []
    for item in raw or ():
        check.mapping(path, item, ("country", "from", "to"), ("country",), near)
        code = check.country(path, item["country"], near)
        line = f"country: {code}, from: {item.get('from')}"
        out.append(
            Membership(code, *check.term(path, item.get("from"), item.get("to"), f"{near}, {code}", line))
        )
    return tuple(out)


def _body(path: Path, raw: Any, near: str) -> Body:
    check.mapping(path, raw, [f.name for f in fields(Body)], ("name", "level"), near)
    name = check.phrase(path, raw["name"], near)
    if raw["level"] not in levels():
        raise check.fault(path, f"unknown level {raw['level']!r} of {name}", f"level: {raw['level']}")
    if raw.get("kind", "") not in {"", *BODY_KINDS}:
        raise check.fault(path, f"unknown kind {raw['kind']!r} of {name}", f"kind: {raw['kind']}")
    short, more = (check.phrases(path, raw.get(key), name) for key in ("abbreviations", "aliases"))
    return Body(name, raw["level"], raw.get("kind", ""), short, more)


def _organisation(path: Path, raw: Any) -> Organisation:
    check.mapping(path, raw, [f.name for f in fields(Organisation)], ("code", "names"))
    code = check.phrase(path, raw["code"], "code")
    check.mapping(path, raw["names"], ("ru", "en"), ("ru", "en"), f"code: {code}")
    words = {
        key: check.phrases(path, raw.get(key), code)
        for key in ("abbreviations", "aliases", "paraphrases", "posts", "decoys")
    }
    states = {key: _memberships(path, raw.get(key), code) for key in ("members", "observers", "partners")}
    bodies_ = tuple(_body(path, item, code) for item in raw.get("bodies") or ())
    check.unique(path, ((body.name, body.name) for body in bodies_), f"body of {code}")
    names = {language: check.phrase(path, name, code) for language, name in raw["names"].items()}
    return Organisation(
        code=code,
        names=MappingProxyType(names),
        abbreviations=words["abbreviations"],
        aliases=words["aliases"],
        paraphrases=words["paraphrases"],
        bodies=bodies_,
        members=states["members"],
        observers=states["observers"],
        partners=states["partners"],
        posts=words["posts"],
        decoys=words["decoys"],
    )


@cache
def organisations(path: Path = FOLDER / "organisations.yml") -> Mapping[str, Organisation]:
    """Organisations by code. A code, a sure name or an abbreviation belongs to one of them only."""
    found = [_organisation(path, raw) for raw in check.entries(path)]
    check.unique(path, ((o.code, o.code) for o in found), "code")
    check.unique(path, ((name, o.code) for o in found for name in check.cased(o.phrases)), "alias")
    check.unique(path, ((s, o.code) for o in found for s in check.cased(o.abbreviations)), "abbreviation")
    return MappingProxyType({o.code: o for o in found})


@cache
def bodies(path: Path = FOLDER / "bodies.yml") -> tuple[Body, ...]:
    """Bodies that many organisations have under one name."""
    found = tuple(_body(path, raw, "bodies") for raw in check.entries(path))
    check.unique(path, ((n, b.name) for b in found for n in (b.name, *b.aliases)), "body name")
    return found


# Countries and places


@cache
def countries(path: Path = FOLDER / "countries.yml") -> Mapping[str, Country]:
    """Countries by ISO code. A name, capital or abbreviation belongs to one of them only."""
    keys = [f.name for f in fields(Country) if f.name != "code"]
    found = []
    for code, raw in check.keyed(path).items():
        check.country(path, code, "the codes")
        check.mapping(path, raw, keys, ("names",), f"{code}:")
        words = {key: check.phrases(path, raw.get(key), code) for key in keys}
        if not words["names"]:
            raise check.fault(path, f"{code} has no name", f"{code}:")
        found.append(Country(code=code, **words))
    check.unique(path, ((w, c.code) for c in found for w in dict.fromkeys(c.names + c.capitals)), "name")
    check.unique(path, ((w, c.code) for c in found for w in c.adjectives + c.people), "word")
    check.unique(path, ((w, c.code) for c in found for w in check.cased(c.abbreviations)), "abbreviation")
    return MappingProxyType({c.code: c for c in found})


@cache
def places(path: Path = FOLDER / "places.tsv") -> tuple[Place, ...]:
    """Cities, regions, ranges, venues and other places."""
    out: dict[tuple[str, str], Place] = {}
    header = ("name", "country", "kind", "label")
    for number, (name, country, kind, label) in check.rows(path, header, optional=1):
        if not name:
            raise check.fault_at(path, number, "an empty phrase as name")
        if kind not in PLACE_KINDS:
            raise check.fault_at(path, number, f"unknown kind {kind!r}")
        known = is_country(country) or country in check.CUSTOMARY_CODES
        if not known and not (kind in {"area", "water"} and not country):
            raise check.fault_at(path, number, f"{country!r} is no country code (ISO 3166-1 alpha-2)")
        if (name, country) in out:
            raise check.fault_at(path, number, f"{name!r} stands twice")
        out[name, country] = Place(name, country, kind, label or name)
    for place in out.values():
        if (place.label, place.country) not in out:
            raise check.fault(
                path, f"{place.name!r} is short for {place.label!r}, which is no place", place.name
            )
    return tuple(out.values())


# Posts, topics, figures, office holders


@cache
def posts(path: Path = FOLDER / "posts.yml") -> tuple[Post, ...]:
    """Posts and roles; each phrase belongs to one of them."""
    out = []
    for raw in check.entries(path):
        check.mapping(path, raw, ("phrase", "class", "abbreviations", "synonyms"), ("phrase", "class"))
        phrase = check.phrase(path, raw["phrase"], "phrase")
        if raw["class"] not in POST_CLASSES:
            raise check.fault(path, f"unknown class {raw['class']!r} of {phrase}", f"class: {raw['class']}")
        short, more = (check.phrases(path, raw.get(key), phrase) for key in ("abbreviations", "synonyms"))
        out.append(Post(phrase, raw["class"], short, more))
    check.unique(path, ((phrase, p.phrase) for p in out for phrase in p.phrases), "phrase")
    return tuple(out)


@cache
def topics(path: Path = FOLDER / "topics.yml") -> Mapping[str, Topic]:
    """Topics by code, each with its phrases; every code of the records' topics is there."""
    out = {}
    raw_topics = check.keyed(path)
    for code, raw in raw_topics.items():
        if code not in topic_codes():
            raise check.fault(path, f"unknown topic code {code!r}", f"{code}:")
        check.mapping(path, raw, ("iptc", "phrases"), ("iptc", "phrases"), f"{code}:")
        iptc = raw["iptc"]
        if iptc is not None and not (str(iptc).startswith("medtop:") and str(iptc)[7:].isdigit()):
            raise check.fault(path, f"{iptc!r} is no IPTC Media Topic id", str(iptc))
        out[code] = Topic(code, iptc, check.phrases(path, raw["phrases"], code))
    missing = [code for code in topic_codes() if code not in out]
    if missing:
        raise check.fault(path, f"topics without phrases: {', '.join(missing)}")
    return MappingProxyType(out)


def _numerals(path: Path, raw: Any, near: str) -> Mapping[str, float]:
    if not isinstance(raw, dict):
        raise check.fault(path, f"{near} should be words with numbers", near)
    for word, value in raw.items():
        check.phrase(path, word, near)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise check.fault(path, f"{value!r} of {word!r} is no number", str(word))
    return MappingProxyType(dict(raw))


@cache
def figures(path: Path = FOLDER / "figures.yml") -> Figures:
    """The words of figures."""
    raw = load_yaml(path)
    keys = [f.name for f in fields(Figures)]
    check.mapping(path, raw, keys, keys)
    allowed = load_kind(KINDS_FOLDER / "figure.yml").slots["what"].values
    check.mapping(path, raw["nouns"], allowed, (), "nouns:")
    nouns = {what: check.phrases(path, words, what) for what, words in raw["nouns"].items()}
    check.unique(path, ((word, what) for what, words in nouns.items() for word in words), "noun")
    return Figures(
        nouns=MappingProxyType(nouns),
        cardinals=_numerals(path, raw["cardinals"], "cardinals"),
        ordinals=_numerals(path, raw["ordinals"], "ordinals"),
        multipliers=_numerals(path, raw["multipliers"], "multipliers"),
        stems=_numerals(path, raw["stems"], "stems"),
        approximators=check.phrases(path, raw["approximators"], "approximators"),
        expected=check.phrases(path, raw["expected"], "expected"),
    )


@cache
def officeholders(path: Path = FOLDER / "officeholders.tsv") -> tuple[Officeholder, ...]:
    """Who held which post when: only to link roles to persons that a text itself names."""
    out = []
    for number, (person, class_, of, since, until) in check.rows(
        path, ("person", "post", "of", "from", "to")
    ):
        if not person:
            raise check.fault_at(path, number, "an empty phrase as person")
        if class_ not in POST_CLASSES:
            raise check.fault_at(path, number, f"unknown class {class_!r}")
        if not (is_country(of) or of in check.CUSTOMARY_CODES or of in organisations()):
            raise check.fault_at(path, number, f"{of!r} is neither a country code nor an organisation")
        line = "\t".join((person, class_, of, since, until))
        out.append(Officeholder(person, class_, of, *check.term(path, since, until, person, line)))
    return tuple(out)

"""The lexicon: organisations, countries, places, posts, topics, figures and office holders, as data.

The words are in ``lexicon/*.yml|tsv``; every loader checks its file and raises `DataError` with file and
line. Phrases are nominative and meant to be matched by lemma, abbreviations as written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from itogi.errors import DataError
from itogi.model.data import load_yaml
from itogi.model.kinds import FOLDER as KINDS_FOLDER
from itogi.model.kinds import load_kind
from itogi.model.values import date_range, is_country
from itogi.model.values import topics as topic_codes

FOLDER = Path(__file__).parent / "lexicon"
BODY_KINDS: frozenset[str] = frozenset(
    {
        "agency",
        "bank",
        "centre",
        "commission",
        "committee",
        "council",
        "court",
        "force",
        "fund",
        "group",
        "parliament",
        "secretariat",
        "staff",
    }
)
PLACE_KINDS = frozenset({"city", "region", "resort", "range", "venue", "water", "area", "base"})
POST_CLASSES: frozenset[str] = frozenset(
    {
        "head-of-state",
        "head-of-government",
        "foreign-minister",
        "defence-minister",
        "security-secretary",
        "minister",
        "deputy",
        "secretary-general",
        "spokesperson",
        "assistant",
        "ambassador",
        "speaker-of-parliament",
        "head",
        "military",
        "expert",
        "official",
        "mp",
        "party",
        "clergy",
        "other",
    }
)
_CUSTOMARY_CODES = frozenset(("XK",))  # used by custom, not in ISO 3166-1
_REMEDY = "mend the entry; the rules stand at the head of itogi/language/lexicon.py"


@dataclass(frozen=True, slots=True)
class Body:
    """A body of an organisation, or one that many have (then ``kind`` may be empty)."""

    name: str
    level: str
    kind: str = ""
    abbreviations: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Membership:
    """A country's time in an organisation; an open bound is None."""

    country: str
    since: str | None = None
    until: str | None = None

    def covers(self, when: str) -> bool:
        """Whether the EDTF date ``when`` can fall into this membership."""
        return _in_term(when, self.since, self.until)


@dataclass(frozen=True, slots=True)
class Organisation:
    """An international organisation with its names, bodies and states."""

    code: str
    names: Mapping[str, str]
    abbreviations: tuple[str, ...]
    aliases: tuple[str, ...]
    paraphrases: tuple[str, ...]
    bodies: tuple[Body, ...]
    members: tuple[Membership, ...]
    observers: tuple[Membership, ...]
    partners: tuple[Membership, ...]
    posts: tuple[str, ...]
    decoys: tuple[str, ...]

    @property
    def phrases(self) -> tuple[str, ...]:
        """Sure names, the full Russian name first."""
        return (self.names["ru"], *self.aliases)

    def members_at(self, when: str) -> tuple[str, ...]:
        """Codes of the member states at the EDTF date ``when``."""
        return tuple(dict.fromkeys(m.country for m in self.members if m.covers(when)))


@dataclass(frozen=True, slots=True)
class Country:
    """A country: what it, its people, its capital and its seats of power are called."""

    code: str
    names: tuple[str, ...]
    adjectives: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    capitals: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()
    seats: tuple[str, ...] = ()
    decoys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the map: ``country`` is empty for areas of several countries."""

    name: str
    country: str
    kind: str


@dataclass(frozen=True, slots=True)
class Post:
    """A post or role, its class (`POST_CLASSES`) and the ways to say it."""

    phrase: str
    class_: str
    abbreviations: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()

    @property
    def phrases(self) -> tuple[str, ...]:
        """The phrase and its synonyms."""
        return (self.phrase, *self.synonyms)


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic code with its IPTC Media Topic id, if one fits, and its phrases."""

    code: str
    iptc: str | None
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """Words of figures: nouns by what they count, numerals with values, words that make it approximate."""

    nouns: Mapping[str, tuple[str, ...]]
    cardinals: Mapping[str, float]
    ordinals: Mapping[str, float]
    multipliers: Mapping[str, float]
    stems: Mapping[str, float]
    approximators: tuple[str, ...]
    expected: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Officeholder:
    """Who held a post of ``class_`` in a country or organisation. Knowledge, never evidence."""

    person: str
    class_: str
    of: str
    since: str | None
    until: str | None

    def covers(self, when: str) -> bool:
        """Whether the EDTF date ``when`` can fall into the term."""
        return _in_term(when, self.since, self.until)


def _in_term(when: str, since: str | None, until: str | None) -> bool:
    asked = date_range(when)
    first = date_range(since) if since else None
    last = date_range(until) if until else None
    if asked is None:
        return False
    return not ((first and asked[1] < first[0]) or (last and asked[0] > last[1]))


# Errors that name the line


def _fault(path: Path, problem: str, near: str = "", *, last: bool = False) -> DataError:
    """An error at the first (or last) line of ``path`` that holds ``near``."""
    lines = path.read_text("utf-8").splitlines()
    at = [number for number, line in enumerate(lines, 1) if near and near in line]
    where = f"{path}:{at[-1 if last else 0]}" if at else str(path)
    return DataError(problem, where=where, remedy=_REMEDY)


def _mapping(path: Path, raw: Any, allowed: Iterable[str], required: Iterable[str], near: str = "") -> None:
    if not isinstance(raw, dict):
        raise _fault(path, f"{raw!r} should be keys with values", near or str(raw))
    for key in raw:
        if key not in set(allowed):
            raise _fault(path, f"unknown key {key!r} in {near or 'an entry'}", f"{key}:")
    for key in required:
        if key not in raw:
            raise _fault(path, f"key {key!r} is missing in {near or 'an entry'}", near)


def _phrase(path: Path, value: Any, near: str) -> str:
    if not isinstance(value, str) or not value.strip() or value != " ".join(value.split()):
        raise _fault(path, f"{value!r} is an empty phrase, no text or badly spaced, in {near}", near)
    return value


def _phrases(path: Path, raw: Any, near: str) -> tuple[str, ...]:
    if raw is None:
        return ()
    if not isinstance(raw, list):
        raise _fault(path, f"{raw!r} should be a list, in {near}", near)
    found = tuple(_phrase(path, item, near) for item in raw)
    double = next((p for i, p in enumerate(found) if p in found[:i]), None)
    if double:
        raise _fault(path, f"{double!r} stands twice in {near}", double)
    return found


def _checked_country(path: Path, code: Any, near: str) -> str:
    if not isinstance(code, str) or not (is_country(code) or code in _CUSTOMARY_CODES):
        raise _fault(path, f"{code!r} is no country code (ISO 3166-1 alpha-2), in {near}", str(code))
    return code


def _term(path: Path, since: Any, until: Any, near: str, line: str) -> tuple[str | None, str | None]:
    bounds = [None if value in (None, "") else str(value) for value in (since, until)]
    for value in bounds:
        if value is not None and ("/" in value or date_range(value) is None):  # is_edtf takes 7 ms
            raise _fault(path, f"{value!r} is no EDTF day, month or year, in {near}", line)
    first, last = (date_range(value) if value else None for value in bounds)
    if first and last and first[0] > last[1]:
        raise _fault(path, f"from {bounds[0]} is after to {bounds[1]}, in {near}", line)
    return bounds[0], bounds[1]


# Organisations and bodies


@cache
def levels() -> tuple[str, ...]:
    """The levels of a meeting, which are those of the bodies."""
    return load_kind(KINDS_FOLDER / "meeting.yml").slots["level"].values


def _memberships(path: Path, raw: Any, near: str) -> tuple[Membership, ...]:
    out = []
    for item in raw or ():
        _mapping(path, item, ("country", "from", "to"), ("country",), near)
        code = _checked_country(path, item["country"], near)
        line = f"country: {code}, from: {item.get('from')}"
        out.append(Membership(code, *_term(path, item.get("from"), item.get("to"), f"{near}, {code}", line)))
    return tuple(out)


def _body(path: Path, raw: Any, near: str) -> Body:
    _mapping(path, raw, [f.name for f in fields(Body)], ("name", "level"), near)
    name = _phrase(path, raw["name"], near)
    if raw["level"] not in levels():
        raise _fault(path, f"unknown level {raw['level']!r} of {name}", f"level: {raw['level']}")
    if raw.get("kind", "") not in {"", *BODY_KINDS}:
        raise _fault(path, f"unknown kind {raw['kind']!r} of {name}", f"kind: {raw['kind']}")
    short, more = (_phrases(path, raw.get(key), name) for key in ("abbreviations", "aliases"))
    return Body(name, raw["level"], raw.get("kind", ""), short, more)


def _organisation(path: Path, raw: Any) -> Organisation:
    _mapping(path, raw, [f.name for f in fields(Organisation)], ("code", "names"))
    code = _phrase(path, raw["code"], "code")
    _mapping(path, raw["names"], ("ru", "en"), ("ru", "en"), f"code: {code}")
    words = {
        key: _phrases(path, raw.get(key), code)
        for key in ("abbreviations", "aliases", "paraphrases", "posts", "decoys")
    }
    states = {key: _memberships(path, raw.get(key), code) for key in ("members", "observers", "partners")}
    bodies_ = tuple(_body(path, item, code) for item in raw.get("bodies") or ())
    _unique(path, ((body.name, body.name) for body in bodies_), f"body of {code}")
    names = {language: _phrase(path, name, code) for language, name in raw["names"].items()}
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


def _unique(path: Path, pairs: Iterable[tuple[str, str]], what: str) -> None:
    """Each key of ``pairs`` (key, owner) must have one owner and stand once with it."""
    owners: dict[str, str] = {}
    for key, owner in pairs:
        folded = key.casefold().replace("ё", "е")
        if folded in owners:
            raise _fault(path, f"{what} {key!r} belongs to {owners[folded]} and to {owner}", key, last=True)
        owners[folded] = owner


def _list(path: Path) -> Sequence[Any]:
    raw = load_yaml(path)
    if not isinstance(raw, list):
        raise _fault(path, "the file should be a list of entries")
    return raw


def _keyed(path: Path) -> Mapping[str, Any]:
    raw = load_yaml(path)
    if not isinstance(raw, dict):
        raise _fault(path, "the file should be entries under their codes")
    return raw


def _cased(words: Iterable[str]) -> Iterable[str]:
    """One spelling of those that differ by capitals alone."""
    return {word.casefold(): word for word in words}.values()


@cache
def organisations(path: Path = FOLDER / "organisations.yml") -> Mapping[str, Organisation]:
    """Organisations by code. A code, a sure name or an abbreviation belongs to one of them only."""
    found = [_organisation(path, raw) for raw in _list(path)]
    _unique(path, ((o.code, o.code) for o in found), "code")
    _unique(path, ((name, o.code) for o in found for name in _cased(o.phrases)), "alias")
    _unique(path, ((s, o.code) for o in found for s in _cased(o.abbreviations)), "abbreviation")
    return MappingProxyType({o.code: o for o in found})


@cache
def bodies(path: Path = FOLDER / "bodies.yml") -> tuple[Body, ...]:
    """Bodies that many organisations have under one name."""
    found = tuple(_body(path, raw, "bodies") for raw in _list(path))
    _unique(path, ((n, b.name) for b in found for n in (b.name, *b.aliases)), "body name")
    return found


# Countries and places


@cache
def countries(path: Path = FOLDER / "countries.yml") -> Mapping[str, Country]:
    """Countries by ISO code. A name, capital or abbreviation belongs to one of them only."""
    keys = [f.name for f in fields(Country) if f.name != "code"]
    found = []
    for code, raw in _keyed(path).items():
        _checked_country(path, code, "the codes")
        _mapping(path, raw, keys, ("names",), f"{code}:")
        words = {key: _phrases(path, raw.get(key), code) for key in keys}
        if not words["names"]:
            raise _fault(path, f"{code} has no name", f"{code}:")
        found.append(Country(code=code, **words))
    _unique(path, ((w, c.code) for c in found for w in dict.fromkeys(c.names + c.capitals)), "name")
    _unique(path, ((w, c.code) for c in found for w in c.adjectives + c.people), "word")
    _unique(path, ((w, c.code) for c in found for w in _cased(c.abbreviations)), "abbreviation")
    return MappingProxyType({c.code: c for c in found})


def _rows(path: Path, header: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """The rows of a tab-separated file with their line numbers; ``#`` begins a comment line."""
    seen_header = False
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if not seen_header:
            seen_header = True
            if cells != list(header):
                raise _at(path, number, f"the header should be {', '.join(header)}")
            continue
        if len(cells) != len(header):
            raise _at(path, number, f"{len(cells)} cells instead of {len(header)}")
        yield number, cells


def _at(path: Path, number: int, problem: str) -> DataError:
    return DataError(problem, where=f"{path}:{number}", remedy=_REMEDY)


@cache
def places(path: Path = FOLDER / "places.tsv") -> tuple[Place, ...]:
    """Cities, regions, ranges, venues and other places."""
    out: dict[tuple[str, str], Place] = {}
    for number, (name, country, kind) in _rows(path, ("name", "country", "kind")):
        if not name:
            raise _at(path, number, "an empty phrase as name")
        if kind not in PLACE_KINDS:
            raise _at(path, number, f"unknown kind {kind!r}")
        known = is_country(country) or country in _CUSTOMARY_CODES
        if not known and not (kind in {"area", "water"} and not country):
            raise _at(path, number, f"{country!r} is no country code (ISO 3166-1 alpha-2)")
        if (name, country) in out:
            raise _at(path, number, f"{name!r} stands twice")
        out[name, country] = Place(name, country, kind)
    return tuple(out.values())


# Posts, topics, figures, office holders


@cache
def posts(path: Path = FOLDER / "posts.yml") -> tuple[Post, ...]:
    """Posts and roles; each phrase belongs to one of them."""
    out = []
    for raw in _list(path):
        _mapping(path, raw, ("phrase", "class", "abbreviations", "synonyms"), ("phrase", "class"))
        phrase = _phrase(path, raw["phrase"], "phrase")
        if raw["class"] not in POST_CLASSES:
            raise _fault(path, f"unknown class {raw['class']!r} of {phrase}", f"class: {raw['class']}")
        short, more = (_phrases(path, raw.get(key), phrase) for key in ("abbreviations", "synonyms"))
        out.append(Post(phrase, raw["class"], short, more))
    _unique(path, ((phrase, p.phrase) for p in out for phrase in p.phrases), "phrase")
    return tuple(out)


@cache
def topics(path: Path = FOLDER / "topics.yml") -> Mapping[str, Topic]:
    """Topics by code, each with its phrases; every code of the records' topics is there."""
    out = {}
    raw_topics = _keyed(path)
    for code, raw in raw_topics.items():
        if code not in topic_codes():
            raise _fault(path, f"unknown topic code {code!r}", f"{code}:")
        _mapping(path, raw, ("iptc", "phrases"), ("iptc", "phrases"), f"{code}:")
        iptc = raw["iptc"]
        if iptc is not None and not (str(iptc).startswith("medtop:") and str(iptc)[7:].isdigit()):
            raise _fault(path, f"{iptc!r} is no IPTC Media Topic id", str(iptc))
        out[code] = Topic(code, iptc, _phrases(path, raw["phrases"], code))
    missing = [code for code in topic_codes() if code not in out]
    if missing:
        raise _fault(path, f"topics without phrases: {', '.join(missing)}")
    return MappingProxyType(out)


def _numerals(path: Path, raw: Any, near: str) -> Mapping[str, float]:
    if not isinstance(raw, dict):
        raise _fault(path, f"{near} should be words with numbers", near)
    for word, value in raw.items():
        _phrase(path, word, near)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise _fault(path, f"{value!r} of {word!r} is no number", str(word))
    return MappingProxyType(dict(raw))


@cache
def figures(path: Path = FOLDER / "figures.yml") -> Figures:
    """The words of figures."""
    raw = load_yaml(path)
    keys = [f.name for f in fields(Figures)]
    _mapping(path, raw, keys, keys)
    allowed = load_kind(KINDS_FOLDER / "figure.yml").slots["what"].values
    _mapping(path, raw["nouns"], allowed, (), "nouns:")
    nouns = {what: _phrases(path, words, what) for what, words in raw["nouns"].items()}
    _unique(path, ((word, what) for what, words in nouns.items() for word in words), "noun")
    return Figures(
        nouns=MappingProxyType(nouns),
        cardinals=_numerals(path, raw["cardinals"], "cardinals"),
        ordinals=_numerals(path, raw["ordinals"], "ordinals"),
        multipliers=_numerals(path, raw["multipliers"], "multipliers"),
        stems=_numerals(path, raw["stems"], "stems"),
        approximators=_phrases(path, raw["approximators"], "approximators"),
        expected=_phrases(path, raw["expected"], "expected"),
    )


@cache
def officeholders(path: Path = FOLDER / "officeholders.tsv") -> tuple[Officeholder, ...]:
    """Who held which post when: only to link roles to persons that a text itself names."""
    out = []
    for number, (person, class_, of, since, until) in _rows(path, ("person", "post", "of", "from", "to")):
        if not person:
            raise _at(path, number, "an empty phrase as person")
        if class_ not in POST_CLASSES:
            raise _at(path, number, f"unknown class {class_!r}")
        if not (is_country(of) or of in _CUSTOMARY_CODES or of in organisations()):
            raise _at(path, number, f"{of!r} is neither a country code nor an organisation")
        line = "\t".join((person, class_, of, since, until))
        out.append(Officeholder(person, class_, of, *_term(path, since, until, person, line)))
    return tuple(out)

"""What a search looks into: the texts of an article, a record, an entry, and the terms that stand for them.

A term is a word (each normal form it can have, and the word as it stands), ``t:`` and a word of the title,
or a mark to filter by (``country:kz``). Terms are a set, without places: that is what both databases can
answer alike. The order of words is looked at in the texts (asking.py).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import combinations

from itogi.language.words import forms, words
from itogi.model.kinds import kinds
from itogi.model.record import Record
from itogi.model.values import is_country
from itogi.register import models
from itogi.register.convert import homeless_types, record_of_row
from itogi.register.decisions import Reviewed
from itogi.register.traits import rules

ARTICLES, RECORDS, ENTRIES = KINDS = ("articles", "records", "entries")  # in this order within a day
TITLE = "t:"
# A tsvector of PostgreSQL holds a megabyte. What is longer is a book, searched by its beginning. The bytes
# are those of the terms of a text, and of the texts before the last one: a title counts twice.
_MOST_TERMS = 250_000
_MOST_TEXT = 1_000_000  # characters of one text
_SHORT = 2_000  # characters of a text whose terms are remembered
_DAY, _KIND, _HASH = 41, 39, (1 << 39) - 1
STATE_SLOTS = ("stage", "status")


@dataclass(frozen=True)
class Passage:
    """One article, record or entry as the index holds it."""

    kind: str
    key: str
    first: date | None
    last: date | None
    terms: tuple[str, ...]

    @property
    def number(self) -> int:
        """Its place among all: by day, then kind, then a number made of its id."""
        return number_of(self.first) | KINDS.index(self.kind) << _KIND | _hash(self.key) & _HASH

    @property
    def digest(self) -> int:
        """Tells whether anything changed."""
        return _hash("\x1f".join((self.kind, self.key, str(self.first), str(self.last), *self.terms)))


@dataclass(frozen=True)
class Piece:
    """A text to look into; ``article`` and ``start`` say where it stands, ``title`` that it names."""

    text: str
    article: str = ""
    title: bool = False


def number_of(day: date | None) -> int:
    """The lowest number of a day; what has no day comes before all days."""
    return (day.toordinal() if day else 0) << _DAY


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest()) >> 1


# The texts


def article_pieces(row: models.Article) -> list[Piece]:
    """Title and text."""
    return [Piece(row.title or "", row.id, title=True), Piece(row.text[:_MOST_TEXT], row.id)]


def record_pieces(row: models.Record) -> list[Piece]:
    """The sentences of a record, the words that name it, its other values."""
    names = rules()["wording"].get(row.type, ())
    sentences = [Piece(text, article) for article, _, _, text in row.evidence]
    named = [Piece(str(row.slots[name]), title=True) for name in names if row.slots.get(name)]
    rest = [Piece(text) for name, value in row.slots.items() if name not in names for text in _texts(value)]
    return [*sentences, *named, *rest]


def edited_pieces(type: str, said: Reviewed) -> list[Piece]:
    """The values that a person set."""
    names = rules()["wording"].get(type, ())
    return [Piece(text, title=name in names) for name, value in said.edits.items() for text in _texts(value)]


def entry_pieces(rows: Iterable[models.Record], type: str, said: Reviewed) -> list[Piece]:
    """The texts of the records of an entry, each once, and what a person made of it."""
    pieces = (piece for row in rows for piece in record_pieces(row))
    return list(dict.fromkeys([*pieces, *edited_pieces(type, said)]))


def _texts(value: object) -> Iterator[str]:
    """The texts of a value of a slot; codes and figures are found as well."""
    if isinstance(value, list | tuple):
        yield from map(str, value)
    elif value is not None and not isinstance(value, bool):
        yield str(value)


# The marks


def marks_of(record: Record) -> set[str]:
    """What a record is filtered by, but for its organisation."""
    kind, found = kinds()[record.type], {mark("type", record.type)}
    for name, slot in kind.slots.items():
        value = record.get(name)
        for text in _texts(value):
            if slot.type == "topic":
                found.add(mark("topic", text))
            elif slot.type in ("country", "party") and (slot.type == "country" or is_country(text)):
                found.add(mark("country", text))
            elif slot.type in ("person", "party") and not text.isupper():
                found |= person_marks(text)
            elif name in STATE_SLOTS:
                found.add(mark("stage", text))
    return found


@lru_cache(1 << 12)
def mark(name: str, value: str) -> str:
    """A mark as a term: it holds letters, figures and underscores only, whatever the value."""
    return f"{name}:{'_'.join(word for _, _, word in words(value))}"


def person_marks(name: str) -> set[str]:
    """A person is found by each word of the name; by several words only if they are of one name."""
    each = [sorted(forms(word)) for _, _, word in words(name)]
    found = {f"person:{form}" for some in each for form in some}
    for one, two in combinations(each, 2):
        found |= {f"person:{'_'.join(sorted((a, b)))}" for a in one for b in two}
    return found


def homes(type: str, organisation: str, articles: Iterable[str]) -> set[str]:
    """The marks of the organisations: the one that is named, else what the articles are mainly about."""
    if organisation or type not in homeless_types():
        return {mark("organisation", organisation)} if organisation else set()
    return {mark("organisation", code) for code in articles}


# The documents of the index


def article_passage(row: models.Article, rows: Sequence[models.Record], about: Iterable[str]) -> Passage:
    """An article, filtered by what its records state."""
    marks = {m for record in rows for m in marks_of(record_of_row(record))}
    marks |= {mark("organisation", code) for code in about}
    return _passage(ARTICLES, row.id, (row.published, row.published), article_pieces(row), marks)


def record_passage(row: models.Record, main: Iterable[str]) -> Passage:
    """A record; ``main`` is what its article is mainly about."""
    marks = marks_of(record_of_row(row)) | homes(row.type, row.organisation, main)
    days = days_of((row.date_from, row.date_to), (row.said, row.said))
    return _passage(RECORDS, row.id, days, record_pieces(row), marks)


def entry_passage(
    row: models.Entry,
    rows: Sequence[models.Record],
    states: Iterable[str],
    main: Iterable[str],
    said: Reviewed,
) -> Passage:
    """An entry by its records; ``states`` are the stage and status that are shown of it."""
    stated = [record_of_row(one) for one in rows]
    if said.edits:
        stated.append(Record(row.type, said.edits, (), id=row.id))
    marks = {m for record in stated for m in marks_of(record) if not m.startswith("stage:")}
    marks |= {mark("stage", state) for state in states} | homes(row.type, row.organisation, main)
    days = days_of((row.date_from, row.date_to), (row.said_from, row.said_to))
    return _passage(ENTRIES, row.id, days, entry_pieces(rows, row.type, said), marks)


def days_of(
    dated: tuple[date | None, date | None], voiced: tuple[date | None, date | None]
) -> tuple[date | None, date | None]:
    """When a fact is; of one without date, when it was voiced."""
    return dated if dated[0] and dated[1] else voiced


def _passage(
    kind: str, key: str, days: tuple[date | None, date | None], pieces: Iterable[Piece], marks: set[str]
) -> Passage:
    terms, size = {f"in:{kind}", *marks}, 0
    for piece in pieces:
        if size > _MOST_TERMS:
            break
        found = _terms_of(piece.text) if len(piece.text) > _SHORT else _terms_of_short(piece.text)
        new = (found | {TITLE + term for term in found} if piece.title else found) - terms
        size += sum(len(term.encode()) for term in new)
        terms |= new
    return Passage(kind, key, *days, tuple(sorted(terms)))


def _terms_of(text: str) -> frozenset[str]:
    """The terms of the words of a text; of a very long one, those of its beginning."""
    found: set[str] = set()
    size = 0
    for word in dict.fromkeys(word for _, _, word in words(text)):
        new = forms(word) - found
        size += sum(len(term.encode()) for term in new)
        found |= new
        if size > _MOST_TERMS:
            break
    return frozenset(found)


# A sentence stands in a record and in its entry, and comes again whenever the entry grows.
_terms_of_short = lru_cache(1 << 12)(_terms_of)

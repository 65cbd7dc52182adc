"""Searching a register: the same answers in the same order on SQLite and PostgreSQL.

What holds all words in its title or name comes first; then what is later (an entry or record by the day of
the fact, or of what is not dated by the day it was voiced; an article by its publication); of one day
entries before records before articles; then by a number made of the id. Databases find and order by whole
terms and numbers only (passages.py), so that neither has a say in the order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db import connections

from itogi.errors import UsageError
from itogi.language.words import forms, words
from itogi.model.kinds import kinds as record_kinds
from itogi.model.values import topics
from itogi.register import models
from itogi.register.asking import Query, Word, read_query
from itogi.register.briefs import name_of
from itogi.register.compose import compose
from itogi.register.convert import ITEM_FIELDS, item_of
from itogi.register.index import Index
from itogi.register.passages import (
    ARTICLES,
    ENTRIES,
    KINDS,
    RECORDS,
    STATE_SLOTS,
    TITLE,
    Piece,
    article_pieces,
    entry_pieces,
    mark,
    number_of,
    record_pieces,
)
from itogi.register.snippets import snippet
from itogi.register.store import Hit
from itogi.register.tables import chunks
from itogi.register.traits import Item

END = (1 << 63) - 1
_CHECKED = 200  # texts that are read together
# PostgreSQL reads texts in their order until it has found enough, or all that hold the words. It guesses
# which is less as if words were strewn at random, and may read a whole register for what is rare. So first a
# few are read in their order; where they do not hold enough, the words are rare, and all that hold them are
# read.
_NEAR = 8_000
_FAR = ("register_words", "register_words.number + 0")
Texts = dict[int, tuple[Hit, list[Piece]]]


@dataclass(frozen=True)
class Filters:
    """What hits are limited to."""

    kinds: Sequence[str] = KINDS
    type: str | None = None
    organisation: str | None = None
    country: str | None = None
    person: str | None = None
    topic: str | None = None
    stage: str | None = None
    since: date | None = None
    until: date | None = None

    def check(self) -> None:
        """Refuse values that nothing can have.

        Raises:
            UsageError: with those that there are.
        """
        stages = {
            v for k in record_kinds().values() for s in STATE_SLOTS if s in k.slots for v in k.slots[s].values
        }
        for name, given, known in (
            *(("kind", kind, list(KINDS)) for kind in self.kinds),
            ("type", self.type, list(record_kinds())),
            ("topic", self.topic, list(topics())),
            ("stage", self.stage, sorted(stages)),
        ):
            if given is not None and given not in known:
                raise UsageError(f"there is no {name} {given!r}", remedy=f"choose one of {', '.join(known)}")
        if self.since and self.until and self.since > self.until:
            raise UsageError(f"{self.since} is after {self.until}", remedy="give the earlier day first")

    def marks(self) -> Iterator[set[str]]:
        """Sets of terms, of each of which one must be there."""
        bare = not any((self.type, self.organisation, self.country, self.topic, self.stage, self.person))
        if set(self.kinds) != set(KINDS) or (bare and (self.since or self.until)):
            yield {f"in:{kind}" for kind in self.kinds}
        for name in ("type", "organisation", "country", "topic", "stage"):
            if value := getattr(self, name):
                yield {mark(name, value)}
        if self.person is not None:
            yield from _person(self.person)


def _person(name: str) -> Iterator[set[str]]:
    """Every two words of a name must be of one name; initials tell nothing."""
    each = [forms(word) for _, _, word in words(name) if len(word) > 1]
    if not each:
        raise UsageError(
            f"{name!r} is no name", where="person", remedy="give a family name, or name and family name"
        )
    if len(each) == 1:
        yield {f"person:{form}" for form in each[0]}
    for at, one in enumerate(each):
        for two in each[at + 1 :]:
            yield {f"person:{'_'.join(sorted((a, b)))}" for a in one for b in two}


class Search:
    """Answers the queries put to one register."""

    def __init__(self, index: Index) -> None:
        self.index = index

    def __call__(self, text: str, filters: Filters, limit: int, after: str | None) -> list[Hit]:
        """The first hits, or those after the hit with the cursor ``after``."""
        filters.check()
        at_least_one(limit)
        query = read_query(text)
        marks = list(filters.marks())
        if not query.wanted and not (marks and (query.unwanted or not text.strip())):
            raise UsageError(
                "there is no word to look for", where=text.strip(), remedy="give a word, or a filter alone"
            )
        hits: list[Hit] = []
        for tier, numbers in self.candidates(query, marks, filters, limit, _place(after)):
            for number, (hit, pieces) in self.texts(numbers, query if query.has_phrases else None).items():
                shown, spans, article = snippet(query, pieces)
                hits.append(_marked(hit, shown, spans, article, f"{tier}-{number:x}"))
                if len(hits) == limit:
                    return hits
        return hits

    def keys(
        self, filters: Filters, limit: int, after: str | None, terms: Iterable[set[str]] = ()
    ) -> tuple[list[str], str | None]:
        """The keys of what the filters let through, of one kind; with them what the next ones come after.

        Of each of the sets ``terms`` one must be there as well.
        """
        filters.check()
        at_least_one(limit)
        marks, numbers = [*filters.marks(), *terms], list[int]()
        for _, some in self.candidates(read_query(""), marks, filters, limit + 1, _place(after)):
            numbers += some
            if len(numbers) > limit:
                break
        found = dict(
            self.index.rows(models.Indexed).filter(number__in=numbers[:limit]).values_list("number", "key")
        )
        more = f"1-{numbers[limit - 1]:x}" if len(numbers) > limit else None
        return [found[n] for n in numbers[:limit] if n in found], more

    # Asking the database

    def candidates(
        self, query: Query, marks: list[set[str]], filters: Filters, limit: int, after: tuple[int, int]
    ) -> Iterator[tuple[int, list[int]]]:
        """What holds the words, some at a time, in the order of the hits; with it whether the title does."""
        many = min(2 * limit if query.has_phrases else limit, _CHECKED)
        for tier in (0, 1) if query.wanted else (1,):
            if tier < after[0]:
                continue
            before = after[1] if tier == after[0] else END
            asked = written(self.index, query, marks, tier)
            while numbers := self._ask(asked, filters, before, many):
                yield tier, numbers
                if len(numbers) < many:
                    break
                before = numbers[-1]
                many = min(2 * many, _CHECKED)  # few of them hold the phrase

    def _ask(self, asked: str, filters: Filters, before: int, limit: int) -> list[int]:
        """The highest numbers below ``before`` that hold what is asked for."""
        if filters.until:
            before = min(before, (filters.until.toordinal() + 1) * number_of(date.min))
        sqlite = self.index.on_sqlite
        number = "register_words.rowid" if sqlite else "register_words.number"
        # CROSS tells SQLite to read the words first, in their order, and look for the days of each.
        join = f" {'CROSS ' if sqlite else ''}JOIN register_indexed ON register_indexed.number = {number}"
        match = "register_words MATCH %s" if sqlite else "words @@ %s::tsquery"
        where = [match, f"{number} < %s"]
        values: list[str | int] = [asked, before]
        if filters.since or filters.until:
            where.append(f"{number} >= %s")  # what has no day lies below all days
            values.append(number_of(date.min))
        if filters.since:
            where.append("register_indexed.last >= %s")
            values.append(filters.since.isoformat())
        ways = [("register_words", number)] if sqlite else [(_near(before), number), _FAR]
        with connections[self.index.alias].cursor() as cursor:
            for table, order in ways:
                sql = (
                    f"SELECT {number} FROM {table}{join if filters.since else ''} "
                    f"WHERE {' AND '.join(where)} ORDER BY {order} DESC LIMIT %s"
                )
                cursor.execute(sql, [*values, limit])
                if len(found := [row[0] for row in cursor.fetchall()]) == limit:
                    break
        return found

    # Reading what was found

    def texts(self, numbers: Sequence[int], query: Query | None) -> Texts:
        """The hits of these numbers with their texts, in their order; those that fit the query, if given."""
        found = {row.number: row for row in self.index.rows(models.Indexed).filter(number__in=numbers)}
        keys: dict[str, list[str]] = {kind: [] for kind in KINDS}
        for row in found.values():
            keys[row.kind].append(row.key)
        read = {
            (kind, key): told
            for kind, load in ((ARTICLES, self._articles), (RECORDS, self._records), (ENTRIES, self._entries))
            for key, told in load(keys[kind]).items()
        }
        ordered = (
            (number, read.get((row.kind, row.key))) for number in numbers if (row := found.get(number))
        )
        return {
            number: told
            for number, told in ordered
            if told and (query is None or query.holds(piece.text for piece in told[1]))
        }

    def _articles(self, ids: Sequence[str]) -> Mapping[str, tuple[Hit, list[Piece]]]:
        rows = self.index.rows(models.Article).filter(id__in=ids).defer("segments", "minima")
        return {
            row.id: (
                Hit(ARTICLES, row.id, day=row.published, title=row.title or "", article=row.id),
                article_pieces(row),
            )
            for row in rows
        }

    def _records(self, ids: Sequence[str]) -> Mapping[str, tuple[Hit, list[Piece]]]:
        rows = self.index.rows(models.Record).filter(id__in=ids).select_related("node")
        return {
            row.id: (
                Hit(
                    RECORDS,
                    row.id,
                    row.type,
                    row.organisation,
                    row.date_from or row.said,
                    name_of(row.type, row.slots),
                    article=row.article_id,
                    entry=str(row.node.entry_id or "") if row.node else "",
                ),
                record_pieces(row),
            )
            for row in rows
        }

    def _entries(self, ids: Sequence[str]) -> Mapping[str, tuple[Hit, list[Piece]]]:
        held, said = self.index.held(ids), self.index.decisions.of_entries(ids)
        items = self._items([one.id for rows in held.values() for one in rows])
        found = {}
        for row in self.index.rows(models.Entry).filter(id__in=ids):
            rows, theirs = held[row.id], said[row.id]
            entry = compose(row.id, [items[one.id] for one in rows], theirs.state, theirs.edits)
            title = name_of(row.type, {slot: entry.value(slot) for slot in entry.slots})
            day = row.date_from or row.said_from
            hit = Hit(ENTRIES, row.id, row.type, row.organisation, day, title, entry=row.id)
            found[row.id] = hit, entry_pieces(rows, row.type, theirs)
        return found

    def _items(self, ids: Sequence[str]) -> dict[str, Item]:
        """Records with their sources, by which it is chosen what is shown of an entry."""
        found: dict[str, Item] = {}
        for some in chunks(ids):
            rows = self.index.rows(models.Record).filter(id__in=some).values_list(*ITEM_FIELDS)
            found |= {item.record.id: item for item in map(item_of, rows)}
        return found


def _near(before: int) -> str:
    """The texts next to a place, as a table of PostgreSQL."""
    return (
        f"(SELECT number, words FROM register_words WHERE number < {before:d} "
        f"ORDER BY number DESC LIMIT {_NEAR:d}) AS register_words"
    )


def at_least_one(limit: int) -> None:
    """Refuse to show nothing.

    Raises:
        UsageError: the limit is below one.
    """
    if limit < 1:
        raise UsageError(f"{limit} hits cannot be shown", where="limit", remedy="ask for one at least")


def _marked(hit: Hit, text: str, spans: tuple[tuple[int, int], ...], article: str, cursor: str) -> Hit:
    return replace(hit, text=text, spans=spans, article=article or hit.article, cursor=cursor)


def _place(after: str | None) -> tuple[int, int]:
    """The tier and number that a cursor holds; the beginning where there is none."""
    if after is None:
        return 0, END
    tier, _, number = after.partition("-")
    try:
        return {"0": 0, "1": 1}[tier], min(int(number, 16), END)
    except (KeyError, ValueError) as error:
        raise UsageError(
            f"{after!r} is no place in a search", remedy="take the cursor of the last hit"
        ) from error


# The question in the language of each database: terms hold letters, figures, ":" and "_" only


def written(index: Index, query: Query, marks: Iterable[set[str]], tier: int) -> str:
    """A query as the database takes it: with all words in the title (0), or else (1)."""
    spelt = query.spelt(index.vocabulary.beginning)
    return (_fts5 if index.on_sqlite else _tsquery)(spelt, marks, tier)


def _fts5(query: Query, marks: Iterable[set[str]], tier: int) -> str:
    def one(word: Word, where: str = "") -> str:
        return _either(f'"{where}{form}"{"*" * word.prefix}' for form in sorted(word.forms))

    parts = [one(word) for word in query.words]
    parts += [_either(f'"{term}"' for term in sorted(some)) for some in marks]
    titled = [one(word, TITLE) for word in query.words]
    out = [one(phrase[0]) for phrase in query.unwanted if len(phrase) == 1]
    if titled and tier == 0:
        parts += titled
    elif titled:
        out.append(f"({' AND '.join(titled)})")
    asked = f"({' AND '.join(parts)})"
    return f"{asked} NOT ({' OR '.join(out)})" if out else asked


def _either(terms: Iterable[str], sign: str = " OR ") -> str:
    return f"({sign.join(terms)})"


def _tsquery(query: Query, marks: Iterable[set[str]], tier: int) -> str:
    def one(word: Word, where: str = "") -> str:
        return _either((f"'{where}{form}'{':*' * word.prefix}" for form in sorted(word.forms)), " | ")

    parts = [one(word) for word in query.words]
    parts += [_either((f"'{term}'" for term in sorted(some)), " | ") for some in marks]
    titled = [one(word, TITLE) for word in query.words]
    parts += [f"!{one(phrase[0])}" for phrase in query.unwanted if len(phrase) == 1]
    if titled:
        whole = f"({' & '.join(titled)})"
        parts.append(whole if tier == 0 else f"!{whole}")
    return " & ".join(parts)

"""Whether a register holds what it must: every invariant, checked from the rows up."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db import connections
from django.db.models import F

from itogi.errors import RecordError
from itogi.model.kinds import check_record
from itogi.model.record import record_id
from itogi.register import models
from itogi.register.briefs import Key, brief_of, counted, same
from itogi.register.convert import article_of, item_of_row, record_of_row, record_row, subjects
from itogi.register.entries import differs, entry_row
from itogi.register.merge import entry_id, join, matches
from itogi.register.passages import Passage
from itogi.register.rows import Rows
from itogi.register.tables import chunks
from itogi.register.telling import Told
from itogi.register.traits import Item

_FOLLOWS = ("article_id", "type", "position", "organisation", "date_from", "date_to", "block")


@dataclass(frozen=True, slots=True)
class Problem:
    """One broken invariant: what is wrong, and with which row."""

    where: str
    problem: str

    def __str__(self) -> str:
        """``where: problem``."""
        return f"{self.where}: {self.problem}"


def problems(rows: Rows) -> Iterator[Problem]:
    """Everything that is wrong with a register; nothing if it is whole."""
    yield from _database(rows)
    yield from _records(rows)
    yield from _merging(rows)
    yield from _orphans(rows)
    yield from _words(rows)


def _database(rows: Rows) -> Iterator[Problem]:
    """What the database itself says of its files and keys."""
    connection = connections[rows.alias]
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        yield from (Problem("database", row[0]) for row in cursor.fetchall() if row[0] != "ok")
        cursor.execute("PRAGMA foreign_key_check")
        yield from (Problem(f"{r[0]} row {r[1]}", f"refers to no row of {r[2]}") for r in cursor.fetchall())


def _records(rows: Rows) -> Iterator[Problem]:
    """Evidence is verbatim, records keep the rules of their kind, columns follow from them."""
    ids = list(rows.rows(models.Article).order_by("id").values_list("id", flat=True))
    for some in chunks(ids):
        held: dict[str, list[models.Record]] = defaultdict(list)
        for row in rows.records_of(some, "id"):
            held[row.article_id].append(row)
        about: dict[str, set[tuple[str, int, bool]]] = defaultdict(set)
        for one in rows.rows(models.Subject).filter(article_id__in=some):
            about[one.article_id].add((one.organisation, one.records, one.main))
        for article in rows.rows(models.Article).filter(id__in=some).order_by("id"):
            yield from _of_article(article, held[article.id])
            wanted = subjects(article.id, map(record_of_row, held[article.id]))
            if {(s.organisation, s.records, s.main) for s in wanted} != about[article.id]:
                yield Problem(f"article {article.id}", "its organisations do not follow from its records")


def _of_article(row: models.Article, held: list[models.Record]) -> Iterator[Problem]:
    article = article_of(row)
    for one in held:
        record, where = record_of_row(one), f"record {one.id}"
        try:
            check_record(record, article)
        except RecordError as error:
            yield Problem(where, error.problem)
            continue
        if record_id(record) != record.id:
            yield Problem(where, "its id is not that of its content")
        if one.said != article.published:
            yield Problem(where, f"it counts by {one.said}, its article is of {article.published}")
        wanted = record_row(record, one.said, None)
        wrong = [name for name in _FOLLOWS if getattr(wanted, name) != getattr(one, name)]
        if wrong:
            yield Problem(where, f"{', '.join(wrong)} do not follow from the record")


def _merging(rows: Rows) -> Iterator[Problem]:
    """Nodes, matches and entries are those that all records of a block give, merged at once."""
    blocks = rows.rows(models.Record).order_by("block").values_list("block", flat=True).distinct()
    for block in list(blocks):
        found: dict[int, list[models.Record]] = defaultdict(list)
        for row in rows.rows(models.Record).filter(block=block):
            if row.node_id is None:
                yield Problem(f"record {row.id}", "it belongs to no entry")
            else:
                found[row.node_id].append(row)
        items = {
            node: min(map(item_of_row, members), key=lambda i: i.rank) for node, members in found.items()
        }
        yield from _of_block(rows, found, items)


def _of_block(
    rows: Rows, found: Mapping[int, list[models.Record]], heads: dict[int, Item]
) -> Iterator[Problem]:
    nodes: dict[int, models.Node] = {}
    for some in chunks(sorted(found)):
        nodes |= {node.id: node for node in rows.rows(models.Node).filter(id__in=some)}
    decided, out = rows.decisions.on(found), rows.decisions.rejected(found)
    scores = decided.apply(matches({n: item for n, item in heads.items() if n not in out}))
    for group in join(heads, {p: s for p, s in scores.items() if p[0] in heads and p[1] in heads}, decided):
        wanted = entry_id(heads[group[0]])
        for n in group:
            node = nodes.get(n)
            if node is None:
                yield Problem(f"node {n}", "its row is missing")
            elif node.entry_id != wanted and not _across(decided.pairs, group, heads):
                yield Problem(f"node {n}", f"it is in entry {node.entry_id}, and belongs to {wanted}")
            elif node.size != len(found[n]) or node.head_id != heads[n].record.id:
                yield Problem(f"node {n}", "its size or head do not follow from its records")


def _across(pairs: Mapping[tuple[int, int], bool], group: list[int], heads: Mapping[int, Item]) -> bool:
    """Whether a person merged entries of two blocks: then the block alone does not tell the entry."""
    return any(
        same and (a in group or b in group) and not (a in heads and b in heads)
        for (a, b), same in pairs.items()
    )


def _orphans(rows: Rows) -> Iterator[Problem]:
    """Every entry has nodes, every node records; the rows of entries follow from both."""
    empty = rows.rows(models.Node).filter(records=None)
    yield from (Problem(f"node {id}", "it has no record") for id in empty.values_list("id", flat=True))
    lost = rows.rows(models.Node).filter(entry=None)
    yield from (Problem(f"node {id}", "it belongs to no entry") for id in lost.values_list("id", flat=True))
    stray = rows.rows(models.Node).exclude(head__node_id=F("id"))
    yield from (
        Problem(f"node {id}", "its head is no record of it") for id in stray.values_list("id", flat=True)
    )
    for some in chunks(list(rows.rows(models.Entry).order_by("id").values_list("id", flat=True))):
        members: dict[str, list[models.Node]] = defaultdict(list)
        for node in rows.rows(models.Node).filter(entry_id__in=some):
            members[str(node.entry_id)].append(node)
        said = rows.decisions.of_entries(some)
        for entry in rows.rows(models.Entry).filter(id__in=some).order_by("id"):
            if not members[entry.id]:
                yield Problem(f"entry {entry.id}", "it has no record")
            elif differs(entry, entry_row(entry.id, members[entry.id], said[entry.id])):
                yield Problem(f"entry {entry.id}", "its values do not follow from its records and decisions")


def _words(rows: Rows) -> Iterator[Problem]:
    """The index holds every article, record and entry under its words, and nothing else; so do the briefs."""
    held = 0
    counts: Counter[Key] = Counter()
    for some in rows.index.keys(models.Article):
        for passages in rows.index.articles(some).values():
            held += len(passages)
            yield from _indexed(rows, passages)
    for some in rows.index.keys(models.Entry):
        told = rows.index.told(some)
        yield from _briefed(rows, told, counts)
        entries = rows.index.entries(told)
        held += len(entries)
        yield from _indexed(rows, entries)
    yield from _counted(rows, counts)
    if (more := rows.rows(models.Indexed).count()) != held:
        yield Problem("index", f"it holds {more} texts, and there are {held}")
    if (more := rows.index.count()) != held:
        yield Problem("index", f"it holds the words of {more} texts, and there are {held}")


def _briefed(rows: Rows, told: Sequence[Told], counts: Counter[Key]) -> Iterator[Problem]:
    kept = {row.id: row for row in rows.rows(models.Brief).filter(id__in=[one.row.id for one in told])}
    for one in told:
        wanted = brief_of(one)
        counts.update(counted(wanted))
        if one.row.id not in kept or not same(wanted, kept[one.row.id]):
            yield Problem(f"entry {one.row.id}", "its brief does not follow from it")


def _counted(rows: Rows, counts: Mapping[Key, int]) -> Iterator[Problem]:
    """The counts are those of the briefs, of which there is one for each entry."""
    if (more := rows.rows(models.Brief).count()) != (entries := rows.rows(models.Entry).count()):
        yield Problem("briefs", f"there are {more}, and {entries} entries")
    kept = rows.rows(models.Tally).values_list("organisation", "facet", "value", "year", "n")
    found = {(row[0], row[1], row[2], row[3]): row[4] for row in kept}
    for key in sorted({k for k in {*found, *counts} if found.get(k) != counts.get(k)}):
        yield Problem("counts", f"of {key} there are {counts.get(key)}, counted as {found.get(key)}")


def _indexed(rows: Rows, passages: Iterable[Passage]) -> Iterator[Problem]:
    for some in chunks(list(passages)):
        kept = rows.rows(models.Indexed).filter(kind=some[0].kind, key__in=[p.key for p in some])
        found = {row.key: row for row in kept}
        words = rows.index.words_of([row.number for row in found.values()])
        unspelt = rows.index.vocabulary.missing(term for passage in some for term in passage.terms)
        yield from (Problem("vocabulary", f"it lacks the word {word!r}") for word in unspelt)
        for passage in some:
            row, where = found.get(passage.key), f"{passage.kind} {passage.key}"
            if row is None:
                yield Problem(where, "it is not in the index of words")
            elif row.digest != passage.digest or words.get(row.number) != passage.terms:
                yield Problem(where, "its words in the index do not follow from it")

"""A random sample of what merging puts together in real reports, printed to be judged by hand.

A merge is a record beyond the first of an entry that several articles state. Types take turns, so that each
is judged; within a type entries are drawn by their merges, and of an entry two records of two articles whose
sentences differ: copies of one report are right without being judged.
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from itogi.extraction.extractor import load_extractor
from itogi.language.lexicon import organisations
from itogi.model.article import Article, article_id, hash_bytes
from itogi.model.entry import Entry
from itogi.model.record import Record
from itogi.model.scoring import stems
from itogi.reading.plain import read_plain
from itogi.reading.source import Source, read_source
from itogi.register import open_register

NAMED = ("CSTO", "SCO", "CIS", "EAEU", "BRICS")


@dataclass(frozen=True, slots=True)
class Drawn:
    """Two records of two articles that are in one entry."""

    entry: Entry
    first: Record
    second: Record


def articles_of(paths: Iterable[Path], aside: frozenset[str]) -> Iterator[Article]:
    """The reports of folders and of gzipped lines of news; those set aside are left out."""
    for path in paths:
        if path.is_dir():
            texts = (p for p in sorted(path.glob("*.txt")) if p.stem not in aside)
            yield from (read_source(Source(p, p.with_suffix(".json"))) for p in texts)
        else:
            yield from _lines(path)


def _lines(path: Path) -> Iterator[Article]:
    """The items of a file of news that name one of the organisations."""
    known = [organisations()[code] for code in NAMED]
    names = {stems(phrase) for o in known for phrase in (*o.phrases, *o.abbreviations)} - {frozenset()}
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            item = json.loads(line)
            text = f"{item['title']}\n\n{item['text']}"
            words = stems(text)
            if any(name <= words for name in names):
                yield _article(text, item["published"], item["url"])


def _article(text: str, published: str | None, name: str) -> Article:
    reading, raw_hash = read_plain(text), hash_bytes(text.encode())
    day = date.fromisoformat(published) if published else None
    return Article(
        article_id(raw_hash), reading.text, reading.title, published=day, raw_hash=raw_hash, source=name,
        segments=reading.segments,
    )  # fmt: skip


def entries_of(paths: Sequence[Path], aside: frozenset[str], place: Path) -> list[Entry]:
    """The entries of a register of these reports; a register that is there is merged anew."""
    with open_register(place) as register:
        if not register.counts().articles:
            with register.run("itogi") as run:
                for article, records in load_extractor().extract(articles_of(paths, aside)):
                    register.add(article, records, run)
        else:
            register.merge_again()
        return list(register.all_entries())


def _articles(entry: Entry) -> set[str]:
    return {record.article for record in entry.records}


def draw(entries: Iterable[Entry], number: int, seed: int) -> list[Drawn]:
    """``number`` merges, the types in turn; the same for the same seed and entries."""
    chance = random.Random(seed)
    by_type: dict[str, list[Entry]] = {}
    for entry in sorted(entries, key=lambda e: e.id):
        if len({evidence_of(r) for r in entry.records}) > 1 and len(_articles(entry)) > 1:
            by_type.setdefault(entry.type, []).append(entry)
    queues = {type: _order(chance, some) for type, some in sorted(by_type.items())}
    found: list[Drawn] = []
    while len(found) < number and any(queues.values()):
        for queue in queues.values():
            if queue and len(found) < number:
                found.append(_pair(chance, queue.pop()))
    return found


def _order(chance: random.Random, entries: list[Entry]) -> list[Entry]:
    """Entries in random order, those of many merges likelier at the end; each once."""
    return sorted(entries, key=lambda e: chance.random() ** (1 / (len(_articles(e)) - 1)))


def _pair(chance: random.Random, entry: Entry) -> Drawn:
    first = chance.choice(entry.records)
    others = [r for r in entry.records if r.article != first.article]
    unlike = [r for r in others if evidence_of(r) != evidence_of(first)]
    return Drawn(entry, first, chance.choice(unlike or others))


def evidence_of(record: Record) -> str:
    """The sentences of a record as one text."""
    return " ".join(e.text for e in record.evidence)


def merges(entries: Iterable[Entry]) -> dict[str, int]:
    """How many merges of each type there are."""
    found: dict[str, int] = {}
    for entry in entries:
        if more := len(_articles(entry)) - 1:
            found[entry.type] = found.get(entry.type, 0) + more
    return dict(sorted(found.items()))


def show(drawn: Sequence[Drawn]) -> None:
    """Print the pairs with their sentences."""
    for number, pair in enumerate(drawn, 1):
        print(f"\n{number}. {pair.entry.type} ({len(pair.entry.records)} records)")
        for record in (pair.first, pair.second):
            said = next((s.said for s in pair.entry.stages if s.record == record.id), "")
            print(f"   {said or ''} {json.dumps(_plain(record.slots), ensure_ascii=False)}")
            print(f"      {' … '.join(e.text for e in record.evidence)[:400]}")


def _plain(slots: Mapping[str, Any]) -> dict[str, Any]:
    return {k: list(v) if isinstance(v, tuple) else v for k, v in slots.items()}

"""Hard negatives: records that are no office and no quote in news without international organisations.

usage: python benchmarks/negatives.py [--number N] [--seed S] [--show N] [--news FILE]

Two sets: our own texts (tests/extraction/negatives.yml) and N random items of a file of TV news that name
no organisation of the lexicon (200 of ../shared/corpora/tv-news.jsonl.gz; left out where it is missing).
Talks between states give meetings by the rules of the records, so among random news the bound of 0.1 a
text is not zero. Prints the patterns that fire most, with a sentence each, so that they can be mended.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from pathlib import Path

from itogi.extraction.extractor import load_extractor
from itogi.language.lexicon import organisations
from itogi.model.article import Article, article_id, hash_bytes
from itogi.model.data import load_yaml
from itogi.model.record import Record
from itogi.model.scoring import stems
from itogi.reading.plain import read_plain

ROOT = Path(__file__).parents[1]
OWN = ROOT / "tests" / "extraction" / "negatives.yml"
NEWS = ROOT.parent / "shared" / "corpora" / "tv-news.jsonl.gz"
HARMLESS = {"office", "quote"}
BOUND = 0.1  # records a text


def article(text: str, published: str | None, name: str) -> Article:
    """An article of a text as a reader would paste it."""
    reading = read_plain(text)
    raw_hash = hash_bytes(text.encode())
    day = date.fromisoformat(published) if published else None
    return Article(
        article_id(raw_hash), reading.text, reading.title, published=day, raw_hash=raw_hash, source=name,
        segments=reading.segments,
    )  # fmt: skip


def own_articles(path: Path = OWN) -> Iterator[Article]:
    """Our own texts."""
    for item in load_yaml(path):
        yield article(item["text"], item["published"], item["id"])


@cache
def _names() -> tuple[frozenset[str], ...]:
    phrases = (p for o in organisations().values() for p in (*o.phrases, *o.abbreviations))
    return tuple({stems(phrase) for phrase in phrases if stems(phrase)})


def names_organisation(text: str) -> bool:
    """Whether all words of a name of an organisation stand in ``text``: rather too often than too rarely."""
    found = stems(text)
    return any(name <= found for name in _names())


def news_articles(path: Path, number: int, seed: int) -> list[Article]:
    """``number`` random items of ``path`` that name no organisation; the same for the same seed."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        lines = file.readlines()
    random.Random(seed).shuffle(lines)
    out: list[Article] = []
    for line in lines:
        item = json.loads(line)
        text = f"{item['title']}\n\n{item['text']}"
        if not names_organisation(text):
            out.append(article(text, item["published"], item["url"]))
        if len(out) == number:
            break
    return out


def offenders(articles: Iterable[Article]) -> Iterator[tuple[Article, Record]]:
    """The records that are no office and no quote."""
    for text, records in load_extractor().extract(articles):
        yield from ((text, record) for record in records if record.type not in HARMLESS)


def report(name: str, articles: list[Article], show: int) -> float:
    """Print the rate of a set and its worst patterns; returns records a text."""
    found = list(offenders(articles))
    rate = len(found) / len(articles)
    print(f"{name}: {len(found)} records in {len(articles)} texts, {rate:.3f} a text (bound {BOUND})")
    by_pattern: dict[str, list[tuple[Article, Record]]] = {}
    for pair in found:
        by_pattern.setdefault(pair[1].pattern, []).append(pair)
    for pattern, cases in sorted(by_pattern.items(), key=lambda item: -len(item[1])):
        print(f"  {len(cases):3d}  {pattern}")
        for text, record in cases[:show]:
            print(f"       {text.source}: {dict(record.slots)}\n         {record.evidence[0].text[:200]}")
    return rate


def main() -> int:
    """Measure both sets; 1 if one of them is over the bound."""
    options = argparse.ArgumentParser(description="Records in news without international organisations.")
    options.add_argument("--number", type=int, default=200)
    options.add_argument("--seed", type=int, default=2016)
    options.add_argument("--show", type=int, default=1, help="examples of each pattern")
    options.add_argument("--news", type=Path, default=NEWS)
    chosen = options.parse_args()
    rates = [report("own texts", list(own_articles()), chosen.show)]
    if chosen.news.exists():
        items = news_articles(chosen.news, chosen.number, chosen.seed)
        rates.append(report("random news", items, chosen.show))
    else:
        print(f"skipped: {chosen.news} is not here")
    return int(max(rates) > BOUND)


if __name__ == "__main__":
    sys.exit(main())

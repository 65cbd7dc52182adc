"""News that uses the words of diplomacy without its work yields next to nothing but offices and quotes."""

from __future__ import annotations

from pathlib import Path

from itogi.extraction.extractor import load_extractor
from itogi.model.article import Article, article_id, hash_bytes
from itogi.model.data import load_yaml
from itogi.model.values import date_range

ITEMS = load_yaml(Path(__file__).with_name("negatives.yml"))
BOUND = 0.1  # records a text that are no office and no quote


def _id(text: str) -> str:
    return article_id(hash_bytes(text.encode()))


def articles() -> list[Article]:
    days = [date_range(item["published"]) for item in ITEMS]
    assert all(days)
    return [
        Article(
            article_id(hash_bytes(item["text"].encode())), item["text"], published=day[0], source=item["id"]
        )
        for item, day in zip(ITEMS, days, strict=True)
    ]


def test_there_are_enough_texts_and_each_has_its_id() -> None:
    assert len({item["id"] for item in ITEMS}) == len(ITEMS) >= 40
    assert len({item["text"] for item in ITEMS}) == len(ITEMS)


def test_news_without_organisations_yields_next_to_nothing() -> None:
    found = [
        f"{article.source}: {record.pattern} {dict(record.slots)}"
        for article, records in load_extractor().extract(articles())
        for record in records
        if record.type not in {"office", "quote"}
    ]
    assert len(found) <= BOUND * len(ITEMS), "\n".join(found)

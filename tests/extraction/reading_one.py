"""Reading one text of a test through the whole of extraction."""

from __future__ import annotations

from datetime import date

from itogi.extraction.context import Context
from itogi.extraction.extractor import extract
from itogi.language.pipeline import load
from itogi.model.article import Article, article_id, hash_bytes
from itogi.model.record import Record

PUBLISHED = date(2024, 11, 28)


def article_of(text: str, *, published: date | None = PUBLISHED, title: str | None = None) -> Article:
    raw_hash = hash_bytes(text.encode())
    return Article(article_id(raw_hash), text, title=title, published=published, raw_hash=raw_hash)


def records_in(text: str, *, published: date | None = PUBLISHED, title: str | None = None) -> list[Record]:
    """The records of ``text``, read as an article of its own."""
    return extract(article_of(text, published=published, title=title))


def context_of(text: str, *, published: date | None = PUBLISHED) -> Context:
    """The context of ``text`` as the finders see it."""
    return Context(article_of(text, published=published), load()(text))


def table(text: str) -> list[tuple[str, list[str]]]:
    """A table of sentences: each line is one, and indented below it a line for each record that it yields."""
    out: list[tuple[str, list[str]]] = []
    for line in text.strip("\n").splitlines():
        if line.startswith(" "):
            out[-1][1].append(line.strip())
        else:
            out.append((line, []))
    return out


def shown(value: object) -> str:
    """A slot's value as a table writes it."""
    if value is None:
        return "-"
    return ", ".join(value) if isinstance(value, tuple) else str(value)

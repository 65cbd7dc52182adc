"""Articles and records for the tests of the register, made of a line for each fact."""

from __future__ import annotations

from datetime import date

from itogi.model.article import Article, article_id, hash_bytes
from itogi.model.record import Evidence, Record, SlotValue

Fact = tuple[str, dict[str, SlotValue], str]


def fact(type: str, sentence: str, **slots: SlotValue) -> Fact:
    """One fact: its type, slots and the sentence that states it (slot ``of_`` is ``of``)."""
    return type, {k.rstrip("_"): v for k, v in slots.items()}, sentence


def report(
    *facts: Fact, published: str | None = "2024-11-28", outlet: str = "Пример", lead: str = ""
) -> tuple:
    """An article of the sentences of its facts, and their records. ``lead`` makes another text of it."""
    text = " ".join([lead, *(s for _, _, s in facts)]).strip() or "Пусто."
    raw_hash = hash_bytes(f"{outlet} {published} {text}".encode())
    day = date.fromisoformat(published) if published else None
    article = Article(article_id(raw_hash), text, facts[0][2] if facts else None, outlet, None, day,
                      raw_hash=raw_hash, source=f"{outlet}.txt")  # fmt: skip
    return article, [_record(article, *f) for f in facts]


def _record(article: Article, type: str, slots: dict[str, SlotValue], sentence: str) -> Record:
    start = article.text.index(sentence)
    return Record(type, slots, (Evidence.of(article, start, start + len(sentence)),), 0.9, "test")


def many(first: int, last: int) -> list:
    """Reports that have facts in common, by number."""
    said = fact("quote", "«Да», – сказал он.", text="Да")
    return [
        report(
            said, fact("body", "Создан центр.", name=f"центр {n % 7}", stage="created"), lead=f"Номер {n}."
        )
        for n in range(first, last)
    ]


def fill(register, *reports) -> None:
    """Add reports in their order; every record must hold."""
    for article, records in reports:
        added = register.add(article, records)
        assert not added.refused, added.refused


def state(register) -> tuple:
    """What a register holds but for the numbers that a database gives: entries, nodes, matches."""
    from itogi.register import models
    from itogi.register.export import lines

    of = register._rows.rows
    return (
        list(lines(register)),
        sorted(of(models.Article).values_list()),
        sorted(of(models.Entry).values_list()),
        sorted(of(models.Node).values_list()),
        sorted(of(models.Edge).values_list("a_id", "b_id", "score")),
        sorted(of(models.Indexed).values_list()),
    )

"""Independent sources with their copies, and how the organisations stand: on both databases."""

from __future__ import annotations

from datetime import date

import pytest

from itogi.model.article import Article, article_id, hash_bytes
from itogi.model.record import Evidence, Record

TEXT = (
    "Саммит организации прошёл в столице третьего марта. Главы государств подписали план работы на два года "
    "вперёд. Следующую встречу примет соседняя страна, о её дне договорятся министры. Передаёт ТАСС."
)


def _article(text, **facts):
    raw_hash = hash_bytes(f"{text} {facts}".encode())
    return Article(article_id(raw_hash), text, raw_hash=raw_hash, source="own.txt", **facts)


@pytest.fixture
def filled(register):
    first = _article(TEXT, outlet="Газета", published=date(2024, 3, 4))
    copy = _article(TEXT + " Фото автора.", outlet="Листок", published=date(2024, 3, 5))
    other = _article("Саммит закрылся. Больше о нём ничего не известно.", published=date(2024, 3, 3))
    for article in (first, copy, other):
        slots = {"organisation": "CIS", "level": "heads-of-state", "date": "2024-03-03", "status": "held"}
        end = article.text.index(".") + 1
        register.add(article, [Record("meeting", slots, (Evidence.of(article, 0, end),), 0.9, "test")])
    return register, first, copy, other


def test_copies_of_a_text_are_one_source(filled):
    register, first, copy, other = filled
    found = register.sources([copy.id, other.id, first.id])
    assert [[head.id for head in source.heads] for source in found] == [[other.id], [first.id, copy.id]]
    assert found[1].credit == "TASS"
    assert not found[0].credit


def test_standings_count_the_lanes(filled):
    register = filled[0]
    (standing,) = register.standings()
    assert standing.organisation == "CIS"
    assert standing.entries == sum(register.overview("CIS").types.values())
    assert standing.lanes == {"session": 1}
    assert (standing.first, standing.last) == (2024, 2024)


def test_an_empty_register_has_none(register):
    assert register.standings() == []
    assert register.sources([]) == []

"""Tense, modality and negation to the status of events: a table of sentences, the event is the word given."""

from __future__ import annotations

from datetime import date

import pytest
from reading_one import context_of

from itogi.extraction.stance import stance_of, status_of, tense_of

PUBLISHED = date(2024, 11, 28)

CASES = [
    ("Саммит прошёл в Минске.", "саммит", None, "held"),
    ("Саммит состоялся накануне.", "саммит", "2024-11-27", "held"),
    ("Заседание завершилось поздно вечером.", "заседание", None, "held"),
    ("Лидеры провели переговоры в узком кругу.", "переговоры", None, "held"),
    ("Саммит пройдёт в Минске.", "саммит", None, "planned"),
    ("Саммит состоится в декабре.", "саммит", "2024-12", "planned"),
    ("Саммит запланирован на весну.", "саммит", None, "planned"),
    ("Планируется провести заседание в Ереване.", "заседание", None, "planned"),
    ("Ожидается, что встреча пройдёт в Сочи.", "встреча", None, "planned"),
    ("Предстоящий саммит обсудят послы.", "саммит", None, "planned"),
    ("Саммит продолжается второй день.", "саммит", None, "ongoing"),
    ("В столице проходит саммит.", "саммит", None, "ongoing"),
    ("Саммит отменён из-за непогоды.", "саммит", None, "cancelled"),
    ("Переговоры сорвались.", "переговоры", None, "cancelled"),
    ("Встреча не состоялась.", "встреча", None, "cancelled"),
]


@pytest.mark.parametrize(("text", "lemma", "when", "status"), CASES)
def test_the_status_of_an_event(text: str, lemma: str, when: str | None, status: str) -> None:
    ctx = context_of(text)
    token = next(t for t in ctx.doc if t.lemma_ == lemma)
    assert status_of(token, when, PUBLISHED) == status


@pytest.mark.parametrize(
    ("text", "verb", "tense"),
    [
        ("Министры подписали план.", "подписать", "past"),
        ("План подписан.", "подписать", "past"),
        ("План будет подписан.", "подписать", "future"),
        ("Министры подпишут план.", "подписать", "future"),
        ("Министры увидятся весной.", "увидеться", "future"),
        ("Министры подписывают план.", "подписывать", "present"),
    ],
)
def test_the_tense_of_a_verb(text: str, verb: str, tense: str) -> None:
    ctx = context_of(text)
    assert tense_of(next(t for t in ctx.doc if t.lemma_ == verb)) == tense


@pytest.mark.parametrize(
    ("text", "word", "negated", "unreal"),
    [
        ("Стороны подписали протокол.", "протокол", False, False),
        ("Стороны не подписали протокол.", "протокол", True, False),
        ("Стороны отказались подписать протокол.", "протокол", True, False),
        ("Стороны подписали бы протокол.", "протокол", False, True),
    ],
)
def test_what_is_denied_or_unreal_is_seen(text: str, word: str, negated: bool, unreal: bool) -> None:
    ctx = context_of(text)
    stance = stance_of(next(t for t in ctx.doc if t.lemma_ == word))
    assert (stance.negated, stance.unreal) == (negated, unreal)

"""Whatever stands in a text: reading and extraction end without an exception and keep the invariants."""

from __future__ import annotations

import importlib.util
import random
import sys
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.tokens import Token

from itogi.extraction.extractor import PatternExtractor, extract
from itogi.extraction.people import Person
from itogi.extraction.quotes_speaker import Speakers
from itogi.extraction.windows import moved, windows
from itogi.model.article import Article, Segment
from itogi.model.kinds import check_record
from itogi.model.record import Evidence, Record

ROOT = Path(__file__).parents[2]


def _fuzzer() -> ModuleType:
    """benchmarks/fuzz.py: its mutations and what it checks."""
    spec = importlib.util.spec_from_file_location("itogi_fuzz", ROOT / "benchmarks" / "fuzz.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


fuzz = _fuzzer()
slow = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
TRADE = (
    "ОДКБ ШОС саммит заседание в Астане 28 ноября 2024 года президент Казахстана Касым-Жомарт Токаев "
    "подписали протокол о статусе сил « » — , . : \n \n\n 14 документов не будет с 2013 по итогам заявил "
    "что приглашает учения «Рубеж» председательство перешло к Киргизии намерены до конца года вступил в "
    "силу - ; ( ) первый"
)


@settings(slow, max_examples=80)
@given(st.text(max_size=300))
def test_any_text(text: str) -> None:
    assert fuzz.try_one(text) is None


@settings(slow, max_examples=80)
@given(st.lists(st.sampled_from(TRADE.split(" ")), max_size=60).map(" ".join))
def test_words_of_the_trade_in_any_order(text: str) -> None:
    assert fuzz.try_one(text) is None


@settings(slow, max_examples=80)
@given(st.integers(0, 10**6))
def test_damaged_reports(number: int) -> None:
    assert fuzz.try_one(fuzz.make_input(number, seed=2)) is None


@pytest.mark.parametrize("mutation", fuzz.MUTATIONS, ids=lambda m: m.__name__)
@pytest.mark.parametrize("text", ["", " ", "я", "\n", "ОДКБ. ШОС"])
def test_mutations_take_any_text(mutation, text: str) -> None:
    for seed in range(20):
        assert isinstance(mutation(text, random.Random(seed)), str)


def test_inputs_are_the_same_for_the_same_seed() -> None:
    assert [fuzz.make_input(n, 1) for n in range(5)] == [fuzz.make_input(n, 1) for n in range(5)]
    assert len({fuzz.make_input(n, 1) for n in range(50)}) > 40


def test_the_check_sees_a_false_record() -> None:
    article = fuzz.as_article("ОДКБ провела саммит.")
    false = Record("quote", {"text": "нет такого"}, (Evidence.of(article, 0, 4),))
    with pytest.raises(Exception, match="verbatim"):
        fuzz.check("ОДКБ провела саммит.", article, [false])


def test_the_smallest_input_still_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzz, "try_one", lambda text: "KeyError: x" if "ш" in text else None)
    assert fuzz.smallest("много слов и один шаг", "KeyError: x") == "ш"


# Long articles

SENTENCE = (
    "28 ноября 2024 года в Астане прошёл саммит ОДКБ, сообщил президент Казахстана Касым-Жомарт Токаев. "
)


@pytest.mark.parametrize(
    "text", ["", "коротко", "а" * 1000, "слово " * 300, "Одно. Два. " * 90, "строка\n" * 99]
)
def test_windows_make_up_the_article(text: str) -> None:
    article = Article("a", text, published=date(2024, 11, 28))
    parts = list(windows(article, limit=100))
    assert "".join(part.text for part, _ in parts) == text
    assert all(text[at : at + len(part.text)] == part.text and len(part.text) <= 100 for part, at in parts)
    assert all(part.published == article.published for part, _ in parts)


def test_windows_end_at_lines_then_sentences_then_words() -> None:
    for text, end in (("о" * 80 + "\n" + "о. о " * 9, "\n"), ("о" * 80 + ". " + "о " * 20, ". ")):
        assert next(windows(Article("a", text), limit=100))[0].text.endswith(end)


def test_records_of_a_window_move_to_their_place() -> None:
    article = Article("a", "0123456789", segments=(Segment(0, 0, 6), Segment(6, 20, 4)))
    window = Article("a", "456789")
    record = moved(Record("quote", {"text": "5"}, (Evidence.of(window, 0, 4),)), article, 4)
    assert [(e.start, e.end, e.text) for e in record.evidence] == [(4, 6, "45"), (6, 8, "67")]


def test_a_long_article_is_read_to_its_end() -> None:
    text = SENTENCE + "Погода была хорошей. " * 2000 + SENTENCE.replace("28 ноября", "5 марта")
    article = Article("a", text, published=date(2024, 12, 1))
    ((same, records),) = PatternExtractor().extract([article])
    assert same is article
    for record in records:
        check_record(record, article)
    assert {r.evidence[0].start < 200 for r in records if r.type == "meeting"} == {True, False}


def test_articles_keep_their_order_around_a_long_one() -> None:
    texts = [SENTENCE, SENTENCE * 400, "", SENTENCE]
    articles = [Article(str(n), text) for n, text in enumerate(texts)]
    done = list(PatternExtractor().extract(articles))
    assert [article.id for article, _ in done] == ["0", "1", "2", "3"]
    assert [len(records) for _, records in done][2] == 0


@pytest.mark.parametrize(
    "filler", ["а", "о, ", "«", "ОДКБ ", "1 2 3 "], ids=["letter", "commas", "quotes", "names", "digits"]
)
def test_a_long_line_of_one_thing(filler: str) -> None:
    text = (filler * 9000)[:9000]
    for record in extract(Article("a", text)):
        check_record(record, Article("a", text))


@pytest.mark.parametrize("text", ["план з.кроются1", "планы1", "Приняты план 5", "по его слов«"])
def test_inputs_that_once_failed(text: str) -> None:
    for record in extract(Article("a", text)):
        check_record(record, Article("a", text))


def test_many_bare_posts_in_a_row_are_looked_up_as_often_as_there_are_posts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each "спикер" looked back through all those before it, and each of these again, without end."""
    times, calls, describe = 24, [0], Speakers._described

    def counted(self: Speakers, head: Token) -> Person | None:
        calls[0] += 1
        if calls[0] > 4 * times:  # counted here, for what it guards against would not end
            pytest.fail("bare posts look back through each other")
        return describe(self, head)

    monkeypatch.setattr(Speakers, "_described", counted)
    text = "Мост открыл глава района Иван Лосев, чья семья живёт у реки. "
    text += "– Мост крепкий, каждый едет сам, – так ответила спикер на вопрос. " * times
    for record in extract(Article("a", text)):
        check_record(record, Article("a", text))
    assert calls[0] >= times / 2, "the text has the shape that the guard is for"

"""Numerals in digits and words, with what makes them rough."""

from __future__ import annotations

import pytest
from reading_one import context_of

from itogi.extraction.numbers import find_numbers

CARDINALS = [
    ("Подписаны 25 документов.", 25, False),
    ("Изъято 5,7 тонны веществ.", 5.7, False),
    ("Прибыли 23 тыс. человек.", 23_000, False),
    ("Прибыли 1 500 человек.", 1500, False),
    ("Выделят 4 млрд рублей.", 4_000_000_000, False),
    ("Выделят 1,2 миллиона рублей.", 1_200_000, False),
    ("Проведено порядка 60 встреч.", 60, True),
    ("Проведено не менее сорока встреч.", 40, True),
    ("Проведено почти сто встреч.", 100, True),
    ("Проведено более чем 70 встреч.", 70, True),
    ("Численность оценили примерно в 2,5 тыс. человек.", 2500, True),
    ("Прибудет до 300 человек.", 300, True),
    ("Состав расширился до 11 стран.", 11, False),
    ("Прибыли 300–400 человек.", 300, True),
    ("Прибыли 300 – 400 человек.", 300, True),
    ("Двадцать пять документов готовы.", 25, False),
    ("Двести двадцать два документа готовы.", 222, False),
    ("Готовы полтора десятка документов.", 15, False),
    ("Собрались полтысячи гостей.", 500, False),
    ("Собрались полторы тысячи гостей.", 1500, False),
    ("Собралась тысяча двести гостей.", 1200, False),
    ("Собрались три с половиной тысячи гостей.", 3500, False),
    ("Выявлено 110 с лишним тысяч нарушений.", 110_000, True),
    ("Прибыли делегации 5-ти стран.", 5, False),
    ("Под письмом стоят двенадцать подписей.", 12, False),
    ("Речь идёт о двадцати проектах.", 20, False),
]


@pytest.mark.parametrize(("text", "value", "rough"), CARDINALS)
def test_a_cardinal_has_its_value_and_roughness(text: str, value: float, rough: bool) -> None:
    numbers = [n for n in find_numbers(context_of(text).doc) if n.sort == "cardinal"]
    assert [(n.value, n.approximate) for n in numbers] == [(value, rough)]


OTHERS = [
    ("Отметят 80-летие Победы.", "years", 80),
    ("Отметят восьмидесятилетие Победы.", "years", 80),
    ("Пятое председательство началось.", "ordinal", 5),
    ("Отметят 30-ю годовщину.", "ordinal", 30),
    ("Приходится половина торговли.", "fraction", 0.5),
]


@pytest.mark.parametrize(("text", "sort", "value"), OTHERS)
def test_ordinals_years_and_fractions_are_told_apart(text: str, sort: str, value: float) -> None:
    assert [(n.sort, n.value) for n in find_numbers(context_of(text).doc)] == [(sort, value)]


@pytest.mark.parametrize(
    "text", ["Тысячи людей вышли на улицы.", "Десятки гостей прибыли.", "Все страны согласны."]
)
def test_an_indefinite_plural_is_no_number(text: str) -> None:
    assert find_numbers(context_of(text).doc) == []

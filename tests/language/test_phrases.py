"""Phrases are found in any inflection, names by their capitals, abbreviations letter for letter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itogi.language.phrases import PhraseIndex
from itogi.language.pipeline import load


def index() -> PhraseIndex[str]:
    made: PhraseIndex[str] = PhraseIndex()
    for phrase in (
        "Совет глав правительств",
        "Астана",
        "Берег",
        "Чолпон-Ата",
        "Лев",
        "ЕС",
        "ОДКБ",
        "Белоруссия",
        "Тяньцзинь",
    ):
        made.add(phrase, phrase)
    made.add("министр иностранных дел", "foreign-minister", capitals=False)
    made.add("Организация по безопасности, миру", "comma")
    return made


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("В Астане открылся Совет глав правительств.", ["Астана", "Совет глав правительств"]),
        ("Делегации вернулись из Астаны, а в Астану приехали другие.", ["Астана", "Астана"]),
        ("О Совете глав правительств писали в Белоруссии.", ["Совет глав правительств", "Белоруссия"]),
        ("Лодки вытащили на берег.", []),
        ("Стрельбы идут на полигоне Берег.", ["Берег"]),
        ("Гости едут из Чолпон-Аты.", ["Чолпон-Ата"]),
        ("В Тяньцзине ждут гостей, а из Тяньцзиня уезжают.", ["Тяньцзинь", "Тяньцзинь"]),
        ("Переговоры России и ЕС отложены.", ["ЕС"]),
        ("Она ес и Ес не видела.", []),
        ("Устав ОДКБ подписан.", ["ОДКБ"]),
        ("Министрами Иностранных Дел стали двое.", ["foreign-minister"]),
        ("Письма министрам иностранных дел ушли.", ["foreign-minister"]),
        ("Совет. Глав правительств не ждали.", []),
        ("", []),
    ],
)
def test_phrases_are_found_in_their_inflections(text: str, found: list[str]) -> None:
    assert [payload for _, _, payload in index().find(load()(text))] == found


@given(st.text(max_size=80))
def test_no_text_breaks_the_index(text: str) -> None:
    doc = load()(text)
    for start, end, _ in index().find(doc):
        assert 0 <= start < end <= len(doc)

"""What entries are called, in both languages."""

from __future__ import annotations

import examples
import pytest

from itogi.report.captions import Captions
from itogi.report.organisations import organisation_names
from itogi.report.titles import shortened, title_of
from itogi.report.wording import Wording

TITLES = {
    "session": ("Сессия Совета коллективной безопасности", "Сессия Совета коллективной безопасности"),
    "next": ("Session: heads of state", "Заседание: главы государств"),
    "brotherhood": ("Учение «Нерушимое братство-2024»", "Учение «Нерушимое братство-2024»"),
    "chair": (
        "Chairmanship: Kazakhstan, 5th chairmanship, 2024",
        "Председательство: Казахстан, 5-е председательство, 2024",
    ),
    "cuba": ("Cuba: observer, joined", "Куба: наблюдатель, статус получен"),
    "aide": ("Егор Лисицын, помощник президента (Russia)", "Егор Лисицын, помощник президента (Россия)"),
    "said": (
        "Касым-Жомарт Токаев: “За год проведено около 60 мероприятий”",
        "Касым-Жомарт Токаев: «За год проведено около 60 мероприятий»",
    ),
    "victory": ("80-летие Победы", "80-летие Победы"),
}


@pytest.mark.parametrize("id", TITLES)
def test_every_type_has_its_title(id):
    entries = {entry.id: entry for entry in examples.csto()[0]}
    words = [Wording(Captions(lang), organisation_names()) for lang in ("en", "ru")]
    assert tuple(title_of(entries[id], word) for word in words) == TITLES[id]


def test_no_entry_goes_without():
    for entry in examples.csto()[0]:
        assert title_of(entry, Wording(Captions("ru"), organisation_names()))


def test_a_long_text_is_cut_between_words():
    assert shortened("раз, два, три", 9) == "раз …"
    assert shortened("раз, два", 9) == "раз, два"

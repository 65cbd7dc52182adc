from __future__ import annotations

import pytest
from making import fact, fill, report

from itogi.register.official import is_official


@pytest.mark.parametrize(
    ("outlet", "url", "official"),
    [
        ("kremlin.ru", None, True),
        ("Портал", "http://www.kremlin.ru/events/1", True),
        ("Портал", "https://mfa.gov.kz/ru/1", True),
        ("Пресс-служба Президента Киргизии", None, True),
        ("Секретариат ОДКБ", None, True),
        ("МИД России", None, True),
        ("Press service of the EEC", None, True),
        ("Мидии и креветки", None, False),
        ("Областные вести", "https://example.org/kremlin.ru", False),
        ("Лента", "https://notkremlin.ru/1", False),
        (None, None, False),
        ("", "не адрес", False),
    ],
)
def test_who_is_an_official_source(outlet, url, official):
    assert is_official(outlet, url) is official


def test_an_official_source_stands_before_the_press(register):
    def told(outlet, place):
        said = fact("meeting", f"{outlet}: сессия, {place}.", organisation="CSTO", level="heads-of-state",
                    date="2024-11-28", place=place)  # fmt: skip
        return report(said, outlet=outlet)

    fill(register, told("Газета", "Алматы"), told("Канал", "Алматы"), told("Секретариат ОДКБ", "Астана"))
    (entry,) = register.entries()
    first, second = entry.slots["place"]
    assert (first.value, first.rule, second.value) == ("Астана", "official", "Алматы")

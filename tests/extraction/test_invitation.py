"""Invitations between states and organisations."""

from __future__ import annotations

from datetime import date

import pytest
from reading_one import records_in

SLOTS = ("host", "guests", "occasion", "place", "date")
# A sentence, then a line for each record it yields, slot by slot; none where it yields nothing.
TABLE = """
Президент Узбекистана Шавкат Мирзиёев пригласил Владимира Путина посетить Самарканд в 2025 году.
    Шавкат Мирзиёев | Владимир Путин | - | Самарканд | 2025
Путин пригласил лидеров СНГ на парад Победы в Москву 9 мая 2025 года.
    Путин | лидеров СНГ | парад Победы | Москва | 2025-05-09
Генсек ООН Антониу Гутерриш приглашён на саммит БРИКС в Казани.
    - | Антониу Гутерриш | саммит БРИКС | Казань | -
Глава МИД России Сергей Лавров передал приглашение президенту Египта Абдель Фаттаху ас-Сиси на саммит БРИКС.
    Сергей Лавров | Абдель Фаттах ас-Сиси | саммит БРИКС | - | -
Лукашенко прибыл по приглашению Ильхама Алиева на саммит ОЭС в Ханкенди.
    Ильхам Алиев | Лукашенко | саммит ОЭС | Ханкенди | -
Президент Киргизии Садыр Жапаров пригласил туристов отдохнуть.
Казань ждёт лидеров БРИКС на саммите в октябре.
    - | лидеров БРИКС | саммит | Казань | 2025-10
Телеканал пригласил зрителей на концерт.
Президент Сербии Александр Вучич не получил приглашения на саммит ЕС.
Президент Туркменистана Сердар Бердымухамедов пригласил глав государств СНГ на саммит в Ашхабад в октябре.
    Сердар Бердымухамедов | глав государств СНГ | саммит | Ашхабад | 2024-10
Президент Киргизии Садыр Жапаров пригласил Владимира Путина на саммит ОДКБ в Бишкек.
    Садыр Жапаров | Владимир Путин | саммит ОДКБ | Бишкек | -
Глава Таджикистана Эмомали Рахмон приглашён на саммит ЕС в Брюсселе.
    - | Эмомали Рахмон | саммит ЕС | Брюссель | -
Минск направил приглашение лидерам ОДКБ на празднование в 2025 году.
    BY | лидерам ОДКБ | празднование | - | 2025
Соседи пригласили друзей на новоселье.
Режиссёр получил приглашение на фестиваль в Каннах.
Россия не пригласила НАТО на учения.
"""


def cases() -> list[tuple[str, list[str]]]:
    out: list[tuple[str, list[str]]] = []
    for line in TABLE.strip("\n").splitlines():
        if line.startswith(" "):
            out[-1][1].append(line.strip())
        else:
            out.append((line, []))
    return out


def shown(value: object) -> str:
    if value is None:
        return "-"
    return ", ".join(value) if isinstance(value, tuple) else str(value)


@pytest.mark.parametrize(("text", "wanted"), cases(), ids=lambda x: x[:50] if isinstance(x, str) else "")
def test_invitation(text: str, wanted: list[str]) -> None:
    found = [r for r in records_in(text, published=date(2024, 11, 28)) if r.type == "invitation"]
    assert sorted(" | ".join(shown(r.get(s)) for s in SLOTS) for r in found) == sorted(wanted)


def test_the_table_is_large_enough() -> None:
    assert len(cases()) >= 16
    assert any(not wanted for _, wanted in cases())

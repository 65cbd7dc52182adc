"""Memberships: joining, leaving, suspending, statuses; no plain lists of members."""

from __future__ import annotations

from datetime import date

import pytest
from reading_one import records_in

SLOTS = ("organisation", "country", "role", "stage", "date")
# A sentence, then a line for each record it yields, slot by slot; none where it yields nothing.
TABLE = """
Беларусь стала полноправным членом ШОС 4 июля 2024 года.
    SCO | BY | member | joined | 2024-07-04
Финляндия и Швеция подали заявки на вступление в НАТО.
    NATO | FI | member | applied | -
    NATO | SE | member | applied | -
Узбекистан приостановил членство в ОДКБ в 2012 году.
    CSTO | UZ | member | suspended | 2012
Киев вышел из СНГ.
    CIS | UA | member | left | -
Молдавия начала процедуру выхода из СНГ.
    CIS | MD | member | - | -
Статус партнёра по диалогу получили Египет, Катар и Саудовская Аравия, сообщили в ШОС.
    SCO | EG | partner | accepted | -
    SCO | QA | partner | accepted | -
    SCO | SA | partner | accepted | -
С 1 января к БРИКС присоединились Иран, Египет и Эфиопия.
    BRICS | EG | member | joined | 2024-01-01
    BRICS | ET | member | joined | 2024-01-01
    BRICS | IR | member | joined | 2024-01-01
Лаосу предоставлен статус партнёра ШОС.
    SCO | LA | partner | accepted | -
Решение о предоставлении Узбекистану статуса наблюдателя при ЕАЭС принято в декабре 2020 года.
    EAEU | UZ | observer | accepted | 2020-12
Армения не выходила из ОДКБ.
В ЕАЭС входят Россия, Белоруссия, Казахстан, Киргизия и Армения.
Туркмения имеет статус ассоциированного члена СНГ.
    CIS | TM | member | - | -
Азербайджан хочет вступить в ШОС.
    SCO | AZ | member | - | -
Иран был принят в ШОС на саммите в 2023 году.
    SCO | IR | member | accepted | 2023
Анкара намерена вступить в БРИКС.
    BRICS | TR | member | - | -
Сербия получила статус наблюдателя в ОДКБ в 2013 году.
    CSTO | RS | observer | accepted | 2013
Тбилиси рассчитывает на членство в НАТО.
    NATO | GE | member | - | -
Турция остаётся партнёром по диалогу ШОС.
    SCO | TR | partner | - | -
Ереван заморозил участие в ОДКБ, заявил Пашинян.
    CSTO | AM | member | suspended | -
Президент подписал указ о выходе из Договора.
Казахстан принял участие в совете СНГ.
Армения вышла на связь с ОДКБ.
Словакия вошла в НАТО в 2004 году.
    NATO | SK | member | joined | 2004
Камбоджа и Непал — партнёры по диалогу ШОС.
    SCO | KH | partner | - | -
    SCO | NP | partner | - | -
Молдавия получила статус наблюдателя при ЕАЭС в 2018 году.
    EAEU | MD | observer | accepted | 2018
Российская Федерация присоединилась к ВТО.
    WTO | RU | member | joined | -
Малайзия направила заявку на вступление в БРИКС.
    BRICS | MY | member | applied | -
Грузия покинула СНГ.
    CIS | GE | member | left | -
Россию исключили из Совета Европы.
    CoE | RU | member | left | -
Туркменистан хочет стать наблюдателем в ОТГ.
    OTS | TM | observer | - | -
Куба получила статус государства-наблюдателя при ЕАЭС.
    EAEU | CU | observer | accepted | -
Хорватия вступит в НАТО в следующем году.
    NATO | HR | member | acceding | 2025
Азербайджан не вступал в ОДКБ.
Египет присоединяется к БРИКС.
    BRICS | EG | member | acceding | -
Страны СНГ присоединились к акции.
Украина заморозила участие в работе СНГ.
    CIS | UA | member | suspended | -
Монголия не стала членом ШОС.
Объединённые Арабские Эмираты стали партнёром ШОС по диалогу.
    SCO | AE | partner | accepted | -
Сборная Армении вышла в финал чемпионата СНГ.
Вашингтон вышел из ЮНЕСКО в 2018 году.
    UNESCO | US | member | left | 2018
Совет Европы приостановил членство России.
    CoE | RU | member | suspended | -
Афганистан имеет статус наблюдателя в ШОС с 2012 года.
    SCO | AF | observer | - | -
Таиланд стал страной-партнёром БРИКС.
    BRICS | TH | partner | accepted | -
Бразилия вышла в лидеры БРИКС по экспорту сои.
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
def test_membership(text: str, wanted: list[str]) -> None:
    found = [r for r in records_in(text, published=date(2024, 11, 28)) if r.type == "membership"]
    assert sorted(" | ".join(shown(r.get(s)) for s in SLOTS) for r in found) == sorted(wanted)


def test_the_table_is_large_enough() -> None:
    assert len(cases()) >= 40
    assert any(not wanted for _, wanted in cases())

"""Bodies between states that are proposed, planned, created or dissolved."""

from __future__ import annotations

from datetime import date

import pytest
from reading_one import records_in

SLOTS = ("organisation", "stage", "name")
# A sentence, then a line for each record it yields, slot by slot; none where it yields nothing.
TABLE = """
Главы МИД ШОС поддержали идею создания Центра ШОС по информационной безопасности.
    SCO | proposed | Центра ШОС по информационной безопасности
В Ташкенте заработал антитеррористический центр СНГ.
    CIS | created | антитеррористический центр СНГ
ОДКБ формирует Коллективные силы быстрого развёртывания.
    CSTO | created | Коллективные силы быстрого развёртывания
Лидеры БРИКС учредили Новый банк развития в 2014 году.
    BRICS | created | Новый банк развития
В структуре ОДКБ предлагается создать Центр кризисного реагирования.
    CSTO | proposed | Центр кризисного реагирования
РАТС ШОС создана в 2004 году в Ташкенте.
    SCO | created | РАТС ШОС
Совет министров обороны ОДКБ решил создать рабочую группу по беспилотникам.
    CSTO | planned | рабочую группу по беспилотникам
Токаев выступил за создание международного агентства по биологической безопасности под эгидой ООН.
    UN | proposed | международного агентства по биологической безопасности под эгидой ООН
Стороны договорились сформировать межправительственную комиссию под эгидой СНГ.
    CIS | planned | межправительственную комиссию под эгидой СНГ
При Секретариате ОДКБ образован Экспертный совет.
    CSTO | created | Экспертный совет
В ЕАЭС создали фонд поддержки кооперации.
    EAEU | created | фонд поддержки кооперации
Казахстан предлагает учредить при ШОС совет по туризму.
    SCO | proposed | совет по туризму
НАТО планирует открыть бюро связи в Токио.
    NATO | planned | бюро связи
Секретариат ОТГ располагается в Стамбуле.
    OTS | operating | Секретариат ОТГ
Лидеры ОДКБ обсудили создание единого центра киберзащиты.
    CSTO | proposed | единого центра киберзащиты
Министры СНГ договорились создать комитет по миграции.
    CIS | planned | комитет по миграции
Объединённую комиссию СНГ по гармонизации законодательства упразднили.
    CIS | dissolved | Объединённую комиссию СНГ по гармонизации законодательства
Страны БРИКС запустят зерновую биржу в 2026 году.
    BRICS | planned | зерновую биржу
В Астане открыли детский центр в дни саммита ШОС.
В рамках СНГ создана комиссия по экономическим вопросам.
    CIS | created | комиссия по экономическим вопросам
Президент Казахстана создал комиссию по паводкам накануне саммита ШОС.
Организация создала условия для встреч в СНГ.
ШОС открыла новую страницу.
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
def test_body(text: str, wanted: list[str]) -> None:
    found = [r for r in records_in(text, published=date(2024, 11, 28)) if r.type == "body"]
    assert sorted(" | ".join(shown(r.get(s)) for s in SLOTS) for r in found) == sorted(wanted)


def test_the_table_is_large_enough() -> None:
    assert len(cases()) >= 23
    assert any(not wanted for _, wanted in cases())

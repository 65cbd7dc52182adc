# ruff: noqa: E501  (a case of the table is a line)
"""Mentions: organisations, bodies, countries and places in running text, by a table of own sentences."""

from __future__ import annotations

import pytest
from reading_one import context_of

# text => "words LABEL value owner"; "_" for a blank, "!" before words that must be no mention of that label.
TABLE = """
# organisations: names, abbreviations, cases, paraphrases
Работу Шанхайской организации сотрудничества оценили высоко. => Шанхайской_организации_сотрудничества ORGANISATION SCO
Страны ОДКБ согласовали план. Организация проведёт учения. => ОДКБ ORGANISATION CSTO; Организация ORGANISATION CSTO
Лидеры СНГ прибыли. Содружество отметило юбилей. => СНГ ORGANISATION CIS; Содружество ORGANISATION CIS
В НАТО отказались, альянс промолчал. => НАТО ORGANISATION NATO; альянс ORGANISATION NATO
Содружество художников открыло выставку. => !Содружество ORGANISATION
Организация субботника заняла неделю. => !Организация ORGANISATION
Евросоюз и ООН выступили с заявлением. => Евросоюз ORGANISATION EU; ООН ORGANISATION UN
Саммит «Большой двадцатки» завершён. => Большой_двадцатки ORGANISATION G20
Структура ОДКБ меняется, эта структура гибкая. => ОДКБ ORGANISATION CSTO; !структура ORGANISATION
Президенты говорили в формате C5+1. => C5+1 ORGANISATION C5+1
Страны G20 спорили с Россией, которую исключили из G8. => G20 ORGANISATION G20; G8 ORGANISATION G8
Статус наблюдателя дали Лаосу. Кыргызстан вступил в союз. => Лаосу COUNTRY LA; Кыргызстан COUNTRY KG
# bodies and their owners
Еврокомиссия предложила новые квоты. => Еврокомиссия BODY Европейская_комиссия EU
Генассамблея поддержала проект. => Генассамблея BODY Генеральная_Ассамблея UN
Совет министров обороны ОДКБ заседал в Минске. => Совет_министров_обороны BODY Совет_министров_обороны CSTO
Совет глав правительств СНГ одобрил план. => Совет_глав_правительств BODY Совет_глав_правительств CIS
Российский Совбез обсудил угрозы. => !Совбез BODY
СМИД ОДКБ провёл заседание. => СМИД BODY Совет_министров_иностранных_дел CSTO
Евразийская экономическая комиссия утвердила правила. => Евразийская_экономическая_комиссия BODY Евразийская_экономическая_комиссия EAEU
# countries, adjectives, capitals
Республика Узбекистан и Кыргызская Республика подписали договор. => Республика_Узбекистан COUNTRY UZ; Кыргызская_Республика COUNTRY KG
Таджикистана это касается, как и Туркмении. => Таджикистана COUNTRY TJ; Туркмении COUNTRY TM
Белорусская делегация прилетела в Пекин. => Белорусская NATIONAL BY; Пекин CAPITAL Пекин
Москва и Ереван договорились. => Москва CAPITAL Москва; Ереван CAPITAL Ереван
Президент РФ прибыл. => РФ COUNTRY RU
Российско-казахстанский форум открылся. => Российско-казахстанский NATIONAL RU; Российско-казахстанский NATIONAL KZ
Саммит Россия-АСЕАН прошёл. => Россия-АСЕАН COUNTRY RU; Россия-АСЕАН ORGANISATION ASEAN
Северо-западный ветер усилится. => !Северо-западный NATIONAL
Манёвры идут на полигоне «Берег». => Берег VENUE Берег
Берег реки зарос ивняком. => !Берег VENUE
# posts and persons
Министр иностранных дел Армении Арарат Мирзоян улетел. => Министр_иностранных_дел POST министр_иностранных_дел; Арарат_Мирзоян PERSON Арарат_Мирзоян
Слово взяли премьер-министр и генеральный секретарь ОДКБ. => премьер-министр POST премьер-министр; генеральный_секретарь POST генеральный_секретарь
"""

CASES = [
    (text.strip(), [w.split() for w in wanted.split(";")])
    for line in TABLE.splitlines()
    if line.strip() and not line.startswith("#")
    for text, wanted in [line.split("=>")]
]


@pytest.mark.parametrize(("text", "wanted"), CASES, ids=[text[:60] for text, _ in CASES])
def test_mentions_of_a_sentence(text: str, wanted: list[list[str]]) -> None:
    ctx = context_of(text)
    found = {(ctx.text(m.start, m.end), m.label, m.value, m.owner or "") for m in ctx.mentions}
    for words, label, *rest in wanted:
        plain = words.lstrip("!").replace("_", " ")
        if words.startswith("!"):
            assert not any(f[0] == plain and f[1] == label for f in found), found
        else:
            value, owner = (*[r.replace("_", " ") for r in rest], "")[:2]
            assert any(f[:3] == (plain, label, value) and f[3] == (owner or f[3]) for f in found), found

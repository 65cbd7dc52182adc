# ruff: noqa: E501  (a case of the table is a line)
"""Quotations behind a colon, in headlines, of institutions and of messages, by a table of own sentences."""

from __future__ import annotations

from datetime import date

import pytest

from itogi.extraction.context import Context
from itogi.extraction.quotes import find_quotes
from itogi.language.pipeline import load
from itogi.model.article import Article

# text => speaker | words; "+" before direct words; nothing after "=>": no quotation at all.
TABLE = """
МИД РФ: «Восточный форум» стал площадкой для пропаганды => МИД РФ | «Восточный форум» стал площадкой для пропаганды
МИД: граница закрыта => МИД | граница закрыта
ООН предупреждает: воды не хватит на всех. => UN | воды не хватит на всех
В МИД Ирана опровергли эти сообщения: переговоров не было. => МИД Ирана | переговоров не было
Иван Семёнов назвал слухи преждевременными: никакого решения не принято. => Иван Семёнов | никакого решения не принято
Иван Семёнов начал с главного: мост сдан и открыт. => Иван Семёнов | мост сдан и открыт
Иван Семёнов успокоил коллег: денег хватит на всех. => Иван Семёнов | денег хватит на всех
Лукашенко о вступлении в ШОС: мы ждали этого долго => Лукашенко | мы ждали этого долго
Заявление сделал депутат Иван Семёнов. В нём говорится, что мост закрыт. => Иван Семёнов | мост закрыт
В сообщении, размещённом на сайте МИД России, говорится, что мост закрыт. => МИД России | мост закрыт
По мнению Ивана Семёнова из московского Центра изучения Азии, мост не нужен. => Иван Семёнов | мост не нужен
По мнению политолога Ивана Семёнова, директора Центра изучения Азии, мост не нужен. => Иван Семёнов | мост не нужен
- Мост готов, его откроют в мае, - объясняет Анна Котова, ведущий сотрудник института. => Анна Котова | +Мост готов, его откроют в мае
«Дикость и позор для Европы», – так в МИДе на этой неделе прокомментировали решение. => МИД | +Дикость и позор для Европы
«Это позор для Европы», – отозвался на новость Иван Семёнов. => Иван Семёнов | +Это позор для Европы
Западные страны утверждают, что мост не нужен. => западные страны | мост не нужен
Жители региона жалуются, что мост закрыт. => жители региона | мост закрыт
Главное за неделю: мост откроют в мае =>
Сбор начался.\\nБелоруссия: из партнёра она стала наблюдателем. =>
СМИД в Хельсинки: декларации нет =>
Повестка дня: торговля, транспорт, безопасность. =>
"""
CASES = [line.partition("=>") for line in TABLE.strip().splitlines()]


@pytest.mark.parametrize(
    ("text", "wanted"), [(a.strip().replace("\\n", "\n"), b.strip()) for a, _, b in CASES]
)
def test_quotations_of_a_sentence(text: str, wanted: str) -> None:
    article = Article(id="x", text=text, title=None, published=date(2024, 11, 28))
    found = [
        (q.speaker, q.direct, text[q.start : q.end]) for q in find_quotes(Context(article, load()(text)))
    ]
    if not wanted:
        assert found == []
        return
    speaker, _, words = wanted.partition(" | ")
    assert (speaker, words.startswith("+"), words.removeprefix("+")) in found

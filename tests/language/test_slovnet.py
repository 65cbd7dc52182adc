"""Same answers as slovnet itself, which natasha brings along (only tests import it)."""

from __future__ import annotations

import pytest

from itogi.language import segment, slovnet
from itogi.language.decode import names
from itogi.language.tree import is_tree
from itogi.language.weights import EMBEDDING, MODELS, data_folder

TEXT = """В Астане открылась очередная сессия Совета коллективной безопасности ОДКБ.
Председательствовал на встрече Касым-Жомарт Токаев.
«Мы договорились о новой программе», – сказал Имангали Тасмагамбетов журналистам.
Стороны подписали 14 документов, в том числе пять заявлений и два протокола.
Министры иностранных дел соберутся в Бишкеке весной 2025 года.
Учения «Рубеж» прошли на полигоне в 40 км от города Балыкчы.
Никто не ждал, что переговоры продлятся до утра!
А что дальше?
Пограничная программа, над которой работали с 2013 года, наконец согласована.
ШОС и СНГ выступили с совместным заявлением; его текст пока не опубликован.
Президент России Владимир Путин пригласил коллег в Москву 9 мая.
Пашинян в заседании не участвовал.
Около 60 мероприятий провёл Казахстан за год председательства.
Решение вступит в силу после ратификации всеми государствами-членами.
По данным пресс-службы, на учения прибыли 1,5 тыс. военнослужащих и 300 единиц техники.
Из Душанбе делегация вылетела в Минск, где её встретил Александр Лукашенко.
СОВЕТ МИНИСТРОВ ОБОРОНЫ УТВЕРДИЛ ПЛАН
Rosatom и Air Astana открыли рейс Москва – Алматы.
Ранее сообщалось: договор 1992 г. продлён.
(Фото автора.)
Эксперт считает такое решение преждевременным, но полезным.
Дворец независимости украсили флагами шести стран.
Штаб ОДКБ предложил создать рабочую группу по беспилотникам.
Да.
…
Комитет секретарей советов безопасности одобрил дорожную карту на 2025–2027 годы."""


@pytest.fixture(scope="module")
def sentences() -> list[list[str]]:
    return [[TEXT[a:b] for a, b in found.tokens] for found in segment.sentences(TEXT)]


@pytest.fixture(scope="module")
def theirs(sentences):
    """Their (tags, (ids, heads, relations), BIO tags) of our tokens."""
    reference, navec = pytest.importorskip("slovnet"), pytest.importorskip("navec")
    vectors = navec.Navec.load(str(data_folder() / EMBEDDING))
    found = {}
    for name, kind in (("morph", "Morph"), ("syntax", "Syntax"), ("ner", "NER")):
        infer = getattr(reference, kind).load(str(data_folder() / MODELS[name])).navec(vectors).infer
        chunks = (sentences[low : low + 8] for low in range(0, len(sentences), 8))
        found[name] = [
            item for chunk in chunks for item in infer.decoder(infer.process(infer.encoder(chunk)))
        ]
    return found


def test_same_answers_as_slovnet(sentences, theirs):
    ours = slovnet.load()(sentences, repair=False)
    assert [list(answer.tags) for answer in ours] == theirs["morph"]
    assert [[str(head) for head in answer.heads] for answer in ours] == [row[1] for row in theirs["syntax"]]
    assert [list(answer.rels) for answer in ours] == [row[2] for row in theirs["syntax"]]
    assert [answer.names for answer in ours] == [names(tags) for tags in theirs["ner"]]
    assert sum(len(answer.names) for answer in ours) > 20


def test_repair_leaves_trees_as_they_are(sentences):
    models = slovnet.load()
    greedy, repaired = models(sentences, repair=False), models(sentences)
    assert all(is_tree(answer.heads) for answer in repaired)
    for before, after in zip(greedy, repaired, strict=True):
        if is_tree(before.heads):
            assert before == after
        for head, rel in zip(after.heads, after.rels, strict=True):
            assert (head == 0) == (rel == "root")


def test_answers_do_not_depend_on_company(sentences):
    models = slovnet.load()
    together = models(sentences * 3)
    alone = [models([words])[0] for words in sentences]
    assert together == alone * 3


def test_the_table_of_words_is_bounded_and_forgets(sentences, monkeypatch):
    models = slovnet.load()
    expected = models(sentences)
    first = models.first
    monkeypatch.setattr(first, "table", first.table[:60].copy())
    monkeypatch.setattr(first, "slots", {-1: 0})
    assert [models([words])[0] for words in sentences] == expected
    assert len(first.slots) <= 60
    assert models(sentences) == expected  # one batch with more words than the table holds


def test_no_words_no_answer():
    models = slovnet.load()
    assert models([]) == []
    empty, one, again = models([[], ["Да"], []])
    assert (len(empty.tags), len(one.tags), len(again.tags)) == (0, 1, 0)

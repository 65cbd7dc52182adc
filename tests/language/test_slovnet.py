"""Same answers as slovnet itself, which natasha brings along (only tests import it)."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itogi.language import encoder, segment, slovnet
from itogi.language.encoder import WordTable
from itogi.language.tree import is_tree
from itogi.language.weights import EMBEDDING, MODELS, data_folder, read_embedding, read_model

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


def spans(tags):
    """BIO tags of a sentence as :class:`slovnet.Analysis` gives names."""
    ner = slovnet.load().ner
    return ner.names(np.array([ner.labels.index(tag) for tag in tags]), np.array([0]))


def test_same_answers_as_slovnet(sentences, theirs):
    ours = slovnet.load()(sentences, repair=False)
    assert [list(answer.tags) for answer in ours] == theirs["morph"]
    assert [[str(head) for head in answer.heads] for answer in ours] == [row[1] for row in theirs["syntax"]]
    assert [list(answer.rels) for answer in ours] == [row[2] for row in theirs["syntax"]]
    assert [list(answer.names) for answer in ours] == [spans(tags) for tags in theirs["ner"]]
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


@given(order=st.permutations(range(26)), block=st.integers(2, 60), seed=st.randoms())
@settings(max_examples=25)
def test_answers_do_not_depend_on_neighbours_or_blocks(sentences, order, block, seed):
    models = slovnet.load()
    alone = [models([words])[0] for words in sentences]
    chosen = [number for number in order if seed.random() < 0.7]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(encoder, "BLOCK_ROWS", block)
        assert models([sentences[number] for number in chosen]) == [alone[number] for number in chosen]


def word_table(size):
    models = [read_model(data_folder(), name) for name in slovnet.NAMES]
    return WordTable(read_embedding(data_folder()), models, size)


def test_the_table_of_words_is_bounded_and_forgets(sentences, monkeypatch):
    models = slovnet.load()
    expected = models(sentences)
    table = WordTable(
        read_embedding(data_folder()), [read_model(data_folder(), n) for n in slovnet.NAMES], 60
    )
    monkeypatch.setattr(models.encoders, "table", table)
    for _ in range(2):
        assert [models([words])[0] for words in sentences] == expected
        assert len(table.slots) <= table.taps.shape[2] == 61
        assert all(table.codes[slot] == code for code, slot in table.slots.items())
    assert models(sentences) == expected  # one batch with more words than the table holds


def test_the_table_keeps_what_is_asked_for_often_and_lately():
    models = slovnet.load()
    table = word_table(3)
    often, second, third, fourth, fifth = (
        np.array([models.code(word)]) for word in ("совет", "план", "сессия", "программа", "договор")
    )
    place = table.slots_of(np.repeat(often, 3))[0]
    for passing in (second, third, fourth, fifth, second):  # each is asked for once and makes room again
        table.slots_of(passing)
        assert table.slots_of(often)[0] == place
    for _ in range(40):  # what came of late outweighs what was asked for long ago
        for passing in (second, third, fourth, fifth):
            table.slots_of(passing)
    assert int(often[0]) not in table.slots


def test_no_words_no_answer():
    models = slovnet.load()
    assert models([]) == []
    empty, one, again = models([[], ["Да"], []])
    assert (len(empty.tags), len(one.tags), len(again.tags)) == (0, 1, 0)

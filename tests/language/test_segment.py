import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itogi.language import segment
from itogi.language.segment import MAX_TOKENS, clean, fold_lookalikes, sentences, tokens

# "|" stands where one sentence ends and the next begins.
CASES = [
    "Сессия закрылась.| Делегации разъехались.",
    "Он возглавил штаб ОДКБ.|В Астане прошёл совет.",
    "Подписан план на 2024.|На очереди новый.",
    "Удалось!|Теперь дело за парламентами.",
    "Совет прошёл в г. Астана при участии всех.",
    "В силу ст. 4 договора помощь окажут сразу.",
    "Все, т.е. шесть государств, согласились.",
    "Учились в академии им. А. С. Пушкина двое.",
    "Организации исполнится 25 г. и три месяца.",
    "Премьер А. Н. Арипов прибыл вчера.",
    "Премьер А.Н. Арипов прибыл вчера.",
    "Встреча прошла 28 ноября 2024 г.| В Минске её обсудили.",
    "Встреча 28 ноября 2024 г. Совета министров удалась.",
    "«Мы за мир и безопасность», – заявил Токаев.",
    "«Мы за мир.», – заявил Токаев.",
    '"Мы за мир и безопасность", – заявил Токаев.',
    '"Мы за мир и безопасность.", – заявил Токаев.',
    '"Мы за мир." – Токаев добавил это позже.',
    "«Мы за мир.| Мы против войны», – заявил Токаев.",
    "«Мы за мир!» – заявил Токаев.| Его поддержали.",
    "Об этом пишет Правда.Ру со ссылкой на штаб.",
    "Сайт odkb-csto.org открыт.| Читайте.",
    "Осталось 5 млн руб.| Они пойдут на учения.",
    "Заголовок без точки\n|Первый абзац.",
    "Первая строка\r\n|вторая строка",
    "1. Утвердить план.",
    "Ген. Сидоров доложил о готовности.",
    "Да.\u00a0|Нет.",
]


@pytest.mark.parametrize("case", CASES)
def test_sentences(case):
    text = case.replace("|", "")
    expected = [part.strip() for part in case.split("|")]
    assert [text[found.start : found.end] for found in sentences(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ОДКБ.В Астане", "ОДКБ . В Астане"),
        ("статьи 5, 6 и 7", "статьи 5 , 6 и 7"),
        ("в 2024. 14 документов", "в 2024 . 14 документов"),
        ("1,5 млн", "1,5 млн"),
        ("Касым-Жомарт\u00a0Токаев", "Касым-Жомарт Токаев"),
        ("«Рубеж-2024»", "« Рубеж-2024 »"),
        ("O\u0414КБ и CНГ", "O\u0414КБ и CНГ"),  # Latin O and C
        ("без\u00adопасность", "без\u00adопасность"),
        ("2025–2027", "2025–2027"),
    ],
)
def test_tokens(text, expected):
    assert " ".join(text[a:b] for a, b in tokens(text)) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("O\u0414КБ", "ОДКБ"),
        ("CSTO", "CSTO"),
        ("COVIDом", "COVIDом"),
        ("без\u00adопасность", "безопасность"),
        ("за\u0301мок", "замок"),
        ("и\u0306од", "йод"),
        ("\u200b", "\u200b"),
    ],
)
def test_clean(word, expected):
    assert clean(word) == expected


@given(st.text())
def test_lookalikes_keep_the_length(text):
    assert len(fold_lookalikes(text)) == len(text)


MIXTURE = st.lists(
    st.sampled_from(
        [
            *'абВГaB1 ."«»–-,!?…\n\t\u00a0:;()г',
            "=)",
            " г. ",
            "т. е.",
            " им. ",
            ". В ",
            "ОДКБ.",
            "2024 ",
            '" – ',
        ]
    )
)


@given(MIXTURE)
@settings(max_examples=400)
def test_where_sentences_end_is_asked_only_where_a_rule_could_split(parts):
    line = "".join(parts).replace("\n", " ")
    asked = [(part.start, part.stop) for part in segment._SEGMENTER(line) if part.text]
    assert list(segment.spans(line)) == asked


@given(MIXTURE)
def test_words_of_a_sentence_are_its_tokens(parts):
    for start, end in segment.spans("".join(parts)):
        sentence = "".join(parts)[start:end]
        found = segment.words_of(sentence)
        expected = [sentence[a:b] for a, b in tokens(sentence)]
        if found:
            assert found[0] == expected
            assert "".join(w + " " * b for w, b in zip(*found, strict=True)) == sentence
        else:
            assert " ".join(sentence.split()) != sentence or max(map(len, sentence.split())) >= segment.SHORT


@given(st.text(alphabet=st.sampled_from('абВГaB1 ."«»–-,!?…\n\t\u00a0:;()г')))
def test_every_character_lies_in_one_token(text):
    covered = [place for found in sentences(text) for a, b in found.tokens for place in range(a, b)]
    assert covered == [place for place, letter in enumerate(text) if not letter.isspace()]


def test_no_sentence_is_longer_than_the_limit():
    text = "слово и " * 3_000
    found = list(sentences(text))
    assert max(len(part.tokens) for part in found) <= MAX_TOKENS
    assert sum(len(part.tokens) for part in found) == 6_000


def test_no_sentence_holds_a_line_break():
    text = "Раз\nдва\rтри\u2028четыре\x0bпять"
    assert [text[s.start : s.end] for s in sentences(text)] == ["Раз", "два", "три", "четыре", "пять"]

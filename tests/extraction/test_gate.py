"""The gate lets pass whatever the finders could attribute to an organisation, and no model is asked."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest

from itogi.errors import UsageError
from itogi.extraction.gate import Gate, stem
from itogi.language import lexicon
from itogi.language.lemma import fold, parses
from itogi.model.article import Article

CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")
FIVE = ("CSTO", "SCO", "CIS", "EAEU", "BRICS")


@pytest.fixture(scope="module")
def gate():
    return Gate(FIVE)


def article(text: str, published: date | None = date(2024, 11, 28)) -> Article:
    return Article("0" * 16, text, published=published)


@pytest.mark.parametrize(
    "text",
    [
        "В Ташкенте обсудили планы ОДКБ.",
        "Учения «ОДКБ-2024» перенесли.",
        "Форум Россия–ШОС открылся в Уфе.",
        "Договором о коллективной безопасности этого не предусмотрено.",
        "Об этом договорились в Содружестве Независимых Государств.",
        "Её обсудят на Высшем Евразийском экономическом совете.",
        "Заявил представитель Шанхайской\nорганизации сотрудничества.",
        "Страны шанхайской пятёрки встретятся в мае.",
        "О расследовании рассказали в МАК.",
        "Коллегия ЕЭК продлила пошлину.",
        "Бизнес ждёт Евразийский экономический форум в Минске.",
        "В Казани начался Форум творческой и научной интеллигенции.",
        "Имангали Тасмагамбетов посетил Ереван.",
        "СОДРУЖЕСТВО НЕЗАВИСИМЫХ ГОСУДАРСТВ ОТМЕТИЛО ЮБИЛЕЙ",
        "Встреча в рамках Содру\u00adжества Незави\u00adсимых Госу\u00adдарств.",
        "Соглашение с Евpaзийским экономическим союзом подписано.",  # two letters are Latin ones
    ],
)
def test_what_can_be_of_an_organisation_passes(gate, text):
    assert gate(article(text))


@pytest.mark.parametrize(
    "text",
    [
        "Сборная выиграла турнир в Осло.",
        "Организация провела собрание в субботу.",
        "На полигоне провёл совещание министр обороны.",
        "Совет министров иностранных дел собрался в Брюсселе.",  # which one, no word tells
        "Минута молчания прошла в полдень.",
        "КСОРовцы и СНГшники: слова, которых нет в словарях сокращений.",
        "Договор о поставках. Коллективной безопасности он не касается.",
    ],
)
def test_what_names_none_is_stopped(gate, text):
    assert not gate(article(text))


def test_a_head_counts_in_his_term_only(gate):
    text = "Бордюжа приехал в Ереван."
    assert gate(article(text, date(2010, 5, 1)))
    assert not gate(article(text, date(2024, 5, 1)))
    assert gate(article(text, None))


def test_only_what_is_asked_for_passes():
    assert not Gate(["SCO"])(article("Саммит ОДКБ прошёл в Астане."))
    assert Gate(["csto", "SCO"])(article("Саммит ОДКБ прошёл в Астане."))
    assert Gate(["NATO"])(article("Столтенберг прибыл в Вильнюс.", date(2023, 7, 10)))


def test_an_unknown_code_is_refused_with_those_there_are():
    with pytest.raises(UsageError, match="CSTO"):
        Gate(["CSTO", "ODKB"])


@pytest.mark.parametrize("code", FIVE)
def test_every_name_passes_in_every_form(code):
    """The names of an organisation with each word in each case and number that the dictionary has."""
    gate, organisation = Gate([code]), lexicon.organisations()[code]
    for phrase in (*organisation.phrases, *organisation.abbreviations):
        assert gate(article(f"Речь шла о том, что {phrase} ждёт перемен."))
        for case in CASES:
            for number in ("sing", "plur"):
                words = [inflected(word, case, number) for word in phrase.split()]
                assert gate(article(f"Речь шла о том, что {' '.join(words)} ждёт перемен.")), words


def inflected(word: str, case: str, number: str) -> str:
    if word.isupper():
        return word
    form = next((f for p in parses(word.lower()) if (f := p.inflect({case, number}))), None)
    return form.word.capitalize() if form and word[0].isupper() else form.word if form else word


def test_what_the_finders_take_for_an_organisation_passes(extracted_phrases):
    """Whatever sentence the index of names attributes to one of the five, the gate lets pass."""
    for code, text in extracted_phrases:
        assert Gate([code])(article(text)), (code, text)


@pytest.fixture(scope="module")
def extracted_phrases():
    """Sentences with the bodies of the organisations in differing cases, as the reader attributes them."""
    from itogi.extraction.mentions import find_mentions
    from itogi.language.pipeline import load

    texts = []
    for code in FIVE:
        for body in lexicon.organisations()[code].bodies:
            for name in (body.name, *body.aliases, *body.abbreviations):
                for case in ("nomn", "gent", "loct"):
                    words = [inflected(word, case, "sing") for word in name.split()]
                    texts.append(f"Вчера {' '.join(words)} обсуждали в столице.")
    found = [(m.owner or m.value, doc.text) for doc in load().pipe(texts) for m in find_mentions(doc)]
    kept = [(code, text) for code, text in found if code in FIVE]
    assert len(kept) > 100
    return kept


@pytest.mark.parametrize(
    "word", ["Содружество", "Независимых", "Шанхайская", "союз", "безопасности", "объединение"]
)
def test_a_stem_begins_every_form_of_its_word(word):
    beginning = stem(word)
    assert len(beginning) >= 2
    for form in parses(word.lower())[0].lexeme:
        assert fold(form.word).startswith(beginning) or fold(form.word)[:2] != fold(word)[:2]


def test_no_model_and_no_spacy_is_loaded():
    code = (
        "import sys\n"
        "from itogi.extraction.gate import Gate\n"
        "from itogi.model.article import Article\n"
        "assert Gate(['CSTO'])(Article('0' * 16, 'Саммит ОДКБ'))\n"
        "loaded = {'spacy', 'thinc', 'numpy', 'itogi.language.slovnet'} & set(sys.modules)\n"
        "sys.exit(' '.join(sorted(loaded)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")

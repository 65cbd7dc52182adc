import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from itogi.language import annotate
from itogi.language.pipeline import load

CHILD = """
import sys
from itogi.language.pipeline import load
doc = load()("В Астане прошла сессия.")
assert [ent.text for ent in doc.ents] == ["Астане"], doc.ents
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""


def check(doc: Doc, text: str) -> None:
    """What holds for any text whatsoever."""
    assert doc.text == text
    assert sum(len(sent) for sent in doc.sents) == len(doc)
    for sent in doc.sents:
        assert sum(token.head == token for token in sent) == 1
        for token in sent:
            assert sent.start <= token.head.i < sent.end
            assert token.is_sent_start == (token.i == sent.start)
            assert (token.pos_ == "SPACE") == token.text.isspace()
            assert token.lemma_ and token.dep_
        assert "\n" not in sent.text.strip()
    assert {ent.label_ for ent in doc.ents} <= {"PER", "LOC", "ORG"}


@given(st.text())
@settings(max_examples=150, deadline=None)
def test_any_text(text):
    check(load()(text), text)


@given(st.lists(st.sampled_from(["Токаев", "в", "Астане", "г", ".", "»", "\n", "\u00a0", " ", "—", "1"])))
@settings(max_examples=150, deadline=None)
def test_any_mixture_of_words_and_space(parts):
    check(load()("".join(parts)), "".join(parts))


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n",
        " \n\t ",
        "\x00",
        "🎉🎉",
        "\ufeffТекст",
        "\U00017000 слово\U00017000",
        "." * 5_000,
        '" ' * 5_000,
        "а" * 20_000,
        "а-" * 5_000,
    ],
    ids=lambda text: repr(text[:4]),
)
def test_awkward_texts(text):
    check(load()(text), text)


def test_more_than_spacy_takes_by_default():
    text = "Совет принял решение. " * 50_000  # 1.1 MB on one line
    assert load().tokenizer(text).text == text
    assert load().max_length > len(text)


def test_white_space_hangs_on_the_token_before():
    doc = load()(" Сессия  прошла.\n\nВ Астане.")
    space = [(token.text, token.head.i - token.i) for token in doc if token.is_space]
    assert space == [(" ", 1), (" ", -1), ("\n\n", -1)]
    assert [sent.text for sent in doc.sents] == [" Сессия  прошла.\n\n", "В Астане."]


def test_annotations():
    doc = load()("Владимир Токаев подписал заявление ОДКБ в Астане.")
    assert [token.lemma_ for token in doc][1:4] == ["токаев", "подписать", "заявление"]
    assert [(ent.text, ent.label_) for ent in doc.ents] == [
        ("Владимир Токаев", "PER"),
        ("ОДКБ", "ORG"),
        ("Астане", "LOC"),
    ]
    verb = doc[2]
    assert (verb.pos_, verb.dep_, verb.head) == ("VERB", "root", verb)
    assert verb.morph.get("Tense") == ["Past"]
    assert (doc[3].dep_, doc[3].head, doc[3].morph.get("Case")) == ("obj", verb, ["Acc"])


def test_latin_lookalikes_are_read_as_meant():
    doc = load()("Заявление O\u0414КБ принято.")
    assert (doc[1].text, doc[1].norm_, doc[1].lemma_) == ("O\u0414КБ", "одкб", "одкб")
    assert [ent.label_ for ent in doc.ents] == ["ORG"]


def test_what_is_kept_between_batches_is_bounded(monkeypatch):
    """Forms are forgotten when there are too many; a text is read as before."""
    nlp = load()
    annotator = nlp.get_pipe("itogi_slovnet")
    text = "Министры встретились в Бишкеке."
    before = nlp(text).to_array(["NORM", "POS", "MORPH", "LEMMA", "HEAD", "DEP", "ENT_IOB"]).tolist()
    monkeypatch.setattr(annotate, "KEPT", 20)
    for number in range(100):
        doc = nlp(f"Проект{number} поддержали {number} государств.")
        assert len(annotator.codes) <= 20 + len(doc)
        assert len(annotator.rows) <= 20 + len(doc)
    assert nlp(text).to_array(["NORM", "POS", "MORPH", "LEMMA", "HEAD", "DEP", "ENT_IOB"]).tolist() == before


def test_a_text_is_read_the_same_alone_and_among_others():
    texts = [
        "Совет собрался в Минске.",
        "Учения прошли.\n\nИх вёл Токаев.",
        " Да",
        "План  принят. Его ждали.",
    ] * 3
    attributes = [
        "ORTH",
        "SPACY",
        "SENT_START",
        "NORM",
        "POS",
        "MORPH",
        "LEMMA",
        "HEAD",
        "DEP",
        "ENT_IOB",
        "ENT_TYPE",
    ]
    nlp = load()
    for text, doc in zip(texts, nlp.pipe(texts), strict=True):
        assert doc.to_array(attributes).tolist() == nlp(text).to_array(attributes).tolist()


def test_runs_without_natasha_and_its_dead_relatives():
    run = subprocess.run(
        [sys.executable, "-c", CHILD], capture_output=True, text=True, check=False, env={"PYTHONUTF8": "1"}
    )
    assert run.returncode == 0, run.stderr
    loaded = set(run.stdout.split())
    assert not loaded & {"natasha", "slovnet", "navec", "pymorphy2", "torch", "yargy"}
    assert {"spacy", "pymorphy3", "razdel"} <= loaded


def test_spacy_comes_without_its_commands_until_they_are_asked_for():
    code = (
        "import sys, itogi.language.pipeline, spacy; assert 'spacy.cli' not in sys.modules;"
        "assert spacy.info(silent=True)['spacy_version'] == spacy.__version__;"
        "import spacy.cli; assert spacy.cli.download"
    )
    subprocess.run([sys.executable, "-c", code], check=True)

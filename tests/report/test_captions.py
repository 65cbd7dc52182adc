import copy

import pytest

from itogi.errors import UsageError
from itogi.model.kinds import kinds
from itogi.report.captions import LANGUAGES, Captions, problems, raw_captions
from itogi.report.wording import Wording


def test_every_caption_is_there_in_both_languages():
    assert problems(raw_captions()) == []


@pytest.mark.parametrize(
    ("path", "complaint"),
    [
        (("text", "results", "ru"), "text.results has no caption in 'ru'"),
        (
            ("values", "document.stage", "in-force", "en"),
            "values.document.stage.in-force has no caption in 'en'",
        ),
        (("plural", "document", "ru", "few"), "plural.document.ru has no caption in 'few'"),
        (("slots", "venue", "ru"), "slots.venue has no caption in 'ru'"),
    ],
)
def test_a_missing_caption_is_named(path, complaint):
    raw = copy.deepcopy(dict(raw_captions()))
    inner = raw
    for key in path[:-1]:
        inner = inner[key]
    del inner[path[-1]]
    assert complaint in problems(raw)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_value_of_every_enum_has_a_caption_of_its_own(language):
    captions = Captions(language)
    for kind in kinds().values():
        for slot in kind.slots.values():
            said = [captions.value(kind.name, slot.name, value) for value in slot.values]
            assert len(set(said)) == len(said), (kind.name, slot.name)


@pytest.mark.parametrize(
    ("language", "number", "said"),
    [
        ("ru", 1, "1 документ"),
        ("ru", 2, "2 документа"),
        ("ru", 5, "5 документов"),
        ("ru", 11, "11 документов"),
        ("ru", 21, "21 документ"),
        ("ru", 112, "112 документов"),
        ("en", 1, "1 document"),
        ("en", 0, "0 documents"),
    ],
)
def test_plurals(language, number, said):
    assert Captions(language).count("document", number) == said


@pytest.mark.parametrize(
    ("language", "number", "said"),
    [("en", 1, "1st"), ("en", 12, "12th"), ("en", 23, "23rd"), ("ru", 5, "5-е")],
)
def test_ordinals(language, number, said):
    assert Captions(language).ordinal(number) == said


def test_another_language_is_refused_with_a_remedy():
    with pytest.raises(UsageError, match="use one of en, ru"):
        Captions("fr")


@pytest.mark.parametrize(
    ("edtf", "english", "russian"),
    [
        ("2013", "2013", "2013"),
        ("2024-11", "November 2024", "ноябрь 2024"),
        ("2024-11-28", "28 November 2024", "28 ноября 2024"),
        ("2024-09/2024-10", "September – October 2024", "сентябрь – октябрь 2024"),
        ("2024-11-26/2024-11-28", "26–28 November 2024", "26–28 ноября 2024"),
        ("2024-09-26/2024-10-03", "26 September – 3 October 2024", "26 сентября – 3 октября 2024"),
        ("2024-12/2025-01", "December 2024 – January 2025", "декабрь 2024 – январь 2025"),
        ("2023/2024", "2023–2024", "2023–2024"),
        ("2024-11-28/2024-11-28", "28 November 2024", "28 ноября 2024"),
        ("some day", "some day", "some day"),
    ],
)
def test_dates(edtf, english, russian):
    assert Wording(Captions("en")).when(edtf) == english
    assert Wording(Captions("ru")).when(edtf) == russian


def test_months_after_since_are_in_the_genitive():
    assert Wording(Captions("ru")).since("2024-11") == "ноября 2024"


def test_parties_are_countries_organisations_or_as_they_stand():
    wording = Wording(Captions("ru"), {"CSTO": {"ru": "ОДКБ", "en": "CSTO"}})
    said = [wording.party(value) for value in ("KZ", "CSTO", "SCO", "лидеры стран")]
    assert said == ["Казахстан", "ОДКБ", "SCO", "лидеры стран"]

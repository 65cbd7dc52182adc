from __future__ import annotations

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from making import fact, fill, report

from itogi.register import claims
from itogi.register.ledger import _captions
from itogi.register.traits import rules

DAY = "2024-11-28"


def figure(what, value, label, **slots):
    return fact(
        "figure", f"Всего {value} {label}.", organisation="CSTO", what=what, value=value, label=label, **slots
    )


def document(title, **slots):
    slots = {"date": DAY, "stage": "signed", **slots}
    return fact("document", f"Подписано: {title}.", organisation="CSTO", title=title, **slots)


FOUR = [
    document(t) for t in ("об охране озёр", "о перевозках зерна", "о подготовке врачей", "о почтовой связи")
]


def only(register, period=2024):
    (claim,) = claims(register, "CSTO", period)
    return claim


@pytest.mark.parametrize(
    ("value", "about", "verdict"),
    [(4, False, "supported"), (14, False, "partly"), (3, False, "contradicted"), (3, True, "supported")],
)
def test_documents_of_a_day(register, value, about, verdict):
    told = figure("documents", value, "документов", date=DAY, approximate=about)
    elsewhen = document("об охране лесов", date="2024-06-01"), document("о дорогах", stage="drafting")
    fill(register, report(told), report(*FOUR, *elsewhen), report(document("о мостах", date="2024")))
    claim = only(register)
    assert (claim.verdict, claim.found, len(claim.counted)) == (verdict, 4, 4)
    assert {register.entry(id).type for id in claim.counted} == {"document"}
    assert set(claim.explanation) == {"en", "ru"}
    assert str(value) in claim.explanation["ru"]


def test_a_tenth_less_supports_an_approximate_claim(register):
    days = [fact("meeting", f"Заседание {d} мая.", organisation="CSTO", date=f"2024-05-{d}", status="held")
            for d in range(10, 28)]  # fmt: skip
    fill(register, report(figure("meetings", 20, "заседаний", date="2024", approximate=True)), report(*days))
    assert (only(register).verdict, only(register).found) == ("supported", 18)


def test_a_label_that_names_a_kind_counts_that_kind(register):
    fill(register, report(figure("documents", 2, "протокола", date=DAY)),
         report(*FOUR, *(document(t, kind="protocol") for t in ("статус сил", "тыл войск"))))  # fmt: skip
    assert (only(register).verdict, only(register).found) == ("supported", 2)


def test_sources_that_differ_contradict_each_other_and_say_who_said_it(register):
    one = report(figure("documents", 14, "документов", date=DAY, by="Иван Петров"), published=DAY)
    two = report(figure("documents", 15, "документа", date=DAY), published="2024-11-29")
    fill(register, one, two, report(*FOUR))
    claim = only(register)
    assert claim.verdict == "contradicted"
    assert [v.value for v in claim.entry.slots["value"]] == [15, 14]
    assert {r.article for r in claim.entry.records} == {one[0].id, two[0].id}
    assert claim.entry.value("by") == "Иван Петров"


def test_events_of_a_year_are_meetings_and_activities_that_took_place(register):
    facts = [
        fact("meeting", "Прошло заседание.", organisation="CSTO", date="2024-05-01", status="held"),
        fact("meeting", "Пройдёт заседание.", organisation="CSTO", date="2024-12-20", status="planned"),
        fact(
            "activity",
            "Прошло учение.",
            organisation="CSTO",
            name="Гром-2024",
            kind="exercise",
            status="held",
        ),
    ]
    fill(register, report(figure("events", 60, "мероприятий по уставным полям", date="2024")), report(*facts))
    fill(register, report(figure("exercises", 1, "учение", date="2024", status="actual")))
    events, exercises = claims(register, "CSTO", 2024)
    assert (events.verdict, events.found) == ("partly", 2)
    assert (exercises.verdict, exercises.found) == ("supported", 1)


def test_a_claim_on_days_does_not_take_what_is_known_to_the_month(register):
    told = figure("exercises", 2, "учения", date="2024-09-03/2024-09-15")
    names = {"Гроза": "2024-09-03/2024-09-15", "Туман": "2024-09-10", "Ливень": "2024-09", "Иней": "2024"}
    drills = [
        fact("activity", f"Учение «{name}».", organisation="CSTO", kind="exercise", name=name, date=when)
        for name, when in names.items()
    ]
    fill(register, report(told), report(*drills))
    assert (only(register).verdict, only(register).found) == ("supported", 2)


def test_a_narrow_label_is_never_supported_by_a_wide_count(register):
    narrow = figure("events", 1, "антинаркотическое мероприятие", date="2024")
    held = [fact("meeting", f"Заседание {d}.", organisation="CSTO", date=f"2024-05-{d}") for d in (10, 20)]
    fill(register, report(narrow), report(*held))
    assert (only(register).verdict, only(register).found) == ("unverified", 2)


def test_the_ordinal_of_a_chairmanship(register):
    def chair(year, **slots):
        return fact("chairmanship", f"Казахстан был во главе: {year}.", organisation="CSTO", country="KZ",
                    year=year, **slots)  # fmt: skip

    other = fact("chairmanship", "Потом Киргизия.", organisation="CSTO", country="KG", year="2025")
    told = figure("chairmanships", 5, "председательство Казахстана", date="2024")
    fill(register, report(told), report(chair("2024", ordinal=5), chair("2018"), chair("2030"), other))
    assert (only(register).verdict, only(register).found) == ("partly", 2)


def test_what_the_register_does_not_count_is_unverified(register):
    fill(register, report(figure("participants", 23000, "сотрудников", date="2024")))
    assert (only(register).verdict, only(register).found, only(register).counted) == ("unverified", None, ())
    assert not claims(register, "CSTO", 2020)


def test_countries_of_a_meeting(register):
    met = fact("meeting", "Съехались шестеро.", organisation="CSTO", date=DAY, countries=("KZ", "RU", "BY"))
    fill(register, report(figure("countries", 3, "государства", date=DAY)), report(met))
    assert (only(register).verdict, only(register).found) == ("supported", 3)


def test_captions_are_in_both_languages():
    for reason, texts in _captions()["reason"].items():
        assert set(texts) == {"en", "ru"}, reason
        assert all("{value}" in text for text in texts.values()), reason
    assert set(_captions()["settle"]) == set(rules()["claims"])
    assert all(set(texts) == {"en", "ru"} for texts in _captions()["settle"].values())


def test_the_rotation_stands_beside_an_ordinal(register):
    told = figure("chairmanships", 2, "председательство Казахстана", date="2024")
    turns = ((2018, "KZ"), (2022, "AM"), (2023, "BY"), (2024, "KZ"), (2026, "RU"))
    chairs = [
        fact("chairmanship", f"{c} в {y} году.", organisation="CSTO", country=c, year=str(y))
        for y, c in turns
    ]
    fill(register, report(told, *chairs))
    claim = only(register)
    assert (claim.verdict, claim.found, claim.settles) == ("supported", 2, {})
    assert [register.entry(id).value("country") for id in claim.beside] == ["AM", "BY"]


def test_what_would_settle_a_claim(register):
    fill(register, report(figure("documents", 14, "документов", date=DAY)), report(*FOUR))
    assert "документов" in only(register).settles["ru"]


@pytest.mark.parametrize(
    ("value", "verdict", "found"), [(3, "supported", 3), (5, "partly", 3), (700, "unverified", None)]
)
def test_participants_of_a_meeting(register, value, verdict, found):
    people = ("Иван Лосев", "Пётр Зорин", "Анна Рябова")
    met = fact("meeting", "Встретились трое.", organisation="CSTO", date=DAY, people=people)
    fill(register, report(figure("participants", value, "участников", date=DAY)), report(met))
    assert (only(register).verdict, only(register).found) == (verdict, found)


def test_many_claims_ask_the_register_no_more_often_than_a_few(register):
    """Claims on one period are held against what was asked for once."""
    fields = ["о горах", "о реках", "о лесах", "о садах", "о море", "о степи", "о полях", "о дорогах"]

    def questions():
        with CaptureQueriesContext(connections[register._rows.alias]) as asked:
            assert claims(register, "CSTO", 2024)
        return len(asked)

    fill(register, report(*FOUR), report(figure("documents", 90, f"документов {fields[0]}", date="2024")))
    few = questions()
    fill(register, *(report(figure("documents", 100 + n, f"документов {some}", date="2024"))
                     for n, some in enumerate(fields[1:])))  # fmt: skip
    assert len(claims(register, "CSTO", 2024)) == len(fields)
    assert questions() == few

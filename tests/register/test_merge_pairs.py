"""Pairs of statements that are one fact, and pairs that are two, by type: what a reader of both would say."""

from __future__ import annotations

import pytest
from making import fact, report

from itogi.register.merge import merge
from itogi.register.traits import Item


def told(type, said, sentence, **slots):
    """One statement: its type, the day of its report, its sentence and slots (CSTO's where none is named)."""
    if type in ("meeting", "document", "figure", "activity", "membership", "body"):
        slots = {"organisation": "CSTO"} | slots
    return type, said, sentence, slots


def document(said, title, sentence="", **slots):
    return told("document", said, sentence or f"Сказано: {title}.", title=title, **slots)


def meeting(said, **slots):
    return told("meeting", said, f"Собрались: {slots}.", **slots)


def activity(said, name, sentence="", **slots):
    return told("activity", said, sentence or f"Прошло: {name}.", name=name, **slots)


def figure(said, value, label, sentence="", **slots):
    return told("figure", said, sentence or f"{value} {label}.", value=value, label=label, **slots)


def member(said, country, **slots):
    return told("membership", said, f"Членство: {country} {slots}.", country=country, role="member", **slots)


def body(said, name, **slots):
    return told("body", said, f"Создан орган: {name}.", name=name, **slots)


def office(said, person, position, **slots):
    return told("office", said, f"{position} {person} {slots}.", person=person, position=position, **slots)


def quote(said, speaker, text):
    return told("quote", said, f"«{text}», – сказал {speaker}.", speaker=speaker, text=text)


def invitation(said, host, guests, **slots):
    return told("invitation", said, f"{host} зовёт: {guests} {slots}.", host=host, guests=guests, **slots)


def commitment(said, actors, text, **slots):
    return told("commitment", said, f"{text}.", actors=actors, text=text, **slots)


SIGNED = {"stage": "signed", "date": "2024-11-28"}
ONE = {
    "a plain title of the day, of a lone kind": (
        document("2024-11-29", "итоговая декларация", kind="declaration", **SIGNED),
        document("2024-12-20", "Астанинская декларация", kind="declaration", **SIGNED),
    ),
    "a pronoun whose sentence names the thing": (
        document("2024-11-29", "соглашение о нём", "Центр подготовки лоцманов: соглашение о нём подписано.",
                 kind="agreement", stage="signed"),
        document("2024-12-20", "соглашение о центре подготовки лоцманов", kind="agreement", **SIGNED),
    ),
    "signed, and in force with the day of signing recalled": (
        document("2024-11-28", "Протокол о приёме Киргизии", kind="protocol",
                 topics=("membership",), **SIGNED),
        document("2025-06-02", "протокол", kind="protocol", stage="in-force", date="2025-06-01",
                 since="2024-11-28", topics=("membership",)),
    ),
    "ratified by two states in far months": (
        document("2024-11-28", "соглашение о перевозках грузов", kind="agreement", stage="ratified",
                 date="2024-02-01"),
        document("2025-01-28", "соглашением о перевозках грузов", kind="agreement", stage="ratified",
                 date="2024-12-01"),
    ),
    "a compound and its parts": (
        document("2024-11-28", "соглашение об автоперевозках", kind="agreement",
                 topics=("transport",), **SIGNED),
        document("2024-11-28", "Соглашение о международных автомобильных перевозках", kind="agreement",
                 topics=("transport",), **SIGNED),
    ),
    "a state by name and by adjective": (
        document("2022-07-05", "шведский протокол", kind="protocol", topics=("membership",)),
        document("2022-07-05", "Протокол о приёме Швеции", kind="protocol", topics=("membership",)),
    ),
    "a title with a clause that describes it": (
        document("2024-11-28", "протокол о статусе сил, который в мае согласовали министры", kind="protocol"),
        document("2024-12-28", "протокол о статусе сил", kind="protocol"),
    ),
    "an ordinal and its figure": (
        document("2018-08-24", "третья программа помощи бассейну", kind="programme", organisation="IFAS"),
        document("2018-08-20", "программа помощи бассейну № 3", kind="programme", organisation="IFAS"),
    ),
    "a body in full and by its abbreviation": (
        meeting("2024-06-01", date="2024-05-30", body="Совет министров обороны", place="Минск"),
        meeting("2024-06-02", date="2024-05", body="СМО", place="Минск"),
    ),
    "a body contracted to one word": (
        meeting("2024-06-01", organisation="EAEU", date="2024-05-30", body="Генеральный совет",
                place="Минск"),
        meeting("2024-06-02", organisation="EAEU", date="2024-05", body="Генсовет", place="Минск"),
    ),
    "an exercise by name, and by place and month": (
        activity("2024-10-20", "Крепкая дружба-2024", kind="exercise", date="2024-10-15/2024-10-20",
                 place="Лоевка"),
        activity("2024-11-20", "октябрьское учение", kind="exercise", date="2024-10", place="Лоевка"),
    ),
    "a mission in two reports of its time": (
        activity("2024-02-20", "миссия в Грузии", kind="mission", organisation="OSCE"),
        activity("2024-06-20", "миссию", kind="mission", organisation="OSCE", countries=("GE",)),
    ),
    "a visit to a state and to its capital": (
        activity("2024-02-20", "государственный визит", kind="visit", date="2024-03-01/2024-03-02",
                 place="Казахстан", organisation=None),
        activity("2024-03-03", "государственного визита", kind="visit", date="2024-03-01/2024-03-02",
                 place="Астана", organisation=None),
    ),
    "one count, two values of one day": (
        figure("2024-11-28", 580, "человек", what="participants", date="2024-10-21/2024-10-29"),
        figure("2024-11-29", 600, "участников", what="participants", date="2024-10-21/2024-10-29"),
    ),
    "a sum recalled years later": (
        figure("2009-02-04", 10_000_000_000, "объём фонда", "Объём фонда взаимной помощи – 10 миллиардов.",
               what="money"),
        figure("2011-06-09", 10_000_000_000, "обещанных", "Фонд взаимной помощи: 10 миллиардов.",
               what="money"),
    ),
    "applied, then joined": (
        member("2014-09-12", "IN", organisation="SCO", stage="applied", date="2014"),
        member("2017-06-09", "IN", organisation="SCO", stage="joined", date="2017-06-09"),
    ),
    "a member, without a stage": (
        member("2019-10-16", "HU", organisation="OTS", stage="joined", date="2018-09"),
        member("2019-10-18", "HU", organisation="OTS"),
    ),
    "a body by its initials": (
        body("2024-01-01", "Региональная антитеррористическая структура", organisation="SCO"),
        body("2024-06-01", "РАТС", organisation="SCO"),
    ),
    "a body in another case": (
        body("2024-01-01", "Коллективных силах быстрого ответа"),
        body("2024-06-01", "Коллективные силы быстрого ответа"),
    ),
    "a post by its short name": (
        office("2024-01-01", "Иван Ильич Петров", "министр иностранных дел", of="BY"),
        office("2024-06-01", "Иван Петров", "глава МИД", of="BY"),
    ),
    "a head of government by three names": (
        office("2024-01-01", "Иван Петров", "премьер", of="BY"),
        office("2024-06-01", "Иван Петров", "бывший глава правительства", of="BY"),
    ),
    "a leader who is the president": (
        office("2024-01-01", "Иван Петров", "лидер", of="BY"),
        office("2024-06-01", "Иван Петров", "президент", of="BY"),
    ),
    "an institution by its initials": (
        office("2024-01-01", "Иван Петров", "председатель коллегии", of="Евразийская экономическая комиссия"),
        office("2024-06-01", "Иван Петров", "глава коллегии", of="ЕЭК"),
    ),
    "a name that was written in two ways": (
        office("2024-01-01", "Роберто Азеведу", "гендиректор", of="WTO"),
        office("2024-06-01", "Роберту Азеведу", "генеральный директор", of="WTO"),
    ),
    "a part of a quotation": (
        quote("2012-06-28", "Иван Петров", "Бумага пришла, читают юристы, а решать будут президенты союза"),
        quote("2013-06-29", "Петров", "Решать будут президенты"),
    ),
    "an invitation without its occasion": (
        invitation("2012-12-19", "В. В. Путин", ("главам государств",), occasion="заседание", place="Сочи",
                   date="2013"),
        invitation("2013-06-28", "Владимир Путин", ("коллег",), place="Сочи", date="2013-09-23"),
    ),
    "an undertaking in other words": (
        commitment("2024-10-24", ("BRICS",), "торги зерном на бирже договорились начать в 2026 году",
                   due="2026", topics=("trade",)),
        commitment("2025-01-20", ("BRICS",), "биржу зерна намерены запустить не позднее 2026 года",
                   due="2026", topics=("trade",)),
    ),
}  # fmt: skip

TWO = {
    "two protocols of one day with near titles": (
        document("2019-10-16", "протокол об упрощении процедур в морских портах", kind="protocol",
                 topics=("trade",), **SIGNED),
        document("2019-10-16", "протокол об ускорении выплат беженцам", kind="protocol", topics=("trade",),
                 **SIGNED),
    ),
    "two states join by a protocol each": (
        document("2022-07-05", "Протокол о присоединении Финляндии", kind="protocol", topics=("membership",),
                 stage="signed", date="2022-07-05"),
        document("2022-07-06", "Протокол о присоединении Швеции", kind="protocol", topics=("membership",),
                 stage="signed", date="2022-07-05"),
    ),
    "the third programme and the fourth": (
        document("2018-08-24", "третья программа помощи бассейну", kind="programme"),
        document("2018-08-24", "четвёртая программа помощи бассейну", kind="programme"),
    ),
    "plain titles of two sessions": (
        document("2023-11-24", "итоговая декларация", kind="declaration", stage="signed", date="2023-11-23"),
        document("2024-11-29", "итоговая декларация", kind="declaration", **SIGNED),
    ),
    "plain decisions of one day on two topics": (
        document("2024-11-29", "решение", kind="decision", topics=("budget",), **SIGNED),
        document("2024-11-30", "решение", kind="decision", topics=("membership",), **SIGNED),
    ),
    "an agreement and the law that ratifies it": (
        document("2024-11-29", "соглашение о перевозках", kind="agreement", **SIGNED),
        document("2024-12-29", "закон о ратификации", kind="law", stage="signed", date="2024-12-28"),
    ),
    "two ministers' meetings within a month": (
        meeting("2024-06-01", date="2024-06-01", level="foreign-ministers", place="Минск"),
        meeting("2024-06-22", date="2024-06-22", level="foreign-ministers", place="Минск"),
    ),
    "two bodies of one day": (
        meeting("2024-06-01", date="2024-06-01", body="Военный комитет", place="Минск"),
        meeting("2024-06-01", date="2024-06-01", body="Постоянный совет", place="Минск"),
    ),
    "two exercises of one series": (
        activity("2024-10-20", "Крепкая дружба", kind="exercise", date="2024-10", place="Лоевка"),
        activity("2023-10-20", "Крепкая дружба", kind="exercise", date="2023-10", place="Лоевка"),
    ),
    "two exercises of one month": (
        activity("2024-10-20", "Крепкая дружба-2024", kind="exercise", date="2024-10", place="Лоевка"),
        activity("2024-10-20", "Быстрая река-2024", kind="exercise", date="2024-10", place="Сосновка"),
    ),
    "missions of two organisations": (
        activity("2024-02-20", "миссия в Грузии", kind="mission", organisation="OSCE"),
        activity("2024-02-20", "миссия в Грузии", kind="mission", organisation="EU"),
    ),
    "one number of two things": (
        figure("2024-11-28", 5, "стран", "В учении пять стран.", what="countries"),
        figure("2024-12-28", 5, "стран", "Перевозчики выросли на рынке пяти стран.", what="countries"),
    ),
    "counts of two occasions": (
        figure("2024-11-28", 14, "документов", what="documents", date="2024-11-28"),
        figure("2025-11-28", 14, "документов", what="documents", date="2025-11-27"),
    ),
    "counts of two years without a date": (
        figure("2022-11-28", 14, "документов", what="documents"),
        figure("2024-11-28", 14, "документов", what="documents"),
    ),
    "shares of two states": (
        figure("2009-06-10", 1_000_000, "взнос Киргизии", "Киргизия внесла в фонд миллион.", what="money"),
        figure("2009-06-11", 1_000_000, "взнос Армении", "Армения внесла в фонд миллион.", what="money"),
    ),
    "joining, and leaving": (
        member("2008-08-14", "GE", organisation="CIS", stage="joined", date="1993-12"),
        member("2009-08-18", "GE", organisation="CIS", stage="left", date="2009-08-18"),
    ),
    "joining, and joining again": (
        member("1995-08-14", "UZ", stage="joined", date="1994"),
        member("2006-08-18", "UZ", stage="joined", date="2006-08"),
    ),
    "guests of two summits": (
        told("membership", "2014-09-12", "Гость: TM.", country="TM", role="guest", date="2014-09"),
        told("membership", "2016-06-24", "Гость: TM опять.", country="TM", role="guest", date="2016-06"),
    ),
    "two groups of one organisation": (
        body("2024-01-01", "рабочая группа по реформе"), body("2024-01-02", "рабочая группа по торговле"),
    ),
    "two persons of one family name": (
        office("2024-01-01", "Рустам Шарипов", "директор центра"),
        office("2024-01-02", "Далер Шарипов", "директор центра"),
    ),
    "a minister and a deputy": (
        office("2024-01-01", "Иван Петров", "министр обороны", of="BY"),
        office("2024-06-01", "Иван Петров", "заместитель министра обороны", of="BY"),
    ),
    "a president, and the head of the government": (
        office("2024-01-01", "Иван Петров", "президент", of="BY"),
        office("2024-06-01", "Иван Петров", "премьер-министр", of="BY"),
    ),
    "a president and an honorary one": (
        office("2024-01-01", "Иван Петров", "председатель", of="BY"),
        office("2024-06-01", "Иван Петров", "почётный председатель", of="BY"),
    ),
    "quotations of two persons of one family name": (
        quote("2024-01-01", "Рустам Шарипов", "Мы открыли эту дверь вместе с вами"),
        quote("2024-01-02", "Далер Шарипов", "Мы открыли эту дверь вместе с вами"),
    ),
    "two guests": (
        invitation("2024-01-01", "NATO", ("SE",), occasion="вступление в блок"),
        invitation("2024-01-02", "NATO", ("FI",), occasion="вступление в блок"),
    ),
    "undertakings of two parties": (
        commitment("2024-01-01", ("KZ",), "намерена принять учения", due="2026", topics=("arms",)),
        commitment("2024-01-02", ("BY",), "намерена принять учения", due="2027", topics=("arms",)),
    ),
}  # fmt: skip


def entries(pair):
    made = []
    for type, said, sentence, slots in pair:
        told_slots = {name: value for name, value in slots.items() if value is not None}
        article, records = report(fact(type, sentence, **told_slots), published=said, lead=f"{said}.")
        made.append(Item(records[0], article.published, article.id))
    return merge(made)


@pytest.mark.parametrize("name", ONE)
def test_one(name):
    assert len(entries(ONE[name])) == 1


@pytest.mark.parametrize("name", TWO)
def test_two(name):
    assert len(entries(TWO[name])) == 2


@pytest.mark.parametrize("name", [*ONE, *TWO])
def test_whichever_comes_first(name):
    pair = (ONE | TWO)[name]
    assert len(entries(pair)) == len(entries(pair[::-1]))

"""Exercises, operations, missions, forums and visits, and what only sounds like one."""

from __future__ import annotations

import pytest
from reading_one import records_in

ACTIVITIES = [
    (
        "На полигоне «Утёс» в мае завершилось учение ОДКБ «Рубеж».",
        {"name": "Рубеж", "place": "Утёс", "status": "held"},
    ),
    (
        "ОДКБ отменила летние сборы медиков в Новосибирске.",
        {"organisation": "CSTO", "kind": "training", "status": "cancelled", "place": "Новосибирск"},
    ),
    (
        "ОДКБ проведёт в Бишкеке в декабре семинар по киберугрозам.",
        {
            "organisation": "CSTO",
            "kind": "conference",
            "date": "2024-12",
            "place": "Бишкек",
            "topics": ("cyber",),
        },
    ),
    (
        "В Минске открылась выставка рукописей под эгидой СНГ.",
        {"organisation": "CIS", "kind": "other", "name": "выставка рукописей", "place": "Минск"},
    ),
    (
        "ШОС направит наблюдателей на выборы в Узбекистан.",
        {
            "organisation": "SCO",
            "kind": "mission",
            "status": "planned",
            "place": "Узбекистан",
            "topics": ("elections",),
        },
    ),
    (
        "Наблюдатели от ОБСЕ прибыли в Тбилиси, чтобы следить за выборами.",
        {"organisation": "OSCE", "kind": "mission", "name": "Наблюдатели от ОБСЕ", "place": "Тбилиси"},
    ),
    (
        "Наблюдателей на выборы в Мьянму АСЕАН не пошлёт.",
        {"organisation": "ASEAN", "kind": "mission", "status": "cancelled", "place": "Мьянма"},
    ),
    (
        "Миротворцы ОДКБ начали прибывать в Казахстан 6 января.",
        {
            "organisation": "CSTO",
            "kind": "mission",
            "date": "2024-01-06",
            "place": "Казахстан",
            "topics": ("peacekeeping",),
        },
    ),
    (
        "Вторые Игры стран СНГ открываются сегодня в Минске.",
        {"organisation": "CIS", "kind": "competition", "name": "Вторые Игры стран СНГ", "place": "Минск"},
    ),
    (
        "В Душанбе прошла неделя культуры ШОС.",
        {"organisation": "SCO", "kind": "celebration", "status": "held", "date": "2024-11-28"},
    ),
    (
        "В ОДКБ сообщили о подготовке. Учения начались вчера в Таджикистане.",
        {"organisation": "CSTO", "kind": "exercise", "date": "2024-11-27", "place": "Таджикистан"},
    ),
    (
        "В ОДКБ рассказали о планах. Сборы разведчиков, назначенные на декабрь, штаб отменил.",
        {"organisation": "CSTO", "kind": "training", "name": "Сборы разведчиков", "status": "cancelled"},
    ),
    (
        "Учение ОДКБ «Рубеж» пройдёт в Киргизии в сентябре 2025 года.",
        {
            "organisation": "CSTO",
            "kind": "exercise",
            "name": "Рубеж",
            "status": "planned",
            "date": "2025-09",
            "place": "Киргизия",
            "topics": ("military-training",),
        },
    ),
    (
        "В Таджикистане завершились совместные антитеррористические учения стран ШОС.",
        {
            "organisation": "SCO",
            "kind": "exercise",
            "status": "held",
            "place": "Таджикистан",
            "topics": ("terrorism",),
        },
    ),
    (
        "ОДКБ подвела итоги антинаркотической операции «Канал-Центр».",
        {"organisation": "CSTO", "kind": "operation", "name": "Канал-Центр", "topics": ("drugs",)},
    ),
    (
        "Миссия наблюдателей СНГ начала работу в Ташкенте.",
        {"organisation": "CIS", "kind": "mission", "name": "Миссия наблюдателей СНГ", "place": "Ташкент"},
    ),
    (
        "В Москве открылись курсы ОДКБ по подготовке миротворцев.",
        {"organisation": "CSTO", "kind": "training", "place": "Москва", "topics": ("peacekeeping",)},
    ),
    (
        "В Минске прошли консультации ОДКБ по вопросам борьбы с наркотиками.",
        {
            "organisation": "CSTO",
            "kind": "consultations",
            "status": "held",
            "place": "Минск",
            "topics": ("drugs",),
        },
    ),
    (
        "В Бишкеке состоялась конференция ШОС по борьбе с опустыниванием.",
        {"organisation": "SCO", "kind": "conference", "status": "held", "place": "Бишкек"},
    ),
    (
        "Евразийский экономический форум ЕАЭС откроется в Минске.",
        {"organisation": "EAEU", "kind": "forum", "status": "planned", "place": "Минск"},
    ),
    (
        "Спартакиада стран СНГ прошла в Казани в июне 2024 года.",
        {
            "organisation": "CIS",
            "kind": "competition",
            "status": "held",
            "date": "2024-06",
            "place": "Казань",
        },
    ),
    (
        "В Ереване открылся фестиваль театров стран СНГ.",
        {"organisation": "CIS", "kind": "celebration", "place": "Ереван"},
    ),
    (
        "На полигоне Эдельвейс в Киргизии стартовало учение ОДКБ «Взаимодействие-2024».",
        {
            "kind": "exercise",
            "name": "Взаимодействие-2024",
            "status": "ongoing",
            "date": "2024-11-28",
            "place": "Эдельвейс",
        },
    ),
    (
        "Учения НАТО «Стойкий защитник» отменены.",
        {"organisation": "NATO", "kind": "exercise", "name": "Стойкий защитник", "status": "cancelled"},
    ),
    ("Впервые прошло учение ОДКБ «Скала».", {"name": "Скала", "first": True, "status": "held"}),
    (
        "В учении ШОС «Пабби» участвовали военные России, Китая, Индии и Пакистана.",
        {"name": "Пабби", "countries": ("RU", "CN", "IN", "PK")},
    ),
    (
        "В рамках ШОС состоялся молодёжный форум «Диалог поколений».",
        {"organisation": "SCO", "kind": "forum", "name": "Диалог поколений", "topics": ("youth",)},
    ),
    (
        "Миротворческая миссия ООН в Мали завершится до конца года.",
        {"organisation": "UN", "kind": "mission", "name": "Миротворческая миссия ООН", "place": "Мали"},
    ),
    (
        "Гуманитарная операция ООН в Судане продолжается.",
        {"organisation": "UN", "kind": "operation", "status": "ongoing", "place": "Судан"},
    ),
    (
        "Утверждён план проведения Года русского языка в СНГ.",
        {"organisation": "CIS", "kind": "celebration", "name": "Года русского языка"},
    ),
    (
        "Президент Белоруссии Александр Лукашенко прибыл с официальным визитом в Пекин.",
        {"organisation": None, "kind": "visit", "place": "Пекин", "countries": ("BY", "CN")},
    ),
    (
        "Визит премьер-министра Индии Нарендры Моди в Москву состоялся в июле 2024 года.",
        {"kind": "visit", "status": "held", "date": "2024-07", "place": "Москва", "countries": ("IN", "RU")},
    ),
    (
        "Генеральный секретарь ООН Антониу Гутерриш посетил Ереван.",
        {"organisation": "UN", "kind": "visit", "status": "held", "place": "Ереван", "countries": None},
    ),
    (
        "Поездка главы МИД России Сергея Лаврова в Ташкент намечена на декабрь.",
        {
            "kind": "visit",
            "status": "planned",
            "date": "2024-12",
            "place": "Ташкент",
            "countries": ("RU", "UZ"),
        },
    ),
    (
        "Госсекретарь США Энтони Блинкен отменил визит в Пекин.",
        {"kind": "visit", "status": "cancelled", "countries": ("US", "CN")},
    ),
    (
        "Важные переговоры в Узбекистане. Там с визитом Михаил Мишустин.",
        {"kind": "visit", "place": "Узбекистан", "countries": ("RU", "UZ")},
    ),
    (
        "Подготовку к визиту президента Казахстана Касым-Жомарта Токаева в Минск обсудили дипломаты.",
        {"kind": "visit", "status": "planned", "place": "Минск", "countries": ("KZ", "BY")},
    ),
    (
        "Совместное учение «Братство» военных России, Белоруссии и Сербии пройдёт в июне 2025 года.",
        {"organisation": None, "kind": "exercise", "name": "Братство", "countries": ("RU", "BY", "RS")},
    ),
    (
        "Учения «Щит-2024» Союзного государства стартовали 12 сентября.",
        {"organisation": "USTATE", "kind": "exercise", "name": "Щит-2024", "date": "2024-09-12"},
    ),
]


@pytest.mark.parametrize(("text", "slots"), ACTIVITIES)
def test_an_activity_is_found_with_its_slots(text: str, slots: dict[str, object]) -> None:
    activities = [r for r in records_in(text) if r.type == "activity"]
    found = [{name: r.get(name) for name in slots} for r in activities]
    assert found == [slots]


LISTS = [
    ("ОДКБ проведёт учения «Эшелон», «Поиск» и «Кобальт» осенью 2026 года.", ["Эшелон", "Поиск", "Кобальт"]),
    ("В ОДКБ прошли учения Гром-2024 и Барьер-2024.", ["Гром-2024", "Барьер-2024"]),
    ("В июне пройдёт учение ОДКБ «Гром». В августе Россия проведёт «Эшелон».", ["Гром", "Эшелон"]),
    ("Учение ОДКБ «Гром» началось. Учение проходит в горах.", ["Гром"]),
    ("Учения ШОС «Мост-2024» завершены. Предыдущие учения «Мост» прошли в 2019 году.", ["Мост-2024", "Мост"]),
]


@pytest.mark.parametrize(("text", "names"), LISTS)
def test_each_name_is_one_activity(text: str, names: list[str]) -> None:
    assert sorted(str(r.get("name")) for r in records_in(text) if r.type == "activity") == sorted(names)


NONE = [
    "Учение о переселении душ изложено в древней книге.",
    "Тренировка футболистов началась в десять утра.",
    "Операция на сердце длилась шесть часов.",
    "Миссия учителя состоит в том, чтобы учить.",
    "Курс доллара вырос на рубль.",
    "Врач ведёт платные консультации по вторникам.",
    "Конференция стоматологов собрала сто гостей.",
    "Форум пчеловодов прошёл в соседнем районе.",
    "Игра закончилась вничью.",
    "Чемпионат области по шахматам выиграл школьник.",
    "Фестиваль варенья прошёл в посёлке.",
    "Президент России Владимир Путин посетил Рязань.",
    "Туристы посетили старый замок.",
    "Губернатор посетил больницу в Туле.",
    "Полиция провела операцию и задержала вора.",
    "В области прошли учения пожарных.",
    "Семинар для бухгалтеров состоится в среду.",
    "На стол подали пироги.",
]


@pytest.mark.parametrize("text", NONE)
def test_what_only_sounds_like_an_activity_is_none(text: str) -> None:
    assert [dict(r.slots) for r in records_in(text) if r.type == "activity"] == []

"""Figures about the work of organisations, and numbers that are none."""

from __future__ import annotations

import pytest
from reading_one import records_in

FIGURES = [
    (
        "В рамках председательства Армении в ОДКБ проведено свыше 70 мероприятий.",
        {"organisation": "CSTO", "what": "events", "value": 70, "approximate": True, "status": "actual"},
    ),
    (
        "Главы государств ОДКБ подписали двадцать одно соглашение.",
        {"organisation": "CSTO", "what": "documents", "value": 21, "status": "actual", "approximate": None},
    ),
    (
        "Лидеры СНГ подпишут девять документов.",
        {"organisation": "CIS", "what": "documents", "value": 9, "status": "expected"},
    ),
    (
        "Планируется, что в повестку саммита ШОС войдут 25 вопросов.",
        {"organisation": "SCO", "label": "вопросов", "value": 25, "status": "expected"},
    ),
    (
        "В манёврах ОДКБ участвуют 2,5 тыс. военнослужащих.",
        {"organisation": "CSTO", "what": "troops", "value": 2500, "label": "военнослужащих"},
    ),
    (
        "На учении ОДКБ задействуют до 300 единиц техники.",
        {"what": "troops", "value": 300, "approximate": True, "label": "единиц техники"},
    ),
    (
        "Товарооборот стран ЕАЭС достиг 80 млрд долларов.",
        {"organisation": "EAEU", "what": "trade", "value": 80_000_000_000},
    ),
    (
        "На страны ШОС приходится 42% населения планеты.",
        {"organisation": "SCO", "what": "share", "value": 42, "label": "населения планеты"},
    ),
    (
        "Доля расчётов в национальных валютах стран ЕАЭС составила 92 процента.",
        {"organisation": "EAEU", "what": "share", "value": 92},
    ),
    (
        "На государства ОТГ приходится почти половина экспорта региона.",
        {"organisation": "OTS", "what": "share", "value": 0.5, "approximate": True},
    ),
    (
        "Это третье председательство Киргизии в ШОС.",
        {
            "organisation": "SCO",
            "what": "chairmanships",
            "value": 3,
            "label": "председательство Киргизии в ШОС",
        },
    ),
    (
        "Беларусь во второй раз возглавила ОДКБ.",
        {"organisation": "CSTO", "what": "chairmanships", "value": 2, "label": "раз"},
    ),
    (
        "Страны СНГ отметят 75-летие Победы.",
        {
            "organisation": "CIS",
            "what": "anniversary",
            "value": 75,
            "label": "75-летие Победы",
            "status": None,
        },
    ),
    ("Форум приурочен к сорокалетию ООН.", {"organisation": "UN", "what": "anniversary", "value": 40}),
    (
        "Саммит СНГ совпал с тридцатой годовщиной Содружества.",
        {"organisation": "CIS", "what": "anniversary", "value": 30},
    ),
    (
        "В ОДКБ входят шесть государств.",
        {"organisation": "CSTO", "what": "countries", "value": 6, "status": "actual"},
    ),
    ("НАТО объединяет 32 страны.", {"organisation": "NATO", "what": "countries", "value": 32}),
    (
        "Мероприятий у ОДКБ в этом году порядка шестидесяти.",
        {"organisation": "CSTO", "what": "events", "value": 60, "approximate": True},
    ),
    (
        "Из 18 документов согласие в СНГ нашлось по 15.",
        {"organisation": "CIS", "what": "documents", "value": 15},
    ),
    (
        "В саммите БРИКС примут участие делегации 36 стран.",
        {"organisation": "BRICS", "what": "countries", "value": 36},
    ),
    (
        "Миротворцев ОДКБ было около полутора тысяч.",
        {"organisation": "CSTO", "what": "troops", "value": 1500, "approximate": True},
    ),
    (
        "Бюджет ООН составит 3,4 млрд долларов США.",
        {"organisation": "UN", "what": "money", "value": 3_400_000_000, "status": "expected"},
    ),
    (
        "Фонд ШОС выделил 12 миллионов долларов США.",
        {"organisation": "SCO", "what": "money", "label": "долларов США", "value": 12_000_000},
    ),
    (
        "В ходе операции ОДКБ изъято более 12 тонн наркотиков.",
        {
            "organisation": "CSTO",
            "what": "other",
            "value": 12,
            "label": "тонн наркотиков",
            "approximate": True,
        },
    ),
    ("В ходе операции ОДКБ задержаны 300–400 человек.", {"what": "other", "value": 300, "approximate": True}),
    (
        "Секретариат ОДКБ подготовил полтора десятка проектов решений.",
        {"organisation": "CSTO", "what": "documents", "value": 15},
    ),
    (
        "Население ЕАЭС превышает 180 миллионов человек.",
        {"organisation": "EAEU", "what": "population", "value": 180_000_000, "approximate": True},
    ),
    (
        "По словам генсека ОДКБ Имангали Тасмагамбетова, в плане 62 мероприятия.",
        {"what": "events", "value": 62, "status": "expected", "by": "Имангали Тасмагамбетов"},
    ),
    ("ЕАЭС утвердил порядка 40 техрегламентов.", {"what": "documents", "value": 40, "approximate": True}),
    ("Организация приняла тысячу двести решений, сообщили в СНГ.", {"what": "documents", "value": 1200}),
    ("20 ноября лидеры ОДКБ подписали 17 документов.", {"value": 17, "date": "2024-11-20"}),
    ("СНГ реализует 25 совместных проектов.", {"organisation": "CIS", "what": "projects", "value": 25}),
    (
        "На форуме ЕАЭС собрались представители 60 телеканалов.",
        {"organisation": "EAEU", "what": "participants", "value": 60, "label": "телеканалов"},
    ),
    (
        "Экспорт стран ЕАЭС вырос на 12% и превысил 100 миллиардов долларов.",
        {"organisation": "EAEU", "what": "trade", "value": 100_000_000_000, "label": "Экспорт стран ЕАЭС"},
    ),
    (
        "Экспорт стран ЕАЭС вырос на 12% и составил 100 миллиардов долларов.",
        {"organisation": "EAEU", "what": "share", "value": 12, "label": "Экспорт стран ЕАЭС"},
    ),
    ("Главам государств ОДКБ на подпись вынесут 14 документов.", {"value": 14, "status": "expected"}),
    ("Лидеры ОДКБ должны подписать 14 документов.", {"value": 14, "status": "expected"}),
    (
        "Для саммита ОДКБ подготовлено к подписанию более десяти документов.",
        {"value": 10, "approximate": True, "status": "expected"},
    ),
    ("По итогам саммита СНГ ожидается подписание 14 документов.", {"value": 14, "status": "expected"}),
    (
        "На утверждение Совета глав государств СНГ внесены двенадцать документов.",
        {"value": 12, "what": "documents", "status": "expected"},
    ),
    ("Из двадцати принятых документов план ШОС самый важный.", {"value": 20, "status": "actual"}),
    (
        "Число стран-участниц ОДКБ выросло до семи.",
        {"what": "countries", "value": 7, "label": "Число стран-участниц ОДКБ"},
    ),
    (
        "Количество участников форума ШОС превысило две тысячи.",
        {"what": "participants", "value": 2000, "approximate": True},
    ),
    (
        "Доля взаимных расчётов в нацвалютах в ЕАЭС — 90 процентов.",
        {"what": "share", "value": 90, "status": "actual"},
    ),
    (
        "Товарооборот стран ЕАЭС достиг 80 млрд долларов. К 2030 году его намерены довести до ста.",
        {"what": "trade", "value": 100_000_000_000, "status": "expected", "date": "2030"},
    ),
    ("За резолюцию проголосовали девять членов Совета Безопасности ООН.", {"what": "countries", "value": 9}),
    ("Документ подписали шесть президентов стран ОДКБ.", {"what": "countries", "value": 6}),
    (
        "В миротворческую миссию ООН войдут от десяти до двенадцати тысяч военных.",
        {"what": "troops", "value": 10_000, "approximate": True, "status": "expected"},
    ),
    (
        "За прошлый год, отметили в ШОС, пресечено свыше 400 преступлений.",
        {"organisation": "SCO", "value": 400, "date": "2023"},
    ),
    ("В Ереване отметили тридцать вторую годовщину ОДКБ.", {"what": "anniversary", "value": 32}),
    ("На страны ШОС приходится почти треть мирового ВВП.", {"what": "share", "label": "мирового ВВП"}),
    ("В ШОС приняли Иран. Теперь в ШОС девять членов.", {"what": "countries", "value": 9, "label": "членов"}),
    ("Резолюцию поддержали 13 из 15 членов Совета Безопасности ООН.", {"what": "countries", "value": 13}),
    ("За резолюцию ООН проголосовали сто стран, воздержались 58.", {"what": "countries", "value": 58}),
    ("Тариф стран ЕАЭС снизят с 10,4 до 6,5 процента.", {"what": "share", "value": 10.4, "status": "actual"}),
    ("Численность сил НАТО вырастет с 40 до 300 тысяч военных.", {"what": "troops", "value": 40_000}),
    ("Пошлины в ЕАЭС снизят до пяти процентов.", {"what": "share", "value": 5, "status": "expected"}),
    ("ОДКБ провела восемь учений, ещё пять запланированы на весну.", {"what": "exercises", "value": 5}),
    ("В БРИКС прибавилось четверо: Египет, Иран, ОАЭ и Эфиопия.", {"what": "countries", "value": 4}),
    ("Китай готов внести в фонд ШОС 2 млрд юаней.", {"what": "money", "status": "expected"}),
    ("Двадцать два союзника по НАТО учредили фонд.", {"what": "countries", "value": 22}),
    ("Миссия ШОС прислала 140 человек.", {"organisation": "SCO", "what": "participants", "value": 140}),
    ("На форум СНГ приедут делегации 30 государств.", {"what": "countries", "status": "expected"}),
    ("ООН получит 250 миллионов долларов, которые выделит фонд.", {"what": "money", "status": "expected"}),
]


@pytest.mark.parametrize(("text", "slots"), FIGURES)
def test_a_figure_is_found_with_its_slots(text: str, slots: dict[str, object]) -> None:
    figures = [r for r in records_in(text) if r.type == "figure"]
    found = [{name: r.get(name) for name in slots} for r in figures]
    assert slots in found, [dict(r.slots) for r in figures]


NONE = [
    "В Астане заседание ШОС длилось более трёх часов.",
    "22-й саммит ШОС прошёл в Самарканде.",
    "Статья 5 договора НАТО обязывает союзников помогать друг другу.",
    "Военные учатся в НАТО уже 20 лет.",
    "Генсеку ООН исполнилось 75 лет.",
    "В 2024 году ОДКБ провела учения.",
    "Заседание ОДКБ начнётся в 10:30.",
    "Завод выпустил 500 тракторов.",
    "В школе учатся 300 детей.",
    "Взрыв унёс жизни 20 человек, сообщили в ООН.",
    "Президенты двух стран обсудили сотрудничество в рамках СНГ.",
    "НАТО увеличит силы в 5 раз.",
    "Большая двадцатка объединяет ведущие экономики.",
    "Резолюция 2231 Совета Безопасности ООН принята давно.",
    "Банк выдал кредитов на 3 миллиарда рублей.",
    "Город отметил 300-летие.",
    "Матч закончился со счётом 3:2.",
    "Первое заседание ОДКБ в этом году прошло в Минске.",
    "Один из участников саммита ШОС опоздал.",
    "Тысячи людей вышли на улицы.",
    "Билет на фестиваль стран СНГ стоит 300 рублей.",
    "Зарплата чиновника ЕС составила 2 тысячи евро.",
    "На митинг против политики ЕС вышли сто тысяч человек.",
    "На борту самолёта ООН находились 40 пассажиров.",
    "14 партий борются за места в парламенте страны СНГ.",
    "Для гостей саммита БРИКС испекли 5 тысяч пирожков.",
    "Эксперты ШОС встречаются два раза в год.",
    "Город отмечает сегодня тысячелетие своей столицы, написали в СНГ.",
]


@pytest.mark.parametrize("text", NONE)
def test_a_number_about_other_things_is_no_figure(text: str) -> None:
    assert [dict(r.slots) for r in records_in(text) if r.type == "figure"] == []


def test_a_digest_keeps_its_news_apart() -> None:
    text = "В выпуске: саммит ОДКБ в Астане; на складе сгорели 40 автомобилей; похолодает; матч отложен."
    assert [r for r in records_in(text) if r.type == "figure"] == []


def test_the_exact_figure_of_the_text_replaces_the_rough_one_of_the_headline() -> None:
    text = "ОДКБ изъяла почти семь тонн наркотиков\n\nВ ходе операции ОДКБ изъято 6,8 тонны наркотиков."
    assert [r.get("value") for r in records_in(text) if r.type == "figure"] == [6.8]


def test_a_long_report_on_an_organisation_gives_figures_without_its_name_beside_them() -> None:
    lead = "В ШОС подвели итоги. В зале сидели гости. За окном шёл снег. НАТО не звали. Кофе остыл. Ждали."
    text = f"{lead} О планах ШОС рассказал генсек. Собрано 40 заявок. А в ЕС и НАТО не ответили."
    assert [r.get("value") for r in records_in(text) if r.type == "figure"] == [40]

"""A register made by hand: the sentences are ours, the facts are of the public record."""

# ruff: noqa: E501  (a sentence or an entry a line reads better than a wrapped one)
from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from itogi.model.article import Article
from itogi.model.entry import Claim, Entry, StageStatement, Variant
from itogi.model.record import Evidence, Record, SlotValue

TEXTS = {
    "agency": (
        "Агентство",
        date(2024, 11, 27),
        "Министры согласовали проекты накануне саммита",
        "https://agency.example/news/1",
        [
            "Министры иностранных дел, министры обороны и секретари советов безопасности ОДКБ собрались в Астане 27 ноября.",
            "Они согласовали целевую программу укрепления таджикско-афганской границы, работа над которой шла с 2013 года.",
            "По словам секретаря, на подпись главам государств внесут 14 документов.",
            "Помощник президента Егор Лисицын рассказал, что программу подпишут завтра.",
        ],
    ),
    "telly": (
        "Телеканал",
        date(2024, 11, 28),
        "Саммит в Астане",
        "https://telly.example/astana",
        [
            "В Астане 28 ноября во Дворце независимости прошла сессия Совета коллективной безопасности ОДКБ в узком и расширенном составе.",
            "Заседание вёл президент Казахстана Касым-Жомарт Токаев.",
            "Это пятое председательство Казахстана.",
            "«За год проведено около 60 мероприятий», – сказал Касым-Жомарт Токаев.",
            "Главы государств подписали программу укрепления границы и заявление об информационной безопасности.",
            "Всего подписано 12 документов.",
            "В сентябре и октябре в Казахстане прошли учения «Нерушимое братство-2024» и «Скала-2024».",
            "Впервые прошли консультации о незаконном обороте оружия.",
            "Следующая сессия пройдёт в Бишкеке в 2025 году.",
            "Принято решение о переходе председательства к Киргизии.",
            "Участники намерены вместе противостоять терроризму и наркотрафику.",
            "Владимир Путин пригласил коллег в Москву на 80-летие Победы.",
            "Токаев отметил, что организация остаётся открытой для диалога.",
            "Прорабатывается создание рабочей группы по оружию.",
        ],
    ),
    "paper": (
        "Газета",
        date(2024, 11, 29),
        "Что решили в Астане",
        None,
        [
            "Сессия Совета коллективной безопасности завершилась в Астане, её провёл Касым-Жомарт Токаев.",
            "Подписана целевая программа укрепления таджикско-афганской границы.",
            "Учение «Нерушимое братство-2024» прошло в октябре в Алматинской области.",
            "Республика Куба получила статус наблюдателя.",
        ],
    ),
}


def article(name: str, texts: dict = TEXTS) -> Article:
    outlet, published, title, url, sentences = texts[name]
    return Article(name, " ".join(sentences), title, outlet, url, published)


def record(of: Article, type: str, sentence: str, /, **slots: SlotValue) -> Record:
    """A record bound to the sentence of ``of`` that begins with ``sentence``."""
    start = of.text.index(sentence)
    end = next(
        (i + 1 for i in range(start + len(sentence), len(of.text)) if of.text[i] in ".!?"), len(of.text)
    )
    return Record(type, slots, (Evidence.of(of, start, end),), 0.9, f"test.{type}")


def entry(id: str, records: Sequence[Record], /, **shown: SlotValue) -> Entry:
    """An entry of ``records``: differing values stay side by side, ``shown`` ones come first."""
    slots: dict[str, dict[SlotValue, list[str]]] = {}
    for name, value in shown.items():
        slots.setdefault(name, {}).setdefault(value, [])
    for item in records:
        for name, value in item.slots.items():
            slots.setdefault(name, {}).setdefault(value, []).append(item.id)
    variants = {n: tuple(Variant(v, tuple(i)) for v, i in values.items()) for n, values in slots.items()}
    return Entry(id, records[0].type, variants, tuple(records))


def staged(made: Entry, articles: Sequence[Article]) -> Entry:
    published = {a.id: a.published for a in articles}
    stages = tuple(
        StageStatement(
            str(r.slots["stage"]),
            r.id,
            published[r.article].isoformat() if published[r.article] else None,
            str(r.slots["date"]) if "date" in r.slots else None,
        )
        for r in made.records
        if "stage" in r.slots
    )
    return Entry(made.id, made.type, made.slots, made.records, stages)


def csto() -> tuple[list[Entry], list[Article], list[Claim]]:
    agency, telly, paper = map(article, TEXTS)
    articles = [agency, telly, paper]
    own = {"organisation": "CSTO"}
    session = {"level": "heads-of-state", "place": "Астана", "status": "held", **own}
    border = {"kind": "programme", "topics": ("border", "afghanistan"), **own}
    entries = [
        entry("chair", [record(telly, "chairmanship", "Это пятое", country="KZ", year="2024", ordinal=5, status="current", **own)]),
        entry("session", [
            record(telly, "meeting", "В Астане 28", body="сессия Совета коллективной безопасности", venue="Дворец независимости",
                   formats=("narrow", "expanded"), date="2024-11-28", chair="Касым-Жомарт Токаев",
                   countries=("KZ", "RU", "BY", "TJ", "KG"), people=("Касым-Жомарт Токаев",), **session),
            record(telly, "meeting", "Заседание вёл", **session),
            record(paper, "meeting", "Сессия Совета", **session),
        ]),
        entry("next", [record(telly, "meeting", "Следующая сессия", level="heads-of-state", status="planned", date="2025", place="Бишкек", **own)]),
        entry("ministers", [record(agency, "meeting", "Министры иностранных", level="foreign-ministers", status="held", date="2024-11-27", place="Астана", **own)]),
        staged(entry("border", [
            record(agency, "document", "Они согласовали", title="целевую программу укрепления таджикско-афганской границы", stage="agreed", date="2024-11-27", since="2013", **border),
            record(agency, "document", "Помощник", title="программу", stage="expected", date="2024-11-28", **border),
            record(telly, "document", "Главы государств", title="программу укрепления границы", stage="signed", date="2024-11-28", **border),
            record(paper, "document", "Подписана", title="целевая программа укрепления таджикско-афганской границы", stage="signed", **border),
        ], stage="signed", date="2024-11-28"), articles),
        staged(entry("statement", [record(telly, "document", "Главы государств", kind="statement", title="заявление об информационной безопасности", stage="signed", date="2024-11-28", topics=("information-security",), **own)]), articles),
        staged(entry("handover", [record(telly, "document", "Принято решение", kind="decision", title="решение о переходе председательства к Киргизии", stage="signed", date="2024-11-28", **own)]), articles),
        entry("brotherhood", [
            record(telly, "activity", "В сентябре", kind="exercise", name="Нерушимое братство-2024", status="held", date="2024-09/2024-10", place="Казахстан", topics=("peacekeeping",), **own),
            record(paper, "activity", "Учение «Нер", kind="exercise", name="Учение «Нерушимое братство-2024»", status="held", date="2024-10", place="Алматинская область", topics=("peacekeeping",), **own),
        ]),
        entry("rock", [record(telly, "activity", "В сентябре", kind="exercise", name="Скала-2024", status="held", date="2024-09/2024-10", place="Казахстан", topics=("emergencies",), **own)]),
        entry("arms", [record(telly, "activity", "Впервые", kind="consultations", name="консультации о незаконном обороте оружия", status="held", date="2024", topics=("arms",), first=True, **own)]),
        entry("group", [record(telly, "body", "Прорабатывается", name="рабочей группы по оружию", stage="proposed", **own)]),
        entry("cuba", [record(paper, "membership", "Республика Куба", country="CU", role="observer", stage="joined", **own)]),
        entry("pledge", [record(telly, "commitment", "Участники", actors=("KZ", "RU", "BY", "TJ", "KG"), text="намерены вместе противостоять терроризму и наркотрафику", topics=("terrorism", "drugs"))]),
        entry("victory", [record(telly, "invitation", "Владимир Путин", host="Владимир Путин", guests=("коллег",), occasion="80-летие Победы", place="Москва", date="2025")]),
        entry("said", [record(telly, "quote", "«За год", speaker="Касым-Жомарт Токаев", direct=True, text="За год проведено около 60 мероприятий")]),
        entry("retold", [record(telly, "quote", "Токаев отметил", speaker="Токаев", direct=False, text="организация остаётся открытой для диалога")]),
        entry("aide", [record(agency, "office", "Помощник", person="Егор Лисицын", position="помощник президента", of="RU")]),
        entry("president", [record(telly, "office", "Заседание вёл", person="Касым-Жомарт Токаев", position="президент", of="KZ")]),
    ]  # fmt: skip
    return entries, articles, claims(agency, telly)


def claims(agency: Article, telly: Article) -> list[Claim]:
    def figure(id: str, of: Article, sentence: str, **slots: SlotValue) -> Entry:
        return entry(id, [record(of, "figure", sentence, organisation="CSTO", date="2024", **slots)])

    announced = figure(
        "c14", agency, "По словам", what="documents", label="документов", value=14, status="expected"
    )
    signed = figure("c12", telly, "Всего", what="documents", label="документов", value=12, status="actual")
    events = figure("c60", telly, "«За год", what="events", label="мероприятий", value=60, approximate=True,
                    status="actual", by="Касым-Жомарт Токаев")  # fmt: skip
    few = {"en": "Three documents are on record.", "ru": "В реестре три документа."}
    return [
        Claim(announced, "partly", ("border", "statement", "handover"), 3, few),
        Claim(signed, "contradicted", ("border", "statement", "handover"), 3, few),
        Claim(events, "unverified", (), 0, {"en": "Nothing to count.", "ru": "Нечего считать."}),
    ]

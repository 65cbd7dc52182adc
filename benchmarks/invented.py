"""Invented reports with their records, any number of them: the same for the same number, without a model.

Five reports tell of one event: a session, a document that goes through its stages, an exercise, a figure,
who said what. Names and titles are put together at random, so that events have words in common as
real ones have, and each is told in two wordings or three.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from itogi.model.article import Article, article_id, hash_bytes
from itogi.model.record import Evidence, Record, SlotValue

REPORTS_OF_AN_EVENT = 5
FIRST_DAY, DAYS = date(2000, 1, 10), 25 * 365
ORGANISATIONS = ("CSTO SCO CIS EAEU OTS BRICS CICA OSCE ASEAN OIC ECO APEC C5 IFAS CoE AU LAS GCC G20 UN").split()
COUNTRIES = "KZ RU BY TJ KG AM UZ TM AZ GE MD CN IN IR PK TR MN".split()
PLACES = ("Астана Минск Душанбе Бишкек Ереван Ташкент Ашхабад Баку Сочи Казань Самарканд Худжанд Гомель "
          "Актау Ош Гюмри Тараз Термез Брест Омск").split()  # fmt: skip
LEVELS = ("heads-of-state", "foreign-ministers", "defence-ministers", "security-secretaries", "ministers")
STAGES = ("drafting", "agreed", "expected", "signed", "ratified")
KINDS = ("agreement", "protocol", "programme", "concept", "declaration")
WHAT = ("охране", "учёте", "перевозке", "хранении", "обмене", "развитии", "осмотре", "снабжении", "подготовке",
        "проверке", "восстановлении", "строительстве", "изучении", "страховании", "продаже", "сборе")  # fmt: skip
WHICH = ("горных", "речных", "степных", "северных", "зимних", "учебных", "дорожных", "лесных", "почтовых", "опытных",
         "редких", "малых", "старинных", "молодёжных", "приграничных", "электронных", "ледовых", "южных")  # fmt: skip
THINGS = ("пастбищ", "архивов", "лошадей", "мостов", "карт", "озёр", "саженцев", "тоннелей", "спутников", "поездов",
          "музеев", "семян", "приборов", "колодцев", "библиотек", "плотин", "каналов", "маяков", "посылок",
          "оленей", "вагонов", "обсерваторий", "ледников", "ремёсел", "питомников", "причалов")  # fmt: skip
AIMS = ("до весны", "в долинах", "для школ", "на переправах", "у границы", "после паводка", "для ветеринаров",
        "в заповедниках", "на ярмарках", "для врачей", "в портах", "на перевалах")  # fmt: skip
GIVEN = "Иван Пётр Азамат Рустам Павел Арман Нурлан Тимур Семён Богдан Олжас Вахтанг Самвел Мурат Лев Илья".split()
ROOTS = "Бел Кар Тул Вар Мур Сам Дол Гор Нар Жум Рах Сев Лом Таш Кос Юр Баг Зор Рем Чул".split()
ENDS = "ов аев енко умов идзян уров алиев иков ашев инский".split()
POSTS = ("министр связи", "секретарь совета", "посол по особым поручениям", "председатель комитета", "директор центра")


def reports(first: int, last: int, events: int) -> Iterator[tuple[Article, list[Record]]]:
    """The reports from ``first`` up to ``last`` of a world with so many events in 25 years.

    Reports of one event lie a few days apart, and far apart in the order, as archives are read.
    """
    for number in range(first, last):
        yield report(number, events)


def report(number: int, events: int) -> tuple[Article, list[Record]]:
    """One report with its records."""
    event, telling = number % events, number // events
    chance = Random(f"{event}")
    facts = list(_facts(chance, event, events, telling % REPORTS_OF_AN_EVENT))
    day = FIRST_DAY + timedelta(days=event * DAYS // events + telling % REPORTS_OF_AN_EVENT)
    text = "\n".join([f"Сообщение {number} от {day}.", *(sentence for _, _, sentence in facts)])
    raw = hash_bytes(text.encode())
    article = Article(article_id(raw), text, facts[0][2], f"Издание {number % 40}", None, day, raw_hash=raw,
                      source=f"{number}.txt")  # fmt: skip
    return article, [_record(article, *fact) for fact in facts]


def _record(article: Article, type: str, slots: dict[str, SlotValue], sentence: str) -> Record:
    start = article.text.index(sentence)
    return Record(type, slots, (Evidence.of(article, start, start + len(sentence)),), 0.9, "invented")


def _facts(chance: Random, event: int, events: int, telling: int) -> Iterator[tuple[str, dict[str, SlotValue], str]]:
    """Five facts of an event in the wording of its telling."""
    code = chance.choice(ORGANISATIONS)
    day = (FIRST_DAY + timedelta(days=event * DAYS // events + 1)).isoformat()
    place, level, kind = chance.choice(PLACES), chance.choice(LEVELS), chance.choice(KINDS)
    words = [chance.choice(some) for some in (WHAT, WHICH, THINGS, AIMS)]
    person = f"{chance.choice(GIVEN)} {chance.choice(ROOTS)}{chance.choice(ENDS)}"
    post, land, count = chance.choice(POSTS), chance.choice(COUNTRIES), chance.randint(3, 90)
    title = " ".join(words if telling % 2 else words[:3])
    status = "planned" if telling == 0 else "held"
    session: dict[str, SlotValue] = {"organisation": code, "level": level, "date": day, "status": status}
    if telling % 2:
        session["place"] = place
    yield "meeting", session, f"Заседание {code} ({level}), {day}, {place}."
    stage = STAGES[telling % len(STAGES)]
    yield "document", {"organisation": code, "kind": kind, "title": title, "stage": stage}, f"Документ «О {title}»."
    yield "office", {"person": person, "position": post, "of": land}, f"Говорит {post} {person}."
    said = f"мы вернёмся к вопросу о {title} ещё {count} раз"
    yield "quote", {"speaker": person, "direct": True, "text": said}, f"«{said}», – сказал {person}."
    label = f"мероприятий по {words[1]} {words[2]}"
    yield "figure", {"organisation": code, "what": "events", "label": label, "value": count, "date": day[:4]}, (
        f"Всего {count} {label}."
    )

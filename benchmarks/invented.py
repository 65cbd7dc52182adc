"""Invented reports with their records, any number of them: the same for the same number, without a model.

Five reports tell of one event: a session, a document that goes through its stages, an exercise, a figure,
who said what. Names and titles are put together at random, so that events have words in common as
real ones have, and each is told in two wordings or three. Titles name a place of the event, made up of
syllables: without names a hundred words would make up all the documents of twenty-five years, and each would
be like thousands of others.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

import yaml

from itogi.model.article import Article, article_id, hash_bytes
from itogi.model.record import Evidence, Record, SlotValue

REPORTS_OF_AN_EVENT, EVENTS_AT_ONCE = 5, 1000
SCATTER = 3571  # days from one event to the next: so that all years fill together
FIRST_DAY, DAYS = date(2000, 1, 10), 25 * 365
LEVELS = ("heads-of-state", "foreign-ministers", "defence-ministers", "security-secretaries", "ministers")
STAGES = ("drafting", "agreed", "expected", "signed", "ratified")
KINDS = ("agreement", "protocol", "programme", "concept", "declaration")
WORDS = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text("utf-8"))
Fact = tuple[str, dict[str, SlotValue], str]


def reports(first: int, last: int) -> Iterator[tuple[Article, list[Record]]]:
    """The reports from ``first`` up to ``last``, in the order in which an archive would be read."""
    return map(report, range(first, last))


def report(number: int) -> tuple[Article, list[Record]]:
    """One report with its records. The five reports of an event lie a thousand apart."""
    block, inside = divmod(number, REPORTS_OF_AN_EVENT * EVENTS_AT_ONCE)
    telling, event = divmod(inside, EVENTS_AT_ONCE)
    event += block * EVENTS_AT_ONCE
    began = FIRST_DAY + timedelta(days=event * SCATTER % DAYS)
    facts = list(_facts(Random(event), began + timedelta(days=1), telling))
    day = began + timedelta(days=telling)
    text = "\n".join([f"Сообщение {number} от {day}.", *(sentence for _, _, sentence in facts)])
    raw = hash_bytes(text.encode())
    article = Article(article_id(raw), text, facts[0][2], f"Издание {number % 40}", None, day, raw_hash=raw,
                      source=f"{number}.txt")  # fmt: skip
    return article, [_record(article, *fact) for fact in facts]


def _name_of_a_place(chance: Random) -> str:
    """A name that no map knows; a few of them are common, most are rare."""
    first, second = (WORDS["syllables"][int(chance.random() ** 2 * len(WORDS["syllables"]))] for _ in "12")
    return str(first + second + chance.choice(WORDS["towns"])).capitalize()


def _record(article: Article, type: str, slots: dict[str, SlotValue], sentence: str) -> Record:
    start = article.text.index(sentence)
    return Record(type, slots, (Evidence.of(article, start, start + len(sentence)),), 0.9, "invented")


def _facts(chance: Random, on: date, telling: int) -> Iterator[Fact]:
    """Five facts of an event in the wording of its telling."""
    code = chance.choice(WORDS["organisations"])
    day = on.isoformat()
    place, level, kind = chance.choice(WORDS["places"]), chance.choice(LEVELS), chance.choice(KINDS)
    words = [chance.choice(some) for some in map(WORDS.get, ("what", "which", "things"))]
    words.append(_name_of_a_place(chance))
    person = f"{chance.choice(WORDS['given'])} {chance.choice(WORDS['roots'])}{chance.choice(WORDS['ends'])}"
    post, land, count = (
        chance.choice(WORDS["posts"]),
        chance.choice(WORDS["countries"]),
        chance.randint(3, 90),
    )
    title = " ".join((*words, chance.choice(WORDS["aims"])) if telling % 2 else words)
    status = "planned" if telling == 0 else "held"
    session: dict[str, SlotValue] = {"organisation": code, "level": level, "date": day, "status": status}
    if telling % 2:
        session["place"] = place
    yield "meeting", session, f"Заседание {code} ({level}), {day}, {place}."
    stage = STAGES[telling % len(STAGES)]
    yield (
        "document",
        {"organisation": code, "kind": kind, "title": title, "stage": stage},
        f"Документ «О {title}».",
    )
    yield "office", {"person": person, "position": post, "of": land}, f"Говорит {post} {person}."
    said = f"мы вернёмся к вопросу о {title} ещё {count} раз"
    yield "quote", {"speaker": person, "direct": True, "text": said}, f"«{said}», – сказал {person}."
    label = f"мероприятий по {words[1]} {words[2]}"
    yield (
        "figure",
        {"organisation": code, "what": "events", "label": label, "value": count, "date": day[:4]},
        (f"Всего {count} {label}."),
    )

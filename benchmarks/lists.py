"""What the questions of pages cost: overview, queue, news, lists, what is related (register/questions.py).

usage: lists.py REGISTER [--times 40] [--only WORD]

REGISTER is a path or postgresql:// address of a register of invented reports (invented.py), as register.py
grows them. Prints, and with ``--out`` writes, the time in which half and 95 % of the questions are answered.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from datetime import date
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

from invented import WORDS

from itogi.register import Register, open_register

TYPES = ("document", "meeting", "quote", "office", "figure")
COUNTRIES = ("KZ", "RU", "BY", "AM", "MN")
Ask = Callable[[], object]


class Questions:
    """Questions at random, the same for the same number of them."""

    def __init__(self, register: Register) -> None:
        self.register, self.chance, self.plot = register, Random(3), count(100)
        pages = (
            register.entries_page(organisation=o, type=t, limit=20)
            for o in WORDS["organisations"]
            for t in TYPES
        )
        self.entries = [brief.id for page in pages for brief in page.items]
        self.articles = [head.id for head in register.articles_page(limit=100).items]
        self.names = [f"{g} {r}{WORDS['ends'][0]}" for g in WORDS["given"][:5] for r in WORDS["roots"][:5]]

    def one(self, some: Any) -> Any:
        """One of several."""
        return self.chance.choice(some)

    @property
    def code(self) -> str:
        """An organisation."""
        return str(self.one(WORDS["organisations"]))

    def days(self) -> dict[str, date]:
        """A year."""
        year = self.chance.randint(2000, 2024)
        return {"since": date(year, 1, 1), "until": date(year, 12, 31)}

    def fresh_overview(self, organisation: str) -> object:
        """As after a change: what is remembered is found by how many are shown, and never so many were."""
        return self.register.overview(organisation, plot=next(self.plot))

    def fifth(self, organisation: str) -> object:
        """The fifth page, by way of the four before it."""
        after = None
        for _ in range(5):
            page = self.register.entries_page(organisation=organisation, type="meeting", after=after)
            after = page.after
        return page

    def each(self) -> dict[str, Ask]:
        """Every question by its name."""
        ask = self.register
        return {
            "revision": ask.revision,
            "overview, after a change": lambda: self.fresh_overview(self.code),
            "overview of all, after a change": lambda: self.fresh_overview(""),
            "sessions of a year": lambda: ask.sessions(self.code, **self.days()),
            "changes": ask.changes,
            "changes of an organisation": lambda: ask.changes(organisation=self.code, type="document"),
            "changes of an entry": lambda: ask.changes(entry=self.one(self.entries)),
            "queue": ask.queue,
            "queue, surest first": lambda: ask.queue(surest=True),
            "queue of an organisation": lambda: ask.queue(organisation=self.code),
            "queue of a type and year": lambda: ask.queue(type="document", **self.days()),
            "queue by confidence": lambda: ask.queue(least=0.2, most=0.5),
            "queue of a country": lambda: ask.queue(country=self.one(COUNTRIES)),
            "queue size": ask.queue_size,
            "queue size, above a threshold": lambda: ask.queue_size(least=0.85),
            "queue ids, above a threshold": lambda: ask.queue_ids(least=0.85),
            "entries": ask.entries_page,
            "entries of an organisation": lambda: ask.entries_page(organisation=self.code),
            "entries of a type and year": lambda: ask.entries_page(
                organisation=self.code, type="document", **self.days()
            ),
            "entries, five pages": lambda: self.fifth(self.code),
            "records of a type": lambda: ask.records_page(type=self.one(TYPES)),
            "records of an organisation": lambda: ask.records_page(organisation=self.code),
            "articles of an organisation": lambda: ask.articles_page(organisation=self.code),
            "person": lambda: ask.person(self.one(self.names)),
            "country": lambda: ask.country(self.one(COUNTRIES)),
            "related": lambda: ask.related(self.one(self.entries)),
            "article": lambda: ask.article_page(self.one(self.articles)),
            "entry": lambda: ask.entry(self.one(self.entries)),
            "token": lambda: ask.token(self.one(self.entries)),
            "organisations": ask.organisations,
            "counts": ask.counts,
        }


def measure(ask: Ask, times: int) -> dict[str, float]:
    """Milliseconds in which half, and 95 %, are answered, and processor time of this process for half."""
    ask()
    wall, processor = [], []
    for _ in range(times):
        started = time.perf_counter(), time.process_time()
        ask()
        wall.append(1000 * (time.perf_counter() - started[0]))
        processor.append(1000 * (time.process_time() - started[1]))
    wall.sort()
    found = {"p50": wall[times // 2], "p95": wall[int(0.95 * times)], "cpu": sorted(processor)[times // 2]}
    return {name: round(value, 1) for name, value in found.items()}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("register")
    options.add_argument("--times", type=int, default=40)
    options.add_argument("--only", default="", help="questions that hold this word")
    options.add_argument("--out", type=Path)
    given = options.parse_args()
    with open_register(given.register) as register:
        records = sum(register.counts().records.values())
        found: dict[str, Any] = {}
        for name, ask in Questions(register).each().items():
            if given.only in name:
                found[name] = measure(ask, given.times)
                print(
                    f"{name:34}", *(f"{key} {value:8.1f}" for key, value in found[name].items()), flush=True
                )
    if given.out:
        result = {"engine": register.location.engine, "records": records, "milliseconds": found}
        given.out.write_text(json.dumps(result, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()

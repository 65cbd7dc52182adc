"""What the tests of the commands share."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
VARIABLES = ("ITOGI_DB", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "TERM")  # they change what is printed
REPORT = (
    "Главы государств ОДКБ собрались в Астане\n\n"
    "В Астане 28 ноября состоялась сессия Совета коллективной безопасности ОДКБ. "
    "По её итогам подписаны 14 документов, в том числе протокол о статусе сил.\n\n"
    "«Мы обсудили проект программы укрепления границы», — сказал президент Казахстана "
    "Касым-Жомарт Токаев.\n"
)


@dataclass
class Ran:
    """What a run of a command came to."""

    code: int
    out: str
    err: str

    def rows(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


Itogi = Callable[..., Ran]

# An extractor that takes every run of digits for a number of documents. What the commands do with records
# and with bad input does not hang on how good the records are, and so these tests need no models.
STUB = """
import re, sys, types
from itogi.model.record import Evidence, Record

class Stub:
    name, version = "stub", "1"

    def extract(self, articles):
        for article in articles:
            if "НЕВОЗМОЖНО" in article.text:
                raise ValueError("this report breaks the extractor")
            found = re.finditer(r"(\\d+) документов", article.text)
            yield article, [self.record(article, match) for match in found]

    def record(self, article, found):
        slots = {"organisation": "CSTO", "what": "documents", "label": "документов", "value": int(found[1])}
        evidence = (Evidence.of(article, *found.span()),)
        return Record("figure", slots | {"status": "actual"}, evidence, 0.9, "figure.stub")

module = types.ModuleType("itogi.extraction.extractor")
module.load_extractor = lambda name="itogi": Stub()
sys.modules["itogi.extraction.extractor"] = module
"""

# In containers the tests run as root, and root may read and write everything. Without these two
# capabilities (CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH) permissions hold for root as for anybody.
NO_PRIVILEGE = """
import ctypes, os, sys
if os.geteuid() == 0 and sys.platform == "linux":
    libc = ctypes.CDLL(None, use_errno=True)
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    sets = (ctypes.c_uint32 * 6)()
    assert libc.capget(header, sets) == 0
    for index in (0, 1):
        sets[index] &= ~0b110
    assert libc.capset(header, sets) == 0
"""


def environment(**more: str) -> dict[str, str]:
    """The environment without what would change the outcome."""
    kept = {name: value for name, value in os.environ.items() if name not in VARIABLES}
    return kept | {"PYTHONUTF8": "1"} | more

"""Mutation fuzzer: damaged reports must neither stop the extractor nor yield a record that breaks a rule.

usage: python benchmarks/fuzz.py [--inputs N] [--seconds S] [--seed S] [--huge N] [--fresh] [--jobs N]

Takes pieces of our own reports (samples/, tests/gold, tests/extraction/negatives.yml) and cuts, doubles,
shuffles and splices them, swaps letters for Latin look-alikes, breaks spaces and lines, glues sentences.
For every input: no exception from reading and extraction, every record passes `check_record`, its evidence
stands letter for letter in the input, and (every tenth input) a second reading, alone, gives the same
records.

Input number n is the same for the same seed, so the count goes on where the last run stopped
(benchmarks/results/fuzz.json), until the package changes: then it begins anew. A failure is written
down there with the smallest input that still shows it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from multiprocessing import Pool
from pathlib import Path
from typing import Any

from itogi.extraction.extractor import PatternExtractor
from itogi.language.tables import rows
from itogi.model.article import Article, article_id, hash_bytes
from itogi.model.data import load_yaml
from itogi.model.kinds import check_record
from itogi.model.record import Record, as_dict
from itogi.reading.plain import read_plain

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "fuzz.json"
BATCH = 32
AGAIN = 10  # every n-th input is read a second time
HUGE = 1_000_000  # characters of a huge line
LONGEST = 6_000  # characters of any other input
BLANKS = "\u00a0\u2009\u202f\u200b\u00ad\u2060\ufeff\t\r\u2028\x0c"
STRANGE = "«»\"„“”'—–-…()[]{}|/\\№%°•\u0301\u0338ё́🙂\U0001d7d8\x00\x1b\ud7ff٣५"
Mutation = Callable[[str, random.Random], str]


# Mutations


def _part(text: str, chance: random.Random) -> tuple[int, int]:
    low = chance.randrange(len(text) + 1)
    return low, min(len(text), low + chance.choice((1, 3, 10, 40, 200, 1000)))


def cut(text: str, chance: random.Random) -> str:
    """Leave a part out."""
    low, high = _part(text, chance)
    return text[:low] + text[high:]


def halve(text: str, chance: random.Random) -> str:
    """End in the middle of something, or begin there."""
    at = chance.randrange(len(text) + 1)
    return text[:at] if chance.random() < 0.5 else text[at:]


def double(text: str, chance: random.Random) -> str:
    """Say a part again, now and then often."""
    low, high = _part(text, chance)
    return text[:high] + text[low:high] * chance.choice((1, 1, 2, 20)) + text[high:]


def shuffle_words(text: str, chance: random.Random) -> str:
    """Mix the words of a stretch."""
    words = text.split(" ")
    low = chance.randrange(len(words))
    high = low + chance.choice((2, 5, 12, 60))
    some = words[low:high]
    chance.shuffle(some)
    return " ".join(words[:low] + some + words[high:])


def shuffle_sentences(text: str, chance: random.Random) -> str:
    """Mix the sentences."""
    parts = text.split(". ")
    chance.shuffle(parts)
    return ". ".join(parts)


def shuffle_letters(text: str, chance: random.Random) -> str:
    """Mix the letters of a stretch."""
    low, high = _part(text, chance)
    some = list(text[low:high])
    chance.shuffle(some)
    return text[:low] + "".join(some) + text[high:]


@cache
def _lookalikes() -> dict[str, str]:
    return {row[1]: row[0] for row in rows("lookalikes") if len(row[1]) == 1}


def lookalikes(text: str, chance: random.Random) -> str:
    """Write some Cyrillic letters as the Latin ones that are drawn the same."""
    share = chance.choice((0.02, 0.2, 1.0))
    return "".join(_lookalikes().get(c, c) if chance.random() < share else c for c in text)


def blanks(text: str, chance: random.Random) -> str:
    """Other blanks for spaces: no-break, narrow, of no width, tabs."""
    share, blank = chance.choice((0.05, 0.5, 1.0)), chance.choice(BLANKS)
    return "".join(blank if c == " " and chance.random() < share else c for c in text)


def glue(text: str, chance: random.Random) -> str:
    """No space after full stops, commas, or anything."""
    mark = chance.choice((". ", ", ", " ", "\n", " — "))
    return text.replace(mark, mark.strip(), chance.choice((-1, 1, 3)))


def break_lines(text: str, chance: random.Random) -> str:
    """Lines end anywhere, or nowhere."""
    if chance.random() < 0.3:
        return text.replace("\n", " ")
    return "".join(
        chance.choice(("\n", "\n\n", "\r\n")) if c == " " and chance.random() < 0.1 else c for c in text
    )


def strange(text: str, chance: random.Random) -> str:
    """Marks where none belong."""
    for _ in range(chance.choice((1, 3, 15))):
        at = chance.randrange(len(text) + 1)
        text = text[:at] + chance.choice(STRANGE) * chance.choice((1, 1, 1, 5)) + text[at:]
    return text


def cases(text: str, chance: random.Random) -> str:
    """Capitals and small letters."""
    how = chance.choice((str.upper, str.lower, str.title, str.swapcase))
    low, high = _part(text, chance)
    return text[:low] + how(text[low:high]) + text[high:]


def digits(text: str, chance: random.Random) -> str:
    """Other digits: days that no month has, years of no age, long numbers."""
    changed = "".join(str(chance.randrange(10)) if c.isdigit() and chance.random() < 0.5 else c for c in text)
    return changed.replace("0", "0" * 40, 1) if chance.random() < 0.1 else changed


MUTATIONS: tuple[Mutation, ...] = (
    cut, halve, double, shuffle_words, shuffle_sentences, shuffle_letters, lookalikes, blanks, glue,
    break_lines, strange, cases, digits,
)  # fmt: skip


# Inputs


@cache
def seeds() -> tuple[str, ...]:
    """Our own reports, and their paragraphs."""
    folders = (ROOT / "samples", ROOT / "tests" / "gold")
    texts = [path.read_text("utf-8") for folder in folders for path in sorted(folder.glob("*.txt"))]
    texts += [item["text"] for item in load_yaml(ROOT / "tests" / "extraction" / "negatives.yml")]
    return tuple(dict.fromkeys(texts))


def make_input(number: int, seed: int) -> str:
    """Input ``number`` of the series ``seed``."""
    chance = random.Random(f"{seed}/{number}")
    text = "\n".join(_piece(chance) for _ in range(chance.choice((1, 1, 1, 1, 1, 2))))
    for _ in range(chance.choice((1, 1, 2, 3, 6))):
        text = chance.choice(MUTATIONS)(text, chance)[:LONGEST]
    return text


def _piece(chance: random.Random) -> str:
    paragraphs = [p for p in chance.choice(seeds()).split("\n") if p.strip()]
    low = chance.randrange(len(paragraphs))
    piece = "\n".join(paragraphs[low : low + chance.choice((1, 1, 1, 1, 1, 2, 4))])
    sentences = piece.split(". ")
    few = chance.randrange(len(sentences))
    return piece if chance.random() < 0.3 else ". ".join(sentences[few : few + chance.choice((1, 2))])


def make_huge(number: int, seed: int) -> str:
    """One line of a million characters, of mutated pieces."""
    chance, parts, length = random.Random(f"huge {seed}/{number}"), [], 0
    while length < HUGE:
        parts.append(make_input(chance.randrange(1 << 30), seed).replace("\n", " "))
        length += len(parts[-1]) + 1
    return " ".join(parts)[:HUGE]


# What must hold


def as_article(text: str) -> Article:
    """The article that a pasted text is read as."""
    reading = read_plain(text)
    raw_hash = hash_bytes(text.encode("utf-8", "surrogatepass"))
    return Article(
        article_id(raw_hash), reading.text, reading.title, published=reading.published, raw_hash=raw_hash,
        source="fuzz", segments=reading.segments,
    )  # fmt: skip


def check(text: str, article: Article, records: Sequence[Record]) -> None:
    """Every record keeps the rules of its kind, and its evidence stands in the input."""
    for record in records:
        check_record(record, article)
        for evidence in record.evidence:
            pieces = article.verbatim_pieces(evidence.start, evidence.end)
            assert pieces == [(evidence.start, evidence.end)], "evidence has a gap in the source"
            assert evidence.text in text, "evidence is not in the input"


def facts(records: Sequence[Record]) -> list[dict[str, object]]:
    """Records as plain values, to be compared."""
    return [as_dict(record, full=True) for record in records]


def try_one(text: str) -> str | None:
    """What goes wrong with ``text``, in a word; None if nothing does."""
    try:
        found = []
        for _ in range(2):
            article = as_article(text)
            records = next(PatternExtractor().extract([article]))[1]
            check(text, article, records)
            found.append(facts(records))
        assert found[0] == found[1], "two readings differ"
    except Exception as error:
        return f"{type(error).__name__}: {str(error)[:200]}"
    return None


def try_batch(texts: Sequence[str]) -> list[tuple[str, str]]:
    """The texts of a batch that something goes wrong with, and what."""
    try:
        articles = [as_article(text) for text in texts]
        done = [records for _, records in PatternExtractor().extract(articles)]
        assert len(done) == len(texts)
        for text, article, records in zip(texts, articles, done, strict=True):
            check(text, article, records)
        for number in range(0, len(texts), AGAIN):
            alone = next(PatternExtractor().extract([articles[number]]))[1]
            if facts(alone) != facts(done[number]):
                return [(texts[number], "AssertionError: alone and in a batch differ")]
    except Exception:
        found = ((text, try_one(text)) for text in texts)
        return [(text, problem) for text, problem in found if problem]
    return []


def smallest(text: str, problem: str, tries: int = 400) -> str:
    """A shorter text with the same kind of problem: parts are left out as long as it stays."""
    kind, size = problem.split(":", maxsplit=1)[0], max(1, len(text) // 2)
    while size and tries > 0:
        at, shorter = 0, False
        while at < len(text) and tries > 0:
            candidate = text[:at] + text[at + size :]
            tries -= 1
            if candidate and (try_one(candidate) or "").split(":")[0] == kind:
                text, shorter = candidate, True
            else:
                at += size
        size = size if shorter and size > 1 else size // 2
    return text


# The run


@dataclass(frozen=True, slots=True)
class Task:
    """Inputs from ``start`` up to ``end`` of a series."""

    start: int
    end: int
    seed: int


def run_task(task: Task) -> tuple[int, list[tuple[str, str]]]:
    """How many inputs were tried, and those that failed with what failed."""
    return task.end - task.start, try_batch([make_input(n, task.seed) for n in range(task.start, task.end)])


def version() -> str:
    """A digest of the package: its code and its data."""
    files = sorted(p for p in (ROOT / "itogi").rglob("*") if p.suffix in {".py", ".yml", ".tsv"})
    return hashlib.sha256(b"".join(p.read_bytes() for p in files)).hexdigest()[:16]


def _state(seed: int, fresh: bool) -> dict[str, Any]:
    new = {"seed": seed, "version": version(), "inputs": 0, "huge": 0, "seconds": 0.0, "failures": []}
    if fresh or not RESULTS.exists():
        return new
    old: dict[str, Any] = json.loads(RESULTS.read_text("utf-8"))
    same = old.get("seed") == seed and old.get("version") == new["version"]
    return old if same else new


def _tasks(done: int, wanted: int, seed: int) -> Iterator[Task]:
    for start in range(done, wanted, BATCH):
        yield Task(start, min(start + BATCH, wanted), seed)


def _note(state: dict[str, Any], text: str, problem: str) -> None:
    if any(f["problem"].split("'")[0] == problem.split("'", maxsplit=1)[0] for f in state["failures"]):
        return  # its like is known
    small = smallest(text, problem)
    state["failures"].append({"problem": problem, "input": small})
    print(f"FAILED {problem}\n  {small!r}")


def _save(state: dict[str, Any], seconds: float) -> None:
    state["seconds"] = round(seconds, 1)
    RESULTS.write_text(json.dumps(state, ensure_ascii=True, indent=2) + "\n", "utf-8")


def main() -> int:
    """Fuzz until the inputs or the time are used up; 1 if something failed."""
    options = argparse.ArgumentParser(description="Mutation fuzzer of reading and extraction.")
    options.add_argument("--inputs", type=int, default=100_000, help="of the whole count")
    options.add_argument("--seconds", type=float, default=float("inf"), help="time budget")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--huge", type=int, default=1, help="lines of a million characters")
    options.add_argument("--jobs", type=int, default=1)
    options.add_argument("--fresh", action="store_true", help="begin the count anew")
    chosen = options.parse_args()
    state, started = _state(chosen.seed, chosen.fresh), time.monotonic()
    before = state["seconds"]
    with Pool(chosen.jobs) as pool:
        # Groups of tasks, so that no work is begun that the time does not allow.
        tasks = _tasks(state["inputs"], chosen.inputs, chosen.seed)
        while time.monotonic() - started < chosen.seconds and (group := list(islice(tasks, chosen.jobs * 2))):
            for tried, failed in pool.map(run_task, group, chunksize=1):
                state["inputs"] += tried
                for text, problem in failed:
                    _note(state, text, problem)
            _save(state, before + time.monotonic() - started)
    for number in range(state["huge"], chosen.huge):
        if time.monotonic() - started < chosen.seconds:
            wrong = try_one(make_huge(number, chosen.seed))
            state["huge"] += 1
            if wrong:
                state["failures"].append({"problem": wrong, "input": f"make_huge({number}, {chosen.seed})"})
    _save(state, before + time.monotonic() - started)
    count = f"{state['inputs']} inputs and {state['huge']} huge lines in {state['seconds']:.0f} s"
    print(f"{count}, {len(state['failures'])} failures")
    return int(bool(state["failures"]))


if __name__ == "__main__":
    sys.exit(main())

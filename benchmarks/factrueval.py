"""Offices and meetings measured on factRuEval-2016: its facts Occupation and Meeting (development set).

usage: python benchmarks/factrueval.py [--corpus DIR] [--errors] [--out FILE]

How facts are matched, each gold fact with at most one record, best pairs first:

* **Occupation** (Who, Position, Where) with *office* (person, position, of). The gold family name (where
  it has none, the name that it has) must be a word of our person by its first five letters, and the
  positions must share the root of a word (five letters of its dictionary form); where the gold has no
  position, Where must agree instead. The strict count asks for Where as well: a name of it, in any of the
  forms that the gold lists, shares a root with our ``of`` (a code stands for its names in the lexicon) or
  with our position ("губернатор Подмосковья").
* **Meeting** (Participants) with *meeting* (people, chair; countries where fewer than two people are named).
  At least two participants must agree, by family name or by the name of the country. Our meetings with
  fewer than two participants are no facts by the rules of the task, and are not counted.

The texts are general news, so every fact of the corpus counts, also where the record's rules leave it
out on purpose (journalists, experts). The best systems of 2016 reached F1 .662 (Occupation) and .242
(Meeting) on the test set of the task with its own, softer matching of arguments; the development set
holds 211 facts of the one and 5 of the other, so that the second figure says little.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from itogi.extraction.extractor import load_extractor
from itogi.language.lemma import parses
from itogi.language.lexicon import organisations
from itogi.model.article import Article
from itogi.model.record import Record
from itogi.model.scoring import Tally, stems
from itogi.model.values import country_name, is_country
from itogi.reading.source import Source, read_source

ROOT = Path(__file__).parents[1]
CORPUS = ROOT.parent / "shared" / "corpora" / "factrueval"
PUBLISHED = {"occupation": 0.662, "meeting": 0.242}


@dataclass(frozen=True, slots=True)
class Fact:
    """A gold fact: for each argument the forms of its value, the family names of persons first."""

    id: str
    type: str
    arguments: tuple[tuple[str, tuple[str, ...]], ...]

    def forms(self, name: str) -> list[tuple[str, ...]]:
        """The forms of each value of the argument ``name``."""
        return [forms for key, forms in self.arguments if key == name]


def read_entities(path: Path) -> dict[str, dict[str, list[str]]]:
    """``{"obj5": {"lastname": ["Сандали"], …}}`` from a ``.coref`` file: entities with their attributes."""
    out: dict[str, dict[str, list[str]]] = {}
    for block in path.read_text("utf-8").split("\n\n"):
        lines = block.strip().splitlines()
        if not lines:
            continue
        found: dict[str, list[str]] = {}
        for line in lines[1:]:
            key, _, value = line.partition(" ")
            found.setdefault(key.rstrip("12"), []).append(value)
        out[f"obj{lines[0].split()[0]}"] = found
    return out


def read_facts(path: Path) -> Iterator[Fact]:
    """The facts of a ``.facts`` file, their objects resolved by the ``.coref`` file beside it."""
    entities = read_entities(path.with_suffix(".coref"))
    for block in path.read_text("utf-8").split("\n\n"):
        lines = block.strip().splitlines()
        if not lines:
            continue
        id, type = lines[0].split()
        yield Fact(id, type, tuple(_argument(line, entities) for line in lines[1:]))


def _argument(line: str, entities: Mapping[str, Mapping[str, list[str]]]) -> tuple[str, tuple[str, ...]]:
    name, _, rest = line.partition(" ")
    forms: list[str] = []
    for part in rest.split(" | "):
        head, _, text = part.partition(" ")
        known = entities.get(head, {})
        family = known.get("lastname", []) or known.get("nickname", [])
        # Of a person the family name alone is compared; of all else every form that is given.
        forms += family or [text if head.startswith(("obj", "span")) else part, *known.get("name", [])]
    return name, tuple(dict.fromkeys(form for form in forms if form))


def roots(text: str) -> frozenset[str]:
    """Stems of the dictionary forms of the words: what "мэра" and "мэр" have in common."""
    words = (word.strip("«»\"'().,") for word in text.lower().split())
    forms = (parse.normal_form for word in words if word for parse in parses(word))
    return stems(text) | frozenset(stem for form in forms for stem in stems(form))


def alike(forms: Iterable[str], value: str) -> bool:
    """Whether one of ``forms`` shares a root with ``value``."""
    mine = roots(value)
    return any(roots(form) & mine for form in forms)


def is_named(forms: Iterable[str], person: str) -> bool:
    """Whether all words of one of ``forms`` (a family name) are words of ``person``."""
    mine = stems(person)
    return any(stems(form) and stems(form) <= mine for form in forms)


def names_of(value: str) -> str:
    """The names that a code stands for, or the value itself."""
    known = organisations().get(value)
    if known:
        return " ".join([*known.names.values(), *known.abbreviations])
    if is_country(value):
        return f"{country_name(value, 'ru')} {value} {'США' if value == 'US' else ''}"
    return value


def occupation_score(fact: Fact, record: Record, *, strict: bool) -> int:
    """0 if the office is not the fact, else how many arguments agree."""
    (who,), positions, wheres = fact.forms("Who"), fact.forms("Position"), fact.forms("Where")
    position, of = str(record.get("position") or ""), str(record.get("of") or "")
    if not is_named(who, str(record.get("person"))):
        return 0
    placed = any(alike(forms, f"{names_of(of)} {position}") for forms in wheres)
    if positions and not alike(positions[0], position):
        return 0
    if (strict or not positions) and wheres and not placed:
        return 0
    return 1 + bool(positions) + placed


def participants(record: Record) -> list[str]:
    """Who takes part in a meeting: people, else the countries too."""
    people = _list(record, "people")
    chair = str(record.get("chair") or "")
    if chair and not any(stems(chair) & stems(p) for p in people):
        people.append(chair)
    return people if len(people) >= 2 else [*people, *_list(record, "countries")]


def _list(record: Record, slot: str) -> list[str]:
    value = record.get(slot)
    return list(value) if isinstance(value, tuple) else []


def meeting_score(fact: Fact, record: Record) -> int:
    """How many participants agree, if at least two do; else 0."""
    gold = fact.forms("Participant")
    ours = [names_of(p) for p in participants(record)]
    agreed = sum(any(is_named(forms, name) for name in ours) for forms in gold)
    return agreed if agreed >= 2 else 0


@dataclass(slots=True)
class Sum:
    """The tally of one measure with its errors in words."""

    tally: Tally = field(default_factory=Tally)
    errors: tuple[str, ...] = ()

    def add(self, facts: list[Fact], records: list[Record], score: Callable[[Fact, Record], int]) -> None:
        """Match the facts of one text with its records."""
        pairs = sorted(
            (-score(f, r), i, j) for i, f in enumerate(facts) for j, r in enumerate(records) if score(f, r)
        )
        left, free = set(range(len(facts))), set(range(len(records)))
        for _, i, j in pairs:
            if i in left and j in free:
                left.remove(i)
                free.remove(j)
        self.tally += Tally(len(facts) - len(left), len(facts), len(records))
        self.errors += tuple(f"missed {facts[i].id} {facts[i].arguments}" for i in sorted(left))
        self.errors += tuple(f"spurious {records[j].pattern} {dict(records[j].slots)}" for j in sorted(free))


def measure(corpus: Path) -> dict[str, Sum]:
    """Extract every text of the corpus and match."""
    sums = {"occupation": Sum(), "occupation, strict": Sum(), "meeting": Sum()}
    paths = sorted(corpus.glob("*.facts"))
    articles = [_article(path.with_suffix(".txt")) for path in paths]
    for path, (_, records) in zip(paths, load_extractor().extract(articles), strict=True):
        facts = list(read_facts(path))
        jobs = [f for f in facts if f.type == "Occupation"]
        offices = [r for r in records if r.type == "office"]
        sums["occupation"].add(jobs, offices, lambda f, r: occupation_score(f, r, strict=False))
        sums["occupation, strict"].add(jobs, offices, lambda f, r: occupation_score(f, r, strict=True))
        met = [r for r in records if r.type == "meeting" and len(participants(r)) >= 2]
        sums["meeting"].add([f for f in facts if f.type == "Meeting"], met, meeting_score)
    return sums


def _article(path: Path) -> Article:
    return read_source(Source(path, None))


def main() -> int:
    """Measure, print, write."""
    options = argparse.ArgumentParser(description="Offices and meetings on factRuEval-2016.")
    options.add_argument("--corpus", type=Path, default=CORPUS)
    options.add_argument("--errors", action="store_true", help="print what was missed and what was spurious")
    options.add_argument("--out", type=Path, default=ROOT / "benchmarks" / "results" / "factrueval.json")
    chosen = options.parse_args()
    if not any(chosen.corpus.glob("*.facts")):
        print(f"skipped: {chosen.corpus} holds no factRuEval texts (*.facts)")
        return 0
    rows = {}
    for name, found in measure(chosen.corpus).items():
        t, best = found.tally, PUBLISHED[name.split(",")[0]]
        rows[name] = {
            "precision": round(t.precision, 3), "recall": round(t.recall, 3), "f1": round(t.f1, 3),
            "correct": t.correct, "gold": t.gold, "predicted": t.predicted, "best_of_2016": best,
        }  # fmt: skip
        print(f"{name:20s} P {t.precision:.3f} R {t.recall:.3f} F1 {t.f1:.3f}  "
              f"({t.correct} of {t.gold} facts, {t.predicted} records; best of 2016: {best})")  # fmt: skip
        if chosen.errors and "strict" not in name:
            print(*(f"  {line}" for line in found.errors), sep="\n")
    chosen.out.write_text(json.dumps(rows, indent=2) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

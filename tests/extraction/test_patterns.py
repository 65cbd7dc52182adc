"""Every pattern finds its examples and leaves its counter-examples alone; faulty files are named."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from reading_one import records_in

from itogi.errors import DataError
from itogi.extraction.atoms import AtomError, compile_row
from itogi.extraction.patterns import FOLDER, Example, Pattern, load_patterns, patterns, word_classes
from itogi.model.kinds import kinds
from itogi.model.record import Record

WITH_PATTERNS = [kind for kind in kinds() if (FOLDER / f"{kind}.yml").exists()]
ALL = [pattern for kind in WITH_PATTERNS for pattern in patterns(kind)]


def found(example: Example, pattern: Pattern) -> list[Record]:
    records = records_in(example.text, published=date.fromisoformat(example.published))
    return [r for r in records if r.type == pattern.type]


def holds(record: Record, slots: dict[str, object]) -> bool:
    for name, wanted in slots.items():
        value = record.get(name)
        if isinstance(wanted, list):
            if set(wanted) - set(value or ()):  # type: ignore[arg-type]
                return False
        elif str(value).replace("ё", "е") != str(wanted).replace("ё", "е"):
            return False
    return True


@pytest.mark.parametrize(
    ("pattern", "example"),
    [(p, e) for p in ALL for e in p.examples],
    ids=lambda x: x.id if isinstance(x, Pattern) else None,
)
def test_a_pattern_finds_its_example(pattern: Pattern, example: Example) -> None:
    records = found(example, pattern)
    assert any(holds(r, dict(example.slots)) for r in records), [(r.pattern, dict(r.slots)) for r in records]


@pytest.mark.parametrize(
    ("pattern", "example"),
    [(p, e) for p in ALL for e in p.counter],
    ids=lambda x: x.id if isinstance(x, Pattern) else None,
)
def test_a_pattern_leaves_its_counter_example_alone(pattern: Pattern, example: Example) -> None:
    assert [dict(r.slots) for r in found(example, pattern) if r.pattern.startswith(pattern.id)] == []


@pytest.mark.parametrize("row", ["", "@nosuch", "name:", "[VERB", "<org>"])
def test_a_row_that_cannot_be_read_is_refused(row: str) -> None:
    with pytest.raises(AtomError):
        compile_row(row, {})


def test_a_row_becomes_matcher_tokens() -> None:
    row = compile_row("t:@sign/Tense=Past ..3 <BODY>? =в слово|дело+", {"sign": frozenset({"подписать"})})
    # Between two atoms a run of blanks may stand as a token of its own.
    tokens, blanks = row.tokens[::2], row.tokens[1::2]
    assert row.names[::2] == ("t", None, None, None, None)
    assert tokens[0] == {"LEMMA": {"IN": ["подписать"]}, "MORPH": {"IS_SUPERSET": ["Tense=Past"]}}
    assert tokens[1]["OP"] == "{0,3}"
    assert tokens[2] == {"ENT_TYPE": {"IN": ["BODY"]}, "OP": "*"}
    assert tokens[3] == {"LOWER": {"IN": ["в"]}}
    assert tokens[4] == {"LEMMA": {"IN": ["слово", "дело"]}, "OP": "+"}
    assert all(blank["OP"] == "?" for blank in blanks)


GOOD = "type: body\npatterns:\n  - id: body.made\n    match: центр\n    examples: [Создан центр.]\n"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("type: meeting\npatterns: []\n", "type: body"),
        (GOOD.replace("match: центр", "match: '@nosuch'"), "@nosuch"),
        (GOOD.replace("body.made", "office.made"), "id outside"),
        (GOOD.replace("    examples: [Создан центр.]\n", ""), "no examples"),
        (GOOD.replace("match: центр", "match: центр\n    slots: {colour: red}"), "colour"),
        (GOOD.replace("match: центр", "match: центр\n    weight: 3"), "weight"),
        (GOOD + "  - id: body.made\n    match: штаб\n    examples: [Создан штаб.]\n", "one id"),
        ("type: body\n  patterns: [", ":2"),
    ],
)
def test_a_faulty_pattern_file_is_named(tmp_path: Path, text: str, problem: str) -> None:
    path = tmp_path / "body.yml"
    path.write_text(text, "utf-8")
    with pytest.raises(DataError, match=r"body\.yml") as refused:
        load_patterns("body", path)
    assert problem in str(refused.value)


def test_word_classes_hold_lemmas_without_yo() -> None:
    assert not [w for words in word_classes().values() for w in words if "ё" in w or w != w.lower()]


def test_every_word_class_that_the_code_names_exists() -> None:
    sources = [p.read_text("utf-8") for p in FOLDER.parent.rglob("*.py")]
    named = {n for text in sources for n in re.findall(r'(?:word_classes\(\)|classes)\["([\w-]+)"\]', text)}
    assert named - set(word_classes()) == set()

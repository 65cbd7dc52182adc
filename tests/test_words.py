"""Words of Russian stand in lexicons, patterns and rules, never in Python."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "itogi"
CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
# A class of letters in a regular expression names no word: "[а-яё]", "[^А-ЯЁA-Z]".
LETTERS = re.compile(r"\[[^\]]*\]")
# Files that may hold some, each for its reason.
ALLOWED = {
    "model/letters.py": "ё and е, here so that they stand nowhere else",
    "language/inflect.py": "vowels and endings by which the language itself inflects",
    "language/lemma.py": "endings of family names",
    "language/names.py": "vowels and consonants",
    "language/phrases.py": "endings of forms",
    "language/segment.py": "classes of letters, and sentence ends between them",
    "language/shape.py": "classes of letters",
    "register/asking.py": "an example in a message",
    "cli/search.py": "an example in the help",
    "cli/doctor.py": "the sentence by which an installation is tried",
    "web/settings.py": "a language by its own name",
    "web/asked.py": "the example of a message, to be translated",
    "web/api/page.py": "an example of a query",
}


def strings(source: str) -> Iterator[ast.Constant]:
    """The strings of a source that are no docstrings."""
    tree = ast.parse(source)
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    found = (n for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str))
    return (n for n in found if id(n) not in prose)


def russian(source: str) -> list[tuple[int, str]]:
    """Line and text of the strings that hold Russian beyond classes of letters."""
    return [(n.lineno, n.value) for n in strings(source) if CYRILLIC.search(LETTERS.sub("", n.value))]


FILES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("name", [name for name in FILES if name not in ALLOWED])
def test_python_holds_no_russian(name: str) -> None:
    assert russian((PACKAGE / name).read_text("utf-8")) == []


@pytest.mark.parametrize("name", ALLOWED)
def test_what_is_allowed_is_needed(name: str) -> None:
    held = [n.value for n in strings((PACKAGE / name).read_text("utf-8")) if CYRILLIC.search(n.value)]
    assert held, f"{name} holds no Russian any more: take it off the list"


@pytest.mark.parametrize(
    ("source", "held"),
    [
        ('x = token.lemma_ == "который"', ["который"]),
        ('x = {"в", "на"}', ["в", "на"]),
        ('x = f"{place} область"', [" область"]),
        ('x = re.compile("[а-яё]+(?:ский)")', ["[а-яё]+(?:ский)"]),
        ('x = re.compile("[^А-ЯЁ]")', []),
        ('def f():\n    """ "В Астане": the place."""\n', []),
        ("x = 1  # саммит", []),
    ],
)
def test_the_rule_tells_words_from_letters_and_prose(source: str, held: list[str]) -> None:
    assert [text for _, text in russian(source)] == held


def test_every_single_word_that_the_code_names_exists_and_every_one_is_named() -> None:
    from itogi.model.data import load_yaml

    table = load_yaml(PACKAGE / "extraction" / "patterns" / "words.yml")
    named: set[str] = set()
    for path in (PACKAGE / "extraction").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"spelt", "any_of", "endings"}:
                named |= {a.value for a in node.args if isinstance(a, ast.Constant)}
    assert named == set(table)

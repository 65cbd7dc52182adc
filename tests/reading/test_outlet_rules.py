"""Rules as data: every rule keeps its examples, and a fault is named with file and line."""

import pytest

from itogi.errors import DataError
from itogi.reading.rules import FOLDER, Rule, all_outlets, fold, load_outlet, rules_for

RULES = [
    pytest.param(rule, id=f"{outlet.name}-{rule.id}") for outlet in all_outlets() for rule in outlet.rules
]


def fits(rule: Rule, line: str) -> bool:
    return rule.cut(fold(line)) is not None if rule.action == "tail" else rule.matches(fold(line))


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_keeps_its_examples(rule):
    assert [line for line in rule.drops if not fits(rule, line)] == []
    assert [line for line in rule.keeps if fits(rule, line)] == []


def test_outlets_are_chosen_by_name_address_and_credit():
    generic = len(rules_for("nobody.example"))
    assert len(rules_for("zakon.kz")) > generic
    assert len(rules_for(None, "https://www.1tv.ru/news/1")) > generic
    assert len(rules_for(text="Встреча прошла.\nИсточник: Zakon.kz\n")) > generic
    assert len(rules_for(text="О встрече написал zakon.kz\n")) == generic


GOOD = """outlet: x
rules:
  - id: a
    action: line
    phrases: [привет]
    drops: [привет]
    keeps: [пока]
"""


@pytest.mark.parametrize(
    ("old", "new", "line", "problem"),
    [
        ("action: line", "action: burn", 3, "'action'"),
        ("action: line", "action: line\n    where: moon", 3, "'where'"),
        ("phrases: [привет]", "pattern: '('", 3, "faulty"),
        ("phrases: [привет]", "pattern: '%nothing%'", 3, "unknown macro"),
        ("phrases: [привет]", "phrases: [1]", 3, "strings"),
        ("phrases: [привет]", "phrases: привет", 3, "list"),
        ("    phrases: [привет]\n", "", 3, "neither"),
        ("keeps: [пока]", "keep: [пока]", 3, "unknown key"),
        ("    keeps: [пока]\n", "", 3, "'keeps'"),
        ("keeps: [пока]", "keeps: [пока", 8, "did not find expected"),
        ("outlet: x\n", "", 1, "no outlet"),
        ("outlet: x", "outlet: [x]", 1, "'outlet'"),
    ],
)
def test_a_fault_is_named_with_file_and_line(tmp_path, old, new, line, problem):
    path = tmp_path / "bad.yml"
    path.write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(DataError, match=problem) as caught:
        load_outlet(path)
    assert caught.value.where == f"{path}:{line}"


def test_the_same_id_twice(tmp_path):
    path = tmp_path / "bad.yml"
    path.write_text(GOOD + GOOD.split("rules:\n")[1], encoding="utf-8")
    with pytest.raises(DataError, match="twice") as caught:
        load_outlet(path)
    assert caught.value.where == f"{path}:8"


def test_no_mapping(tmp_path):
    path = tmp_path / "bad.yml"
    path.write_text("- a\n", encoding="utf-8")
    with pytest.raises(DataError, match="no mapping"):
        load_outlet(path)
    path.write_text("outlet: x\nrules: [a]\n", encoding="utf-8")
    with pytest.raises(DataError, match="a rule is no mapping"):
        load_outlet(path)


def test_all_files_are_loaded_and_generic_comes_first():
    assert len(all_outlets()) == len(list(FOLDER.glob("*.yml")))
    assert all_outlets()[0].name == "generic"
    assert len(all_outlets()[0].months) == 12

"""The command that scores: what it prints, what it leaves alone, what it writes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from running import Itogi

from itogi.cli.score_tables import with_section
from itogi.errors import UsageError

TEXT = "Подписаны 14 документов. Ещё 3 документов ждут.\n"
FIGURE = {
    "type": "figure",
    "evidence": ["Подписаны 14 документов."],
    "organisation": "CSTO",
    "what": "documents",
}


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    folder = tmp_path / "gold"
    folder.mkdir()
    for id in ("a1", "b2"):
        right = FIGURE | {"label": "документов", "value": 14, "status": "expected"}
        facts = {"id": id, "published": "2024-11-28", "records": [right]}
        (folder / f"{id}_x.txt").write_text(TEXT, "utf-8")
        (folder / f"{id}_x.json").write_text(json.dumps(facts, ensure_ascii=False), "utf-8")
    return folder


def test_the_closing_lines_are_those_that_checks_read(gold: Path, itogi: Itogi) -> None:
    done = itogi("score", gold)
    assert done.code == 0, done.err
    assert done.out.splitlines() == [
        "records P 0.500 R 1.000 F1 0.667",
        "evidence verbatim 4 of 4",
        "slots P 0.400 R 0.800 F1 0.533",
    ]


def test_tables(gold: Path, itogi: Itogi) -> None:
    done = itogi(
        "score", gold, "--by-type", "--slots", "--errors", 5, "--worst", 1, "--confusion", "--reliability"
    )
    assert done.code == 0, done.err
    for title in ("By type", "By slot", "Worst documents", "Commonest errors", "Reliability"):
        assert f"# {title}" in done.out
    assert "# Confusion of figure.status" in done.out
    assert "figure.status actual for expected" in done.out
    assert "figure spurious (figure.stub)" in done.out
    assert "at or above the acceptance threshold" in done.out


def test_texts_are_chosen_by_id_and_others_not_read(gold: Path, tmp_path: Path, itogi: Itogi) -> None:
    ids = tmp_path / "aside.txt"
    ids.write_text("b2\n", "utf-8")
    (gold / "b2_x.txt").unlink()  # reading it would be an error
    assert "evidence verbatim 2 of 2" in itogi("score", gold, "--without", ids).out
    (gold / "b2_x.txt").write_text(TEXT, "utf-8")
    (gold / "a1_x.txt").unlink()
    assert "evidence verbatim 2 of 2" in itogi("score", gold, "--ids", ids).out
    assert itogi("score", gold, "--ids", ids, "--without", ids).code == 2


def test_predictions_from_a_file(gold: Path, tmp_path: Path, itogi: Itogi) -> None:
    file = tmp_path / "pred.jsonl"
    row = {"id": "a1", "records": [FIGURE | {"value": 14}, {"type": "figure", "evidence": ["nowhere"]}]}
    file.write_text(json.dumps(row) + "\n", "utf-8")
    assert "evidence verbatim 1 of 2" in itogi("score", gold, "--predictions", file).out
    file.write_text('{"id": "a1"}\n', "utf-8")
    done = itogi("score", gold, "--predictions", file)
    assert done.code == 2 and f"{file}:1" in done.err


def test_json_holds_everything(gold: Path, itogi: Itogi) -> None:
    (row,) = itogi("score", gold, "--json").rows()
    assert row["slots"]["recall"] == 0.8
    assert row["evidence"] == {"verbatim": 4, "predicted": 4}
    assert {"By type", "By slot", "Commonest errors", "Reliability", "Worst documents"} <= set(row["tables"])


def test_a_page_quotes_the_gold_only_when_told_to(gold: Path, tmp_path: Path, itogi: Itogi) -> None:
    page = tmp_path / "quality.md"
    page.write_text("# Quality\n\nWords of a person.\n", "utf-8")
    itogi("score", gold, "--write", page, "--section", "One")
    first = page.read_text("utf-8")
    assert "Words of a person." in first and "## One" in first
    assert "документов" not in first
    itogi("score", gold, "--write", page, "--section", "One", "--examples")
    second = page.read_text("utf-8")
    assert "документов" in second and second.count("## One") == 1


def test_a_section_without_its_end_is_refused() -> None:
    with pytest.raises(UsageError, match="no end"):
        with_section("<!-- score: One -->", "One", "body")


@pytest.mark.parametrize("content", ["{}", '{"records": [1]}', "[", '{"records": [{"type": "figure"}]}'])
def test_a_faulty_gold_is_named(gold: Path, itogi: Itogi, content: str) -> None:
    (gold / "c3_x.json").write_text(content, "utf-8")
    done = itogi("score", gold)
    assert done.code == 2
    assert "the gold is faulty" in done.err and "Remedy" in done.err


def test_an_empty_folder_is_refused(tmp_path: Path, itogi: Itogi) -> None:
    done = itogi("score", tmp_path)
    assert done.code == 2 and "no .json files" in done.err

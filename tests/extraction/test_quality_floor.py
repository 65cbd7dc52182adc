"""The score of our own gold does not fall below its floor; the check of floors sees what it must see."""

from __future__ import annotations

import importlib.util
import json
import shutil
from pathlib import Path
from types import ModuleType

import pytest

from itogi.cli.gold import predicted_rows, read_gold, score_texts
from itogi.cli.score_tables import closing
from itogi.extraction.extractor import load_extractor

ROOT = Path(__file__).parents[2]
GOOD = "records P 0.900 R 0.900 F1 0.900\nevidence verbatim 12 of 12\nslots P 0.800 R 0.800 F1 0.800\n"


@pytest.fixture
def floors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """quality/check_floor.py with a baseline and a gold of the test's own."""
    spec = importlib.util.spec_from_file_location("itogi_check_floor", ROOT / "quality" / "check_floor.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "a.txt").write_text("текст", "utf-8")
    (tmp_path / "gold" / "a.json").write_text("{}", "utf-8")
    sets = {"dev": {"folder": "gold", "slots_f1": 0.75, "digest": module.digest(tmp_path / "gold")}}
    (tmp_path / "baseline.json").write_text(json.dumps({"samples_met": 3, "sets": sets}), "utf-8")
    monkeypatch.setattr(module, "BASELINE", tmp_path / "baseline.json")
    monkeypatch.setattr(module, "ROOT", tmp_path)
    return module


@pytest.mark.parametrize(
    ("score", "code", "message"),
    [
        (GOOD, 0, ""),
        (GOOD.replace("0.800", "0.740"), 1, "slots F1 is 0.740, the floor is 0.75"),
        (GOOD.replace("12 of", "11 of"), 1, "evidence is verbatim in 11 of 12"),
        ("", 1, "not the output of score.py"),
    ],
    ids=["above", "below", "not verbatim", "empty"],
)
def test_scores(floors: ModuleType, tmp_path: Path, capsys, score: str, code: int, message: str) -> None:
    (tmp_path / "score").write_text(score, "utf-8")
    assert floors.main(["check_floor.py", str(tmp_path / "score")]) == code
    assert message in capsys.readouterr().err


def test_another_gold_must_be_measured_anew(floors: ModuleType, tmp_path: Path, capsys) -> None:
    (tmp_path / "score").write_text(GOOD, "utf-8")
    (tmp_path / "gold" / "a.txt").write_text("иной текст", "utf-8")
    assert floors.main(["check_floor.py", str(tmp_path / "score")]) == 1
    assert "measure it anew" in capsys.readouterr().err
    assert floors.main(["check_floor.py", "--record", str(tmp_path / "score")]) == 0
    assert floors.main(["check_floor.py", str(tmp_path / "score")]) == 0
    baseline = json.loads((tmp_path / "baseline.json").read_text("utf-8"))
    assert (baseline["sets"]["dev"]["slots_f1"], baseline["samples_met"]) == (0.78, 3)


def test_the_digest_hangs_on_names_and_bytes_only(floors: ModuleType, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(tmp_path / "gold", copy)
    (copy / "README.md").write_text("words on the gold", "utf-8")
    assert floors.digest(copy) == floors.digest(tmp_path / "gold")
    (copy / "a.txt").rename(copy / "b.txt")
    assert floors.digest(copy) != floors.digest(tmp_path / "gold")


def test_wrong_usage(floors: ModuleType, tmp_path: Path) -> None:
    assert floors.main(["check_floor.py"]) == 2
    assert floors.main(["check_floor.py", "score", "no-such-set"]) == 2


@pytest.mark.parametrize("name", ["own", "stories"])
def test_our_own_gold_is_above_its_floor(name: str) -> None:
    spec = importlib.util.spec_from_file_location("itogi_check_floor", ROOT / "quality" / "check_floor.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    baseline = json.loads(module.BASELINE.read_text("utf-8"))["sets"][name]
    score = score_texts(predicted_rows(load_extractor(), read_gold(ROOT / baseline["folder"])))
    found = module.faults("\n".join(closing(score)), baseline["slots_f1"])
    assert not found + module.gold_faults(name, baseline)

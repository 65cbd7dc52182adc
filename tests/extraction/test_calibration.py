"""Calibration: a pattern's share of right records, shrunk toward its own word; how it is learnt."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from itogi.errors import DataError
from itogi.extraction.assemble import Draft, assemble
from itogi.extraction.calibration import FILE, Calibration, acceptance, calibrated, load_calibration
from itogi.model.article import Article

SCRIPT = Path(__file__).parents[2] / "quality" / "calibrate.py"


@pytest.fixture(scope="module")
def learning() -> ModuleType:
    spec = importlib.util.spec_from_file_location("itogi_calibrate", SCRIPT)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_the_measured_share_is_shrunk_toward_the_own_word() -> None:
    some = Calibration(0.9, 10, {"a.sure": (95, 100), "a.bad": (0, 10)})
    assert some.confidence("a.sure", 0.5) == pytest.approx(100 / 110)
    assert some.confidence("a.bad", 0.8) == pytest.approx(0.4)
    assert some.confidence("a.new", 0.7) == pytest.approx(0.7)


def test_what_ships_is_sound() -> None:
    assert 0.5 <= acceptance() <= 1.0
    assert calibrated("no.such.pattern", 0.7) == pytest.approx(0.7)
    assert load_calibration(FILE).strength > 0
    assert FILE.stat().st_size < 100_000


def test_records_carry_the_calibrated_confidence(monkeypatch: pytest.MonkeyPatch) -> None:
    from itogi.extraction import calibration

    monkeypatch.setattr(calibration, "calibration", lambda: Calibration(0.9, 2, {"office.x": (8, 8)}))
    draft = Draft("office", {"person": "Имангали Тасмагамбетов"}, [(0, 4)], 0.5, "office.x")
    (record,) = assemble(Article("a", "Генсек."), [draft])
    assert record.confidence == 0.9


@pytest.mark.parametrize(
    "content",
    [
        "patterns: {}",
        "acceptance: x\nstrength: 1\npatterns: {}",
        "acceptance: 0.9\nstrength: 1\npatterns: {a: [2, 1]}",
        "acceptance: 0.9\nstrength: 1\npatterns: {a: 3}",
        "acceptance: 0.9\nstrength: 0\npatterns: {}",
        "[]",
    ],
)
def test_a_faulty_file_is_named(tmp_path: Path, content: str) -> None:
    path = tmp_path / "calibration.yml"
    path.write_text(content, "utf-8")
    with pytest.raises(DataError, match=r"calibration\.yml"):
        load_calibration(path)


def cases(learning: ModuleType) -> list:
    """Two patterns that say 0.7 of themselves: one is nearly always right, one half of the time."""
    out = []
    for n in range(200):
        out.append(learning.Case("g", f"t{n % 40}", "x.good", 0.7, n % 25 != 0))
        out.append(learning.Case("g", f"t{n % 40}", "x.even", 0.7, n % 2 == 0))
    return out


def test_learning_is_deterministic_and_can_be_read_back(learning: ModuleType, tmp_path: Path) -> None:
    made = learning.learn(cases(learning), 0.95)
    again = learning.learn(list(reversed(cases(learning))), 0.95)
    assert learning.written(made) == learning.written(again)
    path = tmp_path / "calibration.yml"
    path.write_text(learning.written(made), "utf-8")
    assert load_calibration(path) == made
    assert made.patterns == {"x.even": (100, 200), "x.good": (192, 200)}


def test_learning_beats_the_own_word(learning: ModuleType) -> None:
    some = cases(learning)
    loss = {
        name: learning.log_loss(some, learning.held_out(some, way))
        for name, way in (("own", learning.own_word), ("shrunk", learning.shrunk(5)))
    }
    assert loss["shrunk"] < loss["own"]


def test_above_the_threshold_the_target_is_met(learning: ModuleType) -> None:
    some = cases(learning)
    guesses = learning.held_out(some, learning.shrunk(5))
    at = learning.threshold(some, guesses, 0.95)
    above = [c for c, p in zip(some, guesses, strict=True) if p >= at]
    assert {c.pattern for c in above} == {"x.good"}
    assert sum(c.right for c in above) >= 0.95 * len(above)


def test_isotonic_regression_rises(learning: ModuleType) -> None:
    some = [learning.Case("g", "t", "p", own / 10, own not in (1, 2, 3, 5)) for own in range(1, 10)]
    model = learning.isotonic(some)
    guesses = [model(c) for c in some]
    assert guesses == sorted(guesses) and 0 < guesses[0] < guesses[-1] < 1

"""The scorer: fixed cases of our own, and the same results as the reference scorer on generated ones."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itogi.model import scoring
from itogi.model.kinds import kinds

REFERENCE = Path(__file__).parents[3] / "shared" / "register" / "score.py"


def slot(type: str, name: str):
    return kinds()[type].slots[name]


@pytest.mark.parametrize(
    ("type", "name", "gold", "predicted", "alike"),
    [
        ("quote", "speaker", "Имангали Тасмагамбетов", "Тасмагамбетова", True),
        ("quote", "speaker", "RU", "BY", False),
        ("office", "of", "Россия", "Казахстан", False),
        ("document", "title", "протокол о статусе сил", "о статусе сил и средств", True),
        ("document", "title", "протокол о статусе сил", "заявление о Карабахе", False),
        ("document", "stage", "signed", "SIGNED", True),
        ("document", "date", "2024-11", "2024-11-28", False),
        ("figure", "value", 14, 14.0, True),
        ("figure", "value", 14, "много", False),
        ("figure", "approximate", True, True, True),
        ("meeting", "place", "Астана", "Астане", True),
        ("meeting", "venue", "!", "!", True),
        ("meeting", "people", "Семён Ёлкин", "Елкина", True),
    ],
)
def test_values_that_count_as_one(type: str, name: str, gold: Any, predicted: Any, alike: bool) -> None:
    assert scoring.same(slot(type, name), gold, predicted) is alike


@pytest.mark.parametrize(
    ("gold", "predicted", "tally"),
    [
        (["KZ", "RU"], ["RU", "BY", "KZ"], (2, 2, 3)),
        (["KZ"], ["KZ", "KZ"], (1, 1, 2)),
        (None, ["KZ"], (0, 0, 1)),
        ([], None, (0, 0, 0)),
        ("KZ", ["KZ"], (1, 1, 1)),
    ],
)
def test_lists_count_by_element(gold: Any, predicted: Any, tally: tuple[int, int, int]) -> None:
    assert scoring.count(slot("meeting", "countries"), gold, predicted) == scoring.Tally(*tally)


MEETING = {
    "type": "meeting",
    "evidence": ["x"],
    "organisation": "CSTO",
    "level": "heads-of-state",
    "date": "2024",
}
SIGNED = {"type": "document", "evidence": ["x"], "title": "план действий", "stage": "signed"}


def scored(gold: list[dict[str, Any]], predicted: list[dict[str, Any]]) -> scoring.Score:
    return scoring.Score((scoring.score_document("d", "x y z", gold, predicted),))


def test_the_best_pair_is_aligned_first() -> None:
    other = MEETING | {"level": "foreign-ministers"}
    score = scored([MEETING, other], [other | {"date": "2023"}, MEETING])
    assert score.records() == scoring.Tally(2, 2, 2)
    assert score.slots() == scoring.Tally(5, 6, 6)


def test_records_that_agree_on_no_key_are_not_aligned() -> None:
    score = scored([SIGNED], [SIGNED | {"title": "нечто иное"}])
    assert score.records() == scoring.Tally(0, 1, 1)
    assert score.slots() == scoring.Tally(0, 2, 2)


def test_precision_recall_and_f1() -> None:
    tally = scoring.Tally(1, 2, 4)
    assert (tally.precision, tally.recall, tally.wrong) == (0.25, 0.5, 4)
    assert tally.f1 == pytest.approx(1 / 3)
    assert scoring.Tally().f1 == 0.0


def test_evidence_must_be_verbatim_and_there() -> None:
    bad = [
        SIGNED | {"evidence": ["no"]},
        SIGNED | {"evidence": []},
        SIGNED,
        {"type": "treaty", "evidence": ["y"]},
    ]
    assert scored([], bad).evidence() == (2, 4)


def test_confusion_pairs_gold_with_predicted_values() -> None:
    score = scored([SIGNED, MEETING], [SIGNED | {"stage": "agreed"}, MEETING])
    assert score.confusion()["document", "stage"] == {("signed", "agreed"): 1}


def test_errors_are_grouped_by_what_they_are() -> None:
    predicted = [
        SIGNED | {"stage": "agreed", "date": "2024"},
        SIGNED | {"title": "иное", "pattern": "document.p"},
    ]
    found = dict(scoring.commonest(scored([SIGNED, MEETING], predicted), 10))
    assert set(found) == {
        "document.stage agreed for signed", "document.date spurious", "document spurious (document.p)",
        "meeting missed",
    }  # fmt: skip
    assert found["meeting missed"][0].gold == "organisation CSTO; level heads-of-state; date 2024"


def test_worst_documents_come_first() -> None:
    good = scoring.score_document("good", "x", [SIGNED], [SIGNED])
    bad = scoring.score_document("bad", "x", [SIGNED], [])
    assert [d.id for d in scoring.Score((good, bad)).worst(1)] == ["bad"]


def test_a_record_is_right_when_half_of_what_it_fills_is_correct() -> None:
    half = SIGNED | {"stage": "agreed"}
    less = half | {"date": "2024"}
    assert [right for _, right in scoring.judged(scored([SIGNED], [half]))] == [True]
    assert [right for _, right in scoring.judged(scored([SIGNED], [less]))] == [False]
    assert [right for _, right in scoring.judged(scored([], [SIGNED]))] == [False]


def test_reliability_bins_hold_every_case_once() -> None:
    cases = [(0.0, False), (0.3, True), (0.35, False), (0.9, True), (1.0, True)]
    bins = scoring.reliability(cases)
    assert [(b.low, b.number, b.right) for b in bins] == [(0.0, 1, 0), (0.3, 2, 1), (0.9, 2, 2)]
    assert scoring.calibration_error([(0.5, True), (0.5, False)]) == 0.0
    assert scoring.accepted(cases, 0.9) == (2, 2)


# The same results as the reference scorer

WORDS = [
    "о",
    "статусе",
    "сил",
    "Совет",
    "министров",
    "обороны",
    "Токаев",
    "Лукашенко",
    "Ёлкин",
    "",
    "14",
    "2024-11",
]
CODES = ["CSTO", "SCO", "KZ", "ru", "signed", "agreed", "bilateral", "heads-of-state"]
values = st.one_of(
    st.none(),
    st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join),
    st.sampled_from(CODES),
    st.lists(st.sampled_from(CODES + WORDS), max_size=3),
    st.integers(0, 3),
    st.sampled_from([2.0, True, False, "2"]),
)


@st.composite
def rows(draw: st.DrawFn) -> dict[str, Any]:
    kind = kinds()[draw(st.sampled_from(list(kinds())))]
    names = draw(st.lists(st.sampled_from(list(kind.slots)), max_size=5, unique=True))
    return {"type": kind.name, "evidence": ["x"]} | {name: draw(values) for name in names}


@pytest.fixture(scope="module")
def reference() -> ModuleType:
    if not REFERENCE.exists():
        pytest.skip(f"{REFERENCE} is not here")
    spec = importlib.util.spec_from_file_location("reference_score", REFERENCE)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_slots_and_keys_are_those_of_the_reference(reference: ModuleType) -> None:
    assert {name: list(kind.slots) for name, kind in kinds().items()} == reference.SLOTS
    keys = {name: {s.name for s in kind.slots.values() if s.key} for name, kind in kinds().items()}
    assert keys == {name: set(found) for name, found in reference.KEYS.items()}


@settings(max_examples=300, deadline=None)
@given(st.lists(rows(), max_size=8), st.lists(rows(), max_size=8))
def test_counts_are_those_of_the_reference(
    reference: ModuleType, gold: list[dict[str, Any]], predicted: list[dict[str, Any]]
) -> None:
    score = scored(gold, predicted)
    for name, kind in kinds().items():
        g = [r for r in gold if r["type"] == name]
        p = [r for r in predicted if r["type"] == name]
        pairs = reference.align(name, g, p)
        assert sorted(scoring.align(kind, g, p)) == sorted(pairs)
        left = [(x, {}) for i, x in enumerate(g) if i not in {i for i, _ in pairs}]
        more = [({}, y) for j, y in enumerate(p) if j not in {j for _, j in pairs}]
        counts = [
            reference.count(s, x.get(s), y.get(s))
            for x, y in [*((g[i], p[j]) for i, j in pairs), *left, *more]
            for s in reference.SLOTS[name]
        ]
        expected = tuple(sum(c[k] for c in counts) for k in range(3))
        slots, records = score.by_type()[name]
        assert (slots.correct, slots.gold, slots.predicted) == expected
        assert (records.correct, records.gold, records.predicted) == (len(pairs), len(g), len(p))
        tally = scoring.Tally(*expected)
        assert reference.prf(*expected) == pytest.approx((tally.precision, tally.recall, tally.f1))
